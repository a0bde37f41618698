"""Every way in which the package meets Spark, with the real jar."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

import pom
import version_file
from support import SMALL_SPARK, USE, WHEEL, Runner, spark_submit

pytestmark = pytest.mark.integration


def test_every_spark_gets_the_one_jar_that_was_built(installed: Runner, jar: str) -> None:
    expected = installed.run("from pysparkling._version import JAR_SHA256; tell(JAR_SHA256)").told
    assert [version_file.sha256(Path(jar))] == [version_file.sha256(pom.DEFAULT_JAR)] == expected


@pytest.mark.oldest
def test_the_page_of_the_package_runs_as_it_stands(installed: Runner) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (WHEEL / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    result = installed.run('start("local[2]")\n' + block + "tell(frame.nrow, hc.asSparkFrame(frame).count())")
    assert result.told == ["1000 1000"], str(result)


def test_imported_before_spark_starts(installed: Runner) -> None:
    result = installed.run(
        """
    from pysparkling import *
    spark = start("local[2]")
    """
        + USE
    )
    assert result.told == ["1000 1"], str(result)


def test_attached_to_a_spark_that_runs_already(installed: Runner) -> None:
    result = installed.run(
        """
    spark = start("local[2]")
    assert spark.range(10).count() == 10
    from pysparkling import *
    """
        + USE
        + """
    assert hc is H2OContext.getOrCreate(spark) is H2OContext.getOrCreate(spark.sparkContext) is H2OContext.get()
    assert hc is H2OContext.getOrCreate(H2OConf()) is H2OContext.getOrCreate(spark, H2OConf())
    """
    )
    assert result.told == ["1000 1"], str(result)


@pytest.mark.oldest
def test_the_jar_is_a_cluster_library_already(installed: Runner, jar: str) -> None:
    result = installed.run(
        """
    spark = start("local[2]")
    from pysparkling import *
    """
        + USE,
        PYSPARK_SUBMIT_ARGS=f"--jars {jar} pyspark-shell",
    )
    assert result.told == ["1000 1"], str(result)


@pytest.mark.newest
def test_executors_of_their_own(installed: Runner) -> None:
    result = installed.run(
        """
    spark = start("local-cluster[2,1,2048]", executor_memory="2g")
    assert spark.range(10).repartition(2).count() == 10
    from pysparkling import *
    """
        + USE,
        timeout=400,
    )
    assert result.told == ["1000 2"], str(result)


def test_spark_submit_with_the_source_zip(plain: Path, source_zip: Path, tmp_path: Path) -> None:
    # Neither the package nor H2O's client is installed in this Python.
    program = tmp_path / "program.py"
    program.write_text(
        SMALL_SPARK
        + "spark = start()\nimport pysparkling\nfrom pysparkling import H2OContext\n"
        + USE.replace("\n    ", "\n")
        + "tell(pysparkling.__file__)\ntell(h2o.__file__)\n",
        encoding="utf-8",
    )
    result = spark_submit(
        plain,
        *("--master", "local[2]", "--py-files", str(source_zip), str(program)),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
        SPARK_SUBMIT_OPTS="-Xmx2g",
    )
    rows, package, client = result.told
    assert rows == "1000 1"
    assert package.endswith(f"{source_zip.name}/pysparkling/__init__.py")
    assert client.startswith(str(tmp_path / "cache"))


def test_versions_agree(installed: Runner) -> None:
    result = installed.run(
        """
    import pysparkling
    from importlib.metadata import requires, version
    tell(pysparkling.__version__, version("pysparkling-hosted"), *requires("pysparkling-hosted"))
    """
    )
    expected = [pom.PROJECT_VERSION, pom.PROJECT_VERSION, f"h2o-client=={pom.ENGINE_VERSION}"]
    assert result.told == [" ".join(expected)]


def test_the_files_fit_the_index(source_zip: Path) -> None:
    for path in source_zip.parent.glob(f"*{pom.PROJECT_VERSION}*"):
        assert path.stat().st_size < 100_000_000, path


def test_importing_is_quick_and_does_not_load_the_client(installed: Runner) -> None:
    result = installed.run(
        """
    import sys, time
    import pyspark.sql
    began = time.process_time()
    import pysparkling
    tell(time.process_time() - began < 0.5, "h2o" in sys.modules)
    """
    )
    assert result.told == ["True False"]


@pytest.mark.skipif(version("pyspark").startswith("3."), reason="PySpark 3 comes without the server")
def test_a_session_of_a_real_connect_server_is_refused_and_goes_on(extras: Path, installed: Runner) -> None:
    result = Runner(installed.python, path=(extras,)).run(
        """
    from pysparkling import H2OContext
    from pysparkling.errors import PreflightError
    spark = SparkSession.builder.remote("local[1]").getOrCreate()
    for arguments in ((spark,), ()):
        try:
            H2OContext.getOrCreate(*arguments)
        except PreflightError as error:
            tell(error)
    tell(spark.range(5).count())
    """
    )
    given, found, rows = result.told
    assert given == found
    assert given.startswith("This is a Spark Connect session: its Python process has no Spark driver inside")
    assert rows == "5"


@pytest.mark.oldest
def test_a_connect_session_is_refused(extras: Path, installed: Runner) -> None:
    # No server is needed, for the session is refused before it is used.
    result = Runner(installed.python, path=(extras,)).run(
        """
    from pysparkling import H2OContext
    from pysparkling.errors import PreflightError
    from pyspark.sql.connect.session import SparkSession as RemoteSession
    spark = RemoteSession("sc://127.0.0.1:1")
    try:
        H2OContext.getOrCreate(spark)
    except PreflightError as error:
        tell(error)
    # At its exit Connect would look for the server that is not there.
    import os
    os._exit(0)
    """
    )
    assert result.told[0].startswith("This is a Spark Connect session: its Python process has no Spark driver inside")
    assert "'Dedicated'" in result.told[0]
