"""What the Word template may name, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Run
from pmf_engine.framework.risk_map import crowded, map_key, risk_map
from pmf_plugins.gbac_risk_review import above, assurance, decisions, lists, summary
from pmf_plugins.gbac_risk_review.movers import groups
from pmf_plugins.gbac_risk_review.pages import outside
from pmf_plugins.gbac_risk_review.paper import paper_of
from pmf_plugins.gbac_risk_review.register import register


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of the template: words, tables, charts and the region of risks."""
    paper = paper_of(run)
    return {
        "paper_title": run.title,
        "decisions": decisions.decisions(paper),
        "secretary": decisions.secretary(paper),
        "verdict": summary.verdict(paper),
        "bullets": summary.bullets(paper),
        "bands": summary.band_counts(paper),
        "appetite": summary.appetite_counts(paper),
        "moves": summary.moves(paper),
        "compared": summary.compared(paper),
        "late_scores": summary.late_scores(paper),
        "escalated": above.escalated(paper),
        "risk_map": risk_map(paper.review),
        "map_key": map_key(paper.review),
        "crowded": crowded(paper.review),
        "movers": groups(paper),
        "beyond": above.beyond(paper),
        "outside": outside(paper),
        "late_actions_words": lists.late_actions_words(paper),
        "late_actions": lists.late_actions(paper),
        "late_reviews_words": lists.late_reviews_words(paper),
        "late_reviews": lists.late_reviews(paper),
        "gap_words": assurance.gap_words(paper),
        "assurance": assurance.assurance(paper),
        "open_findings": assurance.poor(paper),
        "links_words": lists.links_words(paper),
        "links": lists.links(paper),
        "horizon": lists.horizon(paper),
        "horizon_note": lists.horizon_note(paper),
        "register": register(paper),
    }
