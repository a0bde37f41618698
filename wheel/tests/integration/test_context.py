"""One context in its life, with all that users do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support import Runner

pytestmark = pytest.mark.integration

BEGIN = """
    from pysparkling import *
    from pysparkling.errors import *
    spark = start("local[2]")
    hc = H2OContext.getOrCreate()
    def outcome(call):
        try:
            return call()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
"""


def test_stopping_and_starting_again(installed: Runner) -> None:
    result = installed.run(
        BEGIN
        + """
    assert hc.asH2OFrame(spark.range(3)).nrow == 3
    hc.stop()
    hc.stop()
    tell(hc)
    tell(H2OContext.get())
    for call in (lambda: hc.asH2OFrame(spark.range(1)), lambda: hc.asSparkFrame("x"), hc.flowURL, hc.getConf):
        tell(outcome(call))
    second = H2OContext.getOrCreate()
    assert second is not hc
    assert second.asH2OFrame(spark.range(5)).nrow == 5
    old = spark.range(2)
    second.stop(stopSparkContext=True)
    tell(outcome(lambda: H2OContext.getOrCreate(spark)))
    spark = start("local[1]")
    third = H2OContext.getOrCreate(spark)
    assert third.asH2OFrame(spark.range(7)).nrow == 7
    tell(outcome(lambda: third.asH2OFrame(old)))
    """
    )
    stopped = (
        "ContextStoppedError: This H2OContext is stopped, or the Spark below it is; get a new one by "
        "H2OContext.getOrCreate()"
    )
    assert result.told == [
        "H2OContext: stopped",
        "None",
        *[stopped] * 4,
        "ContextStoppedError: This Spark session is stopped. Get a new one by SparkSession.builder.getOrCreate(), then "
        "a new context by H2OContext.getOrCreate().",
        "ContextStoppedError: This DataFrame belongs to a Spark session that is stopped; make it again in the running "
        "one",
    ], str(result)


def test_what_is_shown_and_what_is_not(installed: Runner) -> None:
    result = installed.run(
        BEGIN
        + """
    import h2o, json, pickle
    secret = json.loads(spark._jvm.ai.h2o.sparkling.python.PythonEntry.connectionJson(hc._java))["password"]
    shown = [repr(hc), hc._repr_html_(), repr(hc.getConf()), repr(vars(hc)), repr(h2o.connection()), hc.flowURL()]
    assert len(secret) > 30 and not any(secret in text for text in shown)
    hc.show()
    tell(outcome(lambda: pickle.dumps(hc)))
    """
    )
    assert "H2OContext: running" in result.out.splitlines(), str(result)
    assert "leader" in result.out
    assert result.told[-1].startswith("TypeError: An H2OContext lives on Spark's driver and cannot be pickled")


def test_the_console_stays_quiet(installed: Runner) -> None:
    result = installed.run(BEGIN + "\n    hc.asH2OFrame(spark.range(10))")

    assert result.out == "", str(result)
    assert "H2O session" not in result.err
    assert "over 100 days old" not in result.err


def test_what_cannot_be_converted(installed: Runner) -> None:
    result = installed.run(
        BEGIN
        + """
    frame = hc.asH2OFrame(spark.range(3), "three")
    for thing in (None, [1, 2], frame, spark.sparkContext.emptyRDD()):
        tell(outcome(lambda: hc.asH2OFrame(thing)))
    for thing in (None, "nowhere", 3):
        tell(outcome(lambda: hc.asSparkFrame(thing)))
    """
    )
    expected = [
        "TypeError: asH2OFrame needs a Spark DataFrame or an RDD, but got None",
        "TypeError: asH2OFrame needs a Spark DataFrame or an RDD, but got list; make a DataFrame of it first",
        "TypeError: asH2OFrame needs a Spark DataFrame or an RDD, but got h2o.frame.H2OFrame; it is in H2O already",
        "ConversionError: asH2OFrame got an empty RDD, from which no column types can be told",
        "TypeError: asSparkFrame needs an H2OFrame or the key of one, but got NoneType",
        "ConversionError: There is no H2O frame with the key 'nowhere'",
        "TypeError: asSparkFrame needs an H2OFrame or the key of one, but got int",
    ]
    lines = result.told
    assert len(lines) == len(expected), str(result)
    assert [line[: len(start)] for line, start in zip(lines, expected, strict=True)] == expected


def test_rdds_expressions_and_old_spellings(installed: Runner) -> None:
    result = installed.run(
        BEGIN
        + """
    import gc
    for values in (["a", "b"], [True, False], [1, 2], [1.5, 2.5]):
        frame = hc.asH2OFrame(spark.sparkContext.parallelize(values))
        tell(frame.columns, frame.nrow)
    frame = hc.as_h2o_frame(spark.range(100), "hundred")
    # The result of an expression lives as long as a DataFrame may read it.
    back = hc.as_spark_frame(frame[frame["id"] > 89, :])
    gc.collect()
    tell(back.count())
    """
    )
    assert result.told == ["['value'] 2"] * 4 + ["10"], str(result)


def test_settings_that_cannot_be(installed: Runner) -> None:
    result = installed.run(
        """
    from pysparkling import *
    from pysparkling.errors import SettingError
    spark = start()
    try:
        H2OContext.getOrCreate(H2OConf().set("spark.ext.h2o.nthread", 2).setClusterSize("many"))
    except SettingError as error:
        tell(error)
    tell(H2OContext.getOrCreate(H2OConf().setCloudName("mine")).getConf().cloudName())
    """
    )
    assert "'spark.ext.h2o.nthread'" in result.out, str(result)
    assert "spark.ext.h2o.nthreads" in result.out
    assert "many" in result.out
    assert result.told[-1] == "mine"


def test_a_proxy_in_the_environment_never_sees_the_cloud(installed: Runner) -> None:
    result = installed.run(
        BEGIN + "\n    tell(hc.asH2OFrame(spark.range(4)).nrow)",
        http_proxy="http://127.0.0.1:9",
        HTTPS_PROXY="http://127.0.0.1:9",
    )
    assert result.told == ["4"], str(result)
    assert "Proxy is defined" not in result.err
