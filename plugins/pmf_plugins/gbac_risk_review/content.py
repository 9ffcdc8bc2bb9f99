"""What the Word template may name, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Region, Run, Words, table_if_any, unless
from pmf_engine.framework.risk_map import crowded, map_key, risk_map
from pmf_plugins.gbac_risk_review import above, assurance, decisions, lists, summary
from pmf_plugins.gbac_risk_review.movers import groups
from pmf_plugins.gbac_risk_review.pages import outside
from pmf_plugins.gbac_risk_review.paper import Paper, paper_of
from pmf_plugins.gbac_risk_review.register import register
from pmf_plugins.gbac_risk_review.tables import said


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of the template: words, tables, charts and the region of risks."""
    paper = paper_of(run)
    movers, tables = groups(paper), _tables(paper)
    return {
        **_parts(paper),
        "movers": movers,
        **tables,
        **_silences(paper, movers, tables),
    }


def _parts(paper: Paper) -> dict[str, Any]:
    run = paper.run
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
        "risk_map": risk_map(paper.review),
        "map_key": said(
            "map-key",
            (Words(f"map-key/{n}", (text,)) for n, text in enumerate(map_key(paper.review), 1)),
        ),
        "outside": outside(paper),
        "late_actions_words": lists.late_actions_words(paper),
        "late_reviews_words": lists.late_reviews_words(paper),
        "gap_words": assurance.gap_words(paper),
        "links_words": lists.links_words(paper),
        "horizon_note": lists.horizon_note(paper),
        "register": register(paper),
    }


def _tables(paper: Paper) -> dict[str, Region]:
    """The tables that a quarter may lack, each in a region so that a refresh can bring it."""
    found = {
        "escalated": above.escalated(paper),
        "crowded": crowded(paper.review),
        "beyond": above.beyond(paper),
        "late_actions": lists.late_actions(paper),
        "late_reviews": lists.late_reviews(paper),
        "assurance": assurance.assurance(paper),
        "open_findings": assurance.poor(paper),
        "links": lists.links(paper),
        "horizon": lists.horizon(paper),
    }
    return {
        name: table_if_any(f"if/{name}".replace("_", "-"), grid) for name, grid in found.items()
    }


def _silences(paper: Paper, movers: Region, tables: Mapping[str, Region]) -> dict[str, Region]:
    """What is said where a part has nothing to show."""
    return {
        "late_title": summary.late_title(paper),
        "no_movers": unless(
            "no-movers", len(movers), "No risk moved, opened, closed or was merged."
        ),
        "none_above": unless(
            "none-above", paper.outside, "Every risk is within the appetite of its category."
        ),
        "no_findings": unless(
            "no-findings",
            len(tables["open_findings"]),
            "No independent report of the last twelve months was rated limited or none.",
        ),
        "no_horizon": unless(
            "no-horizon", len(tables["horizon"]), "No list is kept in the workbook."
        ),
    }
