"""Ctrl-C, as a terminal sends it."""

from __future__ import annotations

import os
import pty
import select
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support import Runner

pytestmark = pytest.mark.integration

PATIENCE = 180


class Terminal:
    """An interactive Python behind a pseudo-terminal."""

    def __init__(self, runner: Runner) -> None:
        self.seen = ""
        pid, self.descriptor = pty.fork()
        if pid == 0:
            os.execve(
                runner.python,
                [runner.python, "-i", "-q"],
                runner.variables(PYTHON_BASIC_REPL="1", TERM="dumb"),
            )

    def type(self, line: str) -> None:
        os.write(self.descriptor, f"{line}\n".encode())

    def interrupt(self) -> None:
        os.write(self.descriptor, b"\x03")

    def expect(self, mark: str) -> str:
        """Read until the mark and return what came before it."""
        deadline = time.monotonic() + PATIENCE
        while mark not in self.seen:
            assert time.monotonic() < deadline, f"no {mark!r} in: {self.seen[-4000:]}"
            if select.select([self.descriptor], [], [], 1)[0]:
                self.seen += os.read(self.descriptor, 65536).decode(errors="replace")
        before, _, self.seen = self.seen.partition(mark)
        return before

    def close(self) -> None:
        self.type("exit()")
        os.close(self.descriptor)


def cancel(shell: Terminal, begun: str, cancelled: int) -> None:
    """Interrupt H2O's job that has begun; so many are cancelled then, and none runs on behind."""
    shell.expect(begun)
    time.sleep(1)
    began = time.monotonic()
    shell.interrupt()
    shell.expect("was cancelled by the user")
    assert time.monotonic() - began < 3
    shell.type("waited = settle(lambda: 'RUNNING' not in statuses())")
    shell.type("print('running', statuses().count('RUNNING'), statuses().count('CANCELLED'), 'e' + 'nd')")
    assert f"running 0 {cancelled}" in shell.expect("end\r\n").splitlines()[-1]


def test_what_is_under_way_ends_at_once_and_leaves_nothing_behind(installed: Runner) -> None:
    shell = Terminal(installed)
    try:
        shell.expect(">>> ")
        shell.type("from pyspark.sql import SparkSession")
        shell.type("from pysparkling import *")
        shell.type("import time")
        shell.type("b = SparkSession.builder.master('local[2]').config('spark.driver.memory', '2g')")
        shell.type("spark = b.config('spark.ui.enabled', 'false').getOrCreate()")
        shell.type("hc = H2OContext.getOrCreate()")
        shell.type("jobs = lambda: list(spark.sparkContext.statusTracker().getActiveJobsIds())")
        # What was cancelled has ten seconds to end, on a machine that other tests keep busy.
        shell.type("settle = lambda done: any(done() or time.sleep(0.1) for _ in range(100))")
        shell.type("statuses = lambda: [job['status'] for job in h2o.api('GET /3/Jobs')['jobs']]")
        # The marks are put together by Python, so that the echo of the line is not taken for them.
        shell.type('nap = \'reflect("java.lang.Thread", "sleep", cast(50 as bigint)) as nap\'')
        shell.type("slow = spark.range(0, 20000, 1, 2).selectExpr('id', nap)")
        shell.type("print('be' + 'gin')")
        shell.expect("begin")

        shell.type("hc.asH2OFrame(slow, 'slow')")
        shell.expect("Converting to slow |")
        began = time.monotonic()
        shell.interrupt()
        shell.expect("KeyboardInterrupt")
        assert time.monotonic() - began < 2
        shell.type("import h2o; waited = settle(lambda: not jobs())")
        shell.type("print('jobs', jobs(), 'frames', 'slow' in str(h2o.ls()), 'e' + 'nd')")
        assert "jobs [] frames False" in shell.expect("end\r\n").splitlines()[-1]

        shell.type("from h2o.estimators import H2OGradientBoostingEstimator as Trees")
        # With something to learn, slowly, or the training ends with its first trees.
        shell.type("data = hc.asH2OFrame(spark.range(50000).selectExpr('id as x', 'id * id as y'), 'data')")
        shell.type("trees = Trees(ntrees=20000, max_depth=8, learn_rate=0.0001, score_tree_interval=20000)")
        shell.type("trees.train(x=['x'], y='y', training_frame=data)")
        cancel(shell, "gbm Model Build progress", cancelled=1)

        # Both chunks are under way at once, for longer than a user waits.
        shell.type("trees = Trees(ntrees=50, max_depth=10)")
        shell.type("trees.train(x=['x'], y='y', training_frame=data)")
        shell.type("many = hc.asH2OFrame(spark.range(0, 4000000, 1, 2).selectExpr('id as x'), 'many')")
        shell.type("trees.predict(many)")
        cancel(shell, "gbm prediction progress", cancelled=2)
        shell.type("print('scores', 'prediction_' in str(h2o.ls()), 'transformation_' in str(h2o.ls()), 'e' + 'nd')")
        assert "scores False False" in shell.expect("end\r\n").splitlines()[-1]

        shell.type("hc.stop(); print('stop' + 'ped')")
        shell.expect("stopped")
        shell.type("print('s' + 'tart'); hc = H2OContext.getOrCreate()")
        shell.expect("start\r\n")
        # In the midst of it; there is nothing to be seen that could be waited for.
        time.sleep(0.5)
        began = time.monotonic()
        shell.interrupt()
        shell.expect("KeyboardInterrupt")
        assert time.monotonic() - began < 2

        shell.type("hc = H2OContext.getOrCreate(); print('rows', hc.asH2OFrame(spark.range(3)).nrow, 'e' + 'nd')")
        assert "rows 3" in shell.expect("end\r\n").splitlines()[-1]
        # What was interrupted has not left Spark's queue of listeners half ended.
        shell.type("hc.stop(); print('o' + 'ver')")
        shell.expect("over")
    finally:
        shell.close()
