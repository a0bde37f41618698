from __future__ import annotations

from typing import Any

from pysparkling._card import as_html, as_text

FACTS: dict[str, Any] = {
    "version": "0.1.0",
    "h2o_version": "3.46.0.11",
    "spark_version": "4.3.0",
    "scala_version": "2.13.17",
    "java_version": "17.0.15",
    "state": "RUNNING",
    "cloud_name": "sparkling-<app>",
    "generation": 2,
    "nodes": [
        {
            "executor": "1",
            "host": "10.0.0.7",
            "port": 54321,
            "free_memory": 1_500_000_000,
            "max_memory": 2_147_483_648,
            "cores": 4,
            "leader": True,
        },
        {
            "executor": "2",
            "host": "10.0.0.8",
            "port": 54321,
            "free_memory": 900_000_000,
            "max_memory": 2_147_483_648,
            "cores": 4,
            "leader": False,
        },
    ],
    "flow_url": "http://10.0.0.5:40001/h2o",
    "master": "yarn",
    "application_id": "application_1",
}


def test_the_text_names_versions_nodes_and_flow() -> None:
    assert as_text(FACTS).splitlines() == [
        "H2OContext: running",
        "  version   0.1.0 (H2O 3.46.0.11)",
        "  Spark     4.3.0 (Scala 2.13.17, Java 17.0.15)",
        "  master    yarn",
        "  app       application_1",
        "  cloud     sparkling-<app>, generation 2",
        "  nodes     2",
        "    executor 1: 10.0.0.7:54321, 1.4 GB of 2.0 GB free, 4 cores, leader",
        "    executor 2: 10.0.0.8:54321, 858 MB of 2.0 GB free, 4 cores",
        "  Flow      http://10.0.0.5:40001/h2o",
    ]


def test_the_card_escapes_what_it_shows_and_loads_nothing() -> None:
    html = as_html(FACTS)

    assert "sparkling-&lt;app&gt;" in html
    assert "sparkling-<app>" not in html
    assert 'href="http://10.0.0.5:40001/h2o"' in html
    assert 'href="http://10.0.0.5:40001/h2o/sparkling/status"' in html
    assert not any(word in html for word in ("src=", "@import", "url(", "<script", "<link"))


def test_the_card_opens_flow_by_a_link_that_logs_in_once() -> None:
    html = as_html({**FACTS, "login_link": "/driver-proxy/o/1/c/40001/sparkling-login?ticket=x&y"})

    assert 'href="/driver-proxy/o/1/c/40001/sparkling-login?ticket=x&amp;y"' in html
    assert "opens Flow once" in html
    assert 'href="http://10.0.0.5:40001/h2o"' not in html


def test_a_context_without_a_cloud_shows_its_state_alone() -> None:
    facts = {name: value for name, value in FACTS.items() if name not in ("nodes", "cloud_name", "generation")}
    facts["state"] = "LOST"

    assert "<table>" not in as_html(facts)
    assert "nodes" not in as_text(facts)
    assert as_text(facts).startswith("H2OContext: lost")
