"""What issued files held is known again by keyed hashes, and by nothing else that is kept."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from pmf_engine.engine.marks import Marks
from tests.command import Pmf
from tests.tiny import Tiny
from tests.workbooks import save

REPORT = '''"""Codes sent once, and known again."""

from pmf_engine.api import *

report = Report(
    key="sent", title="Codes sent", audience=Audience.MANAGERS, frequency=Frequency.MONTHLY,
    due=Due(day=10), main=("codes", "month"), documents=[Csv("sent.csv")],
    inputs={"codes": Table(
        name="Codes", workbook="codes", columns={"month": Month(), "code": Text()},
    )},
)


@report.check
def sent_before(run):
    codes = [row.code for row in run.data.codes]
    for row, where in zip(run.data.codes, run.known.of(codes)):
        if where:
            yield warning("sent-before", f"stands in {where}.", **row.place("code"))


@report.rows("sent.csv")
def rows(run):
    return Listing(header=("code",), rows=[(row.code,) for row in run.data.codes])


@report.kept("sent.csv")
def codes(content):
    return content.decode().split()[1:]


@hookimpl
def pmf_reports():
    return [report]
'''


@pytest.fixture
def sent(pmf: Pmf, tiny: Tiny):
    """Writes codes of one month and runs the report; returns what was said and the file."""
    from datetime import date

    tiny.write().plugin("sent", REPORT)
    path = tiny.root / "outputs" / "sent" / "group" / "2026-09" / "sent-group-2026-09.csv"

    def write(*codes):
        rows = [["month", "code"], *([date(2026, 9, 1), code] for code in codes)]
        save(tiny.path("codes"), {"Codes": rows})
        return pmf("run", "sent", "--json"), path

    return write


def repeated(said) -> list[str]:
    return [one["cell"] for one in said.findings if one["code"] == "sent-before"]


def test_what_was_written_and_not_issued_is_not_known_again(sent):
    sent("MARKER-1")
    assert repeated(sent("MARKER-1", "MARKER-2")[0]) == []


def test_a_later_file_that_repeats_part_of_an_issued_one_is_seen_to(pmf, sent):
    assert pmf("issue", sent("MARKER-1")[1]).status == 0
    said, _ = sent("MARKER-2", "MARKER-1")
    assert repeated(said) == ["B3"]
    (told,) = [one["message"] for one in said.findings if one["code"] == "sent-before"]
    assert told.startswith("stands in sent-group-2026-09.csv, issued on 20")


def test_only_hashes_are_kept_and_the_key_stands_apart_for_its_owner_alone(pmf, sent, tiny):
    pmf("issue", sent("MARKER-1")[1])
    kept = [path for path in (tiny.root / ".pmf").rglob("*") if path.is_file()]
    key = tiny.root / ".pmf" / "key"
    (marks,) = (tiny.root / ".pmf" / "issued").iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and key.stat().st_size == 32
    assert len(json.loads(marks.read_text())["marks"]) == 1
    others = [path for path in kept if "cache" not in path.parts]
    assert not [path for path in others if b"MARKER" in path.read_bytes()]
    assert not [path for path in kept if path != key and key.read_bytes() in path.read_bytes()]


def test_the_hashes_of_two_workspaces_differ(tmp_path: Path):
    for name in ("one", "two"):
        Marks(tmp_path / name).keep("sent", "sent.csv", "2026-10-01", ["MARKER-1"])
    first, second = (next((tmp_path / name / "issued").iterdir()) for name in ("one", "two"))
    assert json.loads(first.read_text())["marks"] != json.loads(second.read_text())["marks"]


def test_a_damaged_file_of_hashes_is_passed_over(pmf, sent, tiny):
    pmf("issue", sent("MARKER-1")[1])
    (tiny.root / ".pmf" / "issued" / "sent~2026~x.json").write_text("{", encoding="utf-8")
    assert repeated(sent("MARKER-1", "MARKER-4")[0]) == ["B2"]


def test_a_workspace_that_lost_its_key_knows_nothing_again_and_says_so(tmp_path: Path):
    marks = Marks(tmp_path)
    marks.keep("sent", "sent.csv", "2026-10-01", ["MARKER-1"])
    (tmp_path / "key").unlink()
    known = marks.known(_Keeping("sent"))
    assert known.lost and known.of(["MARKER-1"]) == [""]


class _Keeping:
    """A report that keeps what its files hold."""

    def __init__(self, key: str) -> None:
        self.key, self.kept_of = key, {"sent.csv": str.split}
