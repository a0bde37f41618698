"""Loader mechanics, with a toy jar and real Sparks; each script is a Python with a JVM of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import pom
from support import Runner, install, with_version

if TYPE_CHECKING:
    from pathlib import Path

LATE = """
    spark = start({master!r})
    import pysparkling
    from pysparkling._attach import attach_driver, attach_executors, attached_jars
    jvm = spark.sparkContext._jvm
    attach_executors(spark, attach_driver(spark))
    attach_executors(spark, attach_driver(spark))
"""


def test_a_running_spark_gets_the_jar_once_and_every_thread_sees_the_same_statics(toy: Runner) -> None:
    result = toy.run(
        LATE.format(master="local[2]")
        + """
    import threading
    counts = [jvm.ai.h2o.sparkling.toy.Toy.next()]
    thread = threading.Thread(target=lambda: counts.append(jvm.ai.h2o.sparkling.toy.Toy.next()))
    thread.start(); thread.join()
    # A task: the executor's threads have loaders of their own.
    spark.udf.registerJavaFunction("toy", "ai.h2o.sparkling.toy.Toy", "int")
    counts.append(spark.range(1).selectExpr("toy(id)").first()[0])
    counts.append(jvm.ai.h2o.sparkling.toy.Toy.next())
    print(counts, len(attached_jars(jvm, jvm.java.lang.Thread.currentThread().getContextClassLoader())))
    """
    )
    assert result.out.split("\n")[0] == "[1, 2, 3, 4] 1", str(result)


def test_a_session_that_added_jars_of_its_own_still_shares_the_statics(toy: Runner, tmp_path: Path) -> None:
    other = tmp_path / "other.jar"
    shutil.make_archive(str(tmp_path / "other"), "zip", tmp_path)
    shutil.move(tmp_path / "other.zip", other)
    result = toy.run(
        f"""
    spark = start()
    spark.sql("ADD JAR {other}")
    import pysparkling
    from pysparkling._attach import attach_driver, attach_executors
    attach_executors(spark, attach_driver(spark))
    jvm = spark.sparkContext._jvm
    toy = jvm.ai.h2o.sparkling.toy.Toy
    print(toy.next(), toy().getClass().getClassLoader().getClass().getName())
    """
    )
    assert result.out.strip() == "1 org.apache.spark.util.MutableURLClassLoader"


def test_executors_get_the_jar_once(toy: Runner) -> None:
    result = toy.run(
        LATE.format(master="local-cluster[2,1,1024]").replace("start(", "start(executor_memory='512m', master=")
        + """
    spark.udf.registerJavaFunction("toy", "ai.h2o.sparkling.toy.Toy", "int")
    print(spark.range(0, 4, 1, 4).selectExpr("toy(id) as n").where("n > 0").count())
    print(spark.sparkContext._jsc.sc().listJars().size())
    """
    )
    assert result.out.split() == ["4", "1"], str(result)


def test_importing_first_lets_spark_start_with_the_jar(toy: Runner) -> None:
    result = toy.run(
        """
    import pysparkling
    spark = start()
    from pysparkling._attach import attach_driver, attach_executors
    jvm = spark.sparkContext._jvm
    print(jvm.ai.h2o.sparkling.toy.Toy.next())
    attach_executors(spark, attach_driver(spark))
    print(jvm.ai.h2o.sparkling.toy.Toy.next(), spark.sparkContext._jsc.sc().listJars().size())
    """
    )
    assert result.out.split() == ["1", "2", "1"], str(result)


def test_jars_of_the_builder_survive_the_submit_arguments(toy: Runner, toy_jar: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.jar"
    shutil.make_archive(str(tmp_path / "content"), "zip", toy_jar.parent, "classes")
    shutil.move(tmp_path / "content.zip", mine)
    result = toy.run(
        f"""
    import pysparkling
    spark = start(jars={str(mine)!r})
    from pysparkling._attach import attach_driver, attach_executors
    attach_executors(spark, attach_driver(spark))
    jvm = spark.sparkContext._jvm
    loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
    print(loader.getResource("classes/ai/h2o/sparkling/toy/Toy.class") is not None)
    """
    )
    assert result.out.strip() == "True"


def test_the_same_version_from_elsewhere_is_used_as_it_is(toy: Runner, toy_jar: Path, tmp_path: Path) -> None:
    library = tmp_path / "cluster-library.jar"
    shutil.copy(toy_jar, library)
    result = toy.run(
        f"""
    spark = start(jars={str(library)!r})
    import pysparkling
    from pysparkling._attach import attach_driver, attach_executors, attached_jars
    attach_executors(spark, attach_driver(spark))
    jvm = spark.sparkContext._jvm
    print([jar.location for jar in attached_jars(jvm, jvm.java.lang.Thread.currentThread().getContextClassLoader())])
    """
    )
    assert result.out.strip() == f"['{library}']"


@pytest.mark.parametrize("order", ["late", "early"])
def test_two_versions_are_one_clear_error(
    toy: Runner, toy_site: Path, toy_jar: Path, tmp_path: Path, order: str
) -> None:
    other = with_version(toy_jar, tmp_path, "0.0.9")
    late = order == "late"
    result = toy.run(
        ("" if late else "\n    import pysparkling")
        + """
    spark = start()
    from pysparkling import H2OContext
    from pysparkling.errors import VersionConflictError
    try:
        H2OContext.getOrCreate(spark)
    except VersionConflictError as error:
        print(error)
    """,
        PYSPARK_SUBMIT_ARGS=f"--jars {other} pyspark-shell",
    )
    bundled = toy_site / "pysparkling" / "jars" / pom.JAR_NAME
    assert result.out.startswith(
        f"Two versions of Sparkling Hosted meet: this Python package is version {pom.PROJECT_VERSION}, with the jar "
        f"{bundled}, but Spark's driver already has version 0.0.9 from {other}. Keep one: "
    ), str(result)


def test_a_damaged_jar_is_named(toy_jar: Path, tmp_path: Path) -> None:
    site = install(tmp_path, toy_jar)
    jar = site / "pysparkling" / "jars" / pom.JAR_NAME
    jar.write_bytes(jar.read_bytes()[:1000])
    result = Runner(path=(site,)).run(
        """
    from pysparkling import H2OContext
    from pysparkling.errors import PreflightError
    try:
        H2OContext.getOrCreate(start())
    except PreflightError as error:
        print(error)
    """
    )
    assert result.out.startswith(f"The jar {jar} (1,000 bytes) is damaged: its SHA-256 is "), str(result)
    assert "pip install --force-reinstall" in result.out


def test_errors_of_the_jvm_arrive_with_their_message_alone(toy: Runner) -> None:
    result = toy.run(
        LATE.format(master="local[1]")
        + """
    from pysparkling import errors
    toy = jvm.ai.h2o.sparkling.toy.Toy
    for call in (toy.lose, toy.loseDeep, toy.surprise, toy.other):
        try:
            with errors.java_errors():
                call()
        except Exception as error:
            told = str(error) if isinstance(error, errors.H2OSparklingError) else "-"
            print(type(error).__name__, told, type(error.__cause__).__name__, sep="|")
    """
    )
    assert result.out.splitlines() == [
        "CloudLostError|Executor 1 is gone|Py4JJavaError",
        "CloudLostError|Executor 1 is gone|IllegalArgumentException",
        "H2OSparklingError|news|Py4JJavaError",
        "Py4JJavaError|-|NoneType",
    ], str(result)


def test_names_tell_versions_that_were_sent_to_the_executors_alone(toy: Runner, toy_jar: Path, tmp_path: Path) -> None:
    flavour = shutil.copy(toy_jar, tmp_path / f"sparkling-hosted-{pom.PROJECT_VERSION}-gpu.jar")
    other = shutil.copy(toy_jar, tmp_path / "17_sparkling-hosted-0.0.9 (1).jar")
    result = toy.run(
        f"""
    spark = start()
    from pysparkling._attach import attach_driver, attach_executors
    from pysparkling.errors import VersionConflictError
    spark.sparkContext._jsc.addJar({str(flavour)!r})
    attach_executors(spark, attach_driver(spark))
    spark.sparkContext._jsc.addJar({str(other)!r})
    try:
        attach_executors(spark, attach_driver(spark))
    except VersionConflictError as error:
        print(error)
    """
    )
    assert "but Spark's executors already have version 0.0.9 from spark://" in result.out, str(result)
