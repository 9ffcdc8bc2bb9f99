"""`pmf check core-lettings --file`: what is printed, and what never is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pmf_plugins.core_lettings.editions import edition_of
from pmf_plugins.core_lettings.tables import REFERENCE

from tests.command import Pmf
from tests.core_kit import Row, csv_bytes, row, tables

KEYS = {
    "level", "code", "message", "entity", "period", "workbook", "sheet", "cell", "field", "row",
    "category",
}  # fmt: skip


def cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, tuple) else "" if value is None else value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the reference tables as CSV files, far from any workspace."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "context"
    home.mkdir()
    given = tables()
    for name, table in REFERENCE.items():
        columns = [given[name].peek(column) for column in table.columns]
        with (home / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows([map(cell, one) for one in zip(*columns, strict=True)])
    return home


def upload(folder: Path, *rows: Row, year: int = 2026) -> Path:
    path = folder.parent / "upload.csv"
    path.write_bytes(csv_bytes(rows, edition_of(year)))
    return path


def checked(pmf: Pmf, path: Path, *more: object, year: int = 2026):
    words = ("--file", path, "--year", year, "--today", f"{year}-10-01", "--json", *more)
    return pmf.bare("check", "core-lettings", *words)


def test_a_fault_is_told_with_its_row_field_code_and_category_and_nothing_is_written(
    pmf: Pmf, folder: Path
):
    path = upload(folder, row(2026), row(2026, tenant_code="T2", ethnic="99", beds="two"))
    before = sorted(folder.parent.rglob("*"))
    said = checked(pmf, path, "--context", folder)
    assert said.status == 1
    assert list(said.json) == ["report", "period", "findings"]
    assert (said.json["report"], said.json["period"]) == ("core-lettings", "2026-27")
    assert all(set(finding) == KEYS for finding in said.json["findings"])
    told = [
        (one["row"], one["field"], one["code"], one["category"], one["cell"], one["level"])
        for one in said.json["findings"]
    ]
    assert told == [
        (2, "field_28", "not-a-number", "hard", "AC3", "error"),
        (2, "field_45", "invalid-option", "hard", "AT3", "error"),
    ]
    assert sorted(folder.parent.rglob("*")) == before


def test_a_clean_file_ends_with_status_0_and_period_is_year(pmf: Pmf, folder: Path):
    path = upload(folder, row(2025), year=2025)
    said = checked(pmf, path, "--context", folder, year=2025)
    assert (said.status, said.json["findings"]) == (0, [])
    words = ("--file", path, "--period", "2025/26", "--today", "2025-10-01", "--json")
    assert pmf.bare("check", "core-lettings", *words, "--context", folder).json == said.json


def test_what_is_soft_is_a_warning_and_strict_stops_at_it(pmf: Pmf, folder: Path):
    path = upload(folder, row(2026, service_charge="36"))
    said = checked(pmf, path, "--context", folder)
    assert said.status == 0
    assert {(one["level"], one["category"]) for one in said.json["findings"]} == {
        ("warning", "soft")
    }
    assert checked(pmf, path, "--context", folder, "--strict").status == 1


def test_without_reference_tables_their_checks_are_notes_of_the_whole_file(pmf: Pmf, folder: Path):
    said = checked(pmf, upload(folder, row(2026)))
    assert said.status == 0
    assert len(said.json["findings"]) > 20
    for one in said.json["findings"]:
        assert (one["level"], one["category"]) == ("note", "not_run")
        assert (one["row"], one["field"], one["cell"]) == (None, None, None)
        assert "holds nothing" in one["message"]


def test_a_table_that_is_not_there_is_empty_and_the_others_are_used(pmf: Pmf, folder: Path):
    (folder / "CORE_RentRanges.csv").unlink()
    said = checked(pmf, upload(folder, row(2026, owner="ORG9")), "--context", folder)
    codes = {one["code"]: one["category"] for one in said.json["findings"]}
    assert codes["owner-unknown"] == "setup"
    assert codes["rent-too-high"] == "not_run"
    assert "charge-too-high" not in codes


def test_a_fault_in_a_reference_table_is_told_at_its_cell(pmf: Pmf, folder: Path):
    organisations = folder / "CORE_Organisations.csv"
    text = organisations.read_text(encoding="utf-8").replace("PRP", "Housing association")
    organisations.write_text(text, encoding="utf-8")
    said = checked(pmf, upload(folder, row(2026)), "--context", folder)
    assert said.status == 1
    faults = [one for one in said.json["findings"] if one["workbook"] == organisations.name]
    assert {one["code"] for one in faults} == {"cell-not-a-choice"}
    assert faults[0]["cell"] == "C2"


@pytest.mark.parametrize(
    ("content", "code", "level", "category"),
    [
        (b"", "file-empty", "error", "setup"),
        (b"a,b\r\n", "no-headers", "error", "setup"),
        (csv_bytes([row(2025)], edition_of(2025)), "wrong-field-numbers", "error", "setup"),
        (csv_bytes([dict.fromkeys(row(2026), "")] * 3, edition_of(2026)), "no-lettings", "note",
         "not_run"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_lettings_is_told_in_one_finding(
    pmf: Pmf, folder: Path, content: bytes, code: str, level: str, category: str
):
    path = folder.parent / "upload.csv"
    path.write_bytes(content)
    (told,) = checked(pmf, path, "--context", folder).json["findings"]
    assert (told["code"], told["level"], told["category"]) == (code, level, category)
    assert (told["row"], told["field"]) == (None, None)


def test_a_first_letting_of_another_year_is_told_of_the_file_and_the_rows_are_checked_too(
    pmf: Pmf, folder: Path
):
    path = upload(folder, row(2026, start_year="25", ethnic="99"))
    codes = [one["code"] for one in checked(pmf, path, "--context", folder).json["findings"]]
    assert codes[0] == "wrong-year"
    assert {"start-outside-year", "invalid-option"} <= set(codes)


def test_no_answer_is_ever_quoted(pmf: Pmf, folder: Path):
    secret = "Zebedee Quux"
    wild = {name: secret for name in row(2026) if name not in ("owner", "manager")}
    words = ("--file", upload(folder, row(2026, **wild)), "--year", 2026)
    said = pmf.bare("check", "core-lettings", *words, "--context", folder, "--json")
    told = pmf.bare("check", "core-lettings", *words, "--context", folder)
    assert said.json["findings"]
    assert secret not in said.out + said.err + told.out + told.err


def test_wrong_usage_gets_a_sentence(pmf: Pmf, folder: Path):
    path = upload(folder, row(2026))
    for words, sentence in [
        (("core-lettings", "--file", folder / "none.csv"), "cannot be read"),
        (("core-lettings", "--file", path, "--year", 2024), "has the rules of 2025/26 and 2026/27"),
        (("core-lettings", "--file", path, "--context", folder / "none"), "is no folder"),
        (("board-pack", "--file", path), "checks no files"),
        (("--file", path), "Name the one report"),
        (("core-lettings", "--context", folder), "--context goes with --file"),
        (("core-lettings", "--file", path, "--year", 2026, "--period", "2026/27"), "not both"),
    ]:
        said = pmf.bare("check", *words)
        assert said.status == 2, words
        assert sentence in said.err, words


def test_the_headings_of_a_reference_table_may_be_in_any_case_and_order_with_others_between(
    pmf: Pmf, folder: Path
):
    path = folder / "CORE_LocalAuthorities.csv"
    path.write_text(
        "England,note,CODE,Valid_From\r\nyes,ours,E08000012,1974-04-01\r\nno,,W06000015,\r\n",
        encoding="utf-8-sig",
    )
    rows = row(2026), row(2026, tenant_code="T2", la="W06000015")
    said = checked(pmf, upload(folder, *rows), "--context", folder)
    assert {(one["row"], one["code"]) for one in said.json["findings"]} == {
        (2, "la-not-in-england"),
    }  # fmt: skip
