"""An Excel table's part: where it stands, its columns, and making it longer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from pmf_engine.documents.excel.fill.content import decoded
from pmf_engine.documents.excel.fill.sheet import M
from pmf_engine.model.cells import Area


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its number in the table's own count, and any formula of it."""

    name: str
    id: str
    formula: str = ""


class TablePart:
    """One table of a sheet."""

    def __init__(self, part: str, sheet: str, root: etree._Element) -> None:
        self.part, self.sheet, self.root = part, sheet, root
        self.name = root.get("displayName", "") or root.get("name", "")
        self.area = Area.parse(root.get("ref", "")) or Area(1, 1, 1, 1)  # with header and totals
        self.changed = False

    @property
    def header_rows(self) -> int:
        """1 where headings are shown, else 0."""
        return 0 if self.root.get("headerRowCount") == "0" else 1

    @property
    def totals_rows(self) -> int:
        """1 where a row of totals is shown, else 0."""
        return int(self.root.get("totalsRowCount", "0"))

    @property
    def data(self) -> Area:
        """The block of the rows of data."""
        whole = self.area
        top, bottom = whole.top + self.header_rows, whole.bottom - self.totals_rows
        return Area(whole.left, top, whole.right, bottom)

    @property
    def columns(self) -> dict[int, Column]:
        """The columns by the number of the sheet's column where they stand."""
        entries = self.root.iterfind(f"{M}tableColumns/{M}tableColumn")
        return {at: _column(entry) for at, entry in enumerate(entries, self.area.left)}

    def column(self, name: str) -> int | None:
        """Return where the column of a heading stands, whatever the case of its letters."""
        wanted = " ".join(name.split()).casefold()
        for at, column in self.columns.items():
            if " ".join(column.name.split()).casefold() == wanted:
                return at
        return None

    def grow(self, count: int) -> None:
        """Make the table so many rows longer, or shorter where negative, its filter too."""
        whole, bottom = self.area, self.data.bottom + count
        self.area = replace(whole, bottom=whole.bottom + count)
        self.root.set("ref", str(self.area))
        for each in self.root.iter(f"{M}autoFilter"):
            each.set("ref", str(replace(whole, bottom=bottom)))
        self.changed = True


def _column(entry: etree._Element) -> Column:
    formula = entry.find(f"{M}calculatedColumnFormula")
    text = (formula.text or "") if formula is not None and not formula.get("array") else ""
    return Column(decoded(entry.get("name", "")), entry.get("id", ""), text)
