"""The rows of the workbook of risks, by table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pmf_engine.framework.risk_contract import IMPACTS
from pmf_engine.measures.risk import COLOURS, STEPS, default_band
from pmf_engine.model.periods import Period
from tools.sample.calendar import TODAY, working_day
from tools.sample.chance import Dice
from tools.sample.files import read_csv, read_yaml

Row = dict[str, Any]
_QUARTERS = tuple(Period.parse(text) for text in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"))
_NEWEST = "s4"
_UNCHANGED = "Reviewed with the team; nothing has changed"


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the workbook of risks, in a fixed order."""
    written, rest = read_csv("risks/risks.csv"), read_yaml("risks/rest.yaml")
    controls = [row for one in written for row in _controls(one, rest)]
    return {
        "risks": [_risk(one) for one in written],
        "assessments": [row for one in written for row in _assessments(one)],
        "controls": controls,
        "assurance": [row for control in controls for row in _assurance(control, rest)],
        "risk_actions": _linked(rest["actions"], "action"),
        "risk_indicators": _linked(rest["indicators"], "indicator"),
        "appetite": list(_appetite(rest["appetite"])),
        "matrix": list(_matrix(rest["matrices"])),
        "horizon": [_theme(*one) for one in rest["horizon"]],
    }


def _risk(one: dict[str, str]) -> Row:
    kept = (
        "code", "title", "cause", "event", "effect", "category", "entity", "level", "owner",
        "response", "proximity", "velocity",
    )  # fmt: skip
    return {
        **{name: one[name] for name in kept},
        "opened": date.fromisoformat(one["opened"]),
        "closed": _day(one["closed"]),
        "merged_into": one["merged_into"] or None,
        "next_review": None,
        "close_reason": f"{one['reason']}." if one["closed"] else None,
    }


def _assessments(one: dict[str, str]) -> Iterator[Row]:
    dice, opened = Dice(f"risk {one['code']}"), date.fromisoformat(one["opened"])
    first = max(opened, date(2025, 4, 1) + timedelta(days=dice.below(60)))
    yield _scoring(one, first, "inherent", one["inherent"], "Before any control", dice)
    before = one["s1"]
    for name, quarter in zip(("s1", "s2", "s3", _NEWEST), _QUARTERS, strict=True):
        if score := one[name]:
            day = working_day(quarter.start_date + timedelta(days=dice.between(35, 80)))
            moved = score != before or name == _NEWEST
            reason = (moved and one["reason"]) or _UNCHANGED
            yield _scoring(one, max(day, opened), "current", score, reason, dice)
            before = score
    day = date.fromisoformat(one["target_date"])
    yield _scoring(one, day, "target", one["target"], "Once the linked actions are done", dice)


def _scoring(one: dict[str, str], day: date, kind: str, score: str, reason: str, dice: Dice) -> Row:
    likelihood, impact = int(score[0]), int(score[1])
    impacts = {name: max(1, impact - dice.between(1, 3)) for name in IMPACTS}
    return {
        "risk": one["code"], "date": day, "kind": kind, "likelihood": likelihood,
        **impacts, f"impact_{one['dim']}": impact, "reason": f"{reason}.", "by": one["owner"],
    }  # fmt: skip


def _controls(one: dict[str, str], rest: dict[str, Any]) -> Iterator[Row]:
    dice = Dice(f"controls {one['code']}")
    offered = rest["controls"][one["category"]]
    first, number = dice.below(len(offered)), dice.between(2, 3)
    for at in range(number):
        title, kind = offered[(first + at) % len(offered)]
        tested = working_day(TODAY - timedelta(days=dice.between(20, 300)))
        yield {
            "risk": one["code"],
            "code": f"{one['code']}-C{at + 1}",
            "title": title,
            "type": kind,
            "owner": one["owner"],
            "key": at == 0,
            "effectiveness": dice.pick(("full", "partial", "partial")),
            "last_tested": tested,
        }


def _assurance(control: Row, rest: dict[str, Any]) -> Iterator[Row]:
    """Line 1 looks at every control, line 2 at key ones and some others, line 3 at half the key."""
    code = control["risk"]
    dice, bare = Dice(f"assurance {control['code']}"), code in rest["untested"]
    lines = [1]
    if control["key"]:
        lines += [2] + [3] * (dice.below(2) or code in rest["limited"])
    elif dice.below(3) == 0:
        lines += [2]
    for line in lines:
        old = bare and line > 1
        ago = dice.between(400, 480) if old else dice.between(25, 330)
        poor = line == 3 and code in rest["limited"]
        yield {
            "risk": code,
            "control": control["code"],
            "line": line,
            "date": working_day(TODAY - timedelta(days=ago)),
            "rating": "limited" if poor else dice.pick(("substantial", "reasonable")),
            "source": rest["limited"][code] if poor else dice.pick(rest["sources"][line]),
        }


def _linked(links: dict[str, list[str]], name: str) -> list[Row]:
    return [{"risk": risk, name: code} for risk, codes in links.items() for code in codes]


def _appetite(kept: dict[str, list[list[Any]]]) -> Iterator[Row]:
    for category, rows in kept.items():
        for since, appetite, tolerance in rows:
            yield {
                "category": category,
                "valid_from": since,
                "appetite": appetite,
                "tolerance": tolerance,
            }


def _matrix(kept: dict[date, dict[int, str]]) -> Iterator[Row]:
    words = {band: colour for colour, band in COLOURS.items()}
    for since, changed in kept.items():
        for likelihood in STEPS:
            for impact in STEPS:
                usual = words[default_band(likelihood, impact)]
                yield {
                    "valid_from": since,
                    "likelihood": likelihood,
                    "impact": impact,
                    "band": changed.get(10 * likelihood + impact, usual),
                }


def _theme(theme: str, since: date, source: str, note: str, risks: list[str]) -> Row:
    return {
        "theme": theme,
        "valid_from": since,
        "valid_to": None,
        "source": source,
        "note": note,
        "risks": tuple(risks),
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
