"""What every combination does: Spark alone, then start, convert, train, score, stop, and start again.

Usage: job.py MASTER NODES

It runs in a Python that has PySpark and our wheel and nothing else. What it finds it says in lines of JSON that begin
with ``MATRIX``, so that nothing that others print comes between.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import os
import platform
import sys
import tempfile
import threading
import time
import zipfile
from contextlib import contextmanager
from decimal import Decimal
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyspark.sql import SparkSession

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = (
    "bool boolean, byte byte, short short, int int, long long, float float, double double, decimal decimal(10, 2), "
    "date date, timestamp timestamp, string string"
)
ROWS: list[tuple[Any, ...]] = [
    (
        *(True, -128, -32768, -(2**31), 2**53 + 1, 0.5, math.inf, Decimal("12.34"), dt.date(1905, 6, 30)),
        *(dt.datetime(1950, 1, 1, 5, tzinfo=dt.timezone.utc), ""),
    ),
    (
        *(False, 127, 32767, 2**31 - 1, -(2**63) + 1, -1.25, 5e-324, Decimal("-0.01"), dt.date(2024, 2, 29)),
        *(dt.datetime(2024, 3, 10, 7, 30, 0, 999000, tzinfo=dt.timezone.utc), "naïve 🦆"),
    ),
    (None,) * 11,
]


def main(master: str, nodes: int) -> None:
    """Go through all steps; what fails ends the program."""
    with step("Spark alone"), deadline(240):
        spark = spark_alone(master)
        found = versions(spark)
    tell(platform=found)
    with step("start"):
        # Not before: the package must find its way into a Spark that runs already.
        from pysparkling import H2OContext

        tell(jar=sha256_of_jar())
        hc = H2OContext.getOrCreate(spark)
        import h2o

        formed = len(h2o.cluster().nodes)
        assert formed == nodes, f"the cloud has {formed} nodes instead of {nodes}"
    with step("convert"):
        convert(spark, hc)
    with step("train, score"):
        train_and_score(spark, hc)
    with step("stop"):
        hc.stop()
        assert spark.range(10).count() == 10, "Spark does not go on"
    with step("start again"):
        hc = H2OContext.getOrCreate(spark)
    with step("convert again"):
        convert(spark, hc)
    with step("stop again"):
        hc.stop()
        spark.stop()


def spark_alone(master: str) -> SparkSession:
    """Start Spark and let it do a job with a shuffle, while nothing of ours is loaded."""
    builder = SparkSession.builder.master(master).appName("matrix")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "2g",
        "spark.executor.memory": "2g",
        "spark.sql.shuffle.partitions": "2",
        # XGBoost on two nodes is what is wanted here, whatever the traffic between them.
        "spark.ext.h2o.allow_insecure_xgboost": "true",
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    counts = spark.range(0, 1000, 1, 4).selectExpr("id % 3 as rest").groupBy("rest").count().collect()
    assert {row["rest"]: row["count"] for row in counts} == {0: 334, 1: 333, 2: 333}, "Spark counts wrongly"
    return spark


def versions(spark: SparkSession) -> dict[str, Any]:
    """Return what this combination consists of, as Spark says it."""
    jvm: Any = spark.sparkContext._jvm
    driver = jvm.java.lang.System.getProperty("java.version")
    # Evaluated where the rows are.
    question = "java_method('java.lang.System', 'getProperty', 'java.version') as java"
    executors = {row["java"] for row in spark.range(0, 8, 1, 8).selectExpr(question).collect()}
    assert executors == {driver}, f"the driver runs on Java {driver}, executors on {sorted(executors)}"
    return {
        "spark": spark.version,
        "scala": jvm.scala.util.Properties.versionNumberString(),
        "java": driver,
        "java_vendor": jvm.java.lang.System.getProperty("java.vendor"),
        "python": platform.python_version(),
        "packages": sorted(f"{found.name}=={found.version}" for found in distributions()),
    }


def sha256_of_jar() -> str:
    """Return the checksum of the jar that is installed here."""
    jars = [file for file in files("pysparkling").joinpath("jars").iterdir() if file.name.endswith(".jar")]
    assert len(jars) == 1, f"{len(jars)} jars are installed"
    return hashlib.sha256(jars[0].read_bytes()).hexdigest()


def convert(spark: SparkSession, hc: Any) -> None:
    """Send every basic type to H2O and back."""
    data = spark.createDataFrame(ROWS, TYPES)
    back = hc.asSparkFrame(hc.asH2OFrame(data))
    types = [[(column.name, column.dataType) for column in frame.schema] for frame in (data, back)]
    assert types[0] == types[1], f"types changed from {types[0]} to {types[1]}"
    assert data.collect() == back.collect(), f"{data.collect()} came back as {back.collect()}"


def train_and_score(spark: SparkSession, hc: Any) -> None:
    """Train two kinds of trees, take their MOJOs, and compare their predictions in Spark."""
    from h2o.estimators import H2OGradientBoostingEstimator, H2OXGBoostEstimator

    rows = 5000
    data = spark.range(0, rows, 1, 4).selectExpr(
        "cast(id % 24 as int) as hour",
        "10 * rand(7) as delay",
        "'carrier ' || (id % 7) as carrier",
        "id % 24 + 10 * rand(7) + id % 7 > 20 as late",
    )
    frame = hc.asH2OFrame(data)
    for estimator in (H2OGradientBoostingEstimator, H2OXGBoostEstimator):
        model = estimator(ntrees=20, seed=1)
        model.train(y="late", training_frame=frame)
        area = model.model_performance(frame).auc()
        assert 0.95 < area <= 1, f"{estimator.__name__} has an AUC of {area}"
        scored = hc.asSparkFrame(frame.cbind(model.predict(frame)))
        assert scored.count() == rows, f"{scored.count()} of {rows} rows were scored"
        right = scored.where("cast(late as string) = cast(predict as string)").count() / rows
        assert 0.9 < right <= 1, f"{estimator.__name__} is right in {right:.0%} of all rows, counted by Spark"
        with tempfile.TemporaryDirectory() as directory:
            mojo = model.download_mojo(directory)
            assert "model.ini" in zipfile.ZipFile(mojo).namelist(), f"{Path(mojo).name} is no MOJO"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what begins, and how it ended."""
    began = time.monotonic()
    tell(step=name)
    try:
        yield
    except Exception as error:
        tell(error=first_line(error))
        raise
    tell(seconds=round(time.monotonic() - began, 1))


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End the program if something takes too long: Spark waits without end for executors that cannot start."""

    def end() -> None:
        tell(error=f"no end after {seconds:.0f} seconds")
        # The JVM goes when this process is gone.
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def first_line(error: Exception) -> str:
    """Return the line that names the problem, of the innermost cause; Py4J's own only tells which call it was."""
    java = getattr(error, "java_exception", None)
    while java is not None and java.getCause() is not None:
        java = java.getCause()
    text = f"{type(error).__name__}: {error}" if java is None else java.toString()
    return str(text).strip().splitlines()[0]


def tell(**values: Any) -> None:
    """Say something to the program that started this one."""
    print("MATRIX", json.dumps(values), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
