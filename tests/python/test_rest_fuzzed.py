"""Schemathesis makes requests of our own REST from its description, good ones and bad ones, and looks whether the answers fit."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pyspark.sql import SparkSession
from rest_client import Rest

from pysparkling import H2OContext

pytestmark = pytest.mark.oldest


@pytest.fixture(scope="module")
def described(spark: SparkSession, hc: H2OContext) -> Any:
    spark.range(100).createOrReplaceTempView("numbers")
    hc.asH2OFrame(spark.table("numbers"), "numbers_frame")
    rest = Rest.connected()
    document = rest.get("/sparkling/v1/openapi.json")
    # Who may ask is tested elsewhere; here everything is asked with the credential.
    del document["security"], document["components"]["securitySchemes"]
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=rest.url)
    return schema


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described(case: Any) -> None:
    case.call_and_validate(auth=Rest.connected().auth)
