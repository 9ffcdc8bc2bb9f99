"""Tables refreshed: the report's rows follow, and what people did to them stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from docx.table import Table

from pmf_engine.model.content import Field, Grid, Label, Narrative, Wording
from pmf_engine.model.refresh import Refreshed
from tests.refresh_kit import (
    BODY,
    built,
    cells,
    edited,
    kinds,
    of_kind,
    refreshed,
    seen,
    swapped,
    with_parts,
)
from tests.word_kit import W, figure, find, grid, part, raw, table_template, template, text

SOURCE = template("Before", "{{ g }}", "After", styles=True)
HEADS = ["Column 0", "Column 1"]
A, B, C = ["Repairs", figure("A", "90")], ["Gas", figure("B", "99")], ["Lifts", figure("C", "97")]
SHOWN = {"A": ["Repairs", "90.0%"], "B": ["Gas", "99.0%"], "C": ["Lifts", "97.0%"]}


def table_of(document: Any) -> Table:
    """The first table, which python-docx does not list where it stands in a control."""
    return Table(find(document.element.body, ".//w:tbl")[0], document._body)


def after(
    change: Callable[[Any], None] | None, *rows: Sequence[Any], overwrite: bool = False, **now: Any
) -> Refreshed:
    """A table of A and B that somebody changed, refreshed to these rows."""
    before = built(SOURCE, g=grid([A, B]))
    if change is not None:
        before = edited(before, lambda document: change(table_of(document)))
    done = refreshed(before, SOURCE, overwrite=overwrite, g=grid(rows, **now))
    again = refreshed(done.data, SOURCE, g=grid(rows, **now))
    assert again.data is done.data
    assert all(change.kind == "typed-over" for change in again.changes)
    return done


def test_a_row_that_is_new_comes_where_the_report_has_it() -> None:
    done = after(None, A, C, B)
    assert cells(done.data) == [HEADS, SHOWN["A"], SHOWN["C"], SHOWN["B"]]
    assert [(c.kind, c.title, c.new) for c in done.changes] == [("new", "Table 1", "Lifts")]


def test_a_row_that_ended_goes_and_is_named() -> None:
    done = after(None, B)
    assert cells(done.data) == [HEADS, SHOWN["B"]]
    assert [(c.kind, c.old) for c in done.changes] == [("ended", "Repairs")]


def test_rows_follow_the_order_of_the_report() -> None:
    done = after(None, B, A)
    assert cells(done.data) == [HEADS, SHOWN["B"], SHOWN["A"]]
    assert kinds(done) == [("content", "scorecard")]


def test_the_words_of_a_row_follow_and_other_rows_keep_their_bytes() -> None:
    before = built(SOURCE, g=grid([A, B]))
    done = refreshed(before, SOURCE, g=grid([A, ["Gas and oil", B[1]]]))
    assert cells(done.data) == [HEADS, SHOWN["A"], ["Gas and oil", "99.0%"]]
    old, new = (raw(one, BODY).split(b"<w:tr>") for one in (before, done.data))
    assert old[:3] == new[:3]


def test_a_table_that_had_no_rows_gets_them() -> None:
    empty = replace(grid([A]), rows=[])
    before = built(SOURCE, g=empty)
    done = refreshed(before, SOURCE, g=grid([A, B]))
    assert cells(done.data) == [HEADS, SHOWN["A"], SHOWN["B"]]
    back = refreshed(done.data, SOURCE, g=empty)
    assert cells(back.data) == [HEADS]
    assert cells(refreshed(back.data, SOURCE, g=grid([A])).data) == [HEADS, SHOWN["A"]]


def test_a_caption_that_carries_the_period_follows() -> None:
    before = built(SOURCE, g=grid([A], caption="Quarter 2"))
    done = refreshed(before, SOURCE, g=grid([A], caption="Quarter 3"))
    assert seen(done.data)[:2] == ["Before", "Quarter 3"]


def test_a_caption_that_somebody_rewrote_stays() -> None:
    before = swapped(built(SOURCE, g=grid([A], caption="Quarter 2")), (">Quarter 2<", ">Ours<"))
    done = refreshed(before, SOURCE, g=grid([A, B], caption="Quarter 3"))
    assert seen(done.data)[:2] == ["Before", "Ours"] and len(cells(done.data)) == 3


def titled(*titles: str) -> Grid:
    fields = tuple(Field(title=title, width=3) for title in titles)
    return Grid(slot="scorecard", caption="Table 1", fields=fields, rows=[A, B])


def test_a_heading_that_carries_the_period_follows_and_one_that_is_people_s_stays() -> None:
    before = built(SOURCE, g=titled("Measure", "September"))
    assert (
        cells(refreshed(before, SOURCE, g=titled("Measure", "December")).data)[0][1] == "December"
    )
    own = swapped(before, (">September<", ">This month<"))
    done = refreshed(own, SOURCE, g=titled("Measure", "December"))
    assert cells(done.data)[0] == ["Measure", "This month"]
    assert kinds(done) == [("typed-over", "scorecard")]


def test_a_summary_for_those_who_cannot_see_the_table_follows() -> None:
    before = built(SOURCE, g=grid([A], summary="One row."))
    done = refreshed(before, SOURCE, g=grid([A, B], summary="Two rows."))
    assert find(part(done.data), "//w:tblDescription/@w:val") == ["Two rows."]


def rewrite(table: Any) -> None:
    table.cell(1, 0).text = "Our repairs"


def test_a_row_that_somebody_rewrote_stays_with_its_figure_live() -> None:
    new = ["Repairs in time", figure("A", "91")]
    done = after(rewrite, new, B)
    assert cells(done.data) == [HEADS, ["Our repairs", "91.0%"], SHOWN["B"]]
    (change,) = of_kind(done, "typed-over")
    assert (change.old, change.new) == ("Our repairs", "Repairs in time")


def test_a_row_that_somebody_rewrote_gives_way_when_asked_and_added_rows_stay() -> None:
    def work(table: Any) -> None:
        rewrite(table)
        add(table)

    done = after(work, A, B, overwrite=True)
    assert cells(done.data) == [HEADS, SHOWN["A"], ["Ours", "own"], SHOWN["B"]]
    (change,) = of_kind(done, "overwritten")
    assert (change.old, change.new) == ("Our repairs", "Repairs")


def test_a_row_that_somebody_rewrote_stays_when_it_ends() -> None:
    done = after(rewrite, B)
    assert cells(done.data) == [HEADS, ["Our repairs", "90.0%"], SHOWN["B"]]
    assert kinds(done) == [("gone", "A"), ("typed-over", "scorecard")]


def add(table: Any) -> None:
    """A row of somebody's own, after the first of the report's."""
    row = deepcopy(table.rows[1]._tr)
    for control in find(row, ".//w:sdt"):
        control.getparent().remove(control)
    table.rows[1]._tr.addnext(row)
    new = Table(table._tbl, table._parent).rows[2]
    new.cells[0].text, new.cells[1].text = "Ours", "own"


def test_a_row_that_somebody_added_stays_after_the_row_it_follows() -> None:
    done = after(add, B, A, C)
    assert cells(done.data) == [HEADS, SHOWN["B"], SHOWN["A"], ["Ours", "own"], SHOWN["C"]]


def remove(table: Any) -> None:
    table._tbl.remove(table.rows[1]._tr)


def test_a_row_that_somebody_took_out_stays_out() -> None:
    assert cells(after(remove, A, B, C).data) == [HEADS, SHOWN["B"], SHOWN["C"]]


def turn(table: Any) -> None:
    table.rows[1]._tr.addprevious(table.rows[2]._tr)


def test_rows_that_somebody_put_in_another_order_stay_so_and_new_ones_come_last() -> None:
    done = after(turn, C, A, B)
    assert cells(done.data) == [HEADS, SHOWN["B"], SHOWN["A"], SHOWN["C"]]


def widen(table: Any) -> None:
    from docx.shared import Cm

    table.add_column(Cm(2)).cells[0].text = "Our remarks"


def test_a_table_to_which_somebody_added_a_column_keeps_its_rows_and_live_figures() -> None:
    done = after(widen, ["Repairs", figure("A", "91")], B, C)
    assert cells(done.data) == [
        [*HEADS, "Our remarks"], ["Repairs", "91.0%", ""], [*SHOWN["B"], ""],
    ]  # fmt: skip
    (change,) = of_kind(done, "typed-over")
    assert "somebody changed its columns" in change.new


def test_a_table_whose_columns_somebody_changed_is_made_anew_when_asked() -> None:
    done = after(widen, A, B, C, overwrite=True)
    assert cells(done.data) == [HEADS, SHOWN["A"], SHOWN["B"], SHOWN["C"]]


def narrow(table: Any) -> None:
    for row in find(table._tbl, "w:tr"):
        for cell, width in zip(find(row, "w:tc/w:tcPr/w:tcW"), ("4000", "900"), strict=True):
            cell.set(f"{W}w", width)


def test_widths_that_somebody_set_hold_in_changed_and_in_new_rows() -> None:
    done = after(narrow, A, ["Gas and oil", B[1]], C)
    widths = find(part(done.data), "//w:tc/w:tcPr/w:tcW/@w:w")
    assert widths == ["4000", "900"] * 4


def test_a_comment_in_a_cell_stays_when_the_words_of_its_row_change() -> None:
    before = edited(built(SOURCE, g=grid([A, B])), lambda document: document.add_comment(
        table_of(document).cell(1, 0).paragraphs[0].runs[0], text="Sure?", author="Ann",
    ))  # fmt: skip
    for words in ("Repairs", "Repairs in time"):
        done = refreshed(before, SOURCE, g=grid([[words, A[1]], ["Gas and oil", B[1]]]))
        assert cells(done.data)[1] == [words, "90.0%"]
        (cell,) = find(part(done.data), "//w:tc[.//w:commentReference]")
        marks = [e.tag.split("}")[1] for e in cell.iter() if "comment" in str(e.tag)]
        assert marks == ["commentRangeStart", "commentRangeEnd", "commentReference"]


def test_a_shade_that_somebody_gave_a_cell_stays_when_its_words_change() -> None:
    before = swapped(built(SOURCE, g=grid([A, B])), (
        '<w:tcW w:w="1701" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="PMFTableText"/>',
        '<w:tcW w:w="1701" w:type="dxa"/><w:shd w:val="clear" w:fill="FFFF00"/></w:tcPr><w:p>'
        '<w:pPr><w:pStyle w:val="PMFTableText"/>',
    ))  # fmt: skip
    done = refreshed(before, SOURCE, g=grid([["In time", A[1]], B]))
    (first, *_) = find(part(done.data), "//w:tr[2]/w:tc")
    assert find(first, "w:tcPr/w:shd/@w:fill") == ["FFFF00"]


STATUS = [["Repairs", Wording("A/status", "Met", "status-green")]]


def styles_of(done: bytes) -> list[str]:
    ids = {one.get(f"{W}styleId"): find(one, "w:name/@w:val")[0]
           for one in find(part(done, "word/styles.xml"), "//w:style")}  # fmt: skip
    return [ids[one] for one in find(part(done), "//w:tr[2]/w:tc/w:p/w:pPr/w:pStyle/@w:val")]


def test_the_cell_of_a_status_takes_the_look_of_what_it_says_now() -> None:
    before = built(SOURCE, g=grid(STATUS))
    assert styles_of(before)[1] == "PMF Table status green"
    missed = Wording("A/status", "Missed", "status-red")
    done = refreshed(before, SOURCE, g=grid([["Repairs", missed]]))
    assert cells(done.data)[1] == ["Repairs", "Missed"]
    assert styles_of(done.data)[1] == "PMF Table status red"


def test_rows_of_one_name_are_told_apart_by_their_order() -> None:
    source = template("{{ g }}")
    before = built(source, g=grid([["Same", "1"], ["Same", "2"], ["Other", "3"]]))
    done = refreshed(before, source, g=grid([["Same", "1"], ["Same", "5"], ["Other", "3"]]))
    assert cells(done.data)[1:] == [["Same", "1"], ["Same", "5"], ["Other", "3"]]


def nest(table: Any) -> None:
    inner = table.cell(1, 0).add_table(2, 2)
    inner.cell(0, 0).text = "pasted"


def test_a_table_that_somebody_pasted_into_a_cell_stays_and_other_rows_follow() -> None:
    done = after(nest, A, ["Gas and oil", B[1]], C)
    (outer,) = find(part(done.data), "/w:document/w:body//w:tbl[not(ancestor::w:tbl)]")
    assert len(find(outer, ".//w:tbl")) == 1 and "pasted" in "".join(outer.itertext())
    assert cells(done.data)[2:] == [["Gas and oil", "99.0%"], SHOWN["C"]]


def test_a_table_that_somebody_copied_follows_in_both_places() -> None:
    def copy(document: Any) -> None:
        (control,) = find(document.element.body, "//w:sdt[w:sdtPr/w:tag/@w:val='pmf:scorecard']")
        twin = deepcopy(control)
        for mark in find(twin, ".//w:bookmarkStart | .//w:bookmarkEnd"):
            mark.getparent().remove(mark)
        document.paragraphs[-1]._p.addnext(twin)

    before = edited(built(SOURCE, g=grid([A])), copy)
    done = refreshed(before, SOURCE, g=grid([A, B]))
    assert cells(done.data, 0) == cells(done.data, 1) == [HEADS, SHOWN["A"], SHOWN["B"]]


TWO = template("{{ g }}", "Between", "{{ h }}")


@pytest.mark.parametrize("caption", ["Table 1", ""])
def test_the_next_table_is_never_taken_for_one_that_somebody_took_out(caption: str) -> None:
    one, two = grid([A], caption=caption), grid([["Total", "5"]], slot="other", caption=caption)
    other = grid([["Total", "5"]], slot="other", caption=caption)

    def remove_first(document: Any) -> None:
        table = document.element.body.xpath(".//w:tbl")[0]
        table.getparent().remove(table)

    before = edited(built(TWO, g=one, h=two), remove_first)
    done = refreshed(before, TWO, g=grid([A, ["Total", "9"]], caption=caption), h=other)
    assert cells(done.data) == [HEADS, ["Total", "5"]]


def test_a_table_inside_a_table_of_the_template_follows() -> None:
    source = table_template(["Left", "{{ g }}"])
    for caption in ("Table 1", ""):
        before = built(source, g=grid([A], caption=caption))
        done = refreshed(before, source, g=grid([A, B], caption=caption))
        assert cells(done.data, 1) == [HEADS, SHOWN["A"], SHOWN["B"]]
        assert cells(done.data, 0)[0][0] == "Left"


def test_a_figure_typed_over_in_a_cell_stays_when_the_words_of_its_row_change() -> None:
    before = swapped(built(SOURCE, g=grid([A, B])), (">90.0%<", ">ninety<"))
    done = refreshed(before, SOURCE, g=grid([["In time", figure("A", "91")], B]))
    assert cells(done.data)[1] == ["In time", "ninety"]
    assert ("typed-over", "A") in kinds(done)


def test_a_label_with_a_live_figure_follows() -> None:
    before = built(SOURCE, g=grid([["Repairs", Label(("≥ ", figure("A", "90")))]]))
    done = refreshed(before, SOURCE, g=grid([["Repairs", Label(("≤ ", figure("A", "80")))]]))
    assert cells(done.data)[1] == ["Repairs", "≤ 80.0%"]


def test_a_figure_of_a_row_that_ended_is_not_said_to_stand_on() -> None:
    done = after(None, B)
    assert of_kind(done, "gone") == []


def test_rows_that_a_person_put_into_a_control_are_left_where_they_are() -> None:
    before = built(SOURCE, g=grid([A, B]))
    xml = raw(before, BODY).decode()
    row = xml.index("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    end = xml.index("</w:tbl>", row)
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{xml[row:end]}</w:sdtContent></w:sdt>"
    wrapped = with_parts(before, {BODY: f"{xml[:row]}{control}{xml[end:]}".encode()})
    done = refreshed(wrapped, SOURCE, g=grid([["Repairs", figure("A", "91")], B, C]))
    rows = [find(row, "w:tc") for row in find(part(done.data), "//w:tr")]
    assert [text(row[0]) for row in rows] == ["Column 0", "Repairs", "Gas"]
    assert text(rows[1][1]) == "91.0%"
    (change,) = of_kind(done, "typed-over")
    assert "its rows were left as they are" in change.new


def explained(key: str, value: str, source: str = "", words: str = "") -> list[Any]:
    """A row of a comparison: a measure, its figure and why it moved, in people's own words."""
    return [words or f"Measure {key}", figure(key, value), Narrative(f"explain/{key}", source)]


COMPARED = built(SOURCE, g=grid([explained("A", "90", "Say why."), explained("B", "99", "So.")]))
WRITTEN = swapped(COMPARED, (">Say why.<", ">Two gangs left in May.<"))


def explained_after(before: bytes, *rows: list[Any], overwrite: bool = False) -> Refreshed:
    """A document refreshed to these rows; once more, and it stays as it is."""
    done = refreshed(before, SOURCE, overwrite=overwrite, g=grid(rows))
    assert refreshed(done.data, SOURCE, g=grid(rows)).data is done.data
    return done


def test_a_row_with_people_s_commentary_is_not_taken_for_one_rewritten() -> None:
    now = [explained("A", "91", "Say why."), explained("B", "99", "So.", "Measure B, all homes")]
    done = explained_after(WRITTEN, *now)
    assert cells(done.data)[1:] == [
        ["Measure A", "91.0%", "Two gangs left in May."],
        ["Measure B, all homes", "99.0%", "So."],
    ]
    assert of_kind(done, "typed-over") == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_commentary_is_carried_into_the_new_words_of_its_row(overwrite: bool) -> None:
    now = [explained("A", "91", "New source.", "Measure A, all homes"), explained("B", "99", "So.")]
    done = explained_after(WRITTEN, *now, overwrite=overwrite)
    assert cells(done.data)[1] == ["Measure A, all homes", "91.0%", "Two gangs left in May."]
    assert find(part(done.data), "//w:tag[@w:val='pmf-text:explain/A']")
    assert of_kind(done, "typed-over") == of_kind(done, "overwritten") == []


def test_commentary_stays_where_a_rewritten_row_is_overwritten() -> None:
    before = swapped(WRITTEN, (">Measure A<", ">Ours<"))
    now = [explained("A", "90", "Say why."), explained("B", "99", "So.")]
    assert cells(explained_after(before, *now).data)[1][0] == "Ours"
    done = explained_after(before, *now, overwrite=True)
    assert cells(done.data)[1] == ["Measure A", "90.0%", "Two gangs left in May."]
    assert len(of_kind(done, "overwritten")) == 1


@pytest.mark.parametrize("overwrite", [False, True])
def test_commentary_stays_when_the_report_asks_for_none_any_more(overwrite: bool) -> None:
    now = [[*explained("A", "90")[:2], None], explained("B", "99", "So.")]
    done = explained_after(WRITTEN, *now, overwrite=overwrite)
    assert cells(done.data)[1] == ["Measure A", "90.0%", "Two gangs left in May."]


def test_commentary_stays_in_a_table_built_anew_over_changed_columns() -> None:
    def add_column(document: Any) -> None:
        for row in table_of(document).rows:
            row._tr.append(deepcopy(row._tr.tc_lst[0]))

    now = [explained("A", "91", "Say why."), explained("B", "99", "So.")]
    done = explained_after(edited(WRITTEN, add_column), *now, overwrite=True)
    assert cells(done.data)[1] == ["Measure A", "91.0%", "Two gangs left in May."]
    left = explained_after(edited(WRITTEN, add_column), now[1], overwrite=True)
    assert "Two gangs left in May." in cells(left.data)[1]


def test_a_new_row_has_the_commentary_of_its_source() -> None:
    now = [explained("A", "90", "Say why."), explained("C", "97", "As planned.")]
    done = explained_after(WRITTEN, *now)
    assert cells(done.data)[1:] == [
        ["Measure A", "90.0%", "Two gangs left in May."],
        ["Measure C", "97.0%", "As planned."],
    ]


def test_a_row_that_ended_stays_where_people_wrote_in_it() -> None:
    done = refreshed(WRITTEN, SOURCE, g=grid([explained("C", "97", "As planned.")]))
    assert [row[0] for row in cells(done.data)[1:]] == ["Measure A", "Measure C"]
    assert [(c.old, c.new) for c in of_kind(done, "typed-over")] == [("Measure A", "")]
    assert [c.old for c in of_kind(done, "ended")] == ["Measure B"]


def test_a_row_that_begins_with_commentary_is_known_by_it() -> None:
    before = built(SOURCE, g=grid([[Narrative("why/A", "Once."), "1"]]))
    before = swapped(before, (">Once.<", ">People say.<"))
    done = explained_after(before, [Narrative("why/B", "New."), "2"], [Narrative("why/A", ""), "3"])
    assert cells(done.data)[1:] == [["New.", "2"], ["People say.", "3"]]


def test_a_comment_inside_commentary_stands_once_when_the_row_around_it_changes() -> None:
    start, end = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>'
    run = '<w:r><w:t xml:space="preserve">Say why.</w:t></w:r>'
    before = swapped(COMPARED, (run, f"{start}{run}{end}"))
    now = [explained("A", "91", "Say why.", "All homes"), explained("B", "99", "So.")]
    xml = raw(explained_after(before, *now).data, BODY).decode()
    assert xml.count(start) == xml.count(end) == 1


def wide(*rows: Sequence[Any]) -> Grid:
    return grid([[*row, figure(f"{row[1].slot}/last", "50")] for row in rows])


def test_a_table_to_which_the_report_gives_other_columns_is_made_anew() -> None:
    before = built(SOURCE, g=wide(A, B))
    done = refreshed(before, SOURCE, g=grid([A, B]))
    assert cells(done.data) == [HEADS, SHOWN["A"], SHOWN["B"]]
    assert ("content", "scorecard") in kinds(done) and of_kind(done, "typed-over") == []
    back = refreshed(done.data, SOURCE, g=wide(A, B))
    assert cells(back.data) == cells(before)


def test_a_table_in_whose_rows_somebody_wrote_keeps_its_columns_and_that_is_told() -> None:
    def write(document: Any) -> None:
        table_of(document).cell(1, 0).text = "Repairs, as Ann says"

    mine = edited(built(SOURCE, g=wide(A, B)), write)
    done = refreshed(mine, SOURCE, g=grid([A, B]))
    assert cells(done.data)[1][0] == "Repairs, as Ann says" and len(cells(done.data)[0]) == 3
    (change,) = of_kind(done, "typed-over")
    assert change.new.startswith("the report gives it other columns now, and somebody wrote")
    forced = refreshed(mine, SOURCE, overwrite=True, g=grid([A, B]))
    assert cells(forced.data) == [HEADS, SHOWN["A"], SHOWN["B"]]
    again = refreshed(done.data, SOURCE, g=grid([A, B]))
    assert of_kind(again, "typed-over") == [change] and again.data is done.data
