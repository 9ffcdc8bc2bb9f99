"""What the quick commands leave unloaded, and what is kept so that they stay quick."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pmf_engine import api
from pmf_engine.engine.due import due_date
from pmf_engine.model.json_text import json_text
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Due

BOXING_DAY = Due(day=26, months_after=3)  # after September: Saturday 26 December 2026
ONLY_A_RUN = {"pmf_engine.run", "pmf_engine.workbook.reading", "pmf_engine.documents"}


def test_list_loads_no_part_of_the_engine_that_only_a_run_needs() -> None:
    code = (
        "import sys; from pmf_engine.cli import main\n"
        "try: main(['list'])\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert "board-pack" in told.stdout
    assert ONLY_A_RUN & set(told.stderr.split()) == set()


def test_every_name_a_plugin_may_import_is_there() -> None:
    assert all(getattr(api, name) is not None for name in api.__all__)


def test_a_name_that_the_api_does_not_have_is_an_ordinary_import_error() -> None:
    with pytest.raises(ImportError, match="cannot import name 'Nonsense'"):
        exec("from pmf_engine.api import Nonsense")


def test_a_due_date_is_kept_and_given_again_without_the_calendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = Period.parse("2026-09")
    assert due_date(BOXING_DAY, period, tmp_path) == date(2026, 12, 29)
    monkeypatch.setattr("pmf_engine.engine.due.working", pytest.fail)
    assert due_date(BOXING_DAY, period, tmp_path) == date(2026, 12, 29)


@pytest.mark.parametrize("damage", ["", "[]", '{"2026-12-26": "never"}', '{"2026-12-26": 5}'])
def test_a_damaged_list_of_due_dates_is_made_again(tmp_path: Path, damage: str) -> None:
    period = Period.parse("2026-09")
    due_date(BOXING_DAY, period, tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_text(damage, encoding="utf-8")
    assert due_date(BOXING_DAY, period, tmp_path) == date(2026, 12, 29)
    assert json.loads(path.read_text(encoding="utf-8")) == {"2026-12-26": "2026-12-29"}


def test_json_has_a_line_for_each_item_and_reads_back_as_it_was() -> None:
    data = {"a": 1, "none": [], "many": [{"b": "£5"}, {"c": None}]}
    text = json_text(data)
    assert json.loads(text) == data
    assert text.splitlines() == [
        "{", '"a": 1,', '"none": [],', '"many": [', '{"b": "£5"},', '{"c": null}', "]", "}",
    ]  # fmt: skip
