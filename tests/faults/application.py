"""One Spark application in which cell after cell is tried."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sessions import executor_processes, start_spark, start_two_executors

from checks import files_of_nodes, first_line, judge, listening, nothing_left, still_running
from hosts import TwoHosts
from injected import FULL_FOR, Target, alive, gone
from interrupter import Interrupter
from outcomes import Cell
from phases import Running, Situation
from replacement import Replacement, await_executors, executors, executors_of_this_process, works_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyspark.sql import SparkSession

    from injected import Disk, Fault
    from phases import Phase

# What was interrupted must not go on behind.
FULL_STOP_WITHIN = 10
# For an executor to be gone that was lost, from then on at most.
LOST_GONE_WITHIN = 30
# For what an application leaves to be gone.
GONE_WITHIN = 15


class Application:
    """A Spark application with two executors.

    Parameters
    ----------
    fault
        What is injected into it.
    place
        Where Spark may write. The first application of a process decides: that JVM's workers go on with it.
    disk
        What is mounted there, if anything.
    """

    def __init__(self, fault: Fault, place: Path, disk: Disk | None) -> None:
        self._fault = fault
        self._place = place
        self._disk = disk
        self._network = TwoHosts() if fault.apart else None
        try:
            self._spark = self._start()
        except BaseException:
            self.close()
            raise
        self._situation = Situation(self._spark, dies=self._on_this_host)
        self._lost: list[int] = []
        jvm: Any = self._spark.sparkContext._jvm
        self._driver = int(jvm.java.lang.ProcessHandle.current().pid())
        self._ports = listening(self._driver)

    def _start(self) -> SparkSession:
        """Start a session: with two hosts, with an executor on each, and room for another one here."""
        if not self._network:
            place = str(self._place)
            return start_two_executors(
                **{
                    "spark.deploy.maxExecutorRetries": "-1",
                    "spark.local.dir": place,
                    # Who is killed leaves libraries there.
                    "spark.executor.extraJavaOptions": f"-Djava.io.tmpdir={place}",
                }
            )
        cluster, near = self._network.cluster, self._network.near
        driver = {"spark.driver.host": near, "spark.driver.bindAddress": near}
        return start_spark(cluster.master, **cluster.settings, **driver, **{"spark.cores.max": "2"})

    def _on_this_host(self, processes: set[int]) -> int:
        return min(process for process in processes if not self._elsewhere(process))

    def _elsewhere(self, process: int) -> bool:
        return self._network is not None and self._network.has(process)

    def attempt(self, phase: Phase) -> Cell:
        """Inject the fault in a phase."""
        try:
            return self._attempt(phase)
        except Exception as failure:
            # A cell of the table, not the end of it.
            return self._cell(phase, problem=first_line(failure))

    def _cell(self, phase: Phase, outcome: str = "-", ended: float = 0, again: float = 0, problem: str = "") -> Cell:
        return Cell(self._fault.name, phase.name, outcome, ended, again, problem)

    def _attempt(self, phase: Phase) -> Cell:
        fault = self._fault
        prepared = phase.prepare(self._situation)
        await_executors(self._spark, 2)
        if fault.interrupts:
            return self._interrupt(phase, prepared)
        processes = executor_processes(self._spark)
        context = self._situation.context
        running = Running(phase.work, self._situation, prepared)
        running.start()
        phase.begun(self._situation)
        if not running.is_alive():
            return self._cell(phase, problem=f"the work was over before: {running.problem}")
        # The last one, since a phase may have killed the first.
        victim = max(p for p in processes if alive(p) and (not fault.apart or self._elsewhere(p)))
        replacement = Replacement(self._spark, missing=fault.loses is not False)
        injected = time.monotonic()
        fault.inject(Target(victim, self._disk, self._network))
        if fault.loses is not False:
            replacement.start()
        running.join(fault.bound + 5)
        ended = time.monotonic() - injected
        late = f"it was to end within {fault.bound:.0f} s"
        if running.is_alive():
            return self._cell(phase, "did not end", ended, problem=late)
        outcome, problem = judge(running.problem, fault)
        if ended > fault.bound:
            problem = problem or late
        lost = gone(victim, FULL_FOR + 2) if fault.loses is None else fault.loses
        if not lost:
            replacement.not_needed()
        if self._disk:
            self._disk.await_room()
        made = None if running.problem else phase.makes
        enough = max(time.monotonic(), injected + fault.lasts)
        again, trouble = works_again(self._situation, replacement, enough, made)
        problem = problem or trouble
        if context is not None and self._situation.context is not context:
            problem = problem or "the context did not recover, another one had to be made"
        if self._network:
            self._network.mend()
        if lost:
            self._lost.append(victim)
        return self._cell(phase, outcome, ended, again, problem)

    def _interrupt(self, phase: Phase, prepared: object) -> Cell:
        """Inject a fault that reaches the thread that waits, as a user's Ctrl-C does."""
        interrupter = Interrupter(self._fault, phase, self._situation)
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
            return self._cell(phase, problem=f"the work was over before: {problem}")
        outcome, trouble = judge(problem, self._fault)
        if ended > self._fault.bound:
            trouble = trouble or f"it was to end within {self._fault.bound:.0f} s"
        replacement = Replacement(self._spark, missing=False)
        again, later = works_again(self._situation, replacement, time.monotonic())
        trouble = trouble or later or still_running(FULL_STOP_WITHIN)
        return self._cell(phase, outcome, ended, again, trouble)

    def end(self) -> list[str]:
        """End the context and the application; return what stays of them."""
        # Who was stopped for a while hears only then that Spark has ended it.
        left = [f"lost executor {process}" for process in self._lost if not gone(process, LOST_GONE_WITHIN)]
        # Spark takes its time to end those that it has given up.
        nothing_left(lambda: len(executors_of_this_process()) - len(executors(self._spark)) + 1 > 0, LOST_GONE_WITHIN)
        processes = executors_of_this_process()
        try:
            if self._situation.context:
                self._situation.context.stop()
                left += self._left_inside()
            self._spark.stop()
            left += self._left_outside()
        finally:
            self.close()
        staying = [process for process in processes if not gone(process, GONE_WITHIN)]
        return [*left, *([f"processes {staying}"] if staying else [])]

    def _left_inside(self) -> list[str]:
        """Return what a context that has ended still holds while Spark goes on."""
        looks: dict[str, Callable[[], object]] = {
            "cached blocks": lambda: list(self._spark._jsc.getPersistentRDDs()),
            "ports of the driver": lambda: listening(self._driver) - self._ports,
            # Those of executors that were killed, too.
            "files of nodes": lambda: files_of_nodes(self._network.cluster.directory if self._network else self._place),
        }
        found = {name: nothing_left(look, GONE_WITHIN) for name, look in looks.items()}
        return [f"{name} {left}" for name, left in found.items() if left]

    def _left_outside(self) -> list[str]:
        """Return what is left on both hosts; where the workers are in the driver, their files go with it."""
        try:
            if self._network:
                self._network.cluster.require_rest()
        except AssertionError as left:
            return [str(left)]
        return []

    def close(self) -> None:
        """Take its hosts away, whatever runs on them. Does nothing if done before."""
        if self._network:
            self._network.close()
