"""What scrutiny recommended and how it stands; what was referred, and the form to refer more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pmf_engine.api import Field, Figure, Grid, Narrative, Wording, Words
from pmf_engine.framework.customers import DECLINED, DONE
from pmf_engine.framework.listing import listing
from pmf_engine.framework.packs import over
from pmf_engine.framework.sentences import brief_date, capital
from pmf_plugins.customer_scorecard.card import Card

_FORM = (
    ("measure", "Measure or service", "What is it about?"),
    ("concern", "What worries us", "In a sentence or two. Please name nobody."),
    ("evidence", "What we saw", "Figures, complaints or what tenants tell us."),
    ("asked", "What we asked, and the answer", "From the meeting."),
    ("wanted", "What we would like to be looked into", ""),
    ("urgent", "How soon, and why", ""),
)


def scrutiny_words(card: Card) -> Words:
    """Return how many recommendations are done, open, overdue and declined, in a sentence."""
    found = card.recommendations
    if not found:
        return Words("scrutiny/words", ("Scrutiny has recommended nothing to this company yet.",))
    number = {
        "all": _count(card, "all", "Recommendations", len(found)),
        "done": _count(card, "done", "Recommendations done", _of(found, DONE)),
        "open": _count(card, "open", "Recommendations open", sum(one.open for one in found)),
        "overdue": _count(
            card, "overdue", "Recommendations overdue", sum(one.overdue for one in found)
        ),
        "declined": _count(card, "declined", "Recommendations declined", _of(found, DECLINED)),
    }
    late = (", of which ", number["overdue"], " overdue") if number["overdue"].value else ()
    refused = ("; ", number["declined"], " declined") if number["declined"].value else ()
    return Words(
        "scrutiny/words",
        (
            "Of ", number["all"], " recommendations, ", number["done"], " done and ",
            number["open"], " open", *late, *refused, ".",
        ),
    )  # fmt: skip


def _of(found: list[Any], state: str) -> int:
    return sum(one.state == state for one in found)


def _count(card: Card, slot: str, title: str, number: int) -> Figure:
    counted = over(card.run, "scrutiny", Decimal(number))
    return card.run.figure(f"scrutiny/{slot}", title, counted)


def open_grid(card: Card) -> Grid | None:
    """Return the recommendations still open, oldest first; None without any."""
    rows = [
        (one.code, one.text, one.owner, one.raised, one.due or "Not set", one.shown)
        for one in card.recommendations
        if one.open
    ]
    fields = (
        Field(title="Code", width=2.0, chars=12),
        Field(title="Recommendation", width=5.0, chars=60),
        Field(title="Who answers", width=2.9, chars=26),
        Field(title="Raised", width=2.5, chars=13),
        Field(title="Due", width=2.5, chars=13),
        Field(title="State", width=2.1, chars=14),
    )
    return listing("recommendations", "Recommendations still open", "recommendation", fields, rows)


def referral_grid(card: Card) -> Grid | None:
    """Return what was referred, for the work programme: to be decided first; None without any."""
    rows = [
        (
            row.code,
            row.concern or "",
            row.raised,
            Wording(f"referral/{row.code}/state", capital(row.state or "referred")),
            Wording(f"referral/{row.code}/project", row.project or "None yet"),
            Wording(f"referral/{row.code}/decided", _day(row.decided)),
        )
        for row in card.referrals
    ]
    fields = (
        Field(title="Code", width=2.0, chars=12),
        Field(title="Concern", width=4.8, chars=60),
        Field(title="Referred", width=2.5, chars=13),
        Field(title="State", width=2.3, chars=14),
        Field(title="Project", width=2.9, chars=28),
        Field(title="Decided", width=2.5, chars=13),
    )
    return listing("referrals", "Referrals for the work programme", "referral", fields, rows)


def _day(day: Any) -> str:
    return brief_date(day) if day else "Not yet"


def form(card: Card) -> Grid:
    """Return the form to refer a concern to the Scrutiny Team, to be filled in Word."""
    known = [
        ("Panel", card.panel),
        ("Company", card.run.entity.title),
        ("Scorecard", card.run.period.title),
    ]
    return Grid(
        slot="form",
        caption="Referral to the Scrutiny Team",
        summary="A form: what is asked on the left, the answer on the right.",
        fields=(Field(title="Please fill in", width=5.2), Field(title="Our words", width=11.8)),
        rows=[*known, *((asked, Narrative(f"form/{slot}", help_)) for slot, asked, help_ in _FORM)],
    )
