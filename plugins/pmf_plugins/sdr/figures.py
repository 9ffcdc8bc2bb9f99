"""The figures of the return, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_engine.api import Absence, Figure, Missing, Run
from pmf_plugins.sdr import areas, stock
from pmf_plugins.sdr.codes import GROUPS, MARKET, RENTAL, RENTED_GROUPS, SOCIAL, TENURES
from pmf_plugins.sdr.forms import LONG, asked, form

TERMS = {
    "gn_sc": "general_needs",
    "gn_bsp": "bedspaces",
    "sh_hop": "supported_and_older_people",
    "lcho": "home_ownership",
}
NOT_COUNTED = Missing("the short form does not count it", Absence.NOT_APPLICABLE)


def make(run: Run) -> Iterator[Figure]:
    """Yield the figures of the parts that the landlord's form asks for."""
    from pmf_plugins.sdr import balance, rents, usage

    parts = asked(run)
    yield from entity(run)
    yield from authorities(run)
    for part, figures in {
        "LCR": rents.social_rents,
        "LCHO": ownership,
        "NSH": non_social,
        "SU": usage.usage,
        "SBS": balance.balance,
        "AR": rents.affordable_rents,
    }.items():
        # the short form has stock by authority, and no rents
        if part in parts and (form(run) == LONG or part == "NSH"):
            yield from figures(run)


def count(run: Run, slot: str, title: str, number: int, *read: str, moves: bool = False) -> Figure:
    """Return a new figure of homes counted in the register, which rests on the columns read.

    `moves`: it rests on the movements too.
    """

    def compute() -> Decimal:
        stock.note(run, *read)
        if moves:
            stock.note_moves(run)
        return Decimal(number)

    return run.figure(slot, title, compute, unit="homes")


def entity(run: Run) -> Iterator[Figure]:
    """Yield the homes by which the form is chosen."""
    held = stock.owned(run, stock.closing_day(run))
    for_others = stock.managed(run, stock.closing_day(run))
    social, others = stock.social_homes(run), stock.counted(for_others, "tenure")
    managed = social + sum(others.get(tenure, 0) for tenure in SOCIAL)
    yield count(run, "eli/social_owned", "Social homes owned", social)
    yield count(run, "eli/social_managed", "Social homes owned or managed", managed)
    rest = sum(n for tenure, n in stock.units(run, "tenure").items() if tenure not in SOCIAL)
    yield count(run, "eli/non_social_owned", "Non-social homes owned", rest)
    yield count(run, "eli/homes_owned", "Homes owned", int(held["units"].sum()))


def authorities(run: Run) -> Iterator[Figure]:
    """Yield the social stock by local authority and group, and the total of the groups."""
    found = stock.units(run, "la", "group")
    for code in areas.with_stock(run):
        name = areas.name_of(run, code)
        own = {group: found.get((code, group), 0) for group in GROUPS}
        yield from _stock_of(run, code, name, own)
    whole = {group: stock.units(run, "group").get(group, 0) for group in GROUPS}
    yield from _stock_of(run, "total", "all authorities", whole)


def _stock_of(run: Run, code: str, name: str, own: dict[str, int]) -> Iterator[Figure]:
    long = form(run) == LONG
    for group, title in GROUPS.items():
        if group == "lcho" and not long:
            slot, said = f"lcr/{code}/lcho", f"{title}: {name}"
            yield run.figure(slot, said, lambda: NOT_COUNTED, unit="homes")
        else:
            yield count(run, f"lcr/{code}/{group}", f"{title}: {name}", own[group])
    terms = {
        TERMS[group]: lambda group=group: _looked(run, own[group])
        for group in (GROUPS if long else RENTED_GROUPS)
    }
    key = "total-social-stock" if long else "total-social-stock-short"
    yield run.measure(key, terms, slot=f"lcr/{code}/total", title=f"Total social stock: {name}")


def _looked(run: Run, number: int) -> int:
    stock.note(run)
    return number


def ownership(run: Run) -> Iterator[Figure]:
    """Yield low cost home ownership by size."""
    found = stock.units(run, "group", "size")
    for (group, size), number in found.items():
        if group == "lcho" and size is not None:
            title = f"Low cost home ownership, size {size}"
            yield count(run, f"lcho/{size}", title, number, "beds")


def non_social(run: Run) -> Iterator[Figure]:
    """Yield non-social homes, owned and managed for others."""
    others = stock.counted(stock.managed(run, stock.closing_day(run)), "tenure")
    for tenure in TENURES:
        if tenure not in SOCIAL:
            key, title = "market" if tenure == MARKET else "leasehold", tenure.capitalize()
            owned = stock.units(run, "tenure").get(tenure, 0)
            yield count(run, f"nsh/{key}/owned", f"{title}, owned", owned)
            for_others = others.get(tenure, 0)
            yield count(run, f"nsh/{key}/managed", f"{title}, managed for others", for_others)


def rented(run: Run) -> int:
    """Return the units of low cost rental owned."""
    return stock.units(run, "tenure").get(RENTAL, 0)
