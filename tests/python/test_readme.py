"""Every command and every line of code in the README runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

import pytest

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


@pytest.mark.once
def test_the_demo_runs_as_it_stands() -> None:
    done = shell(BLOCKS["demo"][1], SPARK_VERSION=version("pyspark"))
    report = re.search(r"^Report: (.*)$", done, re.MULTILINE)
    assert report, done
    assert Path(report[1]).stat().st_size > 20_000
    assert re.search(r"^XGBoost +0\.9", done, re.MULTILINE), done


@pytest.mark.once
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
