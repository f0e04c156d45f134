// The scenarios of Vercel's AI SDK, whichever provider package speaks to the gateway.
import { embedMany, generateObject, generateText, jsonSchema, streamText, tool } from "ai";
import {
  CITY, CITY_SAMPLE, CUT_SHORT, PROVIDER_GONE, TEXT,
  errorOf, expect, expectAnswer, expectEqual, expectMatch, expectRefusals, expectVectors, skip,
} from "./harness.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false;

export function scenarios({ chat, embedding }) {
  const model = "openrouter/openai/gpt-4o-mini";
  const tools = { weather: tool({ inputSchema: jsonSchema(CITY) }) };

  const plain = (name, more) => generateText({ model: chat(name), prompt: TEXT, maxRetries: 0, ...more });

  /** All parts, because the SDK hands errors of streams to the program as parts. */
  async function parts(name, more) {
    const seen = [];
    const stream = streamText({ model: chat(name), prompt: TEXT, maxRetries: 0, onError() {}, ...more });
    for await (const part of stream.fullStream) {
      seen.push(part);
    }
    return seen;
  }

  async function streamed(name, more) {
    const seen = await parts(name, more);
    const failure = seen.find((part) => part.type === "error");
    if (failure) {
      throw failure.error;
    }
    return seen;
  }

  async function breaksOff(name, text) {
    const error = await errorOf(name, () => streamed(name));
    expectMatch(typeof error === "string" ? error : error.message, text, "message");
  }

  return {
    async plain() {
      const answer = await plain(model);
      expectAnswer(answer.text);
      expect(answer.usage.outputTokens > 0, "no usage");
    },
    async stream() {
      const seen = await streamed(model);
      expectAnswer(seen.filter((part) => part.type === "text-delta").map((part) => part.text).join(""));
      expectEqual(seen.at(-1).finishReason, "stop", "finish reason");
    },
    async tools() {
      const [call] = (await plain(model, { tools })).toolCalls;
      expectEqual([call.toolName, call.input], ["weather", CITY_SAMPLE], "tool call");
      const later = (await streamed(model, { tools })).filter((part) => part.type === "tool-call");
      expectEqual(later.map((part) => [part.toolName, part.input]), [["weather", CITY_SAMPLE]], "streamed tool calls");
    },
    async structured() {
      const answer = await generateObject({ model: chat(model), schema: jsonSchema(CITY), prompt: TEXT, maxRetries: 0 });
      expectEqual(answer.object, CITY_SAMPLE, "object");
    },
    responses: skip("this provider package speaks chat completions only"),
    refused: () => expectRefusals({ plain, stream: streamed }, (error) => error.statusCode),
    "error-mid-stream": () => breaksOff("sandbox/error-mid-stream", PROVIDER_GONE),
    truncated: () => breaksOff("sandbox/truncated", CUT_SHORT),
    reset: () => breaksOff("sandbox/reset-mid-stream", CUT_SHORT),
    "responses-error": skip("this provider package speaks chat completions only"),
    async abort() {
      const abort = new AbortController();
      let words = 0;
      const onChunk = () => {
        if (++words === 5) {
          abort.abort();
        }
      };
      const seen = await parts("sandbox/endless", { abortSignal: abort.signal, onChunk });
      expectEqual(seen.at(-1).type, "abort", "last part");
      expectAnswer((await plain("sandbox/fast")).text);
    },
    models: skip("the AI SDK has no list of models"),
    async embeddings() {
      const name = "openrouter/openai/text-embedding-3-small";
      const answer = await embedMany({ model: embedding(name), values: ["one hump", "two humps"], maxRetries: 0 });
      expectVectors(answer.embeddings);
    },
  };
}
