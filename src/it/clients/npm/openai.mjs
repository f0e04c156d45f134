import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import {
  CITY, CITY_SAMPLE, CUT_SHORT, PROVIDER_GONE, TEXT,
  errorOf, expect, expectAnswer, expectEqual, expectMatch, expectRefusals, expectVectors, gateway, run,
} from "./harness.mjs";

// An unchanged program: OpenAI's own model names, another base URL.
const client = new OpenAI({ baseURL: `${gateway}/openai/v1`, maxRetries: 0 });
const messages = [{ role: "user", content: TEXT }];
const tools = [{ type: "function", function: { name: "weather", parameters: CITY } }];

const plain = (model, more) => client.chat.completions.create({ model, messages, ...more });

async function streamed(model, more) {
  const chunks = [];
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true, ...more })) {
    chunks.push(chunk);
  }
  return chunks;
}

function expectToolCall({ function: called }) {
  expectEqual([called.name, JSON.parse(called.arguments)], ["weather", CITY_SAMPLE], "tool call");
}

async function breaksOff(model, text) {
  const error = await errorOf(model, () => streamed(model));
  expect(error instanceof OpenAI.APIError, `not an APIError: ${error}`);
  expectMatch(error.message, text, "message");
}

await run("openai (npm)", "openai", {
  async plain() {
    const answer = await plain("gpt-4o-mini");
    expectAnswer(answer.choices[0].message.content);
    expect(answer.usage.completion_tokens > 0, "no usage");
  },
  async stream() {
    const chunks = await streamed("gpt-4o-mini");
    expect(chunks.length > 10, `only ${chunks.length} chunks`);
    expectAnswer(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""));
  },
  async tools() {
    expectToolCall((await plain("gpt-4o-mini", { tools })).choices[0].message.tool_calls[0]);
    const stream = client.chat.completions.stream({ model: "gpt-4o-mini", messages, tools });
    expectToolCall((await stream.finalChatCompletion()).choices[0].message.tool_calls[0]);
  },
  async structured() {
    const format = zodResponseFormat(z.object({ city: z.string() }), "place");
    const answer = await client.chat.completions.parse({ model: "gpt-4o-mini", messages, response_format: format });
    expectEqual(answer.choices[0].message.parsed, CITY_SAMPLE, "parsed");
  },
  async responses() {
    const answer = await client.responses.create({ model: "gpt-4o-mini", input: TEXT });
    expectAnswer(answer.output_text);
    let text = "";
    let last;
    for await (const event of await client.responses.create({ model: "gpt-4o-mini", input: TEXT, stream: true })) {
      text += event.type === "response.output_text.delta" ? event.delta : "";
      last = event.type;
    }
    expectAnswer(text);
    expectEqual(last, "response.completed", "last event");
  },
  async refused() {
    await expectRefusals({ plain, stream: streamed }, (error) => error.status);
    const limited = await errorOf("429", () => plain("sandbox/status-429"));
    expect(limited instanceof OpenAI.RateLimitError, `not a RateLimitError: ${limited.constructor.name}`);
    const unknown = await errorOf("400", () => plain("acme/no-such-model"));
    expect(unknown instanceof OpenAI.BadRequestError, `not a BadRequestError: ${unknown.constructor.name}`);
  },
  "error-mid-stream": () => breaksOff("sandbox/error-mid-stream", PROVIDER_GONE),
  truncated: () => breaksOff("sandbox/truncated", CUT_SHORT),
  reset: () => breaksOff("sandbox/reset-mid-stream", CUT_SHORT),
  async "responses-error"() {
    const broken = (model) => client.responses.stream({ model, input: TEXT }).finalResponse();
    const failed = await broken("sandbox/error-mid-stream");
    expectEqual(failed.status, "failed", "status");
    expectMatch(failed.error.message, PROVIDER_GONE, "message");
    const error = await errorOf("sandbox/truncated", () => broken("sandbox/truncated"));
    expectMatch(error.message, CUT_SHORT, "message");
  },
  async abort() {
    const stream = await client.chat.completions.create({ model: "sandbox/endless", messages, stream: true });
    let chunks = 0;
    for await (const chunk of stream) {
      expect(chunk.id, "no id");
      if (++chunks === 5) {
        stream.controller.abort();
      }
    }
    expect(chunks >= 5, `only ${chunks} chunks`);
    expectAnswer((await plain("sandbox/fast")).choices[0].message.content);
  },
  async models() {
    const ids = [];
    for await (const model of client.models.list()) {
      ids.push(model.id);
    }
    expect(ids.includes("openrouter/openai/gpt-4o-mini"), `not among ${ids.length} models`);
    const model = await client.models.retrieve("openrouter/openai/gpt-4o-mini");
    expectEqual(model.id, "openrouter/openai/gpt-4o-mini", "id");
  },
  async embeddings() {
    const answer = await client.embeddings.create({ model: "text-embedding-3-small", input: ["one hump", "two humps"] });
    expectVectors(answer.data.map((entry) => entry.embedding));
  },
});
