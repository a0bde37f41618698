"""Flow, the engine's web page, comes through the gateway whole."""

from __future__ import annotations

import re

import h2o
import requests

from pysparkling import H2OContext

# Only what the page takes from its own server.
ASSET = re.compile(
    r'<(?:script|link)\b[^>]*?\b(?:src|href)="(?!https?:|//|data:)([^"]+)"'
)
TYPES = {"js": "javascript", "css": "text/css"}


def test_flow_and_what_it_needs_load_with_the_credentials(hc: H2OContext) -> None:
    connection = h2o.connection()
    assert connection.base_url == hc.flowURL()
    with requests.Session() as session:
        session.auth = connection._auth
        page = session.get(f"{hc.flowURL()}/flow/index.html", timeout=20)
        assert page.status_code == 200
        assert page.headers["Content-Type"].startswith("text/html")
        assert "<title>H2O Flow</title>" in page.text

        # Comments hold what browsers of long ago were given.
        assets = ASSET.findall(re.sub("<!--.*?-->", "", page.text, flags=re.DOTALL))
        assert {
            kind
            for kind in TYPES
            if any(asset.endswith(f".{kind}") for asset in assets)
        } == TYPES.keys()
        for asset in assets:
            answer = session.get(f"{hc.flowURL()}/flow/{asset}", timeout=20)
            assert answer.status_code == 200, asset
            assert answer.content, asset
            assert (
                TYPES.get(asset.rsplit(".", 1)[-1], "")
                in answer.headers["Content-Type"]
            ), asset


def test_flow_finds_its_help_and_its_language(hc: H2OContext) -> None:
    """What Flow asks for when it starts: its help, and whether the engine runs its expressions."""
    assert h2o.api("GET /3/About")["entries"]
    assert h2o.rapids("(+ 1 2)")["scalar"] == 3


def test_flow_knows_that_it_runs_beside_spark(hc: H2OContext) -> None:
    """Its script offers Spark's tables without asking the node, and what it asks for them is answered."""
    connection = h2o.connection()
    script = requests.get(
        f"{hc.flowURL()}/flow/js/flow.js", auth=connection._auth, timeout=20
    ).text
    assert "onSparklingWater=!0" in script
    assert "getDataFrames:" in script
    assert "runScalaCode:" not in script
    listed = requests.get(
        f"{hc.flowURL()}/3/dataframes", auth=connection._auth, timeout=20
    )
    assert "dataframes" in listed.json()
