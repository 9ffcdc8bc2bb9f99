"""How each company of the group stands, for the group's pack."""

from __future__ import annotations

from pmf_engine.api import CellValue, Field, Grid, Status, Wording
from pmf_engine.framework.assessment import status_shown
from pmf_plugins.board_pack.pack import Pack


def companies(pack: Pack) -> Grid:
    """Return, for the group, each company's measures by status."""
    run = pack.run
    rows: list[tuple[CellValue, ...]] = []
    for company in (one for one in run.entities if not one.group):
        judged = [
            status_shown(run, pack.register, one, company, run.period.last_month)
            for one in pack.register.of(company.code)
            if one.told_to("board")
        ]
        cells = [
            Wording(f"company/{company.code}/{status.replace('_', '-')}", str(judged.count(status)))
            for status in (Status.GREEN, Status.AMBER, Status.RED)
        ]
        absent = sum(one in (Status.NO_DATA, Status.OVERDUE, Status.NOT_DUE) for one in judged)
        rows.append((company.title, *cells, Wording(f"company/{company.code}/none", str(absent))))
    titles = ("● Met", "▲ Near", "■ Missed", "○ No figure")
    return Grid(
        slot="companies",
        caption="Measures of each company by status",
        summary=f"One company a row, {len(rows)} rows; columns company to no figure.",
        fields=(
            Field(title="Company", width=7.0, chars=40),
            *(Field(title=title, width=2.5, chars=12, right=True) for title in titles),
        ),
        rows=rows,
    )
