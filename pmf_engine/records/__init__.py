"""Columns of a large table: gathering, holding and asking them; the only door to polars.

A plugin imports from here what it writes its column arithmetic with.
"""

from typing import TYPE_CHECKING

from pmf_engine.model.lazy import exports

if TYPE_CHECKING:
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

    from pmf_engine.records.tolerant import Rough, rough_table
else:
    __getattr__ = exports(globals(), {
        "polars": (
            "Boolean", "DataFrame", "Date", "Decimal", "Enum", "Expr", "Float64", "Int64",
            "LazyFrame", "List", "Series", "String", "UInt32", "all_horizontal", "any_horizontal",
            "coalesce", "col", "concat", "concat_list", "concat_str", "element", "lit",
            "max_horizontal", "min_horizontal", "struct", "sum_horizontal", "when",
        ),
        "pmf_engine.records.tolerant": ("Rough", "rough_table"),
    })  # fmt: skip

__all__ = [
    "Boolean", "DataFrame", "Date", "Decimal", "Enum", "Expr", "Float64", "Int64", "LazyFrame",
    "List", "Rough", "Series", "String", "UInt32", "all_horizontal", "any_horizontal", "coalesce",
    "col", "concat", "concat_list", "concat_str", "element", "lit", "max_horizontal",
    "min_horizontal", "rough_table", "struct", "sum_horizontal", "when",
]  # fmt: skip
