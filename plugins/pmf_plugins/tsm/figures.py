"""The figures of the return: each measure and each count behind it, by tenure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_engine.api import Figure, Measured, Missing, Period, Row, Run
from pmf_plugins.tsm import counts, sample
from pmf_plugins.tsm.codes import (
    ANSWERS,
    COMPLAINTS,
    MANAGEMENT,
    NOT_APPLICABLE,
    asked,
    key,
)
from pmf_plugins.tsm.data import layout

_SAMPLE = ("minimum_sample", "sample_needed", "margin_of_error")


def make(run: Run) -> Iterator[Figure]:
    """Yield every figure: management measures, then each tenure, then other lines of the return."""
    for measure in MANAGEMENT:
        yield from _ratio(run, measure, "all")
    for tenure in counts.tenures(run):
        for measure in asked(tenure):
            yield from _perception(run, measure, tenure)
        for measure in COMPLAINTS:
            yield from _ratio(run, measure, tenure)
        yield from _survey(run, tenure)
    yield from _context(run)


def slot(tenure: str, measure: str, part: str = "") -> str:
    """Return the slot of a measure, or of a part of it: lcra/CH01-1, all/BS01/numerator."""
    return "/".join(filter(None, (tenure.lower(), key(measure), part)))


def definition(run: Run, tenure: str, measure: str) -> str:
    """Return the key of a measure's definition: that of its tenure where it has one of its own."""
    own = f"{tenure.lower()}/{key(measure)}"
    return own if own in run.definitions else key(measure)


def _ratio(run: Run, measure: str, tenure: str) -> Iterator[Figure]:
    terms = counts.pair(run, measure, tenure)
    figure = _measure(run, measure, tenure, terms)
    yield figure
    for part, count in terms.items():
        yield run.figure(slot(tenure, measure, part), f"{figure.title}, {part}", count)
    before = run.period.shift(-1)
    yield from _last_year(run, measure, tenure, counts.pair(run, measure, tenure, before))


def _perception(run: Run, measure: str, tenure: str) -> Iterator[Figure]:
    figure = _measure(run, measure, tenure, counts.answered(run, measure, tenure))
    yield figure
    for name in (*ANSWERS, NOT_APPLICABLE):
        words = name.replace("_", " ")
        yield run.figure(
            slot(tenure, measure, name),
            f"{figure.title}, {words}",
            _answers(run, measure, tenure, name),
        )
    before = run.period.shift(-1)
    yield from _last_year(run, measure, tenure, counts.answered(run, measure, tenure, before))


def _measure(run: Run, measure: str, tenure: str, terms: counts.Terms) -> Figure:
    made = definition(run, tenure, measure)
    return run.measure(
        made,
        terms,
        slot=slot(tenure, measure),
        title=_title(run, made, measure, tenure, run.period),
    )


def _last_year(run: Run, measure: str, tenure: str, terms: counts.Terms) -> Iterator[Figure]:
    """Yield the measure of the year before, by its own edition; nothing before the first."""
    made, before = definition(run, tenure, measure), run.period.shift(-1)
    if run.definitions[made].editions[0].first.first <= before.first:
        title = _title(run, made, measure, tenure, before)
        yield run.measure(
            made,
            terms,
            slot=slot(tenure, measure, "last-year"),
            title=f"{title}, {before.year_label}",
            period=before,
        )


def _title(run: Run, made: str, measure: str, tenure: str, period: Period) -> str:
    of = measure if tenure == "all" else f"{measure} {tenure}"
    return f"{run.definitions[made].in_force(period).title}, {of}"


def _answers(run: Run, measure: str, tenure: str, name: str) -> counts.Count:
    return lambda: counts.answer(run, measure, tenure, name)


def _survey(run: Run, tenure: str) -> Iterator[Figure]:
    row = sample.survey(run, tenure)
    for column in ("population", "responses"):
        title = f"Survey {column} ({tenure})"
        yield run.figure(f"{tenure.lower()}/{column}", title, _cell(row, column, tenure))
    terms = sample.sampling(run, tenure)
    for name in _SAMPLE:
        title = f"{run.definitions[name].in_force(run.period).title} ({tenure})"
        yield run.measure(name, terms, slot=f"{tenure.lower()}/{name}", title=title)


def _cell(row: Row | None, column: str, tenure: str) -> counts.Count:
    def read() -> Measured:
        if row is None:
            return Missing(f"no survey is entered for {tenure}")
        return Decimal(row[column])

    return read


def _context(run: Run) -> Iterator[Figure]:
    """Yield the numbers among the other lines of the return."""
    titles = {line["field"]: line["title"] for line in layout(run.period)[1]}
    for row in counts.rows(run, "context"):
        field, number = row.peek("field"), row.peek("value")
        if field in titles and number is not None:
            places = max(0, -number.normalize().as_tuple().exponent)
            yield run.figure(f"return/{field}", titles[field], _number(row), places=places)


def _number(row: Row) -> counts.Count:
    return lambda: row.value
