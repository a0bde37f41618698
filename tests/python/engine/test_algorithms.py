"""Every algorithm that the engine registers learns, scores, is exported and read back as on the engine that H2O published."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import h2o
import numpy as np
import pytest
from recipes import RECIPES, Scores, conditions, run
from untouched import CONDITIONS, Untouched

from pysparkling import H2OContext


def test_both_engines_work_under_the_same_conditions(
    untouched: Untouched, data: None
) -> None:
    untouched.begin(CONDITIONS)
    ours = conditions()
    assert list(differences(ours, untouched.outcome(CONDITIONS))) == []
    # Else no two threads ever work on the same table.
    assert ours["frames"]["flights"]["layout"]["number_of_chunks_per_column"][0] > 1
    assert ours["threads"] == [2]


def test_no_registered_algorithm_is_forgotten_here(hc: H2OContext) -> None:
    registered = h2o.api("GET /3/ModelBuilders")["model_builders"]
    # MOJOs are loaded again as generic models.
    assert set(registered) == RECIPES.keys() | {"generic"}


@pytest.mark.parametrize("algorithm", RECIPES)
def test_an_algorithm_does_what_the_untouched_one_does(
    untouched: Untouched, data: None, algorithm: str
) -> None:
    untouched.begin(algorithm)
    ours = run(algorithm)
    assert list(differences(ours, untouched.outcome(algorithm))) == []
    assert RECIPES[algorithm].learned(ours)
    assert ours["scores_when_loaded"] == ours["scores"]
    if "scores_of_mojo" in ours:
        check_alike(ours["scores_of_mojo"], ours["scores"])


@pytest.mark.parametrize(
    "other",
    [
        {"metrics": {"auc": 0.9 * (1 + 2e-9), "table": [1.0, 2.0]}},
        {"metrics": {"auc": 0.9, "table": [1.0]}},
        {"metrics": {"auc": 0.9}},
        {"metrics": {"auc": float("nan"), "table": [1.0, 2.0]}},
        {"metrics": {"auc": 0.9, "table": [1.0, "2.0"]}},
    ],
)
def test_no_difference_is_overlooked(other: Any) -> None:
    outcome = {"metrics": {"auc": 0.9, "table": [1.0, 2.0]}}
    assert len(list(differences(outcome, other))) == 1
    assert list(differences(other, other)) == []


def differences(ours: Any, theirs: Any, place: str = "") -> Iterator[str]:
    """Name every place where two outcomes are not the same, or numbers differ by more than a billionth."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours.keys() | theirs.keys():
            yield from differences(ours.get(name), theirs.get(name), f"{place}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{place}: {len(ours)} and {len(theirs)} values"
        for number, (left, right) in enumerate(zip(ours, theirs, strict=False)):
            yield from differences(left, right, f"{place}[{number}]")
    elif isinstance(ours, float) and isinstance(theirs, float):
        if not math.isclose(ours, theirs, rel_tol=1e-9) and not (
            math.isnan(ours) and math.isnan(theirs)
        ):
            yield f"{place}: {ours} and {theirs}"
    elif ours != theirs:
        yield f"{place}: {ours} and {theirs}"


def check_alike(actual: Scores, expected: Scores) -> None:
    assert actual.keys() == expected.keys()
    for name, values in expected.items():
        if isinstance(values[0], str):
            assert actual[name] == values
        else:
            # Some MOJOs compute with floats what the engine computes with doubles, and the other way round.
            np.testing.assert_allclose(actual[name], values, rtol=1e-4, atol=1e-5)
