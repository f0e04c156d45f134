"""The run: who takes part, which lanes, in which order."""

import resource
from pathlib import Path

from . import call, contestants, field, jdks, load, machine
from .bench import Bench
from .lanes_calls import Latency, Throughput
from .quiet import Quiet
from .tools import Missing, Tools

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "target/bench"


def run(options):
    raise_file_limit()
    bench = Bench(options, ROOT, WORK, None, None)
    bench.tools = Tools(ROOT, WORK, options.install, bench.say)
    bench.quiet = Quiet(options.limit, options.force, bench.say)
    WORK.mkdir(parents=True, exist_ok=True)
    for needed in ("nginx", "wrk"):
        bench.tools.command(needed)
    bench.contestants = {c.name: c for c in line_up(bench)}
    bench.quiet.at_start()
    calls(bench)
    return 0


def line_up(bench):
    """Everybody who was asked for and can be had here."""
    options = bench.options
    found, missing = jdks.find(), []
    chosen, missing = jdks.chosen(options.java, found)
    for version in missing:
        bench.skip(f"JDK {version}", "everything", "it is not installed")
    wanted = options.only or ["nginx", "gateway", "handwritten", "stock"]
    everybody = [contestants.floor()]
    bench.tools.gateway()
    for position, version in enumerate(chosen):
        name = "gateway" if position == 0 else f"gateway-{version}"
        everybody.append(contestants.gateway(ROOT, found[version] / "bin/java", version, options.jvm_options.split(), name))
    return [c for c in everybody if c.name in wanted or (c.name.startswith("gateway") and "gateway" in wanted) or c.name == "nginx"]


def calls(bench):
    """Everything in front of nginx with a static answer."""
    lanes = [lane for lane in (Latency(), Throughput(32), Throughput(256)) if lane.name in bench.options.lanes]
    if not lanes:
        return
    with field.Field(WORK / "calls", field.calls_upstream, bench.contestants.values(), bench.skip) as side_by_side:
        body = bench.file("question.json", call.as_bytes(call.QUESTION))
        for running in list(side_by_side.running.values()):
            if running.contestant.jvm:
                bench.say(f"warming up {running.contestant.name}")
                load.calls(running.target, body, 32, bench.options.warm_up)
        for lane in lanes:
            lane.run(bench, side_by_side)


def raise_file_limit():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
