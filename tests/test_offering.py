"""What a run offers to be shown in a workbook of somebody's own, by slot."""

from __future__ import annotations

from pmf_engine.engine.offering import offered
from pmf_engine.model.content import Grid
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure
from tests.customer_kit import Panelled
from tests.tiny import Tiny


def test_a_report_whose_content_makes_its_figures_offers_them_and_its_tables(tiny: Tiny) -> None:
    run = tiny.outcome().run
    assert run is not None
    found = offered(run)
    assert isinstance(found["REP01"], Figure) and found["REP01"].display == "90.0%"
    assert isinstance(found["scorecard"], Grid)
    assert str(found["verdict"]).startswith("Of the 1 measure with a target")
    assert offered(run).keys() == found.keys()


def test_a_scorecard_offers_what_tenants_said(panelled: Panelled) -> None:
    engine = panelled.write().engine()
    (task,) = engine.tasks("customer-scorecard", "OVH", Period.parse("2026-09"))
    run = engine.computed(task).run
    assert run is not None
    found = offered(run)
    assert isinstance(found["feedback/complaint"], Figure)
    assert isinstance(found["form"], Grid) and found["entity"] == "OVH Homes"
