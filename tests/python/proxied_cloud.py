"""A cloud whose context starts anew for every line of standard input, in a driver that JupyterHub started.

A line is a JSON object with `spark` (what the platform put into Spark's configuration) and `settings`; the answer says how the
context presents itself.
"""

from __future__ import annotations

import json
import sys

from sessions import start_spark

from pysparkling import H2OConf, H2OContext

ANSWER = "ANSWER "
FRAME = "flights"


def main() -> None:
    """Answer until standard input ends."""
    spark = start_spark("local[2]")
    data = spark.range(2000).selectExpr(
        "id % 24 AS hour",
        "10 * randn(7) AS delay",
        "CAST(id % 3 = 0 AS STRING) AS late",
    )
    for line in sys.stdin:
        order = json.loads(line)
        for name, value in order["spark"].items():
            spark.conf.set(name, value)
        hc = H2OContext.getOrCreate(spark, H2OConf().setAll(order["settings"]))
        hc.asH2OFrame(data, FRAME)
        told = {
            "flow": hc.flowURL(),
            "gateway": str(hc._java.gatewayURL()),
            "link": hc.loginLink(),
            "card": hc._repr_html_(),
        }
        print(ANSWER + json.dumps(told), flush=True)
        if sys.stdin.readline() == "":
            break
        hc.stop()
        for name in order["spark"]:
            spark.conf.unset(name)
        print(ANSWER + "{}", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
