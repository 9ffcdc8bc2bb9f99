"""Two outputs compared: what a reader sees differ, as a list, as JSON and as a page in Word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.documents.word import build_word
from pmf_engine.model.comparison import differences
from pmf_engine.model.lineage import Lineage, lineage_figure
from pmf_engine.model.values import Figure
from tests.command import Pmf
from tests.tiny import Tiny, value
from tests.word_kit import figure, find, identity, lines, part, template, text


def lineage(*figures: Figure) -> Lineage:
    return Lineage(identity(), tuple(map(lineage_figure, figures)))


def changes(first: Figure, second: Figure) -> list[str]:
    return [one.change for one in differences(lineage(first), lineage(second))]


def write(folder: Path, name: str, *figures: Figure, **who: str) -> Path:
    names = [f"f{number}" for number in range(len(figures))]
    source = template(*(f"{{{{ {name} }}}}" for name in names))
    data = build_word(source, dict(zip(names, figures, strict=True)), identity(**who), figures)
    path = folder / name
    path.write_bytes(data)
    return path


def test_only_figures_that_differ_are_listed_with_how_far_they_moved() -> None:
    days = figure("VOI01", "31.4", unit="days")
    assert differences(lineage(figure(), days), lineage(figure(), days)) == []
    assert changes(figure(), figure(value="91.04")) == ["−2.1 points"]
    assert changes(days, figure("VOI01", "32.4", unit="days")) == ["+1.0 days"]
    money = figure("ARR", "241300", unit="£", places=0)
    assert changes(money, figure("ARR", "240000", unit="£", places=0)) == ["−£1,300"]


@pytest.mark.parametrize(
    ("first", "second", "change"),
    [
        ("95.96", "95.94", "−0.02 points"),
        ("95.951", "95.949", "−0.002 points"),
        ("96.04", "95.86", "−0.18 points"),
        ("95.94", "95.86", "−0.08 points"),
    ],
)
def test_a_change_never_disagrees_with_the_two_figures_beside_it(
    first: str, second: str, change: str
) -> None:
    assert changes(figure(value=first), figure(value=second)) == [change]


def test_a_missing_figure_has_no_change_and_is_never_taken_as_zero() -> None:
    assert changes(figure(), figure(value=None)) == [""]
    assert changes(figure(value=None), figure()) == [""]


def test_a_figure_of_another_unit_is_not_subtracted() -> None:
    assert changes(figure(), figure(unit="days")) == [""]


def test_a_figure_that_one_output_lacks_is_listed_unless_only_shared_ones_are_wanted() -> None:
    one, other = lineage(figure("A"), figure("B")), lineage(figure("B"), figure("C"))
    assert [(d.slot, d.first is None, d.second is None) for d in differences(one, other)] == [
        ("C", True, False), ("A", False, True),
    ]  # fmt: skip
    assert differences(one, other, shared=True) == []


def test_a_change_beyond_the_places_shown_is_told_apart() -> None:
    (found,) = differences(lineage(figure(value="93.14")), lineage(figure(value="93.13")))
    assert not found.seen and found.change == "0.0 points"
    (found,) = differences(lineage(figure(status="red")), lineage(figure(status="amber")))
    assert found.seen


@given(*[st.decimals(-1000, 1000, places=3, allow_nan=False)] * 2)
def test_a_change_there_and_back_is_the_same_with_the_other_sign(
    one: Decimal, other: Decimal
) -> None:
    there = changes(figure(value=str(one)), figure(value=str(other)))
    back = changes(figure(value=str(other)), figure(value=str(one)))
    swap = str.maketrans("+−", "−+")
    assert [text.translate(swap) for text in there] == back


@pytest.fixture
def drafts(pmf: Pmf, tiny: Tiny, tmp_path: Path) -> tuple[Path, Path]:
    """A pack before and after a value of its measure was corrected."""
    tiny.write()
    pmf.build()
    before = pmf.file("docx").replace(tmp_path / "before.docx")
    tiny.only(value("REP01", "2026-09", 80, 100))
    tiny.write()
    pmf.build()
    return before, pmf.file("docx")


def test_two_drafts_are_compared_without_a_workspace(pmf: Pmf, drafts: tuple[Path, Path]) -> None:
    said = pmf.bare("diff", *drafts)
    assert said.status == 0
    assert "First" in said.out and "REP01" in said.out and "80.0%" in said.out
    told = pmf.bare("diff", *drafts, "--json").json
    (found,) = [one for one in told["differences"] if one["figure"] == "REP01"]
    assert found["second"]["display"] == "80.0%" and found["seen"]
    assert told["same"] > 0


def test_the_page_in_word_lists_what_differs(
    pmf: Pmf, drafts: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "what changed.docx"
    assert pmf.bare("diff", *drafts, "--word", target).status == 0
    shown = lines(target.read_bytes())
    assert shown[0].startswith("What differs: Board performance report")
    head, *rows = find(part(target.read_bytes()), "//w:tbl/w:tr")
    assert [text(cell) for cell in find(head, "w:tc")] == [
        "Figure", "Code", "First", "Second", "Change",
    ]  # fmt: skip
    assert "REP01" in [text(find(row, "w:tc")[1]) for row in rows]
    again = pmf.bare("diff", *drafts, "--word", target)
    assert again.status == 2 and "exists already" in again.err


def test_different_periods_head_their_columns(pmf: Pmf, tmp_path: Path) -> None:
    last = write(tmp_path, "q1.docx", figure(), period_title="Quarter 1 2026/27 (April to June)")
    this = write(tmp_path, "q2.docx", figure(value="95"))
    assert "Quarter 1 2026/27" in pmf.bare("diff", last, this).out


def test_word_and_excel_are_compared_by_what_both_hold(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    told = pmf.bare("diff", pmf.file("docx"), pmf.file("xlsx"), "--json").json
    assert told["differences"] == [] and told["same"] > 0


def test_outputs_of_different_reports_and_files_of_others_get_a_sentence(
    pmf: Pmf, tmp_path: Path
) -> None:
    one = write(tmp_path, "one.docx", figure())
    other = write(tmp_path, "other.docx", figure(), report="stock")
    said = pmf.bare("diff", one, other)
    assert said.status == 2 and "Compare two outputs of one report" in said.err
    (tmp_path / "note.txt").write_text("hello")
    for path in (tmp_path / "note.txt", tmp_path / "absent.docx", tmp_path):
        said = pmf.bare("diff", one, path)
        assert said.status == 2 and "Traceback" not in said.err
