"""Two notebooks of one Spark application share one cloud."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import h2o
import pytest
from pyspark.sql import SparkSession

from pysparkling import H2OConf, H2OContext

PROGRAM = Path(__file__).with_name("second_notebook.py")


@contextmanager
def second_notebook(spark: SparkSession) -> Iterator[subprocess.Popen[str]]:
    """Start it and wait until it has made its frame."""
    gateway = spark.sparkContext._gateway.gateway_parameters  # type: ignore[union-attr]
    with subprocess.Popen(
        [sys.executable, PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "PYSPARK_GATEWAY_PORT": str(gateway.port),
            "PYSPARK_GATEWAY_SECRET": gateway.auth_token,
        },
    ) as process:
        try:
            assert said(process) == "made 20 10"
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def stop(process: subprocess.Popen[str]) -> None:
    """Let it stop its context."""
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()
    assert said(process) == "left"


def first(spark: SparkSession, conf: H2OConf | None = None) -> H2OContext:
    hc = H2OContext.getOrCreate(spark, conf)
    hc.asH2OFrame(spark.range(10), "of-the-first")
    return hc


def test_the_cloud_outlives_the_first_that_stops_and_ends_with_the_last(
    spark: SparkSession,
) -> None:
    hc = first(spark)
    name = hc._facts()["cloud_name"]  # type: ignore[index]
    with second_notebook(spark) as other:
        hc.stop()
        assert H2OContext.get() is None
        hc = H2OContext.getOrCreate(spark)
        assert hc._facts()["cloud_name"] == name  # type: ignore[index]
        assert h2o.get_frame("of-the-second").nrow == 20
        stop(other)
        assert h2o.get_frame("of-the-second").nrow == 20
    hc.stop()
    hc = H2OContext.getOrCreate(spark)
    assert hc._facts()["cloud_name"] != name  # type: ignore[index]
    assert h2o.ls()["key"].tolist() == []
    hc.stop()


@pytest.mark.newest
def test_with_the_setting_it_outlives_all(spark: SparkSession) -> None:
    hc = first(spark, H2OConf().setStopWithLastSessionDisabled())
    hc.stop()
    hc = H2OContext.getOrCreate(spark)
    assert h2o.get_frame("of-the-first").nrow == 10
    hc.stop()
