"""How long a host takes to unpack the engine, in fresh JVMs, and how long when it is there already.

BENCH_UNPACKS is the number of JVMs; the median counts.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pyspark
from pysparkling._jar import bundled_jar

UNPACKS = int(os.environ.get("BENCH_UNPACKS", "5"))
PROGRAM = (
    Path(__file__).resolve().parents[2] / "wheel/tests/integration/java/Unpack.java"
)
# Seconds, on two cores.
LIMIT = 2.0


def main() -> int:
    """Measure, print, and return whether something did not hold."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "engines"
        first, again = [], []
        for _ in range(UNPACKS):
            shutil.rmtree(place, ignore_errors=True)
            first.append(unpack(place))
            again.append(unpack(place))
    median = statistics.median(first)
    print(
        f"{'ok  ' if median <= LIMIT else 'FAIL'} unpacking the engine: {median:.2f} s (of {listed(first)}); "
        f"wanted: <= {LIMIT:.1f} s; already there: {statistics.median(again):.2f} s"
    )
    return 0 if median <= LIMIT else 1


def unpack(place: Path) -> float:
    """Return the seconds that a JVM takes, its own start aside."""
    libraries = Path(pyspark.__file__).parent / "jars" / "*"
    done = subprocess.run(
        ["java", "-cp", f"{bundled_jar()}:{libraries}", PROGRAM, place],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        timeout=300,
        check=True,
    )
    took = re.search(r"Took (\d+) ms", done.stderr)
    assert took, done.stderr
    return int(took[1]) / 1000


def listed(seconds: list[float]) -> str:
    """Return figures as text."""
    return ", ".join(f"{second:.2f}" for second in seconds)


if __name__ == "__main__":
    sys.exit(main())
