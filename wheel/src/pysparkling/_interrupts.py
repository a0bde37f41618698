"""Ctrl-C beside calls into the JVM.

PySpark's own handler of Ctrl-C calls into the JVM to cancel Spark's jobs, over the connection of the main thread. If it
comes while that connection waits for an answer, both calls get lost and Py4J fails in strange ways. So our short calls
hold Ctrl-C back until they have their answer, and the long ones are made by another thread.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from py4j.clientserver import ClientServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_T = TypeVar("_T")

_POLL_SECONDS = 0.1
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


def interruptibly(context: Any, call: Callable[[], _T]) -> _T:
    """Make a long call into the JVM, so that Ctrl-C ends the waiting at once.

    Parameters
    ----------
    context
        The SparkContext, whose local properties the call shall see.
    call
        What to do.
    """
    if threading.current_thread() is not threading.main_thread():
        return call()
    # Where Python's threads have JVM threads of their own, Spark's jobs shall know by whom they were started.
    pinned = isinstance(context._gateway, ClientServer)
    with held_back():
        properties = context._jsc.sc().getLocalProperties().clone() if pinned else None
    results: list[_T] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            if pinned:
                context._jsc.sc().setLocalProperties(properties)
            results.append(call())
        except BaseException as error:
            failures.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="pysparkling-call", daemon=True).start()
    while not done.wait(_POLL_SECONDS):
        pass
    if failures:
        raise failures[0]
    return results[0]


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
