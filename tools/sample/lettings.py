"""The rows of the CORE lettings workbook, by table: those of Pine Court, as its export has them.

Re-lets without major works are, month by month, as many and as long empty as the indicator register
says, so that the two agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pmf_engine.model.periods import Period
from tools.sample import indicators
from tools.sample.chance import Dice
from tools.sample.files import read_yaml
from tools.sample.households import household
from tools.sample.tenancies import tenancy

Row = dict[str, Any]
YEARS = ("2025/26", "2026/27")
_RELETS = "PCHA-LET01"
_FIRST, _LAST = Period.month(2025, 4), Period.month(2026, 9)
# What an analyst has still to put right, by the number of the letting: none of it stops the file.
_FAULTS: dict[int, Row] = {
    92: {"Ethnic background": None},
    97: {"Tenancy type": "Assured lifetme"},
    104: {"Income known": "Yes", "Income paid": "Weekly", "Household income": 4850},
    111: {"Housing benefits": "Universal Credit", "Income from benefits": "None"},
    118: {"Reason for leaving": "Other", "Other reason": None},
}
_ORGANISATIONS = (
    "code", "name", "provider_type", "holds_stock", "rent_periods", "managed_by", "ours",
)  # fmt: skip
_REFERENCES = {
    "schemes": ("scheme", "owner", "location", "postcode"),
    "users": ("email", "organisation", "role"),
    "areas": ("code", "name", "valid_from", "valid_to", "england"),
    "organisations": _ORGANISATIONS,
}


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the workbook, in a fixed order."""
    told = read_yaml("lettings.yaml")
    columns = dict(_columns(told))
    return {
        "lettings": list(_lettings(told)),
        "mapping": list(_mapping(columns)),
        "codes": list(_codes(told, columns)),
        "organisations": _reference(told, "organisations"),
        "schemes": _reference(told, "schemes"),
        "users": _reference(told, "users"),
        "rent_ranges": list(_rent_ranges(told)),
        "local_authorities": _reference(told, "areas"),
    }


def headings() -> list[str]:
    """Return the headings of the export, in its order."""
    return list(dict(_columns(read_yaml("lettings.yaml"))))


def _reference(told: Mapping[str, Any], name: str) -> list[Row]:
    return [
        {column: _cell(value) for column, value in zip(_REFERENCES[name], row, strict=True)}
        for row in told[name]
    ]


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value in ("yes", "no"):
        return value == "yes"
    return value or None


def _columns(told: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each heading with the fields that it fills; those of people where they stand."""
    for name, column in told["columns"].items():
        if name != "people":
            yield name, column
            continue
        for person in range(column[0], column[1] + 1):
            for what, about in told["person"].items():
                yield f"Person {person} {what}", {**about, "fields": _fields_of(about, person)}


def _fields_of(about: Mapping[str, Any], person: int) -> list[int | None]:
    pairs = zip(about["first"], about["step"], strict=True)
    return [None if first is None else first + step * (person - 2) for first, step in pairs]


def _mapping(columns: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    for at, year in enumerate(YEARS):
        for name, column in columns.items():
            fields = column["fields"][at]
            if isinstance(fields, list):
                for field, part in zip(fields, column["parts"], strict=True):
                    yield {"year": year, "field": field, "column": name, "part": part}
            elif fields is not None:
                yield {"year": year, "field": fields, "column": name, "part": "whole"}


def _codes(told: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    lists = {
        **told["codes"],
        "organisations": {row[1]: row[0] for row in told["organisations"]},
        "areas": {row[1]: row[0] for row in told["areas"]},
    }
    for name, column in columns.items():
        for value, code in lists.get(column.get("codes"), {}).items():
            yield {"column": name, "value": value, "code": str(code) or None}


def _rent_ranges(told: Mapping[str, Any]) -> Iterator[Row]:
    """Yield made-up bands of weekly rent, by year, letting type, area and bedrooms."""
    for year in (2025, 2026):
        for lettype, base in ((1, 70), (2, 66), (5, 90), (6, 86)):
            for area in told["areas"][:5]:
                for beds in range(5):
                    low = base + 9 * beds + 2 * (year - 2025)
                    bounds = (low, low + 75, low - 30, low + 190)
                    names = ("soft_min", "soft_max", "hard_min", "hard_max")
                    yield {
                        "start_year": year, "lettype": lettype, "la": area[0], "beds": beds,
                        **dict(zip(names, bounds, strict=True)),
                    }  # fmt: skip


def _lettings(told: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the lettings by the day on which they began, each with a reference of its own."""
    begun = sorted(
        _begun(told),
        key=lambda one: (one["Tenancy start"], one["Void from"] or one["Tenancy start"]),
    )
    blank = dict.fromkeys(headings())
    for number, row in enumerate(begun, 1):
        row |= _FAULTS.get(number, {}) | {
            "Tenancy reference": f"T{26000 + number}",
            "Property reference": f"PC{4100 + 7 * number}",
            "Address": f"{number} {row['Address']}",
        }
        yield blank | row


def _begun(told: Mapping[str, Any]) -> Iterator[Row]:
    pairs = {
        row["month"]: (int(row["numerator"]), int(row["denominator"]))
        for row in indicators.tables()["monthly"]
        if row["code"] == _RELETS
    }
    for step in range((_LAST.last - _FIRST.first) + 1):
        month = _FIRST.shift(step)
        days, homes = pairs[month]
        for at, empty in enumerate(_shares(days, homes, Dice(f"re-let days {month.id}"))):
            yield from _one(told, month, f"re-let {at}", "re-let", empty)
        dice = Dice(f"other lettings {month.id}")
        for at, kind in enumerate(_others(month, dice)):
            yield from _one(told, month, f"{kind} {at}", kind, dice.between(12, 70))


def _others(month: Period, dice: Dice) -> Iterator[str]:
    """Yield what else was let in a month: renewals, homes after major works, a new scheme."""
    for kind, chances in (("renewal", 8), ("major works", 5)):
        if dice.below(10) < chances:
            yield kind
    if month in (Period.month(2025, 9), Period.month(2026, 6)):
        yield from ["first let"] * 14


def _one(told: Mapping[str, Any], month: Period, name: str, kind: str, empty: int) -> Iterator[Row]:
    dice = Dice(f"letting {month.id} {name}")
    start = month.start_date + timedelta(days=dice.below(month.end_date.day))
    year = YEARS[start >= date(2026, 4, 1)]
    home = tenancy(dice, kind, start, empty, year, told)
    people = household(dice, home, kind, year)
    yield {**home, **people}


def _shares(total: int, count: int, dice: Dice) -> list[int]:
    """Return whole numbers that add up to a total, each at least 2, none alike its neighbours."""
    weights = [dice.between(6, 16) for _ in range(count)]
    shares = [max(2, total * weight // sum(weights)) for weight in weights]
    shares[-1] += total - sum(shares)
    return shares
