"""Every command and every line of code in the README runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

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


def test_commands_name_targets_of_the_makefile() -> None:
    # `make demo` itself runs in CI on its own; here make checks that each command can be planned.
    for name in ("demo", "install"):
        for target in re.findall(r"make (\w+)", BLOCKS[name][1]):
            subprocess.run(
                ["make", "--dry-run", target],
                cwd=REPOSITORY,
                check=True,
                stdout=subprocess.DEVNULL,
            )


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
