"""The JVM's own start-up archive (AOT cache, before JDK 24 CDS), trained by a few hundred calls."""

import http.client

from . import call
from .service import StartFailed

CALLS = 300


def options(feature, archive):
    """(to record an archive, to use it)."""
    if feature >= 25:
        return [f"-XX:AOTCacheOutput={archive}"], [f"-XX:AOTCache={archive}"]
    return [f"-XX:ArchiveClassesAtExit={archive}"], [f"-XX:SharedArchiveFile={archive}"]


def train(recorder, archive, field):
    """Runs the contestant that records until it has answered some calls; the archive is written when it ends."""
    archive.unlink(missing_ok=True)
    running = field.start(recorder)
    if not running:
        return False
    body = call.as_bytes(call.QUESTION)
    try:
        for _ in range(CALLS):
            call.post(running.target, body)
    except (OSError, http.client.HTTPException) as failure:
        raise StartFailed(f"training ended with {failure!r}") from None
    finally:
        field.running.pop(recorder.name)
        running.service.stop(patience=90)
    return archive.exists()
