"""Run every benchmark of this folder, each in a process of its own, and say whether what must hold does.

Usage: run.py [name ...], where a name is that of a module `bench_<name>.py`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PREFIX = "bench_"


def main(chosen: list[str]) -> int:
    """Run what was chosen, or all; the number of benchmarks that failed is the exit status."""
    names = sorted(
        path.stem.removeprefix(PREFIX) for path in FOLDER.glob(f"{PREFIX}*.py")
    )
    unknown = set(chosen) - set(names)
    if unknown:
        print(f"no benchmark is called {min(unknown)}; there are: {', '.join(names)}")
        return 2
    failed = []
    for name in chosen or names:
        print(f"== {name}", flush=True)
        program = FOLDER / f"{PREFIX}{name}.py"
        if subprocess.run([sys.executable, program], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"Not all that must hold held: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
