"""Nested values become columns of their parts, in one look at the rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import h2o
import pytest
from pyspark import TaskContext
from pyspark.ml.feature import HashingTF, VectorAssembler
from pyspark.ml.linalg import DenseVector, SparseVector, Vectors, VectorUDT
from pyspark.mllib.linalg import Vectors as OldVectors
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as f
from pyspark.sql import types as t

from pysparkling import H2OContext
from pysparkling.errors import H2OSparklingError


def test_structs_arrays_maps_and_binaries_are_flattened(
    spark: SparkSession, hc: H2OContext
) -> None:
    data = spark.sql("""
        select id, named_struct('x', id / 2, 'in', named_struct('s', 'v' || id % 3)) as a,
               sequence(1, id) as list,
               map('k' || id % 2, named_struct('n', id, 'when', date'1969-12-31')) as m,
               cast('ab' as binary) as bytes
        from range(0, 6, 1, 3)
    """)
    frame = hc.asH2OFrame(data)
    assert frame.columns == (
        ["id", "a.x", "a.in.s", *[f"list.{i}" for i in range(5)]]
        + ["m.k0.n", "m.k0.when", "m.k1.n", "m.k1.when", "bytes.0", "bytes.1"]
    )
    assert frame.types["a.in.s"] == "enum"
    assert frame.types["m.k1.when"] == "time"
    expected = data.select(
        "id",
        "a.x",
        "a.in.s",
        *[f.get("list", f.lit(i)) for i in range(5)],
        "m.k0.n",
        "m.k0.when",
        "m.k1.n",
        "m.k1.when",
        f.lit(97).cast("byte"),
        f.lit(98).cast("byte"),
    )
    back = hc.asSparkFrame(frame)
    assert back.collect() == expected.toDF(*frame.columns).collect()
    assert [c.dataType for c in back.schema] == [c.dataType for c in expected.schema]


def test_partitions_may_see_different_parts_and_none(
    spark: SparkSession, hc: H2OContext
) -> None:
    # The last ones are empty, and one has nothing but nulls.
    data = spark.range(0, 400, 1, 8).selectExpr(
        "id",
        "if(id between 100 and 149, null, map('k' || id div 50, 'level ' || id % 4)) as m",
    )
    frame = hc.asH2OFrame(data.where("id < 300"))
    assert frame.columns == ["id", "m.k0", "m.k1", "m.k3", "m.k4", "m.k5"]
    assert frame["m.k4"].nacnt() == [250]
    back = hc.asSparkFrame(frame).where("`m.k3` is not null").select("id", "`m.k3`")
    assert back.collect() == [
        Row(id=i, **{"m.k3": f"level {i % 4}"}) for i in range(150, 200)
    ]


def test_a_key_of_which_only_some_partitions_have_strings_stays_one_column(
    spark: SparkSession, hc: H2OContext
) -> None:
    # So many that they are no category.
    data = spark.range(0, 4000, 1, 4).selectExpr(
        "id", "if(id < 2000, array('id-' || id), array()) as s"
    )
    frame = hc.asH2OFrame(data)
    assert frame.types["s.0"] == "string"
    back = hc.asSparkFrame(frame)
    assert back.where("`s.0` = 'id-' || id").count() == 2000
    assert back.where("`s.0` is null").count() == 2000


@pytest.mark.parametrize("of", [Vectors, OldVectors], ids=["ml", "mllib"])
def test_vectors_become_a_column_for_each_position(
    spark: SparkSession, hc: H2OContext, of: Any
) -> None:
    data = spark.createDataFrame(
        [
            (1, of.dense([1.0, 0.5, -0.0])),
            (2, of.sparse(3, {1: float("nan")})),
            (3, None),
            (4, of.sparse(3, {})),
        ],
        t.StructType(
            [
                t.StructField("id", t.LongType()),
                t.StructField("v", of.dense([1.0]).__UDT__),
            ]
        ),
    )
    frame = hc.asH2OFrame(data)
    assert frame.columns == ["id", "v.0", "v.1", "v.2"]
    back = hc.asSparkFrame(frame).orderBy("id")
    assert str(back.first()["v.2"]) == "-0.0"
    rows = [tuple(row) for row in back.collect()]
    assert rows == [
        (1, 1.0, 0.5, 0.0),
        (2, 0.0, None, 0.0),
        (3, None, None, None),
        (4, 0.0, 0.0, 0.0),
    ]


def test_an_assembled_vector_keeps_its_columns_though_there_are_no_rows(
    spark: SparkSession, hc: H2OContext
) -> None:
    data = VectorAssembler(inputCols=["id", "x"], outputCol="features").transform(
        spark.range(10).selectExpr("id", "id / 4 as x")
    )
    assert hc.asH2OFrame(data).columns == ["id", "x", "features.0", "features.1"]
    empty = hc.asH2OFrame(data.where("id < 0"))
    assert empty.dim == [0, 4]


def test_sparse_vectors_stay_sparse(spark: SparkSession, hc: H2OContext) -> None:
    words = spark.range(0, 3000, 1, 2).selectExpr(
        "array('w' || id, 'v' || id % 7) as words"
    )
    data = HashingTF(inputCol="words", outputCol="tf", numFeatures=2000).transform(
        words
    )
    frame = hc.asH2OFrame(data.select("tf"))
    assert frame.dim == [3000, 2000]
    described = h2o.api(f"GET /3/Frames/{frame.frame_id}?column_count=1")["frames"][0]
    # Eight bytes for each cell would be 48 MB.
    assert described["byte_size"] < 2_000_000
    total = frame.sum(axis=1, return_frame=True).sum()
    assert float(total) == 6000.0


def test_more_rows_than_a_block_has_and_columns_that_come_late(
    spark: SparkSession, hc: H2OContext
) -> None:
    # The arrays get so long, and that so late, that blocks have to end early.
    data = spark.range(0, 140_000, 1, 2).selectExpr(
        "id", "if(id % 70000 < 65000, array(id), sequence(id, id + 60)) as a"
    )
    data = VectorAssembler(inputCols=["id"], outputCol="v").transform(data)
    frame = hc.asH2OFrame(data)
    assert frame.dim == [140_000, 63]
    back = hc.asSparkFrame(frame)
    assert [row.id for row in back.select("id").collect()] == list(range(140_000))
    assert back.where("id <=> `a.0` and id <=> `v.0`").count() == 140_000
    late = back.where("id % 70000 >= 65000")
    assert late.where("id + 60 <=> `a.60` and id + 1 <=> `a.1`").count() == 10_000
    assert back.where("`a.60` is null and `a.1` is null").count() == 130_000


def test_a_task_that_is_tried_again_grows_its_columns_again(
    spark: SparkSession, hc: H2OContext
) -> None:
    def fail_once(rows: Any) -> Any:
        for number, row in enumerate(rows):
            if number == 50 and TaskContext.get().attemptNumber() == 0:
                raise RuntimeError("injected")
            yield row

    data = spark.range(0, 400, 1, 4).selectExpr("id", "map('k' || id % 3, id) as m")
    again = spark.createDataFrame(data.rdd.mapPartitions(fail_once), data.schema)
    frame = hc.asH2OFrame(again)
    assert frame.columns == ["id", "m.k0", "m.k1", "m.k2"]
    back = hc.asSparkFrame(frame)
    assert back.where("id <=> coalesce(`m.k0`, `m.k1`, `m.k2`)").count() == 400


def test_vectors_inside_of_other_things(spark: SparkSession, hc: H2OContext) -> None:
    schema = t.StructType(
        [
            t.StructField("in", t.StructType([t.StructField("v", VectorUDT())])),
            t.StructField("list", t.ArrayType(VectorUDT())),
        ]
    )
    data = spark.createDataFrame(
        [
            (Row(v=DenseVector([1.0, 2.0])), [SparseVector(2, {1: 5.0})]),
            (None, []),
        ],
        schema,
    )
    frame = hc.asH2OFrame(data)
    assert frame.columns == ["in.v.0", "in.v.1", "list.0.0", "list.0.1"]
    assert [tuple(row) for row in hc.asSparkFrame(frame).collect()] == [
        (1.0, 2.0, 0.0, 5.0),
        (None,) * 4,
    ]


def test_types_that_are_numbers_to_h2o_come_back_as_what_they_were(
    spark: SparkSession, hc: H2OContext
) -> None:
    data = spark.sql("""
        select interval '3' year as years, interval '1 02:03:04.000005' day to second as time,
               cast(999999999999999999 as decimal(18, 0)) as whole, timestamp_ntz'1969-12-31 23:59:59.999' as ntz
        union all select null, null, null, null
    """)
    back = hc.asSparkFrame(hc.asH2OFrame(data))
    assert [c.dataType for c in back.schema] == [c.dataType for c in data.schema]
    assert back.selectExpr(
        "cast(years as string)", "time", "whole", "ntz"
    ).collect() == (
        data.selectExpr("cast(years as string)", "time", "whole", "ntz").collect()
    )
    first = back.select("whole", "time").first()
    assert first == (
        Decimal(999999999999999999),
        dt.timedelta(1, 2 * 3600 + 3 * 60 + 4, 5),
    )


@pytest.mark.newest
def test_types_of_spark_4(spark: SparkSession, hc: H2OContext) -> None:
    data = spark.sql(
        """select parse_json('{"a": [1, "b"]}') as v, time'12:34:56.5' as at"""
    )
    frame = hc.asH2OFrame(data)
    back = hc.asSparkFrame(frame).first()
    assert back["v"] == '{"a":[1,"b"]}'
    assert back["at"] == dt.time(12, 34, 56, 500000)


def test_a_name_that_only_the_rows_reveal_to_be_taken(
    spark: SparkSession, hc: H2OContext
) -> None:
    before = set(h2o.ls()["key"])
    data = spark.sql("select map('b', map('c', 1)) as a, map('b.c', 1) as `a`")
    with pytest.raises(H2OSparklingError, match="both named 'a'"):
        hc.asH2OFrame(data)
    clash = spark.sql("select map('b', map('c', 1)) as a, map('c', 1) as `a.b`")
    with pytest.raises(H2OSparklingError, match="Two columns come to be named 'a.b.c'"):
        hc.asH2OFrame(clash)
    plain = spark.sql("select array(1) as a, 2 as a")
    with pytest.raises(H2OSparklingError, match="Columns 1 and 2 are both named 'a'"):
        hc.asH2OFrame(plain)
    values = (
        spark.range(0, 200_000, 1, 2).selectExpr("map(id, 1) as seen").repartition(1)
    )
    with pytest.raises(H2OSparklingError, match="Column 'seen' would become so many"):
        hc.asH2OFrame(values)
    assert set(h2o.ls()["key"]) == before


def test_a_training_on_nested_features(spark: SparkSession, hc: H2OContext) -> None:
    from h2o.estimators import H2OGeneralizedLinearEstimator

    data = spark.range(0, 2000, 1, 2).selectExpr(
        "struct(rand(1) as a, rand(2) as b) as p", "array(rand(3), rand(4)) as q"
    )
    frame = hc.asH2OFrame(data.selectExpr("p", "q", "3 * p.a - q[1] as y"))
    model = H2OGeneralizedLinearEstimator(lambda_=0)
    model.train(x=["p.a", "p.b", "q.0", "q.1"], y="y", training_frame=frame)
    assert model.coef()["p.a"] == pytest.approx(3, abs=1e-3)
    assert model.coef()["q.1"] == pytest.approx(-1, abs=1e-3)
