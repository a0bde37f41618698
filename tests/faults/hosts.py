"""Two hosts on this machine, each with a worker of Spark, and a cable between them. Only root can make them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pyspark
from standalone import Cluster, Host, standalone

# Of the range for tests of networks, which nobody routes.
NEAR = "198.18.77.1"
FAR = "198.18.77.2"
LENGTH = 30
SPARK = Path(pyspark.__file__ or "").parent
# After which the master gives up a worker that is silent: it asks that often, too.
WORKER_SILENT_FOR = 10


class TwoHosts:
    """A standalone cluster whose second worker is on a host of its own.

    Its packets vanish when the cable is cut, as where a switch fails: nobody is told, and no connection ends.

    Attributes
    ----------
    cluster
        The cluster. The host of driver and master has room for a second executor.
    """

    def __init__(self) -> None:
        number = os.getpid()
        self._space = f"sparkling-{number}"
        # Names of interfaces have fifteen letters at most.
        self._switch, self._plug, self._other = f"sw{number}", f"pl{number}", f"ot{number}"
        self._stack = ExitStack()
        try:
            self._lay()
            self.cluster = self._start()
        except BaseException:
            self._stack.close()
            raise

    def _lay(self) -> None:
        far = ("-n", self._space)
        _ip("netns", "add", self._space)
        self._stack.callback(_ip, "netns", "del", self._space)
        _ip("link", "add", self._switch, "type", "bridge")
        self._stack.callback(_ip, "link", "del", self._switch)
        _ip("addr", "add", f"{NEAR}/{LENGTH}", "dev", self._switch)
        _ip("link", "set", self._switch, "up")
        # With nothing else in the switch, this host would see that its own cable is out.
        _ip("link", "add", self._other, "type", "veth", "peer", "name", f"{self._other}p")
        self._stack.callback(_ip, "link", "del", self._other)
        _ip("link", "set", self._other, "master", self._switch, "up")
        _ip("link", "set", f"{self._other}p", "up")
        _ip("link", "add", self._plug, "type", "veth", "peer", "name", "cable", "netns", self._space)
        # It would live as long as a process over there.
        self._stack.callback(_ip, "link", "del", self._plug)
        self.mend()
        _ip("link", "set", self._plug, "up")
        _ip(*far, "addr", "add", f"{FAR}/{LENGTH}", "dev", "cable")
        _ip(*far, "link", "set", "cable", "up")
        _ip(*far, "link", "set", "lo", "up")

    def _start(self) -> Cluster:
        directory = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="two-hosts-"))
        there = Host(FAR, ("ip", "netns", "exec", self._space))
        settings = {"spark.worker.timeout": str(WORKER_SILENT_FOR)}
        return self._stack.enter_context(standalone(SPARK, Path(directory), (Host(NEAR, cores=2), there), **settings))

    def cut(self) -> None:
        """Let nothing through any more."""
        _ip("link", "set", self._plug, "nomaster")

    def mend(self) -> None:
        """Let everything through."""
        _ip("link", "set", self._plug, "master", self._switch)

    def has(self, process: int) -> bool:
        """Tell whether a process is on the other host."""
        return _network(process) != _network(os.getpid())

    def close(self) -> None:
        """End the cluster, and take the hosts away."""
        try:
            self.mend()
        finally:
            self._stack.close()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, timeout=20)


def _network(process: int) -> str:
    return Path(f"/proc/{process}/ns/net").readlink().name
