"""The main job of `make demo`: who will be late, learned from a year of New York's flights with Spark and H2O.

Usage: python demo.py [--out DIR]
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent

try:
    import h2o
    from pyspark.sql import SparkSession
    from pysparkling import H2OContext, __version__
    from pysparkling.errors import H2OSparklingError
except ModuleNotFoundError as missing:
    sys.exit(
        f"The demo needs the Python package '{missing.name}', which is not installed here; run `make demo`, which "
        "installs everything, or pip install pyspark, the wheel and notebooks/flights/requirements.txt"
    )

import data
import evaluation
import features
import models
import report
from console import Progress

if TYPE_CHECKING:
    from models import Trained

STAGES = 11
DRIVER_MEMORY = "3g"
LOGGING = HERE / "log4j2.properties"


class InconsistentResultError(Exception):
    """Spark and H2O disagree about the same flights."""


def main(arguments: list[str] | None = None) -> int:
    """Run the job and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE / "out", metavar="DIR", help="where the results go")
    out: Path = parser.parse_args(arguments).out
    try:
        out.mkdir(parents=True, exist_ok=True)
        run(out)
    except KeyboardInterrupt:
        print("\nInterrupted; what was running is cancelled, and nothing is left behind but what is in", out)
        return 130
    except (data.MissingDataError, InconsistentResultError, H2OSparklingError) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except OSError as problem:
        if problem.filename is None:
            raise
        print(f"\nCannot write {problem.filename}: {problem.strerror}; choose another place by --out", file=sys.stderr)
        return 1
    return 0


def run(out: Path) -> None:
    """Do the whole job, one stage after the other."""
    source = data.find()
    progress = Progress(STAGES)
    months = features.Months()
    with ExitStack() as cleanup:
        with progress.stage("Start Spark") as stage:
            spark = start_spark()
            cleanup.callback(_quietly, spark.stop)
            stage.note = f"Spark {spark.version}, {spark.sparkContext.defaultParallelism} cores"
        with progress.stage("Start H2O inside Spark") as stage:
            context = H2OContext.getOrCreate(spark)
            cleanup.callback(_quietly, context.stop)
            h2o.no_progress()
            stage.note = f"H2O {h2o.__version__}"
        with progress.stage("Read, join, look back") as stage:
            tables = data.read(spark, source, out / "data")
            # Kept, as it is looked at three times: for departures, for landings, and to count.
            flights = features.with_instants(tables.flights, tables.airports).cache()
            prepared = features.build(data.join(features.with_recent_past(flights), tables)).cache()
            facts = evaluation.facts(flights, prepared)
            stage.note = f"{facts.flights:,} flights, {facts.count(range(1, 13)):,} of them arrived"
        with progress.stage("DataFrame to H2OFrame") as stage:
            frame = context.asH2OFrame(prepared, "flights")
            split = models.split(frame, months)
            stage.note = f"{frame.nrow:,} rows x {frame.ncol} columns"
        trained = []
        for recipe in models.recipes():
            with progress.stage(f"Train {recipe.name}") as stage:
                trained.append(models.train(recipe, split, stage))
        best = min(trained, key=lambda each: each.validation.logloss)
        with progress.stage("Score, back to Spark, Parquet") as stage:
            target = data.local(out / "scored_flights.parquet")
            in_h2o = models.score(trained, split.held_out)
            context.asSparkFrame(in_h2o).write.mode("overwrite").parquet(target)
            scored = spark.read.parquet(target).cache()
            _check(scored, best, facts.count(months.held_out))
            bins = evaluation.calibration(scored, [each.recipe.column for each in trained])
            top = evaluation.top(scored, best.recipe.column)
            examples = evaluation.examples(scored, best.recipe.column)
            stage.note = f"{facts.count(months.held_out):,} flights; logloss as in H2O"
        with progress.stage(f"Save {best.recipe.name} as MOJO") as stage:
            mojo = Path(best.model.download_mojo(path=str(out / "flights_model.zip")))
            stage.note = f"{mojo.stat().st_size / 1e6:.1f} MB"
        stages = list(progress.stages)
        with progress.stage("Write the report") as stage:
            results = report.Results(
                facts=facts,
                months=months,
                base_rate=models.base_rate(facts.share_late(months.train), facts.share_late(months.held_out)),
                trained=trained,
                best=best,
                calibration=bins,
                top=top,
                examples=examples,
                stages=stages,
                versions=_versions(spark),
                files={
                    "scored_flights.parquet": "the flights of the unseen months with the probabilities of all models",
                    mojo.name: f"{best.recipe.name} as MOJO, to be scored anywhere Java runs",
                },
            )
            page = out / "report.html"
            page.write_text(report.render(results), encoding="utf-8")
        _print_metrics(results, page)


def start_spark() -> SparkSession:
    """Start Spark on this machine, with as many cores as it has."""
    return (
        SparkSession.builder.appName("New York flights")
        .master("local[*]")
        .config("spark.driver.memory", DRIVER_MEMORY)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", str(2 * (os.cpu_count() or 2)))
        .config("spark.sql.session.timeZone", "America/New_York")
        .config("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={LOGGING.as_uri()}")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.ext.h2o.progressbar.enabled", "false")
        .getOrCreate()
    )


def _check(scored: Any, best: Trained, expected_rows: int) -> None:
    rows = scored.count()
    if rows != expected_rows:
        raise InconsistentResultError(f"{expected_rows:,} flights went to H2O, but {rows:,} came back")
    by_spark = evaluation.logloss(scored, best.recipe.column)
    if abs(by_spark - best.held_out.logloss) > 1e-6:
        raise InconsistentResultError(
            f"The logloss of {best.recipe.name} is {best.held_out.logloss:.8f} in H2O, but {by_spark:.8f} when Spark "
            "computes it from the flights that came back"
        )


def _versions(spark: SparkSession) -> dict[str, str]:
    java = spark.sql("SELECT java_method('java.lang.System', 'getProperty', 'java.version') AS version").collect()[0]
    return {
        "Sparkling Hosted": __version__,
        "Spark": spark.version,
        "H2O": h2o.__version__,
        "Java": java["version"],
        "Python": platform.python_version(),
        "System": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "Memory of Spark and H2O together": DRIVER_MEMORY,
    }


def _print_metrics(results: report.Results, page: Path) -> None:
    base = results.base_rate
    print(f"\n{'On the unseen months':<26}{'AUC':>9}{'logloss':>10}{'PR AUC':>9}")
    print(f"{'Base rate':<26}{base.auc:>9.4f}{base.logloss:>10.4f}{base.pr_auc:>9.4f}")
    for each in results.trained:
        held_out, mark = each.held_out, "  <- best" if each is results.best else ""
        print(f"{each.recipe.name:<26}{held_out.auc:>9.4f}{held_out.logloss:>10.4f}{held_out.pr_auc:>9.4f}{mark}")
    print(f"\nReport: {page.resolve()}", flush=True)


def _quietly(stop: Any) -> None:
    # On the way out the reason for leaving matters, not that something which is gone already cannot be stopped.
    with suppress(Exception):
        stop()


if __name__ == "__main__":
    sys.exit(main())
