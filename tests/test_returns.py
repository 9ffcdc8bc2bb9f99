"""What returns share: check list, movement since the last issue, unverified formulas, CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.documents.listing import build_csv
from pmf_engine.engine import Workspace
from pmf_engine.framework.returns import movements
from pmf_engine.model.content import Listing
from pmf_engine.model.errors import PmfError
from pmf_engine.model.returns import Thresholds
from pmf_engine.model.values import Missing
from tests import tiny_return
from tests.command import Pmf, Said, cells_of, words_of
from tests.word_kit import controls, figure

LAST = [tiny_return.YEAR_BEFORE, 40, 100, 1000, None]
THIS = [tiny_return.YEAR, 60, 100, 1000, "@SUM(A1)"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "w"


@pytest.fixture
def pmf(root: Path, capsys: pytest.CaptureFixture[str]) -> Pmf:
    return Pmf(root, capsys)


def build(pmf: Pmf, *rows: list[Any], settings: str = "", words: tuple[str, ...] = ()) -> Said:
    tiny_return.make(pmf.root, *rows, settings=settings)
    said = pmf("run", "lettings", "--json", *words)
    assert said.status == 0, said.out + said.err
    return said


def output(root: Path, name: str, period: str = "2024-25") -> Path:
    stem, suffix = name.split(".")
    return root / "outputs" / "lettings" / "group" / period / f"{stem}-group-{period}.{suffix}"


def issued(pmf: Pmf, *rows: list[Any], settings: str = "") -> str:
    """Issue the year before, build the year, and return the reviewer's words."""
    build(pmf, LAST, settings=settings)
    pmf("issue", output(pmf.root, "review.docx", "2023-24"))
    build(pmf, LAST, *rows, settings=settings)
    return words_of(output(pmf.root, "review.docx"))


def test_the_check_list_is_the_first_page_and_says_what_came_of_each_check(pmf, root):
    build(pmf, LAST, THIS)
    words = words_of(output(root, "review.docx"))
    assert words.startswith("Check list\n")
    assert "Of 3 checks, 2 passed and 1 could not be run." in words
    assert "Homes let in homes owned (1)\nHomes let against homes owned\n● Passed" in words
    assert "○ Not run: the stock return is not in this workspace" in words
    assert words.index("○ Not run") < words.index("Movement since last year")


def test_a_check_that_found_something_is_not_passed_and_what_it_found_is_listed(pmf, root):
    build(pmf, LAST, [tiny_return.YEAR, 60, 60, 1000, None])
    words = words_of(output(root, "review.docx"))
    assert "Ready once 1 warning below has been answered." in words
    assert "▲ 1 warning" in words and "lettings.xlsx, Lettings, B3\nEvery home was let." in words


def test_a_check_that_is_not_run_is_a_note_and_never_passed(pmf, root):
    tiny_return.make(root, LAST)
    said = pmf("check", "lettings", "--json")
    assert "check-not-run" in said.codes("note")


def test_an_error_stops_the_return_and_a_draft_says_that_it_is_not_ready(pmf, root):
    tiny_return.make(root, [tiny_return.YEAR, 70, 60, 1000, None])
    assert pmf("run", "lettings", "--json").status == 1
    assert pmf("run", "lettings", "--draft", "--json").status == 0
    words = words_of(output(root, "review.docx"))
    assert "Not ready: 1 error must be put right first." in words
    assert "DRAFT: not to be submitted" in output(root, "lettings.csv").read_text()


def test_the_reviewer_has_room_for_initials_in_word_and_in_excel(pmf, root):
    build(pmf, LAST, THIS)
    sheet = cells_of(output(root, "lettings.xlsx"), "Check list")
    assert sheet[3] == ["Check", "What is compared", "Result", "Initials", "Date"]
    assert [row[3:] for row in sheet[4:]] == [["", ""]] * 3
    data = output(root, "review.docx").read_bytes()
    assert controls(data, "pmf-text:review/parts-and-whole/initials")


def test_with_nothing_issued_the_return_says_so_and_compares_nothing(pmf, root):
    build(pmf, LAST, THIS)
    words = words_of(output(root, "review.docx"))
    assert "No earlier return has been issued, so there is nothing to compare with." in words
    assert "Say why" not in words


def test_movement_is_in_points_for_a_percentage_and_in_per_cent_otherwise(pmf, root):
    words = issued(pmf, THIS)
    assert "40\n60\n+50.0%\n■ Say why" in words
    assert "40.0%\n60.0%\n+20.0 points\n■ Say why" in words
    assert "£1,000 [u]\n£1,000 [u]\n0.0%\n● Within" in words


def test_what_moved_beyond_the_threshold_has_a_slot_for_its_explanation(pmf, root):
    words = issued(pmf, THIS)
    assert words.count("No explanation had been entered by 30 June 2025.") == 2
    sheet = cells_of(output(root, "lettings.xlsx"), "Movement")
    assert sheet[3][-1] == "Explanation"


def test_the_threshold_is_set_in_the_workspace_and_for_one_report_alone(pmf, root):
    words = issued(pmf, THIS, settings="[returns.lettings]\nmovement_percent = 60\n")
    assert "Say why" not in words and "more than 60 percentage points" in words


def test_a_change_of_threshold_builds_the_return_anew(pmf, root):
    build(pmf, LAST, THIS)
    settings = "[returns]\nmovement_percent = 20\nmovement_points = 2.5\n"
    assert build(pmf, LAST, THIS, settings=settings).json["runs"][0]["files"]
    assert len(list((root / ".pmf" / "ledger").glob("lettings~*.json"))) == 2
    thresholds = Workspace.find(root).thresholds("lettings")
    assert (thresholds.limit("%"), thresholds.limit("£")) == (Decimal("2.5"), 20)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[returns]\nmovement_percent = 'ten'", "“movement_percent” in [returns] must be a number"),
        ("[returns]\nmovement_percent = -1", "must be a number from 0 up without quotes"),
        ("[returns]\nmovement_percent = true", "not true"),
        ("[returns]\nmovement_points = nan", "must be a number from 0 up"),
        ("[returns]\nmovment = 1", "“movment” is not a setting of [returns]"),
        ("[returns.tsm]\nmovment = 1", "“movment” is not a setting of [returns.tsm]"),
        ("returns = 10", "write [returns] as a heading"),
    ],
)
def test_a_setting_that_cannot_be_meant_gets_a_sentence(pmf, root, settings, said):
    tiny_return.make(root, LAST, settings=f"{settings}\n")
    told = pmf("check", "lettings")
    assert told.status == 2 and said in told.err and "Traceback" not in told.err


def test_an_unverified_formula_is_marked_and_said_in_every_output(pmf, root):
    build(pmf, LAST, THIS)
    words = words_of(output(root, "review.docx"))
    assert "£1,000 [u]" in words
    assert "1 formula has not been confirmed against the source (Rent lost)." in words
    about = [cell for row in cells_of(output(root, "lettings.xlsx"), "About") for cell in row]
    assert "[u]" in about
    figures = pmf("figures", "lettings", "--json").json["figures"]
    shown = {one["id"].split("/")[-1]: one["display"] for one in figures}
    assert shown["lost"] == "£1,000 [u]" and "[u]" not in shown["let"]


def test_verifying_the_formula_in_the_yaml_alone_takes_the_mark_away(pmf, root):
    tiny_return.make(root, LAST, THIS)
    yaml = root / "plugins" / "lettings.yaml"
    yaml.write_text(yaml.read_text().replace("verified: false", "verified: true"))
    assert pmf("run", "lettings").status == 0
    assert "[u]" not in words_of(output(root, "review.docx"))


def test_the_csv_holds_plain_numbers_and_nothing_that_a_spreadsheet_would_run(pmf, root):
    build(pmf, LAST, THIS)
    text = output(root, "lettings.csv").read_bytes()
    assert text.startswith(b"figure,value,remark\r\n")
    rows = list(csv.reader(io.StringIO(text.decode())))
    assert rows[1:] == [
        ["let", "60", "'@SUM(A1)"], ["lost", "1000", "'@SUM(A1)"], ["rate", "60.0", "'@SUM(A1)"],
    ]  # fmt: skip


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_text_comes_back_from_a_csv_and_never_begins_a_formula(texts):
    data = build_csv(Listing(header=("text",), rows=[(text,) for text in texts]))
    back = [row[0] if row else "" for row in csv.reader(io.StringIO(data.decode(), newline=""))][1:]
    assert len(back) == len(texts)
    assert not any(one[:1] in {"=", "+", "-", "@", "\t", "\r"} for one in back if one)


def test_a_csv_writes_numbers_in_full_dates_and_gaps_as_nothing():
    row = (7, Decimal("1E+3"), date(2025, 3, 31), True, None, Missing("no row"), figure())
    data = build_csv(Listing(header=tuple("abcdefg"), rows=[row]))
    assert data.decode().splitlines()[1] == "7,1000,2025-03-31,yes,,,93.1"


def test_a_row_that_does_not_fit_the_header_is_the_plugins_fault():
    with pytest.raises(PmfError, match="Row 1 of a CSV file has 1 values for 2 columns"):
        build_csv(Listing(header=("a", "b"), rows=[(1,)]))


class _Run:
    """As much of a run as movement looks at."""

    def __init__(self, before: str | None) -> None:
        from pmf_engine.model.issued import Issued, IssuedFigure

        value = None if before is None else Decimal(before)
        old = {"x": IssuedFigure(value=value, display=str(before), status=None)}
        self.reported = Issued(run="r", period="2023-24", issued_on="2024-06-30", figures=old)
        self.thresholds = Thresholds(percent=Decimal(10), points=Decimal(5))


@pytest.mark.parametrize(
    ("unit", "before", "now", "words", "over"),
    [
        ("%", "90", "95", "+5.0\u00a0points", False),
        ("%", "90", "95.01", "+5.0\u00a0points", True),
        ("homes", "100", "110", "+10.0%", False),
        ("homes", "100", "89", "−11.0%", True),
        ("£", "-100", "-120", "−20.0%", True),
        ("homes", "0", "0", "0.0%", False),
        ("homes", "0", "3", "up from nothing", True),
        ("homes", "5", None, "no figure this year", True),
        ("homes", None, "5", "not in that return", False),
    ],
)
def test_movement_and_whether_it_must_be_explained(unit, before, now, words, over):
    (one,) = movements(_Run(before), [figure("x", now, unit=unit)])
    assert (one.words, one.over) == (words, over)
