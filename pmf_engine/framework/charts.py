"""The chart of an indicator: its periods against the target that was in force at each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.register import Indicator, Register
from pmf_engine.framework.sentences import listed, lowered
from pmf_engine.measures.series import Point
from pmf_engine.model.content import Chart, Series
from pmf_engine.model.numbers import sentence_form
from pmf_engine.model.periods import Period

SHOWN_MONTHS = 24  # before the latest: two years, so that the season can be seen
_MOST_STEPS = 3
_TARGET_COLOUR = "#1F2933"


def history_chart(register: Register, found: Assessment) -> Chart:
    """Return the line of an indicator over two years, with its target; months missing are gaps."""
    one = found.indicator
    points = history(register, one, found.period)
    points[-1] = found.point
    shown = [point.value if isinstance(point.value, Decimal) else None for point in points]
    provisional = (i for i, point in enumerate(points) if point.status != "actual")
    line = Series(
        name=one.title, values=tuple(shown), label_last=True, hollow=frozenset(provisional)
    )
    first, last = points[0].month, found.period
    return Chart(
        slot=f"{one.code}/chart",
        kind="line",
        title=_headline(found),
        subtitle=f"{one.title}, {_unit(one)}, {first.short} to {last.short}",
        alt=_alt(found, points),
        categories=tuple(point.month.short for point in points),
        series=(line, *_targets(register, found, points)),
        format=number_format(one.unit, found.latest.places),
    )


def history(register: Register, one: Indicator, last: Period) -> list[Point]:
    """Return up to two years of points and the latest, from the first with an entry."""
    steps = SHOWN_MONTHS // one.frequency.months
    begun = register.first_period(one) or last
    first = max(last.shift(-steps), min(begun, last))
    return register.points(one, first, last)


def number_format(unit: str, places: int) -> str:
    """Return the Excel number format of a unit, for axes and labels."""
    digits = "#,##0" + ("." + "0" * places if places else "")
    if unit == "%":
        return f'{digits}"%"'
    return f"£{digits}" if unit.startswith("£") else digits


def _targets(register: Register, found: Assessment, points: Sequence[Point]) -> list[Series]:
    if not found.judged:
        return []
    rulings = [register.ruling(found.indicator, point.month.end_date).target for point in points]
    names = {"target": "Target"}
    if found.upper is not None:
        names = {"lower": "Bottom of range", "upper": "Top of range"}
    return [
        series
        for field, label in names.items()
        for series in _steps(label, [getattr(ruling, field) for ruling in rulings])
    ]


def _steps(label: str, values: Sequence[Decimal | None]) -> Iterator[Series]:
    """Yield a dashed line for each run of one target, so that a change is a break, not a slope."""
    starts = [i for i, value in enumerate(values) if i == 0 or value != values[i - 1]]
    if len(starts) > _MOST_STEPS:
        starts = [0]
    for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
        last = end == len(values)
        shown = tuple(v if start <= i < end else None for i, v in enumerate(values))
        if any(value is not None for value in shown):
            name = label if last else f"{label} until then"
            yield Series(
                name=name, values=shown, colour=_TARGET_COLOUR, dashed=True, label_last=last
            )


def _headline(found: Assessment) -> str:
    """Return what happened over a year, in few words."""
    now, before = found.latest, found.year_ago
    if now.missing:
        return f"No figure for {found.period.name}"
    if before.value is None or now.value is None:
        return f"{now.display} in {found.period.name}"
    if now.short == before.short:
        return f"{now.display}, as a year before"
    way = "Up" if now.value > before.value else "Down"
    return f"{way} from {before.display} to {now.display} in a year"


def _alt(found: Assessment, points: Sequence[Point]) -> str:
    one = found.indicator
    known = [point for point in points if isinstance(point.value, Decimal)]
    gaps = [point.month.name for point in points[:-1] if not isinstance(point.value, Decimal)]
    said = (
        f"Line chart of {lowered(one.title)}, {_month(points[0].month)} to {_month(found.period)}."
    )
    if len(known) > 1:
        said += f" {_course(one, known[0], known[-1])}"
        said += f", with no figure for {listed(gaps[:3])}." if gaps else "."
    said += f" Latest {found.latest.display}"
    if found.judged and found.upper is None:
        said += f", target {found.target.display}"
    return f"{said}.".replace("\u00a0", " ")


def _course(one: Indicator, first: Point, last: Point) -> str:
    assert isinstance(first.value, Decimal)  # noqa: S101
    assert isinstance(last.value, Decimal)  # noqa: S101
    a, b = (sentence_form(value, one.unit, one.places) for value in (first.value, last.value))
    if a == b:
        return f"It stood at {a} at both ends"
    return f"It {'rose' if last.value > first.value else 'fell'} from {a} to {b}"


def _unit(one: Indicator) -> str:
    names = {"%": "percentage", "£": "pounds", "£k": "thousand pounds", "£m": "million pounds"}
    return names.get(one.unit) or one.unit or "number"


def _month(period: Period) -> str:
    return period.last_month.name
