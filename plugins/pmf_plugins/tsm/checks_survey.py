"""Checks of the survey: who answered, whether they were enough, and what they were asked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_engine.api import Finding, Measured, NotRun, Row, Run, error, warning
from pmf_engine.model.numbers import half_up
from pmf_plugins.tsm import counts, sample
from pmf_plugins.tsm.codes import ANSWERS, ENDINGS, NOT_APPLICABLE, PERCEPTION
from pmf_plugins.tsm.figures import slot

_CENSUS_ENOUGH = 2_500  # tenants up to whom asking all is enough
_FILTERED = {"TP02": "repair", "TP03": "repair", "TP09": "complaint", "TP10": "communal areas"}


def respondents(run: Run) -> Iterator[Finding]:
    """Yield more responses than tenants, and ways of collecting that do not add up to them."""
    for tenure, row in _surveys(run):
        if row.responses > row.population:
            text = (
                f"The survey ({tenure}) has {row.responses:,} responses from {row.population:,}"
                " tenant households. Correct one."
            )
            yield error("tsm-responses-over-population", text, **row.place("responses"))
        methods = counts.rows(run, "methods", tenure=tenure)
        by_method = sum(one.responses for one in methods)
        if methods and by_method != row.responses:
            text = (
                f"Responses by way of collecting ({tenure}) are {by_method:,}, but all responses"
                f" {row.responses:,}. Correct one."
            )
            yield error("tsm-methods-differ", text, **methods[0].place("responses"))


def least(run: Run) -> Iterator[Finding]:
    """Yield surveys with fewer responses than required; of 2,500 or fewer a census is enough."""
    for tenure, row in _surveys(run):
        needed = run.figures[f"{tenure.lower()}/sample_needed"].value
        if needed is None or row.responses >= needed:
            continue
        if row.census and row.population <= _CENSUS_ENOUGH:
            continue
        text = (
            f"The survey ({tenure}) has {row.responses:,} responses and needs {needed:,f}. Say in"
            " the summary of approach why it fell short."
        )
        yield warning("tsm-sample-too-small", text, **row.place("responses"))


def bases(run: Run) -> Iterator[Finding]:
    """Yield questions with more answers than responses, or than tenants to whom they applied."""
    for tenure, row in _surveys(run):
        for measure in PERCEPTION:
            given = _given(run, tenure, measure, *ANSWERS, NOT_APPLICABLE)
            if given is not None and given > row.responses:
                yield _too_many(run, measure, tenure, given, row)
            yield from _filtered(run, measure, tenure)


def sheets(run: Run) -> Iterator[Finding]:
    """Yield questions of which the answer sheets, counted, are not what the counts table says."""
    compared = False
    for tenure in counts.tenures(run):
        for measure in PERCEPTION:
            found = counts.counted(run, measure, tenure)
            entered = counts.entered(run, measure, tenure)
            if found and entered:
                compared = True
                yield from _disagreeing(run, measure, tenure, found, entered[0])
    if not compared:
        raise NotRun("no question has both answer sheets and a row of counts")


def _surveys(run: Run) -> Iterator[tuple[str, Row]]:
    for tenure in counts.tenures(run):
        row = sample.survey(run, tenure)
        if row is not None and row.population is not None and row.responses is not None:
            yield tenure, row


def _given(run: Run, tenure: str, measure: str, *names: str) -> Decimal | None:
    figures = [run.figures.get(slot(tenure, measure, name)) for name in names]
    known = [one.value for one in figures if one is not None and one.value is not None]
    return sum(known, Decimal(0)) if known else None


def _too_many(run: Run, measure: str, tenure: str, given: Decimal, row: Row) -> Finding:
    text = (
        f"{measure} ({tenure}) has {given:,f} answers, and the survey {row.responses:,} responses."
        " Correct one."
    )
    entered = counts.entered(run, measure, tenure)
    place = entered[0].place("very_satisfied") if entered else row.place("responses")
    if row.weighted:  # weights may add up to a little more than there are sheets
        return warning("tsm-base-over-responses-weighted", text, **place)
    return error("tsm-base-over-responses", text, **place)


def _filtered(run: Run, measure: str, tenure: str) -> Iterator[Finding]:
    if measure not in _FILTERED:
        return
    asked = run.figures.get(f"return/{measure}_Filter_Yes_{ENDINGS[tenure]}")
    given = _given(run, tenure, measure, *ANSWERS)
    if asked is None or asked.value is None or given is None or given <= asked.value:
        return
    text = (
        f"{measure} ({tenure}) has {given:,f} answers, and {asked.value:,f} tenants said yes to"
        f" the question before it ({_FILTERED[measure]}). Correct one, or explain it."
    )
    at = counts.place(run, tenure, measure, "very_satisfied")
    yield warning("tsm-base-over-filter", text, **at)


def _disagreeing(
    run: Run, measure: str, tenure: str, found: list[Row], entered: Row
) -> Iterator[Finding]:
    for name in (*ANSWERS, NOT_APPLICABLE):
        stated = counts.answer(run, measure, tenure, name)
        counted = _or_zero(counts.from_sheets(found, name))
        places = _places(stated) if isinstance(stated, Decimal) else 0
        if half_up(counted, places) == _or_zero(stated):
            continue
        shown = f"{stated:,f}" if isinstance(stated, Decimal) else "nothing"
        text = (
            f"{measure} ({tenure}), {name.replace('_', ' ')}: the table says {shown}, the answer"
            f" sheets add up to {half_up(counted, places):,f}. Correct one, or clear the row."
        )
        yield error("tsm-sheets-disagree", text, **entered.place(name))


def _or_zero(value: Measured) -> Decimal:
    """A count, or 0 where nobody gave the answer: to compare with, never to show."""
    return value if isinstance(value, Decimal) else Decimal(0)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
