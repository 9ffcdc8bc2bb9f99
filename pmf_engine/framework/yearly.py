"""Returns made up of rows an entity enters once a year: whom they cover, and how rows add up."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmf_engine.model.content import Grid, Sheet
from pmf_engine.model.numbers import NO_BREAK
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.report import Coverage
from pmf_engine.model.values import Missing

if TYPE_CHECKING:
    from pmf_engine.model.content import CellValue, Field
    from pmf_engine.model.values import Figure, Measured
    from pmf_engine.run import Run

_LONGEST = 30  # letters of a word in a slot, so that others have room beside it


def yearly_coverage(table: str) -> Callable[[Any], list[Coverage]]:
    """Return what gives the entities with a row in a table, titled by the input `entities`."""

    def covered(data: Any) -> list[Coverage]:
        titles = {row.peek("code"): row.peek("title") for row in data.entities}
        groups = {
            row.peek("code")
            for row in data.entities
            if (row.peek("kind") or "").casefold() == "group"
        }
        return [
            Coverage(
                code=code,
                title=titles.get(code) or code,
                frequency=Frequency.YEARLY,
                group=code in groups,
            )
            for code in dict.fromkeys(data[table].peek("entity"))
            if code
        ]

    return covered


def year_row(run: Run, table: str, year: Period | None = None) -> Any:
    """Return the run's entity's row of a table for a year, by default the run's; None for none."""
    rows = run.data[table].where(entity=run.entity.code, year=year or run.period)
    return rows[0] if rows else None


def total(rows: Iterable[Any], column: str, unknown: str) -> Measured:
    """Return the sum of a column; missing, with how many are not known, where a cell is blank.

    `unknown` says what a blank means, of one row: “loss is not yet known”.
    """
    values = [row[column] for row in rows]
    gaps = sum(value is None for value in values)
    if gaps:
        return Missing(f"the {unknown} for {gaps} of {len(values)}")
    return sum(values, Decimal(0))


def reason(gap: Missing) -> str:
    """Return why a measure is missing, without the name of the term that the engine puts first."""
    return gap.reason.split(": ", 1)[-1]


def listing(
    slot: str,
    caption: str,
    noun: str,
    fields: tuple[Field, ...],
    rows: Sequence[Sequence[CellValue]],
) -> Grid | None:
    """Return a table of one thing a row, such as a case; None where there is none."""
    if not rows:
        return None
    span = f"{fields[0].title} to {fields[-1].title}".lower()
    summary = f"One {noun} a row, {len(rows)} rows; columns {span}."
    return Grid(slot=slot, caption=caption, summary=summary, fields=fields, rows=rows)


def breakdown(
    run: Run,
    slot: str,
    caption: str,
    parts: Mapping[str, str],
    keys: Sequence[str],
    fields: tuple[Field, ...],
    whole: str,
) -> Grid:
    """Return figures by part, one a row, then the whole under its name.

    `parts` gives the slot before each key by the name of the part; the whole has the keys alone.
    """
    rows: list[tuple[CellValue, ...]] = [
        (name, *(run.figures[f"{prefix}/{key}"] for key in keys)) for name, prefix in parts.items()
    ]
    rows.append((whole, *(run.figures[key] for key in keys)))
    span = f"{fields[0].title} to {fields[-1].title}".lower()
    return Grid(
        slot=slot,
        caption=caption,
        summary=f"One {fields[0].title.lower()} a row, {whole.lower()} last, {len(rows)} rows;"
        f" columns {span}.",
        fields=fields,
        rows=rows,
    )


def by_year(
    run: Run, caption: str, count: int, keys: Sequence[str], fields: tuple[Field, ...]
) -> Grid:
    """Return figures of so many years, oldest first, the run's own last."""
    parts = {year.name: f"year/{year.id}" for year in years_to(run.period, count)[:-1]}
    heading = dataclasses.replace(fields[0], title="Year")
    whole = run.period.name
    return breakdown(run, "by-year", caption, parts, keys, (heading, *fields[1:]), whole)


def companion(
    run: Run, compared: Sequence[Figure], grids: Iterable[tuple[str, Grid | None, str]]
) -> list[Sheet]:
    """Return the sheets of a return's companion: check list first, formulas and sources last.

    `grids` gives the name of a sheet, its table, and the column that holds statuses, if one does.
    """
    from pmf_engine.framework.returns import closing_sheets, review_sheets

    where = f"{run.entity.title}, {run.period.title}"
    sheets = [
        Sheet(
            name=name,
            title=f"{grid.caption}: {where}",
            note=f"This sheet holds one table. {grid.summary}",
            grid=grid,
            statuses=(status,) if status else (),
        )
        for name, grid, status in grids
        if grid is not None
    ]
    return [*review_sheets(run, compared), *sheets, *closing_sheets(run)]


def slug(text: str) -> str:
    """Return text as a part of a figure's slot: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:_LONGEST] or "other"


def so_many(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: 1 case, 2 cases, no cases."""
    word = noun if count == 1 else plural or f"{noun}s"
    return f"{f'{count:,}' if count else 'no'}{NO_BREAK}{word}"


def years_to(period: Period, count: int) -> Sequence[Period]:
    """Return so many years up to a period, oldest first."""
    return [period.shift(step) for step in range(1 - count, 1)]
