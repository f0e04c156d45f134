"""Processes that the benchmark starts, and ends with it whatever happens."""

import atexit
import ctypes
import os
import signal
import socket
import subprocess
import time

from . import proc

SUBREAPER, PARENT_DEATH = 36, 1
LIBC = ctypes.CDLL(None, use_errno=True)
RUNNING = []


class StartFailed(Exception):
    """A contestant or stand-in that did not come up; the rest goes on without it."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_all_descendants():
    """Orphans of what we start become our children, so that their CPU time and their end are ours."""
    LIBC.prctl(SUBREAPER, 1, 0, 0, 0)


class Service:
    """A process in a session of its own, with its output in a file."""

    def __init__(self, name, command, log, env=None, cwd=None):
        self.name, self.log = name, log
        self.started = time.monotonic()
        with open(log, "wb") as out:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                env=env, cwd=cwd, preexec_fn=self._leave_with_parent)
        self.pid = self.process.pid
        RUNNING.append(self)

    @staticmethod
    def _leave_with_parent():
        os.setsid()
        LIBC.prctl(PARENT_DEATH, signal.SIGTERM, 0, 0, 0)

    def alive(self):
        return self.process.poll() is None

    def cpu(self):
        return proc.cpu_of_tree(self.pid)

    def compiler_cpu(self):
        """CPU time of a JVM's just-in-time compiler, which other processes do not have."""
        return proc.cpu_of_threads(self.pid, "C1 Compiler", "C2 Compiler")

    def rss_mb(self):
        return proc.total_of_tree(self.pid, "VmRSS") / 1024

    def threads(self):
        return proc.total_of_tree(self.pid, "Threads")

    def last_words(self):
        with open(self.log, "rb") as file:
            return file.read()[-400:].decode("utf-8", "replace").strip()

    def stop(self, patience=10):
        """SIGTERM to the whole session, SIGKILL where that is not enough."""
        if self in RUNNING:
            RUNNING.remove(self)
        for sign, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
            family = proc.tree(self.pid) if self.alive() else []
            self._signal(sign, family)
            try:
                self.process.wait(wait)
                break
            except subprocess.TimeoutExpired:
                continue
        self._signal(signal.SIGKILL, [])

    def _signal(self, sign, family):
        try:
            os.killpg(self.pid, sign)
        except (ProcessLookupError, PermissionError):
            pass
        if sign == signal.SIGKILL:
            for pid in family:
                try:
                    os.kill(pid, sign)
                except ProcessLookupError:
                    pass


def stop_all():
    for service in list(reversed(RUNNING)):
        service.stop(patience=3)


atexit.register(stop_all)
