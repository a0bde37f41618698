"""Notebooks in a real kernel: the one that we ship runs, and a cell can be interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client import BlockingKernelClient, KernelManager
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

pytestmark = pytest.mark.oldest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PATIENCE = 180
# In seconds: a busy machine needs some to show where the cell was, the work itself would take minutes.
AT_ONCE = 6


def test_the_notebook_runs_from_its_first_cell_to_its_last() -> None:
    notebook = nbformat.read(NOTEBOOKS / "flights_delay.ipynb", as_version=4)
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    ).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    printed = "".join(output.get("text", "") for output in shown)
    cards = "".join(output.get("data", {}).get("text/html", "") for output in shown)
    assert "AUC 0.9" in printed
    assert "H2OContext" in cards
    assert "<svg" in cards


class Kernel:
    """A kernel and the notebook server's side of it."""

    def __init__(self) -> None:
        self.manager: KernelManager
        self.client: BlockingKernelClient
        self.manager, self.client = start_new_kernel(kernel_name="python3")

    def run(self, code: str) -> str:
        """Run a cell that must end well, and return what it printed."""
        printed = []

        def keep(message: dict[str, Any]) -> None:
            if message["content"].get("name") == "stdout":
                printed.append(text_of(message))

        reply = self.client.execute_interactive(
            code, timeout=PATIENCE, output_hook=keep
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(printed)

    def interrupt(self, code: str, mark: str) -> tuple[str, float]:
        """Interrupt a cell once it shows the mark; return its error, and the seconds until it ended."""
        # Otherwise the kernel drops what is sent while it still tells of the error.
        cell = self.client.execute(code, stop_on_error=False)
        self._await(
            lambda: mark in text_of(self.client.get_iopub_msg(timeout=PATIENCE))
        )
        began = time.monotonic()
        self.manager.interrupt_kernel()
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == cell:
                return reply["content"].get("ename", "none"), time.monotonic() - began

    @staticmethod
    def _await(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def text_of(message: dict[str, Any]) -> str:
    """Return what a message of a kernel shows, whatever way it shows it."""
    content = message["content"]
    shown = content.get("data", {})
    return content.get("text", "") + "".join(map(str, shown.values()))


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    started = Kernel()
    yield started
    started.close()


def test_an_interrupted_cell_ends_at_once_and_the_next_one_works(
    kernel: Kernel,
) -> None:
    kernel.run(
        """
import time
import h2o
from h2o.estimators import H2OGradientBoostingEstimator
from sessions import start_spark
from pysparkling import H2OContext
spark = start_spark("local[2]")
hc = H2OContext.getOrCreate(spark)
nap = 'reflect("java.lang.Thread", "sleep", cast(50 as bigint)) as nap'
slow = spark.range(0, 20000, 1, 2).selectExpr("id", nap)
data = hc.asH2OFrame(spark.range(50000).selectExpr("id as x", "id * id as y"), "data")
# With something to learn, slowly, or the training ends with its first trees.
trees = H2OGradientBoostingEstimator(ntrees=20000, max_depth=8, learn_rate=0.0001, score_tree_interval=20000)
def settle(done):
    # What was cancelled has ten seconds to end, on a machine that other tests keep busy.
    return any(done() or time.sleep(0.1) for _ in range(100))
"""
    )

    error, seconds = kernel.interrupt(
        "hc.asH2OFrame(slow, 'slow')", "Converting to slow |"
    )
    assert error == "KeyboardInterrupt"
    assert seconds < AT_ONCE
    tracker = "spark.sparkContext.statusTracker().getActiveJobsIds()"
    left = kernel.run(
        f"print(settle(lambda: not list({tracker})), 'slow' in h2o.ls()['key'].tolist())"
    )
    assert left == "True False\n"

    error, seconds = kernel.interrupt(
        "trees.train(x=['x'], y='y', training_frame=data)", "gbm Model Build progress"
    )
    # The name that H2O's client gives to a job that was interrupted.
    assert error == "H2OJobCancelled"
    assert seconds < AT_ONCE
    left = kernel.run(
        "statuses = lambda: [job['status'] for job in h2o.api('GET /3/Jobs')['jobs']]\n"
        "print(settle(lambda: 'RUNNING' not in statuses()), 'CANCELLED' in statuses())"
    )
    assert left == "True True\n"

    assert kernel.run("print(hc.asH2OFrame(spark.range(3)).nrow)") == "3\n"
    kernel.run("hc.stop(); spark.stop()")
