"""What the tests share: installations to run in, and Pythons to run there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pom
import version_file

if TYPE_CHECKING:
    from collections.abc import Sequence

WHEEL = Path(__file__).resolve().parents[1]
SOURCE = WHEEL / "src"
# `make soak` takes all masters, a check of a change one of them.
WHOLE = bool(os.environ.get("WHOLE"))
# Masters, and how many JVMs an application has there.
LOCAL = ("local[2]", 1)
TWO_EXECUTORS = ("local-cluster[2,1,2048]", 3)
MASTERS = [LOCAL, TWO_EXECUTORS] if WHOLE else [TWO_EXECUTORS]

# In an installation: which wheel it has.
_STAMP = "installed"
VENVS = Path(os.environ.get("PYSPARKLING_TEST_VENVS", WHEEL / ".venvs"))

# Spark's defaults are too large for a small machine that runs several tests.
SMALL_SPARK = """\
from pyspark.sql import SparkSession
def start(master="local[1]", **settings):
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "1g").config("spark.sql.shuffle.partitions", "2")
    # These JVMs end before code that the second compiler makes pays off.
    builder = builder.config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
    builder = builder.config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
    for name, value in settings.items():
        builder = builder.config("spark." + name.replace("_", "."), value)
    return builder.getOrCreate()
def tell(*values):
    print("told:", *values, flush=True)
"""

# The main job; indented like the scripts that it is put into.
USE = """
    hc = H2OContext.getOrCreate()
    frame = hc.asH2OFrame(spark.range(1000).selectExpr("id", "id % 7 = 0 as b", "cast(id as string) as s"), "thousand")
    import h2o
    assert h2o.connection().connected
    back = hc.asSparkFrame(frame)
    rows = back.orderBy("id").collect()
    assert rows == spark.range(1000).selectExpr("id", "id % 7 = 0 as b", "cast(id as string) as s").collect(), rows[:3]
    tell(frame.nrow, len(h2o.cluster().nodes))
"""

# Calls a function of `function_jar` in the driver's JVM; indented likewise.
IN_DRIVER = """
    def in_driver(function):
        gateway, jvm = spark.sparkContext._gateway, spark.sparkContext._jvm
        kind = jvm.java.lang.Thread.currentThread().getContextClassLoader().loadClass(function)
        made = kind.getDeclaredConstructor(gateway.new_array(jvm.java.lang.Class, 0))
        return dict(made.newInstance(gateway.new_array(jvm.java.lang.Object, 0)).call(None))
"""

_TOY = {
    "ai/h2o/sparkling/preflight/Preflight.java": """
        package ai.h2o.sparkling.preflight;
        public final class Preflight {
            public static String check(String java, String spark) { return null; }
        }
        """,
    "ai/h2o/sparkling/errors/H2OSparklingException.java": """
        package ai.h2o.sparkling.errors;
        public class H2OSparklingException extends RuntimeException {
            public H2OSparklingException(String message) { super(message); }
        }
        """,
    "ai/h2o/sparkling/errors/CloudLostException.java": """
        package ai.h2o.sparkling.errors;
        public class CloudLostException extends H2OSparklingException {
            public CloudLostException(String message) { super(message); }
        }
        """,
    "ai/h2o/sparkling/errors/BrandNewException.java": """
        package ai.h2o.sparkling.errors;
        public class BrandNewException extends H2OSparklingException {
            public BrandNewException(String message) { super(message); }
        }
        """,
    "ai/h2o/sparkling/toy/Toy.java": """
        package ai.h2o.sparkling.toy;
        public final class Toy implements org.apache.spark.sql.api.java.UDF1<Long, Integer> {
            private static int calls;
            public static synchronized int next() { return ++calls; }
            @Override public Integer call(Long ignored) { return next(); }
            public static void lose() { throw new ai.h2o.sparkling.errors.CloudLostException("Executor 1 is gone"); }
            public static void loseDeep() {
                try { lose(); } catch (RuntimeException e) { throw new IllegalArgumentException("outer", e); }
            }
            public static void surprise() { throw new ai.h2o.sparkling.errors.BrandNewException("news"); }
            public static void other() { throw new IllegalStateException("not ours"); }
        }
        """,
}


def javac(classes: Path, *sources: Path, libraries: Sequence[str] = ()) -> None:
    """Compile against PySpark's jars."""
    home = os.environ.get("JAVA_HOME")
    compiler = str(Path(home) / "bin" / "javac") if home else "javac"
    spark = str(Path(sys.modules["pyspark"].__file__ or "").parent / "jars" / "*")
    class_path = os.pathsep.join([spark, *libraries])
    options = ["--release", "17", "-nowarn", "-proc:none", "-cp", class_path, "-d", str(classes)]
    subprocess.run([compiler, *options, *map(str, sources)], check=True, capture_output=True)


def function_jar(directory: Path, source: Path) -> Path:
    """Return a jar with a Java function for Spark."""
    classes = directory / "classes"
    javac(classes, source)
    return zipped(classes, directory / f"{source.stem}.jar")


def compile_toy(directory: Path, version: str = pom.PROJECT_VERSION) -> Path:
    """Return a jar that is attached like the real one and has nothing of the engine in it."""
    classes = directory / "classes"
    sources = []
    for name, text in _TOY.items():
        path = directory / "java" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        sources.append(path)
    javac(classes, *sources)
    jar = directory / f"sparkling-hosted-{version}.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        for path in sorted(classes.rglob("*.class")):
            archive.write(path, path.relative_to(classes).as_posix())
        archive.writestr("sparkling/engine.properties", f"version={version}\n")
    return jar


def with_version(jar: Path, directory: Path, version: str) -> Path:
    """Return a copy of a jar that says to be of another version."""
    other = directory / f"sparkling-hosted-{version}.jar"
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "sparkling/engine.properties":
                content = re.sub(rb"(?m)^version=.*$", f"version={version}".encode(), content)
            target.writestr(name, content)
    return other


def install(directory: Path, jar: Path) -> Path:
    """Lay the package out with a jar, as the wheel does, and return what goes onto Python's path."""
    root = directory / "site"
    shutil.copytree(SOURCE, root, ignore=shutil.ignore_patterns("__pycache__", "_version.py", "*.pyi"))
    jars = root / "pysparkling" / "jars"
    jars.mkdir()
    shutil.copy(jar, jars / pom.JAR_NAME)
    (root / "pysparkling" / "_version.py").write_text(version_file.text(jar), encoding="utf-8")
    return root


def zipped(root: Path, target: Path) -> Path:
    """Return an installation as one zip, with entries for directories as the real one has them."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(root.rglob("*")):
            archive.write(path, path.relative_to(root).as_posix())
    return target


@dataclass(frozen=True)
class Result:
    """How a Python ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> list[str]:
        """What the script said by ``tell``, line by line, whatever others print."""
        return [line.removeprefix("told: ") for line in self.out.splitlines() if line.startswith("told: ")]

    def __str__(self) -> str:
        # What Python says last may stand far before the end: the JVM goes on to write while it is shut down.
        _, found, error = self.err.rpartition("Traceback (most recent call last)")
        traceback = f"\n--- error\n{found}{error[:4000]}" if found else ""
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err[-6000:]}{traceback}"


@dataclass(frozen=True)
class Runner:
    """Runs scripts, each in a Python and with a Spark of its own."""

    python: str = sys.executable
    path: tuple[Path, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, script: str, *, timeout: float = 180, ok: bool = True, **environment: str) -> Result:
        """Run a script; with ``ok`` fail unless it ends well."""
        text = SMALL_SPARK + textwrap.dedent(script)
        done = subprocess.run(
            [self.python, "-c", text],
            capture_output=True,
            text=True,
            timeout=timeout,
            env=self.variables(**environment),
            check=False,
        )
        result = Result(done.returncode, done.stdout, done.stderr)
        if ok:
            assert result.code == 0, str(result)
        return result

    def variables(self, **changes: str) -> dict[str, str]:
        """Return the environment that scripts see: nothing of this process's Spark."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYSPARK_", "SPARK_", "PYTHONPATH", "XDG_CACHE"))
        }
        if self.path:
            inherited["PYTHONPATH"] = os.pathsep.join(map(str, self.path))
        inherited["SPARK_LOCAL_IP"] = "127.0.0.1"
        return {**inherited, **self.environment, **changes}


def spark_submit(python: Path, *arguments: str, timeout: float = 400, **environment: str) -> Result:
    """Submit an application to the Spark that is installed in a Python; it must end well."""
    submit = site_packages(python) / "pyspark" / "bin" / "spark-submit"
    variables = Runner().variables(**{"PYSPARK_PYTHON": str(python), **environment})
    # The script looks for a Python that has PySpark.
    variables["PATH"] = f"{python.parent}{os.pathsep}{variables['PATH']}"
    done = subprocess.run(
        [str(submit), "--driver-memory", "2g", "--conf", "spark.ui.enabled=false", *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=variables,
        check=False,
    )
    result = Result(done.returncode, done.stdout, done.stderr)
    assert result.code == 0, str(result)
    return result


def make_venv(directory: Path, *requirements: str) -> Path:
    """Return the Python of a virtual environment, made once."""
    python = directory / "bin" / "python"
    done = directory / "complete"
    if not done.is_file():
        shutil.rmtree(directory, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
        if requirements:
            pip(python, *requirements)
        done.touch()
    return python


def pip(python: Path, *arguments: str) -> None:
    """Install."""
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def is_other_wheel(directory: Path, wheel: Path) -> bool:
    """Tell whether a directory has another wheel than this one, or none, as `note_wheel` noted it."""
    stamp = directory / _STAMP
    return not stamp.is_file() or stamp.read_text(encoding="utf-8") != _print_of(wheel)


def note_wheel(directory: Path, wheel: Path) -> None:
    """Note which wheel was installed there."""
    (directory / _STAMP).write_text(_print_of(wheel), encoding="utf-8")


def _print_of(wheel: Path) -> str:
    return f"{wheel.stat().st_mtime_ns} {wheel.stat().st_size}"


def site_packages(python: Path) -> Path:
    """Return where a Python has its packages."""
    command = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
