"""Every algorithm that the engine registers learns from small data, and its MOJO predicts what the model predicts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h2o
import numpy as np
import pandas as pd
import pytest
from h2o import H2OFrame, estimators
from h2o.estimators import (
    H2OAdaBoostEstimator,
    H2OAggregatorEstimator,
    H2OANOVAGLMEstimator,
    H2OCoxProportionalHazardsEstimator,
    H2ODecisionTreeEstimator,
    H2ODeepLearningEstimator,
    H2OExtendedIsolationForestEstimator,
    H2OGeneralizedAdditiveEstimator,
    H2OGeneralizedLinearEstimator,
    H2OGeneralizedLowRankEstimator,
    H2OGradientBoostingEstimator,
    H2OHGLMEstimator,
    H2OInfogram,
    H2OIsolationForestEstimator,
    H2OIsotonicRegressionEstimator,
    H2OKMeansEstimator,
    H2OModelSelectionEstimator,
    H2ONaiveBayesEstimator,
    H2OPrincipalComponentAnalysisEstimator,
    H2ORandomForestEstimator,
    H2ORuleFitEstimator,
    H2OSingularValueDecompositionEstimator,
    H2OStackedEnsembleEstimator,
    H2OSupportVectorMachineEstimator,
    H2OTargetEncoderEstimator,
    H2OUpliftRandomForestEstimator,
    H2OWord2vecEstimator,
    H2OXGBoostEstimator,
)
