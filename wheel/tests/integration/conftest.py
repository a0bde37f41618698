"""Fresh installations of the built wheel, with the Spark that SPARK_VERSION names and nothing else."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import distribution, files, version
from pathlib import Path

import pytest

import pom
from support import VENVS, WHEEL, Runner, is_other_wheel, make_venv, note_wheel, pip, site_packages

DIST = Path(os.environ.get("PYSPARKLING_TEST_DIST", WHEEL / "dist"))


def built(name: str) -> Path:
    path = DIST / name
    if not path.is_file():
        pytest.skip(f"{path} is not built; run 'make wheel'")
    return path


@pytest.fixture(scope="session")
def spark_version() -> str:
    return os.environ.get("SPARK_VERSION") or version("pyspark")


@pytest.fixture(scope="session")
def source_zip() -> Path:
    return built(f"pysparkling_hosted-{pom.PROJECT_VERSION}.zip")


@pytest.fixture(scope="session")
def wheel() -> Path:
    return built(f"pysparkling_hosted-{pom.PROJECT_VERSION}-py3-none-any.whl")


@pytest.fixture(scope="session")
def plain(spark_version: str) -> Path:
    """A Python with PySpark alone."""
    if version("pyspark") != spark_version:
        return make_venv(VENVS / f"pyspark-{spark_version}", f"pyspark=={spark_version}")
    # The files of our own PySpark: a copy is as large again, and strange to the archive of classes that our Java has.
    python = make_venv(VENVS / f"linked-{spark_version}")
    for package in ("pyspark", "py4j"):
        entries = {file.parts[0] for file in files(package) or () if file.parts[0] not in {"..", "__pycache__"}}
        for entry in entries:
            link = site_packages(python) / entry
            if not link.is_symlink():
                link.symlink_to(str(distribution(package).locate_file(entry)))
    return python


@pytest.fixture(scope="session")
def installed(plain: Path, wheel: Path, spark_version: str) -> Runner:
    """A Python with the wheel beside that PySpark."""
    directory = VENVS / f"wheel-{spark_version}"
    if is_other_wheel(directory, wheel):
        shutil.rmtree(directory, ignore_errors=True)
        python = make_venv(directory)
        # PySpark is there from elsewhere, as on the platforms; it is too large to install twice.
        site_packages(python).joinpath("pyspark.pth").write_text(str(site_packages(plain)), encoding="utf-8")
        pip(python, str(wheel))
        note_wheel(directory, wheel)
    return Runner(python=str(directory / "bin" / "python"))


@pytest.fixture(scope="session")
def jar(installed: Runner) -> str:
    """The jar inside the installed wheel."""
    return installed.run("from pysparkling._jar import bundled_jar; print(bundled_jar())").out.strip()


@pytest.fixture(scope="session")
def extras(plain: Path, spark_version: str) -> Path:
    """What Spark Connect needs besides, pandas among it, where only the tests that put it on the path see it."""
    directory = VENVS / f"connect-{spark_version}"
    if not (directory / "complete").is_file():
        shutil.rmtree(directory, ignore_errors=True)
        connect = ["grpcio", "grpcio-status", "googleapis-common-protos", "pandas<3", "pyarrow", "zstandard"]
        pip(plain, "--target", str(directory), *connect)
        (directory / "complete").touch()
    return directory
