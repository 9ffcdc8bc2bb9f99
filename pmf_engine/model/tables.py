"""What a report declares of its inputs: tables, their columns, and single named cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """The type of a column's values and, in brackets, the Python type a plugin receives."""

    TEXT = "text"  # str
    WHOLE = "whole number"  # int
    DECIMAL = "number"  # Decimal
    MONEY = "amount of money"  # Decimal, pounds
    PERCENT = "percentage"  # Decimal, in points: 95 means 95 %
    DATE = "date"  # date
    MONTH = "month"  # Period
    FLAG = "yes or no"  # bool
    CHOICE = "choice"  # str, as spelt in `choices`
    CODE = "code"  # str, stripped


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One typed column.

    `required`: every row must hold a value. `optional`: the column itself may be absent, and then
    reads as blank throughout. `references` names the input table and column that must hold each
    value. `many`: several values in one cell, parted by semicolons, read as a tuple.
    """

    kind: Kind
    required: bool = True
    optional: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[str, ...] = ()
    references: tuple[str, str] | None = None
    many: bool = False
    help: str = ""


def _column(kind: Kind, *, required: bool, optional: bool, help: str) -> Column:  # noqa: A002
    return Column(kind=kind, required=required and not optional, optional=optional, help=help)


def Text(*, required: bool = True, optional: bool = False, help: str = "") -> Column:  # noqa: N802, A002
    """Return a column of free text."""
    return _column(Kind.TEXT, required=required, optional=optional, help=help)


def Date(*, required: bool = True, optional: bool = False, help: str = "") -> Column:  # noqa: N802, A002
    """Return a column of days."""
    return _column(Kind.DATE, required=required, optional=optional, help=help)


def Month(*, required: bool = True, optional: bool = False, help: str = "") -> Column:  # noqa: N802, A002
    """Return a column of months, typed as any day in the month; read as a Period."""
    return _column(Kind.MONTH, required=required, optional=optional, help=help)


def Flag(*, required: bool = True, optional: bool = False, help: str = "") -> Column:  # noqa: N802, A002
    """Return a column of TRUE/FALSE or yes/no."""
    return _column(Kind.FLAG, required=required, optional=optional, help=help)


def _number(
    kind: Kind,
    required: bool,
    optional: bool,
    minimum: int | str | None,
    maximum: int | str | None,
    help: str,  # noqa: A002
) -> Column:
    return Column(
        kind=kind,
        required=required and not optional,
        optional=optional,
        minimum=None if minimum is None else Decimal(minimum),
        maximum=None if maximum is None else Decimal(maximum),
        help=help,
    )


def Whole(  # noqa: N802
    *,
    required: bool = True,
    optional: bool = False,
    minimum: int | str | None = None,
    maximum: int | str | None = None,
    help: str = "",  # noqa: A002
) -> Column:
    """Return a column of whole numbers."""
    return _number(Kind.WHOLE, required, optional, minimum, maximum, help)


def Number(  # noqa: N802
    *,
    required: bool = True,
    optional: bool = False,
    minimum: int | str | None = None,
    maximum: int | str | None = None,
    help: str = "",  # noqa: A002
) -> Column:
    """Return a column of decimal numbers."""
    return _number(Kind.DECIMAL, required, optional, minimum, maximum, help)


def Money(  # noqa: N802
    *,
    required: bool = True,
    optional: bool = False,
    minimum: int | str | None = None,
    maximum: int | str | None = None,
    help: str = "",  # noqa: A002
) -> Column:
    """Return a column of pounds."""
    return _number(Kind.MONEY, required, optional, minimum, maximum, help)


def Percent(  # noqa: N802
    *,
    required: bool = True,
    optional: bool = False,
    minimum: int | str | None = 0,
    maximum: int | str | None = 100,
    help: str = "",  # noqa: A002
) -> Column:
    """Return a column of percentages in points: 95, not 0.95; between 0 and 100 by default."""
    return _number(Kind.PERCENT, required, optional, minimum, maximum, help)


def Choice(  # noqa: N802
    *choices: str,
    required: bool = True,
    optional: bool = False,
    many: bool = False,
    help: str = "",  # noqa: A002
) -> Column:
    """Return a column of one of the choices, in any case of letters; `many`: several, by `;`."""
    return Column(
        kind=Kind.CHOICE,
        required=required and not optional,
        optional=optional,
        choices=choices,
        many=many,
        help=help,
    )


def Code(  # noqa: N802
    *,
    required: bool = True,
    optional: bool = False,
    references: tuple[str, str] | None = None,
    many: bool = False,
    help: str = "",  # noqa: A002
) -> Column:
    """Return a column of codes; `references` names the input table and column they stand in."""
    return Column(
        kind=Kind.CODE,
        required=required and not optional,
        optional=optional,
        references=references,
        many=many,
        help=help,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table on a sheet: its name, the workbook it is bound to, its columns and unique key.

    `workbook` is the name bound in `pmf.toml`, by default `workbooks/<workbook>.xlsx`. `key` names
    the columns that together must not repeat. `optional`: the sheet may be absent, and then reads
    as no rows. `personal`: rows hold personal data; never cached, logged or kept in the ledger.
    """

    name: str
    workbook: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    optional: bool = False
    personal: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """One cell that a workbook's defined name points at, typed as a column is."""

    name: str
    workbook: str
    column: Column = field(default_factory=Number)
    optional: bool = False


Input = Table | NamedCell
