import anthropic
from pydantic import BaseModel

from harness import (
    CITY, CITY_SAMPLE, CUT_SHORT, PROVIDER_GONE, TEXT,
    error_of, expect, expect_answer, expect_equal, expect_match, expect_refusals, gateway, run, skip,
)

# An unchanged program: Anthropic's own model names, another base URL.
client = anthropic.Anthropic(base_url=f"{gateway}/anthropic", max_retries=0, timeout=15)
MODEL = "claude-haiku-4-5"
MESSAGES = [{"role": "user", "content": TEXT}]
TOOLS = [{"name": "weather", "input_schema": CITY}]


class Place(BaseModel):
    city: str


def create(model, **more):
    return client.messages.create(model=model, max_tokens=200, messages=MESSAGES, **more)


def streamed(model, **more):
    with client.messages.stream(model=model, max_tokens=200, messages=MESSAGES, **more) as events:
        return events.get_final_message()


def plain():
    message = create(MODEL)
    expect_answer(message.content[0].text)
    expect(message.usage.output_tokens > 0, "no usage")


def stream():
    message = streamed(MODEL)
    expect_answer(message.content[0].text)
    expect_equal(message.stop_reason, "end_turn", "stop reason")


def tools():
    for message in create(MODEL, tools=TOOLS), streamed(MODEL, tools=TOOLS):
        block = message.content[0]
        seen = (message.stop_reason, block.type, block.name, block.input)
        expect_equal(seen, ("tool_use", "tool_use", "weather", CITY_SAMPLE), "tool use")


def structured():
    message = client.messages.parse(model=MODEL, max_tokens=200, messages=MESSAGES, output_format=Place)
    expect_equal(message.parsed_output, Place(**CITY_SAMPLE), "parsed")


def refused():
    refusals = [
        ("sandbox/status-401", anthropic.AuthenticationError, 401, "User not found"),
        ("sandbox/status-429", anthropic.RateLimitError, 429, "Provider returned error"),
        ("sandbox/status-402", anthropic.APIStatusError, 402, "requires more credits"),
        ("acme/no-such-model", anthropic.BadRequestError, 400, "acme/no-such-model is not a valid model ID"),
    ]
    expect_refusals(refusals, plain=create, stream=streamed)


def breaks_off(model, text):
    def scenario():
        error = error_of(model, streamed, model)
        expect(isinstance(error, anthropic.APIError), f"not an APIError: {error!r}")
        expect_match(error.message, text, "message")

    return scenario


def abort():
    seen = 0
    with client.messages.stream(model="sandbox/endless", max_tokens=200, messages=MESSAGES) as events:
        for text in events.text_stream:
            expect(text, "no text")
            seen += 1
            if seen == 5:
                break
    expect_answer(create("sandbox/fast").content[0].text)


def models():
    ids = [model.id for model in client.models.list()]
    found = [each for each in ids if each.endswith("anthropic/claude-haiku-4.5")]
    expect(found, f"not among {len(ids)} models")
    expect_equal(client.models.retrieve(found[0]).id, found[0], "id")


run(
    "anthropic (PyPI)",
    "anthropic",
    {
        "plain": plain,
        "stream": stream,
        "tools": tools,
        "structured": structured,
        "responses": skip("Anthropic has no Responses API"),
        "refused": refused,
        "error-mid-stream": breaks_off("sandbox/error-mid-stream", PROVIDER_GONE),
        "truncated": breaks_off("sandbox/truncated", CUT_SHORT),
        "reset": breaks_off("sandbox/reset-mid-stream", CUT_SHORT),
        "responses-error": skip("Anthropic has no Responses API"),
        "abort": abort,
        "models": models,
        "embeddings": skip("Anthropic has no embeddings"),
    },
)
