"""The JSON objects, exactly as documented: what other programs rely on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.command import Pmf, digest
from tests.tiny import Tiny, value

FINDING = {
    "level", "code", "message", "entity", "period", "workbook", "sheet", "cell", "field",
}  # fmt: skip
FIGURE = {
    "id", "title", "entity", "period", "value", "display", "unit", "edition", "status", "missing",
    "sources",
}  # fmt: skip


def faulty(tiny: Tiny) -> Tiny:
    tiny.only(value("REP01", "2026-09", "n/a", 100))
    return tiny.write()


def test_figures_is_report_period_figures_and_findings(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("figures", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 0
    assert list(said.json) == ["report", "period", "figures", "findings"]
    assert (said.json["report"], said.json["period"]) == ("board-pack", "2026-Q2")
    assert all(set(figure) == FIGURE for figure in said.json["figures"])
    assert all(set(finding) == FINDING for finding in said.json["findings"])


def test_a_figure_has_its_value_its_display_and_the_cells_it_came_from(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    figure = pmf.figures()["REP01"]
    sources = figure.pop("sources")
    assert figure == {
        "id": "board-pack/OVH/2026-Q2/REP01", "title": "Repairs completed on time",
        "entity": "OVH", "period": "2026-Q2", "value": "90", "display": "90.0%", "unit": "%",
        "edition": "2023-04-01", "status": "red", "missing": None,
    }  # fmt: skip
    book = {"workbook": "indicators.xlsx", "sha256": digest(tiny.path("indicators"))}
    assert {**book, "sheet": "Monthly", "range": "C3:D3"} in sources
    assert all(source.items() >= book.items() for source in sources)


def test_a_missing_figure_has_no_value_and_a_reason(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    figure = pmf.figures()["REP01/year-ago"]
    assert figure["value"] is None
    assert figure["missing"] == "no figure was entered for September 2025"
    assert figure["display"] == "No figure"


def test_every_value_is_a_decimal_string_and_its_display_begins_with_the_number(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.indicator("FIN01", value("FIN01", "2026-09", value=1234567), unit="£", kind="sum", scale=1)
    tiny.rows["targets"].pop()
    tiny.write()
    figures = pmf.figures()
    for figure in figures.values():
        if figure["value"] is not None:
            Decimal(figure["value"])
            assert "E" not in figure["value"]
            assert figure["display"][0].isdigit() or figure["display"][0] in "£−"
    assert figures["FIN01"]["display"] == "£1,234,567.0"


def test_every_figure_id_keeps_to_the_letters_that_ids_may_hold(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    for entity in ("OVH", "GRP"):
        for slot, figure in pmf.figures(entity=entity).items():
            assert figure["id"] == f"board-pack/{entity}/2026-Q2/{slot}"
            assert len(slot) <= 60
            assert all(c.isascii() and (c.isalnum() or c in "._-/") for c in slot)


def test_check_is_report_period_and_findings(pmf: Pmf, tiny: Tiny) -> None:
    faulty(tiny)
    said = pmf("check", "board-pack", "--period", "2026-Q2", "--json")
    assert said.status == 1
    assert list(said.json) == ["report", "period", "findings"]
    assert (said.json["report"], said.json["period"]) == ("board-pack", "2026-Q2")
    assert all(set(finding) == FINDING for finding in said.findings)
    assert [f for f in said.findings if f["level"] == "error"] == [
        {
            "level": "error", "code": "cell-not-a-number", "entity": None, "period": None,
            "workbook": "indicators.xlsx", "sheet": "Monthly", "cell": "C2", "field": "numerator",
            "message": said.findings[0]["message"],
        }
    ]  # fmt: skip


def test_run_is_a_list_of_runs_with_their_files_and_findings(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "all", "--json")
    assert said.status == 0
    assert list(said.json) == ["runs"]
    assert [run["entity"] for run in said.json["runs"]] == ["GRP", "OVH", "PCHA"]
    for run in said.json["runs"]:
        assert list(run) == ["report", "entity", "period", "files", "findings"]
        assert (run["report"], run["period"]) == ("board-pack", "2026-Q2")
        assert len(run["files"]) == 2
        for file in run["files"]:
            assert set(file) == {"path", "sha256"}
            assert Path(file["path"]).is_absolute()
            assert digest(Path(file["path"])) == file["sha256"]


def test_run_that_is_stopped_lists_no_files_and_exits_1(pmf: Pmf, tiny: Tiny) -> None:
    faulty(tiny)
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1
    assert said.json["runs"][0]["files"] == []
    assert said.codes() == ["cell-not-a-number"]
    assert pmf.wrote_nothing


def test_run_of_a_report_whose_table_is_gone_is_one_run_of_nobody(pmf: Pmf, tiny: Tiny) -> None:
    del tiny.rows["entities"]
    tiny.write()
    said = pmf("run", "board-pack", "--json")
    assert said.status == 1
    (run,) = said.json["runs"]
    assert (run["entity"], run["files"]) == (None, [])
    assert "missing-table" in said.codes()


def test_figures_prints_what_it_has_and_still_exits_1(pmf: Pmf, tiny: Tiny) -> None:
    tiny.indicator("REP02", value("REP02", "2026-09", "9O.2", 100))
    tiny.write()
    said = pmf("figures", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1
    values = {one["id"].split("/", 3)[3]: one["value"] for one in said.json["figures"]}
    assert Decimal(values["REP01"]) == 90
    assert values["REP02"] is None
    assert said.codes() == ["cell-not-a-number"]


@pytest.mark.parametrize("words", [["check"], ["figures", "board-pack"], ["run", "board-pack"]])
def test_findings_go_to_standard_error_without_json(pmf: Pmf, tiny: Tiny, words: list[str]) -> None:
    faulty(tiny)
    said = pmf(*words, "--entity", "OVH")
    assert said.status == 1
    assert "error: indicators.xlsx, sheet Monthly, cell C2:" in said.err
    assert "error:" not in said.out


def test_the_same_sentence_for_several_companies_is_said_once(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("check", "board-pack")
    assert said.err.count("is the newest complete period") == 1


def test_check_without_a_key_checks_every_report(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().stock(10, -3)
    said = pmf("check", "--json")
    assert said.status == 1
    assert said.json["report"] is None
    assert said.codes() == ["cell-too-small"]


def test_list_is_reports_and_broken_plugins(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().plugin("broken", "1 / 0")
    told = pmf("list", "--json").json
    assert list(told) == ["reports", "broken"]
    assert told["broken"] == [
        {"plugin": "plugins/broken.py", "reason": "ZeroDivisionError: division by zero"}
    ]


def test_trace_explain_history_and_issue_are_one_object_each(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    file = pmf.file("docx")
    traced = pmf.bare("trace", file, "REP01", "--json").json
    assert list(traced) == [
        "file", "report", "entity", "period", "workspace", "template", "engine", "today", "draft",
        "inputs", "figures",
    ]  # fmt: skip
    explained: dict[str, Any] = pmf("explain", "REP01", "--entity", "OVH", "--json").json
    assert list(explained) == ["figures"]
    assert set(explained["figures"][0]) > FIGURE
    issued = pmf("issue", file, "--json").json
    assert list(issued) == ["issued"]
    assert {k: issued["issued"][0][k] for k in ("path", "sha256")} == {
        "path": str(file), "sha256": digest(file),
    }  # fmt: skip
    history = pmf("history", "REP01", "--json").json
    assert list(history) == ["figure", "history"]
    assert set(history["history"][0]) == {
        "id", "report", "entity", "period", "recorded_at", "issued_at", "value", "display",
        "status", "draft",
    }  # fmt: skip
