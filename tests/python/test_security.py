"""Nothing listens without authentication."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest
import requests
from pyspark.sql import SparkSession

from pysparkling import H2OContext

pytestmark = pytest.mark.oldest

PATHS = [
    "/",
    "/3/Cloud",
    "/3/Shutdown",
    "/login",
    "/loginError",
    "/flow/index.html",
    "/sparkling/control",
    "/3/Steam.websocket",
]
HEADERS: list[dict[str, str]] = [
    {},
    {"Accept": "text/html"},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer null"},
    {"Authorization": "Basic aDJvOmgybw=="},
]


def nodes(spark: SparkSession) -> list[str]:
    import json

    context = spark._jvm.ai.h2o.sparkling.python.PythonEntry  # type: ignore[union-attr]
    described = json.loads(context.describeJson(context.get()))
    return [f"http://{node['host']}:{node['port']}" for node in described["nodes"]]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_a_node_answers_nothing_without_the_credential(
    spark: SparkSession, hc: H2OContext, path: str, headers: dict[str, str]
) -> None:
    for method in ("GET", "POST"):
        answer = requests.request(
            method,
            nodes(spark)[0] + path,
            headers=headers,
            timeout=10,
            allow_redirects=False,
        )
        assert answer.status_code == 401
        assert answer.content == b""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("auth", [None, ("h2o", ""), ("h2o", "h2o"), ("", "")], ids=str)
def test_the_gateway_answers_nothing_without_the_password(
    hc: H2OContext, path: str, auth: tuple[str, str] | None
) -> None:
    answer = requests.get(
        hc.flowURL() + path, auth=auth, timeout=10, allow_redirects=False
    )
    assert answer.status_code == 401
    assert "cloud_name" not in answer.text


def test_no_other_port_of_this_process_speaks_http(
    spark: SparkSession, hc: H2OContext
) -> None:
    """Every port that the JVM listens on either is Spark's own or asks for a credential."""
    pid = int(spark._jvm.java.lang.ProcessHandle.current().pid())  # type: ignore[union-attr]
    ports = listening(pid)
    ours = {int(address.rsplit(":", 1)[1]) for address in (*nodes(spark), hc.flowURL())}
    assert len(ours) == 2
    assert ours <= {port for _, port in ports}
    answers = {}
    for host, port in ports:
        try:
            answer = requests.get(f"http://{host}:{port}/3/Cloud", timeout=3)
        except requests.RequestException:
            continue
        answers[port] = answer.status_code
    assert answers == dict.fromkeys(ours, 401)


def test_a_cloud_of_one_node_has_no_port_for_others(
    spark: SparkSession, hc: H2OContext
) -> None:
    port = int(nodes(spark)[0].rsplit(":", 1)[1])
    host = nodes(spark)[0].split("//")[1].rsplit(":", 1)[0]
    with pytest.raises(OSError), socket.create_connection((host, port + 1), timeout=3):
        pass


def test_the_password_is_in_no_text_that_is_shown(
    spark: SparkSession, hc: H2OContext
) -> None:
    import json

    entry = spark._jvm.ai.h2o.sparkling.python.PythonEntry  # type: ignore[union-attr]
    password = json.loads(entry.connectionJson(entry.get()))["password"]
    assert len(password) >= 43, "256 bits in base64"
    for text in (
        repr(hc),
        hc._repr_html_(),
        str(hc.getConf()),
        entry.describeJson(entry.get()),
    ):
        assert password not in text
    command_line = Path(
        f"/proc/{spark._jvm.java.lang.ProcessHandle.current().pid()}/cmdline"
    ).read_bytes()  # type: ignore[union-attr]
    assert password.encode() not in command_line


def listening(pid: int) -> list[tuple[str, int]]:
    """Read the TCP sockets that a process listens on from /proc."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            match = re.match(r"socket:\[(\d+)]", os.readlink(descriptor))
        except OSError:
            continue
        if match:
            inodes.add(match[1])
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                address, port = fields[1].split(":")
                found.append((ipv4(address), int(port, 16)))
    return found


def ipv4(address: str) -> str:
    octets = [str(int(address[-8:][i : i + 2], 16)) for i in (6, 4, 2, 0)]
    host = ".".join(octets)
    return "127.0.0.1" if host == "0.0.0.0" else host


def test_malformed_requests_get_an_answer_and_leave_nothing_behind(
    spark: SparkSession, hc: H2OContext
) -> None:
    """`make bench` sends 10,000 of them."""
    import json

    import fuzzer

    entry = spark._jvm.ai.h2o.sparkling.python.PythonEntry  # type: ignore[union-attr]
    door = json.loads(entry.connectionJson(entry.get()))
    host, _, port = door["url"].split("//")[1].rpartition(":")
    password = requests.auth._basic_auth_str(door["user"], door["password"]).encode()

    outcome = fuzzer.send_all(
        host, int(port), fuzzer.requests(400, 20261124, password), 8, 30
    )

    assert outcome.failures == []
    assert {"200", "400", "401"} <= outcome.statuses.keys()
    # Whoever did not mean harm does not notice.
    assert requests.get(
        door["url"] + "/3/Cloud", auth=(door["user"], door["password"]), timeout=20
    ).ok
