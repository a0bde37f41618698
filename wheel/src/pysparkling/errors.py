"""What can go wrong, as exceptions that a program can tell apart.

The family mirrors the one of the JVM side, name by name (``CloudLostException`` there is `CloudLostError` here), and
an error that was raised there arrives here with its message alone; the whole Java story is its ``__cause__``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CloudFormationError",
    "CloudLostError",
    "ContextStoppedError",
    "ConversionError",
    "EngineError",
    "GatewayError",
    "H2OSparklingError",
    "PreflightError",
    "SettingError",
    "VersionConflictError",
]

_JAVA_PACKAGE = "ai.h2o.sparkling.errors."
_DEEPEST_CAUSE = 16


class H2OSparklingError(RuntimeError):
    """The root of the family."""


class SettingError(H2OSparklingError):
    """A setting is unknown, or its value cannot be used."""


class ConversionError(H2OSparklingError):
    """A DataFrame or a frame cannot become the other."""


class CloudLostError(H2OSparklingError):
    """The H2O cloud died; the message says why, what was kept and what was lost."""


class CloudFormationError(H2OSparklingError):
    """The H2O cloud could not be formed."""


class ContextStoppedError(H2OSparklingError):
    """The H2OContext, or the Spark below it, was stopped."""


class EngineError(H2OSparklingError):
    """The H2O engine failed."""


class GatewayError(H2OSparklingError):
    """The door to the cloud on the driver cannot be opened or does not answer."""


class PreflightError(H2OSparklingError):
    """Sparkling Hosted cannot run in this place; the message says what to change."""


class VersionConflictError(PreflightError):
    """Two versions of Sparkling Hosted meet in one Spark application."""


@contextmanager
def java_errors() -> Iterator[None]:
    """Turn errors of the JVM side into their twins of this module; all others pass as they are."""
    try:
        yield
    except Exception as error:
        twin = _twin(error)
        if twin is None:
            raise
        raise twin from error


def _twin(error: Exception) -> H2OSparklingError | None:
    # Imported here because the errors must be importable where Spark's Python side is missing.
    from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError

    if isinstance(error, Py4JNetworkError | ConnectionError):
        return ContextStoppedError(
            "Spark's driver does not answer any more: its JVM ended, perhaps for want of memory. Restart the Python "
            "process (in a notebook: restart the kernel, or detach and attach the notebook)."
        )
    if isinstance(error, Py4JJavaError):
        return _twin_of_throwable(error.java_exception)
    if isinstance(error, Py4JError):
        return _refused_by_platform(error)
    # PySpark has wrapped some kinds of Java exceptions before we see them.
    return _twin_of_throwable(getattr(error, "_origin", None))


def _twin_of_throwable(throwable: Any) -> H2OSparklingError | None:
    for _ in range(_DEEPEST_CAUSE):
        if throwable is None:
            return None
        name = str(throwable.getClass().getName())
        if name.startswith(_JAVA_PACKAGE):
            twin = name.removeprefix(_JAVA_PACKAGE).removesuffix("Exception") + "Error"
            kinds = {kind.__name__: kind for kind in H2OSparklingError.__subclasses__()}
            return kinds.get(twin, H2OSparklingError)(str(throwable.getMessage()))
        throwable = throwable.getCause()
    return None


def _refused_by_platform(error: Exception) -> H2OSparklingError | None:
    # Databricks guards Py4J on clusters that several users share.
    if "Py4JSecurityException" not in str(error):
        return None
    return PreflightError(
        "This cluster does not let Python reach Spark's JVM, which Sparkling Hosted needs. On Databricks use compute "
        "with the access mode 'Dedicated' (formerly 'Single user'), not 'Standard' (formerly 'Shared') or serverless."
    )
