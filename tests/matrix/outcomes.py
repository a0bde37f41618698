"""What came out of the combinations, and how it is told."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from combinations import Spark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# The first step of job.py, before anything of ours is loaded.
SPARK_ALONE = "Spark alone"
_BEGIN = "<!-- Written by `make matrix`, not by hand. -->"
_END = "<!-- End of what `make matrix` wrote. -->"


class State(Enum):
    """How a combination ended."""

    OK = "ok"
    FAILED = "failed"
    SPARK_FAILS = "Spark itself does not run there"
    NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Run:
    """One child on one master.

    Attributes
    ----------
    master
        Spark's master.
    seconds
        From the start of its Python to the end.
    error
        The step and the first line of its error; empty if all went well.
    platform
        What Spark said about itself; empty if Spark alone did not come so far.
    jar
        The checksum of the jar inside the installed wheel.
    steps
        How many seconds each step took.
    """

    master: str
    seconds: float
    error: str = ""
    platform: dict[str, Any] = field(default_factory=dict)
    jar: str = ""
    steps: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, master: str, output: str, code: int | None, seconds: float, log: str) -> Run:
        """Make a run out of what a child said.

        Parameters
        ----------
        master
            Spark's master.
        output
            What it printed.
        code
            Its exit status; None if it was ended because it took too long.
        seconds
            How long it took.
        log
            What it or its executors printed to stderr, for the reason why a JVM did not start.
        """
        platform: dict[str, Any] = {}
        steps: dict[str, float] = {}
        jar, step, error = "", "", ""
        for line in output.splitlines():
            if not line.startswith("MATRIX "):
                continue
            said = json.loads(line.removeprefix("MATRIX "))
            step = said.get("step", step)
            platform = said.get("platform", platform)
            jar = said.get("jar", jar)
            error = said.get("error", error)
            if "seconds" in said:
                steps[step] = said["seconds"]
        if code is None:
            error = f"no end after {seconds:.0f} seconds"
        elif code != 0:
            # Python only knows that no JVM answered, or no executor came; the JVM said why.
            if not error or "JAVA_GATEWAY_EXITED" in error or (step == SPARK_ALONE and error.startswith("no end")):
                error = _first_error(log) or error or f"exit status {code}"
        else:
            error = ""
        return cls(master, round(seconds, 1), f"{step}: {error}" if error else "", platform, jar, steps)


@dataclass(frozen=True)
class Outcome:
    """A combination and its runs.

    Attributes
    ----------
    spark, java
        The combination.
    runs
        Empty if it was not tried.
    obstacle
        Why it was not tried.
    """

    spark: Spark
    java: int
    runs: tuple[Run, ...] = ()
    obstacle: str | None = None

    @property
    def state(self) -> State:
        """How it ended. Spark may fail alone only where it does not promise to run."""
        if self.obstacle:
            return State.NOT_TRIED
        if self.error == "":
            return State.OK
        if self.error.startswith(SPARK_ALONE) and not self.spark.promises(self.java):
            return State.SPARK_FAILS
        return State.FAILED

    @property
    def error(self) -> str:
        """The first error of its runs; nothing runs after it."""
        return next((run.error for run in self.runs if run.error), "")

    @property
    def platform(self) -> dict[str, Any]:
        """What Spark said about itself in any run."""
        return next((run.platform for run in self.runs if run.platform), {})

    @property
    def told(self) -> str:
        """State and reason in one line."""
        reason = self.obstacle or self.error
        told = f"{self.state.value}: {reason.removeprefix(f'{SPARK_ALONE}: ')}" if reason else self.state.value
        return f"ok on one node; on two {told}" if self.error and len(self.runs) > 1 else told

    def row(self) -> list[str]:
        """Return the cells that both tables have."""
        scala = self.spark.scala or ("2.12" if self.spark.minor < (4, 0) else "2.13")
        platform = {"spark": self.spark.version, "scala": scala, "java": str(self.java), "python": "", **self.platform}
        return [str(platform[name]) for name in ("spark", "scala", "java", "python")]


def table(outcomes: Iterable[Outcome]) -> str:
    """Return what is printed: a line for each combination, with the seconds on one node and on two."""
    lines = [["Spark", "Scala", "Java", "Python", "seconds", "outcome"]]
    for outcome in outcomes:
        seconds = " + ".join(f"{run.seconds:.0f}" for run in outcome.runs)
        lines.append([*outcome.row(), seconds, outcome.told])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def markdown(outcomes: Sequence[Outcome], version: str, jar: str) -> str:
    """Return what stands in the documentation; without times, which would change with every run.

    Parameters
    ----------
    outcomes
        Of all combinations.
    version
        Of the product.
    jar
        The checksum that all of them had.
    """
    lines = [
        f"One jar, the same everywhere: version {version}, SHA-256 `{jar}`.",
        "",
        "| Spark | Scala | Java | Python | outcome |",
        "|---|---|---|---|---|",
    ]
    for outcome in outcomes:
        told = outcome.told.replace("|", "\\|").replace("<", "&lt;")
        lines.append(f"| {' | '.join(outcome.row())} | {told} |")
    return "\n".join(lines)


def rewritten(document: str, text: str) -> str:
    """Return a document with this text between its two markers."""
    before, begin, rest = document.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"the document has no place for the table; it needs the lines {_BEGIN} and {_END}")
    return f"{before}{_BEGIN}\n{text}\n{_END}{after}"


def write_json(path: Path, outcomes: Iterable[Outcome], jar: str) -> None:
    """Write everything that was recorded."""
    results = [{**asdict(outcome), "state": outcome.state.value} for outcome in outcomes]
    path.write_text(json.dumps({"jar": jar, "combinations": results}, indent=1) + "\n", encoding="utf-8")


def read_json(path: Path, jar: str) -> list[Outcome]:
    """Return what was recorded before, if it was with the same jar."""
    recorded = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if recorded.get("jar") != jar:
        return []
    return [
        Outcome(Spark(**one["spark"]), one["java"], tuple(Run(**run) for run in one["runs"]), one["obstacle"])
        for one in recorded["combinations"]
    ]


def _first_error(log: str) -> str:
    found = re.search(r"^.*?((?:[\w.$]+(?:Exception|Error)|Error occurred during).*)$", log, re.MULTILINE)
    return found[1].strip() if found else ""
