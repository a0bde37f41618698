"""Malformed HTTP requests, made by chance from a seed, and what becomes of them."""

from __future__ import annotations

import random
import re
import socket
import string
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

# Of what a server writes when it has lost its way.
TRACE = re.compile(rb"\n\s*at [\w.$]+\(|\\tat |java\.lang\.|org\.eclipse\.jetty")
# H2O's own answers, which the gateway passes on, tell of wrong arguments with a trace, for its clients to show.
NODE = b"X-h2o-build-project-version"
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
PATHS = ("/", "/3/Cloud", "/3/About", "/flow/index.html", "/sparkling-login?ticket=x")
ODD = (
    b"%zz", b"%", b"%00", b"%2e%2e/", b"/../", b"//", b"\\", b";a=b", b"\x00", b"\xff\xfe", b"\r", b"\n", b"\t", b" ",
    b"\xe2\x80\xae", b"?", b"#", b"http://", b"%c0%ae", b"{}", b"<script>", b"'\"", b"*", b"/./", b"%25%32%66",
)  # fmt: skip
LINES = (
    b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Content-Length: 5\r\nContent-Length: 6",
    b"Content-Length: 1e3", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: chunked\r\nContent-Length: 3", b"Transfer-Encoding: \x0bchunked", b"No colon here", b": no name",
    b" folded: yes", b"Name : blank before the colon", b"N\x00me: x", b"Name: x\x00y", b"Host: other\r\nHost: another",
    b"Host: ", b"Host: a b", b"Host: [::", b"Host: x:99999999", b"Expect: 100-continue", b"Expect: the-unexpected",
    b"Upgrade: websocket\r\nConnection: Upgrade", b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAA",
    b"Connection: close, Host, Authorization", b"Range: bytes=9-1", b"Cookie: =;;=\x01;$Version=9", b"TE: trailers, \xff",
    b"Content-Type: multipart/form-data; boundary=", b"Accept-Encoding: " + b"x," * 200, b"X: " + b"y" * 40_000,
    b"Authorization: Basic", b"Origin: \xff", b"Sec-Fetch-Site: \x80", b"Content-Encoding: gzip", b"If-Modified-Since: never",
)  # fmt: skip
BODIES = (b"", b"x", b"{", b"5\r\nhel", b"zz\r\n\r\n", b"-1\r\n", b"FFFFFFFFFFFFFFFFF\r\n", b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n")  # fmt: skip
METHODS = (b"GET", b"POST", b"PUT", b"DELETE", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT", b"PRI", b"get", b"G\x00T", b"", b"M" * 5000)  # fmt: skip
VERSIONS = (b"HTTP/1.1", b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9.9", b"HTTP/", b"http/1.1", b"", b"HTTP/1.1 x")  # fmt: skip


@dataclass
class Outcome:
    """What came back, counted."""

    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


def requests(count: int, seed: int, credentials: bytes) -> list[bytes]:
    """Make requests that are wrong in one to three ways; every second one has the right password."""
    chance = random.Random(seed)
    return [
        _request(chance, credentials if index % 2 else b"") for index in range(count)
    ]


def _request(chance: random.Random, credentials: bytes) -> bytes:
    kinds: Sequence[Callable[[random.Random, bytes], bytes]] = (
        _line,
        _headers,
        _body,
        _flipped,
        _noise,
    )
    return chance.choices(kinds, weights=(4, 4, 3, 4, 1))[0](chance, credentials)


def _assembled(
    first: bytes, lines: list[bytes], credentials: bytes, body: bytes
) -> bytes:
    own = [b"Host: driver", b"Connection: close"]
    if credentials:
        own.append(b"Authorization: " + credentials)
    return b"\r\n".join([first, *own, *lines, b"", body])


def _path(chance: random.Random) -> bytes:
    path = bytearray(chance.choice(PATHS).encode())
    for _ in range(chance.randint(0, 3)):
        place = chance.randint(0, len(path))
        path[place:place] = chance.choice(ODD)
    if chance.random() < 0.03:
        path += b"a" * 60_000
    return bytes(path)


def _line(chance: random.Random, credentials: bytes) -> bytes:
    blank = chance.choices((b" ", b"  ", b"\t", b""), weights=(8, 1, 1, 1))[0]
    parts = (
        chance.choice(METHODS),
        _path(chance),
        chance.choices(VERSIONS, weights=(8, 2, 1, 1, 1, 1, 1, 1, 1))[0],
    )
    return _assembled(blank.join(parts), [], credentials, b"")


def _headers(chance: random.Random, credentials: bytes) -> bytes:
    lines = chance.sample(LINES, chance.randint(1, 3))
    first = (
        chance.choice((b"GET", b"POST", b"PUT")) + b" " + _path(chance) + b" HTTP/1.1"
    )
    return _assembled(first, lines, credentials, chance.choice(BODIES))


def _body(chance: random.Random, credentials: bytes) -> bytes:
    framing = chance.choice(
        (b"Transfer-Encoding: chunked", b"Content-Length: 10", b"Content-Length: 0")
    )
    first = b"POST " + chance.choice((b"/99/Rapids", b"/3/About", b"/x")) + b" HTTP/1.1"
    return _assembled(first, [framing], credentials, chance.choice(BODIES))


def _flipped(chance: random.Random, credentials: bytes) -> bytes:
    whole = bytearray(
        _assembled(
            b"GET /3/Cloud HTTP/1.1", [b"Accept: application/json"], credentials, b""
        )
    )
    for _ in range(chance.randint(1, 6)):
        # What stands for the password stays: wrong ones are answered late on purpose.
        place = chance.randrange(len(whole))
        if credentials in bytes(whole) and b"Authorization" not in bytes(
            whole[place - 80 : place]
        ):
            whole[place] = chance.randrange(256)
    return bytes(whole)


def _noise(chance: random.Random, _: bytes) -> bytes:
    if chance.random() < 0.3:
        # What a TLS client sends first.
        return b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(500)
    letters = string.printable.encode()
    return bytes(chance.choice(letters) for _ in range(chance.randint(0, 3000)))


def send_all(
    host: str, port: int, wanted: list[bytes], clients: int, patience: float
) -> Outcome:
    """Send each request on a connection of its own; a failure is a 500, a trace of the gateway's, or no end in time."""
    outcome = Outcome()

    def send(request: bytes) -> None:
        start = time.monotonic()
        try:
            answer = _exchange(host, port, request, patience)
        except TimeoutError:
            outcome.failures.append(f"no end within {patience} s: {request[:300]!r}")
            return
        outcome.slowest = max(outcome.slowest, time.monotonic() - start)
        status = STATUS.match(answer)
        outcome.statuses[status[1].decode() if status else "closed"] += 1
        traced = TRACE.search(answer) and NODE not in answer
        if (status and status[1] == b"500") or traced:
            outcome.failures.append(f"{answer[:600]!r} to {request[:300]!r}")

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(send, wanted))
    return outcome


def _exchange(host: str, port: int, request: bytes, patience: float) -> bytes:
    end = time.monotonic() + patience
    answer = bytearray()
    with socket.create_connection((host, port), timeout=patience) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            while len(answer) < 1_000_000:
                connection.settimeout(max(0.01, end - time.monotonic()))
                block = connection.recv(65536)
                if not block:
                    break
                answer += block
        except (ConnectionError, BrokenPipeError):
            # The gateway has heard enough.
            pass
    return bytes(answer)
