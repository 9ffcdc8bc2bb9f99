"""The return as a workbook: validations first, then a sheet or two for each part."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Chart, Grid, Run, Sheet
from pmf_engine.framework.returns import closing_sheets, review_sheets
from pmf_plugins.sdr import sections, stock_tables, tables
from pmf_plugins.sdr.charts import stock_chart
from pmf_plugins.sdr.codes import GROUPS, PARTS
from pmf_plugins.sdr.content import compared
from pmf_plugins.sdr.forms import asked, field
from pmf_plugins.sdr.validations import of_part, validations


def companion(run: Run) -> list[Sheet]:
    """Return the sheets in the order of the return; parts that are not asked are left out."""
    return [
        *review_sheets(run, compared(run)),
        _validations(run),
        *_parts(run),
        *closing_sheets(run),
    ]


def _validations(run: Run) -> Sheet:
    left = [part for part in PARTS if part not in asked(run)]
    note = "Hard validations must be put right before submission; soft ones must be explained."
    said = f" The short form does not ask for {', '.join(left)}." if left else ""
    return Sheet(
        name="Validations",
        title=f"Validations: {run.entity.title}, {run.period.title}",
        note=note + said,
        grid=validations(run),
        statuses=("Result",),
    )


def _parts(run: Run) -> Iterator[Sheet]:
    chart = stock_chart(run)
    yield from _sheet(run, "ELI", "ELI", sections.entity(run))
    yield from _sheet(run, "LCR", "LCR", tables.stock(run), chart, _fields(run))
    yield from _sheet(run, "LCR", "LCR rents", tables.rents(run, "lcr"))
    yield from _sheet(run, "LCHO", "LCHO", tables.ownership(run))
    yield from _sheet(run, "NSH", "NSH", sections.non_social(run))
    yield from _sheet(run, "SU", "SU", stock_tables.usage(run))
    yield from _sheet(run, "SU", "SU management", stock_tables.management(run))
    yield from _sheet(run, "SBS", "SBS", stock_tables.balance(run))
    yield from _sheet(run, "SBS", "SBS changes", stock_tables.changes(run))
    yield from _sheet(run, "AR", "AR", tables.rents(run, "ar"))


def _fields(run: Run) -> str:
    told = [field(key, run.period) for key in (*GROUPS, "total")]
    return f"Fields in published data, in order: {', '.join(filter(None, told))}."


def _sheet(
    run: Run, part: str, name: str, grid: Grid | None, chart: Chart | None = None, said: str = ""
) -> Iterator[Sheet]:
    if grid is not None:
        yield Sheet(
            name=name,
            title=f"{part}, {PARTS[part]}: {run.entity.title}, {run.period.title}",
            note=" ".join(filter(None, (of_part(run, part), grid.summary, said))),
            grid=grid,
            charts=(chart,) if chart else (),
        )
