"""The load: wrk for calls, a client of our own for streams, Python for calls at a steady pace."""

import http.client
import json
import subprocess
import threading
import time
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


def paced(target, body, connections, calls_a_second, seconds):
    """Calls that begin at even moments, whether those before have been answered or not, but for one on each connection; times in ms."""
    begin = time.monotonic()
    callers = [Caller(target, body, begin + number / calls_a_second, connections / calls_a_second, begin + seconds)
               for number in range(connections)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    took = sorted(one for caller in callers for one in caller.took)
    if not took:
        raise LoadFailed("no answer")
    return {"requests": len(took), "rate": len(took) / seconds, "p50": took[len(took) // 2], "p99": took[len(took) * 99 // 100],
            "max": took[-1], "wrong": sum(caller.wrong for caller in callers)}


class Caller(threading.Thread):
    """Calls on one connection, each timed from the moment in which it was to begin."""

    def __init__(self, target, body, due, interval, end):
        super().__init__(daemon=True)
        self.target, self.body, self.due, self.interval, self.end = target, body, due, interval, end
        self.took, self.wrong = [], 0

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.target.port, timeout=10)
        request = self._request()
        while self.due < self.end:
            time.sleep(max(0.0, self.due - time.monotonic()))
            try:
                if connection.sock is None:
                    connection.connect()
                self.wrong += self._status(connection, request) != 200
                self.took.append((time.monotonic() - self.due) * 1000)
            except (OSError, http.client.HTTPException):
                connection.close()
                self.wrong += 1
            self.due += self.interval
        connection.close()

    def _request(self):
        """In one piece: nginx may answer before it has a body that comes behind the head, and closes the connection then."""
        headers = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": len(self.body), **self.target.headers}
        lines = [f"POST {self.target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode() + self.body

    @staticmethod
    def _status(connection, request):
        connection.sock.sendall(request)
        answer = http.client.HTTPResponse(connection.sock, method="POST")
        answer.begin()
        answer.read()
        if answer.will_close:
            connection.close()
        return answer.status


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
