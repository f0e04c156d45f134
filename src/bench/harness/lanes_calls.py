"""Lanes with plain calls: latency, throughput, CPU, memory under load."""

from . import call, heap, load


class Latency:
    """One call after the other on one connection: what a contestant adds to the stand-in's own time."""

    name = "latency"

    def run(self, bench, field):
        body = bench.file("question.json", call.as_bytes(call.QUESTION))
        bench.rounds(self.name, field, lambda name, target, service: measured(bench, service, lambda: load.calls(
            target, body, 1, bench.seconds(2))))


class Throughput:
    """As many calls as it takes from a number of connections, with the CPU time of the contestant's own processes."""

    def __init__(self, connections, name=None):
        self.connections = connections
        self.name = name or f"throughput-{connections}"

    def run(self, bench, field):
        body = bench.file("question.json", call.as_bytes(call.QUESTION))
        bench.rounds(self.name, field, lambda name, target, service: measured(bench, service, lambda: load.calls(
            target, body, self.connections, bench.seconds(3))))


class Paced:
    """Calls at a steady pace, so many a second, on as many connections as their answers take; the stand-in answers late."""

    def __init__(self, name, connections, calls_a_second, answer_after):
        self.name, self.connections, self.calls_a_second = name, connections, calls_a_second
        self.question = call.as_bytes(call.late_question(answer_after))

    def run(self, bench, field):
        bench.rounds(self.name, field, lambda name, target, service: measured(bench, service, lambda: load.paced(
            target, self.question, self.connections, self.calls_a_second, bench.seconds(8))))


class Large:
    """Requests that are one big image, one after the other."""

    def __init__(self, megabytes):
        self.megabytes = megabytes
        self.name = f"large-{megabytes}mb"

    def run(self, bench, field):
        body = bench.file(f"image-{self.megabytes}.json", call.as_bytes(call.image_question(self.megabytes * 1_000_000)))
        bench.rounds(self.name, field, lambda name, target, service: measured(bench, service, lambda: load.calls(
            target, body, 1, bench.seconds(2))))


class LargeHeap:
    """
    What a large request allocates on the heap, in JVMs of their own: their young generation holds it all, and threads take
    memory in pieces that are small beside a body.
    """

    name = "large-heap"
    ROOM = ("-Xmx1500m", "-Xms1500m", "-Xmn1300m", "-XX:+UseSerialGC", "-XX:TLABSize=32k", "-XX:-ResizeTLAB")
    WARM_UP, CALLS = 30, {1: 20, 10: 3}

    def run(self, bench, field):
        bodies = {size: call.as_bytes(call.image_question(size * 1_000_000)) for size in (1, 10)}
        for contestant in [running.contestant for running in field.running.values() if running.contestant.jvm]:
            field.stop(contestant.name)
            bench.one(self.name, contestant.name, lambda: self._one(field, contestant, bodies))

    def _one(self, field, contestant, bodies):
        running = field.start(contestant, self.ROOM)
        if not running:
            return None
        try:
            for _ in range(self.WARM_UP):
                call.post(running.target, bodies[1])
            return {f"times_{size}mb": self._times(running, body, self.CALLS[size]) for size, body in bodies.items()}
        finally:
            field.stop(contestant.name)

    @staticmethod
    def _times(running, body, calls):
        used = heap.growth(running.service, lambda: [call.post(running.target, body) for _ in range(calls)])
        return used and used * 1024 * 1024 / len(body) / calls


def measured(bench, service, measure):
    """What the load tool found, and the contestant's CPU time and memory at the end."""
    before, compiling = service.cpu(), service.compiler_cpu()
    found = measure()
    spent = service.cpu() - before
    found["cpu_ms"] = spent * 1000 / found["requests"]
    found["compiler_ms"] = max(service.compiler_cpu() - compiling, 0.0) * 1000 / found["requests"]
    found["work_ms"] = found["cpu_ms"] - found["compiler_ms"]
    found["rss_mb"] = service.rss_mb()
    return found
