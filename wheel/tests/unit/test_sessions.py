"""Places where the context cannot run: each is one clear error."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from support import Runner

GET = """
    from pysparkling import H2OContext
    from pysparkling.errors import H2OSparklingError
    try:
        H2OContext.getOrCreate({argument})
    except H2OSparklingError as error:
        print(type(error).__name__, error, sep="|")
"""


def test_without_java(toy: Runner, tmp_path: Path) -> None:
    result = toy.run(GET.format(argument=""), PATH="/usr/bin/does-not-exist:/bin", JAVA_HOME=str(tmp_path))

    assert result.out.startswith(
        f"PreflightError|Spark did not start because no Java was found: JAVA_HOME is {tmp_path}, which has no "
        "bin/java. Install a JDK 17 or later and set JAVA_HOME to its directory."
    ), str(result)


def test_a_stopped_session_or_spark_context(toy: Runner) -> None:
    result = toy.run(
        """
    spark = start()
    context = spark.sparkContext
    spark.stop()
    """
        + GET.format(argument="spark")
        + GET.format(argument="context")
    )
    lines = result.out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("ContextStoppedError|This Spark session is stopped. Get a new one") for line in lines)


def test_a_remote_session_that_is_only_announced(toy: Runner) -> None:
    result = toy.run(GET.format(argument=""), SPARK_REMOTE="sc://nowhere.invalid:15002")

    assert result.out.startswith("PreflightError|This is a Spark Connect session: its Python process has no Spark "), (
        str(result)
    )


def test_nothing_happens_to_the_submit_arguments_of_a_spark_that_is_there(toy: Runner) -> None:
    result = toy.run(
        """
    import os
    start()
    import pysparkling
    print(os.environ.get("PYSPARK_SUBMIT_ARGS"))
    """
    )
    assert result.out.strip() == "None"


def test_no_context_before_one_is_made(toy: Runner) -> None:
    result = toy.run(
        """
    from pysparkling import H2OContext
    from pysparkling.errors import ContextStoppedError
    print(H2OContext.get())
    try:
        H2OContext.ensure("No H2O, no report")
    except ContextStoppedError as error:
        print(error)
    """
    )
    assert result.out.splitlines() == ["None", "No H2O, no report"]
