"""Stock usage: what is let and what stands empty, who manages what is owned, Decent Homes."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Figure, Run
from pmf_plugins.sdr import stock
from pmf_plugins.sdr.codes import DECENT, GROUPS, LET, RENTAL, RENTED_GROUPS, SOCIAL, STATES
from pmf_plugins.sdr.figures import count


def usage(run: Run) -> Iterator[Figure]:
    """Yield the part's figures."""
    found = stock.units(run, "group", "state")
    for group in RENTED_GROUPS:
        own = {state: found.get((group, name), 0) for state, name in STATES.items()}
        yield from _states(run, group, GROUPS[group], own)
    every = {
        state: sum(found.get((group, name), 0) for group in RENTED_GROUPS)
        for state, name in STATES.items()
    }
    yield from _states(run, "total", "All low cost rental", every)
    yield from _management(run)
    yield from _decent(run)


def _states(run: Run, group: str, title: str, own: dict[str, int]) -> Iterator[Figure]:
    for state, name in STATES.items():
        slot = f"su/{group}/{state}"
        yield count(run, slot, f"{title}: {name}", own[state], "state")

    def term(number: int) -> int:
        stock.note(run, "state")
        return number

    empty = sum(number for state, number in own.items() if STATES[state] != LET)
    terms = {"vacant": lambda: term(empty), "homes_with_state": lambda: term(sum(own.values()))}
    yield run.measure("vacancy", terms, slot=f"su/{group}/vacancy", title=f"{title}: vacant")


def _management(run: Run) -> Iterator[Figure]:
    from pmf_engine.records import col

    day = stock.closing_day(run)
    social = col("tenure").is_in(list(SOCIAL))
    held, for_others = stock.owned(run, day).filter(social), stock.managed(run, day).filter(social)
    own = col("manager").is_in(stock.ours(run))
    for key, title, frame in (
        ("own", "Social homes owned and managed", held.filter(own)),
        ("by-others", "Social homes owned and managed by others", held.filter(~own)),
        ("for-others", "Social homes managed for others", for_others),
    ):
        yield count(run, f"su/managed/{key}", title, int(frame["units"].sum()))


def _decent(run: Run) -> Iterator[Figure]:
    found = stock.units(run, "tenure", "decent")
    for key, name in DECENT.items():
        title = f"Decent Homes Standard: {name}"
        yield count(run, f"su/decent/{key}", title, found.get((RENTAL, name), 0), "decent")
