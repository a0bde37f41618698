"""Every command and every line of code in the README runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

import h2o
import pytest
from pyspark.sql import SparkSession

from pysparkling import H2OContext

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = {
    name: (language, text)
    for name, language, text in re.findall(
        r"<!-- test: (\S+) -->\n```(\w+)\n(.*?)```", README, re.DOTALL
    )
}


def test_every_block_is_run_here() -> None:
    assert set(BLOCKS) == {"demo", "install", "ten-lines"}
    assert README.count("```") == 2 * len(BLOCKS)


@pytest.fixture(scope="module")
def demo() -> str:
    """What `make demo` printed."""
    return shell(BLOCKS["demo"][1], SPARK_VERSION=version("pyspark"))


@pytest.fixture(scope="module")
def results(demo: str) -> Path:
    """The folder in which it left its results."""
    return Path(found(r"^Report: (.*)$", demo)[1]).parent


@pytest.mark.newest
def test_the_demo_learns_more_than_chance_by_three_algorithms(demo: str) -> None:
    base = float(found(r"^Base rate +0\.5000 +(0\.\d+)", demo)[1])
    for name in ("GLM", "GBM", "XGBoost"):
        auc, logloss = map(float, found(rf"^{name} +(0\.\d+) +(0\.\d+)", demo).groups())
        assert auc > 0.88
        assert logloss < 0.7 * base


@pytest.mark.newest
def test_the_report_of_the_demo_needs_nothing_but_itself(results: Path) -> None:
    report = (results / "report.html").read_text(encoding="utf-8")
    assert not re.search(
        r"<script|<link|<img|<iframe|@import|url\(|(?:src|href)=", report
    )
    for title in ("Importance of the predictors", "Calibration", "ROC curves"):
        picture = found(rf'<svg[^>]*aria-label="{title}"[^\0]*?</svg>', report)[0]
        assert len(re.findall("<(?:rect|path|polyline|circle|line)", picture)) > 5


@pytest.mark.newest
def test_what_the_demo_scored_and_saved_can_be_used(
    demo: str, results: Path, spark: SparkSession, hc: H2OContext
) -> None:
    scored = spark.read.parquet(str(results / "scored_flights.parquet"))
    told = found(r"([\d,]+) flights; logloss as in H2O", demo)[1]
    assert scored.count() == int(told.replace(",", "")) > 50_000
    best = "p_" + found(r"^(\w+) .*<- best$", demo)[1].lower()
    assert scored.where(f"{best} between 0 and 1").count() == scored.count()
    model = h2o.import_mojo(str(results / "flights_model.zip"))
    assert model.algo == "generic"


def found(pattern: str, text: str) -> re.Match[str]:
    """Return the first place where a pattern fits."""
    match = re.search(pattern, text, re.MULTILINE)
    assert match, f"no {pattern} in {text[-4000:]}"
    return match


@pytest.mark.newest
def test_the_installation_runs_as_it_stands(tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=True)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    # The build of the wheel is not to be done with the bare Python of the new environment.
    shell(BLOCKS["install"][1], PATH=path, PYTHON=sys.executable)
    told = shell(
        "python -c 'import pysparkling, pyspark; print(pysparkling.__version__)'",
        PATH=path,
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", told), told


def shell(commands: str, **variables: str) -> str:
    """Run what a user would type, at the top of the repository."""
    # The make that runs these tests is not the user's.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MAKE") and name not in ("MFLAGS", "TOGETHER")
    }
    done = subprocess.run(
        ["bash", "-ec", commands],
        cwd=REPOSITORY,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_ten_lines_run_as_they_stand(tmp_path: Path) -> None:
    text = BLOCKS["ten-lines"][1]
    assert len([line for line in text.splitlines() if line]) == 10
    program = tmp_path / "ten_lines.py"
    program.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program)],
        cwd=tmp_path,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    counts = dict(
        re.findall(r"\|\s*(true|false)\|\s*(\d+)\|", done.stdout, re.IGNORECASE)
    )
    assert sum(map(int, counts.values())) == 20_000, done.stdout


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)|(?:src|srcset)=\"([^\"]+)\"", README):
        assert (REPOSITORY / (target[0] or target[1])).exists(), target
