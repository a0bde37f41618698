"""Rows are added to frames, all of them or none, and text becomes what it is told to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h2o
import pytest
from pyspark.sql import DataFrame, SparkSession

from pysparkling import H2OContext
from pysparkling.errors import H2OSparklingError

ROWS = (
    "select id, id / 4 as x, 'v' || id % {levels} as level, 'id-' || id as text, id % 2 = 0 as even, "
    "date_add(date'1969-01-01', cast(id as int)) as day, cast(id as short) as short "
    "from range({start}, {end}, 1, 3)"
)


def rows(spark: SparkSession, start: int, end: int, levels: int = 7) -> DataFrame:
    return spark.sql(ROWS.format(start=start, end=end, levels=levels))


def append(data: DataFrame, key: str) -> None:
    data.write.format("h2o").mode("append").save(key)


def test_rows_come_behind_those_that_are_there(
    spark: SparkSession, hc: H2OContext
) -> None:
    before = set(h2o.ls()["key"])
    append(rows(spark, 0, 1000), "grows")
    append(rows(spark, 1000, 1500), "grows")
    # In another order, with other levels, some of them new and before the others.
    more = rows(spark, 1500, 2000, levels=9).selectExpr(
        "even", "text", "if(id = 1600, 'a', level) as level", "x", "short", "day", "id"
    )
    append(more, "grows")
    frame = h2o.get_frame("grows")
    assert frame.nrow == 2000
    assert frame.types["text"] == "string"
    assert frame["level"].levels()[0] == [f"v{i}" for i in range(7)] + ["a", "v7", "v8"]
    back = hc.asSparkFrame("grows")
    assert [c.dataType.simpleString() for c in back.schema] == (
        ["bigint", "double", "string", "string", "boolean", "date", "smallint"]
    )
    expected = (
        rows(spark, 0, 1500).union(more.select(*back.columns)).orderBy("id").collect()
    )
    assert back.collect() == expected, "rows keep their order"
    assert set(h2o.ls()["key"]) - before == {"grows"}


def test_an_empty_frame_and_no_rows(spark: SparkSession, hc: H2OContext) -> None:
    append(rows(spark, 0, 0), "from_nothing")
    assert h2o.get_frame("from_nothing").nrow == 0
    append(rows(spark, 0, 0), "from_nothing")
    append(rows(spark, 0, 10), "from_nothing")
    append(rows(spark, 0, 0), "from_nothing")
    back = hc.asSparkFrame("from_nothing")
    assert back.select("id", "x", "day").collect() == (
        rows(spark, 0, 10).select("id", "x", "day").collect()
    )


def test_nested_columns_grow_with_the_rows_only_if_they_are_the_same(
    spark: SparkSession, hc: H2OContext
) -> None:
    def nested(length: int) -> DataFrame:
        return spark.range(3).selectExpr("id", f"array_repeat(id, {length}) as a")

    append(nested(2), "nested")
    append(nested(2), "nested")
    append(nested(2).where("id < 0"), "nested")
    assert h2o.get_frame("nested").dim == [6, 3]
    with pytest.raises(Exception, match="with a column 'a.2' cannot be added to frame"):
        append(nested(3), "nested")
    with pytest.raises(Exception, match="without a column 'a.1' cannot be added"):
        append(nested(1), "nested")
    assert h2o.get_frame("nested").dim == [6, 3]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("id, x, level, text, even, day", "has no column 'short', which the frame has"),
        ("*, 1 as more", "The frame has no column 'more', which the DataFrame has"),
        (
            "id, x, level, text, even, day, cast(short as int) as short",
            "Column 'short' is int, but in the frame it is smallint; cast it",
        ),
    ],
)
def test_other_columns_are_refused_before_any_work(
    spark: SparkSession, hc: H2OContext, change: str, reason: str
) -> None:
    hc.asH2OFrame(rows(spark, 0, 10), "kept")
    before = set(h2o.ls()["key"])
    seen = spark.sparkContext.accumulator(0)
    other = spark.createDataFrame(
        rows(spark, 10, 20).rdd.map(lambda row: (seen.add(1), row)[1]),
        rows(spark, 0, 1).schema,
    ).selectExpr(*change.split(", "))
    with pytest.raises(Exception, match=reason):
        append(other, "kept")
    assert seen.value == 0
    assert h2o.get_frame("kept").nrow == 10
    assert set(h2o.ls()["key"]) == before


def test_a_frame_that_h2o_made_takes_rows_too(
    spark: SparkSession, hc: H2OContext
) -> None:
    frame = h2o.H2OFrame(
        {"n": [1, 2, 3], "s": ["b", "a", "b"]}, column_types={"s": "enum"}
    )
    append(spark.sql("select cast(4.5 as double) as n, 'c' as s"), frame.frame_id)
    back = hc.asSparkFrame(frame.frame_id).collect()
    assert [tuple(row) for row in back] == [(1, "b"), (2, "a"), (3, "b"), (4.5, "c")]
    with pytest.raises(
        Exception, match="Column 'n' of frame .* is of type Numeric, but"
    ):
        append(spark.sql("select 'x' as n, 'c' as s"), frame.frame_id)
    assert h2o.get_frame(frame.frame_id).nrow == 4


def test_a_failing_plan_adds_nothing(spark: SparkSession, hc: H2OContext) -> None:
    hc.asH2OFrame(spark.range(5), "whole")
    bad = spark.range(10).selectExpr("if(id = 7, raise_error('seven'), id) as id")
    with pytest.raises(Exception, match="seven"):
        append(bad, "whole")
    assert h2o.get_frame("whole").nrow == 5


def test_writers_that_add_at_once_lose_nothing(
    spark: SparkSession, hc: H2OContext
) -> None:
    # To a frame that is not there at first.
    def write(number: int) -> None:
        data = spark.range(100 * number, 100 * (number + 1), 1, 2)
        append(data.selectExpr("id", f"'v{number}' as s"), "shared")

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(4)))
    rows = hc.asSparkFrame("shared").orderBy("id").collect()
    assert [tuple(row) for row in rows] == [(i, f"v{i // 100}") for i in range(400)]
    assert not [key for key in h2o.ls()["key"] if "_added_" in key]


@pytest.mark.newest
def test_batches_of_a_stream_are_added(
    spark: SparkSession, hc: H2OContext, tmp_path: Path
) -> None:
    spark.range(0, 100, 1, 2).write.parquet(str(tmp_path / "in"))
    stream = (
        spark.readStream.schema("id long")
        .option("maxFilesPerTrigger", 1)
        .parquet(str(tmp_path / "in"))
    )
    with pytest.raises(H2OSparklingError, match="writeStream.foreachBatch"):
        hc.asH2OFrame(stream)
    query = (
        stream.writeStream.foreachBatch(lambda batch, number: append(batch, "stream"))
        .option("checkpointLocation", str(tmp_path / "checkpoint"))
        .trigger(availableNow=True)
        .start()
    )
    assert query.awaitTermination(60)
    assert hc.asSparkFrame("stream").selectExpr("count(*)", "sum(id)").first() == (
        100,
        4950,
    )


def test_text_becomes_what_it_is_told_to(spark: SparkSession, hc: H2OContext) -> None:
    data = rows(spark, 0, 300).select("level", "text", "id")
    write = data.write.format("h2o").mode("overwrite")
    write.option("columnsToCategorical", "text").option(
        "columnsToStrings", " level "
    ).save("told")
    assert h2o.get_frame("told").types == {
        "level": "string",
        "text": "enum",
        "id": "int",
    }
    assert hc.asSparkFrame("told").collect() == data.collect()
    with pytest.raises(Exception, match="There is no column 'nobody'"):
        write.option("columnsToStrings", "nobody").save("told")
    with pytest.raises(
        Exception, match="Column 'id' is bigint, but columnsToCategorical"
    ):
        write.option("columnsToStrings", "level").option(
            "columnsToCategorical", "id"
        ).save("told")
    with pytest.raises(Exception, match="'text' is in both"):
        write.option("columnsToCategorical", "text").option(
            "columnsToStrings", "text"
        ).save("told")
    with pytest.raises(Exception, match="are not for mode append"):
        data.write.format("h2o").mode("append").option("columnsToStrings", "text").save(
            "told"
        )


def test_a_view_in_sql_reads_a_frame(spark: SparkSession, hc: H2OContext) -> None:
    hc.asH2OFrame(spark.range(10), "viewed")
    spark.sql("create or replace temp view viewed using h2o options (key 'viewed')")
    assert spark.sql("select sum(id) from viewed where id > 7").first()[0] == 17
