"""What Spark finds in the data, and in the scored flights that came back from H2O and went through Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from features import LABEL
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from datetime import datetime

    from pyspark.sql import Column

BINS = 20
TOP = 0.2
QUANTILE_ERROR = 0.001
EXAMPLES_OF_EACH_KIND = 2


@dataclass(frozen=True)
class Month:
    """The flights of one month that arrived, and how many of them were late."""

    month: int
    flights: int
    late: int


@dataclass(frozen=True)
class Facts:
    """How many flights there are, and what is known of them."""

    flights: int
    cancelled: int
    diverted: int
    with_weather: int
    with_plane: int
    months: list[Month]

    def share_late(self, months: range) -> float:
        """Return the share of late flights in some months."""
        return sum(m.late for m in self.months if m.month in months) / self.count(months)

    def count(self, months: range) -> int:
        """Return the number of flights that arrived in some months."""
        return sum(m.flights for m in self.months if m.month in months)


@dataclass(frozen=True)
class Bin:
    """Flights with about the same probability: what the model said of them, and what happened."""

    said: float
    happened: float


@dataclass(frozen=True)
class Top:
    """The part of the flights that the model holds to be the most at risk."""

    late_share: float
    of_all_late: float


@dataclass(frozen=True)
class Example:
    """One flight with what the model said of it."""

    kind: str
    flight: str
    airline: str
    scheduled: datetime
    route: str
    dep_delay: int
    probability: float
    arr_delay: int


def facts(flights: DataFrame, prepared: DataFrame) -> Facts:
    """Count all flights, and those that are left for learning."""
    departed, arrived = F.col("dep_delay").isNotNull(), F.col("arr_delay").isNotNull()
    counts = flights.agg(
        F.count(F.lit(1)).alias("flights"),
        _count(~departed).alias("cancelled"),
        _count(departed & ~arrived).alias("diverted"),
    ).collect()[0]
    months = (
        prepared.groupBy("month")
        .agg(
            F.count(F.lit(1)).alias("flights"),
            _count(F.col(LABEL)).alias("late"),
            F.count("temp").alias("with_weather"),
            F.count("seats").alias("with_plane"),
        )
        .orderBy("month")
        .collect()
    )
    return Facts(
        flights=counts["flights"],
        cancelled=counts["cancelled"],
        diverted=counts["diverted"],
        with_weather=sum(row["with_weather"] for row in months),
        with_plane=sum(row["with_plane"] for row in months),
        months=[Month(row["month"], row["flights"], row["late"]) for row in months],
    )


def logloss(scored: DataFrame, probability: str) -> float:
    """Return the logarithmic loss of one model's probabilities, computed by Spark."""
    said = F.greatest(F.least(F.col(probability), F.lit(1 - 1e-15)), F.lit(1e-15))
    loss = -F.avg(F.when(F.col(LABEL), F.log(said)).otherwise(F.log(1 - said)))
    return float(scored.agg(loss.alias("loss")).collect()[0]["loss"])


def calibration(scored: DataFrame, probabilities: list[str]) -> dict[str, list[Bin]]:
    """Cut the flights by probability into bins of equal size, and compare what was said with what happened.

    Returns
    -------
    dict
        The bins of each model, by the column of its probabilities.
    """
    shares = [number / BINS for number in range(1, BINS)]
    cuts = scored.approxQuantile(probabilities, shares, QUANTILE_ERROR)
    return {column: _bins(scored, column, own) for column, own in zip(probabilities, cuts, strict=True)}


def _bins(scored: DataFrame, probability: str, cuts: list[float]) -> list[Bin]:
    cuts_below: Column = F.lit(0)
    for cut in cuts:
        cuts_below = cuts_below + (F.col(probability) > cut).cast("int")
    rows = (
        scored.groupBy(cuts_below.alias("bin"))
        .agg(F.avg(probability).alias("said"), F.avg(F.col(LABEL).cast("int")).alias("happened"))
        .orderBy("bin")
        .collect()
    )
    return [Bin(row["said"], row["happened"]) for row in rows]


def top(scored: DataFrame, probability: str) -> Top:
    """Say how many of the flights most at risk were late."""
    [threshold] = scored.approxQuantile(probability, [1 - TOP], QUANTILE_ERROR)
    in_top, late = F.col(probability) > threshold, F.col(LABEL)
    row = scored.agg(
        (_count(in_top & late) / _count(in_top)).alias("late_share"),
        (_count(in_top & late) / _count(late)).alias("of_all_late"),
    ).collect()[0]
    return Top(row["late_share"], row["of_all_late"])


def examples(scored: DataFrame, probability: str) -> list[Example]:
    """Pick a few flights that show what the model can and cannot know."""
    risk, late, delay = F.col(probability), F.col(LABEL), F.col("dep_delay")
    kinds: list[tuple[str, Column, Column]] = [
        ("Left on time, called late, was late", (delay <= 0) & late, risk.desc()),
        ("Left late, called on time, was on time", (delay > 20) & ~late, risk.asc()),
        ("Called on time, was late", late, risk.asc()),
        ("Called late, was on time", ~late, risk.desc()),
    ]
    found = [
        scored.where(condition)
        .orderBy(order, "scheduled", "flight")
        .limit(EXAMPLES_OF_EACH_KIND)
        .withColumn("kind", F.lit(kind))
        for kind, condition, order in kinds
    ]
    return [
        Example(
            kind=row["kind"],
            flight=row["flight"],
            airline=row["airline"],
            scheduled=row["scheduled"],
            route=f"{row['origin']} → {row['dest']}",
            dep_delay=int(row["dep_delay"]),
            probability=row[probability],
            arr_delay=int(row["arr_delay"]),
        )
        for row in reduce(DataFrame.union, found).collect()
    ]


def _count(condition: Column) -> Column:
    return F.count(F.when(condition, 1))
