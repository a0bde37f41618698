"""Build what is published: the wheel, and the source zip for ``spark-submit --py-files``, both with the jar inside.

Both come out the same, byte by byte, from the same sources and jar.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pom
import settings_stub
import version_file

WHEEL = Path(__file__).resolve().parents[1]
SOURCE = WHEEL / "src"
_REQUIREMENTS = WHEEL / "requirements-vendor.txt"
# PyPI takes no larger file.
LARGEST = 100 * 1000 * 1000
# The earliest time that a zip can hold.
_TIME = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Build both files and print where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jar", type=Path, default=pom.DEFAULT_JAR, help="the fat jar (default: %(default)s)")
    parser.add_argument(
        "--dist", type=Path, default=WHEEL / "dist", help="where to put the files (default: %(default)s)"
    )
    arguments = parser.parse_args()
    jar: Path = arguments.jar.resolve()
    dist: Path = arguments.dist.resolve()
    if not jar.is_file():
        sys.exit(f"There is no jar {jar}; run 'make jar' first, or name another by --jar")
    if not settings_stub.is_current():
        sys.exit(f"{settings_stub.TARGET} does not fit settings.json; run wheel/tools/settings_stub.py")
    version_file.write(jar)
    dist.mkdir(parents=True, exist_ok=True)
    too_large = []
    for path in (_build_wheel(jar, dist), _build_zip(jar, dist)):
        size = path.stat().st_size
        print(f"{path}  {size / 1e6:.1f} MB")
        if size > LARGEST:
            too_large.append(f"{path.name} has {size:,} bytes; PyPI takes at most {LARGEST:,}")
    if too_large:
        sys.exit("\n".join(too_large))


def _build_wheel(jar: Path, dist: Path) -> Path:
    environment = {**os.environ, "PYSPARKLING_BUILD_JAR": str(jar)}
    # No build isolation: the pinned backend is installed already, and nothing is fetched.
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dist)],
        cwd=WHEEL,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return dist / f"pysparkling_hosted-{pom.PROJECT_VERSION}-py3-none-any.whl"


def _build_zip(jar: Path, dist: Path) -> Path:
    target = dist / f"pysparkling_hosted-{pom.PROJECT_VERSION}.zip"
    incoming = target.with_suffix(".zip.incoming")
    with zipfile.ZipFile(incoming, "w") as archive:
        for path in sorted(SOURCE.rglob("*")):
            if "__pycache__" in path.parts or path.suffix == ".pyi":
                continue
            name = path.relative_to(SOURCE).as_posix()
            # Python finds namespace packages in a zip only if their directories are entries of their own.
            if path.is_dir():
                archive.writestr(zipfile.ZipInfo(f"{name}/", _TIME), b"")
            else:
                _add(archive, name, path.read_bytes(), zipfile.ZIP_DEFLATED)
        _add(archive, "pysparkling/vendor.zip", _vendored(), zipfile.ZIP_STORED)
        # For those who would rather install what is in there.
        _add(archive, "pysparkling/requirements.txt", _REQUIREMENTS.read_bytes(), zipfile.ZIP_DEFLATED)
        # Stored: the jar is compressed in itself.
        _add(archive, f"pysparkling/jars/{pom.JAR_NAME}", jar.read_bytes(), zipfile.ZIP_STORED)
        for licence in ("LICENSE", "NOTICE"):
            path = pom.REPOSITORY / licence
            if path.is_file():
                _add(archive, f"pysparkling/{licence}", path.read_bytes(), zipfile.ZIP_DEFLATED)
    incoming.replace(target)
    return target


def _vendored() -> bytes:
    """Return an archive of H2O's Python client and what it needs, with their licences."""
    with TemporaryDirectory() as directory:
        content = Path(directory) / "content"
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"),
                *("--no-deps", "--only-binary=:all:", "--implementation=py", "--abi=none", "--platform=any"),
                *("--target", str(content), "-r", str(_REQUIREMENTS)),
            ],
            check=True,
        )
        packed = Path(directory) / "vendor.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for path in sorted(content.rglob("*")):
                inside = path.relative_to(content)
                # The records and scripts of an installation that never was; the metadata and licences stay.
                if (
                    path.is_file()
                    and inside.parts[0] != "bin"
                    and path.name not in ("RECORD", "INSTALLER", "REQUESTED")
                ):
                    _add(archive, inside.as_posix(), path.read_bytes(), zipfile.ZIP_DEFLATED)
        return packed.read_bytes()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


if __name__ == "__main__":
    main()
