"""Which line an account of the trial balance belongs to, from which date on."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmf_engine.framework.finance.chart import Chart, Line
from pmf_engine.workbook import Row


class Mapped:
    """The mapping of accounts to lines, as the workbook has it."""

    def __init__(self, chart: Chart, table: Any) -> None:
        self.chart = chart
        self._rows: dict[str, list[Row]] = table.by("account")

    def in_force(self, account: str, day: date) -> list[Row]:
        """Return the rows that map an account on a day: the newest begun; several are a fault."""
        begun = [
            row
            for row in self._rows.get(account, ())
            if row.peek("valid_from") is not None and row.peek("valid_from") <= day
        ]
        newest = max((row.peek("valid_from") for row in begun), default=None)
        return [row for row in begun if row.peek("valid_from") == newest]

    def line(self, row: Row) -> Line | None:
        """Return the line that a row of the mapping names, None where there is no such line."""
        return self.chart.line(row.peek("statement") or "", row.peek("line") or "")

    @staticmethod
    def sign(row: Row) -> int:
        """Return what a row multiplies an account's balance by; notes the read."""
        return -1 if (row["sign"] or "").startswith(("-", "−")) else 1
