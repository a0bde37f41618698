"""What is known when a flight leaves the gate, and what is to be predicted from it.

The moment of prediction is the departure. So the delay at departure is known, and so is everything that was known
before: the timetable, the plane, the weather, and how the traffic has been running. Nothing that happens later may be
a predictor: not the time of arrival, not the time in the air, and of other flights only those departures and landings
that lie before this departure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.window import WindowSpec

LATE_MINUTES = 15
MINUTE = 60
HOUR = 60 * MINUTE
NIGHT = 9 * HOUR
"""When one day of flying ends and the next begins, in UTC: four or five in the morning in New York."""

LABEL = "late"
IDENTITY = ["flight", "airline", "tailnum", "scheduled", "month"]
OUTCOME = ["arr_delay", LABEL]
PREDICTORS = {
    "dep_delay": "Delay at departure",
    "origin": "Origin",
    "dest": "Destination",
    "carrier": "Airline",
    "weekday": "Day of the week",
    "sched_dep": "Scheduled departure",
    "sched_minutes": "Scheduled duration",
    "distance": "Distance",
    "hour_departures": "Departures in the last hour",
    "hour_delay": "Mean delay in the last hour",
    "lost_origin": "Time lost from here, last 2 h",
    "lost_dest": "Time lost to there, last 3 h",
    "temp": "Temperature",
    "dewp": "Dew point",
    "humid": "Humidity",
    "wind_dir": "Wind direction",
    "wind_speed": "Wind speed",
    "wind_gust": "Wind gusts",
    "precip": "Precipitation",
    "pressure": "Air pressure",
    "visib": "Visibility",
    "plane_age": "Age of the plane",
    "maker": "Maker of the plane",
    "seats": "Seats",
}
"""The columns that the models see, with their names for people."""


@dataclass(frozen=True)
class Months:
    """How the year is split: by time, because a model is always used on days that it has not seen."""

    train: range = range(1, 9)
    validation: range = range(9, 11)
    held_out: range = range(11, 13)


def with_instants(flights: DataFrame, airports: DataFrame) -> DataFrame:
    """Add when a flight was to leave, and when it left and landed, in seconds since 1970.

    Parameters
    ----------
    flights
        All flights, cancelled ones included.
    airports
        The airports; their time zones turn the local time of arrival into an instant.
    """
    zones = airports.select(F.col("faa").alias("dest"), F.col("tzone").alias("zone"))
    # The four destinations that the table of airports lacks are in Puerto Rico and the Virgin Islands.
    zone = F.coalesce("zone", F.lit("America/Puerto_Rico"))
    scheduled = F.unix_timestamp("time_hour") + F.col("minute") * MINUTE
    # The timetable gives local clock times and one date, that of the departure. A flight that seems to land before it
    # left lands on the next day.
    duration_on_clocks = F.pmod(_minutes("sched_arr_time") - _minutes("sched_dep_time"), F.lit(24 * 60))
    midnight = F.datediff(F.make_date("year", "month", "day"), F.lit("1970-01-01")).cast("long") * 24 * HOUR
    landing_on_clock = midnight + (_minutes("sched_dep_time") + duration_on_clocks) * MINUTE
    landing = F.unix_timestamp(F.to_utc_timestamp(F.timestamp_seconds(landing_on_clock), zone))
    return (
        flights.join(F.broadcast(zones), "dest", "left")
        .withColumn("scheduled", F.timestamp_seconds(scheduled))
        .withColumn("sched_minutes", ((landing - scheduled) / MINUTE).cast("int"))
        .withColumn("departed", scheduled + F.col("dep_delay") * MINUTE)
        .withColumn("landed", scheduled + (F.col("sched_minutes") + F.col("arr_delay")) * MINUTE)
        .drop("zone", "dep_time", "arr_time", "air_time")
    )


def with_recent_past(flights: DataFrame) -> DataFrame:
    """Add how the traffic ran just before each departure; flights that never departed drop out.

    Departures and landings are laid on one line of time. At every departure a window looks back along it and ends one
    minute before, so it sees only what has happened by then, whatever the order of the flights in the timetable.
    The line is cut once a day, when next to nothing flies, so that the windows work on small pieces.

    Parameters
    ----------
    flights
        Flights with their instants.
    """
    departures = flights.where(F.col("departed").isNotNull()).withColumn("instant", F.col("departed"))
    landings = flights.where(F.col("landed").isNotNull()).select(
        "origin", "dest", F.col("landed").alias("instant"), (F.col("arr_delay") - F.col("dep_delay")).alias("lost")
    )

    def last(hours: int, place: str) -> WindowSpec:
        return Window.partitionBy(place, "flying_day").orderBy("instant").rangeBetween(-hours * HOUR, -MINUTE)

    return (
        departures.unionByName(landings, allowMissingColumns=True)
        .withColumn("flying_day", F.floor((F.col("instant") - NIGHT) / (24 * HOUR)))
        .withColumn("hour_departures", F.count("departed").over(last(1, "origin")))
        .withColumn("hour_delay", F.avg("dep_delay").over(last(1, "origin")))
        .withColumn("lost_origin", F.avg("lost").over(last(2, "origin")))
        .withColumn("lost_dest", F.avg("lost").over(last(3, "dest")))
        .where(F.col("departed").isNotNull())
    )


def build(joined: DataFrame) -> DataFrame:
    """Make one row of identity, predictors and outcome for each flight that reached its destination.

    Parameters
    ----------
    joined
        Flights with their recent past, weather and plane.
    """
    return (
        joined.where(F.col("arr_delay").isNotNull())
        .withColumn("flight", F.concat_ws(" ", "carrier", F.col("flight").cast("string")))
        .withColumn("weekday", F.date_format(F.make_date("year", "month", "day"), "E"))
        .withColumn("sched_dep", _minutes("sched_dep_time"))
        .withColumn("plane_age", F.col("year") - F.col("built"))
        .withColumn(LABEL, F.col("arr_delay") > LATE_MINUTES)
        .select(*IDENTITY, *PREDICTORS, *OUTCOME)
    )


def _minutes(clock: str) -> Column:
    """Return the minutes since midnight of a clock time such as 1745."""
    return F.floor(F.col(clock) / 100).cast("int") * 60 + F.col(clock) % 100
