"""The return by section as sheets of the companion, and its datapoints as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import CellValue, Field, Figure, Grid, Listing, Run, Sheet
from pmf_plugins.tsm.data import layout
from pmf_plugins.tsm.layout import Datapoint, datapoints

_SECTIONS = {
    "1a": "Survey, low cost rental",
    "1b": "Survey, low cost home ownership",
    "1c": "Survey, both together",
    "2": "Publication",
    "3": "Management measures",
    "4": "Low cost rental",
    "5": "Low cost home ownership",
    "6": "Both together",
}
_SHOWN = ("question", "datapoint", "field", "title")
_HEADER = (
    "landlord", "year", "section", "question", "datapoint", "field", "title", "value", "unit",
    "edition", "verified", "note",
)  # fmt: skip


def sheets(run: Run) -> Iterator[Sheet]:
    """Yield a sheet for each section of the return; sections with no value at all are left out."""
    edition, _ = layout(run.period)
    for section, title in _SECTIONS.items():
        found = [one for one in datapoints(run) if one.line["section"] == section]
        if filled := sum(one.filled for one in found):
            yield Sheet(
                name=f"Section {section}",
                title=f"Section {section}, {title}: {run.entity.title}, {run.period.year_label}",
                note=f"This sheet holds one table: {len(found)} datapoints, {filled} with a value;"
                f" laid out as the return for {edition}.",
                grid=_grid(section, found),
            )


def listing(run: Run) -> Listing:
    """Return every datapoint with its value, exact as it is submitted, one a row."""
    landlord, year = run.entity.code, run.period.year_label
    return Listing(header=_HEADER, rows=[_row(landlord, year, one) for one in datapoints(run)])


def _grid(section: str, found: list[Datapoint]) -> Grid:
    return Grid(
        slot=f"section-{section}",
        caption=f"Section {section}",
        summary=f"One datapoint a row, {len(found)} rows; columns question to note.",
        fields=(
            Field(title="Question", chars=10),
            Field(title="Datapoint", chars=13),
            Field(title="Field", chars=31),
            Field(title="What it holds", chars=62),
            Field(title="Value", chars=16, right=True),
            Field(title="Words", chars=44),
            Field(title="Note", chars=40),
        ),
        rows=[(*(one.line[name] for name in _SHOWN), *_cells(one), one.note) for one in found],
    )


def _cells(one: Datapoint) -> tuple[CellValue, CellValue]:
    """A number in one column, words in the other, so that both can be read."""
    return (None, one.value) if isinstance(one.value, str) else (one.value, None)


def _row(landlord: str, year: str, one: Datapoint) -> tuple[CellValue, ...]:
    line = (one.line["section"], *(one.line[name] for name in _SHOWN))
    figure = one.value if isinstance(one.value, Figure) else None
    verified = "" if figure is None or not figure.edition else "no" if figure.note else "yes"
    unit, edition = (figure.unit, figure.edition) if figure else ("", "")
    return (landlord, year, *line, one.value, unit, edition, verified, one.note)
