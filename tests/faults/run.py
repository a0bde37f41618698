"""The main job of `make faults`: each fault in each phase, on one Spark, with two executors.

Usage: python run.py [--write FILE] [--lanes N]

Each fault has a process of its own, and as many of them run at once as there are lanes. FAULTS and PHASES choose some
of them, by their names in the table, separated by commas.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import h2o
from pyspark import __version__ as spark_version

from application import Application
from injected import FAULTS, Disk, Fault
from outcomes import AFTERWARDS, Cell, rewritten, table
from phases import PHASES, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# For all cells of one fault, and for what is left to be seen when one does not end.
DEADLINE = 1200
# Which take longest; they go first, so that none is left alone at the end.
LONGEST = ("cut network", "SIGSTOP for 30 s", "full heap", "SIGSTOP")


def main(arguments: list[str] | None = None) -> int:
    """Run the cells and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path, metavar="FILE", help="the page whose table is to be replaced")
    parser.add_argument("--lanes", type=int, default=1, metavar="N", help="how many faults are tried at once")
    parser.add_argument("--fault", choices=FAULTS, help=argparse.SUPPRESS)
    parser.add_argument("--cells", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    phases = chosen("PHASES", PHASES)
    if options.fault:
        attempt_all(FAULTS[options.fault], [PHASES[name] for name in phases], options.cells)
        return 0
    faults = chosen("FAULTS", FAULTS)
    if os.geteuid() != 0 and any(FAULTS[name].privileged for name in faults):
        print("Only root can make disks and hosts, so faults that need them are left out")
        faults = [name for name in faults if not FAULTS[name].privileged]
    with tempfile.TemporaryDirectory(prefix="faults-") as directory:
        files = {name: Path(directory, f"{number}.jsonl") for number, name in enumerate(faults)}
        in_lanes(files, options.lanes)
        rows = [*phases, AFTERWARDS]
        cells = [cell for name in faults for cell in cells_in(files[name], name, rows)]
    text = table(cells, faults, rows)
    print(f"\nSpark {spark_version}\n\n{text}\n")
    whole = len(faults) == len(FAULTS) and len(phases) == len(PHASES)
    if options.write and not whole:
        print(f"Only a part was tried, so {options.write} stays as it is")
    elif options.write:
        with alone(options.write):
            page = options.write.read_text(encoding="utf-8")
            options.write.write_text(rewritten(page, text, spark_version), encoding="utf-8")
    return 0 if all(cell.good for cell in cells) else 1


def chosen(variable: str, names: Mapping[str, object]) -> list[str]:
    """Return the names that an environment variable chooses, or all."""
    wanted = [name.strip() for name in os.environ.get(variable, "").split(",") if name.strip()]
    for name in wanted:
        if name not in names:
            raise SystemExit(f"{variable} has '{name}', but there are only: {', '.join(names)}")
    return wanted or list(names)


def in_lanes(files: Mapping[str, Path], number: int) -> None:
    """Try each fault, so many at once, and have each write its cells to its file."""
    processes: list[subprocess.Popen[bytes]] = []
    lanes = ThreadPoolExecutor(number)
    try:
        begun = [lanes.submit(process_of, name, files[name], processes) for name in sorted(files, key=turn)]
        for each in begun:
            each.result()
    finally:
        # Where a user has interrupted.
        lanes.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            end(process)


def turn(fault: str) -> int:
    """Return when a fault has its turn."""
    return LONGEST.index(fault) if fault in LONGEST else len(LONGEST)


def process_of(fault: str, cells: Path, processes: list[subprocess.Popen[bytes]]) -> None:
    """Try one fault in a process of its own, which ends in time, and add that to those there are."""
    command = [sys.executable, __file__, "--fault", fault, "--cells", str(cells)]
    process = subprocess.Popen(command, start_new_session=True)
    processes.append(process)
    try:
        process.wait(DEADLINE)
    except subprocess.TimeoutExpired:
        print(f"{fault} does not end", flush=True)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started, the disk and the hosts that it made included if it can."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
    # Executors that were stopped, too.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def cells_in(file: Path, fault: str, phases: list[str]) -> list[Cell]:
    """Return what that process has written, and for what it has not, that it has not."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    cells = {cell.phase: cell for cell in map(Cell.of, lines)}
    return [cells.get(phase, Cell(fault, phase, problem="its process ended before")) for phase in phases]


@contextmanager
def alone(page: Path) -> Iterator[None]:
    """Keep out the other Spark's run, which writes to the same page."""
    with page.open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def attempt_all(fault: Fault, phases: list[Phase], file: Path) -> None:
    """Try a fault in each phase, and tell what came of it."""
    h2o.no_progress()
    with tempfile.TemporaryDirectory(prefix="fault-", ignore_cleanup_errors=True) as directory:
        place = Path(directory)
        disk = Disk(place) if fault.confined else None
        try:
            attempt_phases(fault, phases, place, disk, file)
        finally:
            if disk:
                disk.remove()


def attempt_phases(fault: Fault, phases: list[Phase], place: Path, disk: Disk | None, file: Path) -> None:
    """Try a fault in each phase of as many applications as it takes."""
    left: list[str] = []
    application = Application(fault, place, disk)
    try:
        for phase in phases:
            cell = application.attempt(phase)
            tell(cell, file)
            if phase is not phases[-1] and (fault.apart or not cell.good):
                # What is wrong now is not to be found again in the next cell, and who was replaced is on this host.
                left += application.end()
                application = Application(fault, place, disk)
        left += application.end()
    finally:
        application.close()
    tell(Cell(fault.name, AFTERWARDS, "nothing left", problem="; ".join(left)), file)


def tell(cell: Cell, file: Path) -> None:
    """Print a cell, and write it for the table."""
    print(f"{time.strftime('%X')} {spark_version} {cell.fault}, {cell.phase}: {cell.told()}", flush=True)
    with file.open("a", encoding="utf-8") as cells:
        cells.write(cell.line())


if __name__ == "__main__":
    sys.exit(main())
