"""The rows of the customer insight workbook, by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pmf_engine.framework.customers import COMPLAINT
from pmf_engine.model.periods import Period
from tools.sample import finance, indicators
from tools.sample.chance import Dice
from tools.sample.files import read_yaml

Row = dict[str, Any]
Counts = Mapping[tuple[str, Period], int]
_SCRUTINY = ("entity", "recommendation", "raised", "owner", "due", "state")
_PANEL = ("panel", "entity", "valid_from")
_REFERRAL = ("entity", "panel", "concern", "indicator", "raised", "state", "project", "decided")
_LANDLORDS = ("OVH", "PCHA")


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the customer insight workbook, in a fixed order."""
    told = read_yaml("customers.yaml")
    return {
        "feedback": list(_feedback(told, _complaints())),
        "scrutiny": _coded(told["scrutiny"], _SCRUTINY),
        "panels": [
            {**dict(zip(_PANEL, row, strict=True)), "valid_to": None} for row in told["panels"]
        ],
        "referrals": _coded(told["referrals"], _REFERRAL),
        "promises": [row for one in told["promises"].items() for row in _promise(told, *one)],
        "rent_pound": list(_rent_pound(told["rent_pound"])),
    }


def _coded(rows: Mapping[str, Sequence[Any]], names: Sequence[str]) -> list[Row]:
    return [{"code": code, **dict(zip(names, row, strict=True))} for code, row in rows.items()]


def _complaints() -> Counts:
    """Stage one complaints as the indicators count them, by company and month."""
    newest = sorted(indicators.tables()["monthly"], key=lambda row: row["entered_on"])
    return {
        (row["code"].partition("-")[0], row["month"]): int(row["numerator"])
        for row in newest
        if row["code"].endswith("-CMP01") and row["numerator"] is not None
    }


def _feedback(told: Mapping[str, Any], complaints: Counts) -> Iterator[Row]:
    first, last = Period.parse(told["first"]), Period.parse(told["last"])
    months = [first.shift(step) for step in range(last.first - first.first + 1)]
    for month in months:
        for entity, kinds in told["monthly"].items():
            dice = Dice(f"feedback {entity} {month}")
            if entity in _LANDLORDS:
                yield from _shared(told, entity, month, complaints.get((entity, month), 0), dice)
            for kind, (low, high) in kinds.items():
                count = dice.between(low, high)
                if kind == COMPLAINT:
                    yield from _shared(told, entity, month, count, dice)
                else:
                    yield from _of_kind(told["about"][kind], entity, month, kind, count, dice)


def _shared(
    told: Mapping[str, Any], entity: str, month: Period, count: int, dice: Dice
) -> Iterator[Row]:
    """So many complaints, shared out by service and theme."""
    services = told.get("services", {}).get(entity, list(told["themes"]))
    about = {
        (service, theme): weight
        for service in services
        for theme, weight in told["themes"][service].items()
    }
    drawn = [dice.pick([pair for pair, w in about.items() for _ in range(w)]) for _ in range(count)]
    for service, theme in about:
        if so_many := drawn.count((service, theme)):
            yield _row(month, entity, COMPLAINT, service, so_many, theme)


def _of_kind(
    about: Mapping[str, Sequence[str | None]],
    entity: str,
    month: Period,
    kind: str,
    count: int,
    dice: Dice,
) -> Iterator[Row]:
    drawn = [dice.pick(list(about)) for _ in range(count)]
    for service, themes in about.items():
        if so_many := drawn.count(service):
            yield _row(month, entity, kind, service, so_many, themes[0])


def _row(month: Period, entity: str, kind: str, service: str, count: int, theme: str | None) -> Row:
    return {
        "month": month,
        "entity": entity,
        "kind": kind,
        "service": service,
        "count": count,
        "theme": theme,
    }


def _promise(told: Mapping[str, Any], code: str, now: Sequence[Any]) -> Iterator[Row]:
    standard, text, indicator, begun = now
    row = {
        "code": code,
        "entity": code.partition("-")[0],
        "standard": standard,
        "text": text,
        "indicator": indicator,
        "valid_from": begun,
    }
    if code in told["earlier"]:
        before, start, changed = told["earlier"][code]
        yield row | {"text": before, "valid_from": start}
        row["valid_from"] = changed
    yield row


def _rent_pound(lines: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """What rent was spent on: lines of the accounts added up, in plain words."""
    accounts = finance.tables()["accounts"]
    for entity in _LANDLORDS:
        own = [row for row in accounts if row["entity"] == entity]
        for year in dict.fromkeys(row["year"] for row in own):
            amounts = {row["line"]: row["amount"] for row in own if row["year"] == year}
            for line, parts in lines.items():
                amount = sum((amounts.get(part, Decimal(0)) for part in parts), Decimal(0))
                yield {"entity": entity, "year": year, "line": line, "amount": amount}
