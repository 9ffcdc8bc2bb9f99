"""How good the data is: missing, late, provisional and corrected figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pmf_engine.api import Field, Figure, Grid, Run, Words
from pmf_engine.framework.assessment import Assessment, due_date
from pmf_engine.framework.packs import over
from pmf_engine.framework.register import entered
from pmf_engine.framework.sentences import brief_date
from pmf_engine.model.numbers import table_form
from pmf_engine.model.periods import Period
from pmf_plugins.board_pack.pack import Pack

_KINDS = ("missing", "late", "provisional", "revised")


def quality_words(pack: Pack) -> Words:
    """Return the counts in a sentence."""
    counts = _counts(pack)
    return Words(
        "quality/words",
        (
            "Among the figures entered for this period: missing ", counts["missing"],
            "; entered after the 14th ", counts["late"], "; provisional or estimated ",
            counts["provisional"], "; corrected since first entered ", counts["revised"], ".",
        ),
    )  # fmt: skip


def quality_grid(pack: Pack) -> Grid:
    """Return each doubtful figure and why."""
    rows = [
        (one.indicator.title, period.name, kind, text) for one, period, kind, text in _issues(pack)
    ]
    return Grid(
        slot="quality",
        caption="Figures to treat with care",
        summary=f"One figure a row, {len(rows)} rows; columns measure to what was found.",
        fields=(
            Field(title="Measure", width=5.6, chars=42),
            Field(title="Period", width=2.8, chars=18),
            Field(title="Matter", width=2.2, chars=14),
            Field(title="What was found", width=6.4, chars=50),
        ),
        rows=rows or [("None", "None", "None", "Every figure is final, on time and unrevised.")],
    )


def _counts(pack: Pack) -> dict[str, Figure]:
    def make() -> dict[str, Figure]:
        return {kind: _count(pack.run, pack, kind) for kind in _KINDS}

    return pack.run.remember("quality", make)  # type: ignore[no-any-return]


def _count(run: Run, pack: Pack, kind: str) -> Figure:
    found = [issue for issue in _issues(pack) if issue[2] == kind.capitalize()]
    return run.figure(
        f"quality/{kind}",
        f"Figures {kind}",
        over(run, "indicators", Decimal(len(found))),
        of=[one.latest for one in pack.found],
    )


def _issues(pack: Pack) -> list[tuple[Assessment, Period, str, str]]:
    return pack.run.remember("issues", lambda: list(_found(pack)))  # type: ignore[no-any-return]


def _found(pack: Pack) -> Iterator[tuple[Assessment, Period, str, str]]:
    for one in pack.found:
        for period in _window(pack, one):
            for kind, text in _matters(pack, one, period):
                yield one, period, kind, text


def _window(pack: Pack, one: Assessment) -> list[Period]:
    """The indicator's own periods within the report's; the latest where it has none."""
    inside = [
        period
        for step in range(12)
        if (period := one.period.shift(-step)).last >= pack.run.period.first
    ]
    return inside[::-1] or [one.period]


def _matters(pack: Pack, one: Assessment, period: Period) -> Iterator[tuple[str, str]]:
    if one.indicator.members:
        return
    rows = pack.register.entries(one.indicator.code, period)
    point = pack.register.point(one.indicator, period)
    if not isinstance(point.value, Decimal):
        if point.value.reason != "no cases":
            yield "Missing", f"Due by {brief_date(due_date(period))}; {point.value.reason}."
        return
    first = rows[0].peek("entered_on")
    if first and first > due_date(period):
        yield "Late", f"Entered on {brief_date(first)}, due by {brief_date(due_date(period))}."
    if point.status != "actual":
        yield "Provisional", f"Marked {point.status}; may be revised."
    if len(rows) > 1:
        yield "Revised", _revision(one, rows)


def _revision(one: Assessment, rows: list[Any]) -> str:
    last = rows[-1].peek("entered_on")
    was, now = (_shown(one, row) for row in (rows[0], rows[-1]))
    return f"Corrected on {brief_date(last)}: {was} became {now}."


def _shown(one: Assessment, row: Any) -> str:
    value = entered(row, one.indicator, one.period).value
    if not isinstance(value, Decimal):
        return "no figure"
    return table_form(value, one.indicator.unit, one.latest.places)
