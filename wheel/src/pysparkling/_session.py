"""The Spark session to work with, or one clear error that says why there is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyspark
from pyspark import SparkContext
from pyspark.sql import SparkSession

from pysparkling._interrupts import held_back
from pysparkling.errors import ContextStoppedError, PreflightError

_OLDEST_SPARK = (3, 4)
_CONNECT_HELP = (
    "This is a Spark Connect session: its Python process has no Spark driver inside, and H2O lives in the driver and "
    "the executors. Use a classic session: on Databricks compute with the access mode 'Dedicated' (formerly 'Single "
    "user') instead of 'Standard' (formerly 'Shared') or serverless; elsewhere start without SPARK_REMOTE and with "
    "spark.api.mode=classic, for example SparkSession.builder.master('local[*]').getOrCreate()."
)


def find_session(given: object) -> SparkSession:
    """Return the session that was given, or the active one, or a new one.

    Parameters
    ----------
    given
        A SparkSession, a SparkContext or None.

    Raises
    ------
    PreflightError
        If this kind of session, or this version of Spark, cannot be used.
    ContextStoppedError
        If the session was stopped.
    TypeError
        If something else was given.
    """
    require_supported_spark()
    if is_connect(given):
        raise PreflightError(_CONNECT_HELP)
    if SparkContext._active_spark_context is None:
        return _find_session(given)
    # Not while Spark starts: that takes long, and installs a handler of its own.
    with held_back():
        return _find_session(given)


def _find_session(given: object) -> SparkSession:
    if isinstance(given, SparkContext):
        require_running(given)
        session = _active_or_new()
    elif isinstance(given, SparkSession):
        session = given
    elif given is None:
        session = _active_or_new()
    else:
        raise TypeError(f"Expected a SparkSession or a SparkContext, got {describe_type(given)}")
    require_running(session.sparkContext)
    return session


def require_supported_spark() -> None:
    """Raise an error if PySpark is too old."""
    match = re.match(r"(\d+)\.(\d+)", pyspark.__version__)
    if match and (int(match[1]), int(match[2])) < _OLDEST_SPARK:
        raise PreflightError(
            f"Spark {pyspark.__version__} is too old for Sparkling Hosted, which needs Spark 3.4 or later. On "
            f"Databricks choose runtime 14.3 LTS or later, on EMR release 6.12 or later, on Dataproc image 2.2 or "
            f"later; elsewhere: pip install 'pyspark>=3.4'"
        )


def require_running(context: Any) -> None:
    """Raise an error if the SparkContext was stopped.

    Parameters
    ----------
    context
        A SparkContext of Python.
    """
    if context._jsc is None or context._jsc.sc().isStopped():
        raise ContextStoppedError(
            "This Spark session is stopped. Get a new one by SparkSession.builder.getOrCreate(), then a new context "
            "by H2OContext.getOrCreate()."
        )


def is_connect(thing: object) -> bool:
    """Tell whether an object belongs to Spark Connect."""
    return any(kind.__module__.startswith("pyspark.sql.connect") for kind in type(thing).__mro__)


def describe_type(thing: object) -> str:
    """Return a type as an error message should name it."""
    kind = type(thing)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _active_or_new() -> SparkSession:
    if SparkContext._active_spark_context is None and _is_remote():
        raise PreflightError(_CONNECT_HELP)
    try:
        session = SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()
    except Exception as error:
        if "JAVA_GATEWAY_EXITED" in str(error) or "Java gateway process exited" in str(error):
            raise PreflightError(_java_help()) from error
        raise
    if is_connect(session):
        raise PreflightError(_CONNECT_HELP)
    return session


def _is_remote() -> bool:
    from pyspark.sql.utils import is_remote

    return bool(is_remote() or os.environ.get("SPARK_REMOTE"))


def _java_help() -> str:
    remedy = "Install a JDK 17 or later and set JAVA_HOME to its directory."
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home) / "bin" / "java")) if home else shutil.which("java")
    if java is None:
        where = f"JAVA_HOME is {home}, which has no bin/java" if home else "JAVA_HOME is not set and PATH has no java"
        return f"Spark did not start because no Java was found: {where}. {remedy}"
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False)
        version = next(iter((answer.stderr or answer.stdout).splitlines()), "no version")
    except (OSError, subprocess.TimeoutExpired) as error:
        version = str(error)
    return (
        f"Spark {pyspark.__version__} did not start its JVM. The Java it used is {java} ({version}); Spark's own "
        f"message is in the output above. If that Java is older than 17: {remedy}"
    )
