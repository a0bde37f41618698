"""What training needs besides the algorithms: AutoML, the native XGBoost on several threads, metrics in Python."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import h2o
import pytest
from h2o import H2OFrame
from h2o.automl import H2OAutoML
from h2o.estimators import H2OGradientBoostingEstimator, H2OXGBoostEstimator
from pyspark.sql import SparkSession
from pyspark.sql import functions as f
from recipes import NUMBERS
from sessions import threads_of

from pysparkling import H2OContext


def test_automl_leads_with_the_best_model(flights: H2OFrame) -> None:
    automl = H2OAutoML(
        max_models=2,
        nfolds=3,
        seed=1,
        include_algos=["GLM", "XGBoost", "StackedEnsemble"],
        verbosity=None,
    )
    automl.train(x=NUMBERS, y="late", training_frame=flights.head(1000))
    board = automl.leaderboard.as_data_frame()
    assert {name.split("_")[0] for name in board["model_id"]} >= {
        "GLM",
        "XGBoost",
        "StackedEnsemble",
    }
    assert board["auc"].is_monotonic_decreasing
    assert automl.leader.model_id == board["model_id"][0]
    assert automl.leader.auc(xval=True) > 0.85


@pytest.mark.skipif(
    sys.platform != "linux", reason="the native library is Linux's, and so is /proc"
)
@pytest.mark.parametrize("threads", [1, 2])
def test_xgboost_runs_on_as_many_threads_as_it_is_given(
    spark: SparkSession, hc: H2OContext, threads: int
) -> None:
    columns = [f.rand(seed).alias(f"x{seed}") for seed in range(1, 11)]
    data = hc.asH2OFrame(
        spark.range(20_000)
        .select(*columns)
        .withColumn("y", f.col("x1") * f.col("x2") + f.col("x3"))
    )
    process = spark._jvm.java.lang.ProcessHandle.current().pid()  # type: ignore[union-attr]
    model = H2OXGBoostEstimator(ntrees=20, max_depth=6, nthread=threads, seed=1)

    # The engine trains in one thread of its own; those that OpenMP adds inherit its name.
    seen = 0
    trained = threading.Event()
    training = threading.Thread(
        target=lambda: (model.train(y="y", training_frame=data), trained.set())
    )
    training.start()
    while not trained.wait(0.02) and training.is_alive():
        seen = max(
            seen,
            sum(name.startswith("XGBoostUpdater") for name in threads_of(process)),
        )
    training.join()
    assert trained.is_set()

    assert native_parameters(model)["nthread"] == str(threads)
    assert seen == threads
    maps = Path(f"/proc/{process}/maps").read_text()
    assert "xgboost4j_omp" in maps
    assert "xgboost4j_minimal" not in maps
    assert model.r2() > 0.9


def native_parameters(model: Any) -> dict[str, str]:
    rows = model._model_json["output"]["native_parameters"].cell_values
    # Before each row comes its header, which is empty.
    return {str(row[-2]): str(row[-1]) for row in rows}


class LargestError:
    """A metric for the engine's Python: the largest error of all rows."""

    def map(self, pred, act, w, o, model):  # type: ignore[no-untyped-def]
        return [abs(act[0] - pred[0])]

    def reduce(self, left, right):  # type: ignore[no-untyped-def]
        return [max(left[0], right[0])]

    def metric(self, total):  # type: ignore[no-untyped-def]
        return total[0]


def test_a_metric_in_python_is_computed_by_the_engine(flights: H2OFrame) -> None:
    metric = h2o.upload_custom_metric(
        LargestError, func_name="largest_error", func_file="largest_error.py"
    )
    model = H2OGradientBoostingEstimator(ntrees=5, seed=1, custom_metric_func=metric)
    model.train(x=NUMBERS, y="arr_delay", training_frame=flights)
    errors = (model.predict(flights)["predict"] - flights["arr_delay"]).abs()
    computed = model._model_json["output"]["training_metrics"]._metric_json
    assert computed["custom_metric_name"] == "largest_error"
    assert computed["custom_metric_value"] == pytest.approx(errors.max(), rel=1e-6)


def test_the_library_that_is_handed_out_scores_without_a_cloud(
    flights: H2OFrame, tmp_path: Path
) -> None:
    model = H2OGradientBoostingEstimator(ntrees=5, seed=1)
    model.train(x=NUMBERS, y="late", training_frame=flights)
    mojo = model.download_mojo(str(tmp_path), get_genmodel_jar=True)
    rows = flights.head(500)
    table = tmp_path / "rows.csv"
    rows[NUMBERS].as_data_frame().to_csv(table, index=False)
    alone = h2o.mojo_predict_csv(
        str(table), mojo, genmodel_jar_path=str(tmp_path / "h2o-genmodel.jar")
    )
    expected = model.predict(rows).as_data_frame()["yes"]
    assert [float(row["yes"]) for row in alone] == pytest.approx(
        list(expected), rel=1e-6
    )
