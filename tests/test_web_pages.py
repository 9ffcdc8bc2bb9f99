"""What tenants read: every measure with its figure, target, verdict, chart, table and data."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import jsonschema
import pytest

from pmf_engine.model.errors import PmfError
from pmf_engine.model.web import Link, Links, Page, Site
from tests.tiny import value
from tests.web_kit import Landlord
from tests.web_kit import Site as Built

MOST = 60_000  # bytes of a page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Landlord(tmp_path_factory.mktemp("site") / "workspace").build()


@pytest.fixture
def landlord(tmp_path: Path) -> Landlord:
    return Landlord(tmp_path / "workspace")


def test_a_miss_is_said_as_plainly_as_a_hit(site):
    missed, met = site.words("measures/repairs.html"), site.words("measures/appointments.html")
    assert "90.0% ■ Target missed Target: at least 95.0%" in missed
    assert "We missed our target of at least 95.0% in Quarter 2 2026/27 by 5.0 perc" in missed
    assert "96.0% ● Target met Target: at least 95.0%" in met
    markup = set()
    for name in ("repairs", "appointments"):
        result = re.search("<p class.*result.*", site.source(f"measures/{name}.html"))
        markup.add(re.sub(">[^<]+<", "><", re.sub("pmf-(red|green)", "pmf-look", result[0])))
    assert len(markup) == 1


def test_a_figure_within_tolerance_still_counts_as_missed(site):
    words = site.words("measures/satisfaction.html")
    assert "94.0% ▲ Target just missed" in words
    assert "by 1.0 percentage points. That is close to it." in words
    assert "We met 1 of 3 targets and missed 2, 1 of them by a little." in site.words("index.html")


def test_a_quarter_adds_up_its_months_and_their_targets(landlord):
    landlord.only()
    landlord.rows["monthly"] = []
    landlord.measure("REP01", "Repairs", [(1, 2)] * 3 + [(50, 100), (90, 100), (30, 50)])
    landlord.rows["indicators"] = landlord.rows["indicators"][1:]
    landlord.rows["targets"] = landlord.rows["targets"][-1:]
    landlord.measure(
        "ADV", "Advice given", [10, 20, 30, 40, 50, 60], target=45, kind="count", unit="cases",
        places=0,
    )  # fmt: skip
    landlord.rows["promises"] = []
    site = landlord.build()
    assert site.measure("REP01")["results"][-1]["value"] == 68.0
    assert site.measure("REP01")["results"][-1]["counted"] == "170 out of 250"
    advice = site.measure("ADV")["results"][-1]
    assert (advice["value"], advice["target"], advice["verdict"]) == (
        150.0, {"target": 135.0}, "Target met",
    )  # fmt: skip


def test_a_missing_figure_is_shown_with_its_reason_and_never_as_zero(landlord):
    landlord.measure("GAP", "Calls answered", [(90, 100)] * 3 + [None] * 3)
    site = landlord.build()
    words = site.words("measures/gap.html")
    assert "No figure ○ No figure" in words
    assert "There is no figure for Quarter 2 2026/27: no figure was entered for July 2026" in words
    result = site.measure("GAP")["results"][-1]
    assert result["value"] is None and "no figure was entered" in result["missing"]
    last = list(csv.DictReader(io.StringIO(site.source("measures/gap.csv"))))[-1]
    assert last["value"] == "" and last["missing"].startswith("no figure was entered")


def test_months_that_are_missing_are_said(landlord):
    landlord.measure("GAP", "Calls answered", [(90, 100)] * 4 + [None, (90, 100)])
    assert "this is based on 2 of 3 months" in landlord.build().words("measures/gap.html")


def test_a_page_has_definition_promise_table_and_download(site):
    words = site.words("measures/repairs.html")
    for said in (
        "Jobs done on time over jobs done.", "We will come when we said we would.",
        "Higher is better.", "this rests on 270 out of 300", "Q1 2026/27 90.0% at least 95.0%",
        "Download these figures (CSV)", "Next update due 30 January 2027",
    ):  # fmt: skip
        assert said in words, said


def test_only_measures_for_tenants_are_published(landlord):
    landlord.measure("BRD01", "Loan covenants", [(9, 10)] * 6, audiences="board")
    site = landlord.build()
    assert not [path for path in site if "Loan covenants" in path.read_text(encoding="utf-8")]


def test_the_data_holds_to_the_schema_that_lies_beside_it(site):
    schema = site.data("schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    for name in ("data.json", "2026-q2/data.json"):
        jsonschema.validate(site.data(name), schema)
        assert (site.home / name).parent.joinpath(site.data(name)["$schema"]).is_file()
    broken = {**site.data(), "licence": None}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


def test_the_workspace_sets_licence_contact_and_address(landlord):
    landlord.write()
    (landlord.root / "pmf.toml").write_text(
        'name = "tiny"\n[settings.tenant-kpis]\nlicence = "CC-BY-4.0"\n'
        'contact = "mailto:us@example.org"\naddress = "https://example.org/figures/"\n',
        encoding="utf-8",
    )
    landlord.write = lambda: landlord  # type: ignore[method-assign]
    site = landlord.build()
    assert site.data()["licence"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert 'href="mailto:us@example.org"' in site.source("index.html")
    page = site.source("measures/repairs.html")
    assert (
        'rel="canonical" href="https://example.org/figures/2026-q2/measures/repairs.html"' in page
    )
    piece = site.source("fragments/repairs.html")
    assert 'href="https://example.org/figures/measures/repairs.html"' in piece


@pytest.mark.parametrize("line", ['address = "example.org"', 'contact = "javascript:alert(1)"'])
def test_an_address_that_is_none_is_told_and_nothing_is_written(landlord, line):
    landlord.write()
    toml = f'name = "tiny"\n[settings.tenant-kpis]\n{line}\n'
    (landlord.root / "pmf.toml").write_text(toml, encoding="utf-8")
    (outcome,) = landlord.engine().outcomes("tenant-kpis", "OVH")
    (found,) = [f for f in outcome.findings if f.code == "setting-no-address"]
    assert "begin it with https://" in found.message


def test_every_link_and_anchor_leads_somewhere(site):
    for page in site.pages:
        tree = html5lib.parse(site.source(page), namespaceHTMLElements=False)
        for element in tree.iter():
            target = element.get("href") or element.get("src")
            if isinstance(element.tag, str) and target and "://" not in target:
                parts = urlsplit(target)
                path = (
                    (site.home / page).parent / unquote(parts.path)
                    if parts.path
                    else site.home / page
                )
                assert path.resolve().is_file(), f"{page} links to {target}"
                if parts.fragment:
                    assert f'id="{parts.fragment}"' in path.read_text(encoding="utf-8"), target


def test_a_link_that_leads_nowhere_stops_the_building():
    from pmf_engine.documents.web import build_site

    page = Page(path="index.html", title="A", description="", parts=(Links([Link("b", "b.html")]),))
    with pytest.raises(PmfError, match=r"index\.html links to b\.html, which is not there"):
        build_site(Site(title="T", publisher="P", pages=[page]))


def test_two_files_at_one_address_stop_the_building():
    from pmf_engine.documents.web import build_site

    page = Page(path="index.html", title="A", description="")
    with pytest.raises(PmfError, match=r"two files at index\.html"):
        build_site(Site(title="T", publisher="P", pages=[page, page]))


def test_pages_need_nothing_from_elsewhere_and_no_script(site):
    for page in site.pages:
        text = site.source(page)
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|@import|url\(", text), page
        loads = re.findall(r"<(?:link|img|iframe|use)[^>]*(?:href|src)=\"([^\"]+)", text)
        assert not [one for one in loads if "://" in one], page
    assert "url(" not in site.source("site.css")


def test_every_whole_page_carries_its_policy(site):
    for page in [one for one in site.pages if not one.startswith("fragments/")]:
        assert "default-src 'none'; style-src 'self'" in site.source(page).replace("&#39;", "'")


def test_every_page_is_light(site):
    assert {
        page: size for page in site.pages if (size := len(site.source(page).encode())) > MOST
    } == {}


def test_words_from_a_workbook_are_never_markup(landlord):
    landlord.measure(
        "XSS", "<script>alert(1)</script>", [(9, 10)] * 6, service="<b>Tricks</b> & more",
        definition='"><img src=x onerror=y>',
    )  # fmt: skip
    site = landlord.build()
    text = "".join(site.source(page) for page in site.pages)
    assert "<script" not in text and "<b>" not in text and "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in site.source("measures/xss.html")


def test_text_that_excel_would_run_is_disarmed_in_the_csv(landlord):
    landlord.measure("RUN", "+1+1", [(9, 10)] * 6)
    assert "'+1+1" in landlord.build().source("measures/run.csv")


def test_a_piece_stands_alone_on_somebody_elses_page(site):
    piece = site.source("fragments/repairs.html")
    assert piece.startswith('<article class="pmf-piece" lang="en-GB"')
    assert "90.0%" in piece and "Target missed" in piece and "<svg" in piece
    assert "class=" in piece and not re.search(r'class="(?!pmf-)', piece)
    assert "<html" in site.source("frames/repairs.html")


def test_a_draft_says_so_on_every_page_and_in_the_data(landlord):
    site = landlord.build(draft=True)
    for page in site.pages:
        assert "not for publication" in site.words(page).lower(), page
    assert site.data()["draft"] == "Not for publication"
    jsonschema.validate(site.data(), site.data("schema.json"))


def test_the_same_input_gives_the_same_bytes(tmp_path):
    one, other = (Landlord(tmp_path / name / "workspace").build() for name in "ab")
    assert {k: v[1] for k, v in one.state().items()} == {k: v[1] for k, v in other.state().items()}


def test_a_measure_reported_once_a_year_shows_years(landlord):
    landlord.measure(
        "YR", "Stock surveyed", [None, None, None, None, None, None], frequency="yearly"
    )
    landlord.rows["monthly"] += [value("YR", "2025-03", 80, 100), value("YR", "2026-03", 97, 100)]
    site = landlord.build()
    results = site.measure("YR")["results"]
    assert [(one["period"], one["value"]) for one in results] == [
        ("2024-25", 80.0),
        ("2025-26", 97.0),
    ]
    assert "by year" in site.words("measures/yr.html")


def test_figures_before_a_new_definition_are_not_set_beside_it(landlord):
    landlord.rows["targets"].append(
        {"code": "REP01", "valid_from": date(2026, 7, 1), "target": 95, "definition": "New rule."}
    )
    site = landlord.build()
    assert [one["period"] for one in site.measure("REP01")["results"]] == ["2026-Q2"]
    words = site.words("measures/repairs.html")
    assert "New rule." in words and "changed on 1 July 2026" in words


def test_the_json_is_text_that_every_reader_can_open(site):
    assert json.loads((site.home / "data.json").read_bytes())["publisher"] == "OVH Homes"


def test_what_is_being_done_is_told_in_numbers_and_a_miss_without_any_says_so(landlord):
    action = {**landlord.rows["actions"][0], "indicators": "REP01", "title": "Secret title"}
    landlord.rows["actions"] = [action, {**action, "code": "A2", "due": date(2026, 8, 1)}]
    site = landlord.build()
    words = site.words("measures/repairs.html")
    assert "What we are doing Of the 2 linked actions, 1 is on course and 1 is overdue." in words
    assert "Secret title" not in words
    assert "No action is linked to this measure." in site.words("measures/satisfaction.html")
    assert "What we are doing" not in site.words("measures/appointments.html")


def test_pages_are_built_without_any_workbook_but_that_of_indicators(landlord):
    landlord.write()
    for name in ("golden_thread", "customer_insight"):
        landlord.path(name).unlink()
    landlord.write = lambda: landlord  # type: ignore[method-assign]
    assert "What we promised" not in landlord.build().words("measures/repairs.html")
