"""Filters of tables and of loose cells, by Excel's own names."""

from __future__ import annotations

from typing import Any

from tests.live_kit.office import struct, uno


class NativeFilter:
    """What code written for Excel asks of a filter: whether it hides rows, and its range."""

    def __init__(self, xl: Any) -> None:
        self.xl = xl

    @property
    def FilterMode(self) -> bool:
        """Whether something was chosen to be shown."""
        return bool(self.xl.getFilterDescriptor().FilterFields)

    @property
    def Range(self) -> NativeBlock:
        """The cells that are filtered, their headings with them."""
        return NativeBlock(self.xl)

    def ShowAllData(self) -> None:
        """Show every row again."""
        self.xl.getFilterDescriptor().FilterFields = ()
        self.xl.refresh()


class NativeBlock:
    """The cells of a table or a filter."""

    def __init__(self, xl: Any) -> None:
        self.xl = xl
        self.Rows = self

    @property
    def Row(self) -> int:
        """The first row."""
        return int(self.xl.DataArea.StartRow) + 1

    @property
    def Count(self) -> int:
        """How many rows there are."""
        return int(self.xl.DataArea.EndRow - self.xl.DataArea.StartRow) + 1

    def AutoFilter(self, Field: int, Criteria1: str) -> None:
        """Show only the rows that hold this text in a column, counted from 1."""
        wanted = struct("sheet.TableFilterField", Field=Field - 1, StringValue=Criteria1)
        wanted.Operator = uno().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
        self.xl.AutoFilter = True
        self.xl.getFilterDescriptor().FilterFields = (wanted,)
        self.xl.refresh()


class NativeTable:
    """What code written for Excel asks of a table's `.api`."""

    def __init__(self, xl: Any) -> None:
        self.xl = xl

    @property
    def AutoFilter(self) -> NativeFilter | None:
        """The table's filter."""
        return filter_of(self.xl)

    @property
    def Range(self) -> NativeBlock:
        """All cells of the table."""
        return NativeBlock(self.xl)


def filter_of(xl: Any) -> NativeFilter | None:
    """Return the filter of a database range of Calc's, None where it has none."""
    return NativeFilter(xl) if xl.AutoFilter else None
