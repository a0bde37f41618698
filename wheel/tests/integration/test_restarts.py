"""A JVM in which clouds come and go keeps nothing of them."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import IN_DRIVER, LOCAL, MASTERS, WHOLE, function_jar

if TYPE_CHECKING:
    from support import Runner

pytestmark = [pytest.mark.integration, pytest.mark.oldest]

FIGURES = Path(__file__).with_name("java") / "HostFigures.java"
# `make soak` takes fifty.
ROUNDS = int(os.environ.get("PYSPARKLING_TEST_ROUNDS", "8"))
# Until then caches of Spark and the JDK fill up.
SETTLED = 5
# What may come on top until the end; a kept engine would be ten times that.
MOST = 1.02

# Profiles that the second compiler collects lie in the metaspace, too, and grow for as long as code gets warmer. What
# is softly referred to, such as what reflection remembers, comes and goes by megabytes; here each collection takes it.
# Netty keeps a chunk of 4 MiB for each of its threads that ever sent something, and with time more of them have.
OPTIONS = "-XX:TieredStopAtLevel=1 -XX:SoftRefLRUPolicyMSPerMB=0 -Dio.netty.allocator.numHeapArenas=0 -Djava.io.tmpdir="

SCRIPT = """
    import gc
    import json
    spark = start({master!r}, jars={jar!r}, executor_memory="2g", driver_extraJavaOptions={options!r},
                  executor_extraJavaOptions={options!r},
                  # What Spark remembers of its own jobs would grow.
                  ui_retainedJobs="1", ui_retainedStages="1", ui_retainedTasks="1", sql_ui_retainedExecutions="1")
    spark.udf.registerJavaFunction("figures", "HostFigures", "map<string,string>")
    data = spark.range(2000).selectExpr("id", "id % 7 = 0 as b", "cast(id % 50 as string) as s", "rand(3) as x").cache()
    assert data.count() == 2000
    # Its timers keep a thousand samples each, and its pool for the removal of broadcasts takes 128 threads, each with
    # what it logs by: with more rounds more of that is there, so it is filled before.
    for _ in range(20 * {rounds}):
        spark.range(1).collect()
    spark.sparkContext._jvm.java.lang.System.gc()

    from pysparkling import H2OConf, H2OContext
    import h2o
    from h2o.estimators import H2OGradientBoostingEstimator, H2OXGBoostEstimator
    h2o.no_progress()

    for number in range(1, {rounds} + 1):
        hc = H2OContext.getOrCreate(spark, H2OConf().setInsecureXGBoostAllowed())
        frame = hc.asH2OFrame(data, "data")
        assert hc.asSparkFrame(frame).count() == 2000
        if number % {settled} == 0:
            for estimator in (H2OGradientBoostingEstimator(ntrees=2), H2OXGBoostEstimator(ntrees=2)):
                estimator.train(y="x", training_frame=frame)
            assert hc.asSparkFrame(estimator.predict(frame)).count() == 2000
            # An error inside XGBoost's own library, of which each engine has a copy.
            try:
                H2OXGBoostEstimator(ntrees=2, gamma=-1.0).train(y="x", training_frame=frame)
            except OSError as error:
                assert "Error while training XGBoost model" in str(error), error
            else:
                raise AssertionError("XGBoost took a negative gamma")
        hc.stop()
        if number == {settled} or number == {rounds} or number % 10 == 0:
            # What Python still refers to stays in the JVM.
            frame = None
            gc.collect()
            rows = spark.range(0, 8, 1, 8).selectExpr("figures(id) as f").collect()
            every = {{f["executor"]: f for f in [in_driver("HostFigures"), *(row.f for row in rows)]}}
            for executor in sorted(every.values(), key=lambda f: f["executor"]):
                tell(json.dumps({{"round": number, **executor}}))
"""


@pytest.mark.parametrize(("master", "jvms"), MASTERS if WHOLE else [LOCAL])
def test_restarts_leave_nothing(
    installed: Runner, tmp_path: Path, master: str, jvms: int, capsys: pytest.CaptureFixture[str]
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    script = SCRIPT.format(
        master=master,
        jar=str(function_jar(tmp_path, FIGURES)),
        options=f"{OPTIONS}{temporary}",
        rounds=ROUNDS,
        settled=SETTLED,
    )
    result = installed.run(IN_DRIVER + script, timeout=60 + 30 * ROUNDS)
    figures = [json.loads(line) for line in result.told]
    grown = []
    for executor in sorted({each["executor"] for each in figures}):
        own = [each for each in figures if each["executor"] == executor]
        first, *later = own
        assert (first["round"], own[-1]["round"]) == (SETTLED, ROUNDS), f"executors came or went:\n{result.err}"
        for figure in ("heap", "metaspace", "classes"):
            values = ", ".join(f"{each[figure]} after {each['round']}" for each in own)
            line = f"{master}, executor {executor}: {figure} {values}"
            with capsys.disabled():
                sys.stdout.write(f"\n{line}")
            if max(int(each[figure]) for each in later) >= MOST * int(first[figure]):
                grown.append(f"{line}\n{own[-2]['largest']}\n\n{own[-1]['largest']}\n{own[-1]['our threads']}")
        for last in later:
            assert last["our threads"] == ""
            for kind in ("files", "temporary files"):
                more = Counter(last[kind].splitlines()) - Counter(first[kind].splitlines())
                assert not more, f"{master}, executor {executor}, round {last['round']}: {kind} {dict(more)}"
    assert not grown, "\n\n".join(grown)
    assert len({each["executor"] for each in figures}) == jvms
