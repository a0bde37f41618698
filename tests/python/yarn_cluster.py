"""A YARN of this machine: a ResourceManager and two NodeManagers, each a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

JARS = Path(__file__).parents[2] / "build" / "yarn"
SERVERS = "org.apache.hadoop.yarn.server"
HOST = "127.0.0.1"
NODES = 2
# Two containers of a test fit into each.
MEGABYTES_OF_A_NODE = 3072
UP_WITHIN = 90

LOGGING = """\
log4j.rootLogger=INFO,out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %p %c: %m%n
"""


class YarnCluster:
    """What is needed to submit to it.

    Attributes
    ----------
    configuration
        The directory that `HADOOP_CONF_DIR` has to name.
    place
        Where it keeps its logs, and those of its containers.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.configuration = place / "conf"
        self.configuration.mkdir()
        self._web, *others = free_ports(5)
        names = ("", ".scheduler", ".resource-tracker", ".admin")
        addresses = {
            f"yarn.resourcemanager{name}.address": f"{HOST}:{port}"
            for name, port in zip(names, others, strict=True)
        }
        write(
            self.configuration / "core-site.xml", {"hadoop.tmp.dir": str(place / "tmp")}
        )
        write(
            self.configuration / "yarn-site.xml",
            {
                **addresses,
                "yarn.resourcemanager.hostname": HOST,
                "yarn.resourcemanager.webapp.address": f"{HOST}:{self._web}",
                # It needs no queues.
                "yarn.resourcemanager.scheduler.class": f"{SERVERS}.resourcemanager.scheduler.fifo.FifoScheduler",
                "yarn.resourcemanager.am.max-attempts": "1",
                "yarn.scheduler.minimum-allocation-mb": "128",
                "yarn.resourcemanager.nodemanagers.heartbeat-interval-ms": "200",
                "yarn.nodemanager.resource.memory-mb": str(MEGABYTES_OF_A_NODE),
                "yarn.nodemanager.resource.cpu-vcores": "2",
                # Java reserves far more than it takes.
                "yarn.nodemanager.vmem-check-enabled": "false",
                # Of what a container has left behind, so that a test that failed can be read.
                "yarn.nodemanager.delete.debug-delay-sec": "600",
                "yarn.nodemanager.disk-health-checker.enable": "false",
            },
        )
        (self.configuration / "log4j.properties").write_text(LOGGING)

    @contextmanager
    def running(self) -> Iterator[YarnCluster]:
        """Start it, and end it with all that it has started."""
        with closing(Servers(self.place, self.configuration)) as servers:
            servers.start("resourcemanager.ResourceManager", "manager", {})
            for number in range(NODES):
                own = {
                    "yarn.nodemanager.hostname": HOST,
                    "yarn.nodemanager.local-dirs": str(self.place / f"local-{number}"),
                    "yarn.nodemanager.log-dirs": str(self.place / f"logs-{number}"),
                }
                kinds = ("", ".localizer", ".webapp", ".collector-service")
                for kind, port in zip(kinds, free_ports(len(kinds)), strict=True):
                    own[f"yarn.nodemanager{kind}.address"] = f"{HOST}:{port}"
                servers.start("nodemanager.NodeManager", f"node-{number}", own)
            self._await_nodes()
            yield self

    def _await_nodes(self) -> None:
        end = time.monotonic() + UP_WITHIN
        while self._nodes() < NODES:
            assert time.monotonic() < end, (
                f"YARN is not up after {UP_WITHIN} s; its logs are in {self.place}"
            )
            time.sleep(0.2)

    def _nodes(self) -> int:
        try:
            return int(self.ask("metrics")["clusterMetrics"]["activeNodes"])
        except OSError:
            return 0

    def ask(self, what: str) -> dict[str, dict[str, object]]:
        """Return what the ResourceManager tells of that."""
        with urllib.request.urlopen(
            f"http://{HOST}:{self._web}/ws/v1/cluster/{what}", timeout=20
        ) as answer:
            told: dict[str, dict[str, object]] = json.load(answer)
            return told

    def logs(self) -> str:
        """Return what the containers said."""
        files = sorted(self.place.glob("logs-*/application_*/container_*/std*"))
        return "\n".join(
            f"--- {file.parent.name}/{file.name}\n{file.read_text(errors='replace')}"
            for file in files
        )


class Servers:
    """YARN's processes."""

    def __init__(self, place: Path, configuration: Path) -> None:
        self._place = place
        self._configuration = configuration
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, server: str, name: str, own: Mapping[str, str]) -> None:
        """Start one, with settings of its own."""
        options = [
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx300m",
        ]
        settings = [
            part for setting in own.items() for part in ("-D", "=".join(setting))
        ]
        with (self._place / f"{name}.log").open("w") as log:
            self._started.append(
                subprocess.Popen(
                    [
                        java(),
                        *options,
                        "-cp",
                        f"{self._configuration}:{JARS}/*",
                        f"{SERVERS}.{server}",
                        *settings,
                    ],
                    stdout=log,
                    stderr=log,
                    cwd=self._place,
                )
            )

    def close(self) -> None:
        """End them all, and their containers with them."""
        for process in self._started:
            process.terminate()
        for process in self._started:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def java() -> str:
    """Return the program that Spark takes, too."""
    home = os.environ.get("JAVA_HOME")
    found = f"{home}/bin/java" if home else shutil.which("java")
    assert found
    return found


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens at, all different."""
    with ExitStack() as sockets:
        taken = [sockets.enter_context(closing(socket.socket())) for _ in range(count)]
        for one in taken:
            one.bind(("", 0))
        return [int(one.getsockname()[1]) for one in taken]


def write(file: Path, settings: Mapping[str, str]) -> None:
    """Write settings as Hadoop reads them."""
    properties = "".join(
        f"<property><name>{escape(name)}</name><value>{escape(value)}</value></property>\n"
        for name, value in settings.items()
    )
    file.write_text(f"<configuration>\n{properties}</configuration>\n")
