"""Whether the machine was ours while something was measured."""

import os
import time

from . import proc


class BusyMachine(Exception):
    """Others used the machine; the figures would be theirs as much as ours."""


class Meter:
    """How many cores were used by processes that are not ours, or taken by the hypervisor, while the block ran."""

    def __enter__(self):
        self.started = time.monotonic()
        self.foreign_before, self.stolen_before = self._now()
        return self

    def __exit__(self, *failure):
        foreign, stolen = self._now()
        seconds = max(time.monotonic() - self.started, 0.001)
        self.foreign = max(foreign - self.foreign_before, 0.0) / seconds
        self.stolen = max(stolen - self.stolen_before, 0.0) / seconds
        return False

    @staticmethod
    def _now():
        return proc.foreign_cpu(os.getpid()), proc.stolen_cpu()

    def used(self):
        return self.foreign + self.stolen


class Quiet:
    """Repeats a measurement that others disturbed, gives up after some, and remembers the worst that was accepted."""

    TRIES = 4

    def __init__(self, limit, force, say):
        self.limit, self.force, self.say = limit, force, say
        self.worst = 0.0

    def at_start(self, patience=60):
        """Waits a while for others to end; then refuses."""
        deadline = time.monotonic() + patience
        while True:
            with Meter() as meter:
                time.sleep(2)
            if meter.used() <= self.limit:
                return
            if time.monotonic() > deadline or self.force:
                return self._accept_or_refuse(meter.used())
            self.say(f"waiting: others use {meter.used():.2f} cores")

    def measured(self, measure):
        """The result of the measurement from a moment in which the machine was quiet."""
        for attempt in range(self.TRIES):
            with Meter() as meter:
                result = measure()
            if meter.used() <= self.limit:
                self.worst = max(self.worst, meter.used())
                return result
            if self.force:
                break
            self.say(f"again: others used {meter.used():.2f} cores")
            time.sleep(1 + attempt)
        self._accept_or_refuse(meter.used())
        return result

    def _accept_or_refuse(self, used):
        if not self.force:
            raise BusyMachine(f"Others use {used:.2f} cores of this machine, more than {self.limit}: stop them, or take --force")
        self.worst = max(self.worst, used)

    def was_busy(self):
        return self.worst > self.limit
