"""Cloud storage by the connectors that the jar carries, since a plain Spark has none: real servers of S3 and GCS."""

from __future__ import annotations

import gzip
import io
import os
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h2o
import pytest
from h2o.estimators import H2OGradientBoostingEstimator
from pyspark.sql import SparkSession
from sessions import start_spark
from storage_servers import (
    SECRET,
    Faults,
    Gcs,
    gcs_server,
    hadoop_settings,
    s3_server,
)

from pysparkling import H2OContext
from pysparkling.errors import H2OSparklingError

ROWS = 3_000
# Two executors take minutes, which `make soak` has.
MASTERS = ["local[2]", *(["local-cluster[2,1,2048]"] if "WHOLE" in os.environ else [])]
CSV = "id,price,colour\n" + "".join(
    f"{row},{row / 4},{('red', 'green', 'blue')[row % 3]}\n" for row in range(ROWS)
)


@pytest.fixture(scope="module")
def s3_and_faults() -> Iterator[tuple[Any, Faults]]:
    with s3_server() as server:
        yield server


@pytest.fixture
def s3(s3_and_faults: tuple[Any, Faults]) -> Any:
    return s3_and_faults[0]


@pytest.fixture
def faults(s3_and_faults: tuple[Any, Faults]) -> Faults:
    return s3_and_faults[1]


@pytest.fixture(scope="module")
def gcs() -> Iterator[Gcs]:
    with gcs_server() as server:
        yield server


@pytest.fixture(scope="module", params=MASTERS)
def spark(
    request: pytest.FixtureRequest, s3_and_faults: tuple[Any, Faults], gcs: Gcs
) -> Iterator[SparkSession]:
    settings = hadoop_settings(s3_and_faults[1].url, gcs.url)
    if request.param != "local[2]":
        settings["spark.executor.memory"] = "2g"
    session = start_spark(request.param, **settings)
    yield session
    session.stop()


@pytest.fixture(scope="module", autouse=True)
def hc(spark: SparkSession) -> Iterator[H2OContext]:
    yield H2OContext.getOrCreate(spark)
    running = H2OContext.get()
    if running is not None:
        running.stop()


@pytest.fixture
def place() -> str:
    """A folder of the bucket that no other test writes to."""
    return uuid.uuid4().hex


def put(s3: Any, gcs: Gcs, name: str, body: bytes) -> None:
    s3.put_object(Bucket="bucket", Key=name, Body=body)
    gcs.put(name, body)


def assert_whole(frame: h2o.H2OFrame, times: int = 1) -> None:
    assert frame.dim == [ROWS * times, 3]
    assert frame["id"].sum() == times * ROWS * (ROWS - 1) / 2
    assert frame["price"].sum() == times * ROWS * (ROWS - 1) / 8
    assert sorted(frame["colour"].asfactor().levels()[0]) == ["blue", "green", "red"]


@pytest.mark.parametrize("scheme", ["s3", "gs"])
def test_h2o_reads_files_folders_and_globs(
    scheme: str, place: str, s3: Any, gcs: Gcs
) -> None:
    put(s3, gcs, f"{place}/in/one.csv", CSV.encode())
    put(s3, gcs, f"{place}/in/packed.csv.gz", gzip.compress(CSV.encode()))
    put(s3, gcs, f"{place}/many/a b/1.csv", CSV.encode())
    put(s3, gcs, f"{place}/many/a b/2.csv", CSV.encode())
    put(s3, gcs, f"{place}/many/c/3.csv", CSV.encode())
    base = f"{scheme}://bucket/{place}"
    assert_whole(h2o.import_file(f"{base}/in/one.csv"))
    assert_whole(h2o.import_file(f"{base}/in/packed.csv.gz"))
    assert_whole(h2o.import_file(f"{base}/many"), 3)
    assert_whole(h2o.import_file(f"{base}/many/a*/*.csv"), 2)
    assert_whole(h2o.import_file([f"{base}/in/one.csv", f"{base}/many/c/3.csv"]), 2)


def written_by_spark(spark: SparkSession, kind: str, folder: Path) -> list[Path]:
    data = spark.sql(
        f"select id, id / 4 as price, element_at(array('red', 'green', 'blue'), cast(id % 3 as int) + 1) as colour "
        f"from range(0, {ROWS}, 1, 2)"
    )
    data.write.format(kind).save(str(folder))
    return sorted(folder.glob("part-*"))


@pytest.mark.parametrize("scheme", ["s3a", "gs"])
def test_parquet_is_read_where_it_lies_and_written(
    scheme: str, place: str, spark: SparkSession, s3: Any, gcs: Gcs, tmp_path: Path
) -> None:
    for part in written_by_spark(spark, "parquet", tmp_path / "p"):
        put(s3, gcs, f"{place}/in/{part.name}", part.read_bytes())
    frame = h2o.import_file(f"{scheme}://bucket/{place}/in")
    assert_whole(frame)
    h2o.export_file(frame, f"{scheme}://bucket/{place}/out", format="parquet")
    assert_whole(h2o.import_file(f"{scheme}://bucket/{place}/out"))


def test_import_frame_reads_what_h2o_reads_and_says_what_is_missing(
    hc: H2OContext, s3: Any
) -> None:
    s3.put_object(Bucket="bucket", Key="named.csv", Body=CSV.encode())
    frame = hc.importFrame("s3://bucket/named.csv", "named")
    assert frame.frame_id == "named"
    assert_whole(frame)
    with pytest.raises(H2OSparklingError, match="s3://bucket/nowhere.csv"):
        hc.importFrame("s3://bucket/nowhere.csv")


def test_orc_is_read_by_spark(
    hc: H2OContext, spark: SparkSession, tmp_path: Path
) -> None:
    written_by_spark(spark, "orc", tmp_path / "rows.orc")
    assert_whole(hc.importFrame(f"file://{tmp_path}/rows.orc"))


@pytest.mark.parametrize("scheme", ["s3a", "gs"])
def test_frames_are_written_in_one_file_or_in_parts(
    scheme: str, place: str, hc: H2OContext, spark: SparkSession, gcs: Gcs
) -> None:
    frame = hc.asH2OFrame(spark.range(0, 500_000, 1, 4).selectExpr("id", "id / 7 as x"))
    base = f"{scheme}://bucket/{place}"
    h2o.export_file(frame, f"{base}/one/all.csv")
    h2o.export_file(frame, f"{base}/parts", parts=-1)
    for name in ("one/all.csv", "parts"):
        back = h2o.import_file(f"{base}/{name}")
        assert back.nrow == 500_000
        assert back["id"].sum() == frame["id"].sum()
    with pytest.raises(Exception, match="already"):
        h2o.export_file(frame, f"{base}/one/all.csv")
    assert not [name for name in gcs.names() if ".part" in name]


@pytest.mark.parametrize("scheme", ["s3", "gs"])
def test_models_are_written_and_read(
    scheme: str, place: str, hc: H2OContext, spark: SparkSession, s3: Any, gcs: Gcs
) -> None:
    frame = hc.asH2OFrame(
        spark.range(1_000).selectExpr("id % 7 as x", "id % 7 * 2 as y")
    )
    model = H2OGradientBoostingEstimator(ntrees=2, seed=1)
    model.train(x=["x"], y="y", training_frame=frame)
    mojo = model.save_mojo(f"{scheme}://bucket/{place}", force=True)
    name = mojo.removeprefix(f"{scheme}://bucket/")
    body = (
        s3.get_object(Bucket="bucket", Key=name)["Body"].read()
        if scheme == "s3"
        else gcs.get(name)
    )
    assert "model.ini" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    saved = h2o.save_model(model, f"{scheme}://bucket/{place}", force=True)
    assert h2o.load_model(saved).model_id == model.model_id


def test_an_export_that_fails_leaves_nothing(
    place: str, hc: H2OContext, spark: SparkSession, s3: Any, faults: Faults
) -> None:
    frame = hc.asH2OFrame(
        spark.range(0, 1_500_000, 1, 4).selectExpr("id", "id / 7 as x")
    )
    faults.plan("PUT", "partNumber=2", "403")
    with pytest.raises(Exception, match="all.csv|403"):
        h2o.export_file(frame, f"s3://bucket/{place}/all.csv")
    assert faults.left() == 0
    assert "Contents" not in s3.list_objects_v2(Bucket="bucket", Prefix=place)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="bucket")
    # What was there stays, when what should replace it fails at the very end.
    s3.put_object(Bucket="bucket", Key=f"{place}/old.csv", Body=b"old")
    faults.plan("POST", "uploadId=", "403")
    with pytest.raises(Exception, match="old.csv|403"):
        h2o.export_file(frame, f"s3://bucket/{place}/old.csv", force=True)
    assert faults.left() == 0
    assert (
        s3.get_object(Bucket="bucket", Key=f"{place}/old.csv")["Body"].read() == b"old"
    )
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="bucket")


def test_a_read_that_breaks_off_goes_on(s3: Any, faults: Faults) -> None:
    lines = "".join(f"{row},{row * 3}\n" for row in range(300_000))
    s3.put_object(Bucket="bucket", Key="shaky.csv", Body=("a,b\n" + lines).encode())
    faults.plan(
        "GET", "/bucket/shaky.csv", "503", "half", "reset", "429", "half", "500"
    )
    frame = h2o.import_file("s3a://bucket/shaky.csv")
    assert faults.left() == 0
    assert frame.nrow == 300_000
    assert frame["b"].sum() == 3 * 300_000 * 299_999 / 2


def test_the_context_tells_who_serves_what(hc: H2OContext) -> None:
    places = {place.scheme: place for place in hc.storage()}
    assert places["s3a"].provider == "carried aws-java-sdk-s3"
    assert places["gs"].provider == "carried gcs-connector"
    assert places["hdfs"].provider == "Hadoop of this Spark"
    assert places["abfss"].provider == "none"
    assert "connector" in places["abfss"].reason
    assert SECRET not in repr(places) + repr(hc)


def test_what_no_one_serves_is_an_error_that_says_so(hc: H2OContext) -> None:
    with pytest.raises(H2OSparklingError, match="abfss"):
        hc.importFrame("abfss://c@account.dfs.core.windows.net/a.csv")


def test_the_next_cloud_of_the_jvm_uses_the_same_connectors(
    place: str, hc: H2OContext, spark: SparkSession, s3: Any, gcs: Gcs
) -> None:
    put(s3, gcs, f"{place}/in.csv", CSV.encode())
    hc.stop()
    H2OContext.getOrCreate(spark)
    for scheme in ("s3", "gs"):
        frame = h2o.import_file(f"{scheme}://bucket/{place}/in.csv")
        assert_whole(frame)
        h2o.export_file(frame, f"{scheme}://bucket/{place}/out.csv")
