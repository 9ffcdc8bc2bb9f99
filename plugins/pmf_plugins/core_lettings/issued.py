"""Lettings of issued files: by what a letting is known again, whatever row it stands in.

The service takes two lettings for one that agree in owner, start, tenant code, address, the lead
tenant's age, sex and work, and all charges together.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.records import (
    DataFrame,
    Decimal,
    Expr,
    String,
    col,
    concat_str,
    lit,
    sum_horizontal,
)
from pmf_plugins.core_lettings.editions import EDITIONS, Edition, edition_of
from pmf_plugins.core_lettings.facts import CHARGES
from pmf_plugins.core_lettings.reader import read_upload

_ALIKE = (
    "owner", "start_day", "start_month", "start_year", "tenant_code", "uprn", "address_1",
    "postcode_1", "postcode_2", "age1", "sex1", "work1",
)  # fmt: skip
_BETWEEN = "\x1f"


def told_apart(frame: DataFrame, edition: Edition) -> list[str]:
    """Return, for each letting in fields, the text by which it is known again."""
    parts = [_plain(edition, name) for name in _ALIKE]
    known = concat_str([*parts, _charges(edition)], separator=_BETWEEN)
    return frame.select(known.alias("known"))["known"].to_list()


def in_file(content: bytes) -> Iterator[str]:
    """Yield the text by which each letting of an upload file is known again."""
    for year in EDITIONS:
        edition = edition_of(year)
        upload = read_upload(content, edition)
        if not upload.fault:
            yield from told_apart(upload.rows, edition)
            return


def _plain(edition: Edition, name: str) -> Expr:
    """An answer in capitals without leading noughts: 07 and 7, m and M are the same."""
    cell = col(edition.fields[name].key).fill_null("").str.strip_chars().str.to_uppercase()
    return cell.str.replace(r"^0+(\d)", "$1")


def _charges(edition: Edition) -> Expr:
    amounts = [col(edition.fields[name].key).cast(Decimal(20, 2), strict=False) for name in CHARGES]
    return sum_horizontal([one.fill_null(lit(0).cast(Decimal(20, 2))) for one in amounts]).cast(
        String
    )
