"""What is done to executors, to their disk, to their network and to the driver."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from hosts import TwoHosts

# A silent executor counts as lost after this many seconds in the harness.
LOST_AFTER = 10
# How long a full disk or a full heap stays full.
FULL_FOR = 8
HEAP_FILLER = Path(__file__).with_name("java") / "HeapFiller.java"
# The engine takes 160 of them, and Spark leaves what was there of each executor that it has lost: 60 for the jar.
DISK_MEGABYTES = 2500


@dataclass(frozen=True)
class Target:
    """What a fault is injected into.

    Attributes
    ----------
    process
        The executor.
    disk
        Where Spark writes, if that is a small one.
    network
        Between the executor's host and this one, if it is on another one.
    """

    process: int
    disk: Disk | None = None
    network: TwoHosts | None = None


@dataclass(frozen=True)
class Fault:
    """One way in which an executor fails, or what it needs, or who waits for it.

    Attributes
    ----------
    name
        As the table has it.
    inject
        Does it.
    loses
        Whether the executor does not live through it; None where that depends on who meets it first.
    bound
        Within how many seconds what is under way has to end.
    interrupts
        Whether it reaches the thread that waits, which then has to be the main one.
    lasts
        For how many seconds an executor that lives through it cannot work; it is enough again after that.
    named
        By which texts its error may be known, besides that of a lost executor.
    confined
        Whether Spark has to write to a small disk.
    apart
        Whether the executor has to be on another host.
    """

    name: str
    inject: Callable[[Target], None]
    loses: bool | None
    bound: float
    interrupts: bool = False
    lasts: float = 0
    named: tuple[str, ...] = ()
    confined: bool = False
    apart: bool = False

    @property
    def privileged(self) -> bool:
        """Whether only root can do it: mount a disk, or make a host."""
        return self.confined or self.apart


def _kill(target: Target) -> None:
    os.kill(target.process, signal.SIGKILL)


def _stop_for(seconds: float) -> Callable[[Target], None]:
    def stop(target: Target) -> None:
        _stop(target)
        timer = threading.Timer(seconds, _go_on, (target.process,))
        timer.daemon = True
        timer.start()

    return stop


def _go_on(process: int) -> None:
    try:
        os.kill(process, signal.SIGCONT)
    except ProcessLookupError:
        # Spark has ended it meanwhile.
        return


def _stop(target: Target) -> None:
    os.kill(target.process, signal.SIGSTOP)


def _fill_heap(target: Target) -> None:
    """Have an agent in its JVM take all of the memory that there is."""
    with tempfile.TemporaryDirectory() as directory:
        classes = Path(directory)
        _run("javac", "-d", directory, str(HEAP_FILLER))
        manifest = classes / "manifest"
        manifest.write_text("Agent-Class: HeapFiller\n")
        jar = classes / "filler.jar"
        _run("jar", "--create", f"--file={jar}", f"--manifest={manifest}", "-C", directory, "HeapFiller.class")
        _run("java", "-cp", str(jar), "HeapFiller", str(target.process), str(jar), str(FULL_FOR))


def _run(program: str, *arguments: str) -> None:
    home = os.environ.get("JAVA_HOME")
    path = str(Path(home, "bin", program)) if home else program
    subprocess.run([path, *arguments], check=True, timeout=60)


def _interrupt(_: Target) -> None:
    os.kill(os.getpid(), signal.SIGINT)


class Disk:
    """A small disk for what Spark keeps locally. Only root can make one.

    Attributes
    ----------
    place
        Where it is.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._fillings = 0
        size = f"size={DISK_MEGABYTES}m"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)], check=True)

    def fill(self) -> None:
        """Leave no room on it, for a while."""
        self._fillings += 1
        ballast = self.place / f"ballast-{self._fillings}"
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            while True:
                file.write(bytes(1 << 20))
        timer = threading.Timer(FULL_FOR, ballast.unlink)
        timer.daemon = True
        timer.start()

    def await_room(self) -> None:
        """Wait until nothing fills it any more."""
        end = time.monotonic() + 2 * FULL_FOR
        while left := list(self.place.glob("ballast-*")):
            if time.monotonic() > end:
                raise AssertionError(f"{left} was to be gone {FULL_FOR} s after it was made")
            time.sleep(0.1)

    def remove(self) -> None:
        """Take it away."""
        subprocess.run(["umount", "--lazy", str(self.place)], check=True)
        # Spark's end may have put something in its place.
        shutil.rmtree(self.place, ignore_errors=True)


def _fill_disk(target: Target) -> None:
    _there(target.disk).fill()


def _cut(target: Target) -> None:
    _there(target.network).cut()


_Thing = TypeVar("_Thing", "Disk", "TwoHosts")


def _there(thing: _Thing | None) -> _Thing:
    if thing is None:
        raise AssertionError("the application was started without what this fault needs")
    return thing


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("kill -9", _kill, True, 30),
        Fault("SIGSTOP for 4 s", _stop_for(4), False, 30),
        Fault("SIGSTOP for 30 s", _stop_for(30), True, LOST_AFTER + 10),
        Fault("SIGSTOP", _stop, True, LOST_AFTER + 10),
        Fault("full disk", _fill_disk, False, 30, named=("No space left on device",), confined=True),
        # Whoever of Spark's threads gets no memory ends the executor; H2O's fail what they do.
        Fault("full heap", _fill_heap, None, 30, lasts=FULL_FOR, named=("OutOfMemoryError", "heap")),
        # Until the cloud works again: the executor over there does not hear that it is to end.
        Fault("cut network", _cut, True, 30, apart=True),
        Fault("Ctrl-C", _interrupt, False, 5, interrupts=True),
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
