"""Tables of yearly returns, by part and by year, and the sheets of a companion."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pmf_engine.framework.yearly import years_to
from pmf_engine.model.content import CellValue, Field, Grid, Sheet

if TYPE_CHECKING:
    from pmf_engine.model.values import Figure
    from pmf_engine.run import Run


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
