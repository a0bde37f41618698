"""A sample of `make faults`, by the same harness."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DIRECTORIES = ("tests/python", "wheel/tests", "wheel/tools")


@pytest.mark.oldest
def test_a_sample_of_faults_comes_to_what_it_should() -> None:
    environment = {
        **os.environ,
        "FAULTS": "kill -9, Ctrl-C",
        "PHASES": "writing, committing",
        "PYTHONPATH": os.pathsep.join(str(REPOSITORY / name) for name in DIRECTORIES),
    }
    harness = REPOSITORY / "tests" / "faults" / "run.py"
    result = subprocess.run(
        [sys.executable, str(harness)],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout
    rows = [line for line in result.stdout.splitlines() if line.startswith("|")]
    cells = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in rows[2:]}
    assert set(cells) == {"writing", "committing", "afterwards"}, result.stdout
    assert "CloudLostError" in cells["writing"][0]
    assert "KeyboardInterrupt" in cells["writing"][1]
    assert cells["afterwards"] == [" nothing left "] * 2
