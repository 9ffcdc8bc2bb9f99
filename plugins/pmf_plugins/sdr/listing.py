"""Each part as a CSV file: one value a row, under the code that published data give it."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import CellValue, Figure, Listing, Run
from pmf_plugins.sdr import areas
from pmf_plugins.sdr.codes import PARTS, SIZES
from pmf_plugins.sdr.forms import asked, field
from pmf_plugins.sdr.sections import facts

_HEADER = (
    "landlord", "year", "part", "line", "field", "la_code", "la_name", "size", "title", "value",
    "unit", "edition", "verified", "note",
)  # fmt: skip
Cells = tuple[CellValue, ...]


def listing(run: Run, part: str) -> Listing:
    """Return every value of a part; of a part that is not asked, a row that says so."""
    rows = list(_rows(run, part))
    if part not in asked(run) and not rows:
        note = "The short form does not ask for this part; that is not nil"
        rows = [_row(run, part, "", ("", "", "", ""), PARTS[part], None, ("", "", "", note))]
    return Listing(header=_HEADER, rows=rows)


def part_of(slot: str) -> str:
    """Return the part that a figure belongs to."""
    first, *rest = slot.split("/")
    return "LCHO" if first == "lcr" and rest[-1] == "lcho" else first.upper()


def _rows(run: Run, part: str) -> Iterator[Cells]:
    if part == "ELI":
        for name, said in facts(run):
            line = name.lower().replace(" ", "_")
            yield _row(run, part, line, ("", "", "", ""), name, said, ("", "", "", ""))
    for slot, figure in run.figures.items():
        if part_of(slot) == part:
            yield _figure(run, part, slot, figure)


def _figure(run: Run, part: str, slot: str, figure: Figure) -> Cells:
    pieces = slot.split("/")
    area = pieces[1] if len(pieces) > 2 and part in ("LCR", "LCHO", "AR") else ""
    code = "" if area in ("all", "total") else area
    sized = (pieces[1] if part == "LCHO" and len(pieces) == 2 else pieces[-2]).rpartition("-")[2]
    size = SIZES[int(sized)] if sized.isdecimal() else ""
    place = (field(pieces[-1], run.period), code, areas.name_of(run, code) if code else "", size)
    verified = "" if not figure.edition else "no" if figure.note else "yes"
    note = figure.missing.reason if figure.missing else figure.note
    end = (figure.unit, figure.edition, verified, note)
    return _row(run, part, slot, place, figure.title, figure, end)


def _row(
    run: Run, part: str, line: str, place: Cells, title: str, value: CellValue, end: Cells
) -> Cells:
    where = (run.entity.code, run.period.year_label, part, line)
    return (*where, *place, title, value, *end)
