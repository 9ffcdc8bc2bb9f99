"""The computation of a plain script: a Board's figures from two workbooks read with calamine.

What an analyst would write by hand: floats and dictionaries; no types, checks or lineage.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from python_calamine import load_workbook

Row = dict[str, Any]
STEPS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December")  # fmt: skip
BOUNDS = ("target", "amber", "lower", "upper", "outer_lower", "outer_upper")
WORTH = {"green": 1.0, "amber": 0.5, "red": 0.0}


def read(path: Path) -> dict[str, list[Row]]:
    """Every sheet as rows by heading, blanks as None; `#` is the row in Excel."""
    book = load_workbook(str(path))
    tables = {}
    for name in book.sheet_names[1:]:
        heads, *rows = book.get_sheet_by_name(name).to_python()
        tables[name] = [
            {"#": number, **{h: None if v == "" else v for h, v in zip(heads, row, strict=True)}}
            for number, row in enumerate(rows, 2)
        ]
    return tables


def by(rows: list[Row], name: str) -> dict[Any, list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups


def month_of(day: date) -> int:
    """A month as a number: years times twelve, and January 0."""
    return day.year * 12 + day.month - 1


def last_day(month: int) -> date:
    year, number = divmod(month + 1, 12)
    return date.fromordinal(date(year, number + 1, 1).toordinal() - 1)


def april(month: int) -> int:
    """The first month of the financial year."""
    return month - (month - 3) % 12


def own_end(month: int, step: int) -> int:
    """The last month of the newest period of so many months that ends by a month."""
    return month - (month - 2) % step


def name_of(month: int, step: int = 1) -> str:
    start = april(month)
    if step == 1:
        return f"{NAMES[month % 12]} {month // 12}"
    year = f"{start // 12}/{(start // 12 + 1) % 100:02}"
    kind = {3: "Quarter", 6: "Half"}.get(step)
    return f"{kind} {(month - start) // step + 1} {year}" if kind else year


def title_of(month: int, step: int = 1) -> str:
    first, last = NAMES[(month - step + 1) % 12], NAMES[month % 12]
    span = f" ({first} to {last} {month // 12})"
    return f"{name_of(month, step)}{span if step > 1 else ''}"


def short(month: int, step: int = 1) -> str:
    name = f"{NAMES[month % 12][:3]} {month // 12 % 100:02}"
    return name if step == 1 else name_of(month, step)


def half_up(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def shown(value: float | None, unit: str, places: int, missing: str = "Not applicable") -> str:
    """A value as a table shows it."""
    if value is None:
        return missing
    text = f"{half_up(value, places):,}".replace("-", "−")
    if unit == "%":
        return f"{text}%"
    return f"£{text}" if unit.startswith("£") else text


def spoken(value: float, unit: str, places: int) -> str:
    """A value as a sentence shows it."""
    text = shown(value, unit, places)
    return text if unit in ("", "%") or unit.startswith("£") else f"{text} {unit}"


def judge(value: float | None, target: Row | None, polarity: str) -> str:
    """green, amber, red, none for no figure, or info for no target."""
    if target is None or polarity == "data only":
        return "info" if value is not None else "none"
    if value is None:
        return "none"
    if polarity == "goldilocks":
        return _band(value, target)
    sign = 1 if polarity == "maximise" else -1
    if sign * value >= sign * target["target"]:
        return "green"
    amber = target["amber"]
    return "amber" if amber is not None and sign * value >= sign * amber else "red"


def _band(value: float, target: Row) -> str:
    if target["lower"] <= value <= target["upper"]:
        return "green"
    low, high = target["outer_lower"], target["outer_upper"]
    inside = (low is not None or high is not None) and (
        (low is None or low <= value) and (high is None or value <= high)
    )
    return "amber" if inside else "red"


class Workbooks:
    """The two workbooks, indexed as the packs need them."""

    def __init__(self, folder: Path) -> None:
        self.tables = read(folder / "indicators.xlsx") | read(folder / "golden_thread.xlsx")
        self.entries: dict[tuple[str, int], list[Row]] = defaultdict(list)
        self.first: dict[str, int] = {}
        for row in self.tables["Monthly"]:
            code, month = row["code"], month_of(row["month"])
            self.entries[code, month].append(row)
            self.first[code] = min(month, self.first.get(code, month))
        for rows in self.entries.values():
            rows.sort(key=lambda row: row["entered_on"] or date.min)
        self.newest = max(month for _, month in self.entries)
        self.targets = by(self.tables["Targets"], "code")
        self.benchmarks = by(self.tables["Benchmarks"], "code")
        self.adjusted = {row["figure"]: row for row in self.tables["Adjustments"]}
        self.entities = {row["code"]: row for row in self.tables["Entities"]}
        self.milestones = by(self.tables["Milestones"], "action")
        self.people = {row["code"]: row for row in self.tables["People"]}

    def indicators(self, entity: str) -> list[Row]:
        """The indicators of a Board; of the group its own, then those that companies share."""
        rows = [
            {**row, "members": [], "step": STEPS[row["frequency"]], "unit": row["unit"] or "",
             "places": int(row["places"]), "scale": int(row["scale"])}
            for row in self.tables["Indicators"]
        ]  # fmt: skip
        own = [row for row in rows if row["entity"] == entity]
        if self.entities[entity]["kind"] == "group":
            own += self._shared(own, [row for row in rows if row["entity"] != entity])
        return [row for row in own if "board" in row["audiences"]]

    def _shared(self, own: list[Row], others: list[Row]) -> list[Row]:
        shared = by(others, "measure")
        for row in own:
            row["members"] = [] if row["code"] in self.first else shared[row["measure"]]
        known = {row["measure"] for row in own}
        return [
            members[0] | {"code": measure, "members": members}
            for measure, members in shared.items()
            if len(members) > 1 and measure not in known
        ]

    def point(self, one: Row, month: int) -> Row:
        """The value of a period, its pair and standing; of a group pooled from its members."""
        if one["members"]:
            return self._pooled(one, [self.point(member, month) for member in one["members"]])
        rows = self.entries.get((one["code"], month))
        if not rows:
            return {"value": None, "top": None, "bottom": None, "status": "actual", "rows": []}
        last = rows[-1]
        top, bottom, value = last["numerator"], last["denominator"], last["value"]
        if top is not None and bottom is not None:
            value = one["scale"] * top / bottom if bottom else None
        return {
            "value": value,
            "top": top,
            "bottom": bottom,
            "status": last["status"],
            "rows": rows,
        }

    def _pooled(self, one: Row, points: list[Row]) -> Row:
        standing = next((p["status"] for p in points if p["status"] != "actual"), "actual")
        rows = [row for point in points for row in point["rows"]]
        made = {"value": None, "top": None, "bottom": None, "status": standing, "rows": rows}
        if all(p["bottom"] is not None for p in points):
            top, bottom = (sum(p[name] for p in points) for name in ("top", "bottom"))
            value = one["scale"] * top / bottom if bottom else None
            return made | {"top": top, "bottom": bottom, "value": value}
        if all(p["value"] is not None for p in points):
            return made | {"value": sum(p["value"] for p in points)}
        return made

    def target(self, one: Row, day: date) -> Row | None:
        """The target in force on a day; of a group its members' where they have the same one."""
        rows = [row for row in self.targets.get(one["code"], ()) if row["valid_from"] <= day]
        if rows or not one["members"]:
            return rows[-1] if rows else None
        found = [self.target(member, day) for member in one["members"]]
        same = {tuple((row or {}).get(name) for name in BOUNDS) for row in found}
        return found[0] if len(same) == 1 else None

    def history(self, one: Row, end: int) -> list[tuple[int, Row]]:
        """Up to two years of points and the latest."""
        codes = [member["code"] for member in one["members"]] or [one["code"]]
        begun = min((self.first[code] for code in codes if code in self.first), default=end)
        start = max(end - 24, own_end(begun + one["step"] - 1, one["step"]))
        return [(month, self.point(one, month)) for month in range(start, end + 1, one["step"])]


def assess(books: Workbooks, entity: str, period: str, one: Row, month: int) -> Row:
    """Everything the pack shows of an indicator."""
    end, step, polarity = own_end(month, one["step"]), one["step"], one["polarity"]
    target = books.target(one, last_day(end))
    polarity = (target or {}).get("polarity") or polarity
    points = {at: books.point(one, at) for at in range(end - 12, end + 1, step)}
    point = points[end]
    adjusted = books.adjusted.get(f"board-pack/{entity}/{period}/{one['code']}")
    latest = adjusted["value"] if adjusted else point["value"]
    year = [books.point(one, at) for at in range(april(end) + step - 1, end + 1, step)]
    ytd, ytd_target = _to_date(one, year, target, len(year))
    found = {
        "one": one, "code": one["code"], "end": end, "point": point, "latest": latest,
        "target": target if target and polarity != "data only" else None, "polarity": polarity,
        "status": judge(latest, target, polarity), "adjusted": adjusted, "ytd": ytd,
        "ytd_target": ytd_target, "ytd_status": judge(ytd, ytd_target, polarity),
        "previous": points.get(end - step, {}).get("value"), "year_ago": points[end - 12]["value"],
        "overdue": latest is None and not point["rows"] and not one["members"],
        "places": one["places"], "provisional": point["status"] == "provisional",
    }  # fmt: skip
    before = [p["value"] for at, p in points.items() if at < end and p["value"] is not None]
    mean = sum(before) / len(before) if len(before) * 2 * step >= 12 else None
    found["short"] = _movement(found, found["previous"])
    found["long"] = _movement(found, mean)
    found["quartile"], found["peers"] = _quartile(books, found)
    found["gap"] = _gap(found)
    return found


def _to_date(one: Row, year: list[Row], target: Row | None, n: int) -> tuple[float | None, Any]:
    known = [point for point in year if point["value"] is not None]
    if one["step"] == 12 or not known:
        return None, None
    if one["kind"] in ("count", "sum"):
        scaled = {name: None if target is None or target[name] is None else target[name] * n
                  for name in BOUNDS}  # fmt: skip
        return sum(p["value"] for p in known), target and scaled
    if one["kind"] == "snapshot" or known[0]["bottom"] is None:
        return year[-1]["value"], target
    top, bottom = (sum(p[name] for p in known) for name in ("top", "bottom"))
    return one["scale"] * top / bottom, target


def _movement(found: Row, base: float | None) -> str:
    latest, places = found["latest"], found["places"]
    if latest is None or base is None:
        return "– none"
    change = half_up(latest, places) - half_up(base, places)
    if not change:
        return "→ same"
    arrow = "↑" if change > 0 else "↓"
    if found["polarity"] == "goldilocks" and found["target"]:
        low, high = found["target"]["lower"], found["target"]["upper"]
        far = [max(low - value, value - high, 0) for value in (latest, base)]
        return f"{arrow} {'same' if far[0] == far[1] else 'better' if far[0] < far[1] else 'worse'}"
    if found["polarity"] not in ("maximise", "minimise"):
        return f"{arrow} {'higher' if change > 0 else 'lower'}"
    return f"{arrow} {'better' if (change > 0) == (found['polarity'] == 'maximise') else 'worse'}"


def _quartile(books: Workbooks, found: Row) -> tuple[int | None, Row | None]:
    code = "" if found["one"]["members"] else found["code"]
    rows = sorted(books.benchmarks.get(code, ()), key=lambda row: row["year"])
    if not rows or found["latest"] is None or rows[-1]["n"] < 4:
        return None, rows[-1] if rows else None
    limits = [rows[-1][name] for name in ("q1", "median", "q3")]
    if found["polarity"] == "maximise":
        return 1 + sum(found["latest"] < limit for limit in limits), rows[-1]
    return 1 + sum(found["latest"] > limit for limit in limits), rows[-1]


def _gap(found: Row) -> float | None:
    latest, target = found["latest"], found["target"]
    if latest is None or target is None:
        return None
    if found["polarity"] != "goldilocks":
        return float(latest - target["target"])
    return float(max(latest - target["upper"], 0) or min(latest - target["lower"], 0))


def action_of(books: Workbooks, row: Row, today: date) -> Row:
    """An action with its percent and state."""
    steps = [m for m in books.milestones.get(row["code"], ()) if m["state"] != "cancelled"]
    done = [100.0 if m["state"] == "completed" else m["percent"] or 0.0 for m in steps]
    weights = [1.0 if m["weight"] is None else m["weight"] for m in steps]
    percent = row["percent"]
    if row["state"] == "completed":
        percent = 100.0
    elif steps:
        percent = sum(w * d for w, d in zip(weights, done, strict=True)) / sum(weights)
    owner = books.people.get(row["owner"], {}).get("name", "No owner")
    return {**row, "percent": percent, "status": _state(row, steps, weights, percent, today),
            "name": owner, "steps": steps}  # fmt: skip


def _state(row: Row, steps: list[Row], weights: list[float], percent: Any, today: date) -> str:
    if row["state"] != "open":
        late = row["closed_on"] and row["closed_on"] > row["due"]
        return "completed late" if row["state"] == "completed" and late else row["state"]
    if not row["owner"]:
        return "unassigned"
    if today > row["due"]:
        return "overdue"
    if any(m["due"] < today and m["state"] == "open" for m in steps) or _behind(
        row, steps, weights, percent, today
    ):
        return "check progress"
    return "in progress" if row["start"] <= today or percent else "not started"


def _behind(row: Row, steps: list[Row], weights: list[float], percent: Any, today: date) -> bool:
    if row["updated_on"] and (today - row["updated_on"]).days > 60:
        return True
    if steps:
        due = sum(w for w, m in zip(weights, steps, strict=True) if m["due"] <= today)
        planned = 100 * due / sum(weights)
    else:
        length = (row["due"] - row["start"]).days or 1
        planned = max(0, 100 * (today - row["start"]).days / length)
    return percent is not None and percent < planned - 20
