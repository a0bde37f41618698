"""Write ``pysparkling/_version.py``: what the build knows and the installed package must know too."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pom import ENGINE_VERSION, JAR_NAME, PROJECT_VERSION

TARGET = Path(__file__).resolve().parents[1] / "src" / "pysparkling" / "_version.py"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def text(jar: Path | None) -> str:
    """Return what the file says for the given jar, or for a source tree in which no jar was built yet."""
    checksum = sha256(jar) if jar else ""
    return (
        '"""Written by the build; not under version control."""\n\n'
        f'VERSION = "{PROJECT_VERSION}"\n'
        f'ENGINE_VERSION = "{ENGINE_VERSION}"\n'
        f'JAR_NAME = "{JAR_NAME}"\n'
        f'JAR_SHA256 = "{checksum}"\n'
    )


def write(jar: Path | None) -> None:
    """Write the file.

    Parameters
    ----------
    jar
        The fat jar that the wheel will carry, if there is one.
    """
    content = text(jar)
    # Left alone when it says the same, so that a second build changes no time stamp.
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != content:
        TARGET.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write(None)
