"""Make a home of Java that starts Spark with a third of the work, for tests: most of them end before Java has warmed up.

``quick_java.py DIRECTORY`` links the Java at hand into DIRECTORY, where ``java`` compiles quickly instead of well and maps the classes
of the running Python's Spark from an archive instead of reading and checking them. What a test sets for Java itself comes later and so
wins; QUICK_JAVA=no leaves Java as it is. Where Java makes no such archive, the home works without it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

WRAPPER = """\
#!/bin/sh
# Made by tests/quick_java.py.
if [ "$QUICK_JAVA" = no ]; then exec {java} "$@"; fi
exec {java} {options} "$@"
"""
QUICK = "-XX:TieredStopAtLevel=1"
MASTER = "local-cluster[1,1,1024]"
DEADLINE = 300


def main(directory: Path) -> None:
    """Make the home, unless it is there already for this Java and this Spark."""
    home = real_home(directory)
    made_from = (
        f"{home}\n{version('pyspark')}\n{Path(__file__).read_text(encoding='utf-8')}"
    )
    stamp = directory / "made-from"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from:
        return
    shutil.rmtree(directory, ignore_errors=True)
    (directory / "bin").mkdir(parents=True)
    link_all(home, directory, but="bin")
    link_all(home / "bin", directory / "bin", but="java")
    options = [QUICK]
    archive = (directory / "spark.jsa").resolve()
    if dump(home, archive):
        # An application that puts jars before Spark's own does without the archive; that is not worth a word.
        options += [
            f"-XX:SharedArchiveFile={shlex.quote(str(archive))}",
            "-Xshare:auto",
            "-Xlog:cds*=off",
        ]
    wrapper = directory / "bin" / "java"
    java = shlex.quote(str(home / "bin" / "java"))
    wrapper.write_text(
        WRAPPER.format(java=java, options=" ".join(options)), encoding="utf-8"
    )
    wrapper.chmod(0o755)
    stamp.write_text(made_from, encoding="utf-8")


def real_home(directory: Path) -> Path:
    """Return the home of the Java at hand, as it names it itself: what lies on the path may only lead there."""
    named = os.environ.get("JAVA_HOME")
    java = str(Path(named) / "bin" / "java") if named else shutil.which("java")
    if not java or not Path(java).is_file():
        sys.exit(
            "No Java was found: install a JDK 17 or later, and set JAVA_HOME to it or put it on the path"
        )
    told = subprocess.run(
        [java, "-XshowSettings:properties", "-version"],
        capture_output=True,
        text=True,
        check=True,
    )
    home = re.search(r"^ *java\.home = (.*)$", told.stderr, re.MULTILINE)
    if not home or Path(home[1]) == directory.resolve():
        sys.exit(f"{java} does not tell where its home is")
    return Path(home[1])


def link_all(source: Path, target: Path, *, but: str) -> None:
    """Link all entries of a directory but one into another."""
    for entry in source.iterdir():
        if entry.name != but:
            (target / entry.name).symlink_to(entry)


def dump(home: Path, archive: Path) -> bool:
    """Run a small application whose driver writes, as it ends, the classes that it and its executors have loaded."""
    with tempfile.TemporaryDirectory(prefix="quick-java-") as scratch:
        lists = Path(scratch)
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("PYSPARK_", "SPARK_"))
            },
            "JAVA_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_SUBMIT_ARGS": f"--master {MASTER} --driver-memory 1g --conf spark.executor.memory=1g"
            f" --driver-java-options '{QUICK} -XX:ArchiveClassesAtExit={archive}'"
            f" --conf 'spark.executor.extraJavaOptions={QUICK} -Xlog:class+load:file={lists}/%p.txt' pyspark-shell",
        }
        command = [sys.executable, __file__, "--application", scratch]
        try:
            subprocess.run(
                command,
                env=environment,
                check=True,
                capture_output=True,
                text=True,
                timeout=DEADLINE,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            print(
                f"No archive of Spark's classes: {error}\n{str(error.stderr)[-2000:]}",
                file=sys.stderr,
            )
    return archive.is_file()


def application(lists: Path) -> None:
    """Use what most tests use of Spark, then load what its executors loaded."""
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    rows = spark.range(1000).selectExpr(
        "id",
        "id % 7 = 0 as b",
        "cast(id as string) as s",
        "id / 3.0 as d",
        "current_date() as t",
    )
    rows.createOrReplaceTempView("quick")
    spark.sql(
        "select b, count(*), max(s), avg(d) from quick group by b order by 1"
    ).collect()
    rows.cache().orderBy("s").limit(3).collect()
    spark.createDataFrame([(1, "a")], "i int, s string").collect()
    rows.write.mode("overwrite").parquet(str(lists / "parquet"))
    spark.read.parquet(str(lists / "parquet")).count()
    spark.sparkContext.parallelize([1, 2]).map(str).collect()
    java = spark.sparkContext._jvm.java.lang
    load, loader = (
        java.Class.forName,
        java.Thread.currentThread().getContextClassLoader(),
    )
    for name in sorted(
        {name for path in lists.glob("*.txt") for name in of_spark(path)}
    ):
        try:
            load(name, False, loader)
        except Exception as error:  # noqa: BLE001 - one class less in the archive
            print(name, error)
    # The archive is there when the JVM has ended.
    process = spark.sparkContext._gateway.proc
    spark.stop()
    process.stdin.close()
    process.wait(DEADLINE)


def of_spark(path: Path) -> list[str]:
    """Return the classes in a list that come from jars, without those that are made at run time."""
    lines = [
        line.split("] ")[-1].split()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [
        line[0]
        for line in lines
        if len(line) == 3 and line[2].endswith(".jar") and "/" not in line[0]
    ]


if __name__ == "__main__":
    if sys.argv[1] == "--application":
        application(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]))
