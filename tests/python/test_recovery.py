"""An executor is lost: the next cloud forms by itself, with the frames that came from Spark, and users go on."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import h2o
import pytest
from h2o.estimators import H2OGradientBoostingEstimator
from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import (
    await_state,
    executor_processes,
    kill_all_executors,
    kill_an_executor,
    start_two_executors,
    threads_of,
)

from pysparkling import H2OConf, H2OContext, _h2o
from pysparkling.errors import CloudLostError

DATA = (
    "select id, id / 3 as x, 'v' || (id % 10) as s, id % 2 = 0 as even, "
    "date_add(date'1960-01-01', cast(id % 9000 as int)) as day, if(id % 7 = 0, null, id) as n from range(0, 50000, 1, 4)"
)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = start_two_executors(**{"spark.deploy.maxExecutorRetries": "-1"})
    yield session
    session.stop()


def test_frames_come_back_and_clients_go_on_with_the_same_connection(
    spark: SparkSession, tmp_path: Path
) -> None:
    hc = H2OContext.getOrCreate(spark)
    data = spark.sql(DATA)
    frame = hc.asH2OFrame(data, "kept")
    # Made from a frame, so the one has to be there before the other.
    hc.asH2OFrame(hc.asSparkFrame(frame).where("id < 10"), "again")
    read = hc.asSparkFrame(frame)
    assert read.count() == 50000
    # Rows that were added are added again.
    spark.range(3).write.format("h2o").save("grown")
    spark.range(3, 5).write.format("h2o").mode("append").save("grown")
    # What is added from is gone by then.
    source = str(tmp_path / "source")
    spark.range(3).write.parquet(source)
    spark.range(3).write.format("h2o").save("half")
    spark.read.parquet(source).write.format("h2o").mode("append").save("half")
    shutil.rmtree(source)
    assert h2o.get_frame("half").nrow == 6
    removed = hc.asH2OFrame(spark.range(5), "removed")
    h2o.remove(removed)
    made_by_h2o = hc.asSparkFrame(frame[["x"]] * 2)
    rest = Rest.connected()
    url = h2o.connection().base_url
    before = rest.get("/sparkling/v1/generations")["recoveries"]

    for round_ in (1, 2):
        kill_an_executor(spark)
        await_state(rest, "RECOVERING")
        # Waits.
        assert hc.asH2OFrame(spark.range(1000), f"during-{round_}").nrow == 1000
        assert hc.getOrCreate(spark) is hc
        past = rest.get("/sparkling/v1/generations")
        assert past["recoveries"] == before + round_
        assert rest.get("/sparkling/v1/health")["nodes"] == 2
        # It agreed faster than the first one, perhaps before all was registered.
        assert "xgboost" in h2o.api("GET /3/ModelBuilders")["model_builders"]

        assert h2o.connection().base_url == url
        # Asked anew: the client remembers what its handles were like.
        assert h2o.get_frame("kept").dim == [50000, 6]
        assert h2o.get_frame("again").dim == [10, 6]
        assert hc.asSparkFrame("again").count() == 10
        assert [row.id for row in hc.asSparkFrame("grown").collect()] == list(range(5))
        assert "half" not in list(h2o.ls()["key"])
        assert h2o.get_frame("kept")["x"].mean()[0] == pytest.approx(49999 / 6)
        # DataFrames that were made before read the frame that is there now.
        assert read.exceptAll(data).isEmpty()
        assert data.exceptAll(hc.asSparkFrame("kept")).isEmpty()
        assert hc.asSparkFrame("kept").schema == read.schema
        with pytest.raises(Exception, match="was lost with the H2O cloud"):
            made_by_h2o.count()

    model = H2OGradientBoostingEstimator(ntrees=3, seed=1)
    model.train(x=["x", "s"], y="even", training_frame=frame)
    assert model.model_performance(frame).auc() > 0.99
    hc.stop()
    assert spark.range(10).count() == 10


@pytest.mark.oldest
def test_a_training_that_loses_its_cloud_raises_and_can_be_repeated(
    spark: SparkSession,
) -> None:
    hc = H2OContext.getOrCreate(spark)
    frame = hc.asH2OFrame(spark.sql(DATA), "trained-on")
    long = H2OGradientBoostingEstimator(ntrees=5000, max_depth=8, seed=1)
    victim = min(executor_processes(spark))
    threading.Timer(2, os.kill, (victim, signal.SIGKILL)).start()
    started = time.monotonic()
    with pytest.raises(Exception) as raised:  # noqa: PT011 - the client's own kinds of error
        long.train(x=["x", "s"], y="even", training_frame=frame)
    assert "lost executor" in str(raised.value)
    assert time.monotonic() - started < 2 + 10
    await_state(Rest.connected(), "RUNNING")
    short = H2OGradientBoostingEstimator(ntrees=3, seed=1)
    short.train(x=["x", "s"], y="even", training_frame=frame)
    assert short.ntrees == 3
    hc.stop()


@pytest.mark.soak
def test_all_executors_can_be_lost_at_once(spark: SparkSession) -> None:
    hc = H2OContext.getOrCreate(spark)
    data = spark.sql(DATA)
    hc.asH2OFrame(data, "kept")
    rest = Rest.connected()
    kill_all_executors(spark)
    await_state(rest, "RECOVERING")
    started = time.monotonic()
    await_state(rest, "RUNNING")
    assert time.monotonic() - started < 40
    assert rest.get("/sparkling/v1/health")["nodes"] == 2
    assert hc.asSparkFrame("kept").exceptAll(data).isEmpty()
    hc.stop()


@pytest.mark.soak
def test_an_executor_lost_before_the_client_is_connected_is_waited_for(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = _h2o.connect
    killed: list[bool] = []

    def connect_late(connection: Mapping[str, Any]) -> str:
        if not killed:
            killed.append(True)
            kill_an_executor(spark)
            context = spark._jvm.ai.h2o.sparkling.python.PythonEntry.get()
            end = time.monotonic() + 20
            while context.state().toString() == "RUNNING":
                assert time.monotonic() < end
                time.sleep(0.02)
        return connect(connection)

    monkeypatch.setattr(_h2o, "connect", connect_late)
    hc = H2OContext.getOrCreate(spark)
    assert killed
    assert hc.asH2OFrame(spark.range(10)).nrow == 10
    hc.stop()


@pytest.mark.newest
@pytest.mark.parametrize("later", [0, 4], ids=["at once", "as nodes start"])
def test_a_context_can_be_stopped_while_it_recovers(
    spark: SparkSession, later: float
) -> None:
    hc = H2OContext.getOrCreate(spark)
    hc.asH2OFrame(spark.range(10))
    rest = Rest.connected()
    kill_an_executor(spark)
    await_state(rest, "RECOVERING")
    time.sleep(later)
    started = time.monotonic()
    hc.stop()
    assert time.monotonic() - started < 20
    assert H2OContext.get() is None
    left = {
        thread
        for process in executor_processes(spark)
        for thread in threads_of(process)
        if thread.startswith("h2o-") or "node-door" in thread
    }
    assert left == set()
    hc = H2OContext.getOrCreate(spark)
    assert hc.asH2OFrame(spark.range(10)).nrow == 10
    hc.stop()


@pytest.mark.oldest
def test_without_recovery_the_context_stays_lost_until_it_is_stopped(
    spark: SparkSession,
) -> None:
    hc = H2OContext.getOrCreate(spark, H2OConf().set("spark.ext.h2o.recovery", "off"))
    rest = Rest.connected()
    hc.asH2OFrame(spark.range(0, 20000, 1, 4), "read")
    # Nobody ends the survivor, which H2O would let wait for the chunks of the other one.
    slowly = "reflect('java.lang.Thread', 'sleep', bigint(id % 2)) is not null"
    read = hc.asSparkFrame("read").where(slowly)
    found: list[str] = []
    reading = threading.Thread(target=lambda: found.append(outcome(read.count)))
    reading.start()
    time.sleep(2)
    kill_an_executor(spark)
    await_state(rest, "LOST")
    reading.join(10)
    assert not reading.is_alive()
    assert "CloudLostException: " in found[0], found[0][:700]
    ended = rest.get("/sparkling/v1/generations")["generations"][0]["ended"]
    told = datetime.fromisoformat(ended.replace("Z", "+00:00")).timestamp()
    assert told - last_removed(spark) < 1
    with pytest.raises(CloudLostError, match="Recovery is off: stop this context"):
        H2OContext.getOrCreate(spark)
    hc.stop()
    end = time.monotonic() + 60
    while len(executor_processes(spark)) < 2:
        assert time.monotonic() < end
    hc = H2OContext.getOrCreate(spark)
    assert hc.asH2OFrame(spark.range(10)).nrow == 10
    hc.stop()


def last_removed(spark: SparkSession) -> float:
    """Return when Spark removed an executor the last time, in seconds since 1970."""
    status: Any = spark.sparkContext._jsc.sc().statusStore()
    every = status.executorList(False)
    removals = [every.apply(at).removeTime() for at in range(every.length())]
    return (
        max(removed.get().getTime() for removed in removals if removed.isDefined())
        / 1000
    )


def outcome(action: Callable[[], object]) -> str:
    """Return what came of something, as a text."""
    try:
        return f"it returned {action()}"
    except Exception as error:  # noqa: BLE001 - of a test that looks at it
        return str(error)
