"""Lanes with fresh processes: cold start, memory at rest, warm-up."""

import http.client
import subprocess
import time

from . import call, figures, heap, load
from .field import Field, calls_upstream


class Start:
    """From the start of the process to the end of its first answer, and its memory after that."""

    name = "start"

    def run(self, bench, contestants):
        with Field(bench.work / "start", calls_upstream, [], bench.skip) as field:
            for number in range(1 if bench.options.quick else 3):
                for contestant in contestants:
                    if contestant.slow_start and number:
                        continue
                    bench.one(self.name, contestant.name, lambda: self._one(field, contestant))

    def _one(self, field, contestant):
        running = field.start(contestant)
        if not running:
            return None
        time.sleep(1)
        found = {
            "seconds": running.seconds,
            "rss_mb": running.service.rss_mb(),
            "heap_mb": heap.after_collection(running.service) if contestant.jvm else None,
        }
        field.stop(contestant.name)
        return found


class WarmUp:
    """The rate second by second under load from a cold start, counted by the stand-in."""

    name = "warm-up"

    def run(self, bench, contestants):
        seconds = 20 if bench.options.quick else 45
        body = bench.file("question.json", call.as_bytes(call.QUESTION))
        with Field(bench.work / "warm-up", calls_upstream, [], bench.skip) as field:
            for contestant in contestants:
                if contestant.jvm:
                    bench.one(self.name, contestant.name, lambda: self._one(field, contestant, body, seconds))

    def _one(self, field, contestant, body, seconds):
        running = field.start(contestant)
        if not running:
            return None
        try:
            call.await_ready(running.target)
            samples = sampled(field.upstream_port, running.target, body, seconds)
        finally:
            field.stop(contestant.name)
        reached, final = figures.seconds_to_share(samples)
        first = figures.rate(samples, 0.0, 3.0)
        return {"seconds_to_90": reached, "final_rate": final, "first_3_s": first, "curve": samples[::4]}


def sampled(upstream_port, target, body, seconds):
    """(seconds, answers so far) four times a second while wrk keeps 32 connections busy."""
    command = load.wrk(target, body, 32, seconds)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as wrk:
        try:
            counter = Counter(upstream_port)
            started, samples = time.monotonic(), [(0.0, 0)]
            while wrk.poll() is None and time.monotonic() - started < seconds:
                time.sleep(0.25)
                samples.append((time.monotonic() - started, counter.read()))
            out = wrk.communicate(timeout=60)[0]
        except BaseException:
            wrk.kill()
            raise
    load.parsed(out, wrk.returncode, command[0])
    return samples


class Counter:
    """How many requests the stand-in has had since this was made, its own apart."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.asked, self.first = 0, 0
        self.first = self.read()

    def read(self):
        self.connection.request("GET", "/count")
        self.asked += 1
        numbers = self.connection.getresponse().read().split(b"requests")[1].split()
        return int(numbers[2]) - self.asked - self.first
