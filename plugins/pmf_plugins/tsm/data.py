"""The dated data beside the plugin: national results, sample bands, the layout of the return."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

from pmf_engine.api import Period

_HOME = Path(__file__).parent


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV file beside the plugin."""
    with (_HOME / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def required_margin(population: int, year: Period) -> Decimal:
    """Return the margin, a share, that a survey of so many tenants must reach in a year.

    Of years before the first edition, the first edition holds.
    """
    bands = rows("sample_bands.csv")
    begun = [one["first_year"] for one in bands if Period.parse(one["first_year"]) <= year]
    edition = max(begun, default=bands[0]["first_year"])
    fitting = [
        (int(one["population_from"]), Decimal(one["margin"]))
        for one in bands
        if one["first_year"] == edition and int(one["population_from"]) <= population
    ]
    return max(fitting)[1]


def layout(year: Period) -> tuple[str, tuple[dict[str, str], ...]]:
    """Return the return's datapoints in its order, and the reporting year of that edition.

    The newest edition that is not later than the year, or else the oldest there is.
    """
    editions = sorted(_HOME.glob("return_*.csv"))
    begun = [path for path in editions if Period.parse(_year(path)) <= year]
    chosen = (begun or editions[:1])[-1]
    return _year(chosen), rows(chosen.name)


def _year(path: Path) -> str:
    return path.stem.removeprefix("return_").replace("-", "/")
