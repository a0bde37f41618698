"""The engine is a guest: what belongs to the JVM as a whole is the same before, while and after it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import IN_DRIVER, MASTERS, function_jar

if TYPE_CHECKING:
    from support import Runner

pytestmark = [pytest.mark.integration, pytest.mark.oldest]

SNAPSHOT = Path(__file__).with_name("java") / "HostSnapshot.java"

SCRIPT = """
    import json
    spark = start({master!r}, jars={jar!r}, executor_memory="2g")
    spark.udf.registerJavaFunction("snapshot", "HostSnapshot", "map<string,string>")
    def snapshots():
        rows = spark.range(0, 8, 1, 8).selectExpr("snapshot(id) as s").collect()
        return {{s["executor"]: s for s in [in_driver("HostSnapshot"), *(row.s for row in rows)]}}
    data = spark.range(2000).selectExpr("id", "cast(id % 50 as string) as s", "rand(3) as x").cache()
    assert data.count() == 2000
    snapshots()
    before = snapshots()

    from pysparkling import H2OConf, H2OContext
    import h2o
    from h2o.estimators import H2OGradientBoostingEstimator, H2OXGBoostEstimator
    h2o.no_progress()

    hc = H2OContext.getOrCreate(spark, H2OConf().setInsecureXGBoostAllowed())
    frame = hc.asH2OFrame(data, "data")
    metric = h2o.upload_custom_metric({metric!r}, func_name="largest", func_file="largest.py", class_name="Largest")
    for estimator in (H2OGradientBoostingEstimator(ntrees=2, custom_metric_func=metric), H2OXGBoostEstimator(ntrees=2)):
        estimator.train(y="x", training_frame=frame)
    assert hc.asSparkFrame(estimator.predict(frame)).count() == 2000
    during = snapshots()
    hc.stop()
    after = snapshots()
    assert sorted(before) == sorted(during) == sorted(after), (list(before), list(during), list(after))
    for name, now in (("during", during), ("after", after)):
        for executor, values in now.items():
            for key in sorted(set(values) | set(before[executor])):
                if values.get(key) != before[executor].get(key):
                    tell(json.dumps([name, executor, key, before[executor].get(key), values.get(key)]))
    tell("compared", len(before), min(map(len, before.values())) > 60)
"""

# Run by the Python inside the engine.
METRIC = """
import water.udf.CMetricFunc as MetricFunc
class Largest:
    def map(self, pred, act, w, o, model):
        return [abs(act[0] - pred[0])]
    def reduce(self, left, right):
        return [max(left[0], right[0])]
    def metric(self, total):
        return total[0]
"""


@pytest.mark.parametrize(("master", "jvms"), MASTERS)
def test_the_jvm_is_as_its_owner_set_it_up(installed: Runner, tmp_path: Path, master: str, jvms: int) -> None:
    script = SCRIPT.format(master=master, jar=str(function_jar(tmp_path, SNAPSHOT)), metric=METRIC)
    result = installed.run(IN_DRIVER + script, timeout=300)
    *changes, compared = result.told
    assert not changes, "\n".join(changes)
    assert compared == f"compared {jvms} True"


LOG_SETTINGS = """\
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {log}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %p %c%n
"""

LOGGING = """
    import pathlib
    spark = start("local[2]", driver_extraJavaOptions="-XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile={settings}")
    data = spark.range(500).selectExpr("cast(id % 50 as string) as s", "rand(3) as x").cache()
    from pysparkling import H2OConf, H2OContext
    import h2o
    from h2o.estimators import H2OGradientBoostingEstimator, H2OXGBoostEstimator
    h2o.no_progress()
    for level in "INFO", "WARN":
        hc = H2OContext.getOrCreate(spark, H2OConf().setLogLevel(level))
        for estimator in (H2OGradientBoostingEstimator(ntrees=1, nfolds=2), H2OXGBoostEstimator(ntrees=1)):
            estimator.train(y="x", training_frame=hc.asH2OFrame(data))
        hc.stop()
        tell(len(pathlib.Path({log!r}).read_text().splitlines()))
"""


def test_the_engine_logs_under_its_own_name_and_no_lower_than_asked(installed: Runner, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    settings = tmp_path / "log4j2.properties"
    settings.write_text(LOG_SETTINGS.format(log=log))
    result = installed.run(LOGGING.format(settings=settings, log=str(log)), timeout=200)
    end_of_info, end_of_warn = map(int, result.told)
    lines = [line.split() for line in log.read_text().splitlines()[:end_of_warn]]
    assert ["INFO", "org.apache.spark.SparkContext"] in lines
    names = {name for _, name in lines}
    others = ("water.", "hex.", "ai.h2o.", "oshi.", "org.eclipse.jetty.", "org.apache.http.")
    ours = ("ai.h2o.engine", "ai.h2o.sparkling.")
    assert not {name for name in names if name.startswith(others) and not name.startswith(ours)}
    own = [(name, level) for level, name in lines[:end_of_info] if name.startswith("ai.h2o.engine")]
    # By H2O's own log, by log4j, by Commons Logging, by slf4j.
    assert {"", ".hex.CVModelBuilder", ".hex.tree.xgboost.util.NativeLibrary", ".org.eclipse.jetty.server.Server"} <= {
        name.removeprefix("ai.h2o.engine") for name, level in own if level == "INFO"
    }, sorted(set(own))
    later = {(name, level) for level, name in lines[end_of_info:] if name.startswith("ai.h2o.engine")}
    assert {level for _, level in later} <= {"WARN", "ERROR"}, sorted(later)


# An uncaught error in a thread outside the engine's groups would end an executor.
GROUPS = """
    import threading
    spark = start("local[2]")
    spark.range(10).count()
    jvm = spark.sparkContext._jvm
    started = threading.Event()
    def collect():
        while not started.wait(0.02):
            jvm.java.lang.System.gc()
    collector = threading.Thread(target=collect)
    collector.start()
    from pysparkling import H2OContext
    try:
        hc = H2OContext.getOrCreate(spark)
    finally:
        started.set()
        collector.join()
    for thread in jvm.java.lang.Thread.getAllStackTraces().keySet().toArray():
        loaders = str(thread.getContextClassLoader()) + str(thread.getClass().getClassLoader())
        # It may end meanwhile.
        group = thread.getThreadGroup()
        if "EngineClassLoader" in loaders and group is not None:
            tell(group.getName().startswith("h2o-"), thread.getName())
    hc.stop()
"""


def test_threads_of_the_engine_belong_to_it_also_when_the_jvm_collects_while_it_starts(installed: Runner) -> None:
    told = [line.split(maxsplit=1) for line in installed.run(GROUPS, timeout=200).told]
    assert "MemCleaner" in {name for _, name in told}
    assert not [name for own, name in told if own != "True"]
