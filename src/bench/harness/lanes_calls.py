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

    def __init__(self, connections):
        self.connections = connections
        self.name = f"throughput-{connections}"

    def run(self, bench, field):
        body = bench.file("question.json", call.as_bytes(call.QUESTION))
        bench.rounds(self.name, field, lambda name, target, service: measured(bench, service, lambda: load.calls(
            target, body, self.connections, bench.seconds(3))))


class Large:
    """Requests that are one big image, one after the other, and what one of them leaves on the heap of a JVM."""

    def __init__(self, megabytes):
        self.megabytes = megabytes
        self.name = f"large-{megabytes}mb"

    def run(self, bench, field):
        content = call.as_bytes(call.image_question(self.megabytes * 1_000_000))
        body = bench.file(f"image-{self.megabytes}.json", content)
        bench.rounds(self.name, field, lambda name, target, service: self._one(bench, name, target, service, body, content))

    def _one(self, bench, name, target, service, body, content):
        found = measured(bench, service, lambda: load.calls(target, body, 1, bench.seconds(2)))
        if bench.is_jvm(name):
            found["heap"] = heap.growth(service, lambda: call.post(target, content))
            found["heap_per_body"] = found["heap"] and found["heap"] * 1e6 / len(content)
        return found


def measured(bench, service, measure):
    """What the load tool found, and the contestant's CPU time and memory at the end."""
    before = service.cpu()
    found = measure()
    spent = service.cpu() - before
    found["cpu_ms"] = spent * 1000 / found["requests"]
    found["rss_mb"] = service.rss_mb()
    return found
