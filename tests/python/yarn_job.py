"""What a user does on YARN, and what YARN does to it: a program for spark-submit, which writes down what it saw.

Usage: yarn_job.py FILE
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import h2o
from h2o.estimators import H2OGradientBoostingEstimator
from pyspark.sql import SparkSession
from rest_client import Rest
from sessions import await_state, kill_an_executor

from pysparkling import H2OConf, H2OContext
from pysparkling.errors import CloudFormationError

ROWS = 20000


def main() -> None:
    """Do everything, and write down what came of it."""
    spark = SparkSession.builder.appName("yarn-job").getOrCreate()
    told: dict[str, Any] = {"mode": spark.conf.get("spark.submit.deployMode")}
    two = H2OConf().set("spark.ext.h2o.cluster.size", "2")
    try:
        H2OContext.getOrCreate(spark, two.set("spark.ext.h2o.cloud.timeout", "4s"))
    except CloudFormationError as refused:
        told["refused"] = str(refused)
    # Spark does not count here what the submission asked for.
    spark.sparkContext._jsc.sc().requestExecutors(2)  # type: ignore[union-attr]
    began = time.monotonic()
    # The second executor arrives meanwhile.
    hc = H2OContext.getOrCreate(spark, two.set("spark.ext.h2o.cloud.timeout", "60s"))
    told["seconds to start"] = round(time.monotonic() - began, 2)
    h2o.no_progress()
    told["hosts"] = hosts()
    data = spark.range(0, ROWS, 1, 4).selectExpr(
        "id", "id % 7 as x", "'v' || (id % 10) as s", "id % 2 = 0 as even"
    )
    frame = hc.asH2OFrame(data, "kept")
    told["rows"] = frame.nrow
    told["auc"] = train(frame)
    told["different"] = different(hc, data)

    kill_an_executor(spark)
    rest = Rest.connected()
    await_state(rest, "RECOVERING", 30)
    lost = time.monotonic()
    told["rows after"] = hc.asH2OFrame(spark.range(100), "after").nrow
    told["seconds to recover"] = round(time.monotonic() - lost, 2)
    told["hosts after"] = hosts()
    told["different after"] = different(hc, data)
    told["auc after"] = train(h2o.get_frame("kept"))
    hc.stop()

    hc = H2OContext.getOrCreate(spark)
    told["rows of the second"] = hc.asH2OFrame(data).nrow
    hc.stop()
    spark.stop()
    # Last: who waits for the file may end everything.
    Path(sys.argv[1]).write_text(json.dumps(told))


def hosts() -> list[str]:
    """Return where the nodes are."""
    return sorted(
        node["host"] for node in Rest.connected().get("/sparkling/v1/nodes")["nodes"]
    )


def train(frame: h2o.H2OFrame) -> float:
    """Train something that can be learned."""
    model = H2OGradientBoostingEstimator(ntrees=3, seed=1)
    model.train(x=["x", "s"], y="even", training_frame=frame)
    return float(model.model_performance(frame).auc())


def different(hc: H2OContext, data: Any) -> int:
    """Count the rows of the frame that are not those of the DataFrame, and the other way round."""
    back = hc.asSparkFrame("kept")
    return int(back.exceptAll(data).count() + data.exceptAll(back).count())


if __name__ == "__main__":
    main()
