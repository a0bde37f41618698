"""The jar on the class path of a Spark that is running already.

``addJar`` and ``ADD JAR`` reach the executors and one session; statics must exist once in the driver and every thread
must find them. So the jar goes onto the driver's base loader, the one that spark-submit made for the application.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from pysparkling._jar import bundled_jar, verify
from pysparkling._version import VERSION
from pysparkling.errors import PreflightError, VersionConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

_MARKER = "sparkling/engine.properties"
# Only the number: a flavour of the jar, or a second download of it, has more in its name.
_NAME = re.compile(r"sparkling-hosted-(\d+(?:\.\d+)*)[^/]*\.jar$")
_MUTABLE_LOADER = "org.apache.spark.util.MutableURLClassLoader"
_SESSION_LOADER = "org.apache.spark.sql.internal.NonClosableMutableURLClassLoader"


class AttachedJar(NamedTuple):
    """A jar of Sparkling Hosted that a class loader of the driver offers."""

    version: str
    location: str


def attach_driver(spark: SparkSession) -> str:
    """Make sure that the driver has the jar, once and in one version.

    Parameters
    ----------
    spark
        A running session.

    Returns
    -------
    str
        Where the jar lies, as `attach_executors` wants it.

    Raises
    ------
    VersionConflictError
        If another version is attached already.
    PreflightError
        If the jar cannot be attached.
    """
    jvm: Any = spark.sparkContext._jvm
    context_loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
    _require_one_version(attached_jars(jvm, context_loader), "driver already has")
    # A jar that was sent by addJar is not on the driver's class path.
    _require_one_version(_other_jars_sent(spark), "executors already have")

    base_loader = _base_loader(spark, context_loader)
    # A class loader of the platform's own may have the jar where the base loader does not look.
    here = attached_jars(jvm, base_loader) if base_loader is not None else attached_jars(jvm, context_loader)
    if here:
        location = here[0].location
    elif base_loader is None:
        raise PreflightError(
            f"The jar of Sparkling Hosted cannot be attached to this running Spark: none of the driver's class loaders "
            f"takes jars ({' < '.join(_chain_names(context_loader))}). Attach {bundled_jar()} before Spark starts, as "
            f"a cluster library or in spark.jars."
        )
    else:
        location = _add_to_driver(jvm, base_loader)
    if base_loader is not None:
        _restore_displaced_jars(spark, base_loader)
    return location


def attach_executors(spark: SparkSession, location: str) -> None:
    """Make sure that the executors have the jar, once.

    Parameters
    ----------
    spark
        A running session.
    location
        What `attach_driver` returned.
    """
    context = _java_context(spark)
    # In local mode the executor is the driver, whose loaders have the jar; another copy would only cost time.
    if context.isLocal() or not Path(location).is_file():
        return
    name = Path(location).name
    if not any(jar.endswith(name) for jar in _listed_jars(context)):
        context.addJar(location)


def attached_jars(jvm: Any, loader: Any) -> list[AttachedJar]:
    """Return every jar of Sparkling Hosted that a class loader sees, its parents' first.

    Parameters
    ----------
    jvm
        Py4J's view of the driver.
    loader
        A Java class loader.
    """
    jars = []
    # Lists and readers are public classes; the enumerations and streams behind them are not, and Java's modules would
    # keep Py4J away from their methods.
    places = jvm.java.util.Collections.list(loader.getResources(_MARKER))
    # By index: Py4J ends an iteration by an exception, about which PySpark asks the JVM sixty questions.
    for place in (places.get(index) for index in range(places.size())):
        properties = jvm.java.util.Properties()
        reader = jvm.java.io.InputStreamReader(place.openStream())
        try:
            properties.load(reader)
        finally:
            reader.close()
        location = str(place.toString()).removeprefix("jar:").removesuffix(f"!/{_MARKER}")
        jars.append(AttachedJar(str(properties.getProperty("version")), _as_path(location)))
    return list(dict.fromkeys(jars))


def _require_one_version(jars: list[AttachedJar], found: str) -> None:
    others = [jar for jar in jars if jar.version != VERSION]
    if not others:
        return
    mine = next((jar.location for jar in jars if jar.version == VERSION), None) or str(bundled_jar())
    listed = " and ".join(f"version {jar.version} from {jar.location}" for jar in others)
    raise VersionConflictError(
        f"Two versions of Sparkling Hosted meet: this Python package is version {VERSION}, with the jar {mine}, but "
        f"Spark's {found} {listed}. Keep one: remove the other jar from the cluster's libraries, from "
        f"spark.jars, spark.jars.packages, --jars or the class path, or install the Python package of that version "
        f"(pip install pysparkling-hosted=={others[0].version}); then restart Spark."
    )


def _loaders(loader: Any) -> Iterator[Any]:
    while loader is not None:
        yield loader
        loader = loader.getParent()


def _chain_names(loader: Any) -> list[str]:
    return [str(each.getClass().getName()) for each in _loaders(loader)]


def _base_loader(spark: SparkSession, context_loader: Any) -> Any:
    """Return the outermost loader that takes jars, or None.

    ``ADD JAR`` and session artifacts put loaders of their own in front of it, notebook servers others again; every
    one of them asks its parents, so the outermost is the one that all threads share.
    """
    jvm: Any = spark.sparkContext._jvm
    mutable = jvm.java.lang.Class.forName(_MUTABLE_LOADER, False, context_loader)
    # The session's loader knows the way even if this thread's context loader is a stranger.
    for start in (context_loader, spark._jsparkSession.sharedState().jarClassLoader()):  # type: ignore[attr-defined, unused-ignore]
        chain = list(_loaders(start))
        for loader in reversed(chain):
            if mutable.isInstance(loader) and loader.getClass().getName() != _SESSION_LOADER:
                return loader
        for loader in reversed(chain):
            methods = loader.getClass().getMethods()
            if loader.getClass().getName() != _SESSION_LOADER and any(m.getName() == "addURL" for m in methods):
                return loader
    return None


def _add_to_driver(jvm: Any, base_loader: Any) -> str:
    jar = bundled_jar()
    base_loader.addURL(jvm.java.io.File(str(jar)).toURI().toURL())
    if not attached_jars(jvm, base_loader):
        verify(jar)
        raise PreflightError(
            f"The jar {jar} was added to the driver's class path, but the driver cannot read it; see that the user "
            f"who runs Spark's driver may read this file"
        )
    return str(jar)


def _restore_displaced_jars(spark: SparkSession, base_loader: Any) -> None:
    """Give the driver the jars that ``--jars`` displaced.

    When our jar went into PYSPARK_SUBMIT_ARGS, Spark does not put the ``spark.jars`` of the session's builder onto the
    driver's class path, though it sends them to the executors.
    """
    context: Any = spark.sparkContext
    if getattr(context._gateway, "proc", None) is None or base_loader.getClass().getName() != _MUTABLE_LOADER:
        return
    present = {str(url.toString()) for url in base_loader.getURLs()}
    for name in str(context._jsc.sc().getConf().get("spark.jars", "")).split(","):
        jar = Path(_as_path(name.strip()))
        if name.strip() and jar.is_file():
            url = context._jvm.java.io.File(str(jar.absolute())).toURI().toURL()
            if str(url.toString()) not in present:
                base_loader.addURL(url)


def _other_jars_sent(spark: SparkSession) -> list[AttachedJar]:
    """Return the jars of other versions that executors get, by their names; a node that starts looks inside."""
    number = re.match(r"\d+(?:\.\d+)*", VERSION)
    own = number[0] if number else VERSION
    named = ((_NAME.search(location), location) for location in _listed_jars(_java_context(spark)))
    return [AttachedJar(name[1], location) for name, location in named if name and name[1] != own]


def _listed_jars(context: Any) -> list[str]:
    listed = str(context.listJars().mkString("\n")).splitlines()
    return [unquote(jar).rstrip("/") for jar in listed]


def _java_context(spark: SparkSession) -> Any:
    return spark.sparkContext._jsc.sc()  # type: ignore[attr-defined, unused-ignore]


def _as_path(location: str) -> str:
    """Return the path of a file URL, and any other location as it is."""
    parts = urlsplit(location)
    return unquote(parts.path) if parts.scheme == "file" else location
