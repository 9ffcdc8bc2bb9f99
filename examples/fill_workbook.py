"""Fill a workbook that somebody else made: python examples/fill_workbook.py TEMPLATE RESULT."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from pmf_engine.documents.excel import fill_book


def filled(template: bytes) -> bytes:
    """Return the template with its cells and its table filled, and nothing else changed."""
    return fill_book(
        template,
        cells={"Homes_owned": Decimal(1204), "Part A!D5": date(2026, 3, 31)},
        tables={"Stock": [{"Place": "North", "Homes": 310}, {"Place": "South", "Homes": 894}]},
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(filled(Path(sys.argv[1]).read_bytes()))
