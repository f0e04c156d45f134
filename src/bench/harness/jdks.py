"""The JDKs of this machine."""

import os
import re
import shutil
from glob import glob
from pathlib import Path


def find():
    """{feature version: home} of what is installed in the usual places, in JAVA_HOME and on the PATH."""
    homes = [os.environ.get("JAVA_HOME")] + sorted(glob("/usr/lib/jvm/*")) + sorted(glob("/opt/*jdk*"))
    java = shutil.which("java")
    if java:
        homes.append(Path(java).resolve().parent.parent)
    found = {}
    for home in filter(None, homes):
        feature = version_of(Path(home))
        if feature and feature not in found:
            found[feature] = Path(home).resolve()
    return found


def version_of(home):
    """The feature version that a JDK's release file names, None where there is no JDK."""
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "javac").is_file():
        return None
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8", errors="replace"))
    return int(found.group(1)) if found else None


def chosen(wanted, found):
    """The JDKs to run on: those asked for, by default the newest LTS that is there."""
    if wanted:
        missing = [w for w in wanted if w not in found]
        return [w for w in wanted if w in found], missing
    best = [f for f in (25, 21, 17) if f in found] or sorted(found, reverse=True)
    return best[:1], []


def current():
    """(feature version, home) of the JDK that Maven would take."""
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    if not java:
        return None
    home = Path(java) if Path(java).is_dir() else Path(java).resolve().parent.parent
    feature = version_of(home)
    return (feature, home) if feature else None
