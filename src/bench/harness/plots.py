"""The plots, a program of its own because matplotlib may live in another Python: plots.py <results.json> <directory>."""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import figures, table  # noqa: E402

COLOURS = {"nginx": "#888888", "gateway": "#c2410c", "gateway-archive": "#fb923c", "handwritten": "#2563eb", "stock": "#7c3aed",
           "portkey": "#0d9488", "litellm": "#ca8a04"}


class Plots:
    def __init__(self, state, directory):
        self.state, self.directory = state, Path(directory)
        self.lanes, self.titles = state["lanes"], state["contestants"]
        self.names = table.columns(state)

    def values(self, lane, metric, added=False):
        rounds = self.lanes.get(lane, [])
        take = (lambda n: figures.added_to(rounds, n, "direct", metric)) if added else (
            lambda n: figures.median_of(rounds, n, metric))
        return {name: value for name in self.names if (value := take(name)) is not None}

    def bars(self, file, title, panels):
        """Horizontal bars, a panel per figure."""
        panels = [(label, values, log) for label, values, log in panels if values]
        if not panels:
            return
        most = max(len(values) for _, values, _ in panels)
        figure, axes = pyplot.subplots(1, len(panels), figsize=(5.2 * len(panels), 1.2 + 0.42 * most), squeeze=False)
        for axis, (label, values, log) in zip(axes[0], panels):
            names = list(values)[::-1]
            drawn = axis.barh([self.titles[n] for n in names], [max(values[n], 0) for n in names],
                              color=[self.colour(n) for n in names])
            axis.bar_label(drawn, labels=[number(values[n]) for n in names], padding=3, fontsize=8)
            axis.set_xscale("symlog" if log else "linear", **({"linthresh": 0.01} if log else {}))
            axis.margins(x=0.25)
            axis.set_title(label, fontsize=10)
            self.tidy(axis)
        self.save(figure, file, title)

    def streams(self):
        """Added time to first token by number of streams."""
        counts = [c for c in table.STREAMS if f"streams-{c}" in self.lanes]
        if len(counts) < 2:
            return
        figure, axes = pyplot.subplots(1, 2, figsize=(10.4, 4))
        for axis, metric, label in ((axes[0], "ttft_p50", "added time to first token, p50, ms"),
                                    (axes[1], "gap_p99", "added gap between events, p99, ms")):
            for name in self.names:
                points = [(c, max(v[name], 0)) for c in counts if name in (v := self.values(f"streams-{c}", metric, added=True))]
                if name != "direct" and points:
                    axis.plot(*zip(*points), marker="o", color=self.colour(name), label=self.titles[name])
            axis.set_xscale("log")
            axis.set_yscale("symlog", linthresh=1)
            axis.set_ylim(bottom=0)
            axis.set_xticks(counts, [str(c) for c in counts])
            axis.minorticks_off()
            axis.set_xlabel("streams at once, 50 events a second each", fontsize=9)
            axis.set_title(label, fontsize=10)
            self.tidy(axis)
        axes[0].legend(fontsize=8, frameon=False)
        self.save(figure, "streams.png", "Streams")

    def warm_up(self):
        """Requests per second since the cold start."""
        rounds = self.lanes.get("warm-up", [])
        if not rounds:
            return
        figure, axis = pyplot.subplots(figsize=(10.4, 4))
        for name in self.names:
            curve = rounds[0].get(name, {}).get("curve")
            if curve:
                rates = [(b[0], (b[1] - a[1]) / (b[0] - a[0])) for a, b in zip(curve, curve[1:])]
                axis.plot(*zip(*rates), color=self.colour(name), label=self.titles[name])
        axis.set_xlabel("seconds of load since the first answer", fontsize=9)
        axis.set_title("requests/s, 32 connections", fontsize=10)
        axis.legend(fontsize=8, frameon=False)
        self.tidy(axis)
        self.save(figure, "warm-up.png", "Warm-up from a cold start")

    def all(self):
        self.bars("throughput.png", "Plain calls", [
            ("requests/s, 32 connections", self.values("throughput-32", "rate"), False),
            ("CPU per request, ms", self.values("throughput-32", "cpu_ms"), True)])
        self.bars("latency.png", "One call at a time", [
            ("added latency p50, ms", self.values("latency", "p50", added=True), True),
            ("added latency p99, ms", self.values("latency", "p99", added=True), True)])
        self.streams()
        self.bars("large.png", "Large requests", [
            ("1 MB body, ms", self.values("large-1mb", "p50"), False), ("10 MB body, ms", self.values("large-10mb", "p50"), False)])
        self.bars("memory.png", "Memory (RSS), MB", [
            ("at rest", self.values("start", "rss_mb"), False),
            ("under load", self.values("throughput-256", "rss_mb"), False),
            (f"with {self.state['settings']['streams']:,} open streams", self.values("open-streams", "rss_mb"), False)])
        self.bars("start.png", "Cold start", [("seconds to the first answer", self.values("start", "seconds"), False)])
        self.warm_up()

    def colour(self, name):
        return COLOURS.get(name, "#f59e0b")

    @staticmethod
    def tidy(axis):
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8)

    def save(self, figure, file, title):
        m = self.state["machine"]
        figure.suptitle(f"{title} · {m['cores']} cores, {m['cpu']}, {m['date']}" + (" · BUSY MACHINE" if self.state["busy"] else ""),
                        fontsize=11)
        figure.tight_layout()
        figure.savefig(self.directory / file, dpi=110, metadata={"Software": None})
        pyplot.close(figure)
        print(file)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.1f}"


if __name__ == "__main__":
    Plots(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), sys.argv[2]).all()
