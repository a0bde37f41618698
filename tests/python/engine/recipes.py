"""A recipe for every algorithm that the engine registers, and all that comes of it: what is learned, scored, exported and read back.

It runs on whatever engine Python's h2o is connected to.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import h2o
import numpy as np
import pandas as pd
from h2o import H2OFrame
from h2o import estimators as learn
from real_data import tables

# What a recipe yields is plain JSON.
Outcome = dict[str, Any]
Scores = dict[str, list[Any]]

FLIGHT = ["carrier", "engine", "seats", "hour", "distance", "dep_delay"]
# Else the engine's clock would say after which trees it looks at the metrics.
TREES = {"ntrees": 5, "score_each_iteration": True}
NUMBERS = ["hour", "distance", "dep_delay", "air_time"]
LOAN = ["loanamt", "price", "appinc", "obrat", "hrat", "gdlin", "pubrec", "unem"]

# H2O writes the MOJOs of some algorithms for its scoring library only, and refuses to load them into a cloud again.
Mojo = Literal["no", "written", "loaded again"]

# Clocks, what times and made-up names go into, and what tells of the machine.
CLOCKS = {
    "timestamp",
    "duration",
    "training_speed",
    "scoring_time",
    "run_time",
    "start_time",
    "end_time",
    "model_checksum",
    "model_size_in_bytes",
    "reproducibility_information_table",
}
# In a MOJO: the description, which repeats the model's, and lines that tell when it was made.
DESCRIPTION = "modelDetails.json"
DATED = re.compile(r"(?m)^(uuid|timestamp) = .*$")
# Names that the engine makes up.
MADE_UP = re.compile(r"[0-9a-f]{28,32}|_\d{13}_\d+")


def held_out(table: str) -> pd.DataFrame:
    data = tables()[table].data
    return data[data.index % 4 == 3].reset_index(drop=True)


@dataclass(frozen=True)
class Recipe:
    """An estimator, what it is given, how its model scores, and what shows that it learned from the rows that it saw."""

    estimator: Callable[..., Any]
    mojo: Mojo
    learned: Callable[[Outcome], bool]
    target: str | None = None
    inputs: list[str] = field(default_factory=lambda: FLIGHT)
    parameters: dict[str, Any] = field(default_factory=dict)
    table: str = "flights"
    scores: Callable[[Any, H2OFrame], H2OFrame] = lambda model, rows: model.predict(
        rows
    )
    # Some algorithms have no metrics for other rows than those that they learned from.
    metrics: bool = True
    # Some saved models do without what they keep beside them in the cloud, and need it there when they are read back.
    saved_whole: bool = True


def metric(name: str, *, over: float = -np.inf, under: float = np.inf) -> Any:
    """Tell a good model by a metric of the rows that were held out."""
    return lambda outcome: over < outcome["held_out"][name] < under


def follows(score: str, column: str, *, over: float, strange: bool = False) -> Any:
    """Tell a good model by how its score rises with a column of flights, or with how strange the column's value is."""

    def learned(outcome: Outcome) -> bool:
        values = held_out("flights")[column]
        if strange:
            values = (values - values.median()).abs()
        return bool(
            pd.Series(outcome["scores"][score]).rank().corr(values.rank()) > over
        )

    return learned


def mothers_are_like_fathers(outcome: Outcome) -> bool:
    words = pd.DataFrame(outcome["scores"]).dropna().drop_duplicates("C1")
    vectors = words.set_index("C1").transform(
        lambda row: row / np.linalg.norm(row), axis=1
    )
    likeness = vectors @ vectors.loc["mother's"]
    return bool(likeness.drop("mother's").idxmax() == "father's")


def ensemble(**parameters: Any) -> Any:
    """Return an estimator that learns from the models of two others."""
    folds = {
        "nfolds": 2,
        "fold_assignment": "modulo",
        "keep_cross_validation_predictions": True,
        "seed": 1,
    }
    base = [
        learn.H2OGradientBoostingEstimator(model_id="base_gbm", ntrees=5, **folds),
        learn.H2OGeneralizedLinearEstimator(
            model_id="base_glm", family="binomial", **folds
        ),
    ]
    for model in base:
        model.train(x=FLIGHT, y="late", training_frame=h2o.get_frame("flights"))
    return learn.H2OStackedEnsembleEstimator(base_models=base, **parameters)


RECIPES = {
    "adaboost": Recipe(
        learn.H2OAdaBoostEstimator,
        "no",
        metric("AUC", over=0.85),
        "late",
        NUMBERS,
        {"nlearners": 5, "weak_learner": "GLM"},
    ),
    "aggregator": Recipe(
        learn.H2OAggregatorEstimator,
        "no",
        lambda outcome: 20 < len(outcome["scores"]["hour"]) < 500,
        inputs=NUMBERS,
        parameters={"target_num_exemplars": 50},
        scores=lambda model, _: model.aggregated_frame,
        metrics=False,
    ),
    "anovaglm": Recipe(
        learn.H2OANOVAGLMEstimator,
        "no",
        lambda outcome: dict(
            zip(
                outcome["scores"]["predictors_interactions"],
                outcome["scores"]["p_value"],
                strict=True,
            )
        )["dep_delay"]
        < 0.001,
        "arr_delay",
        ["dep_delay", "origin"],
        {"family": "gaussian", "lambda_": 0},
        scores=lambda model, _: model.result(),
        metrics=False,
    ),
    "coxph": Recipe(
        learn.H2OCoxProportionalHazardsEstimator,
        "loaded again",
        metric("concordance", over=0.6),
        "returned",
        ["priors", "age", "tserved", "alcohol", "drugs", "durat"],
        {"stop_column": "durat"},
        "releases",
    ),
    "deeplearning": Recipe(
        learn.H2ODeepLearningEstimator,
        "loaded again",
        metric("AUC", over=0.85),
        "late",
        # Its threads write into one network without locks unless they are told to do it one after the other.
        parameters={"hidden": [8], "epochs": 5, "reproducible": True},
    ),
    "drf": Recipe(
        learn.H2ORandomForestEstimator,
        "loaded again",
        metric("AUC", over=0.85),
        # With more than two classes trees grow side by side and add to the importance of a variable in any order: it then differs
        # in the seventh digit from one run of the untouched engine to the next.
        "late",
        parameters=TREES,
    ),
    "dt": Recipe(
        learn.H2ODecisionTreeEstimator,
        "no",
        metric("AUC", over=0.8),
        "late",
        NUMBERS,
        {"max_depth": 3},
    ),
    "extendedisolationforest": Recipe(
        learn.H2OExtendedIsolationForestEstimator,
        "loaded again",
        follows("anomaly_score", "distance", over=0.5, strange=True),
        inputs=NUMBERS,
        parameters={"ntrees": 10},
        metrics=False,
    ),
    "gam": Recipe(
        learn.H2OGeneralizedAdditiveEstimator,
        "loaded again",
        metric("r2", over=0.9),
        "air_time",
        ["hour", "distance"],
        {
            "family": "gaussian",
            "gam_columns": ["distance"],
            "num_knots": [5],
            "scale": [0.1],
        },
    ),
    "gbm": Recipe(
        learn.H2OGradientBoostingEstimator,
        "loaded again",
        metric("AUC", over=0.85),
        # Two classes for the reason that drf has.
        "late",
        parameters=TREES,
    ),
    "glm": Recipe(
        learn.H2OGeneralizedLinearEstimator,
        "loaded again",
        metric("AUC", over=0.85),
        "late",
        parameters={"family": "binomial"},
    ),
    "glrm": Recipe(
        learn.H2OGeneralizedLowRankEstimator,
        "written",
        lambda outcome: outcome["held_out"]["numerr"]
        < outcome["held_out"]["numcnt"] / 3,
        inputs=NUMBERS,
        parameters={"k": 2, "transform": "standardize", "init": "svd"},
    ),
    "hglm": Recipe(
        learn.H2OHGLMEstimator,
        "no",
        follows("predict", "air_time", over=0.9),
        "air_time",
        ["distance", "hour", "carrier"],
        {
            "random_columns": ["hour"],
            "group_column": "carrier",
            "random_intercept": True,
        },
    ),
    "infogram": Recipe(
        learn.H2OInfogram,
        "no",
        # Whether earlier debts were paid is what counts, and says the least about the colour of the skin.
        lambda outcome: dict(
            zip(
                outcome["scores"]["column"],
                outcome["scores"]["admissible"],
                strict=True,
            )
        )["gdlin"]
        == 1,
        "approve",
        [*LOAN, "black", "hispan"],
        {
            "algorithm": "gbm",
            "algorithm_params": {"ntrees": 3, "seed": 1},
            "protected_columns": ["black", "hispan"],
        },
        "loans",
        scores=lambda model, _: model.get_admissible_score_frame(),
        metrics=False,
    ),
    "isolationforest": Recipe(
        learn.H2OIsolationForestEstimator,
        "loaded again",
        follows("predict", "hour", over=0.3, strange=True),
        inputs=NUMBERS,
        parameters={**TREES, "ntrees": 20},
    ),
    "isotonicregression": Recipe(
        learn.H2OIsotonicRegressionEstimator,
        "written",
        metric("r2", over=0.9),
        "air_time",
        ["distance"],
        {"out_of_bounds": "clip"},
    ),
    "kmeans": Recipe(
        learn.H2OKMeansEstimator,
        "written",
        lambda outcome: outcome["held_out"]["tot_withinss"]
        < 0.7 * outcome["held_out"]["totss"],
        inputs=NUMBERS,
        parameters={"k": 3},
    ),
    "modelselection": Recipe(
        learn.H2OModelSelectionEstimator,
        "no",
        lambda outcome: "dep_delay" in outcome["scores"]["predictor_names"][0],
        "arr_delay",
        NUMBERS,
        {"mode": "maxr", "max_predictor_number": 2},
        scores=lambda model, _: model.result(),
        metrics=False,
    ),
    "naivebayes": Recipe(
        learn.H2ONaiveBayesEstimator,
        "no",
        metric("mean_per_class_error", under=0.5),
        "origin",
    ),
    "pca": Recipe(
        learn.H2OPrincipalComponentAnalysisEstimator,
        "written",
        lambda outcome: outcome["model"]["model_summary"]["pc2"][-1] > 0.75,
        inputs=NUMBERS,
        parameters={"k": 2, "transform": "standardize"},
    ),
    "psvm": Recipe(
        learn.H2OSupportVectorMachineEstimator,
        "no",
        metric("mean_per_class_error", under=0.3),
        "late",
        ["dep_delay"],
        {"gamma": 0.001, "rank_ratio": 0.01},
    ),
    "rulefit": Recipe(
        learn.H2ORuleFitEstimator,
        "loaded again",
        metric("AUC", over=0.85),
        "late",
        parameters={"rule_generation_ntrees": 5, "max_num_rules": 10},
    ),
    "stackedensemble": Recipe(
        ensemble, "loaded again", metric("AUC", over=0.85), "late"
    ),
    "svd": Recipe(
        learn.H2OSingularValueDecompositionEstimator,
        "no",
        lambda outcome: outcome["model"]["d"][0] > outcome["model"]["d"][1] > 0,
        inputs=NUMBERS,
        parameters={"nv": 2, "transform": "standardize"},
        metrics=False,
    ),
    "targetencoder": Recipe(
        learn.H2OTargetEncoderEstimator,
        "written",
        follows("carrier_te", "arr_delay", over=0.05),
        "late",
        ["carrier"],
        {"noise": 0},
        scores=lambda model, rows: model.transform(rows),
        metrics=False,
        saved_whole=False,
    ),
    "upliftdrf": Recipe(
        learn.H2OUpliftRandomForestEstimator,
        "loaded again",
        metric("ate", under=0),
        "unem78",
        ["age", "educ", "re74", "re75", "black", "married"],
        {"treatment_column": "train", "max_depth": 4, **TREES},
        "trainees",
    ),
    "word2vec": Recipe(
        learn.H2OWord2vecEstimator,
        "written",
        mothers_are_like_fathers,
        inputs=[],
        # The engine takes from its clock how far it looks around a word and which words it leaves out.
        parameters={
            "vec_size": 8,
            "epochs": 20,
            "window_size": 1,
            "sent_sample_rate": 0.0,
        },
        table="codebooks",
        scores=lambda model, rows: rows.tokenize(" ").cbind(
            model.transform(rows.tokenize(" "), aggregate_method="NONE")
        ),
        metrics=False,
    ),
    "xgboost": Recipe(
        learn.H2OXGBoostEstimator,
        "loaded again",
        metric("mean_per_class_error", under=0.4),
        "origin",
        # Both engines have the same library. On more threads than there are cores it mostly waits: each thread spins.
        parameters={**TREES, "nthread": 1},
    ),
}


def run(algorithm: str) -> Outcome:
    """Learn from one part of the rows and score the other: by the model, by its saved form and by its MOJO."""
    recipe = RECIPES[algorithm]
    rows, others = (h2o.get_frame(recipe.table + part) for part in ("", "_held_out"))
    model = recipe.estimator(model_id=algorithm, **recipe.parameters)
    # Not every estimator takes one.
    if hasattr(model, "seed"):
        model.seed = 1
    if recipe.inputs:
        model.train(x=recipe.inputs, y=recipe.target, training_frame=rows)
    else:
        model.train(training_frame=rows.tokenize(" "))
    assert model.algo == algorithm
    outcome: Outcome = {
        "model": told(f"GET /3/Models/{algorithm}")["models"][0]["output"],
        "held_out": {},
        "scores": values(recipe.scores(model, others)),
        "mojo": {},
    }
    if recipe.metrics:
        made = told(f"POST /3/ModelMetrics/models/{algorithm}/frames/{others.frame_id}")
        (outcome["held_out"],) = made["model_metrics"]
    with tempfile.TemporaryDirectory() as folder:
        assert bool(model.have_mojo) == (recipe.mojo != "no")
        if model.have_mojo:
            path = model.download_mojo(folder)
            if recipe.mojo == "written":
                outcome["mojo"] = contents(path)
            else:
                generic = h2o.upload_mojo(path, model_id=f"{algorithm}_mojo")
                assert generic.algo == "generic"
                outcome["scores_of_mojo"] = values(recipe.scores(generic, others))
        saved = h2o.download_model(model, folder)
        if recipe.saved_whole:
            h2o.remove(algorithm)
        loaded = h2o.upload_model(saved)
        assert loaded.algo == algorithm
        outcome["scores_when_loaded"] = values(recipe.scores(loaded, others))
    plain: Outcome = without_chance(json.loads(json.dumps(outcome)))
    return plain


def conditions() -> Outcome:
    """Tell what decides about the order of the engine's sums: its threads, and how it divides the rows among them."""
    cloud = h2o.cluster()
    frames = {}
    for name in tables():
        (frame,) = told(f"GET /3/Frames/{name}/summary")["frames"]
        # Rows of these tables begin with names of nodes.
        layout = without_chance(frame["distribution_summary"]) | {"": None}
        frames[name] = {"checksum": frame["checksum"], "layout": layout}
    threads = [node["nthreads"] for node in cloud.nodes]
    return {"version": cloud.version, "threads": threads, "frames": frames}


def told(request: str) -> Any:
    """Return what the engine answers, before its client makes objects of it."""
    with tempfile.NamedTemporaryFile() as file:
        h2o.api(request, save_to=file.name)
        return json.loads(Path(file.name).read_bytes())


def without_chance(value: Any) -> Any:
    """Leave out what differs from one run to the next: clocks, and names that the engine makes up."""
    if isinstance(value, list):
        return [without_chance(item) for item in value]
    if isinstance(value, str):
        return MADE_UP.sub("*", value)
    if not isinstance(value, dict):
        return value
    if "columns" in value and "data" in value:
        names = [column["name"] for column in value["columns"]]
        return without_chance(dict(zip(names, value["data"] or [], strict=False)))
    return {
        MADE_UP.sub("*", name): without_chance(item)
        for name, item in value.items()
        if name not in CLOCKS
    }


def values(frame: H2OFrame) -> Scores:
    data = frame.as_data_frame()
    return {name: data[name].tolist() for name in data}


def contents(path: str) -> dict[str, Any]:
    """Return the numbers and words of a MOJO's main files, and digests of the others."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: words(DATED.sub("", archive.read(name).decode()))
            if name.endswith("model.ini")
            else hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if not name.endswith(DESCRIPTION)
        }


def words(text: str) -> list[float | str]:
    found: list[float | str] = []
    for word in re.split(r"[\s,=\[\]]+", text):
        try:
            found.append(float(word))
        except ValueError:
            found.append(word)
    return found
