"""One context in its life, with all that users do to it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import pom

if TYPE_CHECKING:
    from pathlib import Path

    from support import Result, Runner

pytestmark = pytest.mark.integration

# One Python goes through all of it and tells what happened, as JSON by name; the tests look at one thing each.
LIFE = """
    import contextlib, gc, io, json, pickle
    from pysparkling import *
    from pysparkling.errors import SettingError
    spark = start("local[2]")

    def say(name, value):
        tell(json.dumps([name, value]))

    def outcome(call):
        try:
            return str(call())
        except Exception as error:
            return f"{type(error).__name__}: {error}"

    def printed_by_training(hc):
        frame = hc.asH2OFrame(spark.range(30).selectExpr("id as x", "id % 3 as y"))
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            h2o.estimators.H2OGeneralizedLinearEstimator().train(y="y", training_frame=frame)
        return printed.getvalue()

    wrong = H2OConf().set("spark.ext.h2o.nthread", 2).setClusterSize("many")
    say("settings", outcome(lambda: H2OContext.getOrCreate(wrong)))

    hc = H2OContext.getOrCreate(H2OConf().setCloudName("mine"))
    import h2o
    say("conf", hc.getConf().getAll())

    secret = json.loads(spark._jvm.ai.h2o.sparkling.python.PythonEntry.connectionJson(hc._java))["password"]
    shown = [repr(hc), hc._repr_html_(), repr(hc.getConf()), repr(vars(hc)), repr(h2o.connection()), hc.flowURL()]
    say("secret is long", len(secret) > 30)
    say("secret is shown", any(secret in text for text in shown))
    say("shown", repr(hc))
    say("pickled", outcome(lambda: pickle.dumps(hc)))

    frame = hc.asH2OFrame(spark.range(3), "three")
    things = (None, [1], frame, spark.sparkContext.emptyRDD())
    say("refused", [outcome(lambda: hc.asH2OFrame(thing)) for thing in things])
    say("unread", [outcome(lambda: hc.asSparkFrame(thing)) for thing in (None, "nowhere", 3)])
    say("rdds", [hc.asH2OFrame(spark.sparkContext.parallelize(values)).types
                 for values in (["a", "b"], [True, False], [1, 2], [1.5, 2.5])])

    frame = hc.as_h2o_frame(spark.range(100), "hundred")
    back = hc.as_spark_frame(frame[frame["id"] > 89, :])
    gc.collect()
    say("expression", back.count())

    h2o.connection().close()
    say("after the client was closed", hc.asH2OFrame(spark.range(4)).nrow)

    hc.stop()
    hc.stop()
    say("stopped", [repr(hc), repr(H2OContext.get())])
    calls = (lambda: hc.asH2OFrame(spark.range(1)), lambda: hc.asSparkFrame("x"), hc.flowURL, hc.getConf)
    say("after stop", [outcome(call) for call in calls])
    second = H2OContext.getOrCreate()
    say("second", [second is hc, second.asH2OFrame(spark.range(5)).nrow])
    say("bars", "Model Build progress" in printed_by_training(second))

    old = spark.range(2)
    second.stop(stopSparkContext=True)
    say("stopped Spark", outcome(lambda: H2OContext.getOrCreate(spark)))
    on_session = {"ext_h2o_nthreads": 1, "ext_h2o_progressbar_enabled": "false", "ext_h2o_password": "open sesame"}
    spark = start("local[1]", **on_session)
    third = H2OContext.getOrCreate(spark, H2OConf().setClusterSize(1))
    say("third", third.asH2OFrame(spark.range(7)).nrow)
    say("settings of the session", [third.getConf().getAll(), repr(third.getConf())])
    say("no bars", printed_by_training(third))
    say("old frame", outcome(lambda: third.asH2OFrame(old)))
    third.stop()
    # Where no setting says otherwise, what the user told the client counts.
    spark.conf.unset("spark.ext.h2o.progressbar.enabled")
    fourth = H2OContext.getOrCreate(spark, H2OConf().setProgressBarEnabled())
    say("bars again", "Model Build progress" in printed_by_training(fourth))
"""


@pytest.fixture(scope="module")
def life(installed: Runner) -> Result:
    # A company's proxy stands in the environment, and must never see the cloud.
    return installed.run(LIFE, timeout=400, http_proxy="http://127.0.0.1:9", HTTPS_PROXY="http://127.0.0.1:9")


@pytest.fixture(scope="module")
def told(life: Result) -> dict[str, Any]:
    return dict(json.loads(line) for line in life.told)


def test_the_console_stays_quiet(life: Result) -> None:
    assert [line for line in life.out.splitlines() if not line.startswith("told: ")] == []
    for noise in ("H2O session", "Closing connection", "days old", "Proxy is defined", "UserWarning"):
        assert noise not in life.err, str(life)
    # Spark's log shows the last part of a logger's name.
    loggers = set(re.findall(r" (?:DEBUG|INFO|WARN|ERROR|FATAL) (\S+):", life.err))
    ours = {path.stem for place in ("runtime", "cloud-io") for path in (pom.REPOSITORY / place).rglob("*.java")}
    assert not loggers & {*ours, "engine", "default"}, str(life)
    assert not re.search(r"\b(ai\.h2o|water|hex)\.", life.err), str(life)


def test_settings_that_cannot_be_are_one_error(told: dict[str, Any]) -> None:
    first, *problems = told["settings"].splitlines()
    assert first == "SettingError: 2 settings cannot be used:"
    assert any("spark.ext.h2o.nthread " in line and "spark.ext.h2o.nthreads" in line for line in problems)
    assert any("'many'" in line for line in problems)


def test_settings_given_are_settings_told(told: dict[str, Any]) -> None:
    assert told["conf"]["spark.ext.h2o.cloud.name"] == "mine"


def test_settings_of_the_session_are_told_as_well(told: dict[str, Any]) -> None:
    values, shown = told["settings of the session"]
    assert values == {
        "spark.ext.h2o.cluster.size": "1",
        "spark.ext.h2o.nthreads": "1",
        "spark.ext.h2o.password": "open sesame",
        "spark.ext.h2o.progressbar.enabled": "false",
    }
    assert "spark.ext.h2o.nthreads=1" in shown
    assert "open sesame" not in shown


def test_a_setting_on_the_session_switches_the_bars_off_for_its_context(told: dict[str, Any]) -> None:
    assert told["bars"]
    assert told["no bars"] == ""
    assert told["bars again"]


def test_the_password_is_nowhere_to_be_seen(told: dict[str, Any]) -> None:
    assert told["secret is long"]
    assert not told["secret is shown"]


def test_the_context_tells_what_it_is(told: dict[str, Any]) -> None:
    lines = told["shown"].splitlines()
    assert lines[0] == "H2OContext: running"
    assert "leader" in told["shown"]
    assert lines[-1].startswith("  Flow      http")


def test_a_context_cannot_be_pickled(told: dict[str, Any]) -> None:
    assert told["pickled"].startswith("TypeError: An H2OContext lives on Spark's driver and cannot be pickled")


def test_what_cannot_become_a_frame(told: dict[str, Any]) -> None:
    expected = [
        "TypeError: asH2OFrame needs a Spark DataFrame or an RDD, but got None; DataFrame.show() and",
        "TypeError: asH2OFrame needs a Spark DataFrame or an RDD, but got list; make a DataFrame of it first",
        "TypeError: asH2OFrame needs a Spark DataFrame or an RDD, but got h2o.frame.H2OFrame; it is in H2O already",
        "ConversionError: asH2OFrame got an empty RDD, from which no column types can be told; use hc.asH2OFrame(",
    ]
    assert [line[: len(start)] for line, start in zip(told["refused"], expected, strict=True)] == expected


def test_what_cannot_become_a_dataframe(told: dict[str, Any]) -> None:
    expected = [
        "TypeError: asSparkFrame needs an H2OFrame or the key of one, but got NoneType",
        "ConversionError: There is no H2O frame with the key 'nowhere'",
        "TypeError: asSparkFrame needs an H2OFrame or the key of one, but got int",
    ]
    assert [line[: len(start)] for line, start in zip(told["unread"], expected, strict=True)] == expected


def test_rdds_of_scalars_become_one_column(told: dict[str, Any]) -> None:
    assert [list(types) for types in told["rdds"]] == [["value"]] * 4
    assert [types["value"] for types in told["rdds"]][1:] == ["enum", "int", "real"]


def test_the_result_of_an_expression_lives_as_long_as_a_dataframe_may_read_it(told: dict[str, Any]) -> None:
    assert told["expression"] == 10


def test_a_closed_client_is_connected_again(told: dict[str, Any]) -> None:
    assert told["after the client was closed"] == 4


def test_a_stopped_context_says_so(told: dict[str, Any]) -> None:
    assert told["stopped"] == ["H2OContext: stopped", "None"]
    expected = "ContextStoppedError: This H2OContext is stopped, or the Spark below it is; get a new one by "
    assert [line[: len(expected)] for line in told["after stop"]] == [expected] * 4


def test_stopping_and_starting_again_in_the_same_spark_and_in_another(told: dict[str, Any]) -> None:
    assert told["second"] == [False, 5]
    assert told["third"] == 7


def test_what_belongs_to_a_stopped_spark(told: dict[str, Any]) -> None:
    assert told["stopped Spark"].startswith("ContextStoppedError: This Spark session is stopped. Get a new one by ")
    assert told["old frame"].startswith("ContextStoppedError: This DataFrame belongs to a Spark session that is")


@pytest.mark.oldest
def test_who_does_not_stop_it_leaves_the_engine_alone(installed: Runner, tmp_path: Path) -> None:
    result = installed.run(
        """
    from pysparkling import H2OContext
    spark = start("local[2]")
    tell(H2OContext.getOrCreate(spark).asH2OFrame(spark.range(3)).nrow)
    """,
        SPARK_LOCAL_DIRS=str(tmp_path),
    )
    assert result.told == ["3"]
    # Spark's own directory on this host, whatever names it.
    (directory,) = tmp_path.glob("sparkling-hosted-*")
    assert sorted(path.name.partition("-")[0] for path in directory.iterdir()) == ["h2o", "unpack.lock"]
