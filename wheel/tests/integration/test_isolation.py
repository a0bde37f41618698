"""The wall between the engine and the JVM that it lives in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support import Runner

pytestmark = [pytest.mark.integration, pytest.mark.oldest]

START = """
    from pysparkling import H2OContext
    spark = start("local[2]")
    hc = H2OContext.getOrCreate(spark)
    jvm = spark.sparkContext._jvm
    java = jvm.java.lang
    threads = [
        thread
        for thread in java.Thread.getAllStackTraces().keySet()
        if thread.getThreadGroup() is not None and thread.getThreadGroup().getName().startswith("h2o-")
    ]
    engine = next(
        loader
        for loader in (thread.getContextClassLoader() for thread in threads)
        if loader is not None and loader.getName() == "h2o-engine"
    )
"""

# What executors have: it ends the JVM for an error that nobody catches.
THROW = """
    java.Thread.setDefaultUncaughtExceptionHandler(jvm.org.apache.spark.util.SparkUncaughtExceptionHandler(True))
    error = java.OutOfMemoryError("thrown by a test")
    handles = java.invoke.MethodHandles
    arguments = spark.sparkContext._gateway.new_array(jvm.Object, 1)
    arguments[0] = error
    bomb = handles.insertArguments(handles.throwException(java.Void.TYPE, error.getClass()), 0, arguments)
    work = java.invoke.MethodHandleProxies.asInterfaceInstance(java.Class.forName("java.lang.Runnable"), bomb)
    group = {group}
    thread = java.Thread(group, work, "bomb")
    try:
        thread.start()
        thread.join()
        import time
        time.sleep(1)
        frame = hc.asH2OFrame(spark.range(5))
        tell("alive", frame.nrow)
    except Exception as error:
        tell("dead")
    import os
    os._exit(0)
"""


@pytest.mark.parametrize(
    ("group", "told"),
    [("threads[0].getThreadGroup()", "alive 5"), ("java.Thread.currentThread().getThreadGroup()", "dead")],
    ids=["in an engine thread it does no harm", "in another it ends the JVM"],
)
def test_an_uncaught_exception(installed: Runner, group: str, told: str) -> None:
    result = installed.run(START + THROW.format(group=group))
    assert result.told == [told], str(result)


def test_services_are_not_doubled(installed: Runner) -> None:
    result = installed.run(
        START
        + """
    def places(loader, service):
        urls = jvm.java.util.Collections.list(loader.getResources("META-INF/services/" + service))
        return [str(urls.get(i).toString()) for i in range(urls.size())]

    def providers(service):
        found = jvm.java.util.ServiceLoader.load(engine.loadClass(service), engine).iterator()
        names = []
        while found.hasNext():
            names.append(str(found.next().getClass().getName()))
        return names

    parent = engine.getParent()
    shared, own = "org.apache.hadoop.fs.FileSystem", "water.parser.ParserProvider"
    tell(places(engine, shared) == places(parent, shared), len(places(parent, shared)) > 0)
    tell(len(places(engine, own)), places(parent, own))
    for service in (shared, own, "water.AbstractH2OExtension", "water.api.RestApiExtension"):
        names = providers(service)
        tell(len(names) > 0, len(names) == len(set(names)))
    """
    )
    assert result.told == ["True True", "1 []", *["True True"] * 4], str(result)
