"""Our own REST: what the driver knows, by HTTP, with the gateway's credential and in no other way."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h2o
import pytest
import requests
from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import start_spark

from pysparkling import H2OContext
from pysparkling.errors import H2OSparklingError

PEOPLE = "select id, 'n' || (id % 7) as name, id % 2 = 0 as even from range(1000)"


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    # Spark's web UI and its page for Prometheus show the metrics.
    prometheus = "spark.metrics.conf.*.sink.prometheusServlet"
    session = start_spark(
        "local[2,4]",
        **{
            "spark.ext.h2o.ui.update.interval": "750",
            "spark.ui.enabled": "true",
            "spark.ui.port": "0",
            "spark.ui.prometheus.enabled": "true",
            f"{prometheus}.class": "org.apache.spark.metrics.sink.PrometheusServlet",
            f"{prometheus}.path": "/metrics/prometheus",
        },
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def rest(spark: SparkSession, hc: H2OContext) -> Rest:
    spark.sql(PEOPLE).createOrReplaceTempView("people")
    hc.asH2OFrame(spark.table("people"), "people_frame")
    return Rest.connected()


@pytest.fixture(scope="module")
def document(rest: Rest) -> Any:
    return rest.get("/sparkling/v1/openapi.json")


# Who may ask


def test_nothing_answers_without_the_credential(rest: Rest, document: Any) -> None:
    anonymous = Rest(rest.url, None)
    paths = [
        *document["paths"],
        "/sparkling/status",
        "/sparkling/api",
        "/sparkling/v1/openapi.json",
    ]
    assert len(paths) > 20
    for path in paths:
        for method in ("GET", "POST", "DELETE"):
            answer = anonymous.ask(method, path.replace("{", "").replace("}", ""))
            assert answer.status_code == 401, (method, path)
            assert answer.json()["__meta"]["schema_name"] == "H2OErrorV3"


def test_the_nodes_control_channel_is_not_to_be_had_through_the_gateway(
    rest: Rest,
) -> None:
    assert rest.ask("POST", "/sparkling/control").status_code == 404


# What it tells


def test_the_context_and_its_cloud(
    rest: Rest, spark: SparkSession, hc: H2OContext
) -> None:
    told = rest.get("/sparkling/v1/context")
    assert told["state"] == "RUNNING"
    assert "reason" not in told
    assert told["spark_version"] == spark.version
    assert told["h2o_version"] == h2o.__version__
    assert told["application_id"] == spark.sparkContext.applicationId
    assert told["cloud_name"] == h2o.cluster().cloud_name
    assert told["update_interval_millis"] == 750

    (node,) = rest.get("/sparkling/v1/nodes")["nodes"]
    assert node["executor"] == "driver"
    assert node["leader"] is True
    assert 0 < node["free_memory"] <= node["max_memory"]
    assert rest.get("/sparkling/v1/health") == {
        "state": "RUNNING",
        "nodes": 1,
        "expected_nodes": 1,
    }
    generation = rest.get("/sparkling/v1/generations")["generations"][0]
    assert generation["cloud_name"] == told["cloud_name"]
    assert generation["executors"] == ["driver"]
    assert "ended" not in generation


def test_settings_without_secrets(rest: Rest) -> None:
    text = json.dumps(rest.get("/sparkling/v1/settings"))
    assert rest.auth is not None
    assert rest.auth[1] not in text
    told = rest.get("/sparkling/v1/settings/spark.ext.h2o.ui.update.interval")
    assert (told["value"], told["origin"]) == ("750ms", "SPARK")
    password = rest.get("/sparkling/v1/settings/spark.ext.h2o.password")
    assert password["secret"] is True
    assert "value" not in password
    answer = rest.ask("GET", "/sparkling/v1/settings/spark.ext.h2o.nthread")
    assert answer.status_code == 404
    assert "spark.ext.h2o.nthreads" in answer.json()["msg"]


def test_logs_as_archive_and_as_text(
    rest: Rest, hc: H2OContext, tmp_path: Path
) -> None:
    answer = rest.ask("GET", "/sparkling/v1/logs")
    assert answer.headers["Content-Type"] == "application/zip"
    outer = zipfile.ZipFile(io.BytesIO(answer.content))
    nodes = [name for name in outer.namelist() if name.endswith(".zip")]
    assert len(nodes) == 1
    inner = zipfile.ZipFile(io.BytesIO(outer.read(nodes[0])))
    info = [name for name in inner.namelist() if name.endswith("-3-info.log")]
    assert b"H2O" in inner.read(info[0])

    text = rest.ask("GET", "/sparkling/v1/logs?format=log")
    assert text.headers["Content-Type"].startswith("text/plain")
    assert "INFO" in text.text

    path = Path(hc.downloadH2OLogs(str(tmp_path)))
    assert zipfile.is_zipfile(path)
    assert path.parent == tmp_path
    plain = Path(hc.downloadH2OLogs(str(tmp_path), "LOG"))
    assert re.fullmatch(r"h2ologs_\d{8}_\d{6}\.log", plain.name)
    assert "INFO" in plain.read_text()
    with pytest.raises(ValueError, match="'ZIP' or 'LOG'"):
        hc.downloadH2OLogs(str(tmp_path), "TAR")


# The way there and back


def test_a_view_becomes_a_frame_and_a_frame_a_view(
    rest: Rest, spark: SparkSession
) -> None:
    tables = rest.get("/sparkling/v1/tables")["tables"]
    assert {"table": "people", "temporary": True} in tables
    columns = rest.get("/sparkling/v1/tables/people")["columns"]
    assert [column["type"] for column in columns] == ["BIGINT", "STRING", "BOOLEAN"]

    started = rest.post(
        "/sparkling/v1/tables/people/frame", 202, json={"frame": "by_rest"}
    )
    ended = rest.ended(started["conversion"])
    assert (ended["state"], ended["rows"], ended["progress"]) == ("SUCCEEDED", 1000, 1)
    frames = {
        frame["frame"]: frame for frame in rest.get("/sparkling/v1/frames")["frames"]
    }
    assert (frames["by_rest"]["rows"], frames["by_rest"]["columns"]) == (1000, 3)
    assert frames["by_rest"]["bytes"] > 0
    detail = rest.get("/sparkling/v1/frames/by_rest")
    assert [column["type"] for column in detail["columns"]] == [
        "INT",
        "CATEGORICAL",
        "CATEGORICAL",
    ]
    assert (detail["columns"][0]["max"], detail["columns"][1]["levels"]) == (999, 7)

    view = rest.post(
        "/sparkling/v1/frames/by_rest/view", 201, json={"view": "back_by_rest"}
    )
    assert view["view"] == "back_by_rest"
    back = spark.table("back_by_rest")
    people = spark.table("people")
    assert back.exceptAll(people).isEmpty()
    assert people.exceptAll(back).isEmpty()


def test_a_conversion_is_cancelled(rest: Rest, spark: SparkSession) -> None:
    spark.sql(
        "select id, reflect('java.lang.Thread', 'sleep', 100L) from range(0, 4000, 1, 2)"
    ).createOrReplaceTempView("slow")
    started = rest.post("/sparkling/v1/tables/slow/frame", 202, json={"frame": "never"})
    path = f"/sparkling/v1/conversions/{started['conversion']}"
    assert rest.ask("DELETE", path).status_code == 202
    ended = rest.ended(started["conversion"])
    assert ended["state"] == "CANCELLED"
    assert "cancelled" in ended["problem"]
    assert rest.ask("GET", "/sparkling/v1/frames/never").status_code == 404
    spark.catalog.dropTempView("slow")


def test_the_jobs_of_h2o(rest: Rest) -> None:
    from h2o.estimators import H2OGradientBoostingEstimator

    model = H2OGradientBoostingEstimator(ntrees=2, seed=1)
    model.train(y="even", training_frame=h2o.get_frame("people_frame"))
    job = next(
        job
        for job in rest.get("/sparkling/v1/jobs")["jobs"]
        if job.get("result") == model.model_id
    )
    assert (job["state"], job["progress"]) == ("SUCCEEDED", 1)


# What Spark's metrics tell


def figures(spark: SparkSession) -> dict[str, Any]:
    """Read our metrics from Spark's own web UI, by their names without the application's."""
    told = requests.get(
        f"{spark.sparkContext.uiWebUrl}/metrics/json/", timeout=20
    ).json()
    found = {}
    for kind, what in (("gauges", "value"), ("counters", "count"), ("timers", "count")):
        for name, value in told[kind].items():
            if ".driver.sparkling." in name:
                found[name.split(".driver.sparkling.")[1]] = value[what]
    return found


def test_sparks_metrics_count_what_happens(
    rest: Rest, spark: SparkSession, hc: H2OContext
) -> None:
    before = figures(spark)
    assert before["cloud.running"] == 1
    assert before["cloud.nodes"] == 1
    hc.asH2OFrame(spark.table("people"), "counted")
    with pytest.raises(H2OSparklingError):
        hc.asH2OFrame(spark.sql("select raise_error('broken') as x"))
    after = figures(spark)
    gone = {name: after[name] - before[name] for name in after}
    assert gone["conversions.succeeded"] == 1
    assert gone["conversions.failed"] == 1
    assert gone["conversions.time"] == 2
    assert gone["conversions.rows"] == 1000
    assert gone["conversions.bytes"] > 0
    assert after["conversions.running"] == 0

    page = requests.get(
        f"{spark.sparkContext.uiWebUrl}/metrics/prometheus/", timeout=20
    ).text
    assert re.search(
        r"^metrics_\S*_driver_sparkling_cloud_running_Value\S* 1$", page, re.M
    ), page
    assert re.search(r"^metrics_\S*_sparkling_conversions_rows_Count", page, re.M)


def test_a_tab_in_sparks_web_ui_leads_to_the_status_page(
    rest: Rest, spark: SparkSession
) -> None:
    ui = spark.sparkContext.uiWebUrl
    jobs = requests.get(f"{ui}/jobs/", timeout=20).text
    assert re.search(r'<a [^>]*href="[^"]*/h2o/"[^>]*>H2O</a>', jobs)
    page = requests.get(f"{ui}/h2o/", timeout=20)
    assert page.status_code == 200
    assert "The H2O cloud is <b>running</b>" in page.text
    assert f'href="{rest.url}/sparkling/status"' in page.text
    assert rest.auth is not None
    assert rest.auth[1] not in page.text


# The paths of Sparkling Water


def test_the_former_paths_answer_in_the_former_shapes(
    rest: Rest, spark: SparkSession
) -> None:
    people = next(
        table
        for table in rest.get("/3/dataframes")["dataframes"]
        if table["dataframe_id"] == "people"
    )
    assert people.keys() == {"dataframe_id", "partitions", "schema"}
    assert json.loads(people["schema"])["fields"][0]["name"] == "id"
    assert rest.post("/3/dataframes/people", 200) == people
    made = rest.post(
        "/3/dataframes/people/h2oframe", 200, data={"h2oframe_id": "former"}
    )
    assert made == {"dataframe_id": "people", "h2oframe_id": "former"}
    assert h2o.get_frame("former").nrow == 1000
    back = rest.post(
        "/3/h2oframes/former/dataframe", 200, params={"dataframe_id": "former_view"}
    )
    assert back == {"h2oframe_id": "former", "dataframe_id": "former_view"}
    assert spark.table("former_view").count() == 1000

    assert rest.get("/3/option?name=spark.ext.h2o.ui.update.interval") == {
        "name": "spark.ext.h2o.ui.update.interval",
        "value": "750",
    }
    assert (
        rest.ask("GET", "/3/option?name=spark.ext.h2o.password").status_code == 404
    ), "secret"


def test_former_rdds(rest: Rest, spark: SparkSession) -> None:
    jvm: Any = spark.sparkContext._jvm
    java_context: Any = spark.sparkContext._jsc
    values = java_context.parallelize(jvm.java.util.ArrayList(), 3)
    values.setName("empty").cache()
    known = {rdd["name"]: rdd for rdd in rest.get("/3/RDDs")["rdds"]}
    assert known["empty"]["partitions"] == 3
    number = known["empty"]["rdd_id"]
    assert rest.post(f"/3/RDDs/{number}", 200) == known["empty"]
    texts = java_context.textFile(__file__, 2)
    texts.cache()
    made = rest.post(
        f"/3/RDDs/{texts.id()}/h2oframe", 200, params={"h2oframe_id": "lines"}
    )
    assert made == {"rdd_id": texts.id(), "h2oframe_id": "lines"}
    frame = h2o.get_frame("lines")
    assert frame.names == ["value"]
    assert frame.nrow == len(Path(__file__).read_text().splitlines())


# What is wrong

WRONG: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/sparkling/v1/nothing", {}, 404, "openapi.json"),
    ("GET", "/sparkling/v1/frames/no_such", {}, 404, "'no_such'"),
    ("GET", "/sparkling/v1/frames/%01", {}, 400, "control characters"),
    ("GET", "/sparkling/v1/frames/%FF", {}, 400, "UTF-8"),
    ("GET", "/sparkling/v1/tables/no_such", {}, 404, "createOrReplaceTempView"),
    ("GET", "/sparkling/v1/tables/0", {}, 404, "backquotes"),
    ("GET", "/sparkling/v1/tables?database=no_such", {}, 404, "database"),
    ("GET", "/sparkling/v1/tables?database=a.%60", {}, 404, "database"),
    ("GET", "/sparkling/v1/tables?databse=default", {}, 400, "this takes database"),
    ("GET", "/sparkling/v1/tables?database=a&database=b", {}, 400, "more than once"),
    ("GET", "/sparkling/v1/logs?format=tar", {}, 400, "'zip' or 'log'"),
    ("POST", "/sparkling/v1/frames", {}, 405, "GET, HEAD"),
    ("DELETE", "/3/dataframes", {}, 405, "GET, HEAD"),
    (
        "POST",
        "/sparkling/v1/tables/people/frame",
        {"data": "{"},
        415,
        "application/json",
    ),
    (
        "POST",
        "/sparkling/v1/tables/people/frame",
        {"data": "{", "headers": {"Content-Type": "application/json"}},
        400,
        "no JSON",
    ),
    ("POST", "/sparkling/v1/tables/people/frame", {"json": []}, 400, "object"),
    (
        "POST",
        "/sparkling/v1/tables/people/frame",
        {"json": {"name": "x"}},
        400,
        "'name'",
    ),
    (
        "POST",
        "/sparkling/v1/tables/people/frame",
        {"json": {"frame": 7}},
        400,
        "a text",
    ),
    (
        "POST",
        "/sparkling/v1/tables/people/frame",
        {"json": {"frame": "a b"}},
        400,
        "' '",
    ),
    (
        "POST",
        "/sparkling/v1/tables/people/frame",
        {"json": {"frame": "people_frame"}},
        409,
        "replace",
    ),
    (
        "POST",
        "/sparkling/v1/tables/people/frame",
        {"json": {"frame": "x" * 70_000}},
        413,
        "64 kB",
    ),
    ("POST", "/sparkling/v1/frames/people_frame/view", {"json": {}}, 400, "'view'"),
    (
        "POST",
        "/sparkling/v1/frames/people_frame/view",
        {"json": {"view": "people"}},
        409,
        "replace",
    ),
    (
        "POST",
        "/sparkling/v1/frames/people_frame/view",
        {"json": {"view": "a; drop table b"}},
        400,
        "letters",
    ),
    ("GET", "/sparkling/v1/conversions/1", {}, 404, "'1'"),
    ("POST", "/3/RDDs/one", {}, 400, "whole number"),
    ("POST", "/3/RDDs/123456", {}, 404, "123456"),
    ("GET", "/3/option", {}, 400, "'name' is missing"),
    ("POST", "/3/dataframes/people/h2oframe", {"json": {}}, 415, "form-urlencoded"),
]


@pytest.mark.newest
@pytest.mark.parametrize(
    ("method", "path", "options", "status", "text"),
    WRONG,
    ids=[f"{row[0]} {row[1]} {row[3]} {n}" for n, row in enumerate(WRONG)],
)
def test_a_mistake_is_told_in_h2os_own_schema(
    rest: Rest, method: str, path: str, options: dict[str, Any], status: int, text: str
) -> None:
    answer = rest.ask(method, path, **options)
    assert answer.status_code == status, answer.text
    error = answer.json()
    assert error["__meta"]["schema_name"] == "H2OErrorV3"
    assert error["http_status"] == status
    assert text in error["msg"]
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD"


def test_h2os_own_client_shows_our_errors(rest: Rest) -> None:
    with pytest.raises(
        h2o.exceptions.H2OResponseError, match="no H2O frame with the key 'no_such'"
    ):
        h2o.api("GET /sparkling/v1/frames/no_such")


# The pages


@pytest.mark.newest
@pytest.mark.parametrize("page", ["status", "api"])
def test_a_page_loads_nothing_from_elsewhere(rest: Rest, page: str) -> None:
    answer = rest.ask("GET", f"/sparkling/{page}")
    assert answer.headers["Content-Type"] == "text/html;charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    without_names = answer.text.replace("http://www.w3.org/2000/svg", "").replace(
        "xmlns='http://www.w3.org/2000/svg'", ""
    )
    assert not re.search(r"https?://|//[a-z]+\.|src=|@import|url\(", without_names)
    # Relative, so that the page works behind a proxy's prefix.
    assert not re.search(r"""(?:href="|fetch\(["'`])/""", answer.text)


def test_a_stopped_context_closes_the_door(spark: SparkSession, rest: Rest) -> None:
    H2OContext.ensure().stop()
    with pytest.raises(requests.ConnectionError):
        rest.ask("GET", "/sparkling/v1/context")
    assert figures(spark) == {}, "the metrics go with the context"
    assert (
        ">H2O</a>"
        not in requests.get(f"{spark.sparkContext.uiWebUrl}/jobs/", timeout=20).text
    )
    again = H2OContext.getOrCreate(spark)
    first, second = Rest.connected().get("/sparkling/v1/generations")["generations"][:2]
    assert "ended" not in first
    assert (second["lost"], second["cause"]) == (False, "The H2OContext was stopped")
    again.stop()
