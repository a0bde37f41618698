"""What the gateway costs, what it bears, and what a fuzzer does to it.

The same request goes to the leader node directly, with the node's own credential, and through the gateway; by turns, so that
whatever else the machine does meets both. BENCH_SECONDS, BENCH_CLIENTS and BENCH_FUZZ take less than what must hold.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

import fuzzer  # noqa: E402
from sessions import start_spark  # noqa: E402

from pysparkling import H2OContext  # noqa: E402

CALLS = 1000
# H2O keeps the memory of an upload, also after it was removed, until the cloud ends.
MEGABYTES = 64
ROUNDS = 5
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
CLIENTS = int(os.environ.get("BENCH_CLIENTS", "200"))
FUZZ = int(os.environ.get("BENCH_FUZZ", "10000"))
FRAME = "bench_frame"


@dataclass(frozen=True)
class Door:
    """A way to the node."""

    host: str
    port: int
    authorization: str

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection that is kept alive."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=120)
        connection.connect()
        return connection

    def ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: Any = None,
        **headers: str,
    ) -> http.client.HTTPResponse:
        """Send a request on it."""
        connection.request(
            method, path, body, {"Authorization": self.authorization, **headers}
        )
        return connection.getresponse()


def main() -> int:
    """Measure, print, and return whether something did not hold."""
    spark = start_spark("local[2]")
    hc = H2OContext.getOrCreate(spark)
    hc.asH2OFrame(
        spark.range(400_000).selectExpr("id", "randn(1) AS a", "randn(2) AS b"), FRAME
    )
    gateway, node = doors(spark)
    held = [
        latency(gateway, node),
        upload(gateway, node),
        download(gateway, node),
        clients(gateway),
        fuzz(spark, gateway),
    ]
    hc.stop()
    spark.stop()
    return 0 if all(held) else 1


def doors(spark: Any) -> tuple[Door, Door]:
    """Return the gateway and the node. Nobody but a benchmark has a use for the node's credential, so it is dug out."""
    jvm = spark.sparkContext._jvm
    entry = jvm.ai.h2o.sparkling.python.PythonEntry
    context = entry.get()
    user = json.loads(entry.connectionJson(context))
    pair = base64.b64encode(f"{user['user']}:{user['password']}".encode()).decode()
    field = context.getClass().getDeclaredField("lifecycle")
    field.setAccessible(True)
    cloud = field.get(context).running()
    leader = cloud.generation().leader().node()
    host, _, port = user["url"].split("//")[1].rpartition(":")
    return (
        Door(host, int(port), f"Basic {pair}"),
        Door(leader.host(), leader.apiPort(), f"Bearer {cloud.credential().reveal()}"),
    )


def latency(gateway: Door, node: Door) -> bool:
    """Compare the median of a small call, as Python's client makes it all the time, in the round that was quietest."""
    connections = {door: door.connect() for door in (node, gateway)}
    rounds = []
    for turn in range(ROUNDS + 1):
        taken: dict[Door, list[float]] = {node: [], gateway: []}
        for _ in range(CALLS):
            for door, connection in connections.items():
                start = time.perf_counter()
                answer = door.ask(connection, "GET", "/3/Cloud?skip_ticks=true")
                answer.read()
                taken[door].append((time.perf_counter() - start) * 1000)
                if answer.status != 200:
                    raise SystemExit(f"GET /3/Cloud answered {answer.status}")
        # In the first round the compiler is at work.
        if turn:
            rounds.append([statistics.median(taken[door]) for door in (node, gateway)])
    direct, through = min(rounds)
    every = ", ".join(f"{through - direct:.2f}" for direct, through in rounds)
    return report(
        "added latency at the median",
        f"{through - direct:.2f} ms (direct {direct:.2f}, through the gateway {through:.2f}; rounds of {CALLS}: {every})",
        "< 1 ms",
        through - direct < 1,
    )


def upload(gateway: Door, node: Door) -> bool:
    """Compare the time that a large body takes on its way to the node."""
    block = os.urandom(1 << 20)

    def send(door: Door) -> None:
        connection = door.connect()
        body = (block for _ in range(MEGABYTES))
        answer = door.ask(
            connection,
            "POST",
            "/3/PostFile?destination_frame=bench_upload",
            body,
            **{"Content-Length": str(MEGABYTES << 20)},
        )
        told = answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"POST /3/PostFile answered {answer.status}: {told!r}")

    return throughput("upload", gateway, node, send)


def download(gateway: Door, node: Door) -> bool:
    """Compare the time that a large file takes on its way from the node."""
    path = "/3/NodePersistentStorage.bin/bench/blob"
    connection = gateway.connect()
    size = MEGABYTES << 20
    block = os.urandom(1 << 20)
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
    body = (block for _ in range(MEGABYTES))
    gateway.ask(connection, "POST", path, body, **headers).read()

    def receive(door: Door) -> None:
        own = door.connect()
        answer = door.ask(own, "GET", path)
        received = 0
        while block := answer.read(1 << 20):
            received += len(block)
        own.close()
        if answer.status != 200 or received < size:
            raise SystemExit(f"GET {path} answered {answer.status}, {received} bytes")

    try:
        return throughput("download", gateway, node, receive)
    finally:
        gateway.ask(
            gateway.connect(), "DELETE", "/3/NodePersistentStorage/bench/blob"
        ).read()


def throughput(
    name: str, gateway: Door, node: Door, move: Callable[[Door], None]
) -> bool:
    """Move the bytes by turns; the best round counts, which the rest of the machine disturbed least."""
    taken: dict[Door, list[float]] = {node: [], gateway: []}
    for turn in range(ROUNDS + 1):
        for door, times in taken.items():
            start = time.perf_counter()
            move(door)
            if turn:
                times.append(time.perf_counter() - start)
    direct, through = (MEGABYTES / min(taken[door]) for door in (node, gateway))
    return report(
        f"{name}, throughput against direct",
        f"{through / direct:.2f} (direct {direct:.0f} MB/s, through the gateway {through:.0f} MB/s)",
        ">= 0.9",
        through / direct >= 0.9,
    )


def clients(gateway: Door) -> bool:
    """Let many clients ask for a minute, each on a connection of its own."""
    paths = (
        "/3/Cloud?skip_ticks=true",
        f"/3/Frames/{FRAME}?row_count=5",
        "/3/About",
        "/3/Jobs",
    )
    outcomes: Counter[str] = Counter()
    taken: list[float] = []
    lock = threading.Lock()
    end = time.monotonic() + SECONDS

    def work(number: int) -> None:
        own: Counter[str] = Counter()
        times = []
        connection = gateway.connect()
        turn = number
        while time.monotonic() < end:
            start = time.perf_counter()
            try:
                answer = gateway.ask(connection, "GET", paths[turn % len(paths)])
                answer.read()
                own[str(answer.status)] += 1
            except (OSError, http.client.HTTPException) as error:
                own[type(error).__name__] += 1
                connection.close()
            times.append((time.perf_counter() - start) * 1000)
            turn += 1
        with lock:
            outcomes.update(own)
            taken.extend(times)

    threads = [
        threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = sum(outcomes.values()) - outcomes["200"]
    return report(
        f"{CLIENTS} clients for {SECONDS:.0f} s",
        f"{wrong} errors in {len(taken)} requests, {len(taken) / SECONDS:.0f}/s, median {statistics.median(taken):.0f} ms, "
        f"99 % within {statistics.quantiles(taken, n=100)[98]:.0f} ms {dict(outcomes)}",
        "no error",
        wrong == 0,
    )


def fuzz(spark: Any, gateway: Door) -> bool:
    """Send malformed requests, and look at what the driver has more of afterwards."""
    wanted = fuzzer.requests(FUZZ, 1, gateway.authorization.encode())
    fuzzer.send_all(gateway.host, gateway.port, wanted[: FUZZ // 10], 16, 30)
    before = footprint(spark)
    outcome = fuzzer.send_all(gateway.host, gateway.port, wanted, 16, 30)
    # A closed connection takes a moment to be forgotten.
    end = time.monotonic() + 30
    while (after := footprint(spark)) and time.monotonic() < end:
        if after[1] <= before[1] + 5:
            break
        time.sleep(0.5)
    for failure in outcome.failures[:5]:
        print(failure)
    grown = (
        after[0] - before[0] > 8
        or after[1] - before[1] > 5
        or after[2] - before[2] > 10 << 20
    )
    return report(
        f"{FUZZ} malformed requests",
        f"{len(outcome.failures)} failures, slowest {outcome.slowest:.1f} s; threads {before[0]} -> {after[0]}, files "
        f"{before[1]} -> {after[1]}, heap {before[2] >> 20} -> {after[2] >> 20} MB; {dict(outcome.statuses)}",
        "no 500 with a stack trace, no growth, no hang",
        not outcome.failures and not grown,
    )


def footprint(spark: Any) -> tuple[int, int, int]:
    """Return the driver's threads, open files, and heap after a collection."""
    lang = spark.sparkContext._jvm.java.lang
    lang.System.gc()
    runtime = lang.Runtime.getRuntime()
    files = Path(f"/proc/{lang.ProcessHandle.current().pid()}/fd")
    return (
        int(lang.Thread.activeCount()),
        len(list(files.iterdir())),
        int(runtime.totalMemory() - runtime.freeMemory()),
    )


def report(what: str, measured: str, wanted: str, held: bool) -> bool:
    """Print one result."""
    print(
        f"{'ok  ' if held else 'FAIL'} {what}: {measured}; wanted: {wanted}", flush=True
    )
    return held


if __name__ == "__main__":
    sys.exit(main())
