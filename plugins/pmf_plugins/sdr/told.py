"""Findings about homes, of which the first are told one by one and the rest counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Finding, NotRun, Run
from pmf_plugins.sdr import stock
from pmf_plugins.sdr.forms import LONG, form

if TYPE_CHECKING:
    from pmf_engine.records import DataFrame

SHOWN = 20
Make = Callable[..., Finding]


def homes(
    run: Run, make: Make, code: str, rows: DataFrame, column: str, said: str
) -> Iterator[Finding]:
    """Yield a finding for each home, told in a sentence that goes on from its reference.

    `said` may name columns of `rows` in braces.
    """
    for row in rows.sort("_row").head(SHOWN).iter_rows(named=True):
        place = stock.register(run).place(row["_row"], column)
        yield make(code, f"Home {row['property']} {said.format_map(_plain(row))}", **place)
    sheet = stock.register(run).name
    yield from more(make, code, rows.height, sheet, f"Filter {column} to find them all.")


def more(make: Make, code: str, number: int, sheet: str, todo: str) -> Iterator[Finding]:
    """Yield how many homes have the same fault beyond those told."""
    if number > SHOWN:
        rest = f"{number - SHOWN:,} more homes have the same fault."
        yield make(code, f"{rest} {todo}", sheet=sheet)


def long_only(run: Run) -> None:
    """Raise NotRun where the landlord's form does not ask for the part."""
    if form(run) != LONG:
        raise NotRun("the short form does not ask for it")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: "nothing" if value is None else value for name, value in row.items()}
