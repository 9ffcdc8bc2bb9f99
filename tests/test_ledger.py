"""The ledger: immutable JSON files, safe on shared drives and for two people at once."""

from __future__ import annotations

import json
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pmf_engine.ledger import FileRecord, Ledger, RunRecord
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period
from tests.command import Pmf, digest
from tests.tiny import Tiny

Q1, Q2, Q3 = (Period.parse(f"2026-Q{number}") for number in (1, 2, 3))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def keep(
    ledger: Ledger, period: Period = Q2, value: str | None = "90", **changes: Any
) -> RunRecord:
    """Record a run of one figure and one file."""
    entity = changes.get("entity", "OVH")
    figure = {
        "id": f"board-pack/{entity}/{period.id}/REP01", "value": value, "status": "red",
        "display": "No figure" if value is None else f"{value}%",
    }  # fmt: skip
    base: dict[str, Any] = {
        "report": "board-pack", "entity": entity, "period": period.id, "today": "2026-10-23",
        "engine": "0.1.0", "fingerprint": "f" * 64, "draft": False,
        "inputs": {"indicators.xlsx": "a" * 64}, "figures": (figure,), "findings": (),
        "files": (FileRecord(name="board-pack.docx", sha256=f"{value}" * 4),),
    }  # fmt: skip
    return ledger.record(**{**base, **changes})


def snapshot(ledger: Ledger) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in ledger._folder.glob("*")}


def test_each_run_is_one_json_file_that_is_read_back_as_it_was_kept(ledger: Ledger) -> None:
    run = keep(ledger)
    assert [path.name for path in ledger._folder.iterdir()] == [f"{run.id}.json"]
    assert ledger.runs() == [run]


def test_nothing_that_is_kept_is_ever_changed_or_removed(ledger: Ledger) -> None:
    run = keep(ledger)
    before = snapshot(ledger)
    keep(ledger, value="91")
    ledger.issue(run, run.files)
    ledger.issue(run, run.files)
    ledger.newest_issued("board-pack", "OVH", of=Q2)
    after = snapshot(ledger)
    assert {name: after[name] for name in before} == before
    assert len(after) == 4


def test_runs_of_the_same_moment_by_two_people_do_not_overwrite_each_other(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmf_engine.ledger.store.stamp", lambda: "2026-10-23T09-30-00.000000Z")
    threads = [threading.Thread(target=keep, args=(ledger,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.runs()) == 20


def test_the_newest_run_is_of_that_report_entity_and_period_alone(ledger: Ledger) -> None:
    first, second = keep(ledger), keep(ledger, value="91")
    keep(ledger, Q1)
    keep(ledger, entity="PCHA")
    keep(ledger, report="board-pack-2")
    assert ledger.newest("board-pack", "OVH", "2026-Q2") == second != first
    assert ledger.newest("board-pack", "OVH", "2026-Q4") is None


def test_a_run_that_was_not_issued_was_not_reported(ledger: Ledger) -> None:
    keep(ledger, Q1)
    keep(ledger, Q2)
    assert ledger.newest_issued("board-pack", "OVH", of=Q2) is None
    assert ledger.newest_issued_before("board-pack", "OVH", before=Q2) is None


def test_what_was_issued_is_known_with_its_exact_values(ledger: Ledger) -> None:
    run = keep(ledger, value="0.10")
    ledger.issue(run, run.files)
    issued = ledger.newest_issued("board-pack", "OVH", of=Q2)
    assert issued is not None
    assert (issued.run, issued.period) == (run.id, "2026-Q2")
    assert issued.figures["REP01"].value == Decimal("0.10")
    assert issued.issued_on == run.recorded_at[:10]


def test_a_missing_figure_was_issued_as_missing_and_not_as_zero(ledger: Ledger) -> None:
    run = keep(ledger, value=None)
    ledger.issue(run, run.files)
    issued = ledger.newest_issued("board-pack", "OVH", of=Q2)
    assert issued is not None and issued.figures["REP01"].value is None
    assert issued.figures["REP01"].display == "No figure"


def test_the_newest_issue_counts_and_not_the_newest_run(ledger: Ledger) -> None:
    first, second = keep(ledger, value="90"), keep(ledger, value="91")
    ledger.issue(second, second.files)
    ledger.issue(first, first.files)
    keep(ledger, value="92")
    issued = ledger.newest_issued("board-pack", "OVH", of=Q2)
    assert issued is not None and issued.run == first.id


def test_before_a_period_is_the_latest_earlier_one_even_if_issued_first(ledger: Ledger) -> None:
    later, earlier = keep(ledger, Q2), keep(ledger, Q1)
    ledger.issue(later, later.files)
    ledger.issue(earlier, earlier.files)
    issued = ledger.newest_issued_before("board-pack", "OVH", before=Q3)
    assert issued is not None and issued.run == later.id


def test_a_month_is_no_earlier_period_of_a_quarter(ledger: Ledger) -> None:
    run = keep(ledger, Period.parse("2026-06"))
    ledger.issue(run, run.files)
    assert ledger.newest_issued_before("board-pack", "OVH", before=Q2) is None


def test_a_run_is_found_by_the_content_of_a_file_it_wrote(ledger: Ledger) -> None:
    keep(ledger, value="90")
    run = keep(ledger, value="91")
    assert ledger.run_of("91919191") == run
    assert ledger.run_of("0" * 64) is None


JUNK = {
    "half a file": b'{"id": "board-pack~OVH',
    "an empty file": b"",
    "no object": b"[]",
    "no text": b"\xff\xfe\x00",
    "another object": b'{"figures": []}',
    "a run of odd figures": b'{"figures": 3, "files": 3, "id": 1}',
}


@pytest.mark.parametrize("junk", JUNK)
def test_what_a_sync_tool_leaves_in_the_ledger_is_passed_over(ledger: Ledger, junk: str) -> None:
    run = keep(ledger)
    ledger.issue(run, run.files)
    for name in ("board-pack~OVH~2026-Q2~9~conflict.json", "issued~9~conflict.json"):
        (ledger._folder / name).write_bytes(JUNK[junk])
    assert ledger.runs() == [run]
    assert ledger.newest("board-pack", "OVH", "2026-Q2") in (run, None)
    issued = ledger.newest_issued("board-pack", "OVH", of=Q2)
    assert issued is not None and issued.run == run.id


@pytest.mark.parametrize("run", ["nowhere", "a~b~c~d", "board-pack~OVH~2026-Q2~gone~1"])
def test_an_issue_of_a_run_that_is_gone_is_no_issue(ledger: Ledger, run: str) -> None:
    ledger._folder.mkdir()
    record = {"issued_at": "2026-10-23T00-00-00.0Z", "run": run, "files": []}
    (ledger._folder / "issued~1~1.json").write_text(json.dumps(record), encoding="utf-8")
    assert ledger.newest_issued("board-pack", "OVH", of=Q2) is None


def test_an_empty_ledger_remembers_nothing(ledger: Ledger) -> None:
    assert ledger.runs() == [] and ledger.issues() == []
    assert ledger.newest("board-pack", "OVH", "2026-Q2") is None
    assert not ledger._folder.exists()


def test_a_ledger_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file", encoding="utf-8")
    with pytest.raises(PmfError, match="cannot be written"):
        keep(Ledger(tmp_path / "ledger"))


def test_a_record_holds_inputs_figures_findings_and_files_with_their_hashes(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.rows["monthly"][-1]["value"] = 50
    tiny.write()
    pmf.build()
    (record,) = pmf.records
    assert (record["report"], record["entity"], record["period"]) == (
        "board-pack", "OVH", "2026-Q2",
    )  # fmt: skip
    assert record["inputs"] == {
        f"{name}.xlsx": digest(tiny.path(name)) for name in ("indicators", "golden_thread")
    }
    said = pmf("figures", "board-pack", "--entity", "OVH", "--json").json
    assert record["figures"] == said["figures"]
    assert [finding["code"] for finding in record["findings"]] == ["value-disagrees"]
    assert record["files"] == [
        {"name": pmf.file(kind).name, "sha256": digest(pmf.file(kind))} for kind in ("docx", "xlsx")
    ]
    assert record["today"] == "2026-10-23" and record["draft"] is False


def test_everything_private_is_below_one_folder_that_git_ignores(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    ignored = Path(__file__).resolve().parent.parent / ".gitignore"
    assert {".pmf/", "outputs/"} <= set(ignored.read_text(encoding="utf-8").split())
    assert sorted(path.name for path in (tiny.root / ".pmf").iterdir()) == ["cache", "ledger"]


def test_no_name_of_a_person_is_kept_beside_owners_in_the_ledger_or_the_cache(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    pmf.build()
    for path in (tiny.root / ".pmf").rglob("*.*"):
        assert b"Pat Example" not in path.read_bytes()
