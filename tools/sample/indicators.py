"""The rows of the indicators workbook, by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tools.sample.calendar import board_day
from tools.sample.entries import Row, monthly_rows
from tools.sample.files import by_month, read_yaml, read_yamls
from tools.sample.series import Line, draw, scale_of

GROUP = "SOVINI"
_FORMED = date(2006, 10, 1)
_AUDIENCES = {
    "internal": ("emt", "managers", "team"),
    "board": ("board", "emt", "managers"),
    "public": ("board", "emt", "managers", "panel", "tenants"),
}
_THEMES = ("homes", "customers", "money_people", "trading")


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the indicators workbook, in a fixed order."""
    measures = read_yamls(*(f"measures/{theme}.yaml" for theme in _THEMES))
    companies = read_yaml("companies/entities.yaml")
    extras = read_yaml("companies/extras.yaml")
    stories = [
        (entity, code, story)
        for entity, company in companies.items()
        for code, story in read_yamls(*(f"companies/{f}" for f in company["files"])).items()
    ]
    return {
        "entities": [_entity(code, company) for code, company in companies.items()],
        "indicators": [_indicator(*s, measures[s[2]["measure"]]) for s in stories],
        "targets": [
            row
            for entity, code, story in stories
            for row in _targets(code, story, companies[entity]["board"])
        ],
        "monthly": _monthly(stories, measures, companies),
        "benchmarks": [row for story in stories for row in _benchmarks(*story, extras)],
        "adjustments": [_adjustment(entry) for entry in extras["adjustments"]],
    }


def _entity(code: str, company: Mapping[str, Any]) -> Row:
    return {
        "code": code,
        "title": company["title"],
        "kind": company["kind"],
        "parent": None if code == GROUP else GROUP,
        "board_frequency": company["board_frequency"],
        "homes": company.get("homes"),
        "valid_from": _FORMED,
        "valid_to": None,
    }


def _indicator(entity: str, code: str, story: Mapping[str, Any], measure: Mapping[str, Any]) -> Row:
    kept = ("title", "service", "perspective", "dimension", "unit", "kind", "polarity", "places")
    return {
        "code": code,
        **{column: measure[column] for column in kept},
        "entity": entity,
        "measure": story["measure"],
        "scale": str(scale_of(measure)),
        "frequency": measure.get("frequency", "monthly"),
        "owner": story["owner"],
        "objective": story["objective"],
        "weight": _decimal(story.get("weight", 1)),
        "critical": story.get("critical", False),
        "audiences": _AUDIENCES[story["audiences"]],
        "definition": measure["definition"],
        "source": f"Synthetic sample data in place of the {measure['source']}",
        "over_100": measure.get("over_100"),
        "regulatory": measure.get("regulatory"),
    }


def _targets(code: str, story: Mapping[str, Any], board: str) -> Iterator[Row]:
    for month, entry in by_month(story.get("targets")).items():
        stated = {"numbers": entry} if isinstance(entry, list) else entry
        yield {
            "code": code,
            "valid_from": month.start_date,
            **_thresholds(stated),
            "polarity": stated.get("polarity"),
            "weight": None,
            "definition": stated.get("definition"),
            "approved_by": board,
            "approved_on": board_day(month.start_date),
        }


def _thresholds(entry: Mapping[str, Any]) -> Row:
    target, amber = (*entry.get("numbers", ()), None, None)[:2]
    lower, upper = entry.get("range", (None, None))
    outer_lower, outer_upper = entry.get("outer", (None, None))
    numbers = {
        "target": target,
        "amber": amber,
        "lower": lower,
        "upper": upper,
        "outer_lower": outer_lower,
        "outer_upper": outer_upper,
    }
    return {name: _decimal(number) for name, number in numbers.items()}


def _monthly(
    stories: list[tuple[str, str, dict[str, Any]]],
    measures: Mapping[str, Any],
    companies: Mapping[str, Any],
) -> list[Row]:
    lines: dict[str, Line] = {}
    rows: list[Row] = []
    told = [story for story in stories if "level" in story[2] or "less" in story[2]]
    for entity, code, story in sorted(told, key=lambda found: "less" in found[2]):
        measure, roles = measures[story["measure"]], companies[entity]["entered_by"]
        lines[code] = draw(code, story, measure, lines)
        entered_by = roles.get(measure["service"], roles.get("*"))
        rows.extend(monthly_rows(code, story, lines[code], entered_by))
    order = {code: place for place, (_, code, _) in enumerate(stories)}
    return sorted(rows, key=lambda row: (row["month"], order[row["code"]], row["entered_on"]))


def _benchmarks(
    entity: str, code: str, story: Mapping[str, Any], extras: Mapping[str, Any]
) -> Iterator[Row]:
    for year, numbers in story.get("benchmarks", {}).items():
        group, source = extras["peer_group"][entity], extras["peer_source"]
        yield _benchmark(code, year, group, numbers, source)
    measure = story.get("published")
    for year, numbers in extras["published"].get(measure, {}).items():
        source = extras["published_source"].format(year=year, measure=measure)
        yield _benchmark(code, year, extras["published_group"], numbers, source)


def _benchmark(code: str, year: str, group: str, numbers: list[Any], source: str) -> Row:
    n, q1, median, q3 = numbers
    return {
        "code": code,
        "year": year,
        "peer_group": group,
        "n": n,
        "q1": _decimal(q1),
        "median": _decimal(median),
        "q3": _decimal(q3),
        "source": source,
    }


def _adjustment(entry: Mapping[str, Any]) -> Row:
    return {**entry, "value": _decimal(entry["value"])}


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)
