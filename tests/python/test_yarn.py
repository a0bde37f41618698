"""On YARN, whose containers are the executors, with the driver outside and inside of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyspark
import pytest
from yarn_cluster import HOST, JARS, YarnCluster

HERE = Path(__file__).parent
SPARK = Path(pyspark.__file__).parent
# `make soak` runs both on both Sparks.
WHOLE = "WHOLE" in os.environ

pytestmark = pytest.mark.newest


@pytest.fixture(scope="module")
def yarn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YarnCluster]:
    assert any(JARS.glob("*.jar")), f"{JARS} is empty: run 'make yarn'"
    with YarnCluster(tmp_path_factory.mktemp("yarn")).running() as cluster:
        yield cluster


def submit(yarn: YarnCluster, mode: str, result: Path) -> dict[str, object]:
    """Run the program as users of YARN do, and return what it wrote down."""
    settings = {
        # Else all of Spark's jars would be sent to each container.
        "spark.yarn.jars": f"local:{SPARK}/jars/*",
        "spark.yarn.stagingDir": str(yarn.place),
        "spark.yarn.am.memory": "512m",
        "spark.yarn.scheduler.heartbeat.interval-ms": "300",
        "spark.yarn.report.interval": "300ms",
        "spark.yarn.submit.waitAppCompletion": "true",
        "spark.driver.memory": "1g",
        "spark.executor.instances": "1",
        "spark.executor.memory": "1g",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.yarn.appMasterEnv.PYSPARK_PYTHON": sys.executable,
    }
    done = subprocess.run(
        [
            SPARK / "bin" / "spark-submit",
            *("--master", "yarn", "--deploy-mode", mode),
            *("--py-files", f"{HERE}/sessions.py,{HERE}/rest_client.py"),
            *(
                part
                for name, value in settings.items()
                for part in ("--conf", f"{name}={value}")
            ),
            HERE / "yarn_job.py",
            result,
        ],
        env={
            **os.environ,
            "HADOOP_CONF_DIR": str(yarn.configuration),
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_HOME": str(SPARK),
            "SPARK_LOCAL_IP": HOST,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0 and result.exists(), (
        f"{done.stdout[-6000:]}\n{yarn.logs()[-20000:]}"
    )
    told: dict[str, object] = json.loads(result.read_text())
    return told


@pytest.mark.parametrize("mode", ["client", "cluster"] if WHOLE else ["client"])
def test_a_cloud_of_containers_forms_and_lives_through_the_loss_of_one(
    yarn: YarnCluster, mode: str, tmp_path: Path
) -> None:
    told = submit(yarn, mode, tmp_path / "told.json")
    assert told["mode"] == mode
    assert "Spark has 1 of the 2 executors" in told["refused"]
    assert (told["rows"], told["rows after"], told["rows of the second"]) == (
        20000,
        100,
        20000,
    )
    assert (told["different"], told["different after"]) == (0, 0)
    assert told["auc"] == told["auc after"] == 1.0
    assert len(told["hosts"]) == len(told["hosts after"]) == 2
