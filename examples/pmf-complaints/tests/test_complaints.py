"""The example's own tests: worked cases, and a run from a tiny workbook through `pmf`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pmf_complaints.report import report

from pmf_engine.cli import main
from pmf_engine.definitions import case_faults, check_terms, load_cases, load_definitions


def test_the_worked_cases_hold():
    home = report.definitions.parent
    assert case_faults(load_definitions(report.definitions), load_cases(home / "cases.yaml")) == []


def test_every_term_of_the_definitions_has_a_function():
    assert check_terms(load_definitions(report.definitions), report.terms) == []


def complaint(number: int, month: date, **changes: Any) -> list[Any]:
    row = {
        "reference": f"C{number}", "entity": "OVH", "received_on": month, "stage": "one",
        "in_target": "yes", "in_extension": "no", "upheld": "no",
    }  # fmt: skip
    return list({**row, **changes}.values())


def workspace(root: Path, complaints: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    headers = ["reference", "entity", "received_on", "stage", "in_target", "in_extension", "upheld"]
    homes = [["OVH", "One Vision", date(year, 6, 1), 1000] for year in (2023, 2024)]
    for name, rows in (
        ("Complaints", [headers, *complaints]),
        ("Homes", [["entity", "title", "month", "homes"], *homes]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    (root / "workbooks").mkdir(parents=True)
    book.save(root / "workbooks" / "complaints.xlsx")
    (root / "pmf.toml").write_text('name = "complaints-test"\n', encoding="utf-8")
    return root


def pmf(capsys: Any, *arguments: str) -> tuple[int, dict[str, Any]]:
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--json"])
    return int(left.value.code or 0), json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("year", "shown"), [(2023, "50.0%"), (2024, "100.0%")])
def test_an_answer_within_an_extension_counts_from_2024_25(tmp_path, capsys, year, shown):
    root = workspace(
        tmp_path / "w",
        [
            complaint(1, date(year, 4, 3)),
            complaint(2, date(year, 6, 9), in_target="no", in_extension="yes"),
        ],
    )
    status, told = pmf(capsys, "figures", "complaints-handling", "--workspace", str(root))
    figures = {figure["id"].split("/")[-1]: figure for figure in told["figures"]}
    assert status == 0
    assert figures["answered-in-time"]["display"] == shown
    assert figures["stage-one-rate"]["display"].startswith("2.0")


def test_a_complaint_answered_twice_stops_the_report_and_names_its_cell(tmp_path, capsys):
    root = workspace(tmp_path / "w", [complaint(1, date(2024, 6, 3), in_extension="yes")])
    status, told = pmf(capsys, "run", "complaints-handling", "--workspace", str(root))
    (run,) = told["runs"]
    errors = [one for one in run["findings"] if one["level"] == "error"]
    assert (status, run["files"]) == (1, [])
    assert [(one["code"], one["sheet"], one["cell"]) for one in errors] == [
        ("answered-twice", "Complaints", "F2")
    ]


def test_a_complaint_without_an_answer_is_a_warning_and_counts_as_not_in_time(tmp_path, capsys):
    root = workspace(
        tmp_path / "w",
        [complaint(1, date(2024, 6, 3)), complaint(2, date(2024, 6, 4), in_target=None)],
    )
    status, told = pmf(capsys, "figures", "complaints-handling", "--workspace", str(root))
    assert status == 0
    assert [one["code"] for one in told["findings"] if one["level"] == "warning"] == [
        "no-answer-yet"
    ]
    assert "50.0%" in {figure["display"] for figure in told["figures"]}
