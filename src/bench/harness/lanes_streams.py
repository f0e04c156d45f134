"""Lanes with streams."""

import subprocess
import time

from . import call, heap, load, proc

EVENTS, INTERVAL = 50, 20


class Streams:
    """So many streams at once, 50 events a second each: what a contestant adds to the first token and to the gaps."""

    def __init__(self, count, name=None):
        self.count = count
        self.name = name or f"streams-{count}"

    def run(self, bench, field):
        one = self.count == 1
        events = 5 if one else EVENTS
        question = bench.file(f"stream-{events}.json", call.as_bytes(call.stream_question(events, INTERVAL)))
        repeat = bench.seconds(20) if one else 1
        bench.rounds(self.name, field,
                     lambda name, target, service: self._one(bench, target, service, question, events, repeat),
                     fits=lambda name: self._fits(bench, name))

    def _fits(self, bench, name):
        most = bench.contestants[name].most_streams if name in bench.contestants else self.count
        if self.count > most:
            bench.skip(name, f"more than {most} streams", "it does not run more calls at a time")
        return self.count <= most

    def _one(self, bench, target, service, question, events, repeat):
        before = service.cpu()
        found = load.streams(bench.tools.native("streams"), target, question, self.count, 30, repeat)
        spent = service.cpu() - before
        if not found["complete"]:
            raise load.LoadFailed(f"no stream of {found['streams']} was complete ({found['late']} late, {found['refused']} refused, {found['broken']} broken)")
        return {
            **found,
            "lost": found["streams"] * events - found["events"],
            "wrong": found["refused"] + found["broken"] + found["late"] + found["disordered"],
            "cpu_ms_per_stream": spent * 1000 / found["streams"] if events == EVENTS else None,
            "threads": service.threads(),
        }


class OpenStreams:
    """Many streams that hardly say anything: what does it take to keep them open?"""

    name = "open-streams"
    SECONDS = 12

    def run(self, bench, field):
        count = bench.options.streams
        question = bench.file("stream-slow.json", call.as_bytes(call.stream_question(self.SECONDS, 1000)))
        bench.rounds(self.name, field, lambda name, target, service: self._one(bench, name, target, service, question, count),
                     fits=lambda name: self._fits(bench, name, count), rounds=1)

    def _fits(self, bench, name, count):
        most = bench.contestants[name].most_streams if name in bench.contestants else count
        return count <= most

    def _one(self, bench, name, target, service, question, count):
        jvm = bench.is_jvm(name)
        rest = {"rss_mb": service.rss_mb(), "threads": service.threads(), "heap_mb": heap.after_collection(service) if jvm else None}
        command = load.client(bench.tools.native("streams"), target, question, count, 60)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            try:
                time.sleep(self.SECONDS * 0.6)
                threads, rss = service.threads(), service.rss_mb()
                live = heap.after_collection(service) if jvm else None
                out = running.communicate(timeout=70)[0]
            except BaseException:
                running.kill()
                raise
        found = load.parsed(out, running.returncode, command[0])
        if not found["complete"]:
            raise load.LoadFailed(f"no stream of {found['streams']} was complete ({found['late']} late, {found['refused']} refused, {found['broken']} broken)")
        return {
            "streams": count,
            "complete": found["complete"],
            "lost": count * self.SECONDS - found["events"],
            "threads": threads,
            "rss_mb": rss,
            "peak_mb": proc.total_of_tree(service.pid, "VmHWM") / 1024,
            "rss_per_1000": (rss - rest["rss_mb"]) * 1000 / count,
            "heap_per_1000": (live - rest["heap_mb"]) * 1000 / count if jvm else None,
            "rest": rest,
        }
