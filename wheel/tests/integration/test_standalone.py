"""Attaching to a standalone cluster of two workers, on whose class path is nothing of ours.

The drivers have been running before, as on hosted platforms: they are connected and have run jobs when the library
comes.
"""

from __future__ import annotations

import os
import shutil
import signal
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pom
from standalone import Cluster, standalone
from support import SMALL_SPARK, Runner, make_venv, site_packages, spark_submit, with_version

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.integration

# A driver that has been running before. Its executors are there, and its Python workers work.
RUNNING = """
    import glob, os, pathlib, re, signal, socket, subprocess, sys, threading, time
    spark = start(os.environ["MASTER_OF_TEST"])
    jvm, java_context = spark.sparkContext._jvm, spark.sparkContext._jsc.sc()
    def until(fulfilled, deadline=120):
        end = time.monotonic() + deadline
        while not fulfilled():
            assert time.monotonic() < end
            time.sleep(0.05)
    def executors():
        return java_context.getExecutorMemoryStatus().size() - 1
    def works():
        rows = spark.range(0, 100, 1, 4).selectExpr("sum(id)").first()[0] == 4950
        return rows and spark.sparkContext.parallelize(range(4), 4).map(lambda i: i + 1).sum() == 10
    def sent():
        return [jar for jar in str(java_context.listJars().mkString(" ")).split() if jar]
    # What a hosted platform does when a library is added to a running cluster.
    def base_loader():
        loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
        while not loader.getClass().getName().endswith(".MutableURLClassLoader"):
            loader = loader.getParent()
        return loader
    def add_to_driver(jar):
        base_loader().addURL(jvm.java.io.File(jar).toURI().toURL())
    def add_to_executors(jar):
        spark.sparkContext._jsc.addJar(jar)
    assert works()
"""
ALL_THERE = """
    until(lambda: executors() == 2)
"""

# The main job, and what is left when it is done.
USE = """
    def command_of(port):
        # The process that listens there, by what the kernel says.
        entries = [line.split() for file in ("tcp", "tcp6") for line in open("/proc/net/" + file).readlines()[1:]]
        # 127.0.0.1, also as a part of an address of the sixth version; 0A is a listener.
        (socket_name,) = (f"socket:[{e[9]}]" for e in entries if e[1].endswith(f"0100007F:{port:04X}") and e[3] == "0A")
        # Unlike pathlib's, this glob passes over what has ended meanwhile.
        for link in glob.iglob("/proc/[0-9]*/fd/*"):
            try:
                if os.readlink(link) == socket_name:
                    return (pathlib.Path(link).parents[1] / "cmdline").read_text().split("\\0")
            except OSError:
                pass
    def is_open(port):
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0
    def use(hc):
        data = spark.range(0, 4000, 1, 4).selectExpr("id", "'v' || id % 10 AS word", "id % 2 = 0 AS even")
        frame = hc.asH2OFrame(data)
        assert hc.asSparkFrame(frame).exceptAll(data).isEmpty()
        import h2o
        # What H2O's client computes is there for Spark.
        assert hc.asSparkFrame(frame[["id"]] * 2).toDF("twice").selectExpr("sum(twice)").first()[0] == 4000 * 3999
        facts = hc._facts()
        ports = [node["port"] for node in facts["nodes"]]
        commands = [command_of(port) for port in ports]
        homes = [command[command.index("--executor-id") + 1] for command in commands]
        assert sorted(homes) == sorted(node["executor"] for node in facts["nodes"]), (homes, facts)
        assert not any(re.search("sparkling-hosted[^/]*jar", part) for command in commands for part in command)
        return sorted(homes), [*ports, int(facts["flow_url"].rsplit(":", 1)[1])]
    def learn(hc):
        data = spark.range(0, 4000, 1, 4).selectExpr("'v' || id % 10 AS word", "id % 2 = 0 AS even")
        frame = hc.asH2OFrame(data)
        from h2o.estimators import H2OGradientBoostingEstimator
        model = H2OGradientBoostingEstimator(ntrees=3, seed=1)
        model.train(x=["word"], y="even", training_frame=frame)
        predicted = hc.asSparkFrame(frame.cbind(model.predict(frame)))
        assert predicted.count() == 4000
        right = predicted.where("lower(cast(even AS string)) = lower(predict)").count()
        assert right == 4000, (right, predicted.dtypes, predicted.take(3))
    def use_and_stop():
        hc = H2OContext.getOrCreate(spark)
        homes, ports = use(hc)
        assert all(map(is_open, ports))
        hc.stop()
        until(lambda: not any(map(is_open, ports)), 10)
        assert works()
        tell("nodes in", *homes)
"""


@pytest.fixture(scope="module")
def one_cluster(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    directory = tmp_path_factory.mktemp("standalone")
    with standalone(site_packages(plain) / "pyspark", directory) as cluster:
        yield cluster
    engines = [str(path) for path in directory.rglob("*.engine")]
    assert not engines, "the workers have left these"
    # Each executor had the jar.
    shutil.rmtree(directory)


@pytest.fixture
def cluster(one_cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, which must be at rest after a test."""
    yield one_cluster
    one_cluster.require_rest()


@pytest.fixture(scope="module")
def jar(installed: Runner) -> Path:
    return Path(installed.run("from pysparkling._jar import bundled_jar; print(bundled_jar())").out.strip())


@pytest.mark.newest
def test_the_jar_comes_as_a_cluster_library(cluster: Cluster, installed: Runner, jar: Path, tmp_path: Path) -> None:
    # Platforms give the files names of their own.
    library = shutil.copy(jar, tmp_path / "addedFile17_cluster_library.jar")
    result = cluster.runner(installed.python).run(
        RUNNING
        + ALL_THERE
        + f"""
    add_to_driver({str(library)!r})
    add_to_executors({str(library)!r})
    from pysparkling import *
    """
        + USE
        + """
    H2OContext.getOrCreate()
    directory = pathlib.Path(os.environ["DIRECTORY_OF_TEST"])
    tell(*sorted(path.relative_to(directory).parts[0] for path in directory.glob("local-*/spark-*/*/*.engine")))
    use_and_stop()
    tell(jvm.ai.h2o.sparkling.BuildInfo.location(), len(sent()))
    """
    )
    # Each host has the engine where Spark has its blocks, once for all applications.
    assert result.told == ["local-worker0 local-worker1", "nodes in 0 1", f"file:{library} 1"], str(result)


@pytest.mark.oldest
def test_the_wheel_is_installed_by_the_running_driver(
    cluster: Cluster, plain: Path, wheel: Path, tmp_path: Path
) -> None:
    python = make_venv(tmp_path / "venv")
    site_packages(python).joinpath("pyspark.pth").write_text(str(site_packages(plain)), encoding="utf-8")
    result = cluster.runner(python).run(
        RUNNING
        + ALL_THERE
        + f"""
    try:
        import pysparkling
        raise AssertionError("it is there already")
    except ModuleNotFoundError:
        pass
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", {str(wheel)!r}]
    subprocess.run(command, check=True)
    from pysparkling import *
    """
        + USE
        + """
    learn(H2OContext.getOrCreate(spark))
    use_and_stop()
    """
    )
    assert result.told == ["nodes in 0 1"], str(result)


@pytest.mark.oldest
def test_the_source_zip_is_submitted_with_the_driver(
    cluster: Cluster, plain: Path, source_zip: Path, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    text = (RUNNING + ALL_THERE + "    from pysparkling import *" + USE).replace("\n    ", "\n")
    # A cloud that is not stopped ends with the application.
    program.write_text(SMALL_SPARK + text + "tell(*use(H2OContext.getOrCreate())[0])\n", encoding="utf-8")
    result = spark_submit(
        plain,
        *("--master", cluster.master, "--py-files", str(source_zip), str(program)),
        timeout=300,
        **cluster.environment(plain),
    )
    assert result.told == ["0 1"], str(result)


@pytest.mark.soak
def test_the_source_zip_and_the_dependencies_that_it_lists_are_the_only_library(
    cluster: Cluster, plain: Path, source_zip: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(source_zip) as archive:
        archive.extract("pysparkling/requirements.txt", tmp_path)
    python = make_venv(tmp_path / "venv", "-r", str(tmp_path / "pysparkling" / "requirements.txt"))
    site_packages(python).joinpath("pyspark.pth").write_text(str(site_packages(plain)), encoding="utf-8")
    result = cluster.runner(python).run(
        RUNNING
        + ALL_THERE
        + f"""
    spark.sparkContext.addPyFile({str(source_zip)!r})
    from pysparkling import *
    """
        + USE
        + """
    use_and_stop()
    import h2o, requests
    tell(h2o.__file__, requests.__file__)
    """
    )
    cloud, origin = result.told
    assert cloud == "nodes in 0 1"
    # Not from the copies in the zip, which are for Pythons that have none.
    assert all(place.startswith(str(site_packages(python))) for place in origin.split()), origin


TRY = """
    from pysparkling import *
    from pysparkling.errors import H2OSparklingError
    def attempt():
        before = [str(url.toString()) for url in base_loader().getURLs()], sent()
        try:
            H2OContext.getOrCreate(spark)
        except H2OSparklingError as error:
            tell(type(error).__name__, error)
        assert H2OContext.get() is None
        assert works()
        return before == ([str(url.toString()) for url in base_loader().getURLs()], sent())
"""


@pytest.mark.newest
def test_two_versions_are_both_named_and_nothing_is_changed(
    cluster: Cluster, installed: Runner, jar: Path, tmp_path: Path
) -> None:
    other = with_version(jar, tmp_path, "0.0.9")
    result = cluster.runner(installed.python).run(
        RUNNING
        + f"""
    add_to_driver({str(other)!r})
    add_to_executors({str(other)!r})
    assert works()
    """
        + TRY
        + """
    tell(attempt())
    """
    )
    message, unchanged = result.told
    assert message.startswith(
        f"VersionConflictError Two versions of Sparkling Hosted meet: this Python package is version "
        f"{pom.PROJECT_VERSION}, with the jar {jar}, but Spark's driver already has version 0.0.9 from {other}. "
    )
    assert unchanged == "True"


@pytest.mark.soak
def test_another_version_in_the_executors_alone_is_named(
    cluster: Cluster, installed: Runner, jar: Path, tmp_path: Path
) -> None:
    named = with_version(jar, tmp_path, "0.0.8")
    nameless = with_version(jar, tmp_path, "0.0.9").rename(tmp_path / "library.jar")
    result = cluster.runner(installed.python).run(
        RUNNING
        + ALL_THERE
        + f"""
    add_to_executors({str(nameless)!r})
    assert works()
    """
        + TRY
        + f"""
    attempt()
    add_to_executors({str(named)!r})
    tell(attempt())
    """
    )
    found_by_executor, found_by_name, unchanged = result.told
    assert found_by_executor.startswith("CloudFormationError Executor ")
    assert f"the driver has version {pom.PROJECT_VERSION}" in found_by_executor
    assert "this executor has version 0.0.9 from file:" in found_by_executor
    assert found_by_name.startswith("VersionConflictError Two versions of Sparkling Hosted meet: ")
    assert f", with the jar {jar}, but Spark's executors already have version 0.0.8 from spark://" in found_by_name
    assert f"/jars/{named.name}. Keep one: " in found_by_name
    assert unchanged == "True"


@pytest.mark.soak
def test_an_executor_that_comes_late_is_waited_for_and_two_unpack_in_one_place(
    cluster: Cluster, installed: Runner, jar: Path, tmp_path: Path
) -> None:
    # Here the jar was named when the driver was submitted.
    engines = tmp_path / "engines"
    # A worker that is halted has registered, but starts no executor.
    halted = cluster.workers[1]
    os.kill(halted, signal.SIGSTOP)
    try:
        result = cluster.runner(installed.python).run(
            RUNNING
            + f"""
    until(lambda: executors() == 1)
    threading.Timer(3, os.kill, ({halted}, signal.SIGCONT)).start()
    from pysparkling import *
    """
            + USE
            + f"""
    engines = pathlib.Path({str(engines)!r})
    def kinds():
        # Beside what belongs to a node lies its lock.
        names = (path.name for path in engines.iterdir())
        return sorted("node.lock" if re.match("node.*lock", name) else name.partition("-")[0] for name in names)
    conf = H2OConf().setClusterSize(2).set("spark.ext.h2o.engine.dir", str(engines))
    began = time.monotonic()
    hc = H2OContext.getOrCreate(spark, conf)
    assert time.monotonic() - began > 3
    tell(*use(hc)[0])
    tell(*kinds())
    hc.stop()
    tell(*kinds())
    tell(len(sent()))
    """,
            PYSPARK_SUBMIT_ARGS=f"--jars {jar} pyspark-shell",
        )
    finally:
        os.kill(halted, signal.SIGCONT)
    assert result.told == ["0 1", "h2o node node node.lock node.lock unpack.lock", "h2o unpack.lock", "1"], str(result)
