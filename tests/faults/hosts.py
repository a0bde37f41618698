"""Two hosts on this machine, each with a worker of Spark, and a cable between them. Only root can make them."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

import pyspark
from standalone import Cluster, Host, standalone

# For tests of networks: nobody routes it. Each pair of hosts has a net of its own in it.
RANGE = "198.18.{number}.{host}"
LENGTH = 30
SPARK = Path(pyspark.__file__ or "").parent
# After which the master gives up a worker that is silent: it asks that often, too.
WORKER_SILENT_FOR = 10


class TwoHosts:
    """A standalone cluster whose second worker is on a host of its own.

    Its packets vanish when the cable is cut, as where a switch fails: nobody is told, and no connection ends.

    Attributes
    ----------
    near
        The address of this host on the net between them.
    cluster
        The cluster. The host of driver and master has room for a second executor.
    """

    def __init__(self) -> None:
        number = os.getpid()
        self._space = f"sparkling-{number}"
        # Names of interfaces have fifteen letters at most.
        self._switch, self._plug, self._other = f"sw{number}", f"pl{number}", f"ot{number}"
        self._stack = ExitStack()
        net = _free_number(self._stack)
        self.near = RANGE.format(number=net, host=1)
        self._far = RANGE.format(number=net, host=2)
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
        _ip("addr", "add", f"{self.near}/{LENGTH}", "dev", self._switch)
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
        _ip(*far, "addr", "add", f"{self._far}/{LENGTH}", "dev", "cable")
        _ip(*far, "link", "set", "cable", "up")
        _ip(*far, "link", "set", "lo", "up")

    def _start(self) -> Cluster:
        directory = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="two-hosts-"))
        there = Host(self._far, ("ip", "netns", "exec", self._space))
        settings = {"spark.worker.timeout": str(WORKER_SILENT_FOR)}
        return self._stack.enter_context(
            standalone(SPARK, Path(directory), (Host(self.near, cores=2), there), **settings)
        )

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
        with self._stack.pop_all(), suppress(subprocess.SubprocessError):
            # What runs over there is to hear that it ends; without hosts there is nothing to mend.
            self.mend()


def _free_number(stack: ExitStack) -> int:
    """Return a number that no other process has until the stack ends."""
    for number in range(256):
        # A name that the system takes back when the process ends.
        holder = stack.enter_context(socket.socket(socket.AF_UNIX))
        try:
            holder.bind(f"\0sparkling-hosts-{number}")
        except OSError:
            continue
        return number
    raise AssertionError("there is no free net for two hosts")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, timeout=20)


def _network(process: int) -> str:
    return Path(f"/proc/{process}/ns/net").readlink().name
