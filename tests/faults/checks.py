"""What is looked at after a fault, and after an application."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import h2o
from pysparkling.errors import CloudFormationError, CloudLostError, ConversionError
from rest_client import Rest

from phases import KEPT, Running, Situation

if TYPE_CHECKING:
    from collections.abc import Callable

    from injected import Fault

# For a check that should end by itself.
CHECKED_WITHIN = 75
# What the engine's own client raises of a job or a request, and Spark of a query, has our text.
NAMED = ("lost executor", "CloudLostException: Executor")
# What the system says of a socket that listens.
LISTENS = "0A"


def judge(problem: BaseException | None, fault: Fault) -> tuple[str, str]:
    """Return what the work came to, and what is wrong with that."""
    if fault.interrupts:
        # H2O's own client cancels the job that it waits for. PySpark 3.5 cancels its jobs by the connection on which it
        # waits for one, which breaks of that.
        heard = isinstance(problem, KeyboardInterrupt) or type(problem).__name__ in ("H2OJobCancelled", "Py4JError")
        return type(problem).__name__, "" if heard else f"{fault.name} did not arrive: {problem}"
    if problem is None:
        return "unaffected", ""
    text_of_it = str(problem)
    if fault.loses is False and not fault.named:
        return type(problem).__name__, f"nobody was to notice: {first_line(problem)}"
    named = isinstance(problem, CloudLostError | CloudFormationError) or any(
        text in text_of_it for text in (*NAMED, *fault.named)
    )
    return type(problem).__name__, "" if named else f"not the named error: {first_line(problem)}"


def first_line(problem: BaseException | None) -> str:
    """Return what went wrong, shortly."""
    return next(iter(f"{type(problem).__name__}: {problem}".splitlines()))


def bounded(check: Callable[[Situation], str], situation: Situation) -> str:
    """Return what a check finds, or that it did not end."""
    found: list[str] = []
    running = Running(lambda situation, _: found.append(check(situation)), situation, None)
    running.start()
    running.join(CHECKED_WITHIN)
    if running.is_alive():
        return "the cloud does not answer"
    return found[0] if found else first_line(running.problem)


def use(situation: Situation) -> str:
    """Convert once; return why that did not work."""
    try:
        rows = situation.start(anew=True).asH2OFrame(situation.spark.range(0, 1000, 1, 4), "again").nrow
    except (CloudLostError, CloudFormationError) as still:
        return first_line(still)
    return "" if rows == 1000 else f"{rows} rows of 1000"


def compare(situation: Situation, made: str | None = None) -> str:
    """Return what is wrong with the frames that are there by now, and leave the one that is kept.

    Parameters
    ----------
    made
        The frame that the work has made, if it was not affected.
    """
    context = situation.start()
    wrong = ""
    for key, data in situation.expected().items():
        try:
            frame = context.asSparkFrame(key)
        except ConversionError:
            if key in (KEPT, made):
                return f"frame '{key}' is not there"
            continue
        rows = frame.exceptAll(data).count() + data.exceptAll(frame).count()
        if rows:
            wrong = f"{rows} rows of frame '{key}' are wrong"
    for frame in Rest.connected().get("/sparkling/v1/frames")["frames"]:
        if frame["frame"] != KEPT:
            # Or the next cell recovers it, too.
            h2o.remove(frame["frame"])
    return wrong


def still_running(seconds: float) -> str:
    """Return which of H2O's jobs go on after that time."""
    end = time.monotonic() + seconds
    while True:
        every = Rest.connected().get("/sparkling/v1/jobs")["jobs"]
        jobs = [job["description"] for job in every if job["state"] == "RUNNING"]
        if not jobs or time.monotonic() > end:
            return f"these jobs go on: {jobs}" if jobs else ""
        time.sleep(0.2)


def listening(process: int) -> set[int]:
    """Return the ports at which a process listens."""
    ports = {}
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENS:
                ports[f"socket:[{fields[9]}]"] = int(fields[1].rpartition(":")[2], 16)
    open_now = {os.path.realpath(descriptor).rpartition("/")[2] for descriptor in Path(f"/proc/{process}/fd").iterdir()}
    return {port for socket, port in ports.items() if socket in open_now}


def nothing_left(look: Callable[[], object], seconds: float) -> object:
    """Return what is left when it should be gone by then, or nothing."""
    end = time.monotonic() + seconds
    while (left := look()) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def files_of_nodes(place: Path) -> list[str]:
    """Return what nodes keep below a directory, those whose process was killed included."""
    return [
        str(Path(at, name)) for at, inner, files in os.walk(place) for name in inner + files if name.startswith("node-")
    ]
