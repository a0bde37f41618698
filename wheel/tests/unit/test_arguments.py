from __future__ import annotations

import re
from typing import Any

import pytest

from pysparkling import H2OConf, _session
from pysparkling.context import _normalised, _refusal
from pysparkling.errors import PreflightError

CONF = H2OConf()
SESSION = object()


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        ((), {}, (None, None)),
        ((None,), {}, (None, None)),
        ((CONF,), {}, (None, CONF)),
        ((SESSION,), {}, (SESSION, None)),
        ((SESSION, CONF), {}, (SESSION, CONF)),
        ((SESSION, None), {}, (SESSION, None)),
        ((None, CONF), {}, (None, CONF)),
        ((), {"conf": CONF}, (None, CONF)),
        ((), {"spark": SESSION}, (SESSION, None)),
        ((), {"sc": SESSION, "conf": CONF}, (SESSION, CONF)),
        ((SESSION,), {"conf": CONF}, (SESSION, CONF)),
    ],
)
def test_session_and_settings_in_every_order(args: Any, kwargs: Any, expected: Any) -> None:
    assert _normalised(args, kwargs) == expected


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        ((SESSION, CONF, 1), {}, "got 3 arguments"),
        ((), {"configuration": CONF}, "does not know the argument 'configuration'"),
        ((CONF, CONF), {}, "got pysparkling.conf.H2OConf, pysparkling.conf.H2OConf"),
        ((SESSION, "local"), {}, "got object, str"),
    ],
)
def test_wrong_arguments_are_named(args: Any, kwargs: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        _normalised(args, kwargs)


def test_something_that_is_no_session_is_named() -> None:
    with pytest.raises(TypeError, match=r"Expected a SparkSession or a SparkContext, got dict"):
        _session.find_session({})


def test_an_old_spark_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyspark.__version__", "3.3.4")

    with pytest.raises(PreflightError, match=r"Spark 3\.3\.4 is too old .* needs Spark 3\.4 or later"):
        _session.find_session(None)


@pytest.mark.parametrize("version", ["3.4.0", "3.5.2+databricks", "4.3.0", "4.4.0.dev0", "10.0"])
def test_newer_sparks_are_not(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr("pyspark.__version__", version)

    _session.require_supported_spark()


@pytest.mark.parametrize(
    ("module", "remedy"),
    [
        ("pandas.core.frame", r"spark\.createDataFrame\(frame\)"),
        ("pyspark.pandas.frame", r"frame\.to_spark\(\)"),
        ("polars.dataframe.frame", r"createDataFrame\(frame\.to_pandas\(\)\)"),
        ("h2o.frame", "it is in H2O already"),
        ("somewhere", r"make a DataFrame of it first by spark\.createDataFrame"),
    ],
)
def test_what_is_no_dataframe_is_refused_with_a_remedy(module: str, remedy: str) -> None:
    thing = type("Frame", (), {"__module__": module})()

    message = _refusal(thing)

    assert message.startswith(f"asH2OFrame needs a Spark DataFrame or an RDD, but got {module}.Frame; ")
    assert re.search(remedy, message)
