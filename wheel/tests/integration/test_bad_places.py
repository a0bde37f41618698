"""Places where it cannot work, with the real jar: each is one clear error, before anything starts."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import pom
from support import VENVS, Runner, is_other_wheel, note_wheel, pip

pytestmark = [pytest.mark.integration, pytest.mark.oldest]

TRY = """
    from pysparkling import H2OContext, H2OConf
    from pysparkling.errors import H2OSparklingError
    try:
        H2OContext.getOrCreate(spark, H2OConf().set("spark.ext.h2o.engine.dir", {directory!r}))
    except H2OSparklingError as error:
        tell(type(error).__name__, error)
"""
ENGINE = "sparkling/engine.jar.zst"


def rewritten(jar: str, target: Path, change: dict[str, bytes]) -> str:
    """Return a copy of the jar with other content in some of its files."""
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(target, "w") as sink:
        for entry in source.infolist():
            sink.writestr(entry, change.get(entry.filename, source.read(entry)))
    return str(target)


def engine(jar: str) -> bytes:
    with zipfile.ZipFile(jar) as source:
        return source.read(ENGINE)


@pytest.mark.parametrize("damage", ["cut off", "bits flipped"])
def test_a_damaged_engine_is_told_and_leaves_nothing(installed: Runner, jar: str, tmp_path: Path, damage: str) -> None:
    whole = engine(jar)
    # RFC 8878, 3.1.1.1.1.5: nothing but this checksum tells a flipped letter inside a literal.
    assert whole[4] & 4, "the engine's stream carries no checksum of its content"
    middle = len(whole) // 2
    broken = whole[:middle] if damage == "cut off" else whole[:middle] + bytes(64) + whole[middle + 64 :]
    damaged = rewritten(jar, tmp_path / pom.JAR_NAME, {ENGINE: broken})
    unpacked = tmp_path / "engines"
    result = installed.run(
        'spark = start("local[2]")\n' + TRY.format(directory=str(unpacked)).replace("\n    ", "\n"),
        PYSPARK_SUBMIT_ARGS=f"--jars {damaged} pyspark-shell",
    )
    (message,) = result.told
    assert f"The Sparkling Hosted jar at file:{damaged} is damaged: its engine" in message
    assert message.endswith(". Install it again")
    assert [path.name for path in unpacked.iterdir()] == ["unpack.lock"]


def test_a_truncated_jar_is_told(installed: Runner, jar: str, tmp_path: Path) -> None:
    # A download that broke off, where the package keeps its jar.
    site = tmp_path / "site"
    shutil.copytree(
        installed.run("import pysparkling, os; print(os.path.dirname(pysparkling.__file__))").out.strip(),
        site / "pysparkling",
        ignore=shutil.ignore_patterns("*.jar"),
    )
    (site / "pysparkling" / "jars").mkdir(exist_ok=True)
    short = site / "pysparkling" / "jars" / pom.JAR_NAME
    short.write_bytes(Path(jar).read_bytes()[:1_000_000])
    result = Runner(installed.python, path=(site,)).run(
        'spark = start("local[2]")\n' + TRY.format(directory=str(tmp_path)).replace("\n    ", "\n")
    )
    (message,) = result.told
    assert message.startswith(f"PreflightError The jar {short} (1,000,000 bytes) is damaged"), str(result)


def test_two_versions_are_both_named(installed: Runner, jar: str, tmp_path: Path) -> None:
    properties = b"version=0.0.9\nh2o.version=3.46.0.11\n"
    other = rewritten(jar, tmp_path / "sparkling-hosted-0.0.9.jar", {"sparkling/engine.properties": properties})
    result = installed.run(
        'spark = start("local[2]")\n' + TRY.format(directory=str(tmp_path / "engines")).replace("\n    ", "\n"),
        PYSPARK_SUBMIT_ARGS=f"--jars {other} pyspark-shell",
    )
    (message,) = result.told
    assert f"this Python package is version {pom.PROJECT_VERSION}, with the jar {jar}" in message
    assert f"Spark's driver already has version 0.0.9 from {other}" in message
    assert not (tmp_path / "engines").exists()


def test_too_small_a_heap_is_told(installed: Runner, tmp_path: Path) -> None:
    # Spark itself refuses so small a heap, unless it is told to reserve none.
    result = installed.run(
        'spark = start("local[2]", driver_memory="300m", testing_reservedMemory="1000000")\n'
        + TRY.format(directory=str(tmp_path / "engines")).replace("\n    ", "\n")
    )
    (message,) = result.told
    assert "MB, the H2O engine needs at least 400 MB besides the data" in message
    assert "raise spark.executor.memory (spark.driver.memory in local mode)" in message
    assert not (tmp_path / "engines").exists()


def test_a_full_heap_is_told_and_a_freed_one_works(installed: Runner, tmp_path: Path) -> None:
    script = TRY.format(directory=str(tmp_path / "engines")).replace("\n    ", "\n")
    result = installed.run(
        """
    spark = start("local[2]", driver_memory="600m")
    jvm = spark.sparkContext._jvm
    runtime = jvm.java.lang.Runtime.getRuntime()
    kept = jvm.java.util.ArrayDeque()
    jvm.java.lang.System.gc()
    while runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() > 60 << 20:
        kept.addLast(jvm.java.nio.ByteBuffer.allocate(8 << 20))
        jvm.java.lang.System.gc()
    """
        + script.replace("\n", "\n    ")
        + """
    kept.clear()
    jvm.java.lang.System.gc()
    tell(H2OContext.getOrCreate(spark).flowURL().startswith("http"))
    """
    )
    full, freed = result.told
    assert "MB are free, the H2O engine needs at least 100 MB besides the data; free cached DataFrames" in full
    assert freed == "True"


def pyspark_3_3() -> list[Path]:
    """Return what its Python needs on the path: the source distribution, laid out as its wheel, which takes longer."""
    folder = VENVS / "pyspark-3.3.4"
    module = folder / "pyspark-3.3.4" / "pyspark"
    if not (folder / "complete").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        download = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(folder), "pyspark==3.3.4"]
        subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *download], check=True)
        (archive,) = folder.glob("*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        archive.unlink()
        for part in ("bin", "jars"):
            (module / part).symlink_to(f"../deps/{part}")
        (folder / "complete").touch()
    return [module.parent, *module.parent.glob("lib/py4j-*.zip")]


def test_spark_3_3_is_refused(wheel: Path) -> None:
    """The real one; it is built for Pythons before 3.11, and comes as far as this error on newer ones, too."""
    target = VENVS / "wheel-on-3.3"
    if is_other_wheel(target, wheel):
        shutil.rmtree(target, ignore_errors=True)
        pip(Path(sys.executable), "--no-deps", "--target", str(target), str(wheel))
        note_wheel(target, wheel)
    result = Runner(path=(target, *pyspark_3_3())).run(
        """
    from pysparkling import H2OContext
    from pysparkling.errors import PreflightError
    spark = start("local[1]")
    try:
        H2OContext.getOrCreate(spark)
    except PreflightError as error:
        tell(error)
    """
    )
    (message,) = result.told
    assert message.startswith("Spark 3.3.4 is too old for Sparkling Hosted, which needs Spark 3.4 or later")
    assert "on EMR release 6.12 or later" in message
