"""Gets what the benchmark needs from Debian, npm and PyPI, and says what it could not get."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

DEBIAN = {"nginx": "nginx-light", "wrk": "wrk", "cc": "gcc", "node": "nodejs", "npm": "npm", "postgres": "postgresql"}
# Portkey's streams fail with a newer node-server than this one, which it does not pin itself.
PORTKEY_SERVER = {"@hono/node-server": "1.13.5", "hono": "4.9.7"}
PORTKEY = {"private": True, "dependencies": {"@portkey-ai/gateway": "1.15.2", **PORTKEY_SERVER}, "overrides": PORTKEY_SERVER}
LITELLM = "litellm[proxy]==1.93.0"
MATPLOTLIB = "matplotlib>=3.8,<4"


class Missing(Exception):
    """A tool that is not there and cannot be had here."""


class Tools:
    def __init__(self, root, work, install, say):
        self.root, self.work, self.install, self.say = Path(root), Path(work), install, say
        self.updated = False

    def command(self, name):
        """The path of a command, from its Debian package where it is not there yet."""
        if not shutil.which(name):
            self._debian(DEBIAN[name])
        found = shutil.which(name)
        if not found:
            raise Missing(f"{name} is not installed (Debian package {DEBIAN[name]})")
        return found

    def postgres(self):
        """The directory of PostgreSQL's programs, which Debian keeps off the path."""
        if not self._postgres():
            self._debian(DEBIAN["postgres"])
        found = self._postgres()
        if not found:
            raise Missing("PostgreSQL is not installed (Debian package postgresql)")
        return found

    @staticmethod
    def _postgres():
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        return found[-1].parent if found else None

    def native(self, name):
        """A program of src/bench/native, compiled."""
        source, binary = self.root / f"src/bench/native/{name}.c", self.work / "native" / name
        if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
            binary.parent.mkdir(parents=True, exist_ok=True)
            self._run([self.command("cc"), "-O2", "-Wall", "-std=gnu11", "-o", str(binary), str(source)], 60)
        return binary

    def java_classes(self, jdk):
        """The class path of src/bench/java, compiled against the gateway's own libraries."""
        jar, libraries = self.work / f"contestants-{jdk.name}.jar", self.root / "target/lib"
        sources = sorted((self.root / "src/bench/java").rglob("*.java"))
        if not jar.exists() or jar.stat().st_mtime < max(file.stat().st_mtime for file in [*sources, libraries]):
            classes = self.work / "classes"
            shutil.rmtree(classes, ignore_errors=True)
            classes.mkdir(parents=True)
            self._run([str(jdk / "bin/javac"), "--release", "17", "-proc:none", "-cp", f"{libraries}/*", "-d", str(classes),
                       *map(str, sources)], 120)
            self._run([str(jdk / "bin/jar"), "--create", "--file", str(jar), "-C", str(classes), "."], 60)
        return f"{jar}:{libraries}/*"     # a JVM keeps nothing of classes that stand in a directory

    def gateway(self):
        """The runnable jar, built where there is none or where it is older than its sources."""
        jar = self.root / "target/camel-openrouter.jar"
        if not jar.exists() or jar.stat().st_mtime < self._last_change():
            self.say("building the gateway")
            self._run(["mvn", "-q", "-B", "-ntp", "-DskipTests", "package"], 900, cwd=self.root)
        return jar

    def _last_change(self):
        sources = [self.root / "pom.xml"]
        for place in ("src/main", "routes", "kamelets"):
            sources += [file for file in (self.root / place).rglob("*") if file.is_file()]
        return max(file.stat().st_mtime for file in sources)

    def portkey(self):
        home = self.work / "portkey"
        script = home / "node_modules/@portkey-ai/gateway/build/start-server.js"
        if not script.exists():
            self.command("node")
            npm = self.command("npm")
            home.mkdir(parents=True, exist_ok=True)
            (home / "package.json").write_text(json.dumps(PORTKEY), encoding="utf-8")
            self._may_install("Portkey")
            self.say("installing Portkey from npm")
            self._run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(home)], 300)
        if not script.exists():
            raise Missing(f"Portkey's package has no {script.relative_to(home)}")
        return script

    def litellm(self):
        binary = self.work / "litellm/bin/litellm"
        if not binary.exists():
            self._venv(self.work / "litellm", LITELLM, 900)
        return binary

    def python_with_plots(self):
        """A Python that has matplotlib: this one, or one in a virtual environment of the benchmark's own."""
        if subprocess.run([sys.executable, "-c", "import matplotlib"], capture_output=True, check=False).returncode == 0:
            return sys.executable
        python = self.work / "plots/bin/python"
        if not python.exists():
            self._venv(self.work / "plots", MATPLOTLIB, 300)
        return str(python)

    def _venv(self, home, package, limit):
        self._may_install(package)
        fresh = home.with_name(home.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
        self.say(f"installing {package} from PyPI")
        try:
            self._run([sys.executable, "-m", "venv", str(home)], 120)
            self._run([str(home / "bin/pip"), "install", "-q", "--disable-pip-version-check", package], limit)
        except Missing:
            shutil.rmtree(home, ignore_errors=True)
            raise

    def _debian(self, package):
        self._may_install(package)
        if not shutil.which("apt-get"):
            raise Missing(f"{package} is needed, and this is no Debian")
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        self.say(f"installing {package} from Debian")
        if not self.updated:
            self._run([*prefix, "apt-get", "-qq", "update"], 120)
            self.updated = True
        self._run([*prefix, "apt-get", "-qq", "-y", "--no-install-recommends", "install", package], 300)

    def _may_install(self, what):
        if not self.install:
            raise Missing(f"{what} is not installed, and --no-install forbids to get it")

    @staticmethod
    def _run(command, limit, cwd=None):
        try:
            done = subprocess.run(command, capture_output=True, timeout=limit, check=False, cwd=cwd,
                                  env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        except (OSError, subprocess.TimeoutExpired) as failure:
            raise Missing(f"{Path(command[0]).name}: {failure}") from None
        if done.returncode:
            words = (done.stderr or done.stdout)[-300:].decode("utf-8", "replace")
            raise Missing(f"{' '.join(map(str, command[:4]))} failed: {words}")
