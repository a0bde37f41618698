"""Ctrl-C beside calls into the JVM.

PySpark's own handler of Ctrl-C calls into the JVM to cancel Spark's jobs, over the connection of the main thread. If it
comes while that connection waits for an answer, both calls get lost and Py4J fails in strange ways. So our calls are
short and hold Ctrl-C back until they have their answer; long work runs in a thread of the JVM and is asked after.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LINGER_SECONDS = 2.0


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Let a Ctrl-C that comes meanwhile take effect at the end; for calls that are short."""
    before = signal.getsignal(signal.SIGINT)
    # Only the main thread receives Ctrl-C, and only it may change who handles it.
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    came: list[Any] = []
    signal.signal(signal.SIGINT, lambda _, frame: came.append(frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            before(signal.SIGINT, came[0])


def in_passing(call: Callable[[], object]) -> None:
    """Make a call on the way out, after an error or a Ctrl-C, which stays what the user sees.

    Parameters
    ----------
    call
        What to do; what goes wrong in it is of no interest any more.
    """

    def run() -> None:
        with contextlib.suppress(Exception):
            call()

    # The connection of this thread may have been cut off in an answer; another thread has its own.
    thread = threading.Thread(target=run, name="pysparkling-cancel", daemon=True)
    thread.start()
    thread.join(_LINGER_SECONDS)
