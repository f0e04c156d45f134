import Anthropic from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { z } from "zod";
import {
  CITY, CITY_SAMPLE, CUT_SHORT, PROVIDER_GONE, TEXT,
  errorOf, expect, expectAnswer, expectEqual, expectMatch, expectRefusals, gateway, run, skip,
} from "./harness.mjs";

// An unchanged program: Anthropic's own model names, another base URL.
const client = new Anthropic({ baseURL: `${gateway}/anthropic`, maxRetries: 0 });
const model = "claude-haiku-4-5";
const messages = [{ role: "user", content: TEXT }];
const tools = [{ name: "weather", input_schema: CITY }];

const plain = (name, more) => client.messages.create({ model: name, max_tokens: 200, messages, ...more });
const streamed = (name, more) =>
  client.messages.stream({ model: name, max_tokens: 200, messages, ...more }).finalMessage();

function expectToolUse(message) {
  const [block] = message.content;
  expectEqual([message.stop_reason, block.type, block.name, block.input], ["tool_use", "tool_use", "weather", CITY_SAMPLE], "tool use");
}

async function breaksOff(name, text) {
  const error = await errorOf(name, () => streamed(name));
  expect(error instanceof Anthropic.AnthropicError, `not an AnthropicError: ${error}`);
  expectMatch(error.message, text, "message");
}

await run("@anthropic-ai/sdk", "@anthropic-ai/sdk", {
  async plain() {
    const message = await plain(model);
    expectAnswer(message.content[0].text);
    expect(message.usage.output_tokens > 0, "no usage");
  },
  async stream() {
    const message = await streamed(model);
    expectAnswer(message.content[0].text);
    expectEqual(message.stop_reason, "end_turn", "stop reason");
  },
  async tools() {
    expectToolUse(await plain(model, { tools }));
    expectToolUse(await streamed(model, { tools }));
  },
  async structured() {
    const format = zodOutputFormat(z.object({ city: z.string() }));
    const message = await client.messages.parse({ model, max_tokens: 200, messages, output_config: { format } });
    expectEqual(message.parsed_output, CITY_SAMPLE, "parsed");
  },
  responses: skip("Anthropic has no Responses API"),
  async refused() {
    await expectRefusals({ plain, stream: streamed }, (error) => error.status);
    const limited = await errorOf("429", () => plain("sandbox/status-429"));
    expect(limited instanceof Anthropic.RateLimitError, `not a RateLimitError: ${limited.constructor.name}`);
    const unknown = await errorOf("400", () => plain("acme/no-such-model"));
    expect(unknown instanceof Anthropic.BadRequestError, `not a BadRequestError: ${unknown.constructor.name}`);
  },
  "error-mid-stream": () => breaksOff("sandbox/error-mid-stream", PROVIDER_GONE),
  truncated: () => breaksOff("sandbox/truncated", CUT_SHORT),
  reset: () => breaksOff("sandbox/reset-mid-stream", CUT_SHORT),
  "responses-error": skip("Anthropic has no Responses API"),
  async abort() {
    const stream = client.messages.stream({ model: "sandbox/endless", max_tokens: 200, messages });
    let words = 0;
    stream.on("text", () => {
      if (++words === 5) {
        stream.abort();
      }
    });
    const error = await errorOf("an aborted stream", () => stream.finalMessage());
    expect(error instanceof Anthropic.APIUserAbortError, `not an APIUserAbortError: ${error}`);
    expectAnswer((await plain("sandbox/fast")).content[0].text);
  },
  async models() {
    const ids = [];
    for await (const model of client.models.list()) {
      ids.push(model.id);
    }
    const id = ids.find((each) => each.endsWith("anthropic/claude-haiku-4.5"));
    expect(id, `not among ${ids.length} models`);
    expectEqual((await client.models.retrieve(id)).id, id, "id");
  },
  embeddings: skip("Anthropic has no embeddings"),
});
