"""The matrix: what is chosen, what counts as a failure, and how it is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "matrix"))

import outcomes  # noqa: E402
import places  # noqa: E402
from combinations import (  # noqa: E402
    JAVAS,
    SPARKS,
    Java,
    Spark,
    best,
    chosen_javas,
    chosen_sparks,
    obstacle,
)
from outcomes import Outcome, Run, State  # noqa: E402

pytestmark = pytest.mark.newest

PLATFORM = {
    "spark": "3.5.9",
    "scala": "2.13.8",
    "java": "17.0.15",
    "python": "3.11.7",
}
WHOLE = frozenset({"java.base", "jdk.incubator.vector"})


def test_all_combinations_unless_some_are_chosen() -> None:
    assert [spark.name for spark in chosen_sparks(" ")] == list(SPARKS)
    assert chosen_javas("") == list(JAVAS)
    assert chosen_sparks("3.5.9-scala-2.13 4.3.0") == [
        Spark("3.5.9", "2.13"),
        Spark("4.3.0"),
    ]
    assert chosen_javas("25 17") == [25, 17]


@pytest.mark.parametrize("name", ["3.5", "3.5.9-scala-2.12", "newest"])
def test_a_name_of_no_spark_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"MATRIX_SPARKS has '{name}'"):
        chosen_sparks(name)


def test_a_name_of_no_java_is_refused() -> None:
    with pytest.raises(ValueError, match="MATRIX_JAVAS has 'x'"):
        chosen_javas("17 x")


def test_what_cannot_be_tried_says_why() -> None:
    small = Java(21, Path("small"), frozenset({"java.base"}))
    whole = Java(21, Path("whole"), WHOLE)
    python = (3, 12)
    assert obstacle(Spark("3.5.9"), 21, [small], python) is None
    assert obstacle(Spark("4.0.5"), 21, [small, whole], python) is None
    assert best(21, [small, whole]) == whole
    assert "no Java 21 with it" in (obstacle(Spark("4.0.5"), 21, [small], python) or "")
    assert "no Java 25" in (obstacle(Spark("4.3.0"), 25, [whole], python) or "")
    assert "Python 3.11 or older" in (
        obstacle(Spark("3.4.4"), 21, [whole], python) or ""
    )


def test_javas_are_found_beside_the_default_one(tmp_path: Path) -> None:
    for name, version in (("seventeen", "17.0.15"), ("one-eight", "1.8.0_392")):
        home = tmp_path / "jvm" / name
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "java").touch()
        (home / "release").write_text(
            f'JAVA_VERSION="{version}"\nMODULES="{" ".join(sorted(WHOLE))}"\n'
        )
    (tmp_path / "jvm" / "nothing").mkdir()
    program = tmp_path / "jvm" / "seventeen" / "bin" / "java"
    for default in (program, program.parents[1]):
        homes = places.homes_around(default)
        assert homes[0].name == "seventeen"
        found = [places.java_at(home) for home in homes]
        assert [java and java.feature for java in found] == [17, 8]
        assert found[0] == Java(17, homes[0], WHOLE)
    assert places.java_at(tmp_path / "jvm" / "nothing") is None


def said(**values: object) -> str:
    return f"MATRIX {json.dumps(values)}\n"


def test_a_run_is_read_from_what_the_child_said() -> None:
    output = (
        said(step="Spark alone")
        + said(platform=PLATFORM)
        + said(seconds=3.5)
        + "a progress bar\n"
        + said(step="start")
        + said(jar="abc")
    )
    run = Run.read("local[2]", output, 0, 60.04, "")
    assert run == Run("local[2]", 60.0, "", PLATFORM, "abc", {"Spark alone": 3.5})
    failed = Run.read("local[2]", output + said(error="it broke"), 1, 1, "")
    assert failed.error == "start: it broke"
    assert Run.read("m", output, 139, 1, "").error == "start: exit status 139"
    assert (
        Run.read("m", output, None, 600, "").error == "start: no end after 600 seconds"
    )


def test_a_jvm_that_did_not_start_says_why_in_its_log() -> None:
    output = said(step="Spark alone") + said(error="[JAVA_GATEWAY_EXITED] Java gone")
    log = 'WARN x\nException in thread "main" java.lang.ExceptionInInitializerError\n\tat a.b\n'
    run = Run.read("local[2]", output, 1, 1, log)
    assert run.error == "Spark alone: java.lang.ExceptionInInitializerError"
    waited = said(step="Spark alone") + said(error="no end after 240 seconds")
    executor = 'Exception in thread "main" java.lang.UnsupportedOperationException: getSubject\n'
    run = Run.read("local-cluster[2,1,2048]", waited, 1, 240, executor)
    assert (
        run.error == "Spark alone: java.lang.UnsupportedOperationException: getSubject"
    )


def test_spark_may_fail_alone_only_where_it_promises_nothing() -> None:
    alone = Run("local[2]", 1, "Spark alone: no")
    later = Run("local[2]", 1, "start: no", PLATFORM)
    fine = Run("local[2]", 1, "", PLATFORM)
    spark = Spark("3.5.9")
    assert Outcome(spark, 25, (alone,)).state is State.SPARK_FAILS
    assert Outcome(spark, 25, (later,)).state is State.FAILED
    half = Outcome(spark, 25, (fine, alone))
    assert half.state is State.SPARK_FAILS
    assert half.told == "ok on one node; on two Spark itself does not run there: no"
    assert Outcome(spark, 17, (fine, alone)).state is State.FAILED
    assert Outcome(spark, 17, (alone,)).state is State.FAILED
    assert Outcome(spark, 17, (fine, fine)).state is State.OK
    assert Outcome(spark, 21, obstacle="none here").state is State.NOT_TRIED


def test_the_tables() -> None:
    results = [
        Outcome(
            Spark("3.5.9", "2.13"),
            17,
            (Run("a", 30, "", PLATFORM), Run("b", 41.4, "", PLATFORM)),
        ),
        Outcome(Spark("4.0.5"), 21, obstacle="no | <Java>"),
    ]
    assert outcomes.table(results).splitlines() == [
        "Spark  Scala   Java     Python  seconds  outcome",
        "3.5.9  2.13.8  17.0.15  3.11.7  30 + 41  ok",
        "4.0.5  2.13    21                        not tried: no | <Java>",
    ]
    text = outcomes.markdown(results, "1.2.3", "abc")
    assert "version 1.2.3, SHA-256 `abc`" in text
    assert text.splitlines()[-2:] == [
        "| 3.5.9 | 2.13.8 | 17.0.15 | 3.11.7 | ok |",
        "| 4.0.5 | 2.13 | 21 |  | not tried: no \\| &lt;Java> |",
    ]


def test_what_was_recorded_counts_for_the_same_jar_alone(tmp_path: Path) -> None:
    results = [
        Outcome(Spark("3.5.9", "2.13"), 17, (Run("a", 30, "no", PLATFORM, "abc"),)),
        Outcome(Spark("4.0.5"), 21, obstacle="none here"),
    ]
    path = tmp_path / "results.json"
    assert outcomes.read_json(path, "abc") == []
    outcomes.write_json(path, results, "abc")
    assert outcomes.read_json(path, "abc") == results
    assert outcomes.read_json(path, "def") == []


def test_the_table_goes_between_its_markers() -> None:
    document = (REPOSITORY / "docs" / "platforms.md").read_text(encoding="utf-8")
    once = outcomes.rewritten(document, "one")
    assert "\none\n" in once
    assert outcomes.rewritten(once, "two") == outcomes.rewritten(document, "two")
    with pytest.raises(ValueError, match="no place for the table"):
        outcomes.rewritten("nothing", "one")
