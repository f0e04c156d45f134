"""The heap of a JVM, seen from outside with the tools of its own JDK."""

import os
import subprocess
from pathlib import Path


def tool(service, name, *arguments):
    binary = Path(os.readlink(f"/proc/{service.pid}/exe")).parent / name
    done = subprocess.run([str(binary), *arguments], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


def usage(service):
    """(MB in use, collections so far)."""
    names, values = (line.split() for line in tool(service, "jstat", "-gc", str(service.pid)).strip().splitlines()[:2])
    column = {name: number(value) for name, value in zip(names, values)}
    used = sum(column.get(name, 0.0) for name in ("S0U", "S1U", "EU", "OU"))
    return used / 1024, sum(column.get(name, 0.0) for name in ("YGC", "FGC", "CGC"))


def number(text):
    try:
        return float(text)
    except ValueError:
        return 0.0                  # "-" where a collector has no such space


def after_collection(service):
    """MB that are in use when garbage has been collected."""
    tool(service, "jcmd", str(service.pid), "GC.run")
    return usage(service)[0]


def growth(service, work, tries=4):
    """MB that the heap grows by the work, None where every try met a garbage collection."""
    for _ in range(tries):
        tool(service, "jcmd", str(service.pid), "GC.run")
        before, collections = usage(service)
        work()
        after, later = usage(service)
        if later == collections:
            return max(after - before, 0.0)
    return None
