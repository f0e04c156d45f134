"""What the clients' scripts share. A script is called with the gateway's URL and prints one line of JSON per scenario:
{"client","version","scenario","status":"pass|fail|skip","detail"}"""

import importlib.metadata
import json
import re
import sys

TEXT = "Hi, camel!"
ANSWER = 'You said: "Hi, camel!"'
PROVIDER_GONE = "Provider disconnected"
CUT_SHORT = "before it was complete"
CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
CITY_SAMPLE = {"city": "sandbox city"}

gateway = sys.argv[1]


class Skip(Exception):
    pass


def skip(reason):
    def scenario():
        raise Skip(reason)

    return scenario


def expect(condition, complaint):
    if not condition:
        raise AssertionError(complaint)


def expect_equal(actual, expected, what):
    expect(actual == expected, f"{what}: expected {expected!r}, saw {actual!r}")


def expect_match(text, pattern, what):
    expect(re.search(pattern, text), f"{what}: expected {pattern!r}, saw {text!r}")


def expect_answer(text):
    expect(ANSWER in text, f"text: saw {text!r}")


def error_of(what, action, *arguments):
    """The error that the action ends with; that it ends without one is the failure."""
    try:
        outcome = action(*arguments)
    except Exception as error:
        return error
    raise AssertionError(f"{what} ended without an error: {outcome!r}")


def expect_refusals(refusals, **calls):
    """Every refusal (model, class, status, text), asked for plainly and as a stream."""
    for model, kind, status, text in refusals:
        for mode, call in calls.items():
            what = f"{model}, {mode}"
            error = error_of(what, call, model)
            expect(isinstance(error, kind), f"{what}: not a {kind.__name__} but {error!r}")
            expect_equal(error.status_code, status, f"{what}: status")
            expect_match(error.message, text, f"{what}: message")


def run(client, package, scenarios):
    version = importlib.metadata.version(package)
    for scenario, action in scenarios.items():
        status, detail = outcome(action)
        line = dict(client=client, version=version, scenario=scenario, status=status, detail=detail)
        print(json.dumps(line), flush=True)


def outcome(action):
    try:
        action()
        return "pass", ""
    except Skip as reason:
        return "skip", str(reason)
    except Exception as error:
        return "fail", f"{type(error).__name__}: {error}"
