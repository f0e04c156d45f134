"""One run: its options, its files, its rounds and what came of them."""

import json
import subprocess
import time
from pathlib import Path

from .load import LoadFailed
from .service import StartFailed


class Bench:
    def __init__(self, options, root, work, quiet, tools):
        self.options, self.root, self.work = options, Path(root), Path(work)
        self.quiet, self.tools = quiet, tools
        self.lanes, self.skipped = {}, []
        self.contestants = {}
        self.heap = None

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
        """Measures everybody in turn, several times; who fails once in a lane is out of it."""
        found = self.lanes.setdefault(lane, [])
        out = set()
        for number in range(rounds or self.options.rounds):
            found.append({})
            for name, target, service in list(field.targets()):
                if name in out or not fits(name):
                    continue
                try:
                    values = self.quiet.measured(lambda: measure(name, target, service))
                except (LoadFailed, StartFailed, OSError, subprocess.SubprocessError) as failure:
                    out.add(name)
                    self.skip(name, lane, str(failure))
                    continue
                found[-1][name] = values
                self.say(f"{lane} {number + 1}: {name} {short(values)}")

    def record(self, lane, name, values):
        """Figures of a lane without rounds of everybody: the n-th call for a name belongs to the n-th round."""
        found = self.lanes.setdefault(lane, [])
        row = next((r for r in found if name not in r), None)
        if row is None:
            row = {}
            found.append(row)
        row[name] = values
        self.say(f"{lane}: {name} {short(values)}")


def short(values):
    return json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in values.items() if not isinstance(v, (list, dict))})
