import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { scenarios } from "./ai-sdk.mjs";
import { gateway, run } from "./harness.mjs";

const provider = createOpenAICompatible({
  name: "gateway",
  baseURL: `${gateway}/v1`,
  apiKey: process.env.OPENAI_API_KEY,
  includeUsage: true,
  supportsStructuredOutputs: true,
});

await run(
  "ai + @ai-sdk/openai-compatible",
  "@ai-sdk/openai-compatible",
  scenarios({ chat: (name) => provider.chatModel(name), embedding: (name) => provider.embeddingModel(name) }),
);
