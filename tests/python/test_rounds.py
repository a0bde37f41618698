"""A hundred losses in one application: each is recovered from, and driver and surviving executor do not grow."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import h2o
import pytest
from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import await_state, executor_processes, start_spark, threads_of

from pysparkling import H2OContext
from pysparkling.errors import CloudLostError

ROUNDS = int(os.environ.get("SPARKLING_TEST_LOSSES", "100"))
# Until then caches of Spark and the JDK fill up.
SETTLED = 10
MOST = 1.05
RECOVERED_WITHIN = 60
DATA = "select id, id / 3 as x, 'v' || (id % 10) as s from range(0, 20000, 1, 6)"
# As in the test of restarts: what the second compiler collects grows for as long as code gets warmer, and Netty keeps a
# chunk of 4 MiB for each of its threads that ever sent something.
JVM = "-XX:TieredStopAtLevel=1 -XX:SoftRefLRUPolicyMSPerMB=0 -Dio.netty.allocator.numHeapArenas=0"
# What Spark remembers of jobs and executors that are over.
FORGETFUL = {
    "spark.ui.retainedJobs": "1",
    "spark.ui.retainedStages": "1",
    "spark.ui.retainedTasks": "1",
    "spark.ui.retainedDeadExecutors": "1",
    "spark.sql.ui.retainedExecutions": "1",
    "spark.worker.ui.retainedExecutors": "1",
}


def jcmd(process: int, *command: str) -> str:
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home, "bin", "jcmd")) if home else "jcmd"
    return subprocess.run(
        [program, str(process), *command],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
    ).stdout


def figures(process: int) -> dict[str, int]:
    """Return what a JVM holds when it has collected all garbage."""
    for _ in range(4):
        # What cleaners let go is found by the next collection.
        live = jcmd(process, "GC.class_histogram").splitlines()[-1].split()
        time.sleep(0.5)
    metaspace = re.search(r"Metaspace\s+used (\d+)K", jcmd(process, "GC.heap_info"))
    assert metaspace
    return {
        "heap": int(live[-1]),
        "metaspace": int(metaspace.group(1)) * 1024,
        "threads": len(threads_of(process)),
    }


@pytest.mark.soak
def test_a_hundred_losses_are_recovered_from_and_leave_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    spark = start_spark(
        "local-cluster[3,1,1024]",
        **FORGETFUL,
        **{
            "spark.executor.memory": "1g",
            "spark.deploy.maxExecutorRetries": "-1",
            "spark.driver.extraJavaOptions": JVM,
            "spark.executor.extraJavaOptions": JVM,
        },
    )
    try:
        hc = H2OContext.getOrCreate(spark)
        hc.asH2OFrame(spark.sql(DATA), "kept")
        rest = Rest.connected()
        jvm = spark.sparkContext._jvm
        assert jvm
        survivor = min(executor_processes(spark))
        watched = {
            "driver": int(jvm.java.lang.ProcessHandle.current().pid()),
            "survivor": survivor,
        }
        settled: dict[str, dict[str, int]] = {}
        choose = random.Random(20130101)
        for number in range(1, ROUNDS + 1):
            others = sorted(executor_processes(spark) - {survivor})
            lose(spark, hc, choose, others)
            assert hc.asSparkFrame("kept").count() == 20000, number
            assert h2o.get_frame("kept").dim == [20000, 3], number
            if number % SETTLED == 0:
                now = {name: figures(pid) for name, pid in watched.items()}
                with capsys.disabled():
                    sys.stdout.write(f"\nafter {number} losses: {now}")
                settled = settled or now
                grown = [
                    f"{name}: {figure} {of[figure]} after {SETTLED}, {now[name][figure]} after {number}"
                    for name, of in settled.items()
                    for figure in of
                    if now[name][figure] > MOST * of[figure]
                ]
                assert not grown, grown
        assert rest.get("/sparkling/v1/generations")["recoveries"] >= ROUNDS
    finally:
        spark.stop()


def lose(
    spark: SparkSession, hc: H2OContext, choose: random.Random, others: list[int]
) -> None:
    """End one or two executors while a DataFrame is converted, and wait until there is a whole cloud again."""
    problems: list[Exception] = []
    rest = Rest.connected()

    def convert() -> None:
        try:
            hc.asH2OFrame(spark.range(0, 300000, 1, 6), "under-way")
        except CloudLostError:
            return
        except Exception as problem:  # noqa: BLE001 - it is raised where somebody sees it
            problems.append(problem)

    converting = threading.Thread(target=convert)
    converting.start()
    time.sleep(choose.random())
    for process in choose.sample(others, choose.choice([1, 1, 2])):
        os.kill(process, signal.SIGKILL)
    await_state(rest, "RECOVERING", 10)
    await_state(rest, "RUNNING", RECOVERED_WITHIN)
    converting.join(RECOVERED_WITHIN)
    assert not converting.is_alive()
    for problem in problems:
        raise problem
    assert rest.get("/sparkling/v1/health")["nodes"] == 3
