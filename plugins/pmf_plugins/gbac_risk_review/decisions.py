"""Part 1: the decisions asked, verb first, and the counts that they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Figure, Narrative, Region, Words
from pmf_engine.framework.sentences import Pieces, listed, spoken_date
from pmf_engine.measures.risk import Standing
from pmf_plugins.gbac_risk_review.paper import Paper
from pmf_plugins.gbac_risk_review.tables import said

_NAMED = 4


def decisions(paper: Paper) -> Region:
    """Return what the committee is asked, verb first."""
    asked = (Words(f"decision/{name}", pieces) for name, pieces in _asked(paper))
    return said("decisions", asked)


def _asked(paper: Paper) -> Iterator[tuple[str, Pieces]]:
    outside = paper.standings[Standing.OUTSIDE]
    if outside.value:
        noun = _plural(outside, "risk", "risks")
        lead = "Decide whether the action on the "
        yield "outside", (lead, outside, f" {noun} outside tolerance is enough.")
    if paper.dives:
        number = paper.count("dives", "Risks for a deep dive", len(paper.dives))
        noun = _plural(number, "risk", "risks")
        names = listed([one.risk.name for one in paper.dives[:_NAMED]])
        lead = "Choose a deep dive from the "
        yield (
            "dives",
            (lead, number, f" {noun} very high for two papers running in the same cell: {names}."),
        )
    if paper.gaps:
        number = gap_count(paper)
        noun = _plural(number, "key control", "key controls")
        lead = "Agree who will look at the "
        yield "gaps", (lead, number, f" {noun} without assurance from line 2 or 3 in a year.")
    yield from _to_rescore(paper)
    noun = _plural(paper.open, "open risk", "open risks")
    yield "note", ("Note the rest of the register: ", paper.open, f" {noun}.")


def _to_rescore(paper: Paper) -> Iterator[tuple[str, Pieces]]:
    late, silent = owed_count(paper), prompt_count(paper)
    if late.value:
        noun = _plural(late, "risk", "risks")
        yield (
            "reviews",
            ("Ask owners to review the ", late, f" {noun} whose review is more than 30 days late."),
        )
    if silent.value:
        noun = _plural(silent, "measure is", "measures are")
        lead = "Ask owners why no score changed though "
        yield "prompts", (lead, silent, f" linked {noun} off target or missing.")


def _plural(figure: Figure, one: str, many: str) -> str:
    return one if figure.value == 1 else many


def secretary(paper: Paper) -> Narrative:
    """Return the slot for the secretary's own words."""
    day = spoken_date(paper.run.today)
    return Narrative("decision/secretary", f"Nothing had been added by {day}.")


def gap_count(paper: Paper) -> Figure:
    """Return how many key controls lack assurance."""
    return paper.count("gaps", "Key controls without assurance in a year", len(paper.gaps))


def owed_count(paper: Paper) -> Figure:
    """Return how many reviews are late."""
    return paper.count("reviews-late", "Reviews past their day", len(paper.owed))


def prompt_count(paper: Paper) -> Figure:
    """Return how many indicators met no new score."""
    title = "Linked measures off target or missing without a new score"
    return paper.count("prompts", title, len(paper.prompts))
