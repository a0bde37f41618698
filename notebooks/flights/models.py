"""Three models trained by H2O, two yardsticks, and what they are worth on months that no model has seen."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import h2o
from features import IDENTITY, LABEL, OUTCOME, PREDICTORS, Months
from h2o.estimators import H2OGeneralizedLinearEstimator, H2OGradientBoostingEstimator, H2OXGBoostEstimator

if TYPE_CHECKING:
    from console import Stage

POLL_SECONDS = 0.25
SEED = 2013


@dataclass(frozen=True)
class Split:
    """The flights in H2O, split by month."""

    train: Any
    validation: Any
    held_out: Any


@dataclass(frozen=True)
class Recipe:
    """A model to be trained: its name for people, its column in the scored table, and how it is made."""

    name: str
    column: str
    estimator: Any
    predictors: list[str]


@dataclass(frozen=True)
class Metrics:
    """How good probabilities are on one set of flights."""

    auc: float
    pr_auc: float
    logloss: float


@dataclass(frozen=True)
class Trained:
    """A trained model and what it is worth."""

    recipe: Recipe
    model: Any
    size: str
    seconds: float
    validation: Metrics
    held_out: Metrics
    roc: list[tuple[float, float]]

    def importance(self) -> list[tuple[str, float]]:
        """Return the share of each predictor, the largest first; the levels of a category count together."""
        shares: dict[str, float] = {}
        for variable, _, _, share in self.model.varimp():
            column = variable if variable in PREDICTORS else variable.split(".")[0]
            shares[column] = shares.get(column, 0.0) + share
        return sorted(shares.items(), key=lambda item: -item[1])


def split(frame: Any, months: Months) -> Split:
    """Split the flights by month."""

    def part(wanted: range) -> Any:
        return frame[(frame["month"] >= wanted.start) & (frame["month"] < wanted.stop)]

    return Split(part(months.train), part(months.validation), part(months.held_out))


def recipes() -> list[Recipe]:
    """Return the three models and the yardstick, in the order in which they are trained.

    Trees are added until the validation months stop gaining, so the numbers of trees below are limits.
    """
    stopping = {
        "stopping_metric": "logloss",
        "stopping_rounds": 2,
        "stopping_tolerance": 2e-3,
        "score_tree_interval": 10,
    }
    sampling = {"sample_rate": 0.8, "col_sample_rate": 0.5, "min_rows": 30}
    every = list(PREDICTORS)
    return [
        Recipe(
            "Delay at departure alone",
            "p_delay",
            H2OGeneralizedLinearEstimator(model_id="flights_delay_alone", family="binomial", lambda_=0.0, seed=SEED),
            ["dep_delay"],
        ),
        Recipe(
            "GLM",
            "p_glm",
            H2OGeneralizedLinearEstimator(
                model_id="flights_glm", family="binomial", lambda_search=True, nlambdas=10, alpha=0.5, seed=SEED
            ),
            every,
        ),
        Recipe(
            "GBM",
            "p_gbm",
            H2OGradientBoostingEstimator(
                model_id="flights_gbm", ntrees=60, max_depth=5, learn_rate=0.2, seed=SEED, **sampling, **stopping
            ),
            every,
        ),
        Recipe(
            "XGBoost",
            "p_xgboost",
            H2OXGBoostEstimator(
                model_id="flights_xgboost",
                ntrees=60,
                max_depth=6,
                learn_rate=0.2,
                tree_method="hist",
                seed=SEED,
                **sampling,
                **stopping,
            ),
            every,
        ),
    ]


def train(recipe: Recipe, data: Split, stage: Stage) -> Trained:
    """Train one model, showing how far it is; when interrupted, cancel the training in H2O as well."""
    started = time.monotonic()
    estimator = recipe.estimator
    estimator.start(x=recipe.predictors, y=LABEL, training_frame=data.train, validation_frame=data.validation)
    _follow(estimator.model_id, stage)
    estimator.join()
    seconds = time.monotonic() - started
    performance = estimator.model_performance(data.held_out)
    trained = Trained(
        recipe=recipe,
        model=estimator,
        size=_size(estimator),
        seconds=seconds,
        validation=_metrics(estimator.model_performance(valid=True)),
        held_out=_metrics(performance),
        roc=list(zip(performance.fprs, performance.tprs, strict=True)),
    )
    stage.note = f"{trained.size}, validation AUC {trained.validation.auc:.4f}"
    return trained


def base_rate(train_share: float, held_out_share: float) -> Metrics:
    """Return what a constant is worth: the share of late flights in training, said of every flight."""
    logloss = -(held_out_share * math.log(train_share) + (1 - held_out_share) * math.log(1 - train_share))
    return Metrics(auc=0.5, pr_auc=held_out_share, logloss=logloss)


def score(trained: list[Trained], held_out: Any) -> Any:
    """Return the held-out flights with the probability of being late that each model gives."""
    scored = held_out[[*IDENTITY, "origin", "dest", "dep_delay", *OUTCOME]]
    for each in trained:
        probability = each.model.predict(held_out)["True"]
        probability.columns = [each.recipe.column]
        scored = scored.cbind(probability)
    return scored


def _follow(model_id: str, stage: Stage) -> None:
    try:
        while (job := _job(model_id))["status"] in ("CREATED", "RUNNING"):
            stage.fraction = job["progress"]
            time.sleep(POLL_SECONDS)
    except KeyboardInterrupt:
        h2o.api(f"POST /3/Jobs/{_job(model_id)['key']['name']}/cancel")
        raise


def _job(model_id: str) -> Any:
    jobs = [job for job in h2o.api("GET /3/Jobs")["jobs"] if (job["dest"] or {}).get("name") == model_id]
    return max(jobs, key=lambda job: job["start_time"])


def _metrics(performance: Any) -> Metrics:
    return Metrics(auc=performance.auc(), pr_auc=performance.aucpr(), logloss=performance.logloss())


def _size(model: Any) -> str:
    if model.algo == "glm":
        used = sum(1 for name, value in model.coef().items() if value != 0 and name != "Intercept")
        return f"{used} coefficient{'' if used == 1 else 's'}"
    return f"{int(model.summary()['number_of_trees'][0])} trees"
