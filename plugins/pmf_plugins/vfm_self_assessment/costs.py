"""What a home costs by service: the table, the waterfall that builds it up, and what changed."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import CellValue, Chart, Field, Figure, Grid, Missing, Series, Wording
from pmf_engine.framework.finance.services import biggest
from pmf_engine.framework.sentences import listed
from pmf_engine.model.numbers import MINUS, half_up, number
from pmf_plugins.vfm_self_assessment.assessment import COST, SelfAssessment

_MOST = 6
_REST = "All other services"


def costs_grid(found: SelfAssessment) -> Grid | None:
    """Return each service's cost a home, this year and last, and the headline cost they make."""
    if not found.services:
        return None
    year, last = found.run.period, found.run.period.shift(-1)
    total = found.metric(COST)
    rows: list[tuple[CellValue, ...]] = [
        (one.title, one.before, one.now, _moved(f"service/{one.code}/change", one.change))
        for one in found.services
    ]
    before = total.years.get(last) or Missing(f"no accounts for {last.year_label}")
    rows.append((total.title, before, total.at(year), _moved("5/moved", _total(found))))
    return Grid(
        slot="costs",
        caption="Cost of a social home by service",
        summary=f"One service a row, {len(rows)} rows; columns service, last year, this year,"
        " change; the last row is their total.",
        fields=(
            Field(title="Service", width=8.0, chars=46),
            Field(title=last.year_label, width=3.0, chars=15, right=True),
            Field(title=year.year_label, width=3.0, chars=15, right=True),
            Field(title="Change", width=3.0, chars=13, right=True),
        ),
        rows=rows,
        strong=frozenset({len(rows) - 1}),
    )


def built_up(found: SelfAssessment) -> Chart | None:
    """Return the waterfall of services that add up to the headline cost.

    None without figures, and where the headline was adjusted and is no longer their sum.
    """
    known = [one for one in found.services if one.now.value]
    total = _whole(found.metric(COST).at(found.run.period))
    if not known or total != sum(one.now.value or Decimal(0) for one in known):
        return None
    ranked = sorted(known, key=lambda one: -(one.now.value or Decimal(0)))
    steps = [(one.title, one.now.value or Decimal(0)) for one in ranked]
    rest = sum((value for _, value in steps[_MOST:]), Decimal(0))
    told = [*steps[:_MOST], *([(_REST, rest)] if rest else [])]
    year = found.run.period.year_label
    return _waterfall(
        "costs/built-up",
        f"{ranked[0].title} costs most of all services: £{number(steps[0][1], 0)} a home",
        f"Cost of a social home by service, pounds, {year}",
        [*steps, ("Headline cost", total)],
        f"Waterfall chart from £0 to £{number(total, 0)} a home in {year}."
        f" Increases: {_named(told)}.",
    )


def changed(found: SelfAssessment) -> Chart | None:
    """Return the waterfall of what changed the headline cost since last year; None without."""
    before = _whole(found.metric(COST).years.get(found.run.period.shift(-1)))
    now, total = _whole(found.metric(COST).at(found.run.period)), _total(found)
    if before is None or now is None or total is None or now - before != total:
        return None
    kept, rest = biggest(found.services, _MOST)
    steps = [(one.title, one.change or Decimal(0)) for one in kept]
    steps += [(_REST, rest)] if rest else []
    last, year = found.run.period.shift(-1).year_label, found.run.period.year_label
    up, down = ([s for s in steps if s[1] > 0], [s for s in steps if s[1] < 0])
    said = [
        f"Increases: {_named(up)}." if up else "",
        f"Decreases: {_named(down)}." if down else "",
    ]
    return _waterfall(
        "costs/changed",
        f"A home cost £{number(before, 0)} in {last} and £{number(now, 0)} in {year}",
        f"Change in the cost of a social home by service, pounds, {last} to {year}",
        [*steps, ("Total change", total)],
        " ".join(
            filter(None, (f"Waterfall chart from £{number(before, 0)} in {last} to"
                          f" £{number(now, 0)} a home in {year}.", *said))
        ),
    )  # fmt: skip


def _waterfall(
    slot: str, title: str, subtitle: str, steps: list[tuple[str, Decimal]], alt: str
) -> Chart:
    values = tuple(value for _, value in steps)
    return Chart(
        slot=slot,
        kind="waterfall",
        title=title,
        subtitle=subtitle,
        alt=alt.replace("\u00a0", " "),
        categories=tuple(name for name, _ in steps),
        series=(Series(name="Pounds a home", values=values),),
        format="£#,##0",
        height_cm=1.7 + 0.46 * len(steps),
    )


def _named(steps: list[tuple[str, Decimal]]) -> str:
    return listed(
        [f"{name[0].lower()}{name[1:]} £{number(abs(value), 0)}" for name, value in steps]
    )


def _total(found: SelfAssessment) -> Decimal | None:
    changes = [one.change for one in found.services]
    known = [change for change in changes if change is not None]
    return sum(known, Decimal(0)) if changes and len(known) == len(changes) else None


def _whole(figure: Figure | None) -> Decimal | None:
    if figure is None or figure.value is None:
        return None
    return half_up(figure.value, 0)


def _moved(slot: str, change: Decimal | None) -> Wording:
    if change is None:
        return Wording(slot, "No comparison")
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return Wording(slot, f"{sign}£{number(abs(change), 0)}")
