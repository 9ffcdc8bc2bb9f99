"""The annual report to tenants: true, plain, open to all readers, and nobody's name in it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pmf_plugins.tenant_annual_report.report import report

from pmf_engine.cli import _run
from pmf_engine.definitions import load_definitions
from pmf_engine.definitions.cases import case_faults, load_cases
from pmf_engine.documents.pdf import ABSENT
from pmf_engine.engine import Engine, Workspace
from pmf_engine.framework.customers import STANDARDS
from pmf_engine.framework.guarded import held_back
from pmf_engine.measures.aggregate import Total
from pmf_engine.measures.series import Kind
from pmf_engine.measures.suppression import SmallNumbers
from pmf_engine.model.periods import Period
from pmf_engine.model.tables import Kind as Column
from pmf_engine.model.tables import Table
from pmf_engine.model.values import Figure, Suppressed
from tests.command import Pmf
from tests.tenant_kit import HEADER, WHITE, A, Paper, W, contrast
from tests.tiny import ROOT

YEAR = "2025-26"
EDITIONS = ("", "large print", "easy read")
LANDLORDS = ("OVH", "PCHA")
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace with every edition built for both landlords."""
    root = tmp_path_factory.mktemp("tenants") / "workspace"
    assert _run(["init", str(root)]) == 0
    for edition in EDITIONS:
        chosen = ["--edition", edition] if edition else []
        words = ["run", report.key, *chosen, "--entity", "all", "--workspace", str(root)]
        assert _run(words) == 0
    return root


def path_of(home: Path, entity: str = "OVH", edition: str = "") -> Path:
    chosen = f"-edition-{edition.replace(' ', '-')}" if edition else ""
    folder = home / "outputs" / report.key / entity / YEAR
    return folder / f"{report.key}{chosen}-{entity}-{YEAR}.docx"


@pytest.fixture(scope="module")
def papers(home: Path) -> dict[tuple[str, str], Paper]:
    return {(e, n): Paper(path_of(home, n, e)) for e in EDITIONS for n in LANDLORDS}


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, Figure]]:
    """The figures of the sample by landlord and slot."""
    engine = Engine(Workspace.find(ROOT))
    outcomes = engine.outcomes(report.key, "all", Period.parse("2025/26"))
    return {one.entity: one.run.figures for one in outcomes if one.run and one.entity}


@pytest.fixture
def editions(papers: dict[tuple[str, str], Paper]) -> list[tuple[tuple[str, str], Paper]]:
    return list(papers.items())


def test_it_tells_every_standard_in_the_order_of_the_promises(papers: Any) -> None:
    titles = [text for level, text in papers["", "OVH"].headings() if level == 1]
    own = ["Your home", "Repairs", "Your tenancy", "Your area", "Value for money", "Your say"]
    assert len(own) + 1 == len(STANDARDS)
    assert titles[:9] == ["Welcome", "How we did", *own, "Complaints"]
    assert titles[9:] == [
        "The rent pound", "What you told us", "Learning from complaints",
        "Tenant Satisfaction Measures", "Pay and management", "How we work out our results",
        "How to reach us",
    ]  # fmt: skip


def test_each_measure_has_its_number_verdict_target_meaning_and_comparison(papers: Any) -> None:
    said = papers["", "OVH"].text()
    start = said.rindex("We will let empty homes quickly.")
    block = said[start : said.index("We will answer your call.", start)].splitlines()
    assert [line for line in block if line] == [
        "We will let empty homes quickly.",
        "24.1 days [p]",
        "Average re-let time",
        "▲ Just missed",
        "Our target was no more than 24.0 days [p].",
        "It got better. Last year it was 25.4 days.",
        "How we compare",
        "We did better than the middle one of 17 landlords in 2025/26."
        " The middle one had 30.9 days.",
        "What we are doing",
        "Inspect every home before the tenancy ends (due by 15 September 2026).",
    ]


def test_three_years_and_the_target_stand_in_the_chart_and_in_its_alt_text(papers: Any) -> None:
    told = list(papers["", "OVH"].drawings())
    assert (
        "Bar chart of average re-let time: 28.7 days [p] in 2023/24, 25.4 days [p] in 2024/25,"
        " 24.1 days [p] in 2025/26 and target 24.0 days [p]."
    ) in told


def test_a_miss_is_as_large_and_as_bold_as_a_hit(papers: Any) -> None:
    paper = papers["", "OVH"]
    looks = {
        (paper.points(style), style.find(f"{W}rPr/{W}b") is not None)
        for style in paper.styles.values()
        if style.find(f"{W}name").get(f"{W}val").startswith("PMF Result")
    }
    assert len(looks) == 1
    found = [text for name, text in paper.paragraphs() if name.startswith("PMF Result")]
    assert {"● Met", "▲ Just missed", "■ Missed"} == set(found)
    assert "We met 15 of our 18 targets. We just missed 2 and missed 1." in paper.text()


def test_a_promise_that_no_figure_tells_of_is_told_all_the_same(papers: Any) -> None:
    said = papers["", "OVH"].text()
    assert "We will answer each recommendation of the Scrutiny Team." in said
    assert "One of our 19 promises has no result." in said


def test_the_promise_in_force_at_the_end_of_the_year_is_told(home: Path, papers: Any) -> None:
    assert "We will mend it on the first visit." in papers["", "OVH"].text()
    words = ["run", report.key, "--entity", "OVH", "--period", "2024/25"]
    assert _run([*words, "--workspace", str(home)]) == 0
    before = home / "outputs" / report.key / "OVH" / "2024-25"
    assert (
        "We will try to mend it on the first visit."
        in Paper(before / f"{report.key}-OVH-2024-25.docx").text()
    )


def test_all_editions_hold_the_same_results(papers: Any) -> None:
    for entity in LANDLORDS:
        numbers = [
            [
                text
                for name, text in papers[edition, entity].paragraphs()
                if name == "PMF Big Number"
            ]
            for edition in EDITIONS
        ]
        assert len(numbers[0]) > 10
        assert numbers[0] == numbers[1] == numbers[2]


def test_easy_read_has_one_short_idea_a_line(papers: Any) -> None:
    paper = papers["easy read", "OVH"]
    own = [text for name, text in paper.paragraphs() if name in ("PMF Kept", "PMF Verdict")]
    assert "It got better." in own and "Last year it was 25.4 days." in own
    assert max(len(re.findall(r"\S+", text)) for text in own) <= 20
    assert not any(". " in text for text in own if text.startswith(("That", "It", "Last")))


def test_the_rent_pound_is_a_hundred_pence(figures: Any) -> None:
    for own in figures.values():
        pence = [f.value for slot, f in own.items() if re.fullmatch(r"rent/[^/]+", slot)]
        assert len(pence) == 7
        assert sum(pence) == 100


def test_pay_and_management_cost_follow_the_note_of_the_regulator(figures: Any) -> None:
    file = report.definitions
    assert file is not None
    faults = case_faults(load_definitions(file), load_cases(file.with_name("cases.yaml")))
    assert faults == []
    own = figures["OVH"]
    shown = [own[f"pay/{key}"].display for key in (
        "highest-paid-director", "all-directors", "management-cost",
    )]  # fmt: skip
    assert shown == ["£13.36 [p]", "£62.88 [p]", "£1,162.69 [p]"]


def test_small_counts_are_held_back_and_those_the_regulator_requires_are_not(
    papers: Any, figures: Any
) -> None:
    own = figures["PCHA"]
    counts = {slot: f for slot, f in own.items() if re.fullmatch(r"complaints/.*", slot)}
    hidden = [slot for slot, f in counts.items() if isinstance(f.missing, Suppressed)]
    assert "complaints/lettings" in hidden and len(hidden) >= 2
    assert all(not f.terms and not f.arithmetic for f in counts.values())
    assert own["lcra/CH01-2"].value is not None  # six complaints at stage two
    assert own["PCHA-CMP03"].value is not None
    said = papers["", "PCHA"].text()
    assert "Fewer than 5" in said


def test_a_rate_of_too_few_is_held_back_and_a_few_left_over_are_not() -> None:
    class One:
        kind = Kind.RATE

    rule = SmallNumbers()
    few = Total(Decimal(60), 1, 1, Decimal(3), Decimal(5))
    most = Total(Decimal(98), 1, 1, Decimal(98), Decimal(100))
    assert isinstance(held_back(few, One, rule), Suppressed)  # type: ignore[arg-type]
    assert held_back(few, One, None) == 60  # type: ignore[arg-type]
    assert held_back(most, One, rule) == 98  # type: ignore[arg-type]


def test_what_tenants_asked_for_is_told_with_what_became_of_it(papers: Any) -> None:
    said = papers["", "OVH"].text()
    for part in ("You said, we did", "What we are still working on", "What we could not do"):
        assert part in said
    assert "You said: Open the contact centre on Saturday mornings.\nWe said no." in said
    assert "OVH-S09" not in said and "learnt from complaints, 2026" not in said  # raised later


def test_how_hard_it_reads_is_said_with_the_hard_words(home: Path) -> None:
    (run,) = sorted((home / ".pmf" / "ledger").glob(f"{report.key}~OVH~{YEAR}~*.json"))
    told = json.loads(run.read_text(encoding="utf-8"))["findings"]
    (said,) = [one["message"] for one in told if one["code"] == "readability"]
    grade = re.match(r"the text reads at grade (\d+\.\d), for readers of about (\d+)", said)
    assert grade is not None and Decimal(grade[1]) < 8
    assert "Hard words: " in said


def test_headings_nest_and_none_is_empty(editions: Any) -> None:
    for _, paper in editions:
        levels = [level for level, _ in paper.headings()]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        assert all(text.strip(" .") for _, text in paper.headings())


def test_every_drawing_has_alt_text(editions: Any) -> None:
    for (edition, _), paper in editions:
        told = list(paper.drawings())
        assert all(told)
        assert not told if edition == "easy read" else len(told) > 10
        assert all(len(alt.split()) <= 60 for alt in told)


def test_every_table_has_a_header_row_and_a_description(editions: Any) -> None:
    for _, paper in editions:
        tables = list(paper.body.iter(f"{W}tbl"))
        assert tables
        for table in tables:
            first = table.find(f"{W}tr")
            assert first.find(f"{W}trPr/{W}tblHeader") is not None
            assert table.find(f"{W}tblPr/{W}tblDescription") is not None
            assert not list(table.iter(f"{W}gridSpan", f"{W}vMerge"))


def test_the_language_and_the_title_are_set(editions: Any) -> None:
    for (_, entity), paper in editions:
        core = paper.document.core_properties
        assert ("One Vision" if entity == "OVH" else "Pine Court") in core.title
        assert b'<w:lang w:val="en-GB"' in paper.parts["word/styles.xml"]


def test_a_measure_is_read_in_order_heading_first(papers: Any) -> None:
    names = [name for name, _ in papers["", "OVH"].paragraphs()]
    at = names.index("PMF Big Number")
    assert names[at - 1].lower() == "heading 2"
    assert names[at + 2].startswith("PMF Result")


def test_every_colour_stands_out_from_its_ground(editions: Any) -> None:
    for _, paper in editions:
        pairs = list(paper.pairs())
        assert {(ink, ground) for _, ink, ground, *_ in pairs} >= {(WHITE, HEADER)}
        for name, ink, ground, points, bold in pairs:
            large = points >= 18 or (bold and points >= 14)
            assert contrast(ink, ground) >= (3 if large else 4.5), (name, ink, ground)
        for chart in paper.charts():
            for fill in {node.get("val") for node in chart.iter(f"{A}srgbClr")} - {WHITE, "D0D5DB"}:
                assert contrast(fill, WHITE) >= 3, fill


@pytest.mark.parametrize("edition", ["large print", "easy read"])
def test_each_measure_has_a_page_of_its_own_where_letters_are_large(
    papers: dict[tuple[str, str], Paper], edition: str
) -> None:
    fresh, numbers = False, 0
    for node in papers[edition, "OVH"].body.iter(f"{W}p"):
        fresh = fresh or node.find(f"{W}pPr/{W}pageBreakBefore") is not None
        if papers[edition, "OVH"].name(node) == "PMF Big Number":
            assert fresh, "".join(node.itertext())
            fresh, numbers = False, numbers + 1
    assert numbers == 18


@pytest.mark.parametrize(("edition", "least"), [("", 12), ("large print", 16), ("easy read", 16)])
def test_no_letter_is_smaller_than_its_readers_need(
    edition: str, least: float, papers: Any
) -> None:
    paper = papers[edition, "OVH"]
    for style in paper.styles.values():
        name = style.find(f"{W}name").get(f"{W}val")
        if name in paper.used and name != "PMF Chart" and style.get(f"{W}type") == "paragraph":
            assert paper.points(style) >= least, name
    for chart in paper.charts():
        sizes = {int(node.get("sz")) for node in chart.iter() if node.get("sz")}
        assert min(sizes) >= least * 100 - 30


def test_sign_off_makes_it_final_and_before_that_final_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "workspace"
    assert _run(["init", str(root)]) == 0
    pmf = Pmf(root, capsys)
    words = ("run", report.key, "--entity", "PCHA", "--json")
    assert pmf(*words, "--final").status == 1
    assert not (root / "outputs").exists()
    first = Path(pmf(*words).json["runs"][0]["files"][0]["path"])
    assert "Our Board has not signed off these figures yet." in Paper(first).text()
    assert pmf("sign-off", first, "--role", "Board", "--name", "A. Chair").status == 0
    final = pmf(*words, "--final")
    assert final.status == 0
    said = Paper(Path(final.json["runs"][0]["files"][0]["path"])).text()
    assert "[p]" not in said and "signed off" not in said
    large = pmf(*words, "--edition", "large print", "--final")
    assert large.status == 0


NAME = "Zebedee Quartermaine"
_STRUCTURE = {("indicators", "Entities", "title"), ("tenant_satisfaction", "TSM_Landlords", "name")}


def plant(root: Path) -> int:
    """Write a name of one of the group's people into every free text; return how many cells."""
    count = 0
    tables: dict[tuple[str, str], Table] = {
        (table.workbook, table.name): table
        for table in report.inputs.values()
        if isinstance(table, Table)
    }
    for path in sorted((root / "workbooks").glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            table = tables.get((path.stem, sheet.title))
            for column in sheet.iter_cols():
                name = str(column[0].value)
                if (path.stem, sheet.title, name) in _STRUCTURE:
                    continue
                for cell in column[1:]:
                    if _free(table, name) and isinstance(cell.value, str):
                        cell.value = f"{cell.value} ({NAME}, {NAME.upper()})"
                        count += 1
        book.save(path)
    return count


def _free(table: Table | None, name: str) -> bool:
    """Whether a column holds text that nobody checks; those that other rows must match do not."""
    if table is None:
        return False
    column = table.columns.get(name)
    fixed = {"service", "measure", "perspective", "dimension", "kind", "unit", "statement", "year",
             "peer_group", "line", "theme", "frequency", "field", "heading"}  # fmt: skip
    return column is not None and column.kind is Column.TEXT and name not in fixed


def written(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in (root / "outputs").rglob("*"):
        if path.suffix == ".docx":
            yield from Paper(path).parts.items()
        elif path.is_file():
            yield path.name, path.read_bytes()
    for path in (root / ".pmf" / "ledger").glob("*.json"):
        yield path.name, path.read_bytes()


def test_no_name_in_any_workbook_reaches_any_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "workspace"
    assert _run(["init", str(root)]) == 0
    assert plant(root) > 1000
    for edition in EDITIONS:
        chosen = ["--edition", edition] if edition else []
        words = ["run", report.key, *chosen, "--entity", "OVH", "--workspace", str(root)]
        assert _run(words) == 0, capsys.readouterr().err
    told = list(written(root))
    assert len(told) > 60
    for name, content in told:
        for part in NAME.split():
            assert part.lower().encode() not in content.lower(), name
    assert "[name withheld]" in Paper(path_of(root)).text()
    assert NAME.split()[0] not in capsys.readouterr().err


def test_a_theme_that_few_named_is_not_told(home: Path, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    assert _run(["init", str(root)]) == 0
    path = root / "workbooks" / "customer_insight.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Feedback"]
    header = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(header, row, strict=True))
        if cells["entity"].value == "PCHA" and cells["kind"].value == "complaint":
            cells["theme"].value = f"Letter {row[0].row} of Mr Nobody Known"
            cells["count"].value = 1
    book.save(path)
    words = ["run", report.key, "--entity", "PCHA", "--workspace", str(root)]
    assert _run(words) == 0
    assert "Nobody Known" not in Paper(path_of(root, "PCHA")).text()


def test_a_promise_held_against_another_company_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "workspace"
    assert _run(["init", str(root)]) == 0
    path = root / "workbooks" / "customer_insight.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Promises"]
    at = [cell.value for cell in sheet[1]].index("indicator") + 1
    sheet.cell(2, at).value = "PCHA-SAF01"
    book.save(path)
    said = Pmf(root, capsys)("check", report.key, "--entity", "OVH", "--json")
    (found,) = [one for one in said.findings if one["code"] == "promise-of-another"]
    assert found["message"].startswith("the promise OVH-P01 of OVH is held against PCHA-SAF01")


def test_it_refreshes_after_people_edited_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "workspace"
    assert _run(["init", str(root)]) == 0
    pmf = Pmf(root, capsys)
    assert pmf("run", report.key, "--entity", "OVH").status == 0
    path = path_of(root)
    paper = Paper(path).document
    (place,) = [
        p for p in paper.element.body.iter(f"{W}t") if "Write here what you" in (p.text or "")
    ]
    place.text = "We now ring everybody back within a day."
    paper.save(str(path))
    said = pmf("refresh", path, "--json")
    assert said.status == 0
    assert "We now ring everybody back within a day." in Paper(path).text()


def test_rolled_to_the_year_before_it_says_what_a_fresh_build_of_that_year_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "workspace"
    assert _run(["init", str(root)]) == 0
    pmf = Pmf(root, capsys)
    assert pmf("run", report.key, "--entity", "OVH").status == 0
    assert pmf("refresh", path_of(root), "--period", "2024/25").status == 0
    words = ("run", report.key, "--entity", "OVH", "--period", "2024/25", "--out", tmp_path / "new")
    assert pmf(*words, "--force").status == 0
    (fresh,) = (tmp_path / "new").rglob("*.docx")
    rolled = path_of(root)
    assert Paper(rolled).engines() == Paper(fresh).engines()
    looks = [[one for one in Paper(p).paragraphs() if "Result" in one[0]] for p in (rolled, fresh)]
    assert looks[0] == looks[1]


def test_a_pdf_that_cannot_be_made_is_told_and_the_word_file_stands(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("pmf_engine.documents.pdf._HOMES", ())
    pmf = Pmf(home, capsys)
    said = pmf("run", report.key, "--entity", "PCHA", "--pdf", "--json")
    assert said.status == 0
    assert ABSENT in [one["message"] for one in said.findings if one["code"] == "no-pdf"]
    assert path_of(home, "PCHA").is_file()
    asked = pmf.bare("pdf", path_of(home, "PCHA"))
    assert (asked.status, ABSENT in asked.err) == (2, True)


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH")
def test_the_pdf_is_tagged_named_and_in_english_with_alt_text(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pikepdf

    source = tmp_path / "report.docx"
    source.write_bytes(path_of(home).read_bytes())
    assert Pmf(home, capsys).bare("pdf", source).status == 0
    with pikepdf.open(source.with_suffix(".pdf")) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "One Vision Housing" in str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as told:
            assert told.get("pdfuaid:part") == "1"
        tags = [(str(t.S), str(t.get("/Alt", ""))) for t in nodes(pdf.Root.StructTreeRoot)]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= {kind for kind, _ in tags}
    pictures = [alt for kind, alt in tags if kind == "/Figure"]
    assert len(pictures) > 10 and all(pictures)


def nodes(tag: Any) -> Iterator[Any]:
    """Every element of a tree of tags."""
    import pikepdf

    kids = tag.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from nodes(kid)
