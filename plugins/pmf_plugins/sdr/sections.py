"""The tables of entity level information and of non-social housing."""

from __future__ import annotations

from pmf_engine.api import CellValue, Field, Grid, Run
from pmf_plugins.sdr import areas
from pmf_plugins.sdr.forms import form
from pmf_plugins.sdr.stock import is_group


def facts(run: Run) -> list[tuple[str, str]]:
    """Return what the return says of the landlord in words."""
    rows = run.data.landlords.where(landlord=run.entity.code, year=run.period)
    row = rows[0] if rows else None
    said = {
        "Landlord": run.entity.title,
        "Registration code": row and row.code,
        "Parent": row and row.parent,
        "Charity": None if row is None or row.charity is None else "Yes" if row.charity else "No",
        "Form": "None: the group makes no return" if is_group(run) else form(run),
        "Authorities with stock": str(len(areas.with_stock(run))),
        "Completed by": row and row.completed_by,
    }
    return [(name, value or "Not entered") for name, value in said.items()]


def entity(run: Run) -> Grid:
    """Return the part on the landlord: words, then homes."""
    rows: list[tuple[CellValue, ...]] = list(facts(run))
    rows += [(one.title, one) for slot, one in run.figures.items() if slot.startswith("eli/")]
    return Grid(
        slot="eli/facts",
        caption="Entity level information",
        summary=f"One line a row, {len(rows)} rows; columns line to what is said.",
        fields=(Field(title="Line", width=9.0, chars=34), Field(title="Said", width=8.0, chars=40)),
        rows=rows,
    )


def non_social(run: Run) -> Grid:
    """Return non-social homes by tenure."""
    names = {"market": "Non-social rental", "leasehold": "Non-social leasehold"}
    rows: list[tuple[CellValue, ...]] = [
        (name, *(run.figures[f"nsh/{key}/{whose}"] for whose in ("owned", "managed")))
        for key, name in names.items()
    ]
    return Grid(
        slot="nsh/homes",
        caption="Non-social homes",
        summary="One tenure a row, 2 rows; columns tenure to managed for others.",
        fields=(
            Field(title="Tenure", width=7.0, chars=28),
            Field(title="Owned", width=5.0, chars=14, right=True),
            Field(title="Managed for others", width=5.0, chars=20, right=True),
        ),
        rows=rows,
    )
