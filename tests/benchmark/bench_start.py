"""How long `H2OContext.getOrCreate` takes on a Spark that runs already, in fresh processes.

BENCH_STARTS is the number of processes for each master; the median counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from sessions import start_spark, start_two_executors  # noqa: E402

STARTS = int(os.environ.get("BENCH_STARTS", "5"))
SESSIONS = {
    "local[2]": lambda: start_spark("local[2]"),
    "local-cluster[2,1,2048]": start_two_executors,
}
# Seconds, on two cores.
LIMITS = {"local[2]": 3.0, "local-cluster[2,1,2048]": 6.0}


def main() -> int:
    """Measure, print, and return whether something did not hold."""
    # By turns, so that whatever else the machine does meets both.
    taken: dict[str, list[float]] = {master: [] for master in LIMITS}
    for _ in range(STARTS):
        for master, seconds in taken.items():
            seconds.append(in_a_fresh_process(master))
    held = [
        report(master, seconds, LIMITS[master]) for master, seconds in taken.items()
    ]
    return 0 if all(held) else 1


def in_a_fresh_process(master: str) -> float:
    """Return the seconds that a process says it took."""
    done = subprocess.run(
        [sys.executable, __file__, master],
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    return float(done.stdout.split()[-1])


def start_once(master: str) -> None:
    """Start a context as a notebook does in which Spark has done something before, and print the seconds."""
    spark = SESSIONS[master]()
    spark.range(100).count()
    began = time.perf_counter()
    from pysparkling import H2OContext

    hc = H2OContext.getOrCreate(spark)
    seconds = time.perf_counter() - began
    hc.stop()
    spark.stop()
    print(seconds)


def report(master: str, seconds: list[float], limit: float) -> bool:
    """Print one result."""
    median = statistics.median(seconds)
    every = ", ".join(f"{second:.2f}" for second in seconds)
    print(
        f"{'ok  ' if median <= limit else 'FAIL'} getOrCreate on {master}: {median:.2f} s (of {every}); "
        f"wanted: <= {limit:.1f} s",
        flush=True,
    )
    return median <= limit


if __name__ == "__main__":
    if len(sys.argv) == 2:
        start_once(sys.argv[1])
    else:
        sys.exit(main())
