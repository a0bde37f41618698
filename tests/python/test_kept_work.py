"""With spark.ext.h2o.recovery.dir what was finished outlives the cloud, and grids that were being searched go on."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h2o
import pytest
from h2o.automl import H2OAutoML
from h2o.estimators import (
    H2OGeneralizedLinearEstimator,
    H2OGradientBoostingEstimator,
    H2OStackedEnsembleEstimator,
)
from h2o.grid import H2OGridSearch
from pyspark.sql import SparkSession
from pyspark.sql.functions import expr
from rest_client import Rest
from sessions import (
    await_state,
    executor_processes,
    kill_an_executor,
    start_two_executors,
)

from pysparkling import H2OConf, H2OContext
from pysparkling.errors import GatewayError, SettingError

DATA = "select id, id / 3 as x, cast(id % 10 as string) as s, if(id % 3 = 0, 'yes', 'no') as y from range(0, 20000, 1, 4)"
X = ["x", "s"]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = start_two_executors(**{"spark.deploy.maxExecutorRetries": "-1"})
    yield session
    session.stop()


@pytest.fixture(autouse=True)
def no_context_stays(spark: SparkSession) -> Iterator[None]:
    yield
    if (context := H2OContext.get()) is not None:
        context.stop()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    # What H2O takes for a URI and what a file system takes for a name differ in blanks.
    return tmp_path / "kept work"


def lose_an_executor(
    spark: SparkSession, which: Callable[[Iterable[int]], int] = min
) -> None:
    rest = Rest.connected()
    os.kill(which(executor_processes(spark)), signal.SIGKILL)
    await_state(rest, "RECOVERING")
    await_state(rest, "RUNNING")


def await_(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def files(kept: Path, folder: str) -> list[str]:
    return sorted(path.name for path in kept.glob(f"*/{folder}/[!.]*"))


@contextmanager
def in_the_background(work: Callable[[], object]) -> Iterator[None]:
    """Do something in another thread meanwhile, and wait for it to end well."""
    problems: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as e:  # noqa: BLE001 - it is raised where somebody sees it
            problems.append(e)

    thread = threading.Thread(target=run)
    thread.start()
    yield
    # H2O's client asks every ten seconds while there is no cloud.
    thread.join(240)
    assert not thread.is_alive()
    for problem in problems:
        raise problem


def times(kept: Path, names: str = "*") -> dict[str, int]:
    found = kept.glob(f"*/models/{names}")
    return {path.name: path.stat().st_mtime_ns for path in found}


def unchanged(before: dict[str, int], kept: Path) -> bool:
    now = times(kept)
    return all(now.get(name) == time for name, time in before.items())


def search(grid_id: str, models: int, trees: int) -> H2OGridSearch:
    return H2OGridSearch(
        H2OGradientBoostingEstimator(ntrees=trees, seed=1),
        hyper_params={"learn_rate": [0.1 + i / 100 for i in range(models)]},
        grid_id=grid_id,
    )


@pytest.mark.newest
def test_models_come_back_and_a_grid_goes_on_where_it_was(
    spark: SparkSession, kept: Path
) -> None:
    hc = H2OContext.getOrCreate(spark, H2OConf().setRecoveryDir(str(kept)))
    frame = hc.asH2OFrame(spark.sql(DATA), "data")
    common: dict[str, Any] = {
        "nfolds": 2,
        "seed": 1,
        "keep_cross_validation_predictions": True,
    }
    gbm = H2OGradientBoostingEstimator(model_id="a gbm", ntrees=5, **common)
    gbm.train(x=X, y="y", training_frame=frame)
    glm = H2OGeneralizedLinearEstimator(model_id="glm", **common)
    glm.train(x=X, y="y", training_frame=frame)
    removed = H2OGeneralizedLinearEstimator(model_id="removed")
    removed.train(x=X, y="y", training_frame=frame)
    assert files(kept, "models") == ["a=20gbm", "glm", "removed"]
    h2o.remove("removed")
    await_(lambda: files(kept, "models") == ["a=20gbm", "glm"])
    before = gbm.predict(frame).as_data_frame(use_multi_thread=True)
    finished = search("finished", 2, 2)
    finished.train(x=X, y="y", training_frame=frame)
    # A frame that H2O made, of which Spark knows nothing.
    half, _ = frame.split_frame([0.5], destination_frames=["half", "rest"], seed=1)
    running = search("running", 6, 40)
    with in_the_background(lambda: running.train(x=X, y="y", training_frame=half)):
        await_(lambda: "running_model_2" in files(kept, "models"))
        trained = times(kept)
        lose_an_executor(spark)

    assert len(running.model_ids) == 6
    assert unchanged(trained, kept), "a model was trained again"
    assert len(h2o.get_grid("finished").model_ids) == 2
    assert not list(kept.glob("*/searches/*/input"))
    assert "removed" not in h2o.ls()["key"].tolist()
    again = h2o.get_model("a gbm")
    assert again.auc(xval=True) == gbm.auc(xval=True)
    assert (
        again.predict(h2o.get_frame("data"))
        .as_data_frame(use_multi_thread=True)
        .equals(before)
    )
    # Made of the predictions of the cross-validation, which come with the models.
    ensemble = H2OStackedEnsembleEstimator(
        model_id="both", base_models=["a gbm", "glm"]
    )
    ensemble.train(x=X, y="y", training_frame=h2o.get_frame("data"))
    h2o.remove(again)
    await_(lambda: "a=20gbm" not in files(kept, "models"))
    hc.stop()
    assert list(kept.iterdir()) == []


@pytest.mark.soak
def test_a_storage_that_hangs_holds_up_no_training_for_ever(
    spark: SparkSession, kept: Path
) -> None:
    hc = H2OContext.getOrCreate(spark, H2OConf().setRecoveryDir(str(kept)))
    frame = hc.asH2OFrame(spark.sql(DATA), "data")
    (application,) = kept.iterdir()
    models = application / "models"
    models.mkdir(exist_ok=True)
    # Whoever writes to it waits until somebody reads.
    pipe = models / f".hangs.{h2o.cluster().cloud_name}.part"
    os.mkfifo(pipe)
    began = time.monotonic()
    for name in ("hangs", "left out"):
        model = H2OGeneralizedLinearEstimator(model_id=name)
        model.train(x=X, y="y", training_frame=frame)
    # The second one does not wait again.
    assert 25 < time.monotonic() - began < 50
    assert files(kept, "models") == []
    assert len(pipe.read_bytes()) > 1000
    await_(lambda: files(kept, "models") == ["hangs"])
    model = H2OGeneralizedLinearEstimator(model_id="later")
    model.train(x=X, y="y", training_frame=frame)
    assert files(kept, "models") == ["hangs", "later"]


@pytest.mark.soak
def test_what_was_cancelled_does_not_go_on(spark: SparkSession, kept: Path) -> None:
    hc = H2OContext.getOrCreate(spark, H2OConf().setRecoveryDir(str(kept)))
    frame = hc.asH2OFrame(spark.sql(DATA), "data")
    cancelled = search("cancelled", 50, 60)
    cancelled.start(x=X, y="y", training_frame=frame)
    await_(lambda: files(kept, "models") != [])
    cancelled.cancel()
    await_(lambda: not list(kept.glob("*/searches/*/input")))
    count = len(h2o.get_grid("cancelled").model_ids)
    # The other one than before: with it or without goes the leader, which has written.
    lose_an_executor(spark, max)
    assert len(h2o.get_grid("cancelled").model_ids) == count
    assert [
        job for job in h2o.api("GET /3/Jobs")["jobs"] if job["status"] == "RUNNING"
    ] == []
    h2o.remove_all()
    await_(lambda: files(kept, "models") == files(kept, "searches") == [])
    hc.stop()


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["file", "viewfs"])
def test_with_manual_recovery_the_next_context_has_the_models(
    spark: SparkSession, tmp_path: Path, scheme: str
) -> None:
    # That one is Hadoop's alone: H2O reaches it as it does HDFS and object stores.
    spark.conf.set("fs.viewfs.mounttable.table.link./kept", f"file://{tmp_path}")
    uris = {"file": f"file://{tmp_path}", "viewfs": "viewfs://table/kept"}
    conf = H2OConf().setRecoveryDir(uris[scheme]).setRecovery("manual")
    hc = H2OContext.getOrCreate(spark, conf)
    model = H2OGradientBoostingEstimator(model_id="gbm", ntrees=2)
    model.train(x=X, y="y", training_frame=hc.asH2OFrame(spark.sql(DATA)))
    trees = model.actual_params["ntrees"]
    rest = Rest.connected()
    kill_an_executor(spark)
    await_state(rest, "LOST")
    again = H2OContext.getOrCreate(spark, conf)
    assert h2o.get_model("gbm").actual_params["ntrees"] == trees
    again.stop()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.newest
def test_a_directory_that_cannot_be_written_is_refused(
    spark: SparkSession, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(
        SettingError, match=r"spark\.ext\.h2o\.recovery\.dir = '.*file'"
    ):
        H2OContext.getOrCreate(spark, H2OConf().setRecoveryDir(str(file)))
    with pytest.raises(SettingError, match=r"nosuch"):
        H2OContext.getOrCreate(spark, H2OConf().setRecoveryDir("nosuch://bucket/there"))


@pytest.mark.soak
def test_an_automl_begins_again_and_keeps_what_it_had(
    spark: SparkSession, kept: Path
) -> None:
    hc = H2OContext.getOrCreate(spark, H2OConf().setRecoveryDir(str(kept)))
    frame = hc.asH2OFrame(spark.sql(DATA), "data")
    run = H2OAutoML(
        max_models=6,
        seed=1,
        nfolds=2,
        include_algos=["GBM", "GLM", "StackedEnsemble"],
        project_name="run",
    )
    with in_the_background(lambda: run.train(x=X, y="y", training_frame=frame)):
        await_(lambda: len(times(kept, "*_AutoML_*")) >= 2)
        trained = times(kept, "*_AutoML_*")
        lose_an_executor(spark)
    names = [
        row[0]
        for row in run.leaderboard["model_id"].as_data_frame(
            use_pandas=False, header=False
        )
    ]
    assert len([name for name in names if not name.startswith("Stacked")]) == 6
    assert len(names) > 6
    assert unchanged(trained, kept), "a model was trained again"
    assert files(kept, "searches") == []
    hc.stop()


@pytest.mark.newest
def test_a_start_that_fails_leaves_no_directory(
    spark: SparkSession, kept: Path
) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104 - the gateway's own address, too
        conf = H2OConf().setRecoveryDir(str(kept))
        conf.setClientWebPort(taken.getsockname()[1])
        with pytest.raises(GatewayError, match="in use"):
            H2OContext.getOrCreate(spark, conf)
    assert list(kept.iterdir()) == []


@pytest.mark.soak
def test_predictions_of_rows_in_another_order_do_not_come_back(
    spark: SparkSession, kept: Path
) -> None:
    hc = H2OContext.getOrCreate(spark, H2OConf().setRecoveryDir(str(kept)))
    shuffled = spark.sql(DATA).orderBy(expr("reflect('java.lang.Math', 'random')"))
    frame = hc.asH2OFrame(shuffled, "shuffled")
    glm = H2OGeneralizedLinearEstimator(
        model_id="glm", nfolds=2, seed=1, keep_cross_validation_predictions=True
    )
    glm.train(x=X, y="y", training_frame=frame)
    predictions = glm.cross_validation_holdout_predictions().frame_id
    lose_an_executor(spark)
    assert h2o.get_model("glm").auc(xval=True) == glm.auc(xval=True)
    assert predictions not in h2o.ls()["key"].tolist()
