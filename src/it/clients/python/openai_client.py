import openai
from pydantic import BaseModel

from harness import (
    CITY, CITY_SAMPLE, CUT_SHORT, PROVIDER_GONE, TEXT,
    error_of, expect, expect_answer, expect_equal, expect_match, expect_refusals, gateway, run,
)

# An unchanged program: OpenAI's own model names, another base URL.
client = openai.OpenAI(base_url=f"{gateway}/openai/v1", max_retries=0, timeout=15)
MODEL = "gpt-4o-mini"
MESSAGES = [{"role": "user", "content": TEXT}]
TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": CITY}}]
STRICT_TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": CITY, "strict": True}}]


class Place(BaseModel):
    city: str


def complete(model, **more):
    return client.chat.completions.create(model=model, messages=MESSAGES, **more)


def streamed(model):
    return list(complete(model, stream=True))


def plain():
    answer = complete(MODEL)
    expect_answer(answer.choices[0].message.content)
    expect(answer.usage.completion_tokens > 0, "no usage")


def stream():
    chunks = streamed(MODEL)
    expect(len(chunks) > 10, f"only {len(chunks)} chunks")
    expect_answer("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices))


def expect_tool_call(answer):
    called = answer.choices[0].message.tool_calls[0].function
    expect_equal((called.name, called.arguments), ("weather", '{"city":"sandbox city"}'), "tool call")


def tools():
    expect_tool_call(complete(MODEL, tools=TOOLS))
    with client.chat.completions.stream(model=MODEL, messages=MESSAGES, tools=STRICT_TOOLS) as events:
        expect_tool_call(events.get_final_completion())


def structured():
    answer = client.chat.completions.parse(model=MODEL, messages=MESSAGES, response_format=Place)
    expect_equal(answer.choices[0].message.parsed, Place(**CITY_SAMPLE), "parsed")


def responses():
    expect_answer(client.responses.create(model=MODEL, input=TEXT).output_text)
    events = list(client.responses.create(model=MODEL, input=TEXT, stream=True))
    expect_answer("".join(event.delta for event in events if event.type == "response.output_text.delta"))
    expect_equal(events[-1].type, "response.completed", "last event")


def refused():
    refusals = [
        ("sandbox/status-401", openai.AuthenticationError, 401, "User not found"),
        ("sandbox/status-429", openai.RateLimitError, 429, "Provider returned error"),
        ("sandbox/status-402", openai.APIStatusError, 402, "requires more credits"),
        ("acme/no-such-model", openai.BadRequestError, 400, "acme/no-such-model is not a valid model ID"),
    ]
    expect_refusals(refusals, plain=complete, stream=streamed)


def breaks_off(model, text):
    def scenario():
        error = error_of(model, streamed, model)
        expect(isinstance(error, openai.APIError), f"not an APIError: {error!r}")
        expect_match(error.message, text, "message")

    return scenario


def responses_error():
    def last(model):
        return list(client.responses.create(model=model, input=TEXT, stream=True))[-1]

    failed = last("sandbox/error-mid-stream")
    expect_equal(failed.type, "response.failed", "last event")
    expect_match(failed.response.error.message, PROVIDER_GONE, "message")
    try:
        cut = last("sandbox/truncated")
        expect_equal(cut.type, "error", "last event")
    except openai.APIError as error:
        cut = error
    expect_match(cut.message, CUT_SHORT, "message")


def abort():
    seen = 0
    with complete("sandbox/endless", stream=True) as events:
        for event in events:
            expect(event.id, "no id")
            seen += 1
            if seen == 5:
                break
    expect_answer(complete("sandbox/fast").choices[0].message.content)


def models():
    ids = [model.id for model in client.models.list()]
    expect("openrouter/openai/gpt-4o-mini" in ids, f"not among {len(ids)} models")
    expect_equal(client.models.retrieve("openrouter/openai/gpt-4o-mini").id, "openrouter/openai/gpt-4o-mini", "id")


def embeddings():
    answer = client.embeddings.create(model="text-embedding-3-small", input=["one hump", "two humps"])
    first, second = (entry.embedding for entry in answer.data)
    expect(len(first) == len(second) > 0 and first != second, "vectors")


run(
    "openai (PyPI)",
    "openai",
    {
        "plain": plain,
        "stream": stream,
        "tools": tools,
        "structured": structured,
        "responses": responses,
        "refused": refused,
        "error-mid-stream": breaks_off("sandbox/error-mid-stream", PROVIDER_GONE),
        "truncated": breaks_off("sandbox/truncated", CUT_SHORT),
        "reset": breaks_off("sandbox/reset-mid-stream", CUT_SHORT),
        "responses-error": responses_error,
        "abort": abort,
        "models": models,
        "embeddings": embeddings,
    },
)
