import { OpenRouter } from "@openrouter/sdk";
import * as errors from "@openrouter/sdk/models/errors";
import {
  CITY, CITY_SAMPLE, CUT_SHORT, PROVIDER_GONE, TEXT,
  errorOf, expect, expectAnswer, expectEqual, expectMatch, expectRefusals, expectVectors, gateway, run,
} from "./harness.mjs";

// OpenRouter's own client checks every answer and every event against OpenRouter's schema.
const client = new OpenRouter({ serverURL: `${gateway}/v1`, retryConfig: { strategy: "none" } });
const model = "openrouter/openai/gpt-4o-mini";
const messages = [{ role: "user", content: TEXT }];
const tools = [{ type: "function", function: { name: "weather", parameters: CITY } }];

const plain = (name, more) => client.chat.send({ chatRequest: { model: name, messages, ...more } });
const stream = (name, more, options) =>
  client.chat.send({ chatRequest: { model: name, messages, stream: true, ...more } }, options);

async function streamed(name, more) {
  const chunks = [];
  for await (const chunk of await stream(name, more)) {
    chunks.push(chunk);
  }
  return chunks;
}

/** This client hands an error event to the program, as part of the chunk. */
async function breaksOff(name, text) {
  const chunks = await streamed(name);
  const { error, choices } = chunks.at(-1);
  expect(error, `ended without an error: ${JSON.stringify(chunks.at(-1))}`);
  expectEqual([error.code, choices[0]?.finishReason], [502, "error"], "code and finish reason");
  expectMatch(error.message, text, "message");
}

await run("@openrouter/sdk", "@openrouter/sdk", {
  async plain() {
    const answer = await plain(model);
    expectAnswer(answer.choices[0].message.content);
    expect(answer.usage.completionTokens > 0, "no usage");
  },
  async stream() {
    const chunks = await streamed(model);
    expect(chunks.length > 10, `only ${chunks.length} chunks`);
    expectAnswer(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""));
    expect(chunks.at(-1).usage.completionTokens > 0, "no usage");
  },
  async tools() {
    const [call] = (await plain(model, { tools })).choices[0].message.toolCalls;
    expectEqual([call.function.name, JSON.parse(call.function.arguments)], ["weather", CITY_SAMPLE], "tool call");
    const parts = (await streamed(model, { tools })).flatMap((chunk) => chunk.choices[0]?.delta.toolCalls ?? []);
    expectEqual(parts[0].function.name, "weather", "streamed name");
    const streamedArguments = parts.map((part) => part.function?.arguments ?? "").join("");
    expectEqual(JSON.parse(streamedArguments), CITY_SAMPLE, "streamed arguments");
  },
  async structured() {
    const responseFormat = { type: "json_schema", jsonSchema: { name: "place", strict: true, schema: CITY } };
    const answer = await plain(model, { responseFormat });
    expectEqual(JSON.parse(answer.choices[0].message.content), CITY_SAMPLE, "JSON");
  },
  async responses() {
    const answer = await client.beta.responses.send({ responsesRequest: { model, input: TEXT } });
    expectAnswer(answer.output.at(-1).content[0].text);
    let text = "";
    let last;
    for await (const event of await client.beta.responses.send({ responsesRequest: { model, input: TEXT, stream: true } })) {
      text += event.type === "response.output_text.delta" ? event.delta : "";
      last = event.type;
    }
    expectAnswer(text);
    expectEqual(last, "response.completed", "last event");
  },
  async refused() {
    await expectRefusals({ plain, stream: streamed }, (error) => error.statusCode);
    const limited = await errorOf("429", () => plain("sandbox/status-429"));
    expect(limited instanceof errors.TooManyRequestsResponseError, `not the class of 429: ${limited.constructor.name}`);
    const broke = await errorOf("402", () => plain("sandbox/status-402"));
    expect(broke instanceof errors.PaymentRequiredResponseError, `not the class of 402: ${broke.constructor.name}`);
    const unknown = await errorOf("400", () => plain("acme/no-such-model"));
    expect(unknown instanceof errors.BadRequestResponseError, `not the class of 400: ${unknown.constructor.name}`);
  },
  "error-mid-stream": () => breaksOff("sandbox/error-mid-stream", PROVIDER_GONE),
  truncated: () => breaksOff("sandbox/truncated", CUT_SHORT),
  reset: () => breaksOff("sandbox/reset-mid-stream", CUT_SHORT),
  async "responses-error"() {
    const last = async (name) => {
      let event;
      for await (event of await client.beta.responses.send({ responsesRequest: { model: name, input: TEXT, stream: true } }));
      return event;
    };
    const failed = await last("sandbox/error-mid-stream");
    expectEqual(failed.type, "response.failed", "last event");
    expectMatch(failed.response.error.message, PROVIDER_GONE, "message");
    const cut = await last("sandbox/truncated").catch((error) => error);
    expectMatch(cut.message, CUT_SHORT, `message of ${cut.type ?? cut.name}`);
  },
  async abort() {
    const abort = new AbortController();
    const error = await errorOf("an aborted stream", async () => {
      let chunks = 0;
      for await (const chunk of await stream("sandbox/endless", {}, { fetchOptions: { signal: abort.signal } })) {
        expect(chunk.id, "no id");
        if (++chunks === 5) {
          abort.abort();
        }
      }
    });
    expectEqual(error.name, "AbortError", "error");
    expectAnswer((await plain("sandbox/fast")).choices[0].message.content);
  },
  async models() {
    const ids = [];
    for await (const page of await client.models.list()) {
      ids.push(...page.result.data.map((entry) => entry.id));
    }
    expect(ids.includes(model), `not among ${ids.length} models`);
  },
  async embeddings() {
    const input = ["one hump", "two humps"];
    const answer = await client.embeddings.generate({
      requestBody: { model: "openrouter/openai/text-embedding-3-small", input },
    });
    expectVectors(answer.data.map((entry) => entry.embedding));
  },
});
