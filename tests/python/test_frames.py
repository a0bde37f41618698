"""DataFrames to frames and back: what goes in comes out."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import h2o
import pandas
import pytest
from pyspark import TaskContext
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import types as t
from pyspark.sql.functions import udf

from pysparkling import H2OContext
from pysparkling.errors import H2OSparklingError

UTC = dt.timezone.utc

ALL_TYPES = t.StructType(
    [
        t.StructField("bool", t.BooleanType()),
        t.StructField("byte", t.ByteType()),
        t.StructField("short", t.ShortType()),
        t.StructField("int", t.IntegerType()),
        t.StructField("long", t.LongType()),
        t.StructField("float", t.FloatType()),
        t.StructField("double", t.DoubleType()),
        t.StructField("decimal", t.DecimalType(10, 2)),
        t.StructField("date", t.DateType()),
        t.StructField("timestamp", t.TimestampType()),
        t.StructField("string", t.StringType()),
    ]
)
ROWS = [
    (
        True,
        -128,
        -32768,
        -(2**31),
        2**53 + 1,
        0.5,
        math.inf,
        Decimal("12.34"),
        dt.date(1905, 6, 30),
        dt.datetime(1950, 1, 1, 5, tzinfo=UTC),
        "",
    ),
    (
        False,
        127,
        32767,
        2**31 - 1,
        -(2**63) + 1,
        -1.25,
        -math.inf,
        Decimal("-0.01"),
        dt.date(1970, 1, 1),
        dt.datetime(2024, 3, 10, 7, 30, tzinfo=UTC),
        "naïve 🦆",
    ),
    (None,) * 11,
    (
        True,
        0,
        0,
        0,
        2**63 - 1,
        0.0,
        5e-324,
        Decimal("0.00"),
        dt.date(2024, 2, 29),
        dt.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
        "naïve 🦆",
    ),
]


def same(left: DataFrame, right: DataFrame) -> bool:
    return left.exceptAll(right).isEmpty() and right.exceptAll(left).isEmpty()


def test_every_type_comes_back_with_its_values_and_its_type(
    spark: SparkSession, hc: H2OContext
) -> None:
    data = spark.createDataFrame(ROWS, ALL_TYPES)
    frame = hc.asH2OFrame(data, "all_types")
    assert frame.types["bool"] == frame.types["string"] == "enum"
    assert frame.types["date"] == frame.types["timestamp"] == "time"
    back = hc.asSparkFrame(frame)
    assert [(f.name, f.dataType) for f in back.schema] == [
        (f.name, f.dataType) for f in data.schema
    ]
    assert same(back, data)
    assert [r["long"] for r in back.collect()] == [r[4] for r in ROWS], (
        "rows keep their order"
    )


def test_h2o_sees_the_same_instant_whatever_the_session_time_zone(
    spark: SparkSession, hc: H2OContext
) -> None:
    data = spark.createDataFrame([Row(at=dt.datetime(2024, 3, 10, 7, 30, tzinfo=UTC))])
    frame = hc.asH2OFrame(data)
    assert (
        frame[0, "at"] == dt.datetime(2024, 3, 10, 7, 30, tzinfo=UTC).timestamp() * 1000
    )


def test_null_and_nan_are_one_missing_value(
    spark: SparkSession, hc: H2OContext
) -> None:
    frame = hc.asH2OFrame(
        spark.createDataFrame([(1.5,), (None,), (math.nan,)], "x double")
    )
    assert frame["x"].nacnt() == [2]
    assert [r.x for r in hc.asSparkFrame(frame).collect()] == [1.5, None, None]


def test_a_column_without_missing_values_is_not_nullable(
    spark: SparkSession, hc: H2OContext
) -> None:
    back = hc.asSparkFrame(
        hc.asH2OFrame(
            spark.sql("select id, if(id = 3, null, id) as gap from range(10)")
        )
    )
    assert [f.nullable for f in back.schema] == [False, True]


def test_an_empty_frame_has_its_columns(spark: SparkSession, hc: H2OContext) -> None:
    frame = hc.asH2OFrame(spark.createDataFrame([], ALL_TYPES))
    assert frame.dim == [0, 11]
    assert hc.asSparkFrame(frame).count() == 0


def test_empty_partitions_leave_no_trace(spark: SparkSession, hc: H2OContext) -> None:
    data = spark.range(0, 1000, 1, 50).where("id % 100 < 3")
    frame = hc.asH2OFrame(data)
    assert frame.nrow == 30
    assert [r.id for r in hc.asSparkFrame(frame).collect()] == [
        r.id for r in data.collect()
    ]


@pytest.mark.parametrize(
    "sql_type", ["double", "int", "string", "boolean", "date", "void"]
)
def test_a_column_of_nothing_but_nulls(
    spark: SparkSession, hc: H2OContext, sql_type: str
) -> None:
    frame = hc.asH2OFrame(
        spark.sql(f"select id, cast(null as {sql_type}) as x from range(5)")
    )
    assert frame["x"].nacnt() == [5]
    assert [r.x for r in hc.asSparkFrame(frame).collect()] == [None] * 5


def test_more_rows_than_a_chunk_and_many_chunks(
    spark: SparkSession, hc: H2OContext
) -> None:
    data = spark.sql(
        "select id, id / 3 as third, 'v' || (id % 1000) as level from range(0, 300000, 1, 3)"
    )
    frame = hc.asH2OFrame(data)
    assert frame.dim == [300000, 3]
    assert frame.types["level"] == "enum"
    assert len(frame["level"].levels()[0]) == 1000
    assert same(hc.asSparkFrame(frame), data)


def test_strings_that_hardly_repeat_stay_strings(
    spark: SparkSession, hc: H2OContext
) -> None:
    data = spark.sql("select 'id-' || id as name from range(0, 100000, 1, 4)")
    frame = hc.asH2OFrame(data)
    assert frame.types == {"name": "string"}
    assert same(hc.asSparkFrame(frame), data)


def test_a_quarter_million_levels(spark: SparkSession, hc: H2OContext) -> None:
    data = spark.sql(
        "select 'level ' || (id % 250000) as x from range(0, 1000000, 1, 4)"
    )
    frame = hc.asH2OFrame(data)
    assert frame.types == {"x": "enum"}
    assert hc.asSparkFrame(frame).distinct().count() == 250000


def test_three_thousand_columns(spark: SparkSession, hc: H2OContext) -> None:
    data = spark.range(50).selectExpr(*[f"id + {i} as c{i}" for i in range(3000)])
    frame = hc.asH2OFrame(data)
    assert frame.dim == [50, 3000]
    assert (
        hc.asSparkFrame(frame).selectExpr("sum(c2999)").first()[0]
        == sum(range(50)) + 50 * 2999
    )


@pytest.mark.parametrize("name", ["a.b", "a b", "ÄÖÜ 🦆", "select", "a`b"])
def test_any_name_of_a_column_round_trips(
    spark: SparkSession, hc: H2OContext, name: str
) -> None:
    data = spark.createDataFrame(
        [(1,), (2,)], t.StructType([t.StructField(name, t.IntegerType())])
    )
    back = hc.asSparkFrame(hc.asH2OFrame(data))
    assert back.columns == [name]
    assert [r[0] for r in back.collect()] == [1, 2]


def test_names_that_differ_in_case_only_are_two_columns(
    spark: SparkSession, hc: H2OContext
) -> None:
    schema = t.StructType(
        [t.StructField("x", t.IntegerType()), t.StructField("X", t.IntegerType())]
    )
    frame = hc.asH2OFrame(spark.createDataFrame([(1, 2)], schema))
    assert frame.columns == ["x", "X"]
    assert hc.asSparkFrame(frame).first() == Row(x=1, X=2)


def test_columns_that_cannot_be_converted_are_named_and_nothing_stays(
    spark: SparkSession, hc: H2OContext
) -> None:
    before = set(h2o.ls()["key"])
    data = spark.sql("select map(binary('k'), 1) as m, 1 as a, 2 as a")
    with pytest.raises(H2OSparklingError) as raised:
        hc.asH2OFrame(data)
    assert "Column 'm' has type map<binary,int>, which has no H2O" in str(raised.value)
    assert "Columns 2 and 3 are both named 'a'" in str(raised.value)
    assert set(h2o.ls()["key"]) == before


def test_a_task_that_fails_and_is_tried_again_changes_nothing(
    spark: SparkSession, hc: H2OContext
) -> None:
    def fail_once(rows):  # type: ignore[no-untyped-def]
        for n, row in enumerate(rows):
            if n == 500 and TaskContext.get().attemptNumber() == 0:
                raise RuntimeError("injected")
            yield row

    data = spark.range(0, 4000, 1, 4)
    frame = hc.asH2OFrame(
        spark.createDataFrame(data.rdd.mapPartitions(fail_once), data.schema)
    )
    assert frame.nrow == 4000
    assert [r.id for r in hc.asSparkFrame(frame).collect()] == list(range(4000))


def test_a_plan_with_side_effects_is_evaluated_once_for_each_conversion(
    spark: SparkSession, hc: H2OContext
) -> None:
    seen = spark.sparkContext.accumulator(0)

    def see(number: int) -> str:
        seen.add(1)
        return f"level {number % 10}"

    once = udf(see, t.StringType()).asNondeterministic()
    # Strings, whose levels take a second look, and a shuffle, whose files could be read again.
    data = spark.range(1000).repartition(3).select("id", once("id").alias("s"))
    assert hc.asH2OFrame(data, "seen").nrow == 1000
    assert seen.value == 1000
    data.write.format("h2o").mode("overwrite").save("seen")
    assert seen.value == 2000
    assert hc.asSparkFrame("seen").where("s is null").count() == 0
    assert seen.value == 2000


def test_a_failing_plan_raises_its_reason_and_leaves_nothing(
    spark: SparkSession, hc: H2OContext
) -> None:
    before = set(h2o.ls()["key"])
    data = spark.range(10).selectExpr(
        "id", "if(id = 7, raise_error('seven is bad'), id) as x"
    )
    with pytest.raises(H2OSparklingError, match="seven is bad"):
        hc.asH2OFrame(data, "never")
    assert set(h2o.ls()["key"]) == before


def test_a_frame_is_replaced_only_when_the_new_one_is_complete(
    spark: SparkSession, hc: H2OContext
) -> None:
    hc.asH2OFrame(spark.range(3), "again")
    bad = spark.range(10).selectExpr("if(id = 7, raise_error('no'), id) as x")
    with pytest.raises(H2OSparklingError):
        hc.asH2OFrame(bad, "again")
    assert h2o.get_frame("again").nrow == 3
    assert hc.asH2OFrame(spark.range(5), "again").nrow == 5


def test_a_dataframe_over_a_replaced_frame_says_so(
    spark: SparkSession, hc: H2OContext
) -> None:
    old = hc.asSparkFrame(hc.asH2OFrame(spark.range(3), "replaced"))
    hc.asH2OFrame(spark.range(4), "replaced")
    with pytest.raises(Exception, match="was removed or replaced"):
        old.collect()


def test_the_key_of_a_model_is_not_overwritten(
    spark: SparkSession, hc: H2OContext
) -> None:
    from h2o.estimators import H2OKMeansEstimator

    frame = hc.asH2OFrame(spark.range(100))
    H2OKMeansEstimator(k=2, model_id="taken").train(training_frame=frame)
    with pytest.raises(H2OSparklingError, match="belongs to"):
        hc.asH2OFrame(spark.range(3), "taken")


def test_a_pandas_frame_is_refused_with_help(
    spark: SparkSession, hc: H2OContext
) -> None:
    frame = pandas.DataFrame({"a": [1, 2]})
    with pytest.raises(TypeError) as refused:
        hc.asH2OFrame(frame)
    assert str(refused.value) == (
        "asH2OFrame needs a Spark DataFrame or an RDD, but got pandas.core.frame.DataFrame; use "
        "hc.asH2OFrame(spark.createDataFrame(frame)), or h2o.H2OFrame(frame) if it is small"
    )
    # Both do what the help says.
    assert hc.asH2OFrame(spark.createDataFrame(frame)).nrow == 2
    assert h2o.H2OFrame(frame).nrow == 2


def test_a_name_that_h2o_does_not_allow_is_refused(
    spark: SparkSession, hc: H2OContext
) -> None:
    with pytest.raises(H2OSparklingError, match="has the character ' '"):
        hc.asH2OFrame(spark.range(3), "my frame")


def test_columns_made_in_h2o_get_the_smallest_spark_type(
    spark: SparkSession, hc: H2OContext
) -> None:
    frame = hc.asH2OFrame(spark.sql("select id, id / 7 as r from range(1000)"))
    made = frame["id"] + 1
    made = made.cbind((frame["r"] * 2).set_names(["twice"])).cbind(
        (frame["id"] > 5).asfactor().set_names(["f"])
    )
    back = hc.asSparkFrame(made)
    assert [f.dataType.simpleString() for f in back.schema] == [
        "smallint",
        "double",
        "string",
    ]
    assert back.where("id = 6").first()["f"] == "0"


def test_only_the_columns_asked_for_are_read(
    spark: SparkSession, hc: H2OContext
) -> None:
    frame = hc.asH2OFrame(spark.range(10).selectExpr("id", "id as b", "id as c"))
    plan = (
        hc.asSparkFrame(frame)
        .select("c")
        ._jdf.queryExecution()
        .executedPlan()
        .toString()
    )
    assert "c#" in plan
    assert "b#" not in plan
    assert hc.asSparkFrame(frame).count() == 10


class TestFormat:
    """`format("h2o")` in both directions."""

    def test_reads_by_key_and_by_path(
        self, spark: SparkSession, hc: H2OContext
    ) -> None:
        hc.asH2OFrame(spark.range(7), "by_key")
        assert spark.read.format("h2o").option("key", "by_key").load().count() == 7
        assert spark.read.format("h2o").load("by_key").count() == 7

    def test_writes_in_each_mode(self, spark: SparkSession, hc: H2OContext) -> None:
        spark.range(3).write.format("h2o").save("written")
        assert h2o.get_frame("written").nrow == 3
        with pytest.raises(Exception, match="The frame 'written' exists"):
            spark.range(4).write.format("h2o").save("written")
        spark.range(4).write.format("h2o").mode("ignore").save("written")
        assert h2o.get_frame("written").nrow == 3
        spark.range(5).write.format("h2o").mode("overwrite").option(
            "key", "written"
        ).save()
        assert h2o.get_frame("written").nrow == 5
        spark.range(4).write.format("h2o").mode("append").save("written")
        assert h2o.get_frame("written").nrow == 9

    def test_ignore_writes_a_frame_that_is_not_there(
        self, spark: SparkSession, hc: H2OContext
    ) -> None:
        spark.range(4).write.format("h2o").mode("ignore").save("ignored_first")
        assert h2o.get_frame("ignored_first").nrow == 4

    def test_partitions_are_refused(self, spark: SparkSession, hc: H2OContext) -> None:
        with pytest.raises(Exception, match="leave partitionBy out"):
            spark.range(4).write.format("h2o").mode("overwrite").partitionBy("id").save(
                "partitioned"
            )

    def test_a_missing_frame_and_a_missing_key_say_so(
        self, spark: SparkSession, hc: H2OContext
    ) -> None:
        with pytest.raises(
            Exception, match="There is no H2O frame with the key 'nowhere'"
        ):
            spark.read.format("h2o").load("nowhere").collect()
        with pytest.raises(Exception, match="needs the key of a frame"):
            spark.read.format("h2o").load()
