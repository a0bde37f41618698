"""Traffic between nodes: encrypted, with a key that nobody else has; and what listens besides."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import h2o
import pyspark
import pytest
import requests
from h2o.estimators import H2OGradientBoostingEstimator, H2OXGBoostEstimator
from pyspark.sql import SparkSession
from sessions import start_two_executors
from test_security import listening

from pysparkling import H2OConf, H2OContext

# On the other Spark, test_cluster's cloud of two is encrypted, too.
pytestmark = pytest.mark.newest

# Kind, time, port and mark, with which H2O's own connections begin; then a message.
H2O_HEAD = bytes([1, 1, 0, 0x31, 0xD4, 0xEF])
H2O_MESSAGE = H2O_HEAD + bytes([2, 0, 1, 0, 0xEF])
# At most this is TLS's word that it was not understood.
LONGEST_ALERT = 12
# With this begins every private key of the cloud's kind.
KEY = bytes.fromhex(
    "3041020100301306072a8648ce3d020106082a8648ce3d0301070427302502010104"
)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the nodes write."""
    return tmp_path_factory.mktemp("local")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = start_two_executors()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def hc(spark: SparkSession, local: Path) -> Iterator[H2OContext]:
    # Spark itself goes on to use the directories of this JVM's first session.
    conf = H2OConf().set("spark.ext.h2o.iced.dir", str(local))
    context = H2OContext.getOrCreate(spark, conf)
    yield context
    context.stop()


def internal_ports(spark: SparkSession) -> list[tuple[str, int]]:
    entry = spark._jvm.ai.h2o.sparkling.python.PythonEntry  # type: ignore[union-attr]
    described = json.loads(entry.describeJson(entry.get()))
    return [(node["host"], node["port"] + 1) for node in described["nodes"]]


def processes(spark: SparkSession) -> dict[int, str]:
    """Driver, workers and executors: everything below this Python that is Java."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = {}
    waiting = [os.getpid()]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        try:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:
            continue
        if name == "java":
            found[pid] = name
    return found


def work(spark: SparkSession, context: H2OContext) -> float:
    """Convert, train and score over both nodes."""
    data = spark.range(0, 40_000, 1, 4).selectExpr(
        "id", "id % 7 = 0 as b", "rand(3) as x", "cast(id % 50 as string) as s"
    )
    frame = context.asH2OFrame(data)
    model = H2OGradientBoostingEstimator(ntrees=3, seed=1)
    model.train(x=["x", "s"], y="b", training_frame=frame)
    scored = context.asSparkFrame(model.predict(frame))
    assert scored.count() == 40_000
    return float(model.auc())


def test_a_cloud_of_several_nodes_is_encrypted_and_works(
    spark: SparkSession, hc: H2OContext
) -> None:
    assert len(internal_ports(spark)) == 2
    assert h2o.api("GET /3/Cloud")["internal_security_enabled"] is True
    assert work(spark, hc) > 0.5


def answer(address: tuple[str, int], sent: bytes, wait: float = 2) -> bytes:
    """What comes back for some bytes, until the connection ends or nothing comes."""
    got = b""
    try:
        with socket.create_connection(address, timeout=5) as connection:
            connection.settimeout(wait)
            connection.sendall(sent)
            while part := connection.recv(4096):
                got += part
    except OSError:
        pass
    return got


def handshake(address: tuple[str, int], context: ssl.SSLContext) -> bytes:
    """What a TLS client without the key hears from a node after its greeting."""
    got = b""
    with (
        socket.create_connection(address, timeout=5) as connection,
        context.wrap_socket(connection) as encrypted,
    ):
        encrypted.settimeout(5)
        encrypted.sendall(H2O_MESSAGE)
        while part := encrypted.recv(4096):
            got += part
    return got


def trusting_anybody() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def with_another_key(spark: SparkSession, folder: Path) -> ssl.SSLContext:
    """A client with a certificate, though not the cloud's."""
    maker = spark._jvm.ai.h2o.sparkling.certificates.OwnCertificate  # type: ignore[union-attr]
    own = maker.ofGroup("node")
    key = base64.encodebytes(own.privateKey()).decode()
    file = folder / "other.pem"
    file.write_text(
        f"-----BEGIN PRIVATE KEY-----\n{key}-----END PRIVATE KEY-----\n{own.pem()}"
    )
    context = trusting_anybody()
    context.load_cert_chain(file)
    return context


def test_strangers_get_nothing_from_a_node_and_stop_nobody(
    spark: SparkSession, hc: H2OContext, tmp_path: Path
) -> None:
    silent = []
    for address in internal_ports(spark):
        silent += [socket.create_connection(address, timeout=5) for _ in range(70)]
        # Some hang up in the middle of a word.
        with socket.create_connection(address, timeout=5) as connection:
            connection.sendall(H2O_HEAD[:3])
        for sent in (
            H2O_MESSAGE,
            os.urandom(4096),
            b"GET /3/Cloud HTTP/1.1\r\nHost: node\r\n\r\n",
        ):
            assert len(answer(address, sent)) < LONGEST_ALERT, sent[:20]
        for context in (trusting_anybody(), with_another_key(spark, tmp_path)):
            with pytest.raises(OSError):
                handshake(address, context)
    assert work(spark, hc) > 0.5
    ended = time.monotonic() + 30
    for connection in silent:
        connection.settimeout(max(0.1, ended - time.monotonic()))
        try:
            assert connection.recv(100) == b""
        except ConnectionResetError:
            pass
        connection.close()


def test_nothing_that_listens_answers_a_stranger(
    spark: SparkSession, hc: H2OContext
) -> None:
    """Ours want a credential, or a key. Spark's ports speak Spark's protocol; pages of its own cluster are not ours."""
    found = {address for pid in processes(spark) for address in listening(pid)}
    assert len(found) > 6, "driver, master, workers, executors, nodes, gateway"
    assert set(internal_ports(spark)) <= found
    told = {}
    for address in found:
        url = f"{address[0]}:{address[1]}/3/Cloud"
        for scheme in ("http", "https"):
            try:
                got = requests.get(f"{scheme}://{url}", timeout=3, verify=False)
            except requests.RequestException:
                continue
            spark_page = re.search("<title>Spark (Master|Worker) at ", got.text)
            if not spark_page and (got.status_code != 401 or "cloud_name" in got.text):
                told[address, scheme] = got.text[:100]
        plain = answer(address, H2O_MESSAGE, 0.3)
        if not plain.startswith(b"HTTP/1.1 4") and len(plain) >= LONGEST_ALERT:
            told[address, "H2O"] = repr(plain[:100])
    assert told == {}


def test_no_secret_is_to_be_seen_and_no_key_lies_about(
    spark: SparkSession, hc: H2OContext, local: Path
) -> None:
    entry = spark._jvm.ai.h2o.sparkling.python.PythonEntry  # type: ignore[union-attr]
    # The credential of this cloud, from the driver's memory.
    cloud = entry.get().getClass().getDeclaredField("lifecycle")
    cloud.setAccessible(True)
    credential = cloud.get(entry.get()).running().credential().reveal()
    assert len(credential) >= 43
    for pid in processes(spark):
        for name in ("cmdline", "environ"):
            text = Path(f"/proc/{pid}/{name}").read_bytes()
            assert credential.encode() not in text
            assert KEY not in text
    work_folder = Path(pyspark.__file__).parent / "work"
    logs = list((work_folder / spark.sparkContext.applicationId).glob("*/std*"))
    assert len(logs) == 4
    assert list(local.glob("**/node-*")), "the nodes' own directories are below"
    for file in [*logs, *(path for path in local.rglob("*") if path.is_file())]:
        if file.stat().st_size < 50_000_000:
            content = file.read_bytes()
            assert credential.encode() not in content, file
            assert KEY not in content, file


def test_xgboost_is_refused_before_it_opens_a_port_and_told_what_to_set(
    spark: SparkSession, hc: H2OContext
) -> None:
    frame = hc.asH2OFrame(
        spark.range(0, 20_000, 1, 4).selectExpr("rand(1) as x", "rand(2) as y")
    )
    model = H2OXGBoostEstimator(ntrees=2)
    with pytest.raises(
        h2o.exceptions.H2OError, match=r"spark\.ext\.h2o\.allow_insecure_xgboost"
    ) as raised:
        model.train(x=["x"], y="y", training_frame=frame)
    assert "build_tree_one_node=True" in str(raised.value)
    # On one node it needs no connection.
    model = H2OXGBoostEstimator(ntrees=2, build_tree_one_node=True)
    model.train(x=["x"], y="y", training_frame=frame)
    assert model.mse() > 0


def test_the_next_cloud_has_another_key_and_encryption_can_be_switched_off(
    spark: SparkSession, hc: H2OContext
) -> None:
    hc.stop()
    conf = H2OConf().setInternalSecureConnectionsDisabled()
    plain = H2OContext.getOrCreate(spark, conf)
    assert h2o.api("GET /3/Cloud")["internal_security_enabled"] is False
    # Nobody stops it, though it would listen to a node.
    silent = [
        socket.create_connection(address, timeout=5)
        for address in internal_ports(spark)
    ]
    for address in internal_ports(spark):
        assert answer(address, os.urandom(100)) == b""
    frame = plain.asH2OFrame(
        spark.range(0, 20_000, 1, 4).selectExpr("rand(1) as x", "rand(2) as y")
    )
    model = H2OXGBoostEstimator(ntrees=2)
    model.train(x=["x"], y="y", training_frame=frame)
    assert work(spark, plain) > 0.5
    for connection in silent:
        connection.close()
    plain.stop()
    again = H2OContext.getOrCreate(spark)
    assert h2o.api("GET /3/Cloud")["internal_security_enabled"] is True
    assert work(spark, again) > 0.5
