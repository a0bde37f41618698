"""Spark sessions for tests."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from pyspark.sql import SparkSession
from rest_client import Rest

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


def start_two_executors(**settings: str) -> SparkSession:
    """Start a session with two executors of one core each on this host."""
    return start_spark(
        "local-cluster[2,1,2048]", **{"spark.executor.memory": "2g"}, **settings
    )


def executor_processes(spark: SparkSession) -> set[int]:
    """Return the process of each executor of this host that runs Python."""
    daemons = set(
        spark.sparkContext.parallelize(range(20), 20)
        .map(lambda _: os.getppid())
        .collect()
    )
    return {parent_of(daemon) for daemon in daemons}


def parent_of(process: int) -> int:
    """Return the parent of a process: of a Python worker's daemon it is the executor."""
    with open(f"/proc/{process}/stat") as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[1])


def threads_of(process: int) -> list[str]:
    """Return the names of a process's threads, of which the system keeps fifteen letters."""
    names = []
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            names.append((task / "comm").read_text().strip())
        except OSError:
            # It has ended meanwhile.
            continue
    return names


def kill_an_executor(spark: SparkSession) -> None:
    """End an executor as a host that fails does."""
    os.kill(min(executor_processes(spark)), signal.SIGKILL)


def kill_all_executors(spark: SparkSession) -> None:
    """End them all at once."""
    for process in executor_processes(spark):
        os.kill(process, signal.SIGKILL)


def await_state(rest: Rest, wanted: str, seconds: float = 60) -> None:
    """Wait until the context is in that state, as users outside see it."""
    end = time.monotonic() + seconds
    while rest.get("/sparkling/v1/context")["state"] != wanted:
        assert time.monotonic() < end, rest.get("/sparkling/v1/context")
        time.sleep(0.05)
