"""Which words of the workbooks a panel is shown; all others stay where they are."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Row, Run

PUBLISHED = {
    "indicators": ("title", "perspective", "unit", "owner", "definition"),
    "targets": ("definition",),
    "benchmarks": ("peer_group",),
    "feedback": ("service", "theme"),
    "scrutiny": ("recommendation", "owner"),
    "panels": ("panel",),
    "promises": ("text",),
    "referrals": ("panel", "concern", "project"),
}
_OF_MEASURES = ("indicators", "targets", "benchmarks")


def published(run: Run) -> Iterator[tuple[Row, str]]:
    """Yield every cell whose words reach the paper of a run's company, as row and column."""
    mine = [row for row in run.data.indicators if row.peek("entity") == run.entity.code]
    codes = {row.peek("code") for row in mine if "panel" in (row.peek("audiences") or ())}
    rows: dict[str, list[Row]] = {
        name: [row for row in run.data[name] if row.peek("entity") == run.entity.code]
        for name in PUBLISHED
        if name not in _OF_MEASURES
    }
    for name in _OF_MEASURES:
        rows[name] = [row for row in run.data[name] if row.peek("code") in codes]
    for name, columns in PUBLISHED.items():
        yield from ((row, column) for row in rows[name] for column in columns)
