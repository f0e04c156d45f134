import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { scenarios } from "./ai-sdk.mjs";
import { gateway, run } from "./harness.mjs";

const provider = createOpenRouter({ baseURL: `${gateway}/v1`, apiKey: process.env.OPENROUTER_API_KEY });

await run(
  "ai + @openrouter/ai-sdk-provider",
  "@openrouter/ai-sdk-provider",
  scenarios({ chat: (name) => provider.chat(name), embedding: (name) => provider.textEmbeddingModel(name) }),
);
