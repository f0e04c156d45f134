"""Who is measured, and how each is started in front of the same stand-in."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from . import nginx
from .service import Service, free_port

PATH = "/v1/chat/completions"
HEAP = "256m"
MOST_STREAMS_BY_DEFAULT = 2000      # what openrouter.max-concurrent-requests allows
MODEL = "openai/gpt-4o-mini"


@dataclass(frozen=True)
class Target:
    """Where to send calls, and with which headers."""

    port: int
    path: str = PATH
    headers: dict = field(default_factory=dict)
    ready: int = 0      # the port that says so at /observe/health/ready, where that is later than the first answer

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.path}"


@dataclass
class Contestant:
    """One gateway: how it is called in tables, and how it starts; start(home, upstream port, JVM options) → (Service, Target)."""

    name: str
    title: str
    start: object
    jvm: bool = False
    most_streams: int = 10_000
    slow_start: bool = False


def environment(**extra):
    """Ours without what would change a JVM or a gateway, and what is to be added."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENROUTER_", "CAMEL_", "JAVA_TOOL", "JDK_JAVA", "_JAVA"))}
    return {**kept, **extra}


def floor(streams=1000):
    def start(home, upstream, jvm_options=()):
        port = free_port()
        return nginx.floor(home, port, f"127.0.0.1:{upstream}", connections=3 * streams + 1024), Target(port)

    return Contestant("nginx", "nginx (floor)", start)


def gateway(root, java, feature, options=(), name="gateway", title=None, heap=HEAP, streams=0, journal=None, store=None, settings=None,
            headers=None):
    """
    This gateway as README starts it: the runnable jar with default settings, on free ports, with a journal that is begun anew in
    its home; with journal=False without one, with store=False without a store that reads it; with more
    settings, and for calls with these headers. One that warms up is ready when it says so.
    """
    more = {"OPENROUTER_MAX_CONCURRENT_REQUESTS": str(streams)} if streams > MOST_STREAMS_BY_DEFAULT else {}
    if store is False:
        more["OPENROUTER_STORE_URL"] = "off"
    more.update(settings or {})

    def start(home, upstream, jvm_options=()):
        port, management = free_port(), free_port()
        data = Path(home) / "data"
        shutil.rmtree(data, ignore_errors=True)
        env = environment(
            OPENROUTER_API_KEY="bench", OPENROUTER_BASE_URL=f"http://127.0.0.1:{upstream}/api",
            CAMEL_SERVER_PORT=str(port), CAMEL_MANAGEMENT_PORT=str(management),
            OPENROUTER_DATA_DIR="" if journal is False else str(data), **more)
        command = [str(java), f"-Xmx{heap}", *options, *jvm_options, "-jar", str(root / "target/camel-openrouter.jar")]
        ready = management if more.get("OPENROUTER_WARM_UP") == "true" else 0
        return Service(name, command, Path(home) / "out.log", env, root), Target(port, headers=headers or {}, ready=ready)

    return Contestant(name, title or f"camel-openrouter, JDK {feature}", start, jvm=True)


# The gateway's own logging. Without it Logback writes what HttpClient says at debug level, a gigabyte in some minutes.
LOGGING = f"-Dlogback.configurationFile={Path(__file__).resolve().parents[2] / 'assembly/logback.xml'}"


def java_program(name, title, java, class_path, main, heap=HEAP, options=(), **more):
    """A contestant of src/bench/java: it takes its port and the stand-in's base URL as arguments."""

    def start(home, upstream, jvm_options=()):
        port = free_port()
        command = [str(java), f"-Xmx{heap}", LOGGING, *options, *jvm_options, "-cp", class_path, main, str(port),
                   f"http://127.0.0.1:{upstream}/api/v1"]
        return Service(name, command, Path(home) / "out.log", environment(), home), Target(port)

    return Contestant(name, title, start, jvm=True, **more)


def portkey(script):
    def start(home, upstream, jvm_options=()):
        port = free_port()
        headers = {
            "Authorization": "Bearer bench",
            "x-portkey-provider": "openrouter",
            "x-portkey-custom-host": f"http://127.0.0.1:{upstream}/api/v1",
        }
        command = ["node", str(script), f"--port={port}", "--headless"]
        service = Service("portkey", command, Path(home) / "out.log", environment(NODE_ENV="production"), home)
        return service, Target(port, headers=headers)

    return Contestant("portkey", "Portkey 1.15.2", start)


def litellm(binary):
    def start(home, upstream, jvm_options=()):
        port = free_port()
        config = Path(home) / "litellm.yaml"
        config.write_text(
            f"model_list:\n  - model_name: {MODEL}\n    litellm_params:\n      model: openai/{MODEL}\n"
            f"      api_base: http://127.0.0.1:{upstream}/api/v1\n      api_key: bench\n", encoding="utf-8")
        command = [str(binary), "--config", str(config), "--host", "127.0.0.1", "--port", str(port), "--num_workers", "2"]
        env = environment(LITELLM_LOG="ERROR", LITELLM_LOCAL_MODEL_COST_MAP="True")
        return Service("litellm", command, Path(home) / "out.log", env, home), Target(port)

    return Contestant("litellm", "LiteLLM 1.93.0, 2 workers", start, slow_start=True)
