"""Past quarters at addresses that stay, as they were issued; revisions and approval told."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

from pmf_engine.engine import Engine
from pmf_engine.engine.engine import Options
from pmf_engine.model.periods import Period
from tests.web_kit import Landlord


@pytest.fixture
def landlord(tmp_path: Path) -> Landlord:
    return Landlord(tmp_path / "workspace")


def newest(landlord: Landlord, code: str, address: str = "data.json") -> dict[str, object]:
    return landlord.build().measure(code, address)


def test_an_issued_quarter_stays_at_its_address_beside_the_newest(landlord):
    landlord.issue(landlord.build("2026-Q1"))
    site = landlord.build("2026-Q2")
    assert {"2026-q1/index.html", "2026-q2/index.html"} <= set(site.pages)
    words = site.words("2026-q1/measures/repairs.html")
    assert "Quarter 1 2026/27 (April to June 2026)" in words
    assert "This page keeps what was published for Quarter 1 2026/27." in words
    assert "Quarter 1 2026/27 (April to June 2026)" in site.words("quarters.html")


def test_a_quarter_that_was_never_issued_has_no_pages(landlord):
    landlord.build("2026-Q1")
    assert not [page for page in landlord.build("2026-Q2").pages if page.startswith("2026-q1")]


def test_an_earlier_quarter_is_as_it_was_issued_whatever_the_workbook_says_now(landlord):
    landlord.issue(landlord.build("2026-Q1"))
    landlord.correct("REP01", "2026-06", 30, 100)
    site = landlord.build("2026-Q2")
    assert site.measure("REP01", "2026-q1/data.json")["results"][-1]["value"] == 90.0
    assert "90.0% ■ Target missed" in site.words("2026-q1/measures/repairs.html")


def test_a_revision_says_what_it_was_when_and_why(landlord):
    first = landlord.build("2026-Q1")
    landlord.issue(first)
    landlord.correct("REP01", "2026-06", 30, 100)
    landlord.rows["revisions"] = [
        {"indicator": "REP01", "period": "2026-Q1", "reason": "error put right"}
    ]
    site = landlord.build("2026-Q2")
    then, now = site.measure("REP01")["results"]
    (change,) = then["revisions"]
    assert (change["was"], change["now"]) == ("90.0%", "70.0%")
    assert change["why"] == "an error in the first figure was put right"
    assert change["published_on"] <= change["revised_on"]
    assert now["revisions"] == []
    words = site.words("measures/repairs.html")
    assert "70.0% (revised)" in words
    assert re.search(r"was changed to 70\.0% on \d+ \w+ \d{4}: an error in the first", words)
    old = site.words("2026-q1/measures/repairs.html")
    assert re.search(r"Revised On .{,20} this figure was changed from 90\.0% to 70\.0%\.", old)
    assert "90.0% was changed to 70.0%" in site.words("quarters.html")
    jsonschema.validate(site.data(), site.data("schema.json"))
    jsonschema.validate(site.data("2026-q1/data.json"), site.data("schema.json"))


def test_a_revision_without_a_reason_says_that_none_was_given(landlord):
    landlord.issue(landlord.build("2026-Q1"))
    landlord.correct("REP01", "2026-06", 30, 100)
    (change,) = landlord.build("2026-Q2").measure("REP01")["results"][0]["revisions"]
    assert change["why"] == "no reason has been given"


def test_a_quarter_issued_again_keeps_its_address_and_tells_of_the_first(landlord):
    landlord.issue(landlord.build("2026-Q1"))
    landlord.correct("REP01", "2026-06", 30, 100)
    landlord.issue(landlord.build("2026-Q1"))
    site = landlord.build("2026-Q2")
    result = site.measure("REP01", "2026-q1/data.json")["results"][-1]
    assert result["value"] == 70.0
    assert [one["was"] for one in result["revisions"]] == ["90.0%"]


def test_nothing_is_revised_where_nothing_changed(landlord):
    landlord.issue(landlord.build("2026-Q1"))
    site = landlord.build("2026-Q2")
    assert "revised" not in site.words("measures/repairs.html").lower()


def test_an_earlier_period_is_built_without_the_quarters_after_it(landlord):
    landlord.issue(landlord.build("2026-Q2"))
    site = landlord.build("2026-Q1")
    assert not [page for page in site.pages if page.startswith("2026-q2")]


def test_figures_nobody_has_approved_are_provisional_on_their_page_and_in_the_data(landlord):
    site = landlord.build()
    assert site.data()["state"] == "provisional"
    for measure in site.data()["measures"]:
        assert measure["state"] == "provisional"
        assert {one["state"] for one in measure["results"]} == {"provisional"}
    for page in site.pages:
        if "measures/" in page or page.endswith("index.html") or "services/" in page:
            assert "not been approved yet" in site.words(page), page
        if "fragments/" in page or "frames/" in page:
            assert "Provisional: it may change." in site.words(page), page


def test_final_is_refused_until_the_figures_are_signed_off_and_then_built(landlord):
    site = landlord.build()
    engine = Engine(landlord.workspace)
    (task,) = engine.tasks("tenant-kpis", "OVH", Period.parse("2026-Q2"))
    options = Options(out=landlord.root / "outputs", final=True)
    refused = engine.run(task, options)
    assert not refused.files and "not-final" in {one.code for one in refused.findings}
    landlord.sign(site)
    final = landlord.build(final=True)
    assert final.data()["state"] == "final"
    assert not [page for page in final.pages if "Provisional" in final.words(page)
                and page != "about.html"]  # fmt: skip


def test_a_figure_changed_after_approval_is_provisional_again_and_the_others_final(landlord):
    landlord.sign(landlord.build())
    landlord.correct("REP01", "2026-09", 97, 100)
    site = landlord.build()
    states = {one["id"]: one["state"] for one in site.data()["measures"]}
    assert states.pop("REP01") == "provisional" and set(states.values()) == {"final"}
    assert site.data()["state"] == "provisional"
    assert "Some of these figures have not been approved" in site.words("index.html")


def test_an_approved_site_is_never_overwritten_and_the_new_one_stands_beside_it(landlord):
    first = landlord.build()
    kept = {name: content for name, (_, content) in first.state().items()}
    landlord.sign(first)
    landlord.correct("REP01", "2026-09", 97, 100)
    second, third = landlord.build(), None
    assert second.home.name == "site-v2"
    assert {name: content for name, (_, content) in first.state().items()} == kept
    landlord.sign(second)
    landlord.correct("REP01", "2026-08", 97, 100)
    third = landlord.build()
    assert third.home.name == "site-v3"


def test_an_earlier_quarter_that_was_approved_before_its_issue_is_final(landlord):
    first = landlord.build("2026-Q1")
    landlord.sign(first)
    landlord.issue(landlord.build("2026-Q1", final=True))
    site = landlord.build("2026-Q2")
    assert site.data("2026-q1/data.json")["state"] == "final"
    assert site.data()["state"] == "provisional"
