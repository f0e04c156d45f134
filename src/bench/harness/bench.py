"""One run: its options, its files, its rounds and what came of them."""

import http.client
import json
import subprocess
import time
from pathlib import Path

from . import machine
from .load import LoadFailed
from .quiet import Quiet
from .service import StartFailed
from .tools import Tools

LONG_ENOUGH = 15     # seconds; a contestant that takes longer for a measurement is measured once

# What one contestant can do wrong without ending the run.
FAILURES = (LoadFailed, StartFailed, OSError, ValueError, subprocess.SubprocessError, http.client.HTTPException)


class Bench:
    def __init__(self, options, root, work):
        self.options, self.root, self.work = options, Path(root), Path(work)
        self.quiet = Quiet(options.limit, options.force, self.say)
        self.tools = Tools(root, work, options.install, self.say)
        self.lanes, self.skipped = {}, []
        self.contestants, self.titles = {}, {}
        self.behind_the_calls = []
        self.governed = []
        self.machine = machine.describe(root)
        self.finished = []
        self.state = self.work / "results.json"

    def say(self, text):
        print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)

    def skip(self, who, what, why):
        entry = {"who": who, "what": what, "why": " ".join(why.split())[:300]}
        if entry not in self.skipped:
            self.skipped.append(entry)
            self.say(f"skipped: {who}, {what}: {entry['why']}")

    def seconds(self, full):
        return max(1, round(full * self.options.length))

    def file(self, name, content):
        path = self.work / name
        path.write_bytes(content)
        return path

    def is_jvm(self, name):
        return name in self.contestants and self.contestants[name].jvm

    def rounds(self, lane, field, measure, fits=lambda name: True, rounds=None):
        """Measures everybody in turn, several times; who fails once in a lane is out of it, who is very slow is done."""
        found = self.lanes.setdefault(lane, [])
        out, slow = set(), set()
        for number in range(rounds or self.options.rounds):
            found.append({})
            for name, target, service in list(field.targets()):
                if name in out | slow or not fits(name):
                    continue
                started = time.monotonic()
                try:
                    values = self.quiet.measured(lambda: measure(name, target, service))
                except FAILURES as failure:
                    out.add(name)
                    self.skip(name, lane, str(failure))
                    continue
                found[-1][name] = values
                if time.monotonic() - started > LONG_ENOUGH:
                    slow.add(name)
                self.say(f"{lane} {number + 1}: {name} {short(values)}")

    def one(self, lane, name, measure):
        """Measures one contestant of a lane; the n-th time for a name belongs to the n-th round."""
        try:
            values = self.quiet.measured(measure)
        except FAILURES as failure:
            return self.skip(name, lane, str(failure))
        if values is None:
            return None
        found = self.lanes.setdefault(lane, [])
        row = next((r for r in found if name not in r), None)
        if row is None:
            row = {}
            found.append(row)
        row[name] = values
        return self.say(f"{lane}: {name} {short(values)}")

    def lane(self, name, work):
        """A lane of the run, kept as soon as it is whole."""
        work()
        self.finished.append(name)
        self.save()

    def save(self):
        """Everything a report is made of, in the file that --resume and --report read."""
        state = {
            "machine": self.machine,
            "settings": self.settings(),
            "contestants": {**self.titles, **{name: c.title for name, c in self.contestants.items()}},
            "finished": self.finished,
            "skipped": self.skipped,
            "busy": round(self.quiet.worst, 3) if self.quiet.was_busy() else 0,
            "lanes": self.lanes,
        }
        draft = self.state.with_suffix(".new")
        draft.write_text(json.dumps(state, indent=1), encoding="utf-8")
        draft.replace(self.state)

    def resume(self):
        """Takes over what the last run finished, if it was of this commit on this machine with these settings."""
        if not self.state.exists():
            return
        last = json.loads(self.state.read_text(encoding="utf-8"))
        same = ("commit", "cpu", "cores")
        if any(last["machine"][key] != self.machine[key] for key in same) or last["settings"] != self.settings():
            self.say("the last run was of another commit, machine or settings: starting anew")
            return
        self.finished, self.titles = last["finished"], last["contestants"]
        self.say(f"kept from the last run: {', '.join(self.finished)}")
        self.lanes = {name: rounds for name, rounds in last["lanes"].items() if name in self.finished}
        self.quiet.worst = last["busy"]
        self.skipped = last["skipped"]

    def settings(self):
        o = self.options
        return {"rounds": o.rounds, "length": o.length, "warm_up": o.warm_up, "streams": o.streams, "heap": o.heap,
                "jvm_options": o.jvm_options, "quick": o.quick}


def short(values):
    return json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in values.items() if not isinstance(v, (list, dict))})
