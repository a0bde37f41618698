"""What is under way when a fault happens."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import h2o
from h2o.estimators import H2OGradientBoostingEstimator
from pysparkling import H2OConf, H2OContext
from rest_client import Rest
from sessions import await_state, executor_processes

from injected import LOST_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame, SparkSession

ROWS = 20000
KEPT = "kept"
# Half a millisecond for each row, in the JVM.
SLOWLY = "reflect('java.lang.Thread', 'sleep', bigint(id % 2))"


@dataclass
class Situation:
    """What the phases work with.

    Attributes
    ----------
    dies
        Chooses the executor that a phase itself ends.
    """

    spark: SparkSession
    context: H2OContext | None = None
    dies: Callable[[set[int]], int] = min

    def start(self, anew: bool = False) -> H2OContext:
        """Return the context with its one frame, made if need be.

        Parameters
        ----------
        anew
            Whether to ask for the running context, since the one of before may be lost.
        """
        if self.context is None or anew:
            context = H2OContext.getOrCreate(self.spark, conf())
            if context is not self.context:
                context.asH2OFrame(self.data(), KEPT)
            self.context = context
        return self.context

    def expected(self) -> dict[str, DataFrame]:
        """Return what each frame has to have in it, if it is there."""
        return {KEPT: self.data(), "written": self.data(), "committed": self.levels()}

    def levels(self) -> DataFrame:
        """Return rows whose levels are merged on the executors for seconds after the last one was read."""
        return self.spark.range(0, 600000, 1, 4).selectExpr("'level ' || id as s", "hash(id) as v")

    def data(self) -> DataFrame:
        """Return what the frame was made from: with something to learn, or a training ends with its first tree."""
        return self.spark.range(0, ROWS, 1, 4).selectExpr("id", "id % 7 as x", "id * id as y")


def conf() -> H2OConf:
    """Return the settings of the harness."""
    return (
        H2OConf()
        .set("spark.ext.h2o.health.warning", "3s")
        .set("spark.ext.h2o.health.lost", f"{LOST_AFTER}s")
        .set("spark.ext.h2o.cloud.timeout", "20s")
    )


@dataclass(frozen=True)
class Phase:
    """One kind of work.

    Attributes
    ----------
    name
        As the table has it.
    prepare
        Makes what the work needs.
    work
        Does it, and raises if it fails.
    begun
        Waits until the work is at the point that is meant.
    makes
        The frame that it makes.
    """

    name: str
    prepare: Callable[[Situation], Any]
    work: Callable[[Situation, Any], object]
    begun: Callable[[Situation], object]
    makes: str | None = None


def _nothing(situation: Situation) -> None:
    situation.start()


def _stopped(situation: Situation) -> None:
    situation.start().stop()
    situation.context = None


def _wait(seconds: float) -> Callable[[Situation], None]:
    return lambda situation: time.sleep(seconds)


def _idle(situation: Situation, _: object) -> None:
    time.sleep(1)


def _write(situation: Situation, _: object) -> None:
    situation.start().asH2OFrame(situation.data().where(f"{SLOWLY} is not null"), "written")


def _no_frame(key: str) -> Callable[[Situation], None]:
    def prepare(situation: Situation) -> None:
        situation.start()
        h2o.remove(key)

    return prepare


def _commit(situation: Situation, _: object) -> None:
    situation.start().asH2OFrame(situation.levels(), "committed")


def _committing(situation: Situation) -> None:
    rest = Rest.connected()
    end = time.monotonic() + 20
    while True:
        latest = rest.get("/sparkling/v1/conversions")["conversions"][0]
        if latest["frame"] == "committed" and latest["progress"] >= 1:
            return
        if time.monotonic() > end:
            raise AssertionError("the frame was never committed")
        time.sleep(0.02)


def _read(situation: Situation, _: object) -> None:
    frame = situation.start().asSparkFrame(KEPT)
    # What returns nothing is "null" to Spark, a text.
    counted = frame.where(f"{SLOWLY} is not null").count()
    if counted != ROWS:
        raise AssertionError(f"{counted} rows were read of {ROWS}")


def _train(situation: Situation, _: object) -> None:
    model = H2OGradientBoostingEstimator(ntrees=20000, max_depth=8, learn_rate=0.0001, seed=1, max_runtime_secs=18)
    model.train(x=["id", "x"], y="y", training_frame=h2o.get_frame(KEPT))


def _model(situation: Situation) -> tuple[Any, Any]:
    context = situation.start()
    model = H2OGradientBoostingEstimator(ntrees=100, max_depth=10, seed=1)
    model.train(x=["id"], y="y", training_frame=h2o.get_frame(KEPT))
    return model, context.asH2OFrame(situation.spark.range(0, 300000, 1, 4), "scored")


def _score(situation: Situation, prepared: tuple[Any, Any]) -> None:
    model, frame = prepared
    scores = model.predict(frame)
    if scores.nrow != frame.nrow:
        raise AssertionError(f"{scores.nrow} scores for {frame.nrow} rows")


def _recover(situation: Situation, _: object) -> None:
    os.kill(situation.dies(executor_processes(situation.spark)), signal.SIGKILL)
    await_state(Rest.connected(), "RECOVERING", 10)
    situation.start().asH2OFrame(situation.spark.range(10), "waited")


def _recovering(situation: Situation) -> None:
    await_state(Rest.connected(), "RECOVERING", 20)


def _form(situation: Situation, _: object) -> None:
    situation.start()


PHASES = {
    phase.name: phase
    for phase in (
        Phase("forming", _stopped, _form, _wait(0.5)),
        Phase("idle", _nothing, _idle, _wait(0)),
        Phase("writing", _no_frame("written"), _write, _wait(2), "written"),
        Phase("committing", _no_frame("committed"), _commit, _committing, "committed"),
        Phase("reading", _nothing, _read, _wait(2)),
        Phase("training", _nothing, _train, _wait(2)),
        Phase("scoring", _model, _score, _wait(0.5)),
        Phase("recovering", _nothing, _recover, _recovering),
    )
}


class Running(threading.Thread):
    """Work in a thread, and what became of it."""

    def __init__(self, work: Callable[[Situation, Any], object], situation: Situation, prepared: object) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._situation = situation
        self._prepared = prepared
        self.problem: BaseException | None = None

    def run(self) -> None:
        """Do the work."""
        try:
            self._work(self._situation, self._prepared)
        except BaseException as problem:
            self.problem = problem
