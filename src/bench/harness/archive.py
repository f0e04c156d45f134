"""The JVM's own start-up archives (AOT cache, before JDK 25 CDS): of this gateway by its own script, of others in the same way."""

import os
import subprocess

from . import call, load
from .service import StartFailed
from .tools import Missing

CALLS_SECONDS, STREAMS, STREAM_ROUNDS = 4, 50, 4     # about what aot-cache.sh trains with


def options(feature, archive):
    """(to record an archive, to use it)."""
    if feature >= 25:
        return [f"-XX:AOTCacheOutput={archive}"], [f"-XX:AOTCache={archive}"]
    return [f"-XX:ArchiveClassesAtExit={archive}"], [f"-XX:SharedArchiveFile={archive}"]


def of_gateway(root, feature, home, jvm_options):
    """The file that aot-cache.sh makes, as users make it."""
    archive = root / ("target/camel-openrouter.aot" if feature >= 25 else "target/camel-openrouter.jsa")
    env = {**os.environ, "JAVA_HOME": str(home), "JAVA_OPTS": " ".join(jvm_options)}
    done = subprocess.run(["sh", str(root / "src/assembly/aot-cache.sh")], capture_output=True, timeout=300, check=False, env=env)
    if done.returncode or not archive.exists():
        raise Missing(f"aot-cache.sh: {(done.stderr or done.stdout)[-300:].decode('utf-8', 'replace')}")
    return archive


def train(recorder, archive, field, bench, client):
    """Runs a contestant that records until it has had calls and streams; the archive is written when it ends."""
    archive.unlink(missing_ok=True)
    running = field.start(recorder)
    if not running:
        return False
    body = bench.file("question.json", call.as_bytes(call.QUESTION))
    stream = bench.file("stream-5.json", call.as_bytes(call.stream_question(5, 20)))
    try:
        load.calls(running.target, body, 32, CALLS_SECONDS)
        load.streams(client, running.target, stream, STREAMS, 30, STREAM_ROUNDS)
    except load.LoadFailed as failure:
        raise StartFailed(f"training ended with {failure}") from None
    finally:
        field.running.pop(recorder.name)
        running.service.stop(patience=90)
    return archive.exists()
