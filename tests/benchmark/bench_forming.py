"""How long two executors take to form a cloud: the first one of fresh processes, and the next one after the loss of an executor.

BENCH_STARTS is the number of applications, each with one loss; the medians count. The first cloud counts from the call of
`H2OContext.getOrCreate`, the next one from the moment when the executor in the place of the lost one registers with Spark.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from rest_client import Rest  # noqa: E402
from sessions import await_state, kill_an_executor, start_two_executors  # noqa: E402

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

STARTS = int(os.environ.get("BENCH_STARTS", "5"))
# Seconds, on two cores.
LIMITS = {"the first cloud": 5.0, "the next cloud": 4.0}


def main() -> int:
    """Measure, print, and return whether something did not hold."""
    taken = [in_a_fresh_process() for _ in range(STARTS)]
    held = [
        report(which, [seconds[number] for seconds in taken], limit)
        for number, (which, limit) in enumerate(LIMITS.items())
    ]
    return 0 if all(held) else 1


def in_a_fresh_process() -> tuple[float, ...]:
    """Return the seconds that a process says the clouds took."""
    done = subprocess.run(
        [sys.executable, __file__, "once"],
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    return tuple(float(word) for word in done.stdout.split()[-2:])


def form_twice() -> None:
    """Form a cloud as a notebook does in which Spark has done something before, lose an executor, and print the seconds."""
    spark = start_two_executors()
    spark.range(100).count()
    from pysparkling import H2OContext

    began = time.time()
    hc = H2OContext.getOrCreate(spark)
    rest = Rest.connected()
    first = formed(rest, 1) - began
    kill_an_executor(spark)
    await_state(rest, "RECOVERING")
    await_state(rest, "RUNNING")
    next_one = formed(rest, 2) - last_registered(spark)
    hc.stop()
    spark.stop()
    print(first, next_one)


def formed(rest: Rest, number: int) -> float:
    """Return when the cloud of that number was ready, in seconds since 1970."""
    generations = rest.get("/sparkling/v1/generations")["generations"]
    assert len(generations) == number, generations
    latest = generations[0]
    assert len(latest["executors"]) == 2, latest
    return datetime.fromisoformat(latest["formed"].replace("Z", "+00:00")).timestamp()


def last_registered(spark: SparkSession) -> float:
    """Return when the youngest executor registered, in seconds since 1970."""
    status: Any = spark.sparkContext._jsc.sc().statusStore()
    executors = status.executorList(True)
    added = [
        executors.apply(at).addTime().getTime() for at in range(executors.length())
    ]
    return max(added) / 1000


def report(which: str, seconds: list[float], limit: float) -> bool:
    """Print one result."""
    median = statistics.median(seconds)
    every = ", ".join(f"{second:.2f}" for second in seconds)
    print(
        f"{'ok  ' if median <= limit else 'FAIL'} {which} of two executors: {median:.2f} s (of {every}); wanted: <= {limit:.1f} s",
        flush=True,
    )
    return median <= limit


if __name__ == "__main__":
    if len(sys.argv) == 2:
        form_twice()
    else:
        sys.exit(main())
