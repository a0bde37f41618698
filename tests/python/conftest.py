"""A Spark session and a running context for each module, on the wheel that is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from pysparkling import H2OContext

# Before the JVM starts: local mode has one heap for Spark and H2O.
os.environ.setdefault("SPARK_DRIVER_MEMORY", "3g")


def start_spark(master: str, **settings: str) -> SparkSession:
    """Start a session with as little noise and as few partitions as tests need."""
    builder = (
        SparkSession.builder.master(master)
        .appName("sparkling-hosted-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "America/New_York")
    )
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Two threads, and a task may fail three times before its job does."""
    session = start_spark("local[2,4]")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def hc(spark: SparkSession) -> Iterator[H2OContext]:
    """The context, with Python's h2o connected."""
    context = H2OContext.getOrCreate(spark)
    yield context
    context.stop()
