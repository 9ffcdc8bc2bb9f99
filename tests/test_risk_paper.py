"""The risk review as its readers meet it: the paper, its companion, its variants, its memory."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree

from pmf_engine.documents.word import read_lineage
from tests.command import Pmf, W, cells_of, digest, words_of
from tests.risk_kit import (
    JUNE,
    KEY,
    Q2,
    SEPTEMBER,
    Risky,
    built,
    file_of,
    paper,
    scoring,
)

PARTS = (
    "1 Decisions asked", "2 Summary", "3 Risk map", "4 Movers", "5 Risks above appetite",
    "6 Overdue actions and reviews", "7 Assurance map", "8 Linked measures", "9 Horizon",
    "10 Appendix: register",
)  # fmt: skip


def rich(risky: Risky) -> Risky:
    """A register with something for every part of the paper."""
    risky.scores("R1", (JUNE, 3, 4), (SEPTEMBER, 4, 4), title="Damp and mould response")
    risky.scores("R2", (JUNE, 3, 4), (SEPTEMBER, 4, 3), title="Supply of contractors")
    risky.scores("R3", (JUNE, 2, 4), (SEPTEMBER, 2, 4), title="Pension deficit")
    risky.scores("R4", (SEPTEMBER, 4, 3), title="Heat network regulation", opened=date(2026, 8, 12))
    risky.scores(
        "R5", (JUNE, 2, 2), title="Office move", closed=date(2026, 9, 1), close_reason="Moved."
    )
    risky.scores(
        "R6", (JUNE, 3, 3), title="Disrepair claims", closed=date(2026, 8, 14), merged_into="R1"
    )
    risky.scores("R7", (date(2026, 5, 12), 3, 3), title="Repairs", owner="Head of Repairs")
    risky.control("C1")
    risky.rows["actions"][0] |= {"due": date(2026, 8, 31), "percent": 70}
    risky.rows["risk_actions"] = [{"risk": "R1", "action": "A1"}]
    risky.rows["risk_indicators"] = [{"risk": "R7", "indicator": "REP01"}]
    risky.rows["assessments"] += [
        scoring("R1", JUNE, 5, 4, "inherent"), scoring("R1", date(2027, 3, 31), 2, 4, "target"),
    ]  # fmt: skip
    risky.rows["horizon"] = [
        {"theme": "Gas gaps", "valid_from": date(2024, 4, 1), "source": "A regulator",
         "risks": "R1"},
        {"theme": "Off the list", "valid_from": date(2018, 4, 1), "valid_to": date(2026, 9, 29),
         "source": "A regulator"},
        {"theme": "False letters", "valid_from": date(2026, 9, 1), "source": "Ourselves"},
    ]  # fmt: skip
    return risky


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the files of a register with something for every part, built once."""
    from pmf_engine.engine.engine import Options
    from pmf_engine.model.periods import Period

    risky = rich(Risky(tmp_path_factory.mktemp("risks") / "workspace"))
    engine = risky.write().engine()
    (task,) = engine.tasks(KEY, "GRP", Period.parse("2026-Q2"))
    outcome = engine.run(task, Options(out=risky.root / "outputs"))
    assert outcome.folder is not None and outcome.files, outcome.findings
    return outcome.folder


@pytest.fixture(scope="module")
def docx(made: Path) -> Path:
    return made / f"{KEY}-GRP-2026-Q2.docx"


@pytest.fixture(scope="module")
def xlsx(made: Path) -> Path:
    return made / f"{KEY}-GRP-2026-Q2.xlsx"


@pytest.fixture(scope="module")
def words(docx: Path) -> str:
    return words_of(docx)


def test_the_ten_parts_stand_in_their_order(docx: Path) -> None:
    headings = [p.text for p in Document(str(docx)).paragraphs if p.style.name == "Heading 1"]
    assert tuple(headings) == PARTS


@pytest.mark.parametrize(
    "sentence",
    [
        "Of the 5 open risks, 1 scored very high and 1 scored outside tolerance; 1 rose and none"
        " fell since Quarter 1 2026/27.",
        "Decide whether the action on the 1 risk outside tolerance is enough.",
        "R1 Damp and mould response rose from 12 (likelihood 3, impact 4) to 16 (likelihood 4,"
        " impact 4).",
        "R2 Supply of contractors kept a score of 12, but likelihood moved from 3 to 4 and impact"
        " from 4 to 3.",
        "R4 Heat network regulation is new in this paper, opened on 12 August 2026 with a score of"
        " 12 (likelihood 4, impact 3).",
        "R5 Office move was closed on 1 September 2026; its last score was 4 (likelihood 2, impact"
        " 2). Moved.",
        "R6 Disrepair claims was merged into R1 Damp and mould response on 14 August 2026 and is no"
        " longer scored separately.",
        "R1 Damp and mould response scores 16, outside the tolerance of 12 for safety.",
        "R2 Supply of contractors scores 12, above the appetite of 9 for safety but within the"
        " tolerance of 12.",
        "Action A1 Hire two gangs is 60 days overdue: it was due on 31 August 2026 and is 70%"
        " complete.",
        "Repairs completed on time is off target and is linked to R7 Repairs, which was last scored"
        " on 12 May 2026.",
        "1 key control has had no assurance from line 2 or 3 in twelve months.",
        "No earlier paper has been issued, so movement is against the assessments of Quarter 1"
        " 2026/27 (April to June 2026) as the workbook shows them now.",
        "The only linked action is overdue.",
    ],
)
def test_the_paper_states_the_arithmetic_in_sentences(
    words: str, docx: Path, sentence: str
) -> None:
    assert sentence in words


def test_the_path_to_target_is_a_native_chart_that_says_how_far(docx: Path) -> None:
    with zipfile.ZipFile(docx) as package:
        charts = [n for n in package.namelist() if "charts/chart" in n]
        said = " ".join(package.read(n).decode() for n in charts).replace("\u00a0", " ")
    assert len(charts) == 3
    assert "8 above its target of 8, due by 31 March 2027" in said


def test_there_are_at_least_twenty_bound_figures_and_each_is_traced(docx: Path) -> None:
    with zipfile.ZipFile(docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    lineage = read_lineage(docx.read_bytes())
    assert lineage is not None
    assert len(list(root.iter(f"{W}dataBinding"))) >= 20
    assert len(lineage.figures) >= 20
    assert all(one.sources or one.terms or one.missing for one in lineage.figures)
    by_slot = {one.slot: one for one in lineage.figures}
    assert (by_slot["R1"].value, by_slot["R1"].status) == ("16", "very high")
    assert by_slot["R1/appetite"].status == "outside tolerance"


def test_risks_above_appetite_are_a_region_with_a_block_each_and_slots_for_people(
    docx: Path,
) -> None:
    with zipfile.ZipFile(docx) as package:
        text = package.read("word/document.xml").decode()
    for key in ("outside/R1", "outside/R2", "outside/R4"):
        assert key in text
    assert "outside/R3" not in text
    for slot in ("R1/commentary", "decision/secretary", "horizon/note"):
        assert slot in text
    assert "Your text, never refilled" in text


def test_the_map_is_a_table_with_a_header_row_and_a_story_for_who_cannot_see_it(
    docx: Path,
) -> None:
    with zipfile.ZipFile(docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    table = next(t for t in root.iter(f"{W}tbl") if _told(t))
    assert _told(table).startswith("Risk map, likelihood by impact, 5 risks at Quarter 2 2026/27.")
    assert table.find(f".//{W}tblHeader") is not None
    assert len(table.findall(f"{W}tr")) == 6
    thick = [e for e in table.iter() if e.get(f"{W}sz") == "24" and e.tag != f"{W}sz"]
    assert thick


def _told(table: Any) -> str:
    found = table.find(f"{W}tblPr/{W}tblDescription")
    text = "" if found is None else found.get(f"{W}val", "")
    return text if text.startswith("Risk map") else ""


def test_every_table_has_a_header_row_and_a_description(docx: Path) -> None:
    with zipfile.ZipFile(docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for table in root.iter(f"{W}tbl"):
        assert table.find(f".//{W}tblHeader") is not None
        assert table.find(f"{W}tblPr/{W}tblDescription") is not None


def test_the_appendix_stands_in_landscape(docx: Path) -> None:
    sections = Document(str(docx)).sections
    assert sections[-1].page_width > sections[-1].page_height
    assert sections[0].page_width < sections[0].page_height


def test_the_horizon_is_the_list_as_it_stood_and_names_what_no_risk_answers(words: str) -> None:
    assert "Gas gaps" in words and "False letters" in words and "Off the list" not in words
    assert "■ No risk answers it" in words


def test_the_companion_holds_register_matrix_assurance_and_every_score(xlsx: Path) -> None:
    register = cells_of(xlsx, "Register")
    heads, rows = register[3], register[4:]
    by_id = {row[0]: dict(zip(heads, row, strict=True)) for row in rows if row[0]}
    assert list(by_id) == ["R1", "R2", "R4", "R7", "R3"]
    assert (by_id["R1"]["Likelihood"], by_id["R1"]["Impact"], by_id["R1"]["Score"]) == (4, 4, 16)
    assert (by_id["R1"]["Was"], by_id["R1"]["Move"]) == (12, "↑ up")
    assert by_id["R1"]["Standing"] == "■ Outside tolerance"
    assert any("R1!" in str(cell) for row in cells_of(xlsx, "Matrix") for cell in row)
    assert any("■" in str(row[4]) for row in cells_of(xlsx, "Assurance")[4:])
    scores = [row for row in cells_of(xlsx, "Scores")[4:] if row[0] == "R6"]
    assert [row[5] for row in scores] == [9]


def test_the_companion_has_native_charts_and_a_table_to_filter(xlsx: Path) -> None:
    with zipfile.ZipFile(xlsx) as package:
        names = package.namelist()
        tables = [package.read(n).decode() for n in names if n.startswith("xl/tables/")]
    assert len([n for n in names if n.startswith("xl/charts/chart")]) >= 2
    assert all("<autoFilter" in table for table in tables)


def test_running_twice_gives_the_same_bytes(pmf: Pmf, risky: Risky) -> None:
    rich(risky).write()
    first = {kind: digest(file_of(built(pmf), kind)) for kind in ("docx", "xlsx")}
    again = built(pmf, "--force")
    assert {kind: digest(file_of(again, kind)) for kind in first} == first


def test_movement_is_against_the_paper_that_was_issued_and_not_the_workbook_as_it_is_now(
    pmf: Pmf, risky: Risky
) -> None:
    risky.write()
    q1 = file_of(built(pmf, "--period", "2026-Q1"))
    pmf("issue", q1)
    before = digest(q1)
    risky.scores("R1", (JUNE, 4, 4), (SEPTEMBER, 4, 4))
    risky.write()
    said = paper(pmf)
    assert "Movement is against the paper issued for Quarter 1 2026/27" in said
    assert (
        "R1 Risk R1 rose from 12 (likelihood 3, impact 4) to 16 (likelihood 4, impact 4)." in said
    )
    assert "Changed since GBAC was shown" in said
    assert (
        "as 12 (likelihood 3, impact 4); the register now has 16 (likelihood 4, impact 4)" in said
    )
    assert digest(q1) == before


def test_a_late_score_makes_a_revision_and_leaves_the_issued_paper_as_it_was(
    pmf: Pmf, risky: Risky
) -> None:
    risky.write()
    issued = file_of(built(pmf))
    pmf("issue", issued)
    before = digest(issued)
    assert file_of(built(pmf)) == issued  # nothing has changed, so there is nothing to revise
    risky.scores("R1", (JUNE, 3, 4), (SEPTEMBER, 5, 4))
    risky.write()
    revised = file_of(built(pmf))
    assert revised.name == f"{KEY}-GRP-2026-Q2-revised-1.docx"
    assert digest(issued) == before
    said = words_of(revised)
    assert "R1 Risk R1 was shown in the paper for Quarter 2 2026/27, issued on" in said
    assert (
        "as 12 (likelihood 3, impact 4); the register now has 20 (likelihood 5, impact 4)" in said
    )
    again = file_of(built(pmf, "--force"))
    assert again == revised
    pmf("issue", revised)
    assert file_of(built(pmf)) == revised


def test_an_issued_paper_that_was_lost_is_built_again_byte_for_byte(pmf: Pmf, risky: Risky) -> None:
    risky.write()
    issued = file_of(built(pmf))
    before = digest(issued)
    pmf("issue", issued)
    issued.unlink()
    assert file_of(built(pmf)) == issued
    assert digest(issued) == before


def test_a_risk_taken_out_of_the_register_does_not_stop_the_next_paper(
    pmf: Pmf, risky: Risky
) -> None:
    risky.scores("R2", (JUNE, 2, 2))
    risky.write()
    pmf("issue", file_of(built(pmf, "--period", "2026-Q1")))
    risky.rows["risks"].pop()
    risky.rows["assessments"].pop()
    risky.write()
    assert "Of the 1 open risk" in paper(pmf)


def test_an_empty_register_is_a_paper_that_says_so(pmf: Pmf, risky: Risky) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), entity="PCHA")
    risky.rows["risks"][0]["closed"] = date(2026, 9, 20)
    risky.write()
    said = paper(pmf, "--entity", "OVH")
    assert "No risk is open in this part of the register." in said


def test_a_level_has_files_ids_and_a_record_of_its_own(pmf: Pmf, risky: Risky) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), level="operational")
    risky.write()
    whole, strategic = file_of(built(pmf)), file_of(built(pmf, "--level", "strategic"))
    assert strategic.name == f"{KEY}-level-strategic-GRP-2026-Q2.docx"
    assert whole.is_file()
    lineage = read_lineage(strategic.read_bytes())
    assert lineage is not None
    assert lineage.identity.report == f"{KEY}@level-strategic"
    assert lineage.identity.title == "Risk review: strategic risks"
    ids = {one.id(lineage.identity) for one in lineage.figures}
    assert f"{KEY}@level-strategic/GRP/2026-Q2/summary/open" in ids
    kept = {path.name.split("~")[0] for path in (risky.root / ".pmf" / "ledger").iterdir()}
    assert kept == {KEY, f"{KEY}@level-strategic"}
    assert "Of the 1 open risk" in words_of(strategic)


def test_a_figure_of_a_variant_is_explained_by_its_whole_id(pmf: Pmf, risky: Risky) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), level="operational")
    risky.write()
    figure = f"{KEY}@level-operational/GRP/2026-Q2/summary/open"
    (told,) = pmf("explain", figure, "--json").json["figures"]
    assert (told["id"], told["value"]) == (figure, "1")


def test_an_issued_variant_is_not_what_the_whole_paper_is_compared_with(
    pmf: Pmf, risky: Risky
) -> None:
    risky.write()
    pmf("issue", file_of(built(pmf, "--period", "2026-Q1", "--level", "strategic")))
    assert "No earlier paper has been issued" in paper(pmf)
    assert "Movement is against the paper issued" in paper(pmf, "--level", "strategic")


def test_an_owner_has_a_review_by_the_month_or_by_the_quarter_as_asked(
    pmf: Pmf, risky: Risky
) -> None:
    risky.write()
    owner = ("--owner", "head of homes")
    monthly = built(pmf, "--period", "2026-08", *owner)
    assert monthly.json["runs"][0]["period"] == "2026-08"
    assert file_of(monthly).name == f"{KEY}-owner-head-of-homes-GRP-2026-08.docx"
    assert "against the assessments of July 2026" in words_of(file_of(monthly))
    assert built(pmf, *owner).json["runs"][0]["period"] == "2026-Q2"
    assert pmf("run", KEY, *owner, "--json").json["runs"][0]["period"] == "2026-09"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--level", "tactical"), "has no level “tactical”. It has: strategic, operational."),
        (("--owner", "Head of Home"), "Did you mean “Head of Homes”?"),
        (("--levle", "strategic"), "does not take “--levle”. Its options are --level, --owner."),
        (("--perid", "2026-Q2"), "No such option: --perid. Did you mean --period?"),
        (("--level",), "--level needs a value"),
        (("--level", "strategic", "--level=operational"), "--level is given twice."),
        (("-x",), "No such option: -x"),
    ],
)
def test_an_option_or_value_that_is_not_offered_gets_a_sentence(
    pmf: Pmf, risky: Risky, words: tuple[str, ...], sentence: str
) -> None:
    risky.write()
    said = pmf("run", KEY, *Q2, *words)
    assert said.status == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert not list(risky.root.glob("outputs/**/*"))


def test_a_report_without_options_refuses_one_in_a_sentence(pmf: Pmf, risky: Risky) -> None:
    risky.write()
    said = pmf("run", "board-pack", "--level", "strategic")
    assert said.status == 2
    assert (
        "The report board-pack does not take “--level”. It has no options of its own." in said.err
    )


def test_owners_whose_names_would_make_one_file_are_refused(pmf: Pmf, risky: Risky) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), owner="Head-of Homes")
    risky.write()
    said = pmf("run", KEY, *Q2, "--owner", "Head of Homes")
    assert said.status == 2 and "would make files of one name" in said.err


def test_variants_side_by_side_are_those_made_one_by_one(pmf: Pmf, risky: Risky) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), entity="PCHA")
    risky.write()
    words = ("--entity", "all", "--level", "strategic", "--json", *Q2)
    alone = pmf("run", KEY, *words).json["runs"]
    pooled = pmf("run", KEY, *words, "--jobs", "2", "--force").json["runs"]
    assert [one["files"] for one in pooled] == [one["files"] for one in alone]


def test_a_report_whose_workbook_is_not_kept_is_left_out_and_named(pmf: Pmf, risky: Risky) -> None:
    del risky.rows["risks"]
    risky.write()
    said = pmf("check")
    assert said.status == 0
    assert f"“{KEY}” was left out: no file stands at workbooks/risks.xlsx" in said.err
    assert pmf("check", KEY).status == 1


def test_the_newest_period_is_told_by_scores_and_not_by_the_day_of_a_target(
    pmf: Pmf, risky: Risky
) -> None:
    risky.rows["assessments"].append(scoring("R1", date(2027, 12, 31), 1, 1, "target"))
    risky.write()
    assert pmf("run", KEY, "--json").json["runs"][0]["period"] == "2026-Q2"


def test_counts_add_up_to_the_open_risks(pmf: Pmf, risky: Risky) -> None:
    rich(risky).write()
    said = pmf("figures", KEY, *Q2, "--json").json["figures"]
    values = {f["id"].split("/", 3)[3]: Decimal(f["value"]) for f in said if f["value"]}
    bands = [v for slot, v in values.items() if slot.startswith("summary/band/")]
    standings = [v for slot, v in values.items() if slot.startswith("summary/appetite/")]
    assert sum(bands) == sum(standings) == values["summary/open"] == 5


def test_the_strategic_paper_is_marked_for_the_board(pmf: Pmf, risky: Risky) -> None:
    risky.write()
    (run,) = built(pmf, "--level", "strategic").json["runs"]
    (word,) = [one["path"] for one in run["files"] if one["path"].endswith(".docx")]
    assert words_of(Path(word)).startswith("Official: for the Board")


def test_a_table_that_a_paper_lacked_comes_in_when_it_is_refreshed(pmf: Pmf, risky: Risky) -> None:
    risky.write()
    docx = file_of(built(pmf))
    assert "Reviews more than 30 days late" not in words_of(docx)
    assert "No list is kept in the workbook." in words_of(docx)
    first = date(2026, 7, 1)
    risky.rows["risks"][0]["next_review"] = first
    risky.rows["assessments"].pop()
    risky.rows["horizon"] = [
        {"theme": "New rules on rent", "valid_from": first, "source": "A regulator's list"}
    ]
    risky.write()
    said = pmf("refresh", docx, "--json")
    assert said.status == 0, said.out + said.err
    words = words_of(docx)
    assert "Reviews more than 30 days late" in words and "New rules on rent" in words
    assert "No list is kept in the workbook." not in words
