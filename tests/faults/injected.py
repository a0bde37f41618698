"""What is done to executors."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# A silent executor counts as lost after this many seconds in the harness.
LOST_AFTER = 10


@dataclass(frozen=True)
class Fault:
    """One way in which an executor fails.

    Attributes
    ----------
    name
        As the table has it.
    inject
        Does it to a process.
    loses
        Whether the executor does not live through it.
    bound
        Within how many seconds what is under way has to end.
    """

    name: str
    inject: Callable[[int], None]
    loses: bool
    bound: float


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def _stop_for(seconds: float) -> Callable[[int], None]:
    def stop(process: int) -> None:
        os.kill(process, signal.SIGSTOP)
        timer = threading.Timer(seconds, _go_on, (process,))
        timer.daemon = True
        timer.start()

    return stop


def _go_on(process: int) -> None:
    try:
        os.kill(process, signal.SIGCONT)
    except ProcessLookupError:
        # Spark has ended it meanwhile.
        return


def _stop(process: int) -> None:
    os.kill(process, signal.SIGSTOP)


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("kill -9", _kill, True, 30),
        Fault("SIGSTOP for 4 s", _stop_for(4), False, 30),
        Fault("SIGSTOP for 30 s", _stop_for(30), True, LOST_AFTER + 10),
        Fault("SIGSTOP", _stop, True, LOST_AFTER + 10),
    )
}


def alive(process: int) -> bool:
    """Tell whether there is such a process."""
    return Path("/proc", str(process)).exists()


def gone(process: int, seconds: float) -> bool:
    """Tell whether a process ends within that time."""
    end = time.monotonic() + seconds
    while alive(process):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
