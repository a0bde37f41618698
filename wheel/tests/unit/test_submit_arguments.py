from __future__ import annotations

import shlex

import pytest

from pysparkling._submit import with_jar

JAR = "/opt/some where/sparkling.jar"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ["--jars", JAR, "pyspark-shell"]),
        ("pyspark-shell", ["--jars", JAR, "pyspark-shell"]),
        ("--master yarn", ["--master", "yarn", "--jars", JAR, "pyspark-shell"]),
        ("--master 'local[2]' pyspark-shell", ["--master", "local[2]", "--jars", JAR, "pyspark-shell"]),
        ("--jars /a.jar,/b.jar pyspark-shell", ["--jars", f"/a.jar,/b.jar,{JAR}", "pyspark-shell"]),
        ("--jars=/a.jar pyspark-shell", ["--jars", f"/a.jar,{JAR}", "pyspark-shell"]),
        ("--packages g:a:1 pyspark-shell", ["--packages", "g:a:1", "--jars", JAR, "pyspark-shell"]),
        (
            "--conf spark.jars=/a.jar pyspark-shell",
            ["--conf", "spark.jars=/a.jar", "--jars", f"/a.jar,{JAR}", "pyspark-shell"],
        ),
        (
            "--conf 'spark.driver.extraJavaOptions=-Da=1 -Db=2' pyspark-shell",
            ["--conf", "spark.driver.extraJavaOptions=-Da=1 -Db=2", "--jars", JAR, "pyspark-shell"],
        ),
    ],
)
def test_adds_the_jar_and_keeps_everything_else(given: str, expected: list[str]) -> None:
    assert shlex.split(with_jar(given, JAR)) == expected


@pytest.mark.parametrize("given", ["", "pyspark-shell", "--jars /a.jar --master 'local[2]' pyspark-shell"])
def test_adding_twice_changes_nothing(given: str) -> None:
    once = with_jar(given, JAR)
    assert with_jar(once, JAR) == once


def test_repeats_the_jars_of_the_defaults_which_the_option_would_hide() -> None:
    assert shlex.split(with_jar("", JAR, "/default.jar"))[:2] == ["--jars", f"/default.jar,{JAR}"]


def test_named_jars_hide_the_defaults_as_in_spark_itself() -> None:
    assert shlex.split(with_jar("--jars /a.jar", JAR, "/default.jar"))[:2] == ["--jars", f"/a.jar,{JAR}"]
