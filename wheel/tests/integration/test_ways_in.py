"""Every way in which the package meets Spark, with the real jar."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pom
import pytest
from support import SMALL_SPARK, Result, Runner

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

USE = """
    hc = H2OContext.getOrCreate()
    frame = hc.asH2OFrame(spark.range(1000).selectExpr("id", "id % 7 = 0 as b", "cast(id as string) as s"), "thousand")
    import h2o
    assert h2o.connection().connected
    back = hc.asSparkFrame(frame)
    rows = back.orderBy("id").collect()
    assert rows == spark.range(1000).selectExpr("id", "id % 7 = 0 as b", "cast(id as string) as s").collect(), rows[:3]
    tell(frame.nrow, len(h2o.cluster().nodes))
"""


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


def test_the_jar_is_a_cluster_library_already(installed: Runner) -> None:
    jar = installed.run("from pysparkling._jar import bundled_jar; print(bundled_jar())").out.strip()
    result = installed.run(
        """
    spark = start("local[2]")
    from pysparkling import *
    """
        + USE,
        PYSPARK_SUBMIT_ARGS=f"--jars {jar} pyspark-shell",
    )
    assert result.told == ["1000 1"], str(result)


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
    variables = Runner().variables(
        PYSPARK_PYTHON=str(plain), XDG_CACHE_HOME=str(tmp_path / "cache"), SPARK_SUBMIT_OPTS="-Xmx2g"
    )
    command = [str(plain.parent / "spark-submit"), "--master", "local[2]", "--driver-memory", "2g"]
    done = subprocess.run(
        [*command, "--py-files", str(source_zip), str(program)],
        capture_output=True,
        text=True,
        timeout=400,
        env={**variables, "PATH": f"{plain.parent}{os.pathsep}{variables['PATH']}"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-6000:]
    rows, package, client = Result(done.returncode, done.stdout, done.stderr).told
    assert rows == "1000 1"
    assert package.endswith(f"{source_zip.name}/pysparkling/__init__.py")
    assert client.startswith(str(tmp_path / "cache"))


def test_versions_agree(installed: Runner) -> None:
    result = installed.run(
        """
    import pysparkling
    from importlib.metadata import requires, version
    print(pysparkling.__version__, version("pysparkling-hosted"), *requires("pysparkling-hosted"))
    """
    )
    expected = [pom.PROJECT_VERSION, pom.PROJECT_VERSION, f"h2o-client=={pom.ENGINE_VERSION}"]
    assert result.out.split() == expected


def test_the_wheel_fits_the_index_and_importing_it_is_quick(installed: Runner, source_zip: Path) -> None:
    wheel = source_zip.with_name(f"pysparkling_hosted-{pom.PROJECT_VERSION}-py3-none-any.whl")
    result = installed.run(
        """
    import sys, time
    began = time.process_time()
    import pysparkling
    print(time.process_time() - began < 0.5, "h2o" in sys.modules)
    """
    )
    assert wheel.stat().st_size < 100_000_000
    assert result.out.split() == ["True", "False"]
