"""
Whether this commit allocates more for a call than it should: the microbenchmarks of whole calls, with the bytes that each
takes from the heap. Those hardly depend on the machine and not on its load, which times do. What they usually are stands
in src/bench/guard.json, by JDK.
"""

import json
import subprocess

from . import jdks
from .tools import Missing

BENCHMARK = "bench.CallBenchmark"     # and none whose name only ends like that
ARGUMENTS = f"{BENCHMARK} -f 1 -wi 3 -w 2s -i 5 -r 1s -foe true -v SILENT -prof gc -rf json -rff "
METRIC = "gc.alloc.rate.norm"
FAILED = 4


def run(bench, root, work):
    """0 where no call allocates more than it usually does, or where that cannot be told here; then it says so."""
    known = json.loads((root / "src/bench/guard.json").read_text(encoding="utf-8"))
    try:
        usual = known["bytes"][version(known)]
    except Missing as reason:
        print(f"Allocation guard SKIPPED: {reason}")
        return 0
    results = work / "jmh.json"
    done = subprocess.run(["mvn", "-B", "-ntp", "-q", "-Pjmh", "test", f"-Djmh.args={ARGUMENTS}{results}"], cwd=root, check=False)
    if done.returncode:
        print("Allocation guard FAILED: the benchmark did not run")
        return FAILED
    return verdict(allocated(json.loads(results.read_text(encoding="utf-8"))), usual, known["tolerance"])


def version(known):
    """That of the JDK which the build runs on, if it is one that is known."""
    current = jdks.current()
    if not current:
        raise Missing("there is no java")
    if str(current[0]) not in known["bytes"]:
        raise Missing(f"nobody has measured it on JDK {current[0]} yet; known are {', '.join(known['bytes'])}")
    return str(current[0])


def allocated(results):
    """Bytes a call, by the name of the call."""
    return {result["benchmark"].rpartition(".")[2]: metric(result)["score"] for result in results}


def metric(result):
    """JMH puts a dot in front of a profiler's figures, or not, by its version."""
    return next(value for name, value in result["secondaryMetrics"].items() if name.endswith(METRIC))


def verdict(found, usual, tolerance):
    worse = [name for name in usual if found.get(name) is None or found[name] > usual[name] * tolerance]
    for name in usual:
        bytes_now = f"{found[name]:,.0f}" if found.get(name) is not None else "nothing measured"
        print(f"{name}: {bytes_now} bytes, usually {usual[name]:,}, at most {usual[name] * tolerance:,.0f}")
    if worse:
        print(f"Allocation guard FAILED: {', '.join(worse)}. Where that is meant to be, correct src/bench/guard.json.")
        return FAILED
    print("Allocation guard passed")
    return 0
