"""The main job of `make faults`: each fault in each phase, on one Spark, with two executors.

Usage: python run.py [--write FILE]

FAULTS and PHASES choose some of them, by their names in the table, separated by commas.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark import __version__ as spark_version
from pysparkling.errors import CloudFormationError, CloudLostError, ConversionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import executor_processes, parent_of, start_spark, start_two_executors

from hosts import NEAR, TwoHosts
from injected import FAULTS, FULL_FOR, Disk, Fault, alive, disks, gone, networks
from phases import KEPT, PHASES, Phase, Running, Situation

# After an executor came in the place of the one that was lost.
WORKS_AGAIN_WITHIN = 15
# For Spark to start that executor.
REPLACED_WITHIN = 60
# What was interrupted must not go on behind.
FULL_STOP_WITHIN = 10
# What the engine's own client raises of a job or a request, and Spark of a query, has our text.
NAMED = ("lost executor", "CloudLostException: Executor")


@dataclass(frozen=True)
class Cell:
    """What came of one fault in one phase."""

    fault: str
    phase: str
    outcome: str
    ended: float
    again: float
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether it is as it must be."""
        return not self.problem

    def told(self) -> str:
        """Return it in one line."""
        text = f"{self.outcome} after {self.ended:.1f} s, works again after {self.again:.1f} s"
        return text if self.good else f"FAILED: {self.problem} ({text})"


def main(arguments: list[str] | None = None) -> int:
    """Run the cells and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path, metavar="FILE", help="the page whose table is to be replaced")
    page: Path | None = parser.parse_args(arguments).write
    faults = [FAULTS[name] for name in chosen("FAULTS", FAULTS)]
    if not is_root() and any(fault.privileged for fault in faults):
        print("Only root can make disks and hosts, so faults that need them are left out")
        faults = [fault for fault in faults if not fault.privileged]
    phases = [PHASES[name] for name in chosen("PHASES", PHASES)]
    if is_root():
        # One for all applications: this JVM's workers go on with the directory that the first one had.
        disks.append(Disk(Path(tempfile.mkdtemp(prefix="disk-"))))
    try:
        return attempt_all(faults, phases, page)
    finally:
        while disks:
            disks.pop().remove()


def attempt_all(faults: list[Fault], phases: list[Phase], page: Path | None) -> int:
    """Try each fault in each phase, tell what came of it, and return the exit code."""
    cells: list[Cell] = []
    left: list[int] = []
    for fault in faults:
        application = Application(fault)
        for phase in phases:
            cell = application.attempt(fault, phase)
            cells.append(cell)
            print(f"{fault.name}, {phase.name}: {cell.told()}", flush=True)
            if phase is not phases[-1] and (fault.apart or not cell.good):
                # What is wrong now is not to be found again in the next cell, and who was replaced is on this host.
                left += application.end()
                application = Application(fault)
        left += application.end()
    if left:
        print(f"Processes {left} outlived their application")
    text = table(cells, [fault.name for fault in faults], [phase.name for phase in phases])
    print(f"\nSpark {spark_version}\n\n{text}\n")
    if page:
        page.write_text(rewritten(page.read_text(encoding="utf-8"), text, spark_version), encoding="utf-8")
    return 0 if all(cell.good for cell in cells) and not left else 1


def chosen(variable: str, names: Mapping[str, object]) -> list[str]:
    """Return the names that an environment variable chooses, or all."""
    wanted = [name.strip() for name in os.environ.get(variable, "").split(",") if name.strip()]
    for name in wanted:
        if name not in names:
            raise SystemExit(f"{variable} has '{name}', but there are only: {', '.join(names)}")
    return wanted or list(names)


class Application:
    """A Spark application with two executors, in which cell after cell is tried."""

    def __init__(self, fault: Fault) -> None:
        if fault.apart:
            self._spark = start_on_two_hosts()
            self._situation = Situation(self._spark, dies=on_this_host)
            return
        settings = {"spark.deploy.maxExecutorRetries": "-1"}
        for disk in disks:
            settings["spark.local.dir"] = str(disk.place)
        self._spark = start_two_executors(**settings)
        self._situation = Situation(self._spark)

    def attempt(self, fault: Fault, phase: Phase) -> Cell:
        """Inject a fault in a phase."""
        try:
            return self._attempt(fault, phase)
        except Exception as failure:
            # A cell of the table, not the end of it.
            return Cell(fault.name, phase.name, "-", 0, 0, f"{type(failure).__name__}: {failure}".splitlines()[0])

    def _attempt(self, fault: Fault, phase: Phase) -> Cell:
        prepared = phase.prepare(self._situation)
        self._await_executors(2)
        processes = executor_processes(self._spark)
        context = self._situation.context
        if fault.interrupts:
            return self._interrupt(fault, phase, prepared)
        running = Running(phase.work, self._situation, prepared)
        running.start()
        phase.begun(self._situation)
        if not running.is_alive():
            return Cell(fault.name, phase.name, "-", 0, 0, f"the work was over before: {running.problem}")
        # The last one, since a phase may have killed the first.
        victim = max(p for p in processes if alive(p) and (not fault.apart or networks[-1].has(p)))
        replacement = Replacement(self._spark, missing=fault.loses is not False)
        injected = time.monotonic()
        fault.inject(victim)
        replacement.start()
        running.join(fault.bound + 5)
        ended = time.monotonic() - injected
        if running.is_alive():
            return Cell(fault.name, phase.name, "did not end", ended, 0, f"it was to end within {fault.bound:.0f} s")
        outcome, problem = judge(running.problem, fault)
        if ended > fault.bound:
            problem = problem or f"it was to end within {fault.bound:.0f} s"
        lost = self._ends(victim) if fault.loses is None else fault.loses
        if not lost:
            replacement.not_needed()
        for disk in disks:
            disk.await_room()
        again, trouble = works_again(self._situation, replacement, max(time.monotonic(), injected + fault.lasts))
        problem = problem or trouble
        if context is not None and self._situation.context is not context:
            problem = problem or "the context did not recover, another one had to be made"
        for network in networks:
            network.mend()
        if lost and not gone(victim, 30):
            problem = problem or "the executor that was lost is still there"
        return Cell(fault.name, phase.name, outcome, ended, again, problem)

    @staticmethod
    def _ends(victim: int) -> bool:
        """Tell whether an executor ends of what was done to it, which is over by then."""
        return gone(victim, FULL_FOR + 2)

    def _interrupt(self, fault: Fault, phase: Phase, prepared: object) -> Cell:
        """Inject a fault that reaches the thread that waits, as a user's Ctrl-C does."""
        interrupter = Interrupter(fault, phase, self._situation)
        interrupter.start()
        problem: BaseException | None = None
        try:
            try:
                interrupter.works.set()
                phase.work(self._situation, prepared)
            except BaseException as raised:
                problem = raised
            ended = interrupter.over()
        except KeyboardInterrupt as late:
            # It came as the work had ended.
            problem = late
            ended = interrupter.over()
        if not ended:
            return Cell(fault.name, phase.name, "-", 0, 0, f"the work was over before: {problem}")
        outcome, trouble = judge(problem, fault)
        if ended > fault.bound:
            trouble = trouble or f"it was to end within {fault.bound:.0f} s"
        replacement = Replacement(self._spark, missing=False)
        again, later = works_again(self._situation, replacement, time.monotonic())
        trouble = trouble or later or still_running(FULL_STOP_WITHIN)
        return Cell(fault.name, phase.name, outcome, ended, again, trouble)

    def _await_executors(self, number: int) -> None:
        deadline = time.monotonic() + REPLACED_WITHIN
        # The driver has a block manager, too.
        while len(executors(self._spark)) < number + 1 and time.monotonic() < deadline:
            time.sleep(0.1)

    def end(self) -> list[int]:
        """End the application; return the processes that stay."""
        processes = executors_of_this_process()
        try:
            self._spark.stop()
        finally:
            while networks:
                networks.pop().close()
        return [process for process in processes if not gone(process, 15)]


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
            self._fault.inject(os.getpid())
        if not self._over.wait(self._fault.bound + REPLACED_WITHIN):
            print(f"{self._fault.name}, {self._phase.name}: the main thread does not come back", flush=True)
            faulthandler.dump_traceback()
            os._exit(1)

    def over(self) -> float:
        """Tell that the work is over; return how long after the fault, 0 if there was none yet."""
        with self._lock:
            self._over.set()
            return time.monotonic() - self._injected if self._injected else 0.0


def still_running(seconds: float) -> str:
    """Return which of H2O's jobs go on after that time."""
    end = time.monotonic() + seconds
    while True:
        every = Rest.connected().get("/sparkling/v1/jobs")["jobs"]
        jobs = [job["description"] for job in every if job["state"] == "RUNNING"]
        if not jobs or time.monotonic() > end:
            return f"these jobs go on: {jobs}" if jobs else ""
        time.sleep(0.2)


def is_root() -> bool:
    """Tell whether this user may make disks and hosts."""
    return os.geteuid() == 0


def on_this_host(processes: set[int]) -> int:
    """Return the first of them that is on the driver's host."""
    return min(process for process in processes if not networks[-1].has(process))


def start_on_two_hosts() -> SparkSession:
    """Start a session with an executor on this host, where there is room for another one, and one on another host."""
    networks.append(TwoHosts())
    cluster = networks[-1].cluster
    driver = {"spark.driver.host": NEAR, "spark.driver.bindAddress": NEAR}
    try:
        return start_spark(cluster.master, **cluster.settings, **driver, **{"spark.cores.max": "2"})
    except BaseException:
        networks.pop().close()
        raise


def judge(problem: BaseException | None, fault: Fault) -> tuple[str, str]:
    """Return what the work came to, and what is wrong with that."""
    if fault.interrupts:
        # H2O's own client cancels the job that it waits for.
        heard = isinstance(problem, KeyboardInterrupt) or type(problem).__name__ == "H2OJobCancelled"
        return type(problem).__name__, "" if heard else f"{fault.name} did not arrive: {problem}"
    if problem is None:
        return "unaffected", ""
    text_of_it = str(problem)
    named = isinstance(problem, CloudLostError | CloudFormationError) or any(
        text in text_of_it for text in (*NAMED, *fault.named)
    )
    return type(problem).__name__, "" if named else f"not the named error: {str(problem).splitlines()[0]}"


def works_again(situation: Situation, replacement: Replacement, ended: float) -> tuple[float, str]:
    """Convert until it works; return how long after the work's end and enough executors, and what is wrong."""
    end = time.monotonic() + REPLACED_WITHIN + WORKS_AGAIN_WITHIN
    problem = bounded(use, situation)
    while (problem or not replacement.came) and time.monotonic() < end:
        # It may work before, with fewer nodes.
        time.sleep(0.2)
        problem = problem and bounded(use, situation)
    if not replacement.came:
        return 0, f"no executor came in place of the one that was lost ({problem or 'a conversion works'})"
    after = max(0.0, time.monotonic() - max(replacement.came, ended))
    if problem:
        return after, f"it never worked again: {problem}"
    wrong = bounded(compare, situation)
    return after, wrong or ("" if after <= WORKS_AGAIN_WITHIN else "it took too long to work again")


def bounded(check: Callable[[Situation], str], situation: Situation) -> str:
    """Return what a check finds, or that it did not end."""
    found: list[str] = []
    running = Running(lambda situation, _: found.append(check(situation)), situation, None)
    running.start()
    running.join(REPLACED_WITHIN + WORKS_AGAIN_WITHIN)
    if running.is_alive():
        return f"'{check.__name__}' does not end"
    return found[0] if found else f"{type(running.problem).__name__}: {running.problem}".splitlines()[0]


def use(situation: Situation) -> str:
    """Convert once; return why that did not work."""
    try:
        rows = situation.start(anew=True).asH2OFrame(situation.spark.range(0, 1000, 1, 4), "again").nrow
    except (CloudLostError, CloudFormationError) as still:
        return str(still).splitlines()[0]
    return "" if rows == 1000 else f"{rows} rows of 1000"


class Replacement(threading.Thread):
    """Looks out for an executor that was not there before, once a fault was injected.

    Attributes
    ----------
    came
        When it came, or when nobody is missing; 0 as long as it has not.
    """

    def __init__(self, spark: SparkSession, missing: bool) -> None:
        super().__init__(daemon=True)
        self._spark = spark
        self._before = executors(spark)
        self.came = 0.0 if missing else time.monotonic()

    def not_needed(self) -> None:
        """Nobody is missing after all."""
        self.came = self.came or time.monotonic()

    def run(self) -> None:
        """Look until one came."""
        end = time.monotonic() + REPLACED_WITHIN
        while not self.came and time.monotonic() < end:
            if executors(self._spark) - self._before:
                self.came = time.monotonic()
            time.sleep(0.05)


def compare(situation: Situation) -> str:
    """Return what is wrong with the frames that are there by now."""
    context = situation.start()
    for key, data in situation.expected().items():
        try:
            frame = context.asSparkFrame(key)
        except ConversionError:
            if key == KEPT:
                return "the frame that was there before is not there again"
            continue
        wrong = frame.exceptAll(data).count() + data.exceptAll(frame).count()
        if wrong:
            return f"{wrong} rows of frame '{key}' are wrong"
    return ""


def executors(spark: SparkSession) -> set[str]:
    """Return where block managers listen."""
    status = spark._jsc.sc().getExecutorMemoryStatus().keys()
    return set(str(status.mkString(" ")).split())


def executors_of_this_process() -> list[int]:
    """Return the executors whose worker lives in the JVM that this process started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "CoarseGrainedExecutorBackend" in command and is_ours(int(entry.name)):
                found.append(int(entry.name))
    return found


def is_ours(process: int) -> bool:
    """Tell whether a process descends from this one."""
    while process > 1:
        if process == os.getpid():
            return True
        try:
            process = parent_of(process)
        except OSError:
            return False
    return False


def table(cells: list[Cell], faults: list[str], phases: list[str]) -> str:
    """Return the outcomes as a table of Markdown."""
    told = {(cell.fault, cell.phase): cell.told() for cell in cells}
    lines = ["| phase | " + " | ".join(faults) + " |", "|---" * (len(faults) + 1) + "|"]
    lines += ["| " + phase + " | " + " | ".join(told[fault, phase] for fault in faults) + " |" for phase in phases]
    return "\n".join(lines)


def rewritten(page: str, text: str, version: str) -> str:
    """Return the page with the table of that Spark replaced."""
    begin, end_ = f"<!-- Written by `make faults` on Spark {version}. -->", "<!-- End of that. -->"
    before, found, rest = page.partition(begin)
    if not found:
        return f"{page.rstrip()}\n\n### Spark {version}\n\n{begin}\n{text}\n{end_}\n"
    return before + begin + "\n" + text + "\n" + end_ + rest.partition(end_)[2]


if __name__ == "__main__":
    sys.exit(main())
