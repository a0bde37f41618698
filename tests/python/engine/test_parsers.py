"""The engine reads every file format that it says it reads."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastavro
import h2o
import numpy as np
import pandas as pd
import pytest
import xlwt
from pyspark.sql import SparkSession

from pysparkling import H2OContext

NAMES = ["id", "price", "colour"]
ROWS: list[tuple[int, float | None, str | None]] = [
    (
        number,
        None if number % 10 == 3 else number / 4,
        None if number % 10 == 7 else ("red", "green", "blue")[number % 3],
    )
    for number in range(200)
]


def csv_text() -> str:
    lines = [
        ",".join("" if value is None else str(value) for value in row) for row in ROWS
    ]
    return "\n".join([",".join(NAMES), *lines, ""])


def write_csv(path: Path, spark: SparkSession) -> None:
    path.write_text(csv_text())


def write_gzip(path: Path, spark: SparkSession) -> None:
    path.write_bytes(gzip.compress(csv_text().encode()))


def write_parquet(path: Path, spark: SparkSession) -> None:
    spark.createDataFrame(ROWS, "id int, price double, colour string").repartition(
        2
    ).write.parquet(str(path))


def write_avro(path: Path, spark: SparkSession) -> None:
    colour = {"type": "enum", "name": "Colour", "symbols": ["blue", "green", "red"]}
    write_avro_rows(path, colour)


def write_avro_rows(path: Path, colour: Any) -> None:
    fields = [
        {"name": "id", "type": "int"},
        {"name": "price", "type": ["null", "double"]},
        {"name": "colour", "type": ["null", colour]},
    ]
    schema = fastavro.parse_schema({"type": "record", "name": "Row", "fields": fields})
    rows = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
    with path.open("wb") as file:
        fastavro.writer(file, schema, rows, codec="deflate")


def write_xls(path: Path, spark: SparkSession) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("rows")
    for number, row in enumerate([NAMES, *ROWS]):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.save(str(path))


def write_arff(path: Path, spark: SparkSession) -> None:
    header = [
        "@RELATION rows",
        "@ATTRIBUTE id NUMERIC",
        "@ATTRIBUTE price NUMERIC",
        "@ATTRIBUTE colour {blue,green,red}",
    ]
    lines = [
        ",".join("?" if value is None else str(value) for value in row) for row in ROWS
    ]
    path.write_text("\n".join([*header, "@DATA", *lines, ""]))


@pytest.mark.parametrize(
    ("name", "parser", "write"),
    [
        ("rows.csv", "CSV", write_csv),
        ("rows.csv.gz", "CSV", write_gzip),
        ("rows.parquet", "PARQUET", write_parquet),
        ("rows.avro", "AVRO", write_avro),
        ("rows.xls", "XLS", write_xls),
        ("rows.arff", "ARFF", write_arff),
    ],
)
def test_a_file_comes_in_as_it_was_written(
    spark: SparkSession,
    hc: H2OContext,
    tmp_path: Path,
    name: str,
    parser: str,
    write: Callable[[Path, SparkSession], None],
) -> None:
    path = tmp_path / name
    write(path, spark)
    # Spark leaves files of its own in a directory of Parquet files.
    pattern = r".*\.parquet" if path.is_dir() else None
    raw = h2o.import_file(str(path), parse=False, pattern=pattern)
    assert h2o.parse_setup(raw)["parse_type"] == parser

    frame = h2o.import_file(str(path), pattern=pattern)
    assert frame.columns == NAMES
    assert [frame.types[name] for name in NAMES[:2]] == ["int", "real"]
    # Which of the two it is depends on the format.
    assert frame.types["colour"] in ("enum", "string")
    read = frame.as_data_frame().sort_values("id")
    written = pd.DataFrame(ROWS, columns=NAMES)
    assert read["id"].tolist() == written["id"].tolist()
    # The engine keeps some numbers as a whole number and a power of ten.
    np.testing.assert_allclose(read["price"], written["price"], rtol=1e-14)
    assert (
        read["colour"].fillna("none").tolist()
        == written["colour"].fillna("none").tolist()
    )


def test_avro_strings_of_several_lengths_come_in_as_written(
    hc: H2OContext, tmp_path: Path
) -> None:
    path = tmp_path / "strings.avro"
    write_avro_rows(path, "string")
    read = h2o.import_file(str(path)).as_data_frame()["colour"].dropna()
    assert read.tolist() == [row[2] for row in ROWS if row[2] is not None]


def test_a_sparse_file_comes_in_as_it_was_written(
    hc: H2OContext, tmp_path: Path
) -> None:
    path = tmp_path / "rows.svm"
    lines = [f"{row % 2} 1:{row + 1} {row % 5 + 2}:0.5\n" for row in range(100)]
    path.write_text("".join(lines))
    raw = h2o.import_file(str(path), parse=False)
    assert h2o.parse_setup(raw)["parse_type"] == "SVMLight"

    rows = h2o.import_file(str(path)).as_data_frame().to_numpy().tolist()
    assert rows == [
        [row % 2, row + 1, *(0.5 * (row % 5 == place) for place in range(5))]
        for row in range(100)
    ]
