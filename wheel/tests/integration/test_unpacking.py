"""The engine is unpacked once per host, whoever comes at the same time and whoever is killed meanwhile."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import Runner, javac, site_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.integration, pytest.mark.oldest]

PROGRAM = Path(__file__).with_name("java") / "Unpack.java"
EXECUTORS = 20


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "engines"


@pytest.fixture
def start(plain: Path, jar: str, place: Path, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start a JVM that unpacks the engine."""
    javac(tmp_path / "classes", PROGRAM, libraries=[jar])
    spark = site_packages(plain) / "pyspark" / "jars" / "*"
    class_path = os.pathsep.join([str(tmp_path / "classes"), jar, str(spark)])
    # What a JVM of few classes needs; twenty of them share a small machine.
    small = ["-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    command = ["java", *small, "-cp", class_path, "Unpack", str(place)]
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=Runner().variables()))
        return started[-1]

    yield begin
    for process in started:
        process.kill()


def ends(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0, err
    return out


def test_twenty_executors_at_once_after_one_was_killed_half_way(
    start: Callable[[], subprocess.Popen[str]], place: Path, jar: str
) -> None:
    victim = start()
    while victim.poll() is None and not any(part.stat().st_size > 0 for part in place.glob("*.part")):
        time.sleep(0.001)
    victim.kill()
    victim.communicate()
    assert [path.suffix for path in place.iterdir() if path.name != "unpack.lock"] == [".part"]

    told = {ends(process) for process in [start() for _ in range(EXECUTORS)]}

    (engine,) = (path for path in place.iterdir() if path.name != "unpack.lock")
    assert told == {f"told: {engine}\n"}
    with zipfile.ZipFile(jar) as archive:
        properties = archive.read("sparkling/engine.properties").decode()
    expected = dict(line.split("=", 1) for line in properties.splitlines() if "=" in line)["sha256"]
    assert hashlib.sha256(engine.read_bytes()).hexdigest() == expected
    before = engine.stat().st_ino
    assert ends(start()) == f"told: {engine}\n"
    assert engine.stat().st_ino == before
