"""The demo's features know nothing that lies after a departure, and its page needs nothing but itself."""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, Row, SparkSession

FLIGHTS = Path(__file__).resolve().parents[2] / "notebooks" / "flights"
sys.path.insert(0, str(FLIGHTS))

import charts  # noqa: E402
import data  # noqa: E402
import features  # noqa: E402


def flight(
    spark: SparkSession, *rows: tuple[int, int, int | None, int, int | None]
) -> DataFrame:
    """Make flights from Newark to Chicago on 1 March: number, departure, its delay, arrival, its delay."""
    values = [
        (
            *(
                2013,
                3,
                1,
                None,
                departure,
                delay,
                None,
                arrival,
                arrival_delay,
                "UA",
                number,
                f"N{number}",
                "EWR",
                "ORD",
            ),
            *(100, 700, departure // 100, departure % 100),
            datetime(2013, 3, 1, 5, tzinfo=timezone.utc)
            + timedelta(hours=departure // 100),
        )
        for number, departure, delay, arrival, arrival_delay in rows
    ]
    return spark.createDataFrame(values, data.FLIGHTS)


@pytest.fixture(scope="module")
def airports(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame(
        [("ORD", "O'Hare", 0.0, 0.0, 0.0, -6, "A", "America/Chicago")], data.AIRPORTS
    )


def recent_past(flights: DataFrame, airports: DataFrame) -> dict[int, Row]:
    rows = features.with_recent_past(
        features.with_instants(flights, airports)
    ).collect()
    return {row["flight"]: row for row in rows}


def test_duration_counts_the_zones_and_midnight(
    spark: SparkSession, airports: DataFrame
) -> None:
    rows = recent_past(
        flight(spark, (1, 900, 0, 1030, 0), (2, 2330, 0, 50, 0)), airports
    )
    assert rows[1]["sched_minutes"] == 150  # 9:00 in New York to 10:30 in Chicago
    assert rows[2]["sched_minutes"] == 140


def test_departures_are_known_from_the_next_minute_on_by_their_real_time(
    spark: SparkSession, airports: DataFrame
) -> None:
    rows = recent_past(
        flight(
            spark,
            (1, 900, 30, 1030, 30),  # left at 9:30
            (2, 930, 0, 1100, 0),  # left in the same minute
            (3, 920, 11, 1050, 11),  # left at 9:31
            (4, 800, 0, 930, 0),  # left more than an hour before the others
            (5, 800, None, 930, None),  # cancelled
        ),
        airports,
    )
    assert sorted(rows) == [1, 2, 3, 4]
    assert rows[1]["hour_departures"] == rows[2]["hour_departures"] == 0
    assert (rows[3]["hour_departures"], rows[3]["hour_delay"]) == (2, 15.0)
    assert rows[4]["hour_delay"] is None


def test_what_was_lost_on_the_way_is_known_after_the_landing_alone(
    spark: SparkSession, airports: DataFrame
) -> None:
    rows = recent_past(
        flight(
            spark,
            (
                1,
                800,
                0,
                930,
                20,
            ),  # lands at 9:50 in Chicago, 10:50 in New York, having lost 20 minutes
            (2, 1050, 0, 1220, 0),  # leaves in that minute
            (3, 1051, 0, 1221, 0),  # leaves one minute later
        ),
        airports,
    )
    assert rows[2]["lost_origin"] is None
    assert rows[2]["lost_dest"] is None
    assert (rows[3]["lost_origin"], rows[3]["lost_dest"]) == (20.0, 20.0)


def test_no_predictor_is_an_outcome() -> None:
    assert not set(features.PREDICTORS) & {
        "arr_delay",
        "arr_time",
        "air_time",
        "landed",
        features.LABEL,
        "month",
    }


def test_pictures_name_nothing_outside() -> None:
    picture = charts.for_notebook(
        charts.bars("Title <&", [charts.Bar("A & B", 1.0, "1")])
    )
    assert "A &amp; B" in picture
    assert not re.search(r"https?:|url\(|<script|<link|<img", picture)
