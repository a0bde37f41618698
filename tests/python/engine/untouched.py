"""The engine as H2O published it, in a process of its own, follows the same recipes.

`Untouched` is the tests' side of it. Run as a program, this file is the other side: it starts the jar, reads names of recipes, answers
each with a line of JSON, and ends when there is nothing more to read. So nothing stays behind, however the tests end.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import h2o
import real_data
from recipes import Outcome, conditions, run

MODULE = Path(__file__).resolve().parents[3] / "runtime" / "h2o"
# What can be asked for besides recipes.
CONDITIONS = "conditions"
START_SECONDS = 60


class Untouched:
    """Runs a recipe while the caller does something else."""

    def __init__(self, requests: IO[str], answers: IO[str], log: Path) -> None:
        self._requests = requests
        self._answers = answers
        self._log = log

    def begin(self, algorithm: str) -> None:
        """Start a recipe."""
        # That it has ended is told when the outcome is asked for.
        with contextlib.suppress(BrokenPipeError):
            print(algorithm, file=self._requests, flush=True)

    def outcome(self, algorithm: str) -> Outcome:
        """Wait for the end of a recipe that was started; answers which nobody fetched are passed over."""
        for line in self._answers:
            answer = json.loads(line)
            if answer["algorithm"] == algorithm:
                assert "outcome" in answer, answer["failure"]
                outcome: Outcome = answer["outcome"]
                return outcome
        last = self._log.read_text()[-3000:]
        raise AssertionError(f"The untouched engine has ended:\n{last}")


@contextlib.contextmanager
def untouched(
    java_home: str, threads: int, tables: Path, folder: Path
) -> Iterator[Untouched]:
    """Start the other side and, at the end, see it off."""
    java = str(Path(java_home) / "bin" / "java")
    command = [sys.executable, __file__, java, str(threads), str(tables)]
    log = folder / "untouched.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            # What proxies there are need not know of an engine on this machine.
            env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
        ) as process,
    ):
        assert process.stdin and process.stdout
        yield Untouched(process.stdin, process.stdout, log)
        process.communicate()


def main(java: str, threads: str, tables: str) -> None:
    # The client of H2O prints what it does.
    answers, sys.stdout = sys.stdout, sys.stderr
    with engine(java, threads):
        real_data.load(Path(tables))
        for line in sys.stdin:
            algorithm = line.strip()
            try:
                outcome = conditions() if algorithm == CONDITIONS else run(algorithm)
                answer = {"algorithm": algorithm, "outcome": outcome}
            except Exception:
                answer = {"algorithm": algorithm, "failure": traceback.format_exc()}
            print(json.dumps(answer), file=answers, flush=True)


@contextlib.contextmanager
def engine(java: str, threads: str) -> Iterator[None]:
    """Start H2O's own jar, on this machine alone and behind a password, and connect h2o to it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        user, password = "tests", secrets.token_urlsafe(32)
        login = folder / "login.properties"
        login.touch(mode=0o600)
        login.write_text(f"{user}: {password}\n")
        address = folder / "address"
        command = [java, "-Xmx2g", "-jar", str(jar(java, folder))]
        command += ["-ip", "127.0.0.1", "-web_ip", "127.0.0.1", "-disable_net"]
        command += ["-hash_login", "-login_conf", str(login), "-user_name", user]
        command += ["-nthreads", threads, "-name", "untouched", "-ice_root", name]
        command += ["-notify_local", str(address), "-allow_unsupported_java"]
        command += ["-log_level", "WARN"]
        with subprocess.Popen(command, stdout=sys.stderr) as process:
            try:
                deadline = time.monotonic() + START_SECONDS
                while not (address.exists() and address.read_text()):
                    assert process.poll() is None, "The untouched engine did not start"
                    assert time.monotonic() < deadline, "The engine takes too long"
                    time.sleep(0.1)
                url = f"http://{address.read_text().strip()}"
                h2o.connect(url=url, auth=(user, password), verbose=False)
                yield
            finally:
                process.kill()


def jar(java: str, folder: Path) -> Path:
    """Unpack the jar from the wheel that our engine is made of; the build's own tool knows where it lies, and that it is the one."""
    command = [java, "-cp", str(MODULE / "target" / "classes")]
    command += ["ai.h2o.sparkling.build.EngineDownload"]
    command += [str(MODULE / "requirements.txt")]
    told = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHON": sys.executable},
    )
    with zipfile.ZipFile(told.stdout.splitlines()[-1]) as wheel:
        return Path(wheel.extract("h2o/backend/bin/h2o.jar", folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
