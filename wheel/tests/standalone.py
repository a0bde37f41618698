"""A standalone cluster of Spark on this machine: a master and workers, each a process of its own."""

from __future__ import annotations

import re
import secrets
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from support import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# The processes start on a machine that is busy with other tests.
_DEADLINE = 120
# The JVMs do little before they end; compiling it all twice would take most of their time.
_FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass(frozen=True)
class Host:
    """Where a worker runs, with one executor for each core.

    Attributes
    ----------
    enter
        The beginning of a command that runs the rest of it there.
    """

    address: str = "127.0.0.1"
    enter: tuple[str, ...] = ()
    cores: int = 1


HERE = Host()
WORKERS = 2


@dataclass(frozen=True)
class Cluster:
    """What a driver must know to connect, and what a test must know to look behind.

    Attributes
    ----------
    settings
        Of Spark, for master, workers and drivers alike.
    """

    directory: Path
    master: str
    workers: tuple[int, ...]
    settings: Mapping[str, str]

    def runner(self, python: Path | str, **environment: str) -> Runner:
        """Return a Python whose Sparks connect to the cluster."""
        return Runner(python=str(python), environment={**self.environment(python), **environment})

    def environment(self, python: Path | str) -> dict[str, str]:
        """Return what a driver's process needs: where settings and secret are, and the Python of the tasks."""
        return {
            "SPARK_CONF_DIR": str(self.directory / "conf"),
            "SPARK_LOCAL_DIRS": str(self.local_directory("driver")),
            "PYSPARK_PYTHON": str(python),
            "XDG_CACHE_HOME": str(self.directory / "cache"),
            "MASTER_OF_TEST": self.master,
            "DIRECTORY_OF_TEST": str(self.directory),
        }

    def local_directory(self, owner: str) -> Path:
        """Return Spark's local directory on a host: ``driver``, or the number of a worker."""
        return self.directory / f"local-{owner}"

    def require_rest(self) -> None:
        """Wait until the last application is gone, and fail if it left a process or a file."""
        until(lambda: not self._executors(), lambda: f"executors are left: {self._executors()}")
        until(lambda: not self._files(), lambda: f"files are left: {self._files()}")

    def _executors(self) -> list[int]:
        return [pid for worker in self.workers for pid in children(worker)]

    def _files(self) -> list[str]:
        # Spark keeps some of its directories as long as a worker lives; they are empty.
        roots = sorted(self.directory.glob("local-*"))
        return [str(path.relative_to(self.directory)) for root in roots for path in root.rglob("*") if is_left(path)]


def is_left(path: Path) -> bool:
    """Tell whether something in a local directory should not be there when no application runs."""
    if path.is_dir():
        return path.name.startswith("sparkling-hosted") and not _is_of_worker(path)
    return not (_is_of_worker(path.parent) and (path.suffix == ".engine" or path.name == "unpack.lock"))


def _is_of_worker(directory: Path) -> bool:
    """Tell whether a directory has the engine for all applications of a worker. It goes when the worker ends."""
    return directory.name.startswith("sparkling-hosted") and directory.parent.name.startswith("spark-")


def until(fulfilled: Callable[[], bool], problem: Callable[[], str], deadline: float = _DEADLINE) -> None:
    """Wait for something."""
    end = time.monotonic() + deadline
    while not fulfilled():
        assert time.monotonic() < end, problem()
        time.sleep(0.1)


def children(parent: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, owner = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(owner) == parent and state != "Z":
            found.append(int(stat.parent.name))
    return found


@contextmanager
def standalone(
    spark: Path, directory: Path, hosts: Sequence[Host] = (HERE,) * WORKERS, **settings: str
) -> Iterator[Cluster]:
    """Run a cluster of a Spark; its master is on the first host.

    Nothing listens beyond this machine, and nothing answers without the secret.
    """
    every = {**_settings(), **settings}
    _write_settings(directory / "conf", every)
    with ExitStack() as running:

        def start(host: Host, name: str, kind: str, *arguments: str) -> tuple[int, Path]:
            log = directory / f"{name}.log"
            environment = Runner().variables(
                SPARK_HOME=str(spark),
                SPARK_CONF_DIR=str(directory / "conf"),
                SPARK_LOCAL_DIRS=str(directory / f"local-{name}"),
                SPARK_LOCAL_IP=host.address,
                SPARK_DAEMON_MEMORY="256m",
                SPARK_DAEMON_JAVA_OPTS=_FAST_START,
            )
            where = ["--host", host.address, "--port", "0", "--webui-port", "0"]
            with log.open("wb") as output:
                process = subprocess.Popen(
                    [*host.enter, spark / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}", *where, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    cwd=directory,
                )
            running.callback(_end, process)
            return process.pid, log

        master = _said(start(hosts[0], "master", "master.Master")[1], r"Starting Spark master at (spark://\S+)")
        workers = [
            start(
                host,
                f"worker{number}",
                "worker.Worker",
                *("--cores", str(host.cores), "--memory", f"{host.cores}g"),
                *("--work-dir", str(directory / f"work{number}"), master),
            )
            for number, host in enumerate(hosts)
        ]
        for _, log in workers:
            _said(log, r"Successfully registered with (master)")
        yield Cluster(directory, master, tuple(pid for pid, _ in workers), every)


def _settings() -> dict[str, str]:
    return {
        "spark.authenticate": "true",
        "spark.authenticate.secret": secrets.token_urlsafe(32),
        "spark.ui.enabled": "false",
        "spark.executor.memory": "1g",
        "spark.executor.cores": "1",
        "spark.driver.extraJavaOptions": _FAST_START,
        "spark.executor.extraJavaOptions": _FAST_START,
    }


def _write_settings(directory: Path, settings: Mapping[str, str]) -> None:
    directory.mkdir()
    path = directory / "spark-defaults.conf"
    path.touch(mode=0o600)
    path.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), encoding="utf-8")


def _said(log: Path, pattern: str) -> str:
    """Wait until a process has written something, and return the group of the pattern."""

    def text() -> str:
        return log.read_text(encoding="utf-8", errors="replace")

    until(lambda: bool(re.search(pattern, text())), lambda: f"{log.name} does not say {pattern}:\n{text()[-4000:]}")
    return str(re.findall(pattern, text())[0])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process in any case; a worker ends its executors when it is asked to."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=20)
