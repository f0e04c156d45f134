import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import {
  CITY, CITY_SAMPLE, CUT_SHORT, PROVIDER_GONE, TEXT,
  errorOf, expect, expectAnswer, expectEqual, expectMatch, expectRefusals, expectVectors, gateway, knownLimit, run, skip,
} from "./harness.mjs";

const configuration = { baseURL: `${gateway}/openai/v1` };
const chat = (model, more) => new ChatOpenAI({ model, maxRetries: 0, configuration, ...more });
const weather = tool(() => "sunny", { name: "weather", description: "Tells the weather", schema: CITY });

const plain = (model) => chat(model).invoke(TEXT);

async function gathered(stream) {
  let whole;
  for await (const chunk of await stream) {
    whole = whole === undefined ? chunk : whole.concat(chunk);
  }
  return whole;
}

const streamed = (model) => gathered(chat(model).stream(TEXT));

async function breaksOff(model, text) {
  const error = await errorOf(model, () => streamed(model));
  expectMatch(error.message, text, "message");
}

function expectToolCall(message) {
  expectEqual(message.tool_calls.map((call) => [call.name, call.args]), [["weather", CITY_SAMPLE]], "tool calls");
}

await run("@langchain/openai", "@langchain/openai", {
  async plain() {
    const answer = await plain("gpt-4o-mini");
    expectAnswer(answer.text);
    expect(answer.usage_metadata.output_tokens > 0, "no usage");
  },
  async stream() {
    const answer = await streamed("gpt-4o-mini");
    expectAnswer(answer.text);
    expect(answer.usage_metadata.output_tokens > 0, "no usage");
  },
  async tools() {
    const model = chat("gpt-4o-mini").bindTools([weather]);
    expectToolCall(await model.invoke(TEXT));
    expectToolCall(await gathered(model.stream(TEXT)));
  },
  async structured() {
    const model = chat("gpt-4o-mini").withStructuredOutput({ title: "place", ...CITY }, { method: "jsonSchema" });
    expectEqual(await model.invoke(TEXT), CITY_SAMPLE, "object");
  },
  async responses() {
    const model = chat("gpt-4o-mini", { useResponsesApi: true });
    expectAnswer((await model.invoke(TEXT)).text);
    expectAnswer((await gathered(model.stream(TEXT))).text);
  },
  refused: () => expectRefusals({ plain, stream: streamed }, (error) => error.status),
  "error-mid-stream": () => breaksOff("sandbox/error-mid-stream", PROVIDER_GONE),
  truncated: () => breaksOff("sandbox/truncated", CUT_SHORT),
  reset: () => breaksOff("sandbox/reset-mid-stream", CUT_SHORT),
  async "responses-error"() {
    for (const [model, text] of [["sandbox/error-mid-stream", PROVIDER_GONE], ["sandbox/truncated", CUT_SHORT]]) {
      let error;
      try {
        await gathered(chat(model, { useResponsesApi: true }).stream(TEXT));
      } catch (failure) {
        error = failure;
      }
      if (!error) {
        knownLimit("LangChain passes over failures in Responses streams");
      }
      expectMatch(error.message, text, "message");
    }
  },
  async abort() {
    const abort = new AbortController();
    const error = await errorOf("an aborted stream", async () => {
      let chunks = 0;
      for await (const chunk of await chat("sandbox/endless").stream(TEXT, { signal: abort.signal })) {
        expect(chunk, "no chunk");
        if (++chunks === 5) {
          abort.abort();
        }
      }
    });
    expectMatch(`${error.name} ${error.message}`, /abort/i, "error");
    expectAnswer((await plain("sandbox/fast")).text);
  },
  models: skip("LangChain has no list of models"),
  async embeddings() {
    const embeddings = new OpenAIEmbeddings({ model: "text-embedding-3-small", maxRetries: 0, configuration });
    expectVectors(await embeddings.embedDocuments(["one hump", "two humps"]));
  },
});
