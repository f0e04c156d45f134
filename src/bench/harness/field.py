"""A stand-in upstream with contestants running in front of it."""

from dataclasses import dataclass
from pathlib import Path

from . import call, nginx
from .contestants import Target
from .service import Service, StartFailed, free_port


@dataclass
class Running:
    contestant: object
    service: Service
    target: Target
    seconds: float


def calls_upstream(home):
    """nginx with a static answer."""
    port = free_port()
    return nginx.upstream(home, port), port


def paced_upstream(binary):
    """The stand-in that paces streams and reads large bodies to their end."""

    def start(home):
        port = free_port()
        return Service("paced-upstream", [str(binary), str(port)], Path(home) / "out.log"), port

    return start


class Field:
    """Contestants side by side; one that does not start is skipped and the others go on."""

    def __init__(self, home, upstream, contestants, skip):
        self.home, self.skip = Path(home), skip
        self.running = {}
        self.upstream, self.upstream_port = upstream(self._home("upstream"))
        self.direct = Target(self.upstream_port, "/api/v1/chat/completions")
        call.first_answer(self.direct, self.upstream, limit=10)
        for contestant in contestants:
            self.start(contestant)

    def start(self, contestant, jvm_options=()):
        service = None
        try:
            service, target = contestant.start(self._home(contestant.name), self.upstream_port, jvm_options)
            seconds = call.first_answer(target, service)
            self.running[contestant.name] = Running(contestant, service, target, seconds)
            return self.running[contestant.name]
        except (StartFailed, OSError) as failure:
            self.skip(contestant.name, "start", str(failure))
            if service:
                service.stop()
            return None

    def stop(self, name):
        running = self.running.pop(name, None)
        if running:
            running.service.stop()

    def targets(self):
        """(name, target, service) of everybody, the stand-in itself first."""
        yield "direct", self.direct, self.upstream
        for name, running in self.running.items():
            yield name, running.target, running.service

    def close(self):
        for name in list(self.running):
            self.stop(name)
        self.upstream.stop()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()
        return False

    def _home(self, name):
        home = self.home / name
        home.mkdir(parents=True, exist_ok=True)
        return home
