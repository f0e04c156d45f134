"""
Whether this commit got much slower: CPU time per request of the gateway over that of nginx as plain reverse proxy, both in
the same minute on the same machine, without that of the JVM's compiler. That ratio hardly depends on the machine and
little on its load, which requests per second do. What it usually is stands in src/bench/guard.json, by JDK.
"""

import json
import time

from . import call, contestants, field, figures, jdks, load
from .lanes_calls import measured
from .load import LoadFailed
from .quiet import Meter
from .service import StartFailed
from .tools import Missing

ENOUGH_CALLS, PIECE, LONGEST = 30_000, 5, 20    # warm-up: so many calls, in pieces of so many seconds, at most so many
SECONDS, ROUNDS, TRIES = 1, 3, 3
BUSY = 0.5                                      # cores of others, beyond which a slow result says nothing
FAILED = 4


class Undecided(Exception):
    """Slow, but on a machine that others kept busy."""


def run(bench, root, work):
    """0 where the gateway is as fast as it was, or where that cannot be told here; then it says so."""
    known = json.loads((root / "src/bench/guard.json").read_text(encoding="utf-8"))
    started = time.monotonic()
    try:
        for needed in ("nginx", "wrk"):
            bench.tools.command(needed)
        bench.tools.gateway()
        version, java = jdk(known)
        usual, most = known["cpu_ratio"][version], known["cpu_ratio"][version] * known["tolerance"]
        found = ratio(bench, work, contestants.gateway(root, java, version, bench.options.jvm_options.split()), most)
    except (Missing, Undecided) as reason:
        print(f"Speed guard SKIPPED: {reason}")
        return 0
    except (StartFailed, LoadFailed) as failure:
        print(f"Speed guard FAILED: {failure}")
        return FAILED
    return verdict(found, usual, most, version, time.monotonic() - started)


def jdk(known):
    """The JDK that the build runs on, and the version whose usual ratio is nearest to it."""
    current = jdks.current()
    if not current:
        raise Missing("there is no java")
    feature, home = current
    return min(known["cpu_ratio"], key=lambda v: abs(int(v) - feature)), home / "bin/java"


def ratio(bench, work, gateway, most):
    with Meter() as meter:
        found = best_of_tries(bench, work, gateway, most)
    if found > most and meter.used() > BUSY:
        raise Undecided(f"{found:.2f} times the CPU of nginx, but others used {meter.used():.2f} cores meanwhile")
    return found


def best_of_tries(bench, work, gateway, most):
    """The lowest ratio of a few tries, the first that is good enough ends them: noise only ever adds."""
    body = bench.file("question.json", call.as_bytes(call.QUESTION))
    best = None
    with field.Field(work / "guard", field.calls_upstream, [contestants.floor(), gateway], bench.skip) as side:
        if len(side.running) < 2:
            raise StartFailed(bench.skipped[-1]["why"])
        target = side.running["gateway"].target
        warm_up(target, body)
        for attempt in range(TRIES):
            if attempt:
                load.calls(target, body, 32, PIECE)
            found = one_try(bench, side, body)
            bench.say(f"try {attempt + 1}: {found:.2f} times the CPU of nginx")
            best = min(found, best or found)
            if best <= most:
                break
    return best


def warm_up(target, body):
    done, started = 0, time.monotonic()
    while done < ENOUGH_CALLS and time.monotonic() - started < LONGEST:
        done += load.calls(target, body, 32, PIECE)["requests"]


def one_try(bench, side, body):
    rounds = []
    for _ in range(ROUNDS):
        rounds.append({
            name: measured(bench, running.service, lambda: load.calls(running.target, body, 32, SECONDS))
            for name, running in side.running.items()
        })
    return figures.ratio_to(rounds, "gateway", "nginx", "work_ms")


def verdict(found, usual, most, version, seconds):
    text = f"{found:.2f} times the CPU of nginx per request, usually {usual:.2f} on JDK {version}, at most {most:.2f}"
    if found <= most:
        print(f"Speed guard passed in {seconds:.0f} s: {text}")
        return 0
    print(f"Speed guard FAILED in {seconds:.0f} s: {text}. Where that is meant to be, correct src/bench/guard.json.")
    return FAILED
