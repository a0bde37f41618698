"""Which Spark is to meet which Java."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# PyPI has Spark 3 with Scala 2.12 alone; with 2.13 it comes from Maven, in versions of which every jar was found there.
SPARKS = ("3.4.4", "3.4.1-scala-2.13", "3.5.9", "3.5.6-scala-2.13", "4.0.5", "4.1.4", "4.2.1", "4.3.0")
JAVAS = (17, 21, 25)

# What Spark's own documentation promises. Elsewhere it may fail alone, which is not our failure; here it may not.
_JAVAS_OF_SPARK = {(3, 4): (17,), (3, 5): (17, 21), (4, 0): (17, 21), (4, 1): (17, 21)}
_NEWEST_PYTHON = {(3, 4): (3, 11)}
_VECTOR = "jdk.incubator.vector"


@dataclass(frozen=True)
class Spark:
    """A Spark to be tested.

    Attributes
    ----------
    version
        As PyPI has it.
    scala
        ``2.13`` if Spark's jars are to come from Maven instead, otherwise None.

    Examples
    --------
    >>> Spark.parse("3.5.6-scala-2.13").minor
    (3, 5)
    """

    version: str
    scala: str | None = None

    @classmethod
    def parse(cls, name: str) -> Spark:
        """Read a name such as ``4.3.0`` or ``3.5.6-scala-2.13``."""
        found = re.fullmatch(r"(\d+\.\d+\.\d+\w*)(?:-scala-(2\.13))?", name)
        if not found:
            raise ValueError(f"MATRIX_SPARKS has '{name}'; names are like 4.3.0 and 3.5.6-scala-2.13")
        return cls(found[1], found[2])

    @property
    def name(self) -> str:
        """What `parse` reads."""
        return f"{self.version}-scala-{self.scala}" if self.scala else self.version

    @property
    def minor(self) -> tuple[int, int]:
        """Major and minor version."""
        major, minor = self.version.split(".")[:2]
        return int(major), int(minor)

    def promises(self, java: int) -> bool:
        """Return whether Spark says that it runs on this Java."""
        return java in _JAVAS_OF_SPARK.get(self.minor, JAVAS)


@dataclass(frozen=True)
class Java:
    """A Java that is there.

    Attributes
    ----------
    feature
        Its first number, such as 17.
    home
        What JAVA_HOME is set to.
    modules
        The modules that it has.
    """

    feature: int
    home: Path
    modules: frozenset[str]


def chosen_sparks(names: str) -> list[Spark]:
    """Return the Sparks that MATRIX_SPARKS names; all when it is empty."""
    return [Spark.parse(name) for name in names.split() or SPARKS]


def chosen_javas(names: str) -> list[int]:
    """Return the Javas that MATRIX_JAVAS names; all when it is empty."""
    wrong = [name for name in names.split() if not name.isdecimal()]
    if wrong:
        raise ValueError(f"MATRIX_JAVAS has '{wrong[0]}'; names are like 17")
    return [int(name) for name in names.split()] or list(JAVAS)


def obstacle(spark: Spark, java: int, found: Iterable[Java], python: tuple[int, int]) -> str | None:
    """Return why a combination cannot be tried on this machine, or None.

    Parameters
    ----------
    spark, java
        The combination.
    found
        The Javas of this machine.
    python
        The version of Python that would run it.
    """
    newest = _NEWEST_PYTHON.get(spark.minor, python)
    if python > newest:
        return f"PySpark {spark.version} needs Python {newest[0]}.{newest[1]} or older"
    same = [one for one in found if one.feature == java]
    if not same:
        return f"there is no Java {java} on this machine"
    # Spark 4's launcher always adds this module, and a JVM that lacks it does not start.
    if spark.minor >= (4, 0) and not any(_VECTOR in one.modules for one in same):
        return f"Spark 4 needs the module {_VECTOR}, and there is no Java {java} with it on this machine"
    return None


def best(java: int, found: Iterable[Java]) -> Java:
    """Return the first Java of a version, a whole one if there is any."""
    same = [one for one in found if one.feature == java]
    return max(same, key=lambda one: _VECTOR in one.modules)
