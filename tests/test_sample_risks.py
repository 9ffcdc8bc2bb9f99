"""The sample's register of risks: rebuilt byte for byte, true to the contract, full of stories."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from pmf_engine.engine import Engine, Workspace
from pmf_engine.framework.risk_contract import RISK_INPUTS
from pmf_engine.framework.risk_review import Review, review_of
from pmf_engine.measures.risk import Move, Standing
from pmf_engine.model.periods import Period
from tests.tiny import ROOT
from tools.sample import indicators, risks, thread
from tools.sample.__main__ import build

ROWS: dict[str, list[dict[str, Any]]] = risks.tables()
OTHERS = indicators.tables() | thread.tables()


@pytest.fixture(scope="module")
def review() -> Review:
    engine = Engine(Workspace.find(ROOT))
    (outcome,) = engine.outcomes("gbac-risk-review", None, Period.parse("2026-Q2"))
    assert outcome.run is not None
    assert {one.level for one in outcome.findings} <= {"warning", "note"}
    return review_of(outcome.run)


def test_a_rebuild_gives_the_very_bytes_in_the_repository_which_say_they_are_synthetic(
    tmp_path: Path,
) -> None:
    build(tmp_path)
    path = ROOT / "workbooks" / "risks.xlsx"
    assert (tmp_path / "risks.xlsx").read_bytes() == path.read_bytes()
    with ZipFile(path) as package:
        assert "Synthetic sample data" in package.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("name", list(RISK_INPUTS))
def test_every_row_is_true_to_the_contract(name: str) -> None:
    columns = RISK_INPUTS[name].columns
    required = {column for column, found in columns.items() if found.required}
    for row in ROWS[name]:
        assert set(row) <= set(columns)
        assert not [column for column in required if row[column] in (None, "", ())]
    keys = Counter(tuple(row[part] for part in RISK_INPUTS[name].key) for row in ROWS[name])
    assert max(keys.values()) == 1


@pytest.mark.parametrize("name", list(RISK_INPUTS))
def test_every_link_leads_somewhere(name: str) -> None:
    known = ROWS | OTHERS
    for column, found in RISK_INPUTS[name].columns.items():
        if found.references:
            table, key = found.references
            codes = {row[key] for row in known[table]}
            for row in ROWS[name]:
                values = row[column] if found.many else (row[column],)
                assert [v for v in values if v is not None and v not in codes] == []


def test_there_are_sixty_risks_and_more_over_four_quarters_of_every_company() -> None:
    days = [row["date"] for row in ROWS["assessments"] if row["kind"] == "current"]
    assert len(ROWS["risks"]) >= 60
    assert min(days) < date(2026, 1, 1) and max(days) > date(2026, 7, 1)
    assert len({row["entity"] for row in ROWS["risks"]}) == 5
    assert {row["level"] for row in ROWS["risks"]} == {"strategic", "operational"}


def test_the_matrix_is_kept_twice_with_25_cells_each() -> None:
    cells = Counter(row["valid_from"] for row in ROWS["matrix"])
    assert set(cells.values()) == {25} and len(cells) == 2


def test_the_quarter_has_movers_closures_and_a_merger(review: Review) -> None:
    moves = Counter(one.move for one in review.judged)
    assert moves[Move.UP] >= 4 and moves[Move.DOWN] >= 3 and moves[Move.NEW] >= 2
    ended = Counter(one.move for one in review.ended)
    assert (ended[Move.CLOSED], ended[Move.MERGED]) == (1, 1)
    assert sum(one.rebanded for one in review.judged) == 3


def test_appetite_is_breached_a_review_is_overdue_and_a_key_control_has_a_gap(
    review: Review,
) -> None:
    standings = Counter(one.position.standing for one in review.judged)
    assert 3 <= standings[Standing.OUTSIDE] <= 8
    assert any(review.links.review(one).listed for one in review.open_risks)
    gaps = [c for r in review.open_risks for c in review.assurances.controls(r.code) if c.gap]
    assert len(gaps) == 3
    assert list(review.links.overdue(review.open_risks))
    assert [p for r in review.open_risks for p in review.links.prompts(r)]


def test_every_risk_beyond_its_tolerance_has_an_action_and_a_reason(review: Review) -> None:
    for one in review.beyond(Standing.OUTSIDE):
        found = one.position.assessed
        assert found is not None and found.row["reason"]
        assert one.code == "R44" or review.links.actions(one.code)
