"""The rows of the golden thread workbook, by table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import Any

from tools.sample.chance import Dice
from tools.sample.files import read_csv, read_yaml
from tools.sample.milestones import milestone_rows
from tools.sample.people import Row, Team, people_rows, read_teams, team_rows
from tools.sample.progress import Course, course, has_milestones, typed_percent

_ACTION_FILES = ("group", "ovh_homes", "ovh_customers", "companies")
_LAST_YEAR, _THIS_YEAR = 2025, 2026


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the golden thread workbook, in a fixed order."""
    plans, teams = read_yaml("thread/plans.yaml"), read_teams()
    actions, milestones = _followed(teams)
    return {
        "plans": list(_plans(plans)),
        "objectives": list(_objectives(plans)),
        "actions": actions,
        "milestones": milestones,
        "people": people_rows(teams),
        "teams": team_rows(teams),
    }


def _plans(plans: dict[str, Any]) -> Iterator[Row]:
    strategy = plans["strategy"]
    yield _plan(strategy["code"], strategy, "strategy", None)
    for code, plan in plans["strategic_plans"].items():
        yield _plan(code, plan, "strategic plan", strategy["code"])
    for year in (_LAST_YEAR, _THIS_YEAR):
        for code, (parent, service, owner) in plans["services"].items():
            if year == _THIS_YEAR or code in plans["closed"]:
                entity = plans["strategic_plans"][parent]["entity"]
                title = f"{service} Service Delivery Plan {year}/{year + 1 - 2000}"
                plan = {"title": title, "entity": entity, "owner": owner}
                yield _plan(plan_code(code, year), plan, "service delivery plan", parent, year)


def plan_code(service: str, year: int) -> str:
    """Return the code of a service delivery plan: OVH-REP-26 for that of 2026/27."""
    return f"{service}-{year - 2000}"


def _plan(
    code: str, plan: dict[str, Any], kind: str, parent: str | None, year: int | None = None
) -> Row:
    first, last = (2024, 2029) if year is None else (year, year + 1)
    return {
        "code": code,
        "title": plan["title"],
        "entity": plan["entity"],
        "kind": kind,
        "parent": parent,
        "owner": plan["owner"],
        "valid_from": date(first, 4, 1),
        "valid_to": date(last, 3, 31),
    }


def _objectives(plans: dict[str, Any]) -> Iterator[Row]:
    held = {plans["strategy"]["code"]: plans["strategy"], **plans["strategic_plans"]}
    for plan, found in held.items():
        for code, title in found["objectives"].items():
            yield {"code": code, "title": title, "plan": plan}


def _followed(teams: dict[str, Team]) -> tuple[list[Row], list[Row]]:
    actions: list[Row] = []
    milestones: list[Row] = []
    steps = read_yaml("thread/milestones.yaml")
    turns = {code: cycle(team.present) for code, team in teams.items()}
    written = [row for name in _ACTION_FILES for row in read_csv(f"thread/actions_{name}.csv")]
    for number, row in enumerate(written, 1):
        code, team = f"A{number:03}", teams[row["team"]]
        dice = Dice(code)
        found = course(row["outcome"], row["dates"], team.row["left"], dice)
        if has_milestones(row["kind"], row["outcome"]):
            made, percent = milestone_rows(code, found, steps[row["kind"]], dice)
            milestones.extend(made)
        else:
            percent = typed_percent(found, dice)
        owner = _owner(row["outcome"], team, turns[row["team"]])
        actions.append(_action(code, row, found, percent, owner, team.row["plan"]))
    return actions, milestones


def _owner(outcome: str, team: Team, turns: Iterator[str]) -> str | None:
    if outcome == "none":
        return None
    return team.leaver if outcome == "left" else next(turns)


def _action(
    code: str, row: dict[str, str], found: Course, percent: int, owner: str | None, service: str
) -> Row:
    year = _LAST_YEAR if row["outcome"].endswith("25") else _THIS_YEAR
    return {
        "code": code,
        "title": row["title"],
        "objective": row["objective"],
        "plan": plan_code(service, year),
        "owner": owner,
        "start": found.start,
        "due": found.due,
        "percent": Decimal(percent),
        "state": found.state,
        "closed_on": found.closed_on,
        "updated_on": found.updated_on,
        "indicators": tuple(part for part in row["indicators"].split("; ") if part),
    }
