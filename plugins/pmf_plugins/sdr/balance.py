"""Stock balance sheet: opening, what came in and what left, and closing, by kind of stock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmf_engine.api import Figure, Run
from pmf_plugins.sdr import stock
from pmf_plugins.sdr.codes import ADDITIONS, BALANCE_TITLES, BALANCES, LOSSES
from pmf_plugins.sdr.figures import count
from pmf_plugins.sdr.movements import conversions, of_year

LINES: Mapping[str, str] = {
    "opening": "Opening, 1 April",
    **{key: word.capitalize() for key, word in ADDITIONS.items()},
    "converted_in": "Conversions in",
    **{key: word.capitalize() for key, word in LOSSES.items()},
    "converted_out": "Conversions out",
    "closing": "Closing, opening and movements",
    "counted": "Closing, counted in the register",
}


def balance(run: Run) -> Iterator[Figure]:
    """Yield each line of the balance sheet, by kind of stock."""
    moved, turned = of_year(run), conversions(run)
    kinds = stock.counted(moved, "kind", "tenure")
    before = stock.counted(stock.owned(run, stock.opening_day(run)), "tenure")
    now = stock.units(run, "tenure")
    for key, tenures in BALANCES.items():
        lines = {"opening": sum(before.get(one, 0) for one in tenures)}
        for line, word in {**ADDITIONS, **LOSSES}.items():
            lines[line] = sum(kinds.get((word, one), 0) for one in tenures)
        lines |= _turned(turned, tenures)
        yield from _sheet(run, key, lines, sum(now.get(one, 0) for one in tenures))


def _turned(turned: Any, tenures: tuple[str, ...]) -> dict[str, int]:
    """Units converted into these tenures from others, and out of them into others."""
    from pmf_engine.records import col

    inside = list(tenures)
    came = col("to_tenure").is_in(inside) & ~col("from_tenure").is_in(inside)
    went = col("from_tenure").is_in(inside) & ~col("to_tenure").is_in(inside)
    return {
        "converted_in": int(turned.filter(came)["units"].sum()),
        "converted_out": int(turned.filter(went)["units"].sum()),
    }


def _sheet(run: Run, key: str, lines: dict[str, int], counted: int) -> Iterator[Figure]:
    title = BALANCE_TITLES[key]
    for line, number in lines.items():
        named = f"{title}: {LINES[line].lower()}"
        yield count(run, f"sbs/{key}/{line}", named, number, moves=True)
    terms = {line: _term(run, number) for line, number in lines.items()}
    named = f"{title}: {LINES['closing'].lower()}"
    yield run.measure("closing", terms, slot=f"sbs/{key}/closing", title=named)
    yield count(run, f"sbs/{key}/counted", f"{title}: {LINES['counted'].lower()}", counted)


def _term(run: Run, number: int) -> Any:
    def read() -> int:
        stock.note_moves(run)
        stock.note(run)
        return number

    return read
