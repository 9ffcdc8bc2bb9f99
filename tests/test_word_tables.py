"""Tables in a Word document, as a reader, a screen reader and Word's own checks meet them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import docx
import pytest

from pmf_engine.documents.word.controls import later_name
from pmf_engine.model.content import Field, Grid, Label, Wording
from pmf_engine.model.errors import InputFaults
from pmf_engine.model.values import Absence, Missing
from tests.word_kit import (
    W,
    controls,
    figure,
    filled,
    find,
    grid,
    lines,
    own_part,
    part,
    saved,
    template,
    text,
)


def test_a_table_stands_in_its_control_under_its_caption() -> None:
    made = filled(template("before", "{{ g }}", "after"), g=grid([["a", "b"], ["c", "d"]]))
    (control,) = controls(made, "pmf:scorecard")
    caption, table = find(control, "w:sdtContent/*")
    assert text(caption) == "Table 1" and table.tag == f"{W}tbl"
    assert lines(made) == ["before", "Table 1", "Column 0", "Column 1", *"abcd", "after"]
    assert find(caption, "w:bookmarkStart/@w:name") == ["pmf_scorecard"]


def test_a_table_without_a_caption_has_no_empty_paragraph_and_still_its_bookmark() -> None:
    made = filled(template("{{ g }}"), g=grid([["a"]], caption=""))
    (control,) = controls(made, "pmf:scorecard")
    assert [e.tag for e in find(control, "w:sdtContent/*")] == [f"{W}tbl"]
    assert find(control, ".//w:bookmarkStart/@w:name") == ["pmf_scorecard"]


def test_headings_repeat_rows_do_not_split_and_the_table_says_what_it_is() -> None:
    made = part(filled(template("{{ g }}"), g=grid([["a"], ["b"]], summary="Two & letters")))
    head, *rows = find(made, "//w:tr")
    assert find(head, "w:trPr/w:tblHeader") and len(find(made, "//w:trPr/w:cantSplit")) == 3
    assert not any(find(row, "w:trPr/w:tblHeader") for row in rows)
    properties = find(made, "//w:tblPr")[0]
    assert find(properties, "w:tblCaption/@w:val") == ["Table 1"]
    assert find(properties, "w:tblDescription/@w:val") == ["Two & letters"]
    assert find(properties, "w:tblLook/@w:firstRow") == ["1"]
    assert find(properties, "w:tblLayout/@w:type") == ["fixed"]


def test_columns_have_their_widths_and_numbers_stand_to_the_right() -> None:
    fields = (Field(title="Measure", width=10), Field(title="Latest", width=7, right=True))
    g = Grid(slot="g", caption="", fields=fields, rows=[["a", 1]])
    made = part(filled(template("{{ g }}"), g=g))
    head, row = find(made, "//w:tr")
    assert find(row, "w:tc/w:tcPr/w:tcW/@w:w") == ["5669", "3969"]
    assert find(made, "//w:gridCol/@w:w") == ["5669", "3969"]
    assert find(row, ".//w:pStyle/@w:val") == ["PMFTableText", "PMFTableNumber"]
    assert find(head, ".//w:pStyle/@w:val") == ["PMFTableHeader", "PMFTableHeader"]
    assert [find(cell, ".//w:jc/@w:val") for cell in find(head, "w:tc")] == [[], ["right"]]


def test_every_kind_of_value_reads_as_it_should_in_a_cell() -> None:
    days = figure("VOI01", "31.4", unit="days")
    row = ["=1+1", 12, Decimal("1.50"), date(2026, 9, 3), days, Wording("s", "● Met"),
           Label(("≤ ", days)), Missing("late", Absence.OVERDUE), None, "a\nb"]  # fmt: skip
    made = filled(template("{{ g }}"), g=grid([row]))
    cells = find(part(made), "//w:tr[2]/w:tc")
    assert [text(cell) for cell in cells] == [
        "=1+1", "12", "1.50", "3 Sep 2026", "31.4", "● Met", "≤ 31.4", "Overdue", "", "a\nb",
    ]  # fmt: skip
    assert all(len(find(cell, "w:p")) == 1 for cell in cells)
    assert len(controls(made, "pmf:VOI01")) == 2


def test_long_tables_have_bands_and_short_ones_none() -> None:
    for rows, bands in ((7, "1"), (8, "0")):
        made = part(filled(template("{{ g }}"), g=grid([["a"]] * rows)))
        assert find(made, "//w:tblLook/@w:noHBand") == [bands]


def test_a_table_without_rows_still_shows_its_headings() -> None:
    empty = Grid(slot="g", caption="None", fields=(Field(title="Measure"),), rows=())
    assert lines(filled(template("{{ g }}"), g=empty)) == ["None", "Measure"]


def test_a_table_takes_the_template_s_own_style_where_it_has_one() -> None:
    document = docx.Document()
    style = document.styles.add_style("PMF Table Text", 1)
    style.font.name = "Georgia"
    document.add_paragraph("{{ g }}")
    styles = part(filled(saved(document), g=grid([["a"]])), "word/styles.xml")
    found = find(styles, "//w:style[w:name/@w:val='PMF Table Text']")
    assert [find(e, "w:rPr/w:rFonts/@w:ascii") for e in found] == [["Georgia"]]
    assert find(styles, "//w:style[w:name/@w:val='PMF Table']/@w:type") == ["table"]


def test_the_same_table_twice_keeps_one_tag_and_two_bookmark_names() -> None:
    made = filled(template("{{ g }}", "{{ g }}"), g=grid([["a"]]))
    assert len(controls(made, "pmf:scorecard")) == 2
    names = find(part(made), "//w:bookmarkStart/@w:name")
    assert names[0] == "pmf_scorecard" and names[1] == f"{later_name(names[0])}2"


def test_a_table_inside_a_table_cell_leaves_a_paragraph_after_it() -> None:
    document = docx.Document()
    document.add_table(1, 1).rows[0].cells[0].text = "{{ g }}"
    made = part(filled(saved(document), g=grid([["a"]])))
    outer = find(made, "//w:body/w:tbl/w:tr/w:tc")[0]
    assert outer[-1].tag == f"{W}p" and find(outer, ".//w:tbl")


def test_a_table_in_the_middle_of_a_sentence_is_refused() -> None:
    with pytest.raises(InputFaults, match=r"paragraph 1 .*a table needs a paragraph of its own"):
        filled(template("See {{ g }}"), g=grid([["a"]]))


def test_figures_of_a_table_are_kept_once_with_the_document() -> None:
    rows = [["a", figure()], ["b", figure()], ["c", figure("VOI01", "31.4", unit="days")]]
    root = own_part(filled(template("{{ g }}"), g=grid(rows)))
    assert find(root, "p:figures/p:figure/@id") == ["REP01", "VOI01"]
    assert find(root, "p:figures/p:figure[2]/p:short/text()") == ["31.4"]
