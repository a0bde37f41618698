"""A second notebook of a cluster: another Python, on the JVM of a Spark that runs, with a session of its own.

Gets the context, makes a frame, says so, waits for a line, stops, and says what it sees then.
"""

from __future__ import annotations

import sys

import h2o
from pyspark import SparkConf, SparkContext
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from pysparkling import H2OContext
from pysparkling.errors import ContextStoppedError


def session_of_its_own() -> SparkSession:
    """Return a session of the JVM that the environment names, as platforms make them."""
    gateway = launch_gateway()
    jvm = gateway.jvm
    context = jvm.org.apache.spark.api.java.JavaSparkContext(
        jvm.org.apache.spark.SparkContext.getOrCreate()
    )
    conf = SparkConf(_jconf=context.sc().conf())
    return SparkSession(
        SparkContext(gateway=gateway, jsc=context, conf=conf)
    ).newSession()


def main() -> None:
    """Play the notebook."""
    hc = H2OContext.getOrCreate(session_of_its_own())
    frame = hc.asH2OFrame(hc._spark.range(20), "of-the-second")
    print("made", frame.nrow, h2o.get_frame("of-the-first").nrow, flush=True)
    sys.stdin.readline()
    hc.stop()
    try:
        hc.asH2OFrame(hc._spark.range(20))
    except ContextStoppedError:
        print("left", flush=True)


if __name__ == "__main__":
    main()
