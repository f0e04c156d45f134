"""PostgreSQL, for gateways that share their budgets."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .service import Service, StartFailed, free_port

USER = "postgres"


class Postgres:
    """One server with the settings of its package, in a directory that goes with it. It does not run as root."""

    def __init__(self, programs, limit=30):
        self.home = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
        self.port, self.service = free_port(), None
        as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        if as_user:
            shutil.chown(self.home, USER)
        try:
            self._run([*as_user, str(programs / "initdb"), "-D", str(self.home / "data"), "-U", USER, "-A", "trust"])
            self.service = Service("postgres", [*as_user, str(programs / "postgres"), "-D", str(self.home / "data"), "-p", str(self.port),
                                                "-h", "127.0.0.1", "-k", str(self.home)], self.home / "log", cwd=self.home)
            self._await([str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], limit)
        except StartFailed:
            self.close()
            raise

    @property
    def settings(self):
        """Those of a gateway that has its store here."""
        return {"OPENROUTER_STORE_URL": f"jdbc:postgresql://127.0.0.1:{self.port}/postgres", "OPENROUTER_STORE_USER": USER}

    def _run(self, command):
        done = subprocess.run(command, capture_output=True, check=False, cwd=self.home)
        if done.returncode:
            raise StartFailed(f"{' '.join(command)}: {done.stderr[-300:].decode('utf-8', 'replace')}")

    def _await(self, asking, limit):
        end = time.monotonic() + limit
        while subprocess.run(asking, check=False, cwd=self.home).returncode:
            if not self.service.alive() or time.monotonic() > end:
                raise StartFailed(f"PostgreSQL does not start: {self.service.last_words()}")
            time.sleep(0.1)

    def close(self):
        if self.service:
            self.service.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()
        return False
