"""What a document keeps of its filling is read back, whoever wrote its part last."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pmf_engine.documents.rawzip import RawZip
from pmf_engine.documents.word import memory
from pmf_engine.documents.word.controls import NAMESPACE
from pmf_engine.documents.word.keeping import write
from pmf_engine.documents.word.kept import Kept, KeptChart, KeptTable, Place, Row, Shown, as_told
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import lineage_figure
from tests.refresh_kit import built, kept_text, own_name, refreshed
from tests.word_kit import figure, identity, raw, template

LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12)
SLOTS = st.from_regex(r"[A-Za-z0-9._-]{1,8}(/[A-Za-z0-9._-]{1,8})?", fullmatch=True)
VALUES = st.sampled_from(("93.1", "0", "1234.5"))
MARK = st.from_regex(r"[0-9a-f]{8}", fullmatch=True)
TABLES = st.builds(
    KeptTable, sign=MARK, words=MARK, caption=LETTERS, heads=MARK,
    told=st.lists(st.builds(Row, MARK, MARK, MARK), max_size=3).map(as_told),
)  # fmt: skip
CHARTS = st.builds(KeptChart, MARK, MARK, MARK)


@st.composite
def kepts(draw: st.DrawFn) -> Kept:
    slots = draw(st.lists(SLOTS, unique=True, max_size=4))
    figures = {slot: lineage_figure(figure(slot, draw(VALUES))) for slot in slots}
    shown = {
        Place(s, n): Shown(draw(LETTERS), draw(LETTERS)) for s in slots for n in ("text", "short")
    }
    for slot, one in figures.items():
        display, short = (shown[Place(slot, node)].text for node in ("text", "short"))
        figures[slot] = one._replace(display=display, short=short)
    words = draw(st.dictionaries(SLOTS, st.tuples(MARK, MARK), max_size=3))
    shown |= {Place(slot, "wording"): Shown(draw(LETTERS), draw(LETTERS)) for slot in words}
    tables, charts = (draw(st.dictionaries(SLOTS, one, max_size=3)) for one in (TABLES, CHARTS))
    known = [*figures, *words, *tables, *charts]
    return Kept(
        identity=identity(title=draw(LETTERS), draft=draw(st.booleans())), figures=figures,
        shown=shown, sentences=words, tables=tables, charts=charts,
        blocks=draw(st.dictionaries(SLOTS, MARK, max_size=3)),
        narratives=draw(st.dictionaries(SLOTS, LETTERS.map(lambda text: f"{text}\n\t{text}"))),
        gone=frozenset(draw(st.sets(st.sampled_from(known)))) if known else frozenset(),
    )  # fmt: skip


def otherwise(xml: bytes) -> bytes:
    """Return the part with a prefix at every name, as other programs write it."""
    root = etree.fromstring(xml)
    prefixed = etree.Element(root.tag, dict(root.attrib), nsmap={"p": NAMESPACE})
    prefixed.extend(list(root))
    etree.cleanup_namespaces(prefixed)
    return etree.tostring(prefixed, xml_declaration=True, encoding="UTF-16")


@settings(deadline=None, max_examples=30)
@given(kepts(), st.sampled_from((bytes, otherwise)))
def test_what_a_document_keeps_is_read_back_however_it_is_written(
    kept: Kept, way: Callable[[bytes], bytes]
) -> None:
    again = memory.read(way(write(kept)))
    assert again.figures == kept.figures
    assert all(slot in again.figures for slot in kept.figures) and "other" not in again.figures
    assert again.gone >= kept.gone
    for name in ("identity", "shown", "sentences", "tables", "charts", "blocks", "narratives"):
        assert getattr(again, name) == getattr(kept, name), name


SAYS = Shown("93.1%", "93.1%")
BUILT = built(template("{{ f }}"), f=figure())
PLAIN = raw(BUILT, own_name(BUILT))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<figures>", b'<figures><!-- <figure id="x"> -->'),
        (b"<text>93.1%</text>", b"<text><![CDATA[93.1%]]></text>"),
        (b"<text>93.1%</text>", b"<text>93&#46;1%</text>"),
        (b"<text>93.1%</text>", b"<text >93.1%</text>"),
        (b"<figures>", b"<figures >"),
    ],
)
def test_a_part_that_another_program_wrote_in_its_own_way_says_the_same(
    old: bytes, new: bytes
) -> None:
    assert old in PLAIN
    again, kept = memory.read(PLAIN.replace(old, new)), memory.read(PLAIN)
    assert again.shown == kept.shown == {Place("REP01", node): SAYS for node in ("text", "short")}
    assert again.figures == kept.figures


def test_a_part_whose_letters_are_damaged_is_told_in_a_sentence() -> None:
    with pytest.raises(PmfError, match="The file is damaged"):
        memory.read(PLAIN.replace(b"93.1%", b"93.1\xff"))


def test_a_part_written_in_other_letters_is_found_and_refreshed() -> None:
    name = own_name(BUILT)
    data = RawZip(BUILT).rewritten({name: otherwise(PLAIN)})
    done = refreshed(data, template("{{ f }}"), f=figure(value="94.0"))
    assert kept_text(done.data, "REP01") == "94.0%"
    assert raw(done.data, name).startswith(b"<?xml version='1.0' encoding='UTF-8'")
