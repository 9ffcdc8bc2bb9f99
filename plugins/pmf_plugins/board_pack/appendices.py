"""The appendices: definitions in force, and the cells behind every figure."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.api import Field, Figure, Grid
from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.sentences import brief_date
from pmf_engine.framework.sources import adjusted, cells
from pmf_plugins.board_pack.pack import Pack


def definitions(pack: Pack) -> Grid:
    """Return the definition of each measure as in force at the period's end."""
    rows = [
        (
            one.indicator.title,
            one.ruling.definition,
            _since(one),
            one.indicator.row.peek("source") or "",
        )
        for one in pack.found
    ]
    return Grid(
        slot="definitions",
        caption="Definitions in force",
        summary=f"One measure a row, {len(rows)} rows; columns measure to source.",
        fields=(
            Field(title="Measure", width=3.6, chars=42),
            Field(title="Definition", width=6.8, chars=80),
            Field(title="Target since", width=2.2, chars=14),
            Field(title="Source of data", width=4.4, chars=30),
        ),
        rows=rows,
    )


def sources(pack: Pack) -> Grid:
    """Return the cells that the figures of each measure and group of counts were read from."""
    titles = {one.indicator.code: one.indicator.title for one in pack.found}
    groups: dict[str, list[Figure]] = {}
    for figure in pack.run.figures.values():
        groups.setdefault(_group(figure.slot), []).append(figure)
    rows = [
        (titles.get(name) or _title(name, figures[0]), name, cells(figures), _notes(figures))
        for name, figures in groups.items()
    ]
    return Grid(
        slot="sources",
        caption="Where the figures were read",
        summary=f"One measure or group of counts a row, {len(rows)} rows; columns name to note.",
        fields=(
            Field(title="Figures", width=4.2, chars=42),
            Field(title="Code", width=2.8, chars=20),
            Field(title="Cells read", width=6.6, chars=60),
            Field(title="Note", width=3.4, chars=40),
        ),
        rows=rows,
    )


def _group(slot: str) -> str:
    first, _, rest = slot.partition("/")
    return f"{first}/{rest.split('/')[0]}" if first in ("plan", "objective") else first


def _title(name: str, first: Figure) -> str:
    if "/" in name:
        return first.title
    names = {
        "summary": "Counts in the summary",
        "score": "Scores of the perspectives",
        "gaps": "Breaks in the golden thread",
    }
    return names.get(name, "Counts of data quality")


def _notes(figures: Sequence[Figure]) -> str:
    return " ".join(adjusted(figure) for figure in figures if figure.adjustment)


def _since(found: Assessment) -> str:
    since = found.ruling.since
    return brief_date(since) if since and found.judged else "No target"
