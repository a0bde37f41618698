"""A Spark session and a running context for each module, on the wheel that is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession
from sessions import start_spark

from pysparkling import H2OContext


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
