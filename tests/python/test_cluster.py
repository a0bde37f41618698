"""Two executors: work stays where the data is, and a loss ends in an error instead of a wait."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import (
    executor_processes,
    kill_an_executor,
    start_two_executors,
    threads_of,
)

from pysparkling import H2OConf, H2OContext
from pysparkling.errors import CloudFormationError, H2OSparklingError, SettingError


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    # Many set it, and it knows only what it is told of.
    kryo = {
        "spark.serializer": "org.apache.spark.serializer.KryoSerializer",
        "spark.kryo.registrationRequired": "true",
    }
    session = start_two_executors(**kryo)
    yield session
    session.stop()


def executors(spark: SparkSession) -> list[str]:
    entry = spark._jvm.ai.h2o.sparkling.python.PythonEntry  # type: ignore[union-attr]
    return [
        node["executor"]
        for node in json.loads(entry.describeJson(entry.get()))["nodes"]
    ]


def test_one_node_in_each_executor_and_frames_over_both(
    spark: SparkSession, tmp_path: Path
) -> None:
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

    rest = Rest.connected()
    nodes = rest.get("/sparkling/v1/nodes")["nodes"]
    assert sorted(node["executor"] for node in nodes) == ["0", "1"]
    assert sum(node["leader"] for node in nodes) == 1
    assert rest.get("/sparkling/v1/health")["nodes"] == 2
    archive = zipfile.ZipFile(io.BytesIO(rest.ask("GET", "/sparkling/v1/logs").content))
    assert sum(name.endswith(".zip") for name in archive.namelist()) == 2
    listed = {
        one["frame"]: one["rows"] for one in rest.get("/sparkling/v1/frames")["frames"]
    }
    assert listed[frame.frame_id] == 300000

    assert hc.getH2OLogLevel() == "WARN"
    hc.setH2OLogLevel("debug")
    assert hc.getH2OLogLevel() == "DEBUG"
    with pytest.raises(SettingError, match="expected one of .*INFO"):
        hc.setH2OLogLevel("loud")

    model = H2OGradientBoostingEstimator(ntrees=3, seed=1)
    model.train(x=["x", "s"], y="even", training_frame=frame)
    # The word tells the last digit.
    assert model.model_performance(frame).auc() > 0.99
    logs = zipfile.ZipFile(hc.downloadH2OLogs(str(tmp_path)))
    of_nodes = [
        zipfile.ZipFile(io.BytesIO(logs.read(name))).namelist()
        for name in logs.namelist()
        if name.endswith(".zip")
    ]
    # A node begins this file when it is told to say so much.
    assert [any("debug" in file for file in files) for files in of_nodes] == [True] * 2
    hc.stop()


@pytest.mark.newest
def test_nodes_that_do_not_lead_train_too(spark: SparkSession) -> None:
    hc = H2OContext.getOrCreate(spark)
    frame = hc.asH2OFrame(
        spark.sql(
            "select id / 3 as x, 's' || (id % 12) as s, id % 7 * 1.0 as y from range(0, 1200, 1, 4)"
        )
    )
    from h2o.estimators import H2OGradientBoostingEstimator

    # H2O trains these wherever a node is free, without asking anything by REST there.
    models = H2OGradientBoostingEstimator(ntrees=2, seed=1, min_rows=1).train_segments(
        x=["x"],
        y="y",
        training_frame=frame,
        segments=["s"],
        parallelism=2,
    )
    outcome = models.as_frame().as_data_frame()
    assert list(outcome["status"]) == ["SUCCEEDED"] * 12, outcome["errors"].unique()
    processes = executor_processes(spark)
    hc.stop()
    left = {name for process in processes for name in threads_of(process)}
    assert not [name for name in left if name.startswith("h2o-")]


@pytest.mark.oldest
def test_more_nodes_than_executors_are_refused_in_time_and_fewer_will_do(
    spark: SparkSession,
) -> None:
    began = time.monotonic()
    with pytest.raises(
        CloudFormationError, match="Spark has 2 of the 3 executors.* after 4 s"
    ):
        H2OContext.getOrCreate(spark, H2OConf().setClusterSize(3).setCloudTimeout(4000))
    assert time.monotonic() - began < 15
    hc = H2OContext.getOrCreate(spark, H2OConf().setClusterSize(1))
    assert len(executors(spark)) == 1
    # The other executor's rows take the remote path.
    data = spark.range(0, 10000, 1, 4).selectExpr("id", "'v' || id % 10 as s")
    assert hc.asSparkFrame(hc.asH2OFrame(data)).exceptAll(data).isEmpty()
    hc.stop()


@pytest.mark.oldest
def test_the_loss_of_an_executor_is_an_error_at_once_and_the_next_context_works(
    spark: SparkSession,
) -> None:
    hc = H2OContext.getOrCreate(
        spark, H2OConf().set("spark.ext.h2o.recovery", "manual")
    )
    read = hc.asSparkFrame(hc.asH2OFrame(spark.range(1000)))
    rest = Rest.connected()
    before = rest.get("/sparkling/v1/generations")["recoveries"]
    kill_an_executor(spark)
    started = time.monotonic()
    with pytest.raises(H2OSparklingError) as raised:
        while time.monotonic() - started < 60:
            hc.asH2OFrame(spark.range(1000))
    assert time.monotonic() - started < 30
    assert "lost executor" in str(raised.value)
    assert "H2OContext.getOrCreate()" in str(raised.value)
    with pytest.raises(Exception, match="CloudLostException.* lost executor"):
        read.count()
    for path in ("nodes", "health", "frames", "jobs", "logs"):
        answer = rest.ask("GET", f"/sparkling/v1/{path}")
        assert answer.status_code == 503
        assert "lost executor" in answer.json()["msg"]
    told = rest.get("/sparkling/v1/context")
    assert told["state"] == "LOST"
    assert "lost executor" in told["reason"]
    again = H2OContext.getOrCreate(spark)
    past = Rest.connected().get("/sparkling/v1/generations")
    assert past["recoveries"] == before + 1
    assert past["generations"][1]["lost"] is True
    assert "lost executor" in past["generations"][1]["cause"]
    assert again.asH2OFrame(spark.range(1000)).nrow == 1000
    again.stop()
