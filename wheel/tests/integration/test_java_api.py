"""A Java program compiled against the built jar, in an application without Python."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from support import MASTERS, javac, spark_submit

pytestmark = [pytest.mark.integration, pytest.mark.oldest]

PROGRAM = Path(__file__).with_name("java") / "Program.java"


@pytest.fixture(scope="module")
def program(jar: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("java")
    javac(directory / "classes", PROGRAM, libraries=[jar])
    program = directory / "program.jar"
    with zipfile.ZipFile(program, "w") as archive:
        for path in (directory / "classes").iterdir():
            archive.write(path, path.name)
    return program


@pytest.mark.parametrize("master", [master for master, _ in MASTERS])
def test_every_door_of_the_java_api(plain: Path, jar: str, program: Path, master: str) -> None:
    memory = ("--conf", "spark.executor.memory=2g")
    result = spark_submit(plain, "--master", master, *memory, "--jars", jar, "--class", "Program", str(program))
    assert result.told == ["all of it"], str(result)
