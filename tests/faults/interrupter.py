"""Ctrl-C, as a user means it: to the main thread, which waits."""

from __future__ import annotations

import faulthandler
import os
import threading
import time
from typing import TYPE_CHECKING

from injected import Target
from replacement import REPLACED_WITHIN

if TYPE_CHECKING:
    from injected import Fault
    from phases import Phase, Situation


class Interrupter(threading.Thread):
    """Injects a fault into the main thread, and ends the process if that does not heed it.

    Attributes
    ----------
    works
        To be set once the main thread begins.
    """

    def __init__(self, fault: Fault, phase: Phase, situation: Situation) -> None:
        super().__init__(daemon=True)
        self._fault = fault
        self._phase = phase
        self._situation = situation
        self._lock = threading.Lock()
        self._injected = 0.0
        self._over = threading.Event()
        self.works = threading.Event()

    def run(self) -> None:
        """Wait for the moment that is meant, and inject."""
        self.works.wait()
        # For it to be in the midst of the work.
        time.sleep(0.2)
        self._phase.begun(self._situation)
        with self._lock:
            if self._over.is_set():
                return
            self._injected = time.monotonic()
            self._fault.inject(Target(os.getpid()))
        if not self._over.wait(self._fault.bound + REPLACED_WITHIN):
            print(f"{self._fault.name}, {self._phase.name}: the main thread does not come back", flush=True)
            faulthandler.dump_traceback()
            os._exit(1)

    def over(self) -> float:
        """Tell that the work is over; return how long after the fault, 0 if there was none yet."""
        with self._lock:
            self._over.set()
            return time.monotonic() - self._injected if self._injected else 0.0
