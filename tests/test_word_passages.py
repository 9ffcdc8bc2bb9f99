"""Passages under a condition: they come into a refreshed document, and go, by themselves."""

from __future__ import annotations

import re
from typing import Any

import docx
import pytest

from pmf_engine.model.content import Block, Region
from tests.refresh_kit import (
    BODY,
    built,
    edited,
    kinds,
    own_name,
    refreshed,
    seen,
    told,
    with_parts,
)
from tests.test_word_refresh import chart, exceptions
from tests.word_kit import W, figure, grid, names, raw, saved, template

NOTE = template("Before", "{% if note %}", "Mind the gap.", "{% endif %}", "After")
TABLE = template(
    "Before", "{% if g %}", "Measures", "{{ g }}", "{% else %}", "None has been entered.",
    "{% endif %}", "{{ f }}",
)  # fmt: skip


def test_a_passage_comes_in_where_the_template_has_it() -> None:
    done = refreshed(built(NOTE, note=False), NOTE, note=True)
    assert seen(done.data) == ["Before", "Mind the gap.", "After"]
    assert told(done) == [("new", "if-note/1", "", "Mind the gap.")]
    assert refreshed(done.data, NOTE, note=True).changes == ()


def test_a_passage_goes_when_its_condition_holds_no_more_and_comes_back() -> None:
    done = refreshed(built(NOTE, note=True), NOTE, note=False)
    assert seen(done.data) == ["Before", "After"]
    assert kinds(done) == [("ended", "if-note/1")]
    assert seen(refreshed(done.data, NOTE, note=True).data) == ["Before", "Mind the gap.", "After"]


def test_a_passage_in_which_somebody_wrote_stays_and_is_told() -> None:
    def write(document: Any) -> None:
        for text in document.element.body.iter(f"{W}t"):
            if text.text == "Mind the gap.":
                text.text = "Mind the gap, says Ann."

    done = refreshed(edited(built(NOTE, note=True), write), NOTE, note=False)
    assert "Mind the gap, says Ann." in seen(done.data)
    assert kinds(done) == [("typed-over", "if-note/1")]


def test_a_table_under_a_condition_takes_the_place_of_what_stood_there_otherwise() -> None:
    empty = built(TABLE, g=None, f=figure())
    assert seen(empty) == ["Before", "None has been entered.", "93.1%"]
    done = refreshed(empty, TABLE, g=grid([["a", "b"]]), f=figure())
    assert seen(done.data) == [
        "Before", "Measures", "Table 1", "Column 0", "Column 1", "a", "b", "93.1%",
    ]  # fmt: skip
    assert kinds(done) == [("ended", "if-g/2"), ("new", "if-g/1")]
    again = refreshed(done.data, TABLE, g=grid([["a", "c"]]), f=figure())
    assert "c" in seen(again.data) and kinds(again) == [("content", "scorecard")]
    back = refreshed(again.data, TABLE, g=None, f=figure())
    assert seen(back.data) == seen(empty)


BLOCKS = template(
    "{% repeat e in r %}", "{{ e.title }}", "{% if e.g %}", "{{ e.g }}", "{% endif %}",
    "{% endrepeat %}", "After",
)  # fmt: skip


def risks(**tables: Any) -> Region:
    blocks = (Block(key, {"title": f"Risk {key}", "g": g}) for key, g in tables.items())
    return Region("risks", tuple(blocks))


def test_a_table_under_a_condition_in_a_block_comes_in_where_its_block_stands() -> None:
    before = built(BLOCKS, r=risks(A=None, B=None))
    new = grid([["a", "b"]], slot="B/actions")
    done = refreshed(before, BLOCKS, r=risks(A=None, B=new))
    assert [line for line in seen(done.data) if line] == [
        "Risk A", "Risk B", "Table 1", "Column 0", "Column 1", "a", "b", "After",
    ]  # fmt: skip
    assert kinds(done) == [("new", "risks/B/if-e.g/1")]
    gone = refreshed(done.data, BLOCKS, r=risks(A=None, B=None))
    assert seen(gone.data) == seen(before)


def test_passages_in_a_loop_are_told_apart() -> None:
    source = template("{% for n in on %}", "{% if n %}", "Part {{ loop.index }}", "{% endif %}",
                      "{% endfor %}", "After")  # fmt: skip
    before = built(source, on=[True, False, True])
    done = refreshed(before, source, on=[False, True, True])
    assert [line for line in seen(done.data) if line] == ["Part 2", "Part 3", "After"]


def plain(source: bytes, **context: Any) -> bytes:
    """A document as it was built before passages were marked."""
    made = built(source, **context)
    body = raw(made, BODY)
    body = re.sub(
        rb'<w:sdt><w:sdtPr><w:alias w:val="\d+"/><w:tag w:val="pmf:[^"]*if-[^"]*"/>.*?'
        rb"</w:sdtPr><w:sdtContent>(.*?)</w:sdtContent></w:sdt>",
        rb"\1", body,
    )  # fmt: skip
    mark = rb'<w:bookmarkStart w:id="\d+" w:name="pmf_if[^"]*"/><w:bookmarkEnd [^>]*/>'
    body = re.sub(mark, b"", body)
    own = own_name(made)
    return with_parts(made, {BODY: body, own: re.sub(rb"<block [^>]*/>", b"", raw(made, own))})


def test_an_older_file_is_told_once_of_a_passage_that_it_has_no_place_for() -> None:
    done = refreshed(plain(NOTE, note=False), NOTE, note=True)
    assert told(done) == [("absent", "if-note/1", "", "Mind the gap.")]
    assert seen(done.data) == ["Before", "After"]
    assert refreshed(done.data, NOTE, note=True).changes == ()


def test_an_older_file_that_shows_the_passage_is_told_nothing() -> None:
    assert refreshed(plain(NOTE, note=True), NOTE, note=True).changes == ()
    later = refreshed(plain(NOTE, note=True), NOTE, note=False)
    assert seen(later.data) == ["Before", "Mind the gap.", "After"]


def test_an_older_file_is_given_no_parts_for_a_chart_that_it_has_no_place_for() -> None:
    source = template("{% if c %}", "{{ c }}", "{% endif %}", "After")
    done = refreshed(plain(source, c=None), source, c=chart())
    assert [n for n in names(done.data) if "chart" in n] == []
    assert told(done) == [("absent", "chart", "", "")]


@pytest.mark.parametrize("kind", ["section", "set"])
def test_what_cannot_come_and_go_by_itself_is_no_passage(kind: str) -> None:
    document = docx.Document()
    document.add_paragraph("{% if note %}")
    document.add_paragraph("{% set late = 1 %}" if kind == "set" else "Inside")
    if kind == "section":
        document.add_section()
    document.add_paragraph("{% endif %}")
    document.add_paragraph("After")
    made = built(saved(document), note=True)
    assert b"pmf:if-note" not in raw(made, BODY)


def test_a_region_that_was_empty_gets_its_control_with_its_first_block() -> None:
    source = template("{% repeat e in r %}", "{{ e.title }}", "{% endrepeat %}", "After")
    done = refreshed(built(source, r=exceptions()), source, r=exceptions("A"))
    more = refreshed(done.data, source, r=exceptions("A", "B"))
    assert seen(more.data) == ["About A", "About B", "After"]
    assert raw(more.data, BODY).count(b'"pmf:exceptions"') == 1
    inside = raw(more.data, BODY).split(b'"pmf:exceptions"')[1]
    assert inside.index(b"About B") < inside.rindex(b"</w:sdt>") < inside.index(b"After")
