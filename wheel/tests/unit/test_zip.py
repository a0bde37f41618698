"""The package inside a zip, as ``spark-submit --py-files`` brings it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

import pom
from support import Runner, zipped

if TYPE_CHECKING:
    from pathlib import Path

LOCATE = """
    from pysparkling._jar import bundled_jar
    print(bundled_jar())
"""


@pytest.fixture
def archive(toy_site: Path, tmp_path: Path) -> Path:
    return zipped(toy_site, tmp_path / "pysparkling.zip")


def test_the_jar_is_put_once_into_a_private_place(archive: Path, toy_jar: Path, tmp_path: Path) -> None:
    runner = Runner(path=(archive,), environment={"XDG_CACHE_HOME": str(tmp_path / "cache")})

    from pathlib import Path as RealPath

    jar = RealPath(runner.run(LOCATE).out.strip())
    first = jar.stat()
    again = RealPath(runner.run(LOCATE).out.strip())

    assert jar.read_bytes() == toy_jar.read_bytes()
    assert again.stat().st_ino == first.st_ino
    assert jar.name == pom.JAR_NAME
    assert [stat.S_IMODE(place.stat().st_mode) for place in (jar.parent, jar.parent.parent)] == [0o700, 0o700]
    assert [path.name for path in jar.parent.iterdir()] == [jar.name]


def test_a_home_that_cannot_be_written_is_no_obstacle(archive: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a directory", encoding="utf-8")
    temporary = tmp_path / "tmp"
    temporary.mkdir()

    result = Runner(path=(archive,)).run(LOCATE, XDG_CACHE_HOME=str(blocked), TMPDIR=str(temporary))

    assert result.out.startswith(str(temporary))


def test_a_place_that_others_prepared_is_refused(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "trap"
    target.mkdir()
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "pysparkling-hosted").symlink_to(target)
    temporary = tmp_path / "tmp"
    temporary.mkdir()

    result = Runner(path=(archive,)).run(LOCATE, XDG_CACHE_HOME=str(cache), TMPDIR=str(temporary))

    assert result.out.startswith(str(temporary))
    assert list(target.iterdir()) == []


def test_spark_runs_from_the_zip_and_namespace_packages_are_found(archive: Path, tmp_path: Path) -> None:
    result = Runner(path=(archive,), environment={"XDG_CACHE_HOME": str(tmp_path / "cache")}).run(
        """
    import ai.h2o.sparkling
    spark = start()
    from pysparkling import H2OConf
    from pysparkling._attach import attach_driver, attach_executors
    attach_executors(spark, attach_driver(spark))
    print(spark.sparkContext._jvm.ai.h2o.sparkling.toy.Toy.next(), H2OConf().basePort())
    """
    )
    assert result.out.split() == ["1", "54321"], str(result)
