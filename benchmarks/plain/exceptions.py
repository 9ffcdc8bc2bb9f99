"""The exceptions of a plain script's paper: what happened, why, and what is being done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figures import Row, judge, last_day, name_of, short, spoken

HEADINGS = {"red": "target missed", "amber": "within tolerance", "none": "no figure"}
ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
)
SIGNS = {"completed": "●", "completed late": "●", "overdue": "■", "check progress": "▲",
         "unassigned": "▲"}  # fmt: skip
SAID = {"complete": ("completed", "completed late"), "on course": ("in progress", "not started"),
        "in need of a check": ("check progress",), "overdue": ("overdue",),
        "without an owner": ("unassigned",), "cancelled": ("cancelled",)}  # fmt: skip
LONG, BRIEF = "%-d %B %Y", "%-d %b %Y"
Pack = Any


def block(pack: Pack, found: Row) -> Row:
    """The names of the template's repeated part."""
    one = found["one"]
    linked = linked_to(pack, {found["code"], *(member["code"] for member in one["members"])})
    rows = [row for row in found["point"]["rows"] if row["commentary"]]
    last = rows[-1] if rows else None
    signed = f"{last['entered_by']}, {last['entered_on'].strftime(LONG)}" if last else one["owner"]
    facts = (pack.latest(found), pack.target(found), pack.shown(found, "ytd"))
    return {
        "title": one["title"],
        "headline": HEADINGS[found["status"]],
        "latest_in": f"Latest ({short(found['end'], one['step'])})",
        "facts": [[*facts, pack.shown(found, "year_ago"), one["owner"]]],
        "chart": found["code"],
        "happened": [{"words": said} for said in _happened(pack, found)],
        "attribution": signed,
        "commentary": last["commentary"] if last else "No explanation had been entered.",
        "actions_words": _states(linked),
        "actions": [_action(row) for row in linked],
    }


def linked_to(pack: Pack, codes: set[str]) -> list[Row]:
    """The actions linked to any of some indicators, earliest due first."""
    rows = pack.actions.values()
    found = [row for row in rows if codes & set((row["indicators"] or "").split("; "))]
    return sorted(found, key=lambda row: (row["due"], row["code"]))


def said_of(found: Row, value: float) -> str:
    """A value of an indicator as a sentence shows it."""
    return spoken(value, found["one"]["unit"], found["places"])


def _action(row: Row) -> list[str]:
    state = f"{SIGNS.get(row['status'], '○')} {row['status'].capitalize()}"
    return [f"{row['code']} {row['title']}", row["name"], row["due"].strftime(BRIEF), state]


def _happened(pack: Pack, found: Row) -> Iterator[str]:
    one, latest = found["one"], found["latest"]
    title, when = one["title"], name_of(found["end"], one["step"])
    if latest is None:
        yield f"There is no {when} figure for {title}."
        return
    against = f"{said_of(found, latest)} against {_against(found, found['target'])}"
    gap = f"a gap of {_difference(found, found['gap'] or 0)}"
    if found["status"] == "red":
        yield f"{title} missed the target in {when}: {against}, {gap}."
    else:
        lead = f"{title} did not meet the target in {when} but came within the agreed tolerance"
        yield f"{lead}: {against}, {gap}."
    running = _running(pack, found)
    if running > 1:
        nth = ORDINALS[running] if running < len(ORDINALS) else f"{running}th"
        yield f"This was the {nth} month running off target."
    yield from _moved(found)
    if found["ytd"] is not None:
        ytd, target = said_of(found, found["ytd"]), _against(found, found["ytd_target"])
        yield f"For the year to date the figure is {ytd} against {target}."
    yield from _placed(found)


def _difference(found: Row, value: float) -> str:
    unit = found["one"]["unit"]
    return spoken(abs(value), "percentage points" if unit == "%" else unit, found["places"])


def _moved(found: Row) -> Iterator[str]:
    one, latest, before = found["one"], found["latest"], found["previous"]
    if before is None:
        return
    now, then = name_of(found["end"], one["step"]), name_of(found["end"] - one["step"], one["step"])
    verb = "rose" if latest > before else "fell"
    effect = "an improvement" if "better" in found["short"] else "a worsening"
    yield (
        f"{one['title']} {verb} by {_difference(found, latest - before)}, from"
        f" {said_of(found, before)} in {then} to {said_of(found, latest)} in {now}, {effect}."
    )


def _placed(found: Row) -> Iterator[str]:
    if found["quartile"]:
        word = ("top", "second", "third", "bottom")[found["quartile"] - 1]
        n, year, group = (found["peers"][name] for name in ("n", "year", "peer_group"))
        at = said_of(found, found["latest"])
        yield f"At {at}, this is in the {word} quartile of {n:.0f} landlords in {year} ({group})."


def _against(found: Row, target: Row) -> str:
    if found["polarity"] == "goldilocks":
        low, high = (said_of(found, target[name]) for name in ("lower", "upper"))
        return f"a range of {low} to {high}"
    side = "at least" if found["polarity"] == "maximise" else "no more than"
    return f"a target of {side} {said_of(found, target['target'])}"


def _running(pack: Pack, found: Row) -> int:
    one, count = found["one"], 0
    for step in range(25):
        at = found["end"] - step * one["step"]
        target, point = pack.books.target(one, last_day(at)), pack.books.point(one, at)
        if judge(point["value"], target, found["polarity"]) not in ("red", "amber"):
            break
        count += 1
    return count


def _states(linked: list[Row]) -> str:
    if not linked:
        return "No action is linked to this measure."
    if len(linked) == 1:
        return f"The only linked action is {linked[0]['status']}."
    counts = {words: sum(row["status"] in kinds for row in linked) for words, kinds in SAID.items()}
    said = [f"{n} {'is' if n == 1 else 'are'} {words}" for words, n in counts.items() if n]
    whole = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
    return f"Of the {len(linked)} linked actions, {whole}."
