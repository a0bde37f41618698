"""Two executors: work stays where the data is, and a loss ends in an error instead of a wait."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator

import pytest
from sessions import start_spark
from pyspark.sql import SparkSession

from pysparkling import H2OContext
from pysparkling.errors import H2OSparklingError


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = start_spark("local-cluster[2,1,2048]", **{"spark.executor.memory": "2g"})
    yield session
    session.stop()


def executors(spark: SparkSession) -> list[str]:
    entry = spark._jvm.ai.h2o.sparkling.python.PythonEntry  # type: ignore[union-attr]
    return [
        node["executor"]
        for node in json.loads(entry.describeJson(entry.get()))["nodes"]
    ]


def test_one_node_in_each_executor_and_frames_over_both(spark: SparkSession) -> None:
    hc = H2OContext.getOrCreate(spark)
    assert sorted(executors(spark)) == ["0", "1"]
    data = spark.sql(
        "select id, id / 3 as x, 'v' || (id % 10) as s, id % 2 = 0 as even, "
        "date_add(date'1960-01-01', cast(id % 9000 as int)) as day from range(0, 300000, 1, 4)"
    )
    frame = hc.asH2OFrame(data)
    assert frame.dim == [300000, 5]
    back = hc.asSparkFrame(frame)
    assert back.exceptAll(data).isEmpty()
    assert data.exceptAll(back).isEmpty()
    from h2o.estimators import H2OGradientBoostingEstimator

    model = H2OGradientBoostingEstimator(ntrees=3, seed=1)
    model.train(x=["x", "s"], y="even", training_frame=frame)
    # The word tells the last digit.
    assert model.model_performance(frame).auc() > 0.99
    hc.stop()


def test_the_loss_of_an_executor_is_an_error_at_once_and_the_next_context_works(
    spark: SparkSession,
) -> None:
    hc = H2OContext.getOrCreate(spark)
    read = hc.asSparkFrame(hc.asH2OFrame(spark.range(1000)))
    pids = set(
        spark.sparkContext.parallelize(range(20), 20)
        .map(lambda _: os.getppid())
        .collect()
    )
    # The parent of a Python worker is its daemon, whose parent is the executor.
    daemon = next(iter(pids))
    with open(f"/proc/{daemon}/stat") as stat:
        executor = int(stat.read().rsplit(")", 1)[1].split()[1])
    os.kill(executor, signal.SIGKILL)
    started = time.monotonic()
    with pytest.raises(H2OSparklingError) as raised:
        while time.monotonic() - started < 60:
            hc.asH2OFrame(spark.range(1000))
    assert time.monotonic() - started < 30
    assert "lost executor" in str(raised.value)
    assert "H2OContext.getOrCreate()" in str(raised.value)
    with pytest.raises(Exception, match="CloudLostException.* lost executor"):
        read.count()
    again = H2OContext.getOrCreate(spark)
    assert again.asH2OFrame(spark.range(1000)).nrow == 1000
    again.stop()
