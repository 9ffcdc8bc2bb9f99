"""What the Word template may name, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Run, Words, table_if_any
from pmf_engine.framework.risk_map import crowded, map_key, risk_map
from pmf_plugins.gbac_risk_review import above, assurance, decisions, lists, summary
from pmf_plugins.gbac_risk_review.movers import groups
from pmf_plugins.gbac_risk_review.pages import outside
from pmf_plugins.gbac_risk_review.paper import paper_of
from pmf_plugins.gbac_risk_review.register import register
from pmf_plugins.gbac_risk_review.tables import said

_ALL_WITHIN = Words("none-outside/words", ("Every risk is within the appetite of its category.",))
_NO_FINDING = Words(
    "no-open-findings/words",
    ("No independent report of the last twelve months was rated limited or none.",),
)
_STILL = Words("no-movers/words", ("No risk moved, opened, closed or was merged.",))


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of the template: words, tables, charts and the region of risks."""
    paper = paper_of(run)
    movers, poor = groups(paper), assurance.poor(paper)
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
        "escalated": table_if_any("escalated-part", above.escalated(paper)),
        "risk_map": risk_map(paper.review),
        "map_key": said(
            "map-key",
            (Words(f"map-key/{n}", (text,)) for n, text in enumerate(map_key(paper.review), 1)),
        ),
        "crowded": table_if_any("crowded-part", crowded(paper.review)),
        "movers": movers,
        "no_movers": said("no-movers", () if len(movers) else (_STILL,)),
        "beyond": table_if_any("beyond-part", above.beyond(paper)),
        "outside": outside(paper),
        "none_outside": said("none-outside", () if paper.outside else (_ALL_WITHIN,)),
        "late_actions_words": lists.late_actions_words(paper),
        "late_actions": table_if_any("late-actions-part", lists.late_actions(paper)),
        "late_reviews_words": lists.late_reviews_words(paper),
        "late_reviews": table_if_any("late-reviews-part", lists.late_reviews(paper)),
        "gap_words": assurance.gap_words(paper),
        "assurance": assurance.assurance(paper),
        "open_findings": table_if_any("open-findings-part", poor),
        "no_open_findings": said("no-open-findings", () if poor else (_NO_FINDING,)),
        "links_words": lists.links_words(paper),
        "links": table_if_any("links-part", lists.links(paper)),
        "horizon": lists.horizon(paper),
        "horizon_note": lists.horizon_note(paper),
        "register": register(paper),
    }
