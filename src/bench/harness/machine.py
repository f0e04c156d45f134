"""Which machine this is, for the report."""

import os
import platform
import subprocess
import time


def describe(root):
    return {
        "date": time.strftime("%Y-%m-%d"),
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": system(),
        "kernel": platform.release(),
        "commit": commit(root),
    }


def cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), platform.machine())


def system():
    try:
        with open("/etc/os-release", encoding="utf-8") as file:
            return next(line.partition("=")[2].strip().strip('"') for line in file if line.startswith("PRETTY_NAME"))
    except (OSError, StopIteration):
        return platform.system()


def commit(root):
    try:
        done = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"], cwd=root,
                              capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return done.stdout.strip() or "unknown"
