"""`explain`, `history`, `trace` and `issue`: what a figure is, was and came from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.command import Pmf, digest
from tests.tiny import Tiny

ID = "board-pack/OVH/2026-Q2/REP01"


def test_explain_shows_definition_edition_terms_cells_and_arithmetic_in_one_block(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    said = pmf("explain", ID)
    assert said.status == 0
    assert said.out.count(ID) == 1
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    for line in (
        ID,
        "Repairs completed on time: 90.0%",
        "Definition Jobs done on time over jobs done.",
        "Edition in force from 2023-04-01",
        "Status red",
        "Term numerator = 90",
        "indicators.xlsx, Monthly!C3",
        "Term denominator = 100",
        "indicators.xlsx, Monthly!D3",
        "Arithmetic 90 ÷ 100 × 100 = 90.0000",
        "indicators.xlsx, Monthly!C3:D3",
    ):
        assert line in lines


def test_explain_takes_what_follows_the_period_with_entity_and_period_as_options(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    whole = pmf("explain", f"{ID}/ytd", "--json").json
    bare = pmf("explain", "REP01/ytd", "--entity", "OVH", "--period", "2026-Q2", "--json").json
    assert whole == bare
    assert whole["figures"][0]["id"] == f"{ID}/ytd"


def test_explain_of_a_bare_figure_shows_it_for_every_entity_that_has_it(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    figures = pmf("explain", "summary/judged", "--json").json["figures"]
    assert [one["entity"] for one in figures] == ["GRP", "OVH", "PCHA"]


def test_explain_of_a_bare_figure_leaves_out_reports_of_other_entities(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write().stock(10)
    assert pmf("explain", "REP01", "--entity", "OVH", "--json").json["figures"][0]["id"] == ID


@pytest.mark.parametrize(
    "name", ["NOSUCH", f"{ID}/nosuch", "board-pack/OVH/2026-09/REP01", "nosuch/OVH/2026-Q2/X"]
)
def test_explain_of_no_figure_is_status_2(pmf: Pmf, tiny: Tiny, name: str) -> None:
    tiny.write()
    said = pmf("explain", name, "--json")
    assert said.status == 2 and list(said.json) == ["error"]


def test_explain_says_what_is_wrong_with_the_workbooks_when_that_is_why_there_is_no_figure(
    pmf: Pmf, tiny: Tiny
) -> None:
    del tiny.rows["indicators"]
    tiny.write()
    said = pmf("explain", ID)
    assert said.status == 1
    assert "indicators.xlsx" in said.err and "Indicators" in said.err


def test_explain_of_a_missing_figure_says_why(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("explain", f"{ID}/year-ago")
    assert "no figure was entered for September 2025" in said.out


@pytest.mark.parametrize("name", [ID, "REP01"])
def test_history_takes_either_form_and_shows_every_recorded_run(
    pmf: Pmf, tiny: Tiny, name: str
) -> None:
    tiny.write()
    pmf.build()
    tiny.rows["monthly"][-1]["numerator"] = 91
    tiny.write()
    pmf.build()
    rows = pmf("history", name, "--json").json["history"]
    assert [row["display"] for row in rows] == ["90.0%", "91.0%"]
    assert {row["id"] for row in rows} == {ID}
    assert [row["issued_at"] for row in rows] == [None, None]
    shown = pmf("history", name).out
    assert "90.0%" in shown and "91.0%" in shown and "UTC" in shown


def test_history_says_which_run_was_issued(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    pmf("issue", pmf.file("docx"))
    (row,) = pmf("history", ID, "--json").json["history"]
    assert row["issued_at"] is not None


def test_history_of_a_whole_id_is_of_that_report_and_entity_in_every_period(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    pmf.build("--period", "2026-Q1")
    pmf.build()
    pmf.build(entity="GRP")
    rows = pmf("history", f"{ID.rsplit('/', 1)[0]}/summary/judged", "--json").json["history"]
    assert [(row["entity"], row["period"]) for row in rows] == [
        ("OVH", "2026-Q1"), ("OVH", "2026-Q2"),
    ]  # fmt: skip


def test_history_without_a_run_is_status_2_and_says_what_to_do(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("history", ID)
    assert said.status == 2 and "pmf run" in said.err


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_trace_needs_no_workspace_because_a_document_carries_its_lineage(
    pmf: Pmf, tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    tiny.write()
    pmf.build()
    sha256 = digest(tiny.path("indicators"))
    alone = tmp_path / "alone"
    alone.mkdir()
    file = Path(shutil.move(pmf.file(kind), alone / f"renamed.{kind}"))
    shutil.rmtree(tiny.root)
    monkeypatch.chdir(alone)
    traced = pmf.bare("trace", file, "--json")
    assert traced.status == 0
    assert (traced.json["report"], traced.json["entity"]) == ("board-pack", "OVH")
    assert {"workbook": "indicators.xlsx", "sha256": sha256} in traced.json["inputs"]
    figures = {one["id"]: one for one in traced.json["figures"]}
    assert figures[ID]["value"] == "90"
    assert figures[ID]["arithmetic"] == "90 ÷ 100 × 100 = 90.0000"
    assert {"workbook": "indicators.xlsx", "sheet": "Monthly", "range": "C3:D3",
            "sha256": sha256} in figures[ID]["sources"]  # fmt: skip


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("name", [ID, "REP01"])
def test_trace_of_one_figure_takes_either_form(pmf: Pmf, tiny: Tiny, kind: str, name: str) -> None:
    tiny.write()
    pmf.build()
    said = pmf.bare("trace", pmf.file(kind), name)
    assert said.status == 0
    assert "read from indicators.xlsx, Monthly!C3:D3" in said.out
    assert "REP01/ytd" not in said.out


def test_the_companion_holds_every_figure_and_the_paper_the_same_of_those_it_shows(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    pmf.build()
    word, excel = (pmf.bare("trace", pmf.file(k), "--json").json for k in ("docx", "xlsx"))
    held = {one["id"]: one for one in excel["figures"]}
    assert list(held) == [one["id"] for one in pmf.figures().values()]
    assert len(word["figures"]) > 20
    assert all(held[one["id"]] == one for one in word["figures"])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("absent.docx", None, "cannot be read"),
        ("notes.docx", b"PK", "notes.docx: This is not an Office file"),
        ("notes.xlsx", b"", "notes.xlsx"),
        ("notes.txt", b"text", "holds no figures"),
    ],
)
def test_trace_of_a_file_that_is_not_ours_is_a_sentence(
    pmf: Pmf, tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    said = pmf.bare("trace", path, "--json")
    assert said.status == 2 and sentence in said.json["error"]


def test_trace_of_an_input_workbook_is_a_sentence(pmf: Pmf, tiny: Tiny) -> None:
    said = pmf.bare("trace", tiny.write().path("indicators"), "--json")
    assert said.status == 2 and "holds no figures" in said.json["error"]


def test_trace_of_a_figure_that_is_not_there_says_how_to_list_them(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    said = pmf.bare("trace", pmf.file("docx"), "NOSUCH", "--json")
    assert said.status == 2 and "pmf trace board-pack-OVH-2026-Q2.docx" in said.json["error"]


def test_issue_marks_exactly_the_files_named(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    said = pmf("issue", pmf.file("docx"), pmf.file("xlsx"))
    assert said.status == 0 and said.out.count("Issued:") == 2
    (path,) = (tiny.root / ".pmf" / "ledger").glob("issued~*.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["run"] == pmf.records[0]["id"]
    assert record["files"] == [
        {"name": pmf.file(kind).name, "sha256": digest(pmf.file(kind))} for kind in ("docx", "xlsx")
    ]


def test_a_copy_under_another_name_is_the_same_file(pmf: Pmf, tiny: Tiny, tmp_path: Path) -> None:
    tiny.write()
    pmf.build()
    copy = shutil.copy(pmf.file("docx"), tmp_path / "Board paper.docx")
    assert pmf("issue", copy).status == 0


@pytest.mark.parametrize("spoil", ["edited", "foreign", "absent"])
def test_a_file_that_run_did_not_write_is_not_issued_nor_any_other_with_it(
    pmf: Pmf, tiny: Tiny, spoil: str
) -> None:
    tiny.write()
    pmf.build()
    path = pmf.file("docx")
    if spoil == "absent":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"!" if spoil == "edited" else b"another")
    said = pmf("issue", pmf.file("xlsx"), path, "--json")
    assert said.status == 2
    assert "Nothing was issued" in said.json["error"]
    assert not list((tiny.root / ".pmf" / "ledger").glob("issued~*"))


def test_a_draft_is_not_issued(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build("--draft")
    said = pmf("issue", pmf.file("docx"), "--json")
    assert said.status == 2 and "draft" in said.json["error"]
