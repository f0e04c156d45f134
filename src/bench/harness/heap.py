"""The heap of a JVM, seen from outside with the tools of its own JDK."""

import os
import re
import subprocess
from pathlib import Path


def tool(service, name, *arguments):
    binary = Path(os.readlink(f"/proc/{service.pid}/exe")).parent / name
    done = subprocess.run([str(binary), *arguments], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


def used(service):
    """MB in use now, garbage included. (jstat's own figure is as old as the last collection.)"""
    return used_of(tool(service, "jcmd", str(service.pid), "GC.heap_info"))


def used_of(info):
    """The sum over the generations, of which a collector has one or two, in MB."""
    return sum(int(kilobytes) for kilobytes in re.findall(r"\btotal\b.*?\bused (\d+)K", info)) / 1024


def collections(service):
    """How many there have been so far."""
    names, values = (line.split() for line in tool(service, "jstat", "-gc", str(service.pid)).strip().splitlines()[:2])
    column = dict(zip(names, values))
    return sum(int(column[name]) for name in ("YGC", "FGC", "CGC") if column.get(name, "-") != "-")


def after_collection(service):
    """MB that are in use when garbage has been collected."""
    tool(service, "jcmd", str(service.pid), "GC.run")
    return used(service)


def growth(service, work, tries=4):
    """MB that the heap grows by the work, None where every try met a garbage collection."""
    for _ in range(tries):
        tool(service, "jcmd", str(service.pid), "GC.run")
        before, earlier = used(service), collections(service)
        work()
        after = used(service)
        if collections(service) == earlier:
            return max(after - before, 0.0)
    return None
