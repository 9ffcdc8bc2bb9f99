"""What a report declares of its inputs: tables, their columns, and single named cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Kind(StrEnum):
    """The type of a column's values and, in brackets, the Python type a plugin receives."""

    TEXT = "text"  # str
    WHOLE = "whole number"  # int
    DECIMAL = "number"  # Decimal
    MONEY = "amount of money"  # Decimal, pounds
    PERCENT = "percentage"  # Decimal, in points: 95 means 95 %
    DATE = "date"  # date
    MONTH = "month"  # Period
    YEAR = "financial year"  # Period
    FLAG = "yes or no"  # bool
    CHOICE = "choice"  # str, as spelt in `choices`
    CODE = "code"  # str, stripped


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One typed column.

    `required`: every row must hold a value. `optional`: the column itself may be absent, and then
    reads as blank throughout. `references` names the input table and column that must hold each
    value. `many`: several values in one cell, parted by semicolons, read as a tuple. `raw`:
    whatever is typed is read as text, and is never at fault.
    """

    kind: Kind
    required: bool = True
    optional: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[str, ...] = ()
    references: tuple[str, str] | None = None
    many: bool = False
    raw: bool = False
    help: str = ""


class Rules(TypedDict, total=False):
    """What any column may say of itself; an optional column is never required."""

    required: bool
    optional: bool
    help: str


class Bounds(Rules, total=False):
    """What a column of numbers may say too: the smallest and largest value allowed."""

    minimum: int | str | None
    maximum: int | str | None


class Codes(Rules, total=False):
    """What a column of codes may say too: where they stand, and whether a cell holds several."""

    references: tuple[str, str] | None
    many: bool


def _column(kind: Kind, rules: Mapping[str, Any], **more: Any) -> Column:
    values = {**rules, **more}
    for bound in ("minimum", "maximum"):
        if values.get(bound) is not None:
            values[bound] = Decimal(values[bound])
    required = values.pop("required", True) and not values.get("optional", False)
    return Column(kind=kind, required=required, **values)


def Text(*, raw: bool = False, **rules: Unpack[Rules]) -> Column:  # noqa: N802
    """Return a column of free text; `raw`: numbers and days typed there are text too."""
    return _column(Kind.TEXT, rules, raw=raw)


def Date(**rules: Unpack[Rules]) -> Column:  # noqa: N802
    """Return a column of days."""
    return _column(Kind.DATE, rules)


def Month(**rules: Unpack[Rules]) -> Column:  # noqa: N802
    """Return a column of months, typed as any day in the month; read as a Period."""
    return _column(Kind.MONTH, rules)


def Year(**rules: Unpack[Rules]) -> Column:  # noqa: N802
    """Return a column of financial years, typed as 2024/25; read as a Period."""
    return _column(Kind.YEAR, rules)


def Flag(**rules: Unpack[Rules]) -> Column:  # noqa: N802
    """Return a column of TRUE/FALSE or yes/no."""
    return _column(Kind.FLAG, rules)


def Whole(**rules: Unpack[Bounds]) -> Column:  # noqa: N802
    """Return a column of whole numbers."""
    return _column(Kind.WHOLE, rules)


def Number(**rules: Unpack[Bounds]) -> Column:  # noqa: N802
    """Return a column of decimal numbers."""
    return _column(Kind.DECIMAL, rules)


def Money(**rules: Unpack[Bounds]) -> Column:  # noqa: N802
    """Return a column of pounds."""
    return _column(Kind.MONEY, rules)


def Percent(**rules: Unpack[Bounds]) -> Column:  # noqa: N802
    """Return a column of percentages in points: 95, not 0.95; between 0 and 100 by default."""
    return _column(Kind.PERCENT, {"minimum": 0, "maximum": 100, **rules})


def Choice(*choices: str, many: bool = False, **rules: Unpack[Rules]) -> Column:  # noqa: N802
    """Return a column of one of the choices, in any case of letters; `many`: several, by `;`."""
    return _column(Kind.CHOICE, rules, choices=choices, many=many)


def Code(**rules: Unpack[Codes]) -> Column:  # noqa: N802
    """Return a column of codes; `references` names the input table and column they stand in."""
    return _column(Kind.CODE, rules)


ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a table too large to hold is kept: its rows are counted by group as they stream past.

    `by` are the columns that make a group; of each column in `counted` every value is counted in
    each group, blanks apart; `weight` is a column of numbers added up beside the count, where each
    row counts 1 without it. The table then reads as rows of the columns `by`, and of `column`,
    `value`, `count` (int) and `weight` (Decimal); those of the column `rows` count the rows of the
    group. It has no key: keys would have to be held.
    """

    by: tuple[str, ...]
    counted: tuple[str, ...]
    weight: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the rows it reads as."""
        return (*self.by, "column", "value", "count", "weight")


@dataclass(frozen=True, slots=True)
class Batches:
    """Rows that a plugin hands over column by column, some thousands at a time.

    `header` names the columns; each batch is one sequence of values for each of them.
    """

    header: Sequence[str]
    batches: Iterable[Sequence[Sequence[object]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table on a sheet: its name, the workbook it is bound to, its columns and unique key.

    `workbook` is the name bound in `pmf.toml`, by default `workbooks/<workbook>.xlsx`. `key` names
    the columns that together must not repeat. `optional`: the sheet may be absent, and then reads
    as no rows. `personal`: rows hold personal data; never cached, logged or kept in the ledger.
    `tally`: it may be too large to hold, and is counted while it is read. `records`: it has so many
    rows that it reads as whole columns, and not as rows. `others`: columns of any other heading are
    read too, each as this one. Raises ValueError where a tally names a column that is not declared,
    or has a key, and for a table declared both ways.
    """

    name: str
    workbook: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    optional: bool = False
    personal: bool = False
    tally: Tally | None = None
    records: bool = False
    others: Column | None = None
    help: str = ""

    def __post_init__(self) -> None:
        if self.tally is None:
            return
        if self.records:
            raise ValueError(f"{self.name} is counted while it is read, and has no records")
        named = {*self.tally.by, *self.tally.counted, self.tally.weight} - {""}
        if self.key or named - set(self.columns):
            raise ValueError(
                f"the tally of {self.name} names {sorted(named - set(self.columns))} or has a key"
            )

    def column(self, heading: str) -> Column | None:
        """Return what the column of a heading is read as, None where it is not read."""
        return self.columns.get(heading, self.others)

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that its rows have when read."""
        return self.tally.columns if self.tally else tuple(self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """One cell that a workbook's defined name points at, typed as a column is."""

    name: str
    workbook: str
    column: Column = field(default_factory=Number)
    optional: bool = False


Input = Table | NamedCell
