"""What tenants told the company: how many, about which service, and what about."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import Chart, Field, Figure, Grid, Measured, Missing, Region, Series, Words
from pmf_engine.api import sentences as said
from pmf_engine.framework.codes import slugs
from pmf_engine.framework.customers import COMPLAINT
from pmf_engine.framework.listing import listing
from pmf_engine.framework.sentences import Pieces, listed
from pmf_engine.measures.suppression import as_measured
from pmf_plugins.customer_scorecard.card import PLURALS, Card

_MONTHS = 13
_THEMES = 5


def counts(card: Card) -> Grid | None:
    """Return how many told us something, one kind a row; None where nothing is entered."""
    month = card.run.period.last_month
    fields = (
        Field(title="What tenants sent us", width=5.6, chars=26),
        Field(title=month.short, width=3.8, chars=16, right=True),
        Field(title=month.shift(-1).short, width=3.8, chars=16, right=True),
        Field(title=month.year_ago().short, width=3.8, chars=16, right=True),
    )
    rows = [(PLURALS[one.kind], one.now, one.before, one.year_ago) for one in card.told.values()]
    return listing("feedback", "What tenants sent us, by kind", "kind", fields, rows)


def complaints_by_service(card: Card) -> Grid | None:
    """Return the month's complaints by service, most first; None without any. Made once."""
    return card.run.remember("services", lambda: _by_service(card))  # type: ignore[no-any-return]


def _by_service(card: Card) -> Grid | None:
    shown = card.feedback.by_service(card.run.period.last_month, COMPLAINT)
    if COMPLAINT not in card.told or card.told[COMPLAINT].now.value is None:
        return None
    parts = slugs(sorted(shown))
    rows = [(service, _service(card, parts[service], service)) for service in shown]
    fields = (
        Field(title="Service", width=9.4, chars=30),
        Field(title="Complaints", width=3.8, chars=18, right=True),
    )
    return listing("services", "Complaints of the month by service", "service", fields, rows)


def _service(card: Card, slug: str, service: str) -> Figure:
    month = card.run.period.last_month

    def count() -> Measured:
        return as_measured(card.feedback.by_service(month, COMPLAINT)[service])

    title = f"Complaints about {service}"
    return card.run.figure(f"service/{slug}", title, count, note=f"For {month.name}.")


def words(card: Card) -> Region:
    """Return how complaints moved, what they were about, and what is held back."""
    pieces = {
        "moved": _moved(card),
        "themes": _themes(card),
        "silent": () if card.told else ("No feedback is entered for this company.",),
        "small": _held_back(card),
    }
    return said("told", (Words(f"told/{name}", one) for name, one in pieces.items() if one))


def _moved(card: Card) -> Pieces:
    one = card.told.get(COMPLAINT)
    if one is None or one.now.value is None or one.before.value is None:
        return ()
    month = card.run.period.last_month
    verb = "rose" if one.now.value > one.before.value else "fell"
    lead = f"Complaints {verb} from "
    if one.now.value == one.before.value:
        return ("There were ", one.now, f" complaints in both {month.shift(-1).name} and"
                f" {month.name}.")  # fmt: skip
    return (lead, one.before, f" in {month.shift(-1).name} to ", one.now, f" in {month.name}.")


def _themes(card: Card) -> Pieces:
    last = card.run.period.last_month
    months = [last.shift(-step) for step in (2, 1, 0)]
    with card.run.recording():
        named = card.feedback.themes(months, COMPLAINT)[:_THEMES]
    if not named:
        return ()
    spoken = listed([theme[:1].lower() + theme[1:] for theme in named])
    order = ", in that order" if len(named) > 1 else ""
    return (
        f"From {months[0].name} to {last.name} complaints were most often about {spoken}{order}.",
    )


def _held_back(card: Card) -> Pieces:
    rule = card.run.publication.small_numbers
    return (f"Counts under {rule} are not shown, to protect people's privacy.",) if rule > 1 else ()


def chart(card: Card) -> Chart | None:
    """Return the complaints of thirteen months; None where fewer than half are known."""
    last = card.run.period.last_month
    months = [last.shift(-step) for step in range(_MONTHS - 1, -1, -1)]
    with card.run.recording():
        found = [card.feedback.count(month, COMPLAINT) for month in months]
    values = [None if isinstance(one, Missing) else one for one in found]
    known = [(month, one) for month, one in zip(months, values, strict=True) if one is not None]
    if 2 * len(known) < _MONTHS:
        return None
    return Chart(
        slot="complaints/chart",
        kind="column",
        title="Complaints by month",
        subtitle=f"{card.run.entity.title}, number, {months[0].short} to {last.short}",
        alt=_alt([one for _, one in known], months[0].name, last.name, len(values) - len(known)),
        categories=tuple(month.short for month in months),
        series=(Series(name="Complaints", values=tuple(values)),),
        format="#,##0",
        minimum=0,
        height_cm=6.0,
    )


def _alt(known: list[Decimal], first: str, last: str, gaps: int) -> str:
    ends = f"from {min(known):f} to {max(known):f} a month, {known[-1]:f} in the latest shown"
    hidden = f"; {gaps} months without a figure" if gaps else ""
    return f"Column chart of complaints, {first} to {last}: {ends}{hidden}."
