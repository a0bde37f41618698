"""An executor hangs without dying, or a training takes more memory than there is."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
from h2o.estimators import (
    H2ODeepLearningEstimator,
    H2OGradientBoostingEstimator,
)
from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import await_state, executor_processes, start_spark, start_two_executors

from pysparkling import H2OConf, H2OContext
from pysparkling.errors import CloudLostError


@pytest.fixture
def spark() -> Iterator[SparkSession]:
    session = start_two_executors(**{"spark.deploy.maxExecutorRetries": "-1"})
    yield session
    session.stop()


@pytest.fixture(scope="module")
def small_heaps() -> Iterator[SparkSession]:
    session = start_spark("local-cluster[2,1,1024]", **{"spark.executor.memory": "1g"})
    yield session
    session.stop()


def impatient() -> H2OConf:
    return (
        H2OConf()
        .set("spark.ext.h2o.health.warning", "2s")
        .set("spark.ext.h2o.health.lost", "6s")
    )


def ends(process: int) -> bool:
    """Tell whether a process is gone within a time in which Spark has ended it."""
    end = time.monotonic() + 20
    while os.path.exists(f"/proc/{process}"):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.oldest
def test_an_executor_that_hangs_is_lost_and_replaced(spark: SparkSession) -> None:
    hc = H2OContext.getOrCreate(spark, impatient())
    data = spark.range(0, 10000, 1, 4)
    hc.asH2OFrame(data, "kept")
    rest = Rest.connected()
    stopped = min(executor_processes(spark))

    # Shorter than it takes to count as lost: nothing comes of it.
    os.kill(stopped, signal.SIGSTOP)
    time.sleep(3.5)
    os.kill(stopped, signal.SIGCONT)
    assert hc.asSparkFrame("kept").count() == 10000
    assert rest.get("/sparkling/v1/context")["state"] == "RUNNING"

    started = time.monotonic()
    os.kill(stopped, signal.SIGSTOP)
    with pytest.raises(CloudLostError) as raised:
        hc.asH2OFrame(data.repartition(4), "never")
    assert time.monotonic() - started < 6 + 10
    text = str(raised.value)
    assert "has not answered for 6 s, though Spark counts it as alive" in text
    assert "MB of its heap were in use" in text
    await_state(rest, "RUNNING")
    assert rest.get("/sparkling/v1/health")["nodes"] == 2
    assert data.exceptAll(hc.asSparkFrame("kept")).isEmpty()
    assert ends(stopped)
    hc.stop()


@pytest.mark.newest
def test_a_cloud_forms_although_an_executor_hangs(spark: SparkSession) -> None:
    stopped = min(executor_processes(spark))
    os.kill(stopped, signal.SIGSTOP)
    started = time.monotonic()
    hc = H2OContext.getOrCreate(spark, impatient())
    # Spark's worker leaves it ten seconds to end by itself.
    assert time.monotonic() - started < 6 + 10 + 15
    assert Rest.connected().get("/sparkling/v1/health")["nodes"] == 2
    assert ends(stopped)
    assert hc.asH2OFrame(spark.range(10)).nrow == 10
    hc.stop()


@pytest.mark.newest
def test_a_training_that_takes_too_much_memory_fails_with_the_figures(
    small_heaps: SparkSession,
) -> None:
    spark = small_heaps
    hc = H2OContext.getOrCreate(spark)
    frame = hc.asH2OFrame(
        spark.sql("select id % 100 as y, id * 1.5 as x from range(10000)")
    )
    # Refused in one piece, so nobody else in the executor is short of memory.
    too_large = H2ODeepLearningEstimator(hidden=[9800, 9800], epochs=1)
    started = time.monotonic()
    with pytest.raises(Exception, match="is out of memory") as raised:
        too_large.train(x=["x"], y="y", training_frame=frame)
    assert time.monotonic() - started < 60
    assert "of its 1024 MB of heap are in use" in str(raised.value)
    assert "Raise spark.executor.memory" in str(raised.value)

    # Nothing else came of it.
    assert Rest.connected().get("/sparkling/v1/context")["state"] == "RUNNING"
    small = H2OGradientBoostingEstimator(ntrees=2, seed=1)
    small.train(x=["x"], y="y", training_frame=frame)
    assert small.ntrees == 2
