"""What came of each fault in each phase, and the table of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The last row: what an application leaves when it has ended.
AFTERWARDS = "afterwards"


@dataclass(frozen=True)
class Cell:
    """What came of one fault in one phase.

    Attributes
    ----------
    ended
        After how many seconds the work was over.
    again
        How many seconds later, with enough executors, the cloud worked again.
    problem
        What is not as it must be; empty where all is.
    """

    fault: str
    phase: str
    outcome: str = "-"
    ended: float = 0
    again: float = 0
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether it is as it must be."""
        return not self.problem

    def told(self) -> str:
        """Return it in one line."""
        text = f"{self.outcome} after {self.ended:.1f} s, works again after {self.again:.1f} s"
        if self.phase == AFTERWARDS:
            text = self.outcome
        return text if self.good else f"FAILED: {self.problem} ({text})"

    def line(self) -> str:
        """Return it for another process."""
        return json.dumps(asdict(self)) + "\n"

    @classmethod
    def of(cls, line: str) -> Cell:
        """Return what another process has written."""
        return cls(**json.loads(line))


def table(cells: Iterable[Cell], faults: Sequence[str], phases: Sequence[str]) -> str:
    """Return the outcomes as a table of Markdown."""
    told = {(cell.fault, cell.phase): cell.told() for cell in cells}
    lines = ["| phase | " + " | ".join(faults) + " |", "|---" * (len(faults) + 1) + "|"]
    lines += ["| " + phase + " | " + " | ".join(told[fault, phase] for fault in faults) + " |" for phase in phases]
    return "\n".join(lines)


def rewritten(page: str, text: str, version: str) -> str:
    """Return the page with the table of that Spark replaced."""
    begin, end = f"<!-- Written by `make faults` on Spark {version}. -->", "<!-- End of that. -->"
    before, found, rest = page.partition(begin)
    if not found:
        return f"{page.rstrip()}\n\n### Spark {version}\n\n{begin}\n{text}\n{end}\n"
    return before + begin + "\n" + text + "\n" + end + rest.partition(end)[2]
