"""Flow behind the web proxies of platforms: a real browser, a real proxy that does what theirs do, one cloud."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("selenium")

from flow_browser import Flow, browser  # noqa: E402
from platform_proxies import (  # noqa: E402
    DATABRICKS,
    DATABRICKS_PATH,
    GATE,
    GATE_PATH,
    HUB,
    HUB_PATH,
    Proxies,
    proxies,
)
from proxied_cloud import ANSWER, FRAME  # noqa: E402

pytestmark = pytest.mark.oldest

REPOSITORY = Path(__file__).resolve().parents[2]
PICTURES = REPOSITORY / "build" / "reports" / "proxies"
PROGRAMS = ("nginx", "chromium", "chromedriver")
MOJO = "Download Model Deployment Package (MOJO)"


class Cloud:
    """The cloud in a process of its own, since a driver's environment says whether JupyterHub started it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @contextmanager
    def context(
        self, spark: dict[str, str] | None = None, **settings: str
    ) -> Iterator[dict[str, str]]:
        named = {
            f"spark.ext.h2o.{name.replace('_', '.')}": value
            for name, value in settings.items()
        }
        told = self._ask(json.dumps({"spark": spark or {}, "settings": named}))
        try:
            yield told
        finally:
            self._ask("stop")

    def _ask(self, line: str) -> dict[str, str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        for told in self._process.stdout:
            if told.startswith(ANSWER):
                answer: dict[str, str] = json.loads(told.removeprefix(ANSWER))
                return answer
        raise AssertionError("the cloud's process ended, see above")


@pytest.fixture(scope="module")
def programs() -> dict[str, str]:
    """The programs that Debian brings."""
    path = os.pathsep.join([os.environ["PATH"], "/usr/sbin"])
    found = {name: shutil.which(name, path=path) for name in PROGRAMS}
    missing = [name for name, place in found.items() if place is None]
    if missing:
        message = (
            f"{', '.join(missing)} not found; on Debian: "
            "sudo apt-get install nginx-core chromium chromium-driver"
        )
        (pytest.fail if os.environ.get("BROWSER_REQUIRED") else pytest.skip)(message)
    return {name: place for name, place in found.items() if place}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with subprocess.Popen(
        [sys.executable, "proxied_cloud.py"],
        cwd=Path(__file__).parent,
        env={**os.environ, "JUPYTERHUB_SERVICE_PREFIX": HUB_PATH},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Cloud(process)
        assert process.stdin
        process.stdin.close()
        process.wait(60)


@pytest.fixture(scope="module")
def proxy(
    programs: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxies]:
    folder = tmp_path_factory.mktemp("nginx")
    # nginx's workers run as another user than root.
    for path in (folder, *folder.parents[:3]):
        path.chmod(path.stat().st_mode | 0o111)
    with proxies(programs["nginx"], folder, own_address()) as started:
        yield started


@pytest.fixture(scope="module")
def flow(
    programs: dict[str, str], proxy: Proxies, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flow]:
    folder = tmp_path_factory.mktemp("browser")
    with browser(
        programs["chromium"], programs["chromedriver"], folder, proxy.hosts
    ) as started:
        yield started


def own_address() -> str:
    """Return the address that this machine has in its network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def use(flow: Flow, base: str, name: str) -> None:
    """Do what a user does, in Flow's own cells, and see that nothing was asked for outside of the prefix."""
    flow.run("getFrames", FRAME)
    flow.add_cell()
    model = f"by_flow_{name}"
    flow.run(
        f'buildModel "gbm", model_id: "{model}", training_frame: "{FRAME}", '
        'response_column: "late", ntrees: 5',
        "DONE",
    )
    # The address gets a mark at its end, with which the page is loaded again.
    flow.click_home()
    flow.reload()
    cell = flow.run(f'getModel "{model}"', MOJO)
    PICTURES.mkdir(parents=True, exist_ok=True)
    flow.screenshot(PICTURES / f"{name}.png")
    with zipfile.ZipFile(flow.download(cell, MOJO)) as mojo:
        assert (
            "algorithm = Gradient Boosting Machine" in mojo.read("model.ini").decode()
        )
    asked = flow.asked()
    outside = [
        address
        for _, address in asked
        if not address.startswith(f"{base}/")
        and not address.endswith(("/notebook", "/favicon.ico"))
    ]
    assert outside == []
    assert ("POST", f"{base}/3/ModelBuilders/gbm") in asked


def session_path(flow: Flow) -> object:
    (cookie,) = [
        cookie for cookie in flow.cookies() if str(cookie["name"]).startswith("spark")
    ]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    return cookie["path"]


def test_databricks_driver_proxy(cloud: Cloud, proxy: Proxies, flow: Flow) -> None:
    """A prefix that goes, another host, TLS, a query at the address's end, no password."""
    tags = "spark.databricks.clusterUsageTags"
    _, _, organisation, cluster, _ = DATABRICKS_PATH.strip("/").split("/") + [""]
    platform = {
        f"{tags}.clusterId": cluster,
        f"{tags}.clusterOwnerOrgId": organisation,
        "spark.databricks.workspaceUrl": DATABRICKS,
    }
    with cloud.context(platform) as context:
        port = context["gateway"].rsplit(":", 1)[1]
        base = f"https://{DATABRICKS}{DATABRICKS_PATH}{port}"
        assert context["flow"] == base
        proxy.show(context["card"])

        flow.follow(f"https://{DATABRICKS}/notebook", "Open Flow")

        assert flow.address() == f"{base}/flow/index.html?o=42"
        assert session_path(flow) == f"{DATABRICKS_PATH}{port}"
        use(flow, base, "databricks")


def test_jupyterhub_proxy(cloud: Cloud, proxy: Proxies, flow: Flow) -> None:
    """A prefix that goes, a host that stays, plain HTTP, a gateway at the loopback address; the link knows no host."""
    with cloud.context() as context:
        assert context["gateway"].startswith("http://127.0.0.1:")
        port = context["gateway"].rsplit(":", 1)[1]
        assert context["flow"] == f"{HUB_PATH}proxy/{port}"
        proxy.show(context["card"])

        flow.follow(f"http://{HUB}/notebook", "Open Flow")

        base = f"http://{HUB}{HUB_PATH}proxy/{port}"
        assert flow.address() == f"{base}/flow/index.html"
        assert session_path(flow) == f"{HUB_PATH}proxy/{port}"
        use(flow, base, "jupyterhub")


def test_a_gateway_that_keeps_the_prefix(
    cloud: Cloud, proxy: Proxies, flow: Flow
) -> None:
    """What Knox and load balancers do; the settings name it, and win over the platform's proxy."""
    base = f"http://{GATE}{GATE_PATH}"
    settings = {
        "context_path": GATE_PATH,
        "client_web_port": str(proxy.kept),
        "client_flow_baseurl_override": base,
    }
    with cloud.context(**settings) as context:
        assert context["flow"] == base
        assert re.fullmatch(
            rf"{re.escape(base)}/sparkling-login\?ticket=[\w-]{{43}}", context["link"]
        )
        proxy.show(context["card"])

        flow.follow(f"http://{GATE}/notebook", "Open Flow")

        assert flow.address() == f"{base}/flow/index.html"
        assert session_path(flow) == GATE_PATH
        use(flow, base, "kept")

        # Through a tunnel, the way to a driver on YARN.
        tunnel = f"http://127.0.0.1:{proxy.tunnel}{GATE_PATH}"
        flow.open(context["link"].replace(base, tunnel))
        flow.run("getFrames", FRAME)
        flow.run('deleteModel "by_flow_kept"', "by_flow_kept")
        assert ("DELETE", f"{tunnel}/3/Models/by_flow_kept") in flow.asked()
