"""Data to learn from, made here: small, with a seed, and with something in it to be found."""

from __future__ import annotations

import h2o
import numpy as np
import pandas as pd
import pytest
from h2o import H2OFrame

from pysparkling import H2OContext

ROWS = 600


@pytest.fixture(scope="module")
def flowers(hc: H2OContext) -> H2OFrame:
    """Three species which their measures tell apart, and how each plant fared."""
    factors = ["species", "soil", "large", "care", "sprouted"]
    return h2o.H2OFrame(measured_flowers(), column_types=dict.fromkeys(factors, "enum"))


@pytest.fixture(scope="module")
def words(hc: H2OContext) -> H2OFrame:
    """A word to a row, an empty row after each sentence: animals go with some verbs, machines with others."""
    random = np.random.default_rng(1)
    sentences = []
    for subjects, verbs in (
        (["cat", "dog", "cow"], ["eats", "sleeps"]),
        (["car", "train", "bus"], ["stops", "starts"]),
    ):
        sentences += [
            " ".join(random.permutation([random.choice(subjects), *verbs]))
            for _ in range(300)
        ]
    texts = h2o.H2OFrame(
        pd.DataFrame({"text": sentences}), column_types={"text": "string"}
    )
    return texts.tokenize(" ")


def measured_flowers() -> pd.DataFrame:
    random = np.random.default_rng(7)
    kind = random.integers(0, 3, ROWS)
    petal_length = 1.5 + 2.0 * kind + random.normal(0, 0.4, ROWS)
    petal_width = 0.2 + 0.8 * kind + random.normal(0, 0.2, ROWS)
    sepal_length = 5.0 + 0.8 * kind + random.normal(0, 0.4, ROWS)
    sepal_width = 3.0 + random.normal(0, 0.4, ROWS)
    cared_for = random.integers(0, 2, ROWS)
    return pd.DataFrame(
        {
            "petal_length": petal_length,
            "petal_width": petal_width,
            "sepal_length": sepal_length,
            "sepal_width": sepal_width,
            "soil": np.array(["clay", "loam", "sand", "silt"])[
                random.integers(0, 4, ROWS)
            ],
            "species": np.array(["setosa", "versicolor", "virginica"])[kind],
            "large": np.where(
                petal_length + random.normal(0, 0.2, ROWS) > 3.5, "yes", "no"
            ),
            "care": np.where(cared_for == 1, "treatment", "control"),
            "sprouted": np.where(
                random.random(ROWS) < 0.3 + 0.4 * cared_for, "yes", "no"
            ),
            "seeds": 10 * petal_length + 3 * sepal_width + random.normal(0, 1, ROWS),
            "days": np.ceil(random.exponential(60 / petal_length)) + 1,
            "wilted": (random.random(ROWS) < 0.8).astype(int),
        }
    )
