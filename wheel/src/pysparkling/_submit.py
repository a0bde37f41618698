"""The jar in ``PYSPARK_SUBMIT_ARGS``, for a Spark that has not started yet."""

from __future__ import annotations

import contextlib
import os
import shlex
from pathlib import Path

from pysparkling._jar import bundled_jar
from pysparkling.errors import PreflightError

VARIABLE = "PYSPARK_SUBMIT_ARGS"
_SHELL = "pyspark-shell"
_JARS = "spark.jars"


def prepare() -> None:
    """Make the Spark that PySpark will start bring the jar, unless a Spark is there or will be a remote one."""
    if _spark_has_started() or _spark_is_remote():
        return
    # An incomplete package is reported when a context is asked for, not by an import.
    with contextlib.suppress(PreflightError):
        os.environ[VARIABLE] = with_jar(os.environ.get(VARIABLE, ""), str(bundled_jar()), _default_jars())


def with_jar(arguments: str, jar: str, default_jars: str = "") -> str:
    """Return the arguments with the jar among the ``--jars``.

    Parameters
    ----------
    arguments
        What ``PYSPARK_SUBMIT_ARGS`` holds; may be empty.
    jar
        The path to add.
    default_jars
        ``spark.jars`` of Spark's defaults, which ``--jars`` would displace and which are therefore repeated.

    Examples
    --------
    >>> with_jar("--master local[2] pyspark-shell", "/x/sparkling.jar")
    "--master 'local[2]' --jars /x/sparkling.jar pyspark-shell"
    """
    tokens = shlex.split(arguments)
    kept: list[str] = []
    named: str | None = None
    configured: str | None = None
    position = 0
    while position < len(tokens):
        # Spark takes both '--jars x' and '--jars=x'.
        option, equals, value = tokens[position].partition("=")
        width = 1
        if option in ("--jars", "--conf", "-c") and not equals and position + 1 < len(tokens):
            value = tokens[position + 1]
            width = 2
        if option == "--jars":
            named = value
        else:
            if option in ("--conf", "-c") and value.startswith(f"{_JARS}="):
                configured = value.removeprefix(f"{_JARS}=")
            kept += tokens[position : position + width]
        position += width

    # Spark's own precedence: the option hides the setting, which hides the default.
    chosen = next((jars for jars in (named, configured, default_jars) if jars is not None), "")
    jars = [part for part in chosen.split(",") if part]
    if named is not None and jar in jars and _SHELL in kept:
        return arguments
    if jar not in jars:
        jars.append(jar)
    end = kept.index(_SHELL) if _SHELL in kept else len(kept)
    after = kept[end:] or [_SHELL]
    return shlex.join([*kept[:end], "--jars", ",".join(jars), *after])


def _spark_has_started() -> bool:
    from pyspark import SparkContext

    # With spark-submit, and on the platforms, the JVM is there first and tells Python its port.
    return SparkContext._gateway is not None or "PYSPARK_GATEWAY_PORT" in os.environ


def _spark_is_remote() -> bool:
    return any(os.environ.get(name) for name in ("SPARK_REMOTE", "SPARK_CONNECT_MODE_ENABLED"))


def _default_jars() -> str:
    """Return ``spark.jars`` as spark-defaults.conf has it."""
    home = os.environ.get("SPARK_HOME")
    directory = os.environ.get("SPARK_CONF_DIR") or (home and str(Path(home) / "conf"))
    if not directory:
        return ""
    try:
        lines = (Path(directory) / "spark-defaults.conf").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    jars = ""
    for line in lines:
        parts = line.strip().replace("=", " ", 1).split(None, 1)
        if len(parts) == 2 and parts[0] == _JARS:
            jars = parts[1].strip()
    return jars
