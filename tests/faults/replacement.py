"""Executors that come in the place of others, and until when the cloud has to work again."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sessions import parent_of

from checks import bounded, compare, use

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from phases import Situation

# For Spark to start an executor in the place of one that was lost.
REPLACED_WITHIN = 60
# After that.
WORKS_AGAIN_WITHIN = 15


class Replacement(threading.Thread):
    """Looks out for an executor that was not there before, once a fault was injected.

    Attributes
    ----------
    enough
        Since when enough executors are there; 0 as long as they are not.
    """

    def __init__(self, spark: SparkSession, missing: bool) -> None:
        super().__init__(daemon=True)
        self._spark = spark
        self._before = executors(spark)
        self.enough = 0.0 if missing else time.monotonic()

    def not_needed(self) -> None:
        """Nobody is missing after all, unless one comes all the same."""
        self.enough = self.enough or time.monotonic()

    def run(self) -> None:
        """Look until one came."""
        end = time.monotonic() + REPLACED_WITHIN
        while time.monotonic() < end:
            if executors(self._spark) - self._before:
                self.enough = time.monotonic()
                return
            time.sleep(0.1)


def works_again(
    situation: Situation, replacement: Replacement, ended: float, made: str | None = None
) -> tuple[float, str]:
    """Convert until it works; return how long after the work's end and enough executors, and what is wrong.

    Parameters
    ----------
    made
        The frame that the work has made, if it was not affected.
    """
    end = time.monotonic() + REPLACED_WITHIN + WORKS_AGAIN_WITHIN
    problem = bounded(use, situation)
    while (problem or not replacement.enough) and time.monotonic() < end:
        # It may work before, with fewer nodes.
        time.sleep(0.2)
        problem = problem and bounded(use, situation)
    if not replacement.enough:
        return 0, f"no executor came in place of the one that was lost ({problem or 'a conversion works'})"
    after = max(0.0, time.monotonic() - max(replacement.enough, ended))
    if problem:
        return after, f"it never worked again: {problem}"
    wrong = bounded(lambda situation: compare(situation, made), situation)
    return after, wrong or ("" if after <= WORKS_AGAIN_WITHIN else "it took too long to work again")


def await_executors(spark: SparkSession, number: int) -> None:
    """Wait for so many, but not for ever."""
    deadline = time.monotonic() + REPLACED_WITHIN
    # The driver has a block manager, too.
    while len(executors(spark)) < number + 1 and time.monotonic() < deadline:
        time.sleep(0.1)


def executors(spark: SparkSession) -> set[str]:
    """Return where block managers listen."""
    status = spark._jsc.sc().getExecutorMemoryStatus().keys()
    return set(str(status.mkString(" ")).split())


def executors_of_this_process() -> list[int]:
    """Return the executors whose worker lives in a process that this process started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "CoarseGrainedExecutorBackend" in command and _is_ours(int(entry.name)):
                found.append(int(entry.name))
    return found


def _is_ours(process: int) -> bool:
    """Tell whether a process descends from this one."""
    while process > 1:
        if process == os.getpid():
            return True
        try:
            process = parent_of(process)
        except OSError:
            return False
    return False
