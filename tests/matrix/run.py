"""The main job of `make matrix`: the same jar on every Spark and every Java, on one node and on two.

Usage: python run.py --wheel FILE

MATRIX_SPARKS and MATRIX_JAVAS choose some of the combinations, such as "3.4.4 3.5.6-scala-2.13" and "17 25".
MATRIX_JAVA_HOMES names Javas that do not lie beside the default one. As soon as there is a result of this very jar for
every combination, docs/platforms.md is written anew.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import outcomes
import places
from combinations import JAVAS, SPARKS, Java, Spark, best, chosen_javas, chosen_sparks, obstacle
from outcomes import Outcome, Run, State

RESULTS = places.BUILD / "results.json"
DOCUMENT = places.REPOSITORY / "docs" / "platforms.md"
# Masters and how many nodes they give.
MASTERS = {"local[2]": 1, "local-cluster[2,1,2048]": 2}
# One child takes about a minute.
TIMEOUT = 600


def main(arguments: list[str] | None = None) -> int:
    """Run the combinations and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True, metavar="FILE", help="the built wheel")
    wheel: Path = parser.parse_args(arguments).wheel.resolve()
    try:
        sparks = chosen_sparks(os.environ.get("MATRIX_SPARKS", ""))
        javas = chosen_javas(os.environ.get("MATRIX_JAVAS", ""))
        places.BUILD.mkdir(parents=True, exist_ok=True)
        found = places.find_javas(javas)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    jar = jar_of(wheel)
    print(f"The jar inside {wheel.name} has the SHA-256 {jar}", flush=True)
    results = []
    recorded = {(result.spark.name, result.java): result for result in outcomes.read_json(RESULTS, jar)}
    for spark in sparks:
        for java in javas:
            reason = obstacle(spark, java, found, sys.version_info[:2])
            result = Outcome(spark, java, obstacle=reason) if reason else attempt(spark, best(java, found), wheel, jar)
            results.append(result)
            recorded[spark.name, java] = result
            print(f"Spark {spark.name}, Java {java}: {result.told}", flush=True)
            outcomes.write_json(RESULTS, recorded.values(), jar)
    print(f"\n{outcomes.table(results)}\n")
    everything = list(itertools.product(SPARKS, JAVAS))
    if recorded.keys() >= set(everything):
        text = outcomes.markdown([recorded[one] for one in everything], wheel.name.split("-")[1], jar)
        DOCUMENT.write_text(outcomes.rewritten(DOCUMENT.read_text(encoding="utf-8"), text), encoding="utf-8")
        print(f"Written: {DOCUMENT.relative_to(places.REPOSITORY)}")
    count = {state: sum(result.state is state for result in results) for state in State}
    print(", ".join(f"{number} {state.value}" for state, number in count.items() if number))
    # A check that checked nothing has not passed.
    return 1 if count[State.FAILED] or count[State.NOT_TRIED] == len(results) else 0


def jar_of(wheel: Path) -> str:
    """Return the checksum of the jar inside the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (jar,) = (name for name in archive.namelist() if name.startswith("pysparkling/jars/") and name.endswith(".jar"))
        return sha256(archive.read(jar)).hexdigest()


def attempt(spark: Spark, java: Java, wheel: Path, jar: str) -> Outcome:
    """Run one combination on one node, and on two if that went well."""
    try:
        python = places.python_with(spark, wheel)
        home = places.spark_home(spark, python)
    except subprocess.CalledProcessError as problem:
        # Others may be had all the same.
        program = Path(problem.cmd[0]).name
        return Outcome(spark, java.feature, (Run("", 0, f"set-up: {program} ended with status {problem.returncode}"),))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK", "SPARK_", "PYTHON"))},
        "JAVA_HOME": str(java.home),
        "PYSPARK_PYTHON": str(python),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    if home:
        environment["SPARK_HOME"] = str(home)
    # Executors write where Spark is installed, a directory for each of them.
    work = (home or places.pyspark_of(python)) / "work"
    runs: list[Run] = []
    for master, nodes in MASTERS.items():
        log = places.BUILD / f"{spark.name}-java-{java.feature}-{nodes}.log"
        shutil.rmtree(work, ignore_errors=True)
        run = child([str(python), str(places.HERE / "job.py"), master, str(nodes)], master, environment, log, work)
        if not run.error and run.jar != jar:
            run = Run(master, run.seconds, f"another jar is installed, SHA-256 {run.jar}", run.platform, run.jar)
        runs.append(run)
        if run.error:
            break
    return Outcome(spark, java.feature, tuple(runs))


def child(command: list[str], master: str, environment: dict[str, str], log: Path, work: Path) -> Run:
    """Run a Python in a process group of its own, which is ended with all its JVMs when it takes too long.

    Parameters
    ----------
    command
        What to start.
    master
        Spark's master, for the record.
    environment
        All of its environment.
    log
        Where what it says goes.
    work
        Where executors write; the first of them is heard.
    """
    began = time.monotonic()
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment,
            cwd=places.BUILD,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=TIMEOUT)
            code: int | None = process.returncode
        except BaseException as problem:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            code = None
            if not isinstance(problem, subprocess.TimeoutExpired):
                raise
    seconds = time.monotonic() - began
    executors = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(work.glob("*/*/stderr"))]
    texts = executors or [log.read_text(encoding="utf-8", errors="replace")]
    with log.open("a", encoding="utf-8") as whole:
        whole.write(f"\n--- stdout\n{output}")
        whole.writelines(f"\n--- an executor\n{text}" for text in executors)
    return Run.read(master, output, code, seconds, texts[0])


if __name__ == "__main__":
    sys.exit(main())
