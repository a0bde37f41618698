"""Progress on the console: one line per stage, live on a terminal, plain in a log."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

BAR_WIDTH = 20
TITLE_WIDTH = 32


@dataclass
class Stage:
    """One step of the job; what it writes here is shown beside its title."""

    title: str
    note: str = ""
    fraction: float | None = None
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def elapsed(self) -> float:
        """Return the seconds since the stage began."""
        return time.monotonic() - self.started


class Progress:
    """Counts, times and shows the stages of a job.

    Parameters
    ----------
    total
        How many stages there will be.
    out
        Where to write; standard output unless told otherwise.
    """

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self.stages: list[Stage] = []
        self._total = total
        self._out = out or sys.stdout
        self._live = self._out.isatty()

    @contextmanager
    def stage(self, title: str) -> Iterator[Stage]:
        """Run one stage; its line is left on the console with its time when it ends."""
        stage = Stage(title)
        self.stages.append(stage)
        done = threading.Event()
        ticker = threading.Thread(target=self._tick, args=(stage, done), daemon=True) if self._live else None
        if ticker:
            ticker.start()
        outcome = "failed"
        try:
            yield stage
            outcome = ""
        except KeyboardInterrupt:
            outcome = "interrupted"
            raise
        finally:
            stage.seconds = stage.elapsed()
            done.set()
            if ticker:
                ticker.join()
            self._write(f"{self._label(stage)} {stage.seconds:6.1f} s  {outcome or stage.note}".rstrip(), "\n")

    def _tick(self, stage: Stage, done: threading.Event) -> None:
        # Reads what the main thread writes into the stage; a value one tick old is as good.
        while not done.wait(0.2):
            self._write(f"{self._label(stage)} {stage.elapsed():6.1f} s  {_bar(stage.fraction)}", "")

    def _label(self, stage: Stage) -> str:
        return f"{self.stages.index(stage) + 1:>2}/{self._total}  {stage.title:<{TITLE_WIDTH}}"

    def _write(self, line: str, end: str) -> None:
        self._out.write(f"\r\x1b[K{line}{end}" if self._live else f"{line}{end}")
        self._out.flush()


def _bar(fraction: float | None) -> str:
    if fraction is None:
        return ""
    filled = round(fraction * BAR_WIDTH)
    return f"{'█' * filled}{'░' * (BAR_WIDTH - filled)} {fraction:4.0%}"
