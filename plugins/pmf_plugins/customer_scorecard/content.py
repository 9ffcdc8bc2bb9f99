"""What the Word template may name, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from pmf_engine.api import Block, Region, Run, Words, sentences, table_if_any, unless
from pmf_engine.framework.pack_words import changes, compared, count_strip, missing, verdict
from pmf_engine.framework.scorecards import marks, scorecards
from pmf_plugins.customer_scorecard import recommendations, told
from pmf_plugins.customer_scorecard.asked_of_measures import about_measures
from pmf_plugins.customer_scorecard.asked_of_others import about_others
from pmf_plugins.customer_scorecard.card import Card, card_of
from pmf_plugins.customer_scorecard.questions import Question, chosen, region

_NO_QUESTION = "Nothing moved or is late in a way that calls for a question of its own."


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of the template: words, tables, charts and regions."""
    card = card_of(run)
    asked = region(questions(card))
    return {
        "panel": card.panel,
        "verdict": verdict(card, "this panel"),
        "bullets": _bullets(card),
        "counts": count_strip(card),
        "compared": compared(card, "scorecard"),
        "marks": marks(card.found),
        "scorecard": scorecards(run, card.found),
        "told": told.words(card),
        "feedback": table_if_any("if/feedback", told.counts(card)),
        "services": table_if_any("if/services", told.complaints_by_service(card)),
        "complaints": _charts(card),
        "scrutiny_words": recommendations.scrutiny_words(card),
        "recommendations": table_if_any("if/recommendations", recommendations.open_grid(card)),
        "questions": asked,
        "no_questions": unless("no-questions", asked, _NO_QUESTION),
        "referrals": table_if_any("if/referrals", grid := recommendations.referral_grid(card)),
        "no_referrals": unless("no-referrals", grid, "Nothing has been referred so far."),
        "form": recommendations.form(card),
    }


def questions(card: Card) -> list[Question]:
    """Return the questions of the paper, made once."""
    return card.run.remember(  # type: ignore[no-any-return]
        "questions", lambda: chosen(chain(about_measures(card), about_others(card)))
    )


def _bullets(card: Card) -> Region:
    said = {**changes(card), "missing": missing(card)}
    words = (Words(f"summary/{name}-words", pieces) for name, pieces in said.items() if pieces)
    return sentences("bullets", words)


def _charts(card: Card) -> Region:
    chart = told.chart(card)
    blocks = () if chart is None else (Block("chart", {"chart": chart}),)
    return Region("if/complaints", blocks, ended="")
