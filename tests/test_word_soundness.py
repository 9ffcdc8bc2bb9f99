"""Parts of Word once their edits are made: what must be read again to know that they are XML."""

from __future__ import annotations

from xml.parsers.expat import ExpatError, ParserCreate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.documents.word import soundness
from pmf_engine.documents.word.spans import Edit, Span, changed
from pmf_engine.model.errors import PmfError

PART = b"<a>" + b"<b>text &amp; more</b>" * 2_000 + b"</a>"
PIECES = st.text("<>/ab &;=\"'", max_size=12).map(str.encode)


def sound(xml: bytes) -> bool:
    try:
        ParserCreate().Parse(xml, True)
    except ExpatError:
        return False
    return True


@given(st.integers(3, len(PART) - 4), st.integers(0, 30), PIECES)
def test_an_edit_that_passes_leaves_a_whole_part(start: int, size: int, new: bytes) -> None:
    edits = [Edit(Span(start, min(start + size, len(PART) - 4)), new)]
    edits = [*edits, Edit(Span(len(PART) - 4, len(PART) - 4), b"<c/>")]
    after = changed(PART, edits)
    try:
        soundness.check(PART, edits, after)
    except ExpatError:
        assert not sound(after)
    else:
        assert sound(after)


@pytest.mark.parametrize("xml", [b"", b"a", b"<b/>", b"<b>x</b>y<c/>", b"&amp;"])
def test_whole_elements_and_text_are_content(xml: bytes) -> None:
    assert soundness.is_content(xml)


@pytest.mark.parametrize("xml", [b"<b>", b"</b>", b"</_><_>", b"<b></c>", b"&", b"<?xml?>", b"]]>"])
def test_anything_else_is_not(xml: bytes) -> None:
    assert not soundness.is_content(xml)


def test_a_part_that_was_damaged_before_gets_a_sentence() -> None:
    with pytest.raises(PmfError, match="The file is damaged"):
        soundness.check(b"<a><b></a>", None, b"<a><b></a>")
