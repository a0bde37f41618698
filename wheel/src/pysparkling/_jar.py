"""Where the jar lies that this package carries, as a file that a JVM can open."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from pysparkling._version import JAR_NAME, JAR_SHA256, VERSION
from pysparkling.errors import PreflightError

_PACKAGE = Path(__file__).parent
_REINSTALL = f"reinstall it: pip install --force-reinstall --no-deps pysparkling-hosted=={VERSION}"


def bundled_jar() -> Path:
    """Return the path of the jar, after taking it out of the zip if the package was loaded from one.

    Returns
    -------
    Path
        An absolute path on this host.

    Raises
    ------
    PreflightError
        If the package carries no jar, or a damaged one.
    """
    archive = _archive()
    if archive is not None:
        return _extracted(archive, f"{_PACKAGE.name}/jars/{JAR_NAME}", JAR_SHA256)
    jar = _PACKAGE / "jars" / JAR_NAME
    if not jar.is_file():
        raise PreflightError(
            f"The package pysparkling-hosted {VERSION} is not complete, {jar} is missing; {_REINSTALL}"
        )
    return jar


def bundled_archive(name: str) -> Path | None:
    """Return a file that only the source zip carries, or None if the package was installed.

    Parameters
    ----------
    name
        Path of the file below the package.
    """
    archive = _archive()
    if archive is None:
        return None
    with zipfile.ZipFile(archive) as source:
        member = f"{_PACKAGE.name}/{name}"
        if member not in source.namelist():
            return None
        with source.open(member) as content:
            checksum = _checksum(content)
    return _extracted(archive, member, checksum)


def verify(jar: Path) -> None:
    """Raise an error if the jar is not the one that was built.

    Parameters
    ----------
    jar
        What `bundled_jar` returned.
    """
    with jar.open("rb") as content:
        checksum = _checksum(content)
    if JAR_SHA256 and checksum != JAR_SHA256:
        raise PreflightError(
            f"The jar {jar} ({jar.stat().st_size:,} bytes) is damaged: its SHA-256 is {checksum}, it should be "
            f"{JAR_SHA256}. Delete it and {_REINSTALL}"
        )


def _archive() -> Path | None:
    """Return the zip that this package was loaded from, if any."""
    loader = __spec__.loader if __spec__ else None
    archive = getattr(loader, "archive", None)
    return Path(archive).absolute() if archive else None


def _checksum(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := content.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _extracted(archive: Path, member: str, checksum: str) -> Path:
    """Take a file out of the zip, once per user and content."""
    with zipfile.ZipFile(archive) as source:
        try:
            size = source.getinfo(member).file_size
        except KeyError:
            raise PreflightError(f"{archive} has no {member}; use the zip that 'make wheel' built") from None
        target = _cache_directory(checksum) / Path(member).name
        # Files get their names only when complete, and nobody else can write here: the size tells enough.
        if target.is_file() and target.stat().st_size == size:
            return target
        descriptor, name = tempfile.mkstemp(prefix=".incoming-", dir=target.parent)
        incoming = Path(name)
        try:
            digest = hashlib.sha256()
            with os.fdopen(descriptor, "wb") as sink, source.open(member) as content:
                while block := content.read(1 << 20):
                    digest.update(block)
                    sink.write(block)
            if digest.hexdigest() != checksum:
                raise PreflightError(
                    f"{archive} is damaged: {member} has the SHA-256 {digest.hexdigest()} and should have {checksum}; "
                    f"fetch the zip again"
                )
            incoming.replace(target)
        except zipfile.BadZipFile as error:
            raise PreflightError(f"{archive} is damaged ({error}); fetch the zip again") from error
        finally:
            incoming.unlink(missing_ok=True)
    return target


def _cache_directory(checksum: str) -> Path:
    """Return a directory that belongs to this user alone."""
    uid = os.getuid() if hasattr(os, "getuid") else 0
    # Containers run users without a home, or with one that cannot be written.
    temporary = Path(tempfile.gettempdir()) / f"pysparkling-hosted-{uid}"
    configured = os.environ.get("XDG_CACHE_HOME")
    home = (Path(configured) if configured else Path("~/.cache").expanduser()) / "pysparkling-hosted"
    problems = []
    for root in (home, temporary):
        directory = root / checksum[:16]
        try:
            for place in (root, directory):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
                _require_private(place, uid)
            with tempfile.TemporaryFile(dir=directory):
                return directory
        except OSError as error:
            problems.append(str(error))
    raise PreflightError(
        f"The jar inside {_archive()} must be put on a disk, and no place was found: {'; '.join(problems)}. "
        f"Set XDG_CACHE_HOME to a directory that you can write and that nobody else can"
    )


def _require_private(directory: Path, uid: int) -> None:
    """Refuse a directory into which somebody else could have put, or could put, a jar."""
    if not hasattr(os, "getuid"):
        return
    status = directory.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != uid:
        raise PermissionError(f"{directory} is not a directory of user {uid}")
    if stat.S_IMODE(status.st_mode) & 0o077:
        directory.chmod(0o700)
