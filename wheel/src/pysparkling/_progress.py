"""A progress bar of our own, for the seconds in which a DataFrame becomes a frame."""

from __future__ import annotations

import sys
import time
from typing import Any

_WIDTH = 40
# Short work needs no bar.
_QUIET_SECONDS = 2.0
_REDRAW_SECONDS = 0.2


class ProgressBar:
    """One line that is drawn again and again, in a terminal or in a notebook's cell.

    Parameters
    ----------
    enabled
        False draws nothing at all.
    """

    def __init__(self, enabled: bool) -> None:
        self._stage = ""
        self._started = time.monotonic()
        self._next = self._started + _QUIET_SECONDS
        self._notebook = _notebook_display() if enabled else None
        self._enabled = enabled and (self._notebook is not None or sys.stderr.isatty())
        self._handle: Any = None
        self._drawn = 0

    def due(self) -> bool:
        """Tell whether it is time to draw; asking for the progress costs a call into the JVM."""
        return self._enabled and time.monotonic() >= self._next

    def update(self, fraction: float, stage: str) -> None:
        """Draw the state of things.

        Parameters
        ----------
        fraction
            What is done, from 0 to 1.
        stage
            What is being done now.
        """
        self._next = time.monotonic() + _REDRAW_SECONDS
        self._stage = stage
        self._draw(_line(stage, fraction, time.monotonic() - self._started))

    def close(self, done: bool) -> None:
        """Leave the last state standing.

        Parameters
        ----------
        done
            Whether the work came to its end.
        """
        if self._drawn == 0:
            return
        seconds = time.monotonic() - self._started
        self._draw(_line(self._stage, 1.0, seconds) if done else f"{self._stage}: stopped after {seconds:.1f} s")
        if self._notebook is None:
            sys.stderr.write("\n")
            sys.stderr.flush()

    def _draw(self, line: str) -> None:
        if self._notebook is None:
            # Blanks cover what a longer line left.
            sys.stderr.write("\r" + line.ljust(self._drawn))
            sys.stderr.flush()
        elif self._handle is None:
            self._handle = self._notebook({"text/plain": line}, raw=True, display_id=True)
        else:
            self._handle.update({"text/plain": line}, raw=True)
        self._drawn = len(line)


def _line(stage: str, fraction: float, seconds: float) -> str:
    share = min(max(fraction, 0.0), 1.0)
    full = int(share * _WIDTH)
    return f"{stage} |{'█' * full}{' ' * (_WIDTH - full)}| {share:4.0%} {seconds:6.1f} s"


def _notebook_display() -> Any:
    """Return IPython's function that shows things in a cell, or None outside of notebooks."""
    # IPython is never imported for this: where it is not loaded, this is no notebook.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython.display import display

    return display
