"""Settings of a context."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from pysparkling._settings import SettingMethods, find_setting, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

if sys.version_info >= (3, 11):
    from typing import Self
elif TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["H2OConf"]

_MASK = "*********"


class H2OConf(SettingMethods):
    """The settings that `H2OContext.getOrCreate` shall use over those of the Spark session.

    Nothing is checked here: the JVM side knows all names and values, and refuses the wrong ones when the context is
    made, all of them in one error.

    Parameters
    ----------
    spark
        Ignored; code written for older releases passes a session or a SparkContext.

    Examples
    --------
    >>> conf = H2OConf().setClusterSize(2).set("spark.ext.h2o.nthreads", 4)
    >>> conf.clusterSize()
    2
    """

    def __init__(self, spark: object = None) -> None:
        self._values: dict[str, str] = {}

    def set(self, name: str, value: object) -> Self:
        """Set a setting.

        Parameters
        ----------
        name
            Its full name, such as ``spark.ext.h2o.nthreads``.
        value
            Its value; None takes back what was set.

        Returns
        -------
        H2OConf
            This object, for chaining.

        Examples
        --------
        >>> H2OConf().set("spark.ext.h2o.cluster.size", 2).get("spark.ext.h2o.cluster.size")
        '2'
        """
        if value is None:
            return self.remove(name)
        # A setting has one value, whatever of its names was used to set it.
        for known in _names(name):
            self._values.pop(known, None)
        self._values[name] = to_text(value)
        return self

    def setAll(self, pairs: Mapping[str, object] | Iterable[tuple[str, object]]) -> Self:
        """Set several settings.

        Parameters
        ----------
        pairs
            Names and values.

        Examples
        --------
        >>> H2OConf().setAll({"spark.ext.h2o.nthreads": 2}).getAll()
        {'spark.ext.h2o.nthreads': '2'}
        """
        for name, value in dict(pairs).items():
            self.set(name, value)
        return self

    def get(self, name: str, default: Any = None) -> Any:
        """Return the text of a setting that was set here.

        Parameters
        ----------
        name
            Its full name.
        default
            What to return if it was not set.

        Examples
        --------
        >>> H2OConf().get("spark.ext.h2o.nthreads", "not set")
        'not set'
        """
        return next((self._values[known] for known in _names(name) if known in self._values), default)

    def getAll(self) -> dict[str, str]:
        """Return all that was set here, as texts by full name.

        Examples
        --------
        >>> H2OConf().getAll()
        {}
        """
        return dict(self._values)

    def set_all(self, pairs: Mapping[str, object] | Iterable[tuple[str, object]]) -> Self:
        """Do what `setAll` does, under its name of long ago."""
        return self.setAll(pairs)

    def get_all(self) -> dict[str, str]:
        """Do what `getAll` does, under its name of long ago."""
        return self.getAll()

    def contains(self, name: str) -> bool:
        """Tell whether a setting was set here.

        Parameters
        ----------
        name
            Its full name.

        Examples
        --------
        >>> H2OConf().setNthreads(2).contains("spark.ext.h2o.nthreads")
        True
        """
        return any(known in self._values for known in _names(name))

    def remove(self, name: str) -> Self:
        """Take back what was set.

        Parameters
        ----------
        name
            Its full name.

        Examples
        --------
        >>> H2OConf().setNthreads(2).remove("spark.ext.h2o.nthreads").getAll()
        {}
        """
        for known in _names(name):
            self._values.pop(known, None)
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, H2OConf) and self._values == other._values

    # Mutable, and compared by value.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={_shown(name, value)}" for name, value in sorted(self._values.items()))
        return f"H2OConf({shown})"


def _names(name: str) -> tuple[str, ...]:
    setting = find_setting(name)
    return (name,) if setting is None else (setting.name, *setting.former_names)


def _shown(name: str, value: str) -> str:
    # A name that nobody knows may be a misspelt password.
    setting = find_setting(name)
    return _MASK if setting is None or setting.secret else value
