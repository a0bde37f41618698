"""Real data in the engine, and the untouched engine beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import h2o
import pytest
import real_data
from h2o import H2OFrame
from pyspark.sql import SparkSession
from untouched import Untouched
from untouched import untouched as start_untouched

from pysparkling import H2OContext


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same files for both engines."""
    folder = tmp_path_factory.mktemp("tables")
    real_data.write(folder)
    return folder


@pytest.fixture(scope="module")
def data(hc: H2OContext, tables: Path) -> None:
    """All tables are in our engine."""
    real_data.load(tables)


@pytest.fixture(scope="module")
def flights(data: None) -> H2OFrame:
    """Flights to learn from: see `real_data`."""
    return h2o.get_frame("flights")


@pytest.fixture(scope="module")
def untouched(
    spark: SparkSession, tables: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Untouched]:
    """H2O's own jar on the same Java, with as many threads as ours. It starts while ours does."""
    java_home = spark._jvm.java.lang.System.getProperty("java.home")  # type: ignore[union-attr]
    threads = spark.sparkContext.defaultParallelism
    folder = tmp_path_factory.mktemp("untouched")
    with start_untouched(java_home, threads, tables, folder) as engine:
        yield engine
