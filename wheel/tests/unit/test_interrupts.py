from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from pysparkling._interrupts import held_back, in_passing

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """As in a terminal: a shell's job in the background ignores the signal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_takes_effect_when_the_call_has_its_answer() -> None:
    handler = signal.getsignal(signal.SIGINT)
    answered = False

    with pytest.raises(KeyboardInterrupt), held_back():
        os.kill(os.getpid(), signal.SIGINT)
        answered = True

    assert answered
    assert signal.getsignal(signal.SIGINT) is handler


def test_without_an_interrupt_nothing_changes() -> None:
    handler = signal.getsignal(signal.SIGINT)

    with held_back():
        assert signal.getsignal(signal.SIGINT) is not handler

    assert signal.getsignal(signal.SIGINT) is handler


def test_errors_pass_and_the_handler_comes_back() -> None:
    handler = signal.getsignal(signal.SIGINT)

    with pytest.raises(ValueError, match="mine"), held_back():
        raise ValueError("mine")

    assert signal.getsignal(signal.SIGINT) is handler


def test_other_threads_are_left_alone() -> None:
    seen: list[object] = []
    handler = signal.getsignal(signal.SIGINT)

    def run() -> None:
        with held_back():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    assert seen == [handler]


def test_what_is_done_in_passing_cannot_fail() -> None:
    done = threading.Event()

    def call() -> None:
        done.set()
        raise ValueError("nobody wants to know")

    in_passing(call)

    assert done.is_set()
