"""Single calls from Python: is a contestant there, and does it answer as it should?"""

import http.client
import json
import time

from .service import StartFailed

QUESTION = {
    "model": "openai/gpt-4o-mini",
    "temperature": 0.7,
    "max_tokens": 256,
    "messages": [
        {"role": "system", "content": "You are a helpful assistant. Answer in one sentence."},
        {"role": "user", "content": "What is Apache Camel, and what do people use it for?"},
    ],
}


def stream_question(events, interval):
    """A request for a stream; the stand-in reads number and pace of the events from the message."""
    text = f"events={events} interval={interval}"
    return {**QUESTION, "stream": True, "messages": [{"role": "user", "content": text}]}


def late_question(milliseconds):
    """A request whose answer the stand-in for streams gives so much later."""
    return {**QUESTION, "messages": [{"role": "user", "content": f"after={milliseconds}"}]}


def image_question(size):
    """A request whose body is about so many bytes, nearly all of them one image."""
    image = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAA" * (size // 24)
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": image}}]
    return {**QUESTION, "messages": [{"role": "user", "content": parts}]}


def as_bytes(question):
    return json.dumps(question, separators=(",", ":")).encode()


def post(target, body, timeout=30):
    """Status and body of one call on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=timeout)
    try:
        connection.request("POST", target.path, body, {"Content-Type": "application/json", **target.headers})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def await_ready(target, limit=60):
    """Until the management port says that the gateway is ready, for those who are so later than their first answer."""
    end = time.monotonic() + limit
    while target.ready:
        connection = http.client.HTTPConnection("127.0.0.1", target.ready, timeout=5)
        try:
            connection.request("GET", "/observe/health/ready")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass    # not open yet
        finally:
            connection.close()
        if time.monotonic() > end:
            raise StartFailed(f"not ready after {limit} s")
        time.sleep(0.1)


def first_answer(target, service, limit=180):
    """Seconds from the start of the process to the end of its first good answer."""
    body = as_bytes(QUESTION)
    seen = "nothing"
    while time.monotonic() - service.started < limit:
        if not service.alive():
            raise StartFailed(f"{service.name} ended: {service.last_words()}")
        try:
            status, answer = post(target, body)
            if status == 200 and b'"choices"' in answer:
                return time.monotonic() - service.started
            seen = f"{status} {answer[:200]!r}"
        except (OSError, http.client.HTTPException) as failure:
            seen = repr(failure)
        time.sleep(0.003)
    raise StartFailed(f"{service.name} gave no answer in {limit} s: {seen}")
