"""The back of a plain script's documents: plans, gaps, data quality and the two appendices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from figures import Row, by, last_day, name_of, shown

STATES = {"complete": ("completed", "completed late"), "on-course": ("in progress", "not started"),
          "check": ("check progress", "unassigned"), "overdue": ("overdue",)}  # fmt: skip
MEASURED = "Actions, Milestones, Objectives"
BRIEF = "%-d %b %Y"
Pack = Any


def matter(pack: Pack) -> dict[str, Any]:
    """The names of the template that come after the exceptions."""
    gaps, issues = _gaps(pack), list(_issues(pack))
    broken = sum(bool(count) for _, count, _ in gaps)
    return {
        "plans": [_plan(pack, row) for row in _plans(pack)],
        "gaps": gaps,
        "gap_words": f"The golden thread is broken in {broken} of the 6 ways looked for.",
        "quality": issues or [["None", "None", "None", "Every figure is final and on time."]],
        "quality_words": _counts(pack, issues),
        "definitions": [_definition(one) for one in pack.found],
        "sources": list(_sources(pack)),
    }


def _plans(pack: Pack) -> list[Row]:
    day, entity = last_day(pack.end), pack.entity["code"]
    return [
        row
        for row in pack.books.tables["Plans"]
        if row["kind"] == "strategic plan"
        and (pack.group or row["entity"] == entity)
        and row["valid_from"] <= day <= (row["valid_to"] or day)
    ]


def _plan(pack: Pack, plan: Row) -> Row:
    under = by(list(pack.actions.values()), "objective")
    rows, known = [], []
    for objective in (o for o in pack.books.tables["Objectives"] if o["plan"] == plan["code"]):
        code, title = objective["code"], objective["title"]
        percent = _mean([a["percent"] for a in under[code] if a["status"] != "cancelled"])
        pack.fact(f"objective/{code}", f"{title}, progress", percent, "", MEASURED)
        counts = [sum(a["status"] in kinds for a in under[code]) for kinds in STATES.values()]
        for name, count in zip(STATES, counts, strict=True):
            pack.fact(f"objective/{code}/{name}", f"Actions {name}", count, "", "Actions")
        rows.append([title, shown(percent, "%", 0), *counts])
        known += [(title, percent)] if percent is not None else []
    whole = _mean([percent for _, percent in known])
    pack.fact(f"plan/{plan['code']}", f"{plan['title']}, progress", whole, "", f"{MEASURED}, Plans")
    done = shown(whole, "%", 0)
    words = f"{plan['title']} is {done} complete, as the mean of its {len(rows)} objectives."
    ranked = sorted(known, key=lambda pair: -pair[1])
    return {"title": plan["title"], "words": words, "grid": rows, "code": plan["code"],
            "ranked": ranked, "chart": plan["code"] if known else None}  # fmt: skip


def _mean(values: list[Any]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _gaps(pack: Pack) -> list[list[Any]]:
    tables, entity = pack.books.tables, pack.entity["code"]
    plans = {row["code"] for row in tables["Plans"] if pack.group or row["entity"] == entity}
    objectives = [row for row in tables["Objectives"] if row["plan"] in plans]
    live = [row for row in pack.actions.values() if row["state"] == "open"]
    own = [row for row in live if row["plan"] in plans]
    served = {row["objective"] for row in pack.actions.values()}
    measured = {row["objective"] for row in tables["Indicators"]}
    idle = list(_idle(pack, {row["owner"] for row in live}))
    owners = {action["code"]: pack.books.people.get(action["owner"]) for action in own}
    found = {
        "Objectives with no action": [o for o in objectives if o["code"] not in served],
        "Objectives with no indicator": [o for o in objectives if o["code"] not in measured],
        "Open actions with no owner": [a for a in own if not a["owner"]],
        "Open actions of leavers": [a for a in own if _gone(pack, owners[a["code"]])],
        "Open actions with every milestone done": [a for a in own if a["percent"] == 100],
        "Teams with no open action": [team for team, _ in idle],
    }
    for title, rows in found.items():
        sheet = next(
            name for name in ("Objectives", "Actions", "Teams") if name[:5] in title.title()
        )
        pack.fact(f"gaps/{title.lower().replace(' ', '-')}", title, len(rows), "", sheet)
    people = sum(n for _, n in idle)
    pack.fact("gaps/people", "People in those teams", people, "", "People")
    listed = [[title, len(rows), _listed(rows)] for title, rows in found.items()]
    return [*listed, ["People in those teams", people, "Not listed"]]


def _idle(pack: Pack, busy: set[str]) -> Iterator[tuple[Row, int]]:
    staff = by([p for p in pack.books.people.values() if not _gone(pack, p)], "team")
    for team in pack.books.tables["Teams"]:
        people = staff.get(team["code"], [])
        mine = pack.group or team["entity"] == pack.entity["code"]
        if mine and people and not any(person["code"] in busy for person in people):
            yield team, len(people)


def _gone(pack: Pack, person: Row | None) -> bool:
    return bool(person and person["valid_to"] and person["valid_to"] < pack.today)


def _listed(rows: list[Row]) -> str:
    more = f"; and {len(rows) - 4} more" if len(rows) > 4 else ""
    return "; ".join(f"{row['title']} ({row['code']})" for row in rows[:4]) + more or "None"


def _issues(pack: Pack) -> Iterator[list[str]]:
    for found in pack.found:
        one, step = found["one"], found["one"]["step"]
        months = range(found["end"], min(found["end"], pack.end - pack.step + 1) - 1, -step)
        for month in reversed(months) if not one["members"] else ():
            point = pack.books.point(one, month)
            due = last_day(month + 1).replace(day=14)
            for kind, text in _matters(one, point, due):
                yield [one["title"], name_of(month, step), kind, text]


def _matters(one: Row, point: Row, due: date) -> Iterator[tuple[str, str]]:
    rows, by_when = point["rows"], due.strftime(BRIEF)
    if point["value"] is None:
        if point["bottom"] != 0:
            yield "Missing", f"Due by {by_when}; no figure was entered."
        return
    if rows[0]["entered_on"] and rows[0]["entered_on"] > due:
        yield "Late", f"Entered on {rows[0]['entered_on'].strftime(BRIEF)}, due by {by_when}."
    if point["status"] != "actual":
        yield "Provisional", f"Marked {point['status']}; may be revised."
    if len(rows) > 1:
        was, now = (_entered(one, row) for row in (rows[0], rows[-1]))
        yield (
            "Revised",
            f"Corrected on {rows[-1]['entered_on'].strftime(BRIEF)}: {was} became {now}.",
        )


def _entered(one: Row, row: Row) -> str:
    top, bottom, value = row["numerator"], row["denominator"], row["value"]
    value = one["scale"] * top / bottom if top is not None and bottom else value
    return shown(value, one["unit"], one["places"], "no figure")


def _counts(pack: Pack, issues: list[list[str]]) -> str:
    kinds = ("Missing", "Late", "Provisional", "Revised")
    n = {kind: sum(issue[2] == kind for issue in issues) for kind in kinds}
    for kind, count in n.items():
        sheets = "Indicators, Monthly, Targets"
        pack.fact(f"quality/{kind.lower()}", f"Figures {kind.lower()}", count, "", sheets)
    return (
        f"Among the figures entered for this period: missing {n['Missing']}; entered after the 14th"
        f" {n['Late']}; provisional or estimated {n['Provisional']}; corrected since first entered"
        f" {n['Revised']}."
    )


def _definition(found: Row) -> list[str]:
    one, target = found["one"], found["target"]
    since = target["valid_from"].strftime(BRIEF) if target else "No target"
    return [
        one["title"],
        (target or {}).get("definition") or one["definition"],
        since,
        one["source"],
    ]


def _sources(pack: Pack) -> Iterator[list[str]]:
    """Cells by the row they stand on, as a script can name them that keeps row numbers."""
    for found in pack.found:
        rows = [row["#"] for month, point in pack.books.history(found["one"], found["end"])[-13:]
                for row in point["rows"]]  # fmt: skip
        places = ", ".join(f"C{row}:D{row}, F{row}" for row in rows[:3])
        more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
        target = found["target"]
        ruled = f"; indicators.xlsx, Targets: B{target['#']}:K{target['#']}" if target else ""
        note = f"Adjusted: {found['adjusted']['reason']}" if found["adjusted"] else ""
        cells = f"indicators.xlsx, Monthly: {places}{more}{ruled}"
        yield [found["one"]["title"], found["code"], cells, note]
    for slot, title, _, sheets, _ in pack.facts:
        name, _, rest = slot.partition("/")
        if name in ("plan", "objective") and "/" not in rest:
            parts = (f"{sheet}: A2:B9, E2:K9" for sheet in sheets.split(", "))
            yield [title, slot, f"golden_thread.xlsx, {'; '.join(parts)}", ""]
    counts = ("Counts in the summary", "Scores of the perspectives", "Breaks in the golden thread")
    for name in (*counts, "Counts of data quality"):
        yield [name, name.split()[0].lower(), "indicators.xlsx, Indicators: A2:A99; Monthly", ""]
