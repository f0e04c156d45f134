"""The load: wrk for calls, a client of our own for streams."""

import json
import subprocess
from pathlib import Path

WRK = Path(__file__).parent.parent / "wrk" / "call.lua"


class LoadFailed(Exception):
    """The load tool itself failed, or hardly any call was answered."""


def calls(target, body_file, connections, seconds):
    """Calls one after the other on each of the connections; times in ms."""
    headers = [f"{name}: {value}" for name, value in target.headers.items()]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(WRK), target.url, "--",
               str(body_file), *headers]
    found = last_json(command, seconds + 40)
    if not found["requests"]:
        raise LoadFailed(f"no answer: {found}")
    wrong = found["refused"] + found["broken"] + found["late"]
    return {
        "requests": found["requests"],
        "rate": found["requests"] / (found["micros"] / 1e6),
        "p50": found["p50"] / 1000,
        "p99": found["p99"] / 1000,
        "max": found["max"] / 1000,
        "wrong": wrong,
    }


def streams(client, target, question_file, count, deadline, repeat=1):
    """So many streams opened at once, several times one after the other; times in ms."""
    headers = [f"{name}: {value}" for name, value in target.headers.items()]
    command = [str(client), str(target.port), target.path, str(question_file), str(count), str(repeat), str(deadline),
               *headers]
    return last_json(command, deadline * repeat + 20)


def last_json(command, limit):
    """The last line of what a tool prints, which is JSON."""
    try:
        run = subprocess.run(command, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        raise LoadFailed(f"{Path(command[0]).name} did not end in {limit:.0f} s") from None
    lines = run.stdout.decode("utf-8", "replace").strip().splitlines()
    if run.returncode or not lines:
        raise LoadFailed(f"{Path(command[0]).name} failed: {(run.stderr or run.stdout)[-300:].decode('utf-8', 'replace')}")
    return json.loads(lines[-1])
