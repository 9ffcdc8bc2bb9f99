"""Checks against what stands elsewhere: last year, other returns, the register, the web page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from pmf_engine.api import Figure, Finding, NotRun, Run, error, warning
from pmf_engine.framework.checks import check_adjustments
from pmf_engine.framework.codes import folders, usable
from pmf_engine.model.numbers import gap_form
from pmf_plugins.tsm import counts
from pmf_plugins.tsm.codes import PERCEPTION
from pmf_plugins.tsm.content import HEADINGS
from pmf_plugins.tsm.data import layout
from pmf_plugins.tsm.parts import Line, lines_of

_LONGEST_CODE = 30
_POINTS, _HALF, _FEW = Decimal(10), Decimal("0.5"), 5


def movement(run: Run) -> Iterator[Finding]:
    """Yield measures that moved since last year by more than is plausible."""
    known = [
        one for one in lines_of(run) if one.before is not None and one.before.value is not None
    ]
    if not known:
        raise NotRun(f"nothing is entered for {run.period.shift(-1).year_label}")
    for line in known:
        if words := _implausible(line):
            text = f"{line.title} ({line.measure}) {words}. Check both years, or explain it."
            column = "very_satisfied" if line.measure in PERCEPTION else "numerator"
            at = counts.place(run, line.tenure, line.measure, column)
            yield warning("tsm-movement-implausible", text, **at)


def stock(run: Run) -> Iterator[Finding]:
    """Yield homes that differ from the Statistical Data Return."""
    theirs = next(iter(counts.rows(run, "stock")), None)
    ours = counts.homes(run)
    if theirs is None or ours is None:
        raise NotRun("no homes of the Statistical Data Return are entered")
    for column in ("homes_lcra", "homes_lcho"):
        if ours[column] != theirs[column]:
            text = (
                f"TSM_Landlords has {ours[column]:,} homes as {column}, the Statistical Data Return"
                f" {theirs[column]:,}. Correct one, or explain it."
            )
            yield warning("tsm-homes-differ", text, **ours.place(column))


def register(run: Run) -> Iterator[Finding]:
    """Yield homes that differ from the indicator register."""
    ours, end = counts.homes(run), run.period.end_date
    found = run.data.entities.where(code=run.entity.code)
    rows = [row for row in found if row.homes is not None and row.valid_from <= end]
    if not rows or ours is None:
        raise NotRun("the landlord has no homes in the indicator register")
    newest = max(rows, key=lambda row: row.valid_from)
    every = ours.homes_lcra + ours.homes_lcho
    if newest.homes != every:
        text = (
            f"TSM_Landlords has {every:,} homes, the indicator register {newest.homes:,}. Correct"
            " one, or explain it."
        )
        yield warning("tsm-homes-differ", text, **ours.place("homes_lcra"))


def fields(run: Run) -> Iterator[Finding]:
    """Yield fields entered that the return does not have, or that hold nothing."""
    known = [line["field"] for line in layout(run.period)[1]]
    rows = counts.rows(run, "context")
    if not rows:
        raise NotRun("no other lines of the return are entered")
    for row in rows:
        if row.field not in known:
            near = get_close_matches(row.field or "", known, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            text = f"The return has no field “{row.field}”.{hint} Correct it."
            yield error("tsm-field-unknown", text, **row.place("field"))
        elif row.value is None and row.text is None:
            text = f"{row.field} holds neither a number nor text. Fill one, or delete the row."
            yield error("tsm-field-empty", text, **row.place("value"))


def publication(run: Run) -> Iterator[Finding]:
    """Yield what must be published beside the results and is not entered."""
    rows = counts.rows(run, "approach")
    if not rows:
        raise NotRun("no summary of approach is entered")
    entered = {row.heading for row in rows}
    gaps = [name for name in HEADINGS if name not in entered]
    place = {"entity": run.entity.code, "period": run.period.id}
    if gaps:
        text = f"The summary of approach says nothing of: {'; '.join(gaps)}. Add a row for each."
        yield warning("tsm-approach-incomplete", text, **place)
    if not counts.rows(run, "context", field="Online_Publication_URL"):
        text = "No address of publication is entered. Add Online_Publication_URL to TSM_Context."
        yield warning("tsm-no-address", text, **place)


def adjustments(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with approved overrides of these figures."""
    yield from check_adjustments(run)


def codes(run: Run) -> Iterator[Finding]:
    """Yield codes of landlords that cannot stand in an id or name a folder."""
    for row in run.data.landlords:
        yield from usable(row, "landlord", _LONGEST_CODE)
    yield from folders(run.data.landlords, "landlord")


def _implausible(line: Line) -> str:
    now, before = line.figure, line.before
    if before is None or now.value is None or before.value is None:
        return ""
    change = abs(now.value - before.value)
    few = abs(_cases(now) - _cases(before)) < _FEW
    far = change > _POINTS if now.unit == "%" else change > before.value * _HALF
    if few or not far:
        return ""
    size = gap_form(change, now.unit if now.unit == "%" else "", now.places)
    return f"moved by {size} since last year, from {before.short} to {now.short}"


def _cases(figure: Figure) -> Decimal:
    """The numerator of a figure: a handful of cases more is no movement to explain."""
    known = [term.value for term in figure.terms if term.name in ("numerator", "satisfied")]
    return Decimal(known[0]) if known else Decimal(0)
