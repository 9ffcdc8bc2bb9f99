"""CSV files: exact text, the same bytes each time, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from pmf_engine.documents.text import clean, looks_like_formula
from pmf_engine.model.content import CellValue, Label, Listing, Narrative, Wording
from pmf_engine.model.errors import PmfError
from pmf_engine.model.numbers import half_up
from pmf_engine.model.values import Figure, Missing

_DRAFT = ("draft", "DRAFT: not to be submitted")


def build_csv(listing: Listing, *, draft: bool = False) -> bytes:
    """Return a CSV file in UTF-8 without a mark, lines ended by CRLF, quoted where it must be.

    Text that a spreadsheet would take for a formula begins with an apostrophe. A draft has one
    column more, which says so. Raises PmfError where a row does not fit the header.
    """
    width = len(listing.header)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for words in listing.above:
        writer.writerow([*map(clean, words), *_DRAFT[:draft]])
    writer.writerow([*map(_safe, listing.header), *_DRAFT[:draft]])
    for number, row in enumerate(listing.rows, 1):
        if len(row) != width:
            raise PmfError(f"Row {number} of a CSV file has {len(row)} values for {width} columns.")
        writer.writerow([*map(_text, row), *_DRAFT[1 : 1 + draft]])
    return stream.getvalue().encode()


def _text(value: CellValue) -> str:
    match value:
        case None | Missing():
            return ""
        case Figure():
            return "" if value.value is None else format(half_up(value.value, value.places), "f")
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case Wording() | Narrative():
            return _safe(value.text)
        case Label():
            return _safe(str(value))
    return _safe(str(value))


def _safe(text: str) -> str:
    text = clean(text)
    return f"'{text}" if looks_like_formula(text) else text
