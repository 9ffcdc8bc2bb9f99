"""The rows of the stock workbook: a register of homes, what moved, and limits of rents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from tools.sample.chance import Dice
from tools.sample.files import read_yaml

Row = dict[str, Any]
_RENTAL, _SHARED = "low cost rental", "low cost home ownership"
_MARKET, _LEASEHOLD = "non-social rental", "non-social leasehold"
_KINDS: Mapping[str, Row] = {
    "general": {"tenure": _RENTAL, "need": "general needs", "form": "self-contained"},
    "social": {"tenure": _RENTAL, "need": "general needs", "form": "self-contained"},
    "affordable": {"tenure": _RENTAL, "need": "general needs", "form": "self-contained"},
    "hostel": {"tenure": _RENTAL, "need": "general needs", "form": "bedspaces"},
    "supported": {"tenure": _RENTAL, "need": "supported housing", "form": "self-contained"},
    "older": {"tenure": _RENTAL, "need": "housing for older people", "form": "self-contained"},
    "for_others": {"tenure": _RENTAL, "need": "general needs", "form": "self-contained"},
    "shared": {"tenure": _SHARED},
    "market": {"tenure": _MARKET, "rent_basis": "market rent"},
    "leasehold": {"tenure": _LEASEHOLD},
}
_OTHER = "RP-OTHER"  # owns the homes that are managed for others
_BEDS, _OLDER_BEDS = (1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5), (0, 1, 1, 2)
_NEWEST = Period.parse("2025/26")


class _Register:
    """One landlord's homes, numbered as they are made."""

    def __init__(self, code: str, told: Mapping[str, Any]) -> None:
        self.code, self.told = code, told
        self.dice = Dice(f"stock {code}")
        self.homes: list[Row] = []
        self.moves: list[Row] = []
        shares = told["standing"][code]["shares"]
        self.areas = [area for area, share in shares.items() for _ in range(share)]

    def add(self, kind: str, acquired: date, **more: Any) -> Row:
        """Add a home of a kind, with chance to fill what the kind leaves open."""
        dice, fixed = self.dice, _KINDS[kind]
        home: Row = {
            "property": f"{self.code}-{len(self.homes) + 1:05}",
            "owner": _OTHER if kind == "for_others" else self.code,
            "manager": self.code,
            "la": dice.pick(self.areas),
            "beds": dice.pick(_OLDER_BEDS if kind == "older" else _BEDS),
            "acquired": acquired,
            **fixed,
        }
        if home["tenure"] == _RENTAL:
            home |= self._let(kind, home)
        elif kind == "shared":
            home["share"] = Decimal(dice.pick((25, 30, 40, 40, 50, 50, 60, 75)))
            home["weekly_rent"] = self._rent(home, Decimal("0.55"))
        elif kind == "market":
            home["weekly_rent"] = self._rent(home, Decimal("1.6"))
        home |= more
        self.homes.append(home)
        return home

    def _let(self, kind: str, home: Row) -> Row:
        affordable = kind == "affordable" or (kind == "general" and self.dice.below(100) < 12)
        basis = "affordable rent" if affordable else "social rent"
        times = self.told["affordable"] if affordable else Decimal(1)
        flat = kind in ("older", "supported") or self.dice.below(100) < 35
        charge = Decimal(self.dice.between(350, 1850)) / 100 if flat else None
        luck = self.dice.below(1000)
        state = "vacant and available" if luck < 4 else "vacant and not available"
        decent = self.dice.below(1000)
        return {
            "rent_basis": basis,
            "weekly_rent": self._rent(home, times),
            "service_charge": charge,
            "state": "let" if luck >= 11 else state,
            "decent": "fails" if decent < 6 else "not covered" if decent < 8 else "meets",
        }

    def _rent(self, home: Row, times: Decimal) -> Decimal:
        base = self.told["rents"][home["beds"]] * self.told["dearer"].get(home["la"], Decimal(1))
        return half_up(base * times * (100 + 3 * self.dice.wobble()) / 100, 2)

    def move(self, home: Row, kind: str, day: date, **tenures: str) -> None:
        """Add a movement of a home."""
        row = {"property": home["property"], "owner": home["owner"], "moved_on": day, "kind": kind}
        self.moves.append({**row, **tenures})

    def day(self, year: Period) -> date:
        """Return a day of a year."""
        return year.start_date + timedelta(days=self.dice.between(3, 360))


def _register(code: str, told: Mapping[str, Any]) -> _Register:
    made = _Register(code, told)
    standing = told["standing"][code]
    for kind in ("general", "supported", "older", "shared", "market", "leasehold", "for_others"):
        for _ in range(standing[kind]):
            made.add(kind, _long_ago(made.dice))
    for spaces in standing["hostels"]:
        made.add("hostel", _long_ago(made.dice), bedspaces=spaces, beds=None, service_charge=None)
    for label, moves in told["moves"][code].items():
        _year(made, Period.parse(label), moves)
    return made


def _long_ago(dice: Dice) -> date:
    return date(2006, 10, 30) if dice.below(3) else date(dice.between(2007, 2023), 9, 1)


def _year(made: _Register, year: Period, moves: Mapping[str, Any]) -> None:
    for kind, (how, number) in moves["came"].items():
        for _ in range(number):
            day = made.day(year)
            made.move(made.add(kind, day), how, day)
    for kind, (how, number) in moves["left"].items():
        for _ in range(number):
            day = made.day(year)
            home = made.add(kind, _long_ago(made.dice), disposed=day, disposal_route=how)
            if kind != "for_others":
                made.move(home, how, day)
    for _ in range(moves["converted"]):
        turned = {"from_tenure": _SHARED, "to_tenure": _LEASEHOLD}
        made.move(
            made.add("leasehold", _long_ago(made.dice)), "converted", made.day(year), **turned
        )


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the stock workbook, in a fixed order."""
    told = read_yaml("stock.yaml")
    made = [_register(code, told) for code in told["landlords"]]
    _remarkable(made[0], told)
    return {
        "landlords": list(_landlords(told)),
        "areas": [
            {"code": code, "name": name, "region": "North West", "valid_from": told["area_from"]}
            for code, name in told["areas"].items()
        ],
        "properties": [home for one in made for home in one.homes],
        "movements": [move for one in made for move in sorted(one.moves, key=_by_day)],
        "limits": list(_limits(told)),
        "formula_rents": list(_formula(made[0])),
    }


def _by_day(move: Row) -> tuple[date, str]:
    return move["moved_on"], move["property"]


def _remarkable(made: _Register, told: Mapping[str, Any]) -> None:
    """Leave some things for the checks to find: a rent by the month, and gaps."""
    standing = [home for home in made.homes if home.get("state") == "let"]
    for home in standing[: told["by_the_month"]]:
        home["weekly_rent"] = half_up(home["weekly_rent"] * 52 / 12, 2)
    standing[100]["decent"] = None
    standing[200]["weekly_rent"] = None


def _landlords(told: Mapping[str, Any]) -> Iterator[Row]:
    for code, one in told["landlords"].items():
        for year in (_NEWEST.shift(-1), _NEWEST):
            yield {"landlord": code, "year": year, **one}


def _limits(told: Mapping[str, Any]) -> Iterator[Row]:
    for basis, (low, high) in told["bands"].items():
        for beds, cap in told["caps"].items():
            yield {
                "rent_basis": basis, "beds": beds, "valid_from": told["limits_from"],
                "cap": cap if basis == "social rent" else None, "band_low": low, "band_high": high,
            }  # fmt: skip


def _formula(made: _Register) -> Iterator[Row]:
    """The formula rents of homes let of late, two of them below what is charged."""
    new = [
        home
        for home in made.homes
        if home.get("rent_basis") == "social rent" and home["acquired"].year >= 2024
    ]
    for at, home in enumerate(new):
        gap = Decimal("0.90") if at in (7, 21) else Decimal("1.01")
        yield {
            "property": home["property"],
            "valid_from": date(2025, 4, 1),
            "formula_rent": half_up(home["weekly_rent"] * gap, 2),
            "flexibility": Decimal(5),
        }
