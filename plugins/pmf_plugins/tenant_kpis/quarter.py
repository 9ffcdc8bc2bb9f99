"""What a quarter's pages say, as an object that JSON can hold: the one source of every page.

It is kept with the run. The page of an earlier quarter is made from what was kept when that
quarter was issued, never from the workbooks of today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pmf_engine.api import Missing, Run, Status
from pmf_engine.framework.exceptions import linked_words
from pmf_engine.framework.publishing import gap_words, outcome, spoken, target_words
from pmf_engine.framework.results import Result
from pmf_engine.framework.small_numbers import whole
from pmf_engine.framework.thread import Thread
from pmf_engine.measures.series import Kind
from pmf_engine.measures.suppression import SmallNumbers
from pmf_engine.model.numbers import half_up
from pmf_plugins.tenant_kpis.measures import Measure, measures_of, slug

Said = dict[str, Any]
_BETTER = {"maximise": "higher", "minimise": "lower", "goldilocks": "inside the range"}


def quarter_of(run: Run) -> Said:
    """Return the quarter of a run, made once."""
    return run.remember("quarter", lambda: _quarter(run))  # type: ignore[no-any-return]


def _quarter(run: Run) -> Said:
    due = run.report.due.nominal(run.period.shift(1))
    return {
        "entity": run.entity.code,
        "landlord": run.entity.title,
        "period": run.period.id,
        "title": run.period.title,
        "name": run.period.name,
        "as_at": run.today.isoformat(),
        "next_update": due.isoformat(),
        "small_numbers_under": run.publication.small_numbers,
        "measures": [_measure(run, one) for one in measures_of(run)],
    }


def _measure(run: Run, measure: Measure) -> Said:
    one, newest = measure.indicator, measure.newest
    service = one.row.peek("service") or "Other"
    polarity = newest.target.polarity
    return {
        "slug": measure.slug,
        "code": one.code,
        "title": one.title,
        "service": service,
        "service_slug": slug(service),
        "unit": one.unit,
        "better": _BETTER.get(polarity, "neither") if newest.target.judges else "neither",
        "adds_up": one.kind in (Kind.COUNT, Kind.SUM),
        "definition": measure.definition,
        "source": one.row.peek("source") or "",
        "promises": list(_promises(run, one.code)),
        "doing": _doing(run, measure),
        "regulatory": bool(one.row.peek("regulatory")),
        "definition_changed": measure.changed.start_date.isoformat() if measure.changed else None,
        "series": [_point(run, measure, result) for result in measure.results],
    }


def _promises(run: Run, code: str) -> Iterator[str]:
    """Yield the promises in force that an indicator tells of."""
    rows = [row for row in run.data.promises if row.indicator == code]
    newest: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_from <= run.period.end_date:
            newest[row.code] = row
    for row in newest.values():
        yield row.text


def _doing(run: Run, measure: Measure) -> str:
    """How the actions linked to a measure stand, in numbers; nothing where all is well without."""
    thread = run.remember("thread", lambda: Thread(run.data, run.today))
    linked = thread.linked([measure.indicator.code])
    missed = measure.newest.status in (Status.RED, Status.AMBER)
    return linked_words(linked) if linked or missed else ""


def _point(run: Run, measure: Measure, found: Result) -> Said:
    one, target = measure.indicator, found.target
    gap = gap_words(found.value, target, one.unit, found.places)
    return {
        "period": found.period.id,
        "title": found.period.title,
        "name": found.period.name,
        "short": found.period.short,
        "value": _number(found.value, found.places),
        "shown": spoken(found.value, one.unit, found.places),
        "places": found.places,
        "missing": found.value.reason if isinstance(found.value, Missing) else None,
        "target": _bound(found),
        "target_words": target_words(target, one.unit, found.places),
        "outcome": outcome(found.status, found.value),
        "gap": gap,
        "counted": _counted(run, measure, found),
        "standing": found.standing,
        "note": found.note,
    }


def _bound(found: Result) -> Mapping[str, float] | None:
    names = ("lower", "upper") if found.target.lower is not None else ("target",)
    bounds = {name: getattr(found.target, name) for name in names}
    if not found.target.judges or None in bounds.values():
        return None
    return {name: float(bound) for name, bound in bounds.items()}


def _counted(run: Run, measure: Measure, found: Result) -> str:
    """How many a figure rests on, in words; nothing where it is hidden or not known.

    Nor where those left over are few: what is told would give their number away.
    """
    top, bottom = found.numerator, found.denominator
    if isinstance(found.value, Missing) or top is None or not bottom:
        return ""
    if measure.indicator.kind == Kind.AVERAGE:
        return f"an average over {whole(bottom)}"
    rule = SmallNumbers(run.publication.small_numbers)
    if rule.small(int(bottom - top)) and not measure.indicator.row.peek("regulatory"):
        return ""
    return f"{whole(top)} out of {whole(bottom)}"


def _number(value: Decimal | Missing, places: int) -> float | None:
    return None if isinstance(value, Missing) else float(half_up(value, places))
