"""A file in the bulk-upload layout, read as the service reads it, and no more strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pmf_engine.model.cells import column_letter
from pmf_engine.records import DataFrame, any_horizontal, col, rough_table
from pmf_plugins.core_lettings.editions import Edition

_HEADING = re.compile("field number", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,6}")
_START = (8, 9, 10)  # day, month and year, in every edition


@dataclass(frozen=True, slots=True)
class Upload:
    """The rows of an upload file: columns field_1 to the last, and `row`.

    `row` is 1 for the first row below the headings, which are `above` rows of the file. Rows that
    are blank are left out. `columns` gives the letter of the column of each field. `fault` is the
    code of what makes the file as a whole unfit, or empty.
    """

    rows: DataFrame
    above: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    def first_start(self) -> date | None:
        """Return the day on which the first letting begins; None where it gives none."""
        told = self.rows.head(1).select(*(f"field_{number}" for number in _START)).row(0)
        try:
            day, month, year = (int(part or "") for part in told)
            return date(year + 2000 if 0 <= year < 100 else year, month, day)
        except ValueError:
            return None


def read_upload(content: bytes, edition: Edition) -> Upload:
    """Return the rows of a CSV file or workbook in the layout of that edition.

    Columns are known by the numbers in the row that begins with “Field number”; they may stand in
    any order. Raises PmfError for a workbook that cannot be opened.
    """
    table = rough_table(content, _HEADING)
    if table.heading is None:
        return Upload(DataFrame(), fault="no-headers" if content.strip() else "file-empty")
    places = {
        int(cell): place
        for place, cell in enumerate(table.heading)
        if place and _NUMBER.fullmatch(cell.strip())
    }
    named = sum(bool(_NUMBER.fullmatch(cell.strip())) for cell in table.heading[1:])
    if set(places) != set(edition.by_number) or named != len(places):
        return Upload(DataFrame(), fault="wrong-field-numbers")
    return _numbered(table.cells, table.above, places)


def _numbered(cells: DataFrame, above: int, places: dict[int, int]) -> Upload:
    fields = [col(str(place)).alias(f"field_{number}") for number, place in sorted(places.items())]
    rows = cells.select(fields).with_row_index("row", offset=1)
    kept = rows.filter(any_horizontal(col("^field_.*$").is_not_null()))
    letters = {f"field_{number}": column_letter(place + 1) for number, place in places.items()}
    return Upload(kept, above, letters)
