"""Keys do not repeat, and codes stand in the table they refer to."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from pmf_engine.model.errors import PmfError
from pmf_engine.model.tables import Code, Date, Month, Table, Text
from tests.workbooks import codes, declare, read, save

TEAMS = declare("Teams", key=("code",), code=Code())
PEOPLE = declare("People", code=Code(), team=Code(references=("teams", "code")))


def test_a_key_that_repeats_names_both_rows(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Teams": [["code"], ["A"], ["B"], ["A"]]})
    reading = read(path, teams=TEAMS)
    (finding,) = reading.findings
    assert (finding.code, finding.cell, finding.field) == ("duplicate-key", "A4", "code")
    assert finding.message.startswith('Row 4 repeats the code "A" of row 2.')
    assert reading.faulty == {"teams"}


def test_a_key_that_repeats_in_another_file_names_the_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        save(tmp_path / name, {"Teams": [["code"], ["A"]]})
    (finding,) = read(tmp_path / "*.xlsx", teams=TEAMS).findings
    assert finding.workbook == "b.xlsx"
    assert "row 2 of a.xlsx" in finding.message


def test_a_key_of_several_columns_repeats_only_as_a_whole(tmp_path: Path) -> None:
    table = declare("T", key=("code", "month", "day"), code=Code(), month=Month(),
                    day=Date(required=False))  # fmt: skip
    first, second = date(2026, 9, 1), date(2026, 9, 30)
    rows = [["code", "month", "day"], ["A", first, None], ["B", first, None], ["A", second, None]]
    (finding,) = read(save(tmp_path / "book.xlsx", {"T": rows}), t=table).findings
    assert finding.cell == "A4"
    assert 'code "A", month 2026-09, day blank' in finding.message


def test_blank_keys_are_reported_as_blank_and_not_as_repeated(tmp_path: Path) -> None:
    rows = [["code", "x"], [None, 1], [None, 2]]
    assert (
        codes(read(save(tmp_path / "book.xlsx", {"Teams": rows}), teams=TEAMS))
        == ["cell-blank"] * 2
    )


def test_an_unknown_code_suggests_the_nearest(tmp_path: Path) -> None:
    path = save(
        tmp_path / "book.xlsx",
        {"Teams": [["code"], ["REP01"]], "People": [["code", "team"], ["P1", "REPO1"]]},
    )
    reading = read(path, people=PEOPLE, teams=TEAMS)
    (finding,) = reading.findings
    assert (finding.code, finding.cell) == ("unknown-code", "B2")
    assert finding.message == (
        '"REPO1" is not in the table Teams. Did you mean “REP01”? Correct it, or add it to Teams.'
    )
    assert reading.faulty == {"people"}


def test_each_of_several_codes_in_a_cell_is_looked_up(tmp_path: Path) -> None:
    people = declare("People", teams=Code(many=True, required=False, references=("teams", "code")))
    path = save(
        tmp_path / "book.xlsx",
        {"Teams": [["code"], ["A"], ["B"]], "People": [["teams", "n"], ["A; X;B", 1], [None, 2]]},
    )
    (finding,) = read(path, people=people, teams=TEAMS).findings
    assert (finding.cell, finding.message.split(" ")[0]) == ("A2", '"X"')


def test_a_reference_to_a_table_not_asked_for_is_left_alone(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"People": [["code", "team"], ["P1", "X"]]})
    assert read(path, people=PEOPLE).findings == ()


def test_a_table_that_cannot_be_read_makes_no_code_unknown(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"People": [["code", "team"], ["P1", "X"]]})
    assert codes(read(path, people=PEOPLE, teams=TEAMS)) == ["missing-table"]


def test_a_column_missing_from_the_table_referred_to_makes_no_code_unknown(tmp_path: Path) -> None:
    path = save(
        tmp_path / "book.xlsx",
        {"People": [["code", "team"], ["P1", "X"]], "Teams": [["team"], ["X"]]},
    )
    assert codes(read(path, people=PEOPLE, teams=TEAMS)) == ["missing-column"]


def test_a_blank_code_that_may_be_blank_refers_to_nothing(tmp_path: Path) -> None:
    people = declare(
        "People", code=Code(), boss=Code(required=False, references=("people", "code"))
    )
    path = save(tmp_path / "book.xlsx", {"People": [["code", "boss"], ["P1", None], ["P2", "P1"]]})
    assert read(path, people=people).findings == ()


def test_codes_of_personal_tables_stay_out_of_messages(tmp_path: Path) -> None:
    people = Table(
        name="People", workbook="book", key=("code",), personal=True,
        columns={"code": Code(), "team": Code(references=("teams", "code"))},
    )  # fmt: skip
    path = save(
        tmp_path / "book.xlsx",
        {
            "Teams": [["code"], ["T1"]],
            "People": [["code", "team"], ["SECRET", "T1"], ["SECRET", "HUSH"]],
            "Actions": [["owner"], ["SECRTE"]],
        },
    )
    actions = declare("Actions", owner=Code(references=("people", "code")))
    reading = read(path, people=people, teams=TEAMS, actions=actions)
    assert sorted(codes(reading)) == ["duplicate-key", "unknown-code", "unknown-code"]
    told = " ".join(finding.message for finding in reading.findings)
    assert "SECRET" not in told
    assert "HUSH" not in told


def test_a_reference_to_a_column_never_declared_is_the_plugins_fault(tmp_path: Path) -> None:
    wrong = declare("People", team=Text(), lead=Code(required=False, references=("teams", "name")))
    path = save(
        tmp_path / "book.xlsx",
        {"Teams": [["code"], ["A"]], "People": [["team", "lead"], ["A", None]]},
    )
    with pytest.raises(PmfError, match="declares no such column"):
        read(path, people=wrong, teams=TEAMS)


def test_thousands_of_unknown_codes_are_counted_without_a_long_search(tmp_path: Path) -> None:
    known = [[f"T{n}"] for n in range(4_000)]
    path = save(
        tmp_path / "book.xlsx",
        {
            "Teams": [["code"], *known],
            "People": [["code", "team"], *([f"P{n}", f"X{n}"] for n in range(4_000))],
        },
    )
    start = time.perf_counter()
    findings = read(path, people=PEOPLE, teams=TEAMS).findings
    assert [one.message.split(" ")[4:6] for one in findings[20:]] == [["3,980", "more"]]
    assert time.perf_counter() - start < 20
