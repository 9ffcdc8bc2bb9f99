"""The sentences of the published report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_engine.api import Region, Run, Wording, Words, sentences
from pmf_engine.framework.sentences import Pieces, listed
from pmf_engine.model.numbers import gap_form, half_up, table_form
from pmf_plugins.tsm.national import Distribution, differs, judged
from pmf_plugins.tsm.parts import Line, lines_of

_WHO = {
    "LCRA": "tenants",
    "LCHO": "low cost home owners",
    "Combined": "tenants and low cost home owners",
}
_ORDER = ("Top quartile", "Second quartile", "Third quartile", "Bottom quartile")


def verdict(run: Run) -> Words:
    """Return the one sentence that says how the landlord stands."""
    found = [line for line in lines_of(run) if line.measure == "TP01" and line.figure.value]
    if not found:
        return Words("verdict", (f"No overall satisfaction is entered for {run.period.name}.",))
    overall = found[0]
    who = _WHO[overall.tenure]
    lead: Pieces = (overall.figure, f" of {who} were satisfied overall in {run.period.name}")
    if overall.among is None:
        return Words("verdict", (*lead, "."))
    place = Wording("verdict/place", f"the {overall.position.lower()} of landlords")
    return Words("verdict", (*lead, ", in ", place, "."))


def bullets(run: Run) -> Region:
    """Return at most five messages: how many in each quartile, best, worst, moved, missing."""
    lines = lines_of(run)
    said = {
        "quartiles": _quartiles(lines),
        "worst": _named(lines, "Bottom quartile", "In the bottom quartile"),
        "moved": _moved(run, lines),
        "missing": _missing(lines),
    }
    return sentences(
        "bullets", (Words(f"summary/{name}", (text,)) for name, text in said.items() if text)
    )


def said(line: Line) -> Words:
    """Return what a measure says: its figure, the year before, its place among landlords."""
    slot = f"{line.figure.slot}/said"
    if line.figure.missing:
        return Words(slot, (f"There is no figure: {line.figure.missing.reason}.",))
    pieces: Pieces = ("The result is ", line.figure)
    if line.before is not None and line.before.value is not None:
        pieces += (", against ", line.before, " the year before")
    return Words(slot, (*pieces, ".", *_among(line)))


def _among(line: Line) -> Iterator[str | Wording]:
    if line.among is None or line.figure.value is None:
        return
    among, places = line.among, line.figure.places
    value = half_up(line.figure.value, places)
    yield " This is in the " if judged(line.measure) else " This is "
    yield Wording(f"{line.figure.slot}/place", _place(line, among, value))
    yield "."
    if line.margin is not None and not differs(value, among, line.margin):
        gap = gap_form(line.margin, "%", 1)
        yield f" The difference from the median is within the margin of error of {gap}."


def _place(line: Line, among: Distribution, value: Decimal) -> str:
    unit, places = line.figure.unit, line.figure.places
    of = f"{among.landlords} landlords in {among.year.name}"
    q1, median, q3 = (table_form(one, unit, places) for one in (among.q1, among.median, among.q3))
    if judged(line.measure):
        level = "level with" if value == among.median else "whose median is"
        return f"{line.position.lower()} of {of}, {level} {_median(level, median)}"
    if value < among.q1:
        return f"below the lower quartile ({q1}) of {of}"
    if value > among.q3:
        return f"above the upper quartile ({q3}) of {of}"
    if value <= among.median:
        return f"between the lower quartile ({q1}) and the median ({median}) of {of}"
    return f"between the median ({median}) and the upper quartile ({q3}) of {of}"


def _median(level: str, median: str) -> str:
    return f"their median of {median}" if level == "level with" else median


def _quartiles(lines: list[Line]) -> str:
    judged_lines = [one for one in lines if judged(one.measure) and one.position in _ORDER]
    if not judged_lines:
        return ""
    counts = [(sum(one.position == name for one in judged_lines), name) for name in _ORDER]
    said = [f"{count} in the {name.lower()}" for count, name in counts if count]
    verb = "is" if said[0].startswith("1 ") else "are"
    told = listed([said[0].replace(" in", f" {verb} in", 1), *said[1:]])
    return f"Of the {len(judged_lines)} measures where high is good, {told} of landlords."


def _named(lines: list[Line], position: str, lead: str) -> str:
    found = [one.title for one in lines if judged(one.measure) and one.position == position]
    return f"{lead}: {listed(found)}." if found else ""


def _moved(run: Run, lines: list[Line]) -> str:
    known = [one for one in lines if _change(one) is not None and one.figure.unit == "%"]
    if not known:
        return ""
    most = max(known, key=lambda one: (abs(_change(one) or 0), one.measure))
    change = _change(most)
    if not change:
        return "No percentage moved since the year before."
    verb = "up" if change > 0 else "down"
    size = gap_form(change, "%", most.figure.places)
    return f"Moved most since {run.period.shift(-1).name}: {most.title}, {verb} {size}."


def _change(one: Line) -> Decimal | None:
    if one.before is None or one.before.value is None or one.figure.value is None:
        return None
    return one.figure.value - one.before.value


def _missing(lines: list[Line]) -> str:
    found = [one.title for one in lines if one.figure.missing]
    return f"Without a figure: {listed(found)}." if found else ""
