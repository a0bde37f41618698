"""Fresh installations of the built wheel, with the Spark that SPARK_VERSION names and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import pom
from support import WHEEL, Runner

DIST = Path(os.environ.get("PYSPARKLING_TEST_DIST", WHEEL / "dist"))
VENVS = Path(os.environ.get("PYSPARKLING_TEST_VENVS", WHEEL / ".venvs"))


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
def plain(spark_version: str) -> Path:
    """A Python with PySpark alone."""
    return _venv(VENVS / f"pyspark-{spark_version}", f"pyspark=={spark_version}")


@pytest.fixture(scope="session")
def installed(plain: Path, spark_version: str) -> Runner:
    """A Python with the wheel beside that PySpark."""
    wheel = built(f"pysparkling_hosted-{pom.PROJECT_VERSION}-py3-none-any.whl")
    directory = VENVS / f"wheel-{spark_version}"
    stamp = directory / "installed"
    print_of_wheel = f"{wheel.stat().st_mtime_ns} {wheel.stat().st_size}"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != print_of_wheel:
        shutil.rmtree(directory, ignore_errors=True)
        python = _venv(directory)
        # PySpark is there from elsewhere, as on the platforms; it is too large to install twice.
        _site(python).joinpath("pyspark.pth").write_text(str(_site(plain)), encoding="utf-8")
        _pip(python, str(wheel))
        stamp.write_text(print_of_wheel, encoding="utf-8")
    return Runner(python=str(directory / "bin" / "python"))


@pytest.fixture(scope="session")
def extras(plain: Path, spark_version: str) -> Path:
    """What Spark Connect needs besides, pandas among it, where only the tests that put it on the path see it."""
    directory = VENVS / f"connect-{spark_version}"
    if not (directory / "complete").is_file():
        shutil.rmtree(directory, ignore_errors=True)
        connect = ["grpcio", "grpcio-status", "googleapis-common-protos", "pandas<3", "pyarrow", "zstandard"]
        _pip(plain, "--target", str(directory), *connect)
        (directory / "complete").touch()
    return directory


def _venv(directory: Path, *requirements: str) -> Path:
    python = directory / "bin" / "python"
    done = directory / "complete"
    if not done.is_file():
        shutil.rmtree(directory, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
        if requirements:
            _pip(python, *requirements)
        done.touch()
    return python


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def _site(python: Path) -> Path:
    command = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
