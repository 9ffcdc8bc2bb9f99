"""Parts 6, 8 and 9: what is overdue by owner, linked measures and the horizon."""

from __future__ import annotations

from pmf_engine.api import Field, Grid, Narrative, Words
from pmf_engine.framework.listing import listing
from pmf_engine.framework.risk_links import LISTED_AFTER, by_owner
from pmf_engine.framework.risk_sentences import overdue, prompt
from pmf_engine.framework.scorecards import status
from pmf_engine.framework.sentences import spoken_date
from pmf_plugins.gbac_risk_review.decisions import owed_count, prompt_count
from pmf_plugins.gbac_risk_review.paper import Paper


def late_actions_words(paper: Paper) -> Words:
    """Return how many actions are overdue."""
    number = paper.count("actions-late", "Overdue actions behind risks", len(paper.late_actions))
    verb = "action behind a risk is" if number.value == 1 else "actions behind risks are"
    return Words(
        "late-actions/words", (number, f" {verb} overdue as at {spoken_date(paper.run.today)}.")
    )


def late_actions(paper: Paper) -> Grid | None:
    """Return overdue actions by the owner of the risk; None without any."""
    found = by_owner(paper.late_actions)
    rows = [
        (owner, risk.name, overdue(one, (paper.run.today - one.due).days), one.owner)
        for owner, pairs in found.items()
        for risk, one in pairs
    ]
    fields = (
        Field(title="Owner of the risk", width=3.4, chars=28),
        Field(title="Risk", width=3.4, chars=34),
        Field(title="Action", width=7.2, chars=80),
        Field(title="Owner of the action", width=3.0, chars=24),
    )
    return listing("late-actions", "Overdue actions by owner of the risk", "action", fields, rows)


def late_reviews_words(paper: Paper) -> Words:
    """Return how many reviews are late, and from when on they are listed."""
    number = owed_count(paper)
    verb = "review is" if number.value == 1 else "reviews are"
    said = f" {verb} past the day. Those over {LISTED_AFTER} days late are listed by owner."
    return Words("late-reviews/words", (number, said))


def late_reviews(paper: Paper) -> Grid | None:
    """Return reviews more than 30 days late, by owner; None without any."""
    listed = by_owner(one for one in paper.owed if one.listed)
    rows = [
        (owner, one.risk.code, one.risk.title, one.due, one.late)
        for owner, found in listed.items()
        for one in found
    ]
    fields = (
        Field(title="Owner", width=4.6, chars=28),
        Field(title="Id", width=1.6, chars=8),
        Field(title="Risk", width=6.2, chars=44),
        Field(title="Due", width=2.6, chars=13),
        Field(title="Days late", width=2.0, chars=10, right=True),
    )
    return listing("late-reviews", "Reviews more than 30 days late", "risk", fields, rows)


def links_words(paper: Paper) -> Words:
    """Return how many measures ask for a new score."""
    number = prompt_count(paper)
    noun = "measure is" if number.value == 1 else "measures are"
    when = paper.run.period.name
    said = f" linked {noun} off target or missing while the risk was not re-scored in {when}."
    return Words("links/words", (number, said))


def links(paper: Paper) -> Grid | None:
    """Return the measures that ask for a new score; None without any."""
    rows = [
        (
            one.risk.name,
            one.indicator.title,
            status(f"{one.risk.code}/measure/{one.indicator.code}", one.status),
            one.scored_on or "Never",
            prompt(one),
        )
        for one in paper.prompts
    ]
    fields = (
        Field(title="Risk", width=3.6, chars=36),
        Field(title="Measure", width=3.6, chars=36),
        Field(title="Status", width=2.4, chars=14),
        Field(title="Last scored", width=2.2, chars=13),
        Field(title="In words", width=5.2, chars=70),
    )
    return listing("links", "Linked measures whose risk was not re-scored", "measure", fields, rows)


def horizon(paper: Paper) -> Grid | None:
    """Return the list of what may become a risk as it stands at the period's end; None if empty."""
    day, register = paper.review.day, paper.review.register.risks
    rows = []
    for row in paper.run.data.horizon:
        if (row.valid_from or day) <= day <= (row.valid_to or day):
            answers = [register[code].name for code in row.risks or () if code in register]
            rows.append(
                (
                    row.theme,
                    row.source,
                    row.valid_from,
                    "; ".join(answers) or "■ No risk answers it",
                    row.note or "",
                )
            )
    fields = (
        Field(title="Theme", width=3.2, chars=30),
        Field(title="Source", width=3.8, chars=50),
        Field(title="Since", width=2.0, chars=13),
        Field(title="Risks that answer it", width=4.2, chars=50),
        Field(title="Note", width=3.8, chars=60),
    )
    return listing("horizon", "Horizon", "theme", fields, rows)


def horizon_note(paper: Paper) -> Narrative:
    """Return the slot for what people add on the horizon."""
    return Narrative("horizon/note", f"Nothing had been added by {spoken_date(paper.run.today)}.")
