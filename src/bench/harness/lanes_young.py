"""
Lanes with processes that are five seconds old, ready, and have answered one call: what each deploy and each new pod begins with.
"""

import time

from . import call, figures, load
from .field import Field, calls_upstream
from .lanes_start import sampled

AGE = 5
CONNECTIONS, SECONDS = 32, 10
STREAMS, EVENTS, INTERVAL = 200, 50, 20
MINUTE, CALLS_A_SECOND, CALLERS = 60, 100, 4


class Young:
    """Everybody is started anew for each measurement; the stand-in itself, which is called "direct", is not."""

    name, upstream, most_rounds = "", staticmethod(calls_upstream), 100

    def run(self, bench, contestants):
        with Field(bench.work / self.name, self.upstream, [], bench.skip) as field:
            for _ in range(1 if bench.options.quick else min(bench.options.rounds, self.most_rounds)):
                bench.one(self.name, "direct", lambda: self.measure(bench, field, field.direct, field.upstream))
                for contestant in contestants:
                    bench.one(self.name, contestant.name, lambda contestant=contestant: self._one(bench, field, contestant))

    def _one(self, bench, field, contestant):
        running = field.start(contestant)
        if not running:
            return None
        try:
            call.await_ready(running.target)
            time.sleep(max(0.0, running.service.started + AGE - time.monotonic()))
            return self.measure(bench, field, running.target, running.service)
        finally:
            field.stop(contestant.name)

    def measure(self, bench, field, target, service):
        raise NotImplementedError


class YoungStreams(Young):
    """200 streams at once."""

    name = "young-streams"

    def __init__(self, upstream, client):
        self.upstream, self.client = upstream, client

    def measure(self, bench, field, target, service):
        question = bench.file(f"stream-{EVENTS}.json", call.as_bytes(call.stream_question(EVENTS, INTERVAL)))
        found = load.streams(self.client, target, question, STREAMS, 30)
        if found["complete"] != STREAMS:
            raise load.LoadFailed(f"{STREAMS - found['complete']} of {STREAMS} streams are not complete")
        return found


class YoungCalls(Young):
    """Ten seconds of calls on 32 connections, counted by the stand-in."""

    name = "young-calls"

    def measure(self, bench, field, target, service):
        body = bench.file("question.json", call.as_bytes(call.QUESTION))
        samples = sampled(field.upstream_port, target, body, SECONDS)
        return {"first_3_s": figures.rate(samples, 0.0, 3.0), "rate": figures.rate(samples, 0.0, SECONDS)}


class FirstMinute(Young):
    """The processor time of the first minute, in which a hundred calls a second come once the process is five seconds old."""

    name, most_rounds = "young-minute", 1     # CPU time varies little, and a round takes eight minutes

    def measure(self, bench, field, target, service):
        before = 0.0 if service is not field.upstream else service.cpu()
        found = load.paced(target, call.as_bytes(call.QUESTION), CALLERS, CALLS_A_SECOND, MINUTE - AGE)
        if found["wrong"]:
            raise load.LoadFailed(f"{found['wrong']} calls went wrong")
        return {"cpu_s": service.cpu() - before}
