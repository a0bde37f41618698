"""Executors without a node work like the others, and an executor that Spark retires is left in time."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import h2o
import pytest
from pyspark.ml.feature import VectorAssembler
from pyspark.resource import (
    ExecutorResourceRequests,
    ResourceProfile,
    ResourceProfileBuilder,
    TaskResourceRequests,
)
from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import (
    await_state,
    executor_processes,
    parent_of,
    start_spark,
    start_two_executors,
)

from pysparkling import H2OConf, H2OContext
from pysparkling.errors import ConversionError

# Everything that crosses the wall in a way of its own, with what does not look like a number, or like ASCII.
DATA = (
    "select id, if(id % 3 = 0, null, id + 9007199254740993) as big, "
    "if(id % 5 = 0, double('NaN'), if(id % 5 = 1, double('-Infinity'), id / 7)) as x, float(id) as f, "
    "if(id % 7 = 0, null, 'größer 😀 ' || (id % 100)) as level, if(id % 2 = 0, null, 'text ' || id) as text, "
    "if(id % 11 = 0, null, id % 2 = 0) as even, timestamp_micros((id - 50000) * 86399999000) as time, "
    "date_add(date'1960-01-01', cast(id % 9000 as int)) as day, cast(id % 100 as byte) as tiny, "
    "cast(id / 4 as decimal(12, 2)) as price from range(0, 100000, 1, 12)"
)
# By Spark, when there is work for them, and for no longer.
ALLOCATED = {
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
    "spark.dynamicAllocation.executorIdleTimeout": "2s",
    "spark.dynamicAllocation.minExecutors": "0",
}


@pytest.fixture
def three() -> Iterator[SparkSession]:
    """Three executors, any of which may get any task at once."""
    session = start_spark(
        "local-cluster[3,1,1536]",
        **{"spark.executor.memory": "1536m", "spark.locality.wait": "0"},
    )
    yield session
    session.stop()


def tasks_done(spark: SparkSession) -> dict[str, int]:
    """Return how many tasks each executor has done."""
    summaries = spark.sparkContext._jsc.sc().statusStore().executorList(True)
    return {
        summaries.apply(i).id(): summaries.apply(i).completedTasks()
        for i in range(summaries.size())
    }


def without_node(spark: SparkSession, rest: Rest) -> str:
    nodes = {node["executor"] for node in rest.get("/sparkling/v1/nodes")["nodes"]}
    (other,) = tasks_done(spark).keys() - nodes - {"driver"}
    return other


@pytest.mark.newest
def test_executors_without_a_node_write_and_read(three: SparkSession) -> None:
    spark = three
    hc = H2OContext.getOrCreate(spark, H2OConf().set("spark.ext.h2o.cluster.size", "2"))
    rest = Rest.connected()
    assert rest.get("/sparkling/v1/health")["nodes"] == 2
    other = without_node(spark, rest)
    data = spark.sql(DATA).cache()
    data.count()
    # NaN is no value to H2O.
    expected = data.selectExpr(
        *(
            "if(isnan(x), null, x) as x" if name == "x" else name
            for name in data.columns
        )
    )

    def works_there() -> bool:
        """Tell whether the executor has done something since it was asked for the last time."""
        before = done.get(other, 0)
        done.update(tasks_done(spark))
        return done[other] > before

    done = tasks_done(spark)
    frame = hc.asH2OFrame(data, "written")
    assert works_there()
    back = hc.asSparkFrame(frame)
    assert back.schema.simpleString() == data.schema.simpleString()
    assert back.exceptAll(expected).isEmpty()
    assert expected.exceptAll(back).isEmpty()
    # Of the tasks that read, and no others.
    done.update(tasks_done(spark))
    back.foreachPartition(lambda rows: None)
    assert works_there()
    # What only the rows tell, differently in each partition.
    nested = VectorAssembler(inputCols=["id", "half"], outputCol="v").transform(
        spark.range(0, 600, 1, 6).selectExpr(
            "id", "id / 2 as half", "map('k' || id div 100, id) as m"
        )
    )
    flat = hc.asH2OFrame(nested)
    assert flat.columns == ["id", "half", *[f"m.k{i}" for i in range(6)], "v.0", "v.1"]
    wrong = "not(id <=> `v.0` and half <=> `v.1` and id <=> coalesce(`m.k0`, `m.k1`, `m.k2`, `m.k3`, `m.k4`, `m.k5`))"
    assert hc.asSparkFrame(flat).where(wrong).count() == 0
    assert works_there()
    # A partition of no rows, and one with more rows than a block has.
    assert hc.asH2OFrame(spark.range(3).repartition(12)).nrow == 3
    long = hc.asH2OFrame(spark.range(0, 1000000, 1, 6))
    assert hc.asSparkFrame(long).selectExpr("sum(id)").first()[0] == 499999500000
    hc.stop()


@pytest.mark.oldest
def test_executors_with_nodes_are_not_idle_and_are_asked_for(
    request: pytest.FixtureRequest,
) -> None:
    spark = start_two_executors(
        **{
            **ALLOCATED,
            # Copies of every task that is not among the first to end.
            "spark.speculation": "true",
            "spark.speculation.interval": "20ms",
            "spark.speculation.multiplier": "1.01",
            "spark.speculation.quantile": "0.1",
            "spark.speculation.minTaskRuntime": "0",
        }
    )
    request.addfinalizer(spark.stop)
    end = time.monotonic() + 30
    while len(tasks_done(spark)) > 1:
        assert time.monotonic() < end
        time.sleep(0.1)
    hc = H2OContext.getOrCreate(spark)
    rest = Rest.connected()
    assert rest.get("/sparkling/v1/health")["nodes"] == 2
    before = rest.get("/sparkling/v1/generations")["recoveries"]
    slowly = "reflect('java.lang.Thread', 'sleep', bigint(if(id % 5000 = 0, id / 5, 0))) is not null"
    data = spark.range(0, 10000, 1, 8)
    frame = hc.asH2OFrame(data.where(slowly), "kept")
    assert frame.nrow == 10000
    # Without a shuffle, whose files would keep the executors, too.
    rows = hc.asSparkFrame(frame).collect()
    assert sorted(row.id for row in rows) == list(range(10000))
    # Longer than whoever is idle stays.
    time.sleep(6)
    assert rest.get("/sparkling/v1/context")["state"] == "RUNNING"
    assert rest.get("/sparkling/v1/generations")["recoveries"] == before
    hc.stop()
    end = time.monotonic() + 30
    while len(tasks_done(spark)) > 1:
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.newest
def test_an_executor_of_another_resource_profile_gets_no_node(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    spark = start_two_executors(
        **ALLOCATED, **{"spark.dynamicAllocation.initialExecutors": "0"}
    )
    request.addfinalizer(spark.stop)
    memory = ExecutorResourceRequests().cores(1).memory("800m")
    tasks = TaskResourceRequests().cpus(1)
    profile = ResourceProfileBuilder().require(memory).require(tasks).build
    note = tmp_path / "process"
    busy_executor(spark, note, profile)
    (other,) = tasks_done(spark).keys() - {"driver"}

    # Spark never sends one of the usual tasks to that executor.
    conf = H2OConf().set("spark.ext.h2o.cluster.size", "1")
    hc = H2OContext.getOrCreate(spark, conf)
    (node,) = Rest.connected().get("/sparkling/v1/nodes")["nodes"]
    assert node["executor"] not in (other, "driver")
    data = spark.sql(DATA.replace("100000", "1000")).cache()
    assert hc.asSparkFrame(hc.asH2OFrame(data)).count() == 1000
    note.unlink()
    hc.stop()


def busy_executor(
    spark: SparkSession, note: Path, profile: ResourceProfile | None = None
) -> int:
    """Give an executor work until there is no note any more, and return its process."""

    def work(_: int) -> None:
        note.write_text(str(os.getppid()))
        end = time.monotonic() + 120
        while note.exists() and time.monotonic() < end:
            time.sleep(0.1)

    rows = spark.sparkContext.parallelize([0], 1)
    job = (rows.withResources(profile) if profile else rows).map(work).collect
    threading.Thread(target=job, daemon=True).start()
    end = time.monotonic() + 30
    while not note.exists() or not note.read_text():
        assert time.monotonic() < end
        time.sleep(0.05)
    return parent_of(int(note.read_text()))


@pytest.mark.oldest
def test_an_executor_that_retires_is_left_in_time_and_its_successor_works(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    spark = start_two_executors(
        **{
            "spark.decommission.enabled": "true",
            "spark.deploy.maxExecutorRetries": "-1",
        }
    )
    request.addfinalizer(spark.stop)
    hc = H2OContext.getOrCreate(spark)
    data = spark.range(0, 20000, 1, 4).selectExpr("id", "'v' || (id % 10) as s")
    hc.asH2OFrame(data, "kept")
    rest = Rest.connected()
    # Spark lets it end its tasks, as many hosts do, so that the next cloud forms while it is there.
    note = tmp_path / "process"
    retired = busy_executor(spark, note)
    # As hosts that are about to be taken away tell it to.
    os.kill(retired, signal.SIGPWR)
    await_state(rest, "RECOVERING", 15)
    assert "decommissioning it" in rest.get("/sparkling/v1/context")["reason"]
    await_state(rest, "RUNNING", 30)
    assert os.path.exists(f"/proc/{retired}")
    assert rest.get("/sparkling/v1/health")["nodes"] == 1
    assert hc.asSparkFrame("kept").exceptAll(data).isEmpty()
    note.unlink()
    end = time.monotonic() + 60
    while os.path.exists(f"/proc/{retired}") or len(executor_processes(spark)) < 2:
        assert time.monotonic() < end
        time.sleep(0.1)
    # The one that came in its place has no node.
    assert rest.get("/sparkling/v1/health")["nodes"] == 1
    assert hc.asH2OFrame(data, "kept").nrow == 20000
    assert data.exceptAll(hc.asSparkFrame("kept")).isEmpty()

    # Until it is asked for.
    kept = h2o.get_frame("kept")
    h2o.assign(kept[["id"]] * 2, "made-by-h2o")
    h2o.assign(kept["s"].ascharacter(), "text")
    with pytest.raises(ConversionError, match="Frame 'text' cannot be kept"):
        hc.resize()
    assert rest.get("/sparkling/v1/health")["nodes"] == 1
    h2o.remove("text")
    hc.resize()
    assert rest.get("/sparkling/v1/health")["nodes"] == 2
    assert data.exceptAll(hc.asSparkFrame("kept")).isEmpty()
    twice = hc.asSparkFrame("made-by-h2o").toDF("id")
    assert twice.exceptAll(data.selectExpr("id * 2")).isEmpty()
    assert twice.count() == 20000
    assert spark.sparkContext._jsc.getPersistentRDDs().size() == 0
    hc.stop()
