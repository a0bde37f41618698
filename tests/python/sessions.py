"""Spark sessions for tests."""

from __future__ import annotations

import os

from pyspark.sql import SparkSession

# Before the JVM starts: local mode has one heap for Spark and H2O.
os.environ.setdefault("SPARK_DRIVER_MEMORY", "3g")


def start_spark(master: str, **settings: str) -> SparkSession:
    """Start a session with as little noise and as few partitions as tests need."""
    builder = (
        SparkSession.builder.master(master)
        .appName("sparkling-hosted-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "America/New_York")
    )
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark
