"""What a run makes of lettings: the upload file, the error workbook, findings at their cells."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pmf_plugins.core_lettings.checking import check
from pmf_plugins.core_lettings.editions import EDITIONS, edition_of
from pmf_plugins.core_lettings.found import unsafe
from pmf_plugins.core_lettings.mapping import Source, in_fields
from pmf_plugins.core_lettings.reader import read_upload
from pmf_plugins.core_lettings.upload import upload_file

from pmf_engine.documents.listing import build_csv
from tests.command import Pmf
from tests.core_kit import TODAY, VARIANTS, context, row
from tests.tiny_core import TinyCore

ABOVE = [
    "Section", "Question", "Additional info", "Values", "Can be empty?",
    "Type of letting the question applies to", "Duplicate check field?", "Field number",
]  # fmt: skip


@pytest.fixture
def core_pmf(core: TinyCore, capsys: pytest.CaptureFixture[str]) -> Pmf:
    return Pmf(core.root, capsys)


def run(pmf: Pmf, *words: str):
    return pmf("run", "core-lettings", "--today", "2026-10-01", "--json", *words)


def test_the_upload_file_has_the_templates_rows_and_a_blank_column_a(core, core_pmf):
    core.let()
    core.write()
    assert run(core_pmf).status == 0
    rows = core.uploaded()
    assert [line[0] for line in rows] == [*ABOVE, ""]
    assert rows[7][1:] == [str(number) for number in range(1, 148)]
    assert rows[1][1] == "Which organisation owns this property?"
    assert rows[8][1:14] == [
        "ORG1", "ORG2", "", "1", "", "", "2", "5", "9", "26", "1", "", "T1",
    ]  # fmt: skip
    text = core.file("core-upload").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") == 9 and not text.startswith(b"\xef\xbb\xbf")


def test_a_year_that_still_runs_is_not_called_complete(core, core_pmf):
    core.let()
    core.write()
    (note,) = [one for one in run(core_pmf).findings if one["code"] == "period-chosen"]
    assert note["message"] == (
        "2026/27 (April 2026 to March 2027) is the newest period, reported to the end of"
        " September 2026."
    )


def test_the_upload_file_of_2025_26_has_129_fields(tmp_path, capsys):
    core = TinyCore(tmp_path / "w", 2025)
    core.let()
    core.write()
    said = Pmf(core.root, capsys)("run", "core-lettings", "--today", "2025-10-01", "--json")
    assert said.status == 0, said.out
    assert core.uploaded()[7][-1] == "129"


def test_a_setup_error_withholds_the_file_and_the_error_workbook_is_written_all_the_same(
    core, core_pmf
):
    line = core.let(rent_type="")
    core.write()
    said = run(core_pmf)
    assert said.status == 1
    assert [path.name[:9] for path in sorted(core.folder.iterdir())] == [
        "core-erro", "core-moni", "core-regi",
    ]  # fmt: skip
    (found,) = [one for one in said.findings if one["level"] == "error"]
    assert (found["workbook"], found["sheet"], found["cell"], found["field"]) == (
        "core_lettings.xlsx", "Lettings", f"L{line}", "field_11",
    )  # fmt: skip
    assert "(field 11, upload column L, setup error)" in found["message"]
    assert "document-withheld" in [one["code"] for one in said.findings]


def test_an_answer_refused_is_a_warning_and_does_not_withhold_the_file(core, core_pmf):
    core.let(ethnic="")
    core.let(housing_benefit="6", benefits="3")
    core.write()
    said = run(core_pmf)
    assert said.status == 0
    warned = {(one["field"], one["cell"]) for one in said.findings if one["level"] == "warning"}
    assert {("field_45", "AT2"), ("field_138", "EI3"), ("field_139", "EJ3")} <= warned
    assert core.file("core-upload").is_file()


def test_the_error_workbook_leads_from_each_finding_to_the_cell_that_it_marks(core, core_pmf):
    core.let()
    line = core.let(ethnic="")
    core.write()
    run(core_pmf)
    book = load_workbook(core.file("core-errors"))
    assert book.sheetnames[:5] == ["About", "Overview", "By rule", "Findings", "Rows"]
    found = {one.value: one for one in book["Findings"]["B"] if one.hyperlink}
    link = found[f"AT{line}"].hyperlink.location
    sheet, _, cell = link.partition("!")
    marked = book[sheet.strip("'")][cell]
    assert marked.value == "■" and "must be answered" in marked.comment.text
    assert book["Rows"]["A5"].value == line and book["Rows"]["C5"].value.startswith("ethnic: ")
    counts = {one[0].value: one[1].value for one in book["Overview"].iter_rows(min_row=5)}
    assert counts["Not answered"] == 1 and counts["Setup error"] == 0


def test_the_error_workbook_and_nothing_else_is_marked_as_holding_personal_data(core, core_pmf):
    core.let()
    core.write()
    run(core_pmf)
    book = load_workbook(core.file("core-errors"))
    assert "Official-Sensitive: personal data" in book["Rows"].oddHeader.left.text
    assert "official-sensitive" in core.file("core-upload").name
    assert "official-sensitive" in core.file("core-errors").name


def test_a_letting_of_an_issued_file_is_found_again_until_it_is_marked_as_uploaded(core, core_pmf):
    core.let()
    core.write()
    run(core_pmf)
    assert core_pmf("issue", core.file("core-upload")).status == 0
    core.let()
    core.write()
    said = run(core_pmf)
    (found,) = [one for one in said.findings if one["code"] == "issued-before"]
    assert (found["level"], found["cell"]) == ("error", "B2")
    assert "core-upload-official-sensitive-ORG1-2026-27.csv, issued on 20" in found["message"]
    core.lettings[0]["submitted"] = date(2026, 9, 30)
    core.write()
    assert run(core_pmf).status == 0
    assert [line[13] for line in core.uploaded()[8:]] == ["T2"]


def test_capitals_and_leading_noughts_do_not_make_another_letting(core, core_pmf):
    core.let(tenant_code="ab1", start_day="5")
    core.write()
    run(core_pmf)
    core_pmf("issue", core.file("core-upload"))
    core.lettings[0] |= {"tenant_code": "AB1", "start_day": "05"}
    core.write()
    assert "issued-before" in run(core_pmf).codes()


def test_another_rent_makes_another_letting(core, core_pmf):
    core.let()
    core.write()
    run(core_pmf)
    core_pmf("issue", core.file("core-upload"))
    core.lettings[0] |= {"rent": "112.50"}
    core.write()
    assert "issued-before" not in run(core_pmf).codes()


def test_a_workspace_that_lost_its_key_says_that_nothing_was_compared(core, core_pmf):
    core.let()
    core.write()
    run(core_pmf)
    core_pmf("issue", core.file("core-upload"))
    (core.root / ".pmf" / "key").unlink()
    core.lettings[0] |= {"rent": "112.50"}
    core.write()
    assert "core-key-lost" in run(core_pmf).codes("warning")


def test_text_that_a_spreadsheet_would_run_is_told_and_made_harmless(core, core_pmf):
    core.let(county="@SUM(A1)")
    core.write()
    said = run(core_pmf)
    assert "core-formula" in said.codes("note")
    assert core.uploaded()[8][22] == "'@SUM(A1)"


def test_a_value_on_no_code_list_is_told_once_without_the_value(core, core_pmf):
    core.let(needs="Castles")
    core.codes = [["needs", "General needs", "1", None]]
    core.write()
    told = [one for one in run(core_pmf).findings if one["cell"] == "E2"]
    assert [one["code"] for one in told] == ["core-value-not-listed"]
    assert "Castles" not in told[0]["message"]


def test_a_code_itself_may_stand_in_a_column_with_a_list(core, core_pmf):
    core.let(needs="1")
    core.codes = [["needs", "General needs", "1", None]]
    core.write()
    assert run(core_pmf).status == 0


# Any answer at all, in any field, of any kind of letting.
TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12) | st.sampled_from(
    ["", "0", "-1", "1", "2", "99", "=A1", "+44", "@x", "R", "1.00", '"', ",", "a\nb", " 1 "]
)


LETTINGS = st.tuples(
    st.sampled_from(sorted(VARIANTS)), st.dictionaries(st.integers(1, 129), TEXTS, max_size=5)
)


@given(st.sampled_from(sorted(EDITIONS)), st.lists(LETTINGS, min_size=1, max_size=30))
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_any_row_yields_findings_or_survives_writing_and_reading_unchanged(year, lettings):
    edition = edition_of(year)
    names = list(edition.fields)
    typed = [
        row(year, variant) | {names[at - 1]: text for at, text in changes.items()}
        for variant, changes in lettings
    ]
    columns = {name: [one[name] for one in typed] for name in names}
    export = pl.DataFrame({"_row": range(len(typed)), **columns})
    sources = {one.number: Source(name, "whole") for name, one in edition.fields.items()}
    frame = in_fields(export, sources, edition)
    keys = [f"field_{number}" for number in edition.by_number]
    rows = frame.with_columns(row=(pl.col("_row") + 1).cast(pl.UInt32))
    found = check(rows, edition, context(), TODAY[year]).findings
    told = {one - 1 for one in found["row"]} | {one for one, _ in unsafe(frame, edition)}
    again = read_upload(build_csv(upload_file(frame, edition)), edition)
    assert not again.fault
    survived = {number - 1: cells for number, *cells in again.rows.select("row", *keys).rows()}
    for at, *cells in frame.select("_row", *keys).rows():
        assert at in told or survived[at] == cells
