"""The load: wrk for calls, a client of our own for streams."""

import json
import subprocess
from pathlib import Path

WRK = Path(__file__).parent.parent / "wrk" / "call.lua"


class LoadFailed(Exception):
    """The load tool itself failed, or hardly any call was answered."""


def wrk(target, body_file, connections, seconds):
    headers = [f"{name}: {value}" for name, value in target.headers.items()]
    return ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(WRK), target.url, "--",
            str(body_file), *headers]


def calls(target, body_file, connections, seconds):
    """Calls one after the other on each of the connections; times in ms."""
    found = ran(wrk(target, body_file, connections, seconds), seconds + 40)
    if not found["requests"]:
        raise LoadFailed(f"no answer: {found}")
    wrong = found["refused"] + found["broken"] + found["late"]
    if wrong * 2 > found["requests"]:
        raise LoadFailed(f"more than half of the calls went wrong: {found}")
    return {
        "requests": found["requests"],
        "rate": found["requests"] / (found["micros"] / 1e6),
        "p50": found["p50"] / 1000,
        "p99": found["p99"] / 1000,
        "max": found["max"] / 1000,
        "wrong": wrong,
    }


def client(binary, target, question_file, count, deadline, repeat=1):
    """The command of the client for streams."""
    headers = [f"{name}: {value}" for name, value in target.headers.items()]
    return [str(binary), str(target.port), target.path, str(question_file), str(count), str(repeat), str(deadline), *headers]


def streams(binary, target, question_file, count, deadline, repeat=1):
    """So many streams opened at once, several times one after the other; times in ms."""
    return ran(client(binary, target, question_file, count, deadline, repeat), deadline * repeat + 20)


def ran(command, limit):
    """What a tool found, by the last line of what it prints, which is JSON."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        raise LoadFailed(f"{Path(command[0]).name} did not end in {limit:.0f} s") from None
    return parsed(done.stdout, done.returncode, command[0], done.stderr)


def parsed(out, code, tool, errors=b""):
    lines = out.decode("utf-8", "replace").strip().splitlines()
    if code or not lines:
        raise LoadFailed(f"{Path(tool).name} failed: {(errors or out)[-300:].decode('utf-8', 'replace')}")
    try:
        return json.loads(lines[-1])
    except ValueError:
        raise LoadFailed(f"{Path(tool).name} said {lines[-1][:200]}") from None
