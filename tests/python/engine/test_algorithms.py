"""Every algorithm that the engine registers learns from small data, and its MOJO predicts what the model predicts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import h2o
import numpy as np
import pytest
from h2o import H2OFrame
from h2o import estimators as learn

from pysparkling import H2OContext

MEASURES = ["petal_length", "petal_width", "sepal_length", "sepal_width"]

# H2O writes the MOJOs of some algorithms for its scoring library only, and refuses to load them into a cloud again.
Mojo = Literal["no", "written", "loaded again"]


def classifies(model: Any, data: H2OFrame, target: str) -> bool:
    predicted = model.predict(data)["predict"].as_data_frame().iloc[:, 0].astype(str)
    return bool(
        (predicted == data[target].as_data_frame().iloc[:, 0].astype(str)).mean() > 0.85
    )


def estimates(model: Any, data: H2OFrame, target: str) -> bool:
    predicted = model.predict(data)[0].as_data_frame().iloc[:, 0]
    return bool(
        np.corrcoef(predicted, data[target].as_data_frame().iloc[:, 0])[0, 1] > 0.8
    )


@dataclass(frozen=True)
class Recipe:
    """An estimator, what it is given, and what shows that it learned."""

    estimator: type
    mojo: Mojo
    target: str | None = None
    inputs: list[str] = field(default_factory=lambda: MEASURES)
    parameters: dict[str, Any] = field(default_factory=dict)
    learned: Callable[[Any, H2OFrame, Any], bool] = classifies


RECIPES = {
    "adaboost": Recipe(
        learn.H2OAdaBoostEstimator, "no", "large", parameters={"nlearners": 5}
    ),
    "aggregator": Recipe(
        learn.H2OAggregatorEstimator,
        "no",
        parameters={"target_num_exemplars": 50},
        learned=lambda model, data, _: 1 < model.aggregated_frame.nrow < data.nrow / 2,
    ),
    "anovaglm": Recipe(
        learn.H2OANOVAGLMEstimator,
        "no",
        "seeds",
        ["petal_length", "soil"],
        {"family": "gaussian", "lambda_": 0},
        lambda model, data, _: dict(
            model.result()[["predictors_interactions", "p_value"]]
            .as_data_frame()
            .to_numpy()
        )["petal_length"]
        < 0.001,
    ),
    "coxph": Recipe(
        learn.H2OCoxProportionalHazardsEstimator,
        "loaded again",
        "wilted",
        ["petal_length", "days"],
        {"stop_column": "days"},
        lambda model, data, _: model.concordance() > 0.55,
    ),
    "deeplearning": Recipe(
        learn.H2ODeepLearningEstimator,
        "loaded again",
        "species",
        parameters={"hidden": [8], "epochs": 30, "reproducible": True},
    ),
    "drf": Recipe(
        learn.H2ORandomForestEstimator,
        "loaded again",
        "species",
        [*MEASURES, "soil"],
        {"ntrees": 5},
    ),
    "dt": Recipe(
        learn.H2ODecisionTreeEstimator, "no", "large", parameters={"max_depth": 3}
    ),
    "extendedisolationforest": Recipe(
        learn.H2OExtendedIsolationForestEstimator,
        "loaded again",
        parameters={"ntrees": 5},
        learned=lambda model, data, _: 0
        < model.predict(data)["anomaly_score"].min()
        < 1,
    ),
    "gam": Recipe(
        learn.H2OGeneralizedAdditiveEstimator,
        "loaded again",
        "seeds",
        ["sepal_width"],
        {
            "family": "gaussian",
            "gam_columns": ["petal_length"],
            "num_knots": [5],
            "scale": [0.1],
        },
        estimates,
    ),
    "gbm": Recipe(
        learn.H2OGradientBoostingEstimator,
        "loaded again",
        "species",
        [*MEASURES, "soil"],
        {"ntrees": 5},
    ),
    "glm": Recipe(
        learn.H2OGeneralizedLinearEstimator,
        "loaded again",
        "seeds",
        [*MEASURES, "soil"],
        {"family": "gaussian"},
        estimates,
    ),
    "glrm": Recipe(
        learn.H2OGeneralizedLowRankEstimator,
        "written",
        parameters={"k": 2, "transform": "standardize", "max_iterations": 50},
        learned=lambda model, data, _: model.objective()
        < data.nrow * len(MEASURES) / 2,
    ),
    "hglm": Recipe(
        learn.H2OHGLMEstimator,
        "no",
        "seeds",
        ["petal_length", "sepal_width", "soil"],
        {
            "random_columns": ["sepal_width"],
            "group_column": "soil",
            "random_intercept": True,
        },
        estimates,
    ),
    "infogram": Recipe(
        learn.H2OInfogram,
        "no",
        "species",
        parameters={"algorithm": "gbm", "algorithm_params": {"ntrees": 3}},
        learned=lambda model, data, _: set(model.get_admissible_features())
        & {"petal_length", "petal_width"}
        != set(),
    ),
    "isolationforest": Recipe(
        learn.H2OIsolationForestEstimator,
        "loaded again",
        parameters={"ntrees": 5},
        learned=lambda model, data, _: 0 < model.predict(data)["mean_length"].min(),
    ),
    "isotonicregression": Recipe(
        learn.H2OIsotonicRegressionEstimator,
        "written",
        "seeds",
        ["petal_length"],
        {"out_of_bounds": "clip"},
        estimates,
    ),
    "kmeans": Recipe(
        learn.H2OKMeansEstimator,
        "written",
        parameters={"k": 3},
        learned=lambda model, data, _: model.tot_withinss() < model.totss() / 2,
    ),
    "modelselection": Recipe(
        learn.H2OModelSelectionEstimator,
        "no",
        "seeds",
        parameters={"mode": "maxr", "max_predictor_number": 2},
        learned=lambda model, data, _: set(model.get_best_model_predictors()[1])
        >= {"petal_length", "sepal_width"},
    ),
    "naivebayes": Recipe(learn.H2ONaiveBayesEstimator, "no", "species"),
    "pca": Recipe(
        learn.H2OPrincipalComponentAnalysisEstimator,
        "written",
        parameters={"k": 2, "transform": "standardize"},
        learned=lambda model, data, _: model.varimp()[1][1] > 0.5,
    ),
    "psvm": Recipe(
        learn.H2OSupportVectorMachineEstimator,
        "no",
        "large",
        parameters={"gamma": 0.25},
    ),
    "rulefit": Recipe(
        learn.H2ORuleFitEstimator,
        "loaded again",
        "large",
        parameters={"rule_generation_ntrees": 5, "max_num_rules": 10},
    ),
    "svd": Recipe(
        learn.H2OSingularValueDecompositionEstimator,
        "no",
        parameters={"nv": 2, "transform": "standardize"},
        learned=lambda model, data, _: model._model_json["output"]["d"][0]
        > model._model_json["output"]["d"][1]
        > 0,
    ),
    "upliftdrf": Recipe(
        learn.H2OUpliftRandomForestEstimator,
        "loaded again",
        "sprouted",
        [*MEASURES, "soil"],
        {"treatment_column": "care", "ntrees": 5, "max_depth": 4},
        lambda model, data, _: 0.2
        < model.predict(data)["uplift_predict"].mean()[0]
        < 0.6,
    ),
    "xgboost": Recipe(
        learn.H2OXGBoostEstimator,
        "loaded again",
        "species",
        [*MEASURES, "soil"],
        {"ntrees": 5},
    ),
}

# They do not fit into the table and have tests of their own below; MOJOs are loaded again as generic models.
OTHERS = {"generic", "stackedensemble", "targetencoder", "word2vec"}


def test_no_registered_algorithm_is_forgotten_here(hc: H2OContext) -> None:
    registered = h2o.api("GET /3/ModelBuilders")["model_builders"]
    assert set(registered) == RECIPES.keys() | OTHERS


@pytest.mark.parametrize("algorithm", RECIPES)
def test_an_algorithm_learns(flowers: H2OFrame, tmp_path: Path, algorithm: str) -> None:
    recipe = RECIPES[algorithm]
    parameters = dict(recipe.parameters)
    # Not every estimator takes a seed.
    if "seed" in recipe.estimator.__init__.__code__.co_varnames:
        parameters["seed"] = 1
    model = recipe.estimator(**parameters)
    model.train(x=recipe.inputs, y=recipe.target, training_frame=flowers)
    assert model.algo == algorithm
    assert recipe.learned(model, flowers, recipe.target)
    assert bool(model.have_mojo) == (recipe.mojo != "no")
    if recipe.mojo != "no":
        check_mojo(model, flowers, tmp_path, loads=recipe.mojo == "loaded again")


def test_models_learn_from_models(flowers: H2OFrame, tmp_path: Path) -> None:
    folds: dict[str, Any] = {
        "nfolds": 3,
        "fold_assignment": "modulo",
        "keep_cross_validation_predictions": True,
        "seed": 1,
    }
    base = [
        learn.H2OGradientBoostingEstimator(ntrees=5, **folds),
        learn.H2OGeneralizedLinearEstimator(family="multinomial", **folds),
    ]
    for model in base:
        model.train(x=MEASURES, y="species", training_frame=flowers)
    ensemble = learn.H2OStackedEnsembleEstimator(base_models=base, seed=1)
    ensemble.train(x=MEASURES, y="species", training_frame=flowers)
    assert classifies(ensemble, flowers, "species")
    check_mojo(ensemble, flowers, tmp_path, loads=True)


def test_categories_are_encoded_by_their_target(
    flowers: H2OFrame, tmp_path: Path
) -> None:
    encoder = learn.H2OTargetEncoderEstimator(noise=0, blending=False)
    encoder.train(x=["soil"], y="large", training_frame=flowers)
    encoded = encoder.transform(flowers)[["soil", "large", "soil_te"]].as_data_frame()
    expected = (encoded["large"] == "yes").groupby(encoded["soil"]).transform("mean")
    np.testing.assert_allclose(encoded["soil_te"], expected)
    check_mojo(encoder, flowers, tmp_path, loads=False)


def test_words_in_like_places_are_alike(words: H2OFrame, tmp_path: Path) -> None:
    model = learn.H2OWord2vecEstimator(
        vec_size=8, epochs=20, min_word_freq=2, sent_sample_rate=0.0
    )
    model.train(training_frame=words)
    assert model.transform(words, aggregate_method="AVERAGE").ncol == 8
    assert len(model.find_synonyms("cat", count=3)) == 3
    check_mojo(model, words, tmp_path, loads=False)


def check_mojo(model: Any, data: H2OFrame, directory: Path, *, loads: bool) -> None:
    path = model.download_mojo(str(directory))
    with zipfile.ZipFile(path) as archive:
        assert f"algo = {model.algo}" in archive.read("model.ini").decode().splitlines()
    if loads:
        check_same_predictions(h2o.import_mojo(path).predict(data), model.predict(data))


def check_same_predictions(actual: H2OFrame, expected: H2OFrame) -> None:
    assert actual.names == expected.names
    left, right = actual.as_data_frame(), expected.as_data_frame()
    for name in expected.names:
        if expected.types[name] == "enum":
            assert left[name].tolist() == right[name].tolist()
        else:
            # Some MOJOs compute with floats what the engine computes with doubles, and the other way round.
            np.testing.assert_allclose(left[name], right[name], rtol=1e-4, atol=1e-5)
