"""Start, stop, start again; and errors before anything starts."""

from __future__ import annotations

import socket

import h2o
import pytest
from pyspark.sql import SparkSession

from pysparkling import H2OConf, H2OContext
from pysparkling.errors import H2OSparklingError


def test_start_use_stop_start_use_in_one_jvm(spark: SparkSession) -> None:
    urls = []
    for _ in range(2):
        hc = H2OContext.getOrCreate(spark)
        urls.append(hc.flowURL())
        assert hc.asH2OFrame(spark.range(10)).nrow == 10
        assert h2o.ls().shape[0] >= 1
        hc.stop()
    assert len(set(urls)) == 2


def test_the_running_context_is_handed_out_again(spark: SparkSession) -> None:
    hc = H2OContext.getOrCreate(spark)
    assert H2OContext.getOrCreate() == hc
    assert H2OContext.getOrCreate(spark, H2OConf()) == hc
    hc.stop()


def test_a_stopped_context_says_so(spark: SparkSession) -> None:
    hc = H2OContext.getOrCreate(spark)
    frame = hc.asH2OFrame(spark.range(3))
    hc.stop()
    hc.stop()
    with pytest.raises(H2OSparklingError, match="stopped"):
        hc.asH2OFrame(spark.range(3))
    with pytest.raises(H2OSparklingError, match="stopped"):
        hc.asSparkFrame(frame)
    assert spark.range(3).count() == 3, "Spark goes on"


def test_what_belonged_to_a_stopped_cloud_says_so(spark: SparkSession) -> None:
    hc = H2OContext.getOrCreate(spark)
    frame = hc.asH2OFrame(spark.range(3), "former")
    former = hc.asSparkFrame(frame)
    assert former.count() == 3
    hc.stop()
    gone = "This DataFrame reads frame 'former' of the H2O cloud .* was stopped"
    with pytest.raises(Exception, match=gone):
        former.count()
    hc = H2OContext.getOrCreate(spark)
    with pytest.raises(Exception, match=gone):
        former.count()
    with pytest.raises(H2OSparklingError, match="a context that was stopped are gone"):
        hc.asSparkFrame(frame)
    hc.asH2OFrame(spark.range(4), "former")
    assert hc.asSparkFrame("former").count() == 4
    hc.stop()


def test_all_wrong_settings_are_reported_at_once_and_nothing_starts(
    spark: SparkSession,
) -> None:
    conf = (
        H2OConf()
        .set("spark.ext.h2o.cloud.nme", "x")
        .set("spark.ext.h2o.nthreads", "many")
    )
    with pytest.raises(H2OSparklingError) as raised:
        H2OContext.getOrCreate(spark, conf)
    assert "spark.ext.h2o.cloud.nme" in str(raised.value)
    assert "spark.ext.h2o.cloud.name" in str(raised.value)
    assert "spark.ext.h2o.nthreads" in str(raised.value)
    assert H2OContext.get() is None


def test_a_port_in_use_is_named_with_its_setting_and_nothing_stays(
    spark: SparkSession,
) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        conf = H2OConf().set("spark.ext.h2o.client.web.port", str(port))
        with pytest.raises(H2OSparklingError) as raised:
            H2OContext.getOrCreate(spark, conf)
    assert str(port) in str(raised.value)
    assert "spark.ext.h2o.client.web.port" in str(raised.value)
    hc = H2OContext.getOrCreate(spark)
    hc.stop()


def test_the_host_jvm_is_left_as_it_was(spark: SparkSession) -> None:
    jvm = spark._jvm
    assert jvm is not None
    handler = jvm.java.lang.Thread.getDefaultUncaughtExceptionHandler()
    level = (
        jvm.org.apache.logging.log4j.LogManager.getRootLogger().getLevel().toString()
    )
    zone = jvm.java.util.TimeZone.getDefault().getID()
    hc = H2OContext.getOrCreate(spark)
    hc.asH2OFrame(spark.range(10))
    assert (
        jvm.org.apache.logging.log4j.LogManager.getRootLogger().getLevel().toString()
        == level
    )
    assert jvm.java.util.TimeZone.getDefault().getID() == zone
    after = jvm.java.lang.Thread.getDefaultUncaughtExceptionHandler()
    assert (handler is None) == (after is None)
    assert handler is None or handler.equals(after)
    hc.stop()
