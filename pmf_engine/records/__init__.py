"""Columns of a large table: gathering, holding and asking them; the only door to polars.

A plugin imports from here what it writes its column arithmetic with.
"""

from typing import TYPE_CHECKING

from pmf_engine.model.lazy import exports
from pmf_engine.model.records import ROW, Gathering, Typing
from pmf_engine.model.tables import Batches, Table

if TYPE_CHECKING:
    from pathlib import Path

    from polars import (
        Boolean,
        DataFrame,
        Date,
        Decimal,
        Enum,
        Expr,
        Float64,
        Int64,
        LazyFrame,
        List,
        Series,
        String,
        UInt32,
        all_horizontal,
        any_horizontal,
        coalesce,
        col,
        concat,
        concat_list,
        concat_str,
        element,
        lit,
        max_horizontal,
        min_horizontal,
        struct,
        sum_horizontal,
        when,
    )

    from pmf_engine.records.table import Records
    from pmf_engine.records.tolerant import Rough, rough_table
else:
    __getattr__ = exports(globals(), {
        "polars": (
            "Boolean", "DataFrame", "Date", "Decimal", "Enum", "Expr", "Float64", "Int64",
            "LazyFrame", "List", "Series", "String", "UInt32", "all_horizontal", "any_horizontal",
            "coalesce", "col", "concat", "concat_list", "concat_str", "element", "lit",
            "max_horizontal", "min_horizontal", "struct", "sum_horizontal", "when",
        ),
        "pmf_engine.records.table": ("Records",),
        "pmf_engine.records.tolerant": ("Rough", "rough_table"),
    })  # fmt: skip

__all__ = [
    "ROW", "Boolean", "DataFrame", "Date", "Decimal", "Enum", "Expr", "Float64", "Int64",
    "LazyFrame", "List", "Records", "Rough", "Series", "String", "UInt32", "all_horizontal",
    "any_horizontal", "coalesce", "col", "concat", "concat_list", "concat_str", "element",
    "gathering", "lit", "max_horizontal", "min_horizontal", "open_file", "rough_table", "struct",
    "sum_horizontal", "when",
]  # fmt: skip


def gathering(table: Table, typing: Typing) -> Gathering:
    """Return what gathers the columns of a table; polars is imported now and not before."""
    from pmf_engine.records.gather import Columns

    return Columns(table, typing)


def open_file(path: "Path", table: Table) -> Batches | None:
    """Return a table's columns from a CSV or Parquet file; None for any other."""
    if path.suffix.casefold() not in (".csv", ".parquet"):
        return None
    from pmf_engine.records.files import opened

    return opened(path, table)
