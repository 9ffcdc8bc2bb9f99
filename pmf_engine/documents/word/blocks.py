"""Blocks of a repeated region that people may have edited: added, marked as ended, taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from zlib import crc32

from pmf_engine.documents.word.controls import ENDED, FIGURE, Marks
from pmf_engine.documents.word.retext import static_mark, text_of
from pmf_engine.documents.word.scanning import Control, Scan
from pmf_engine.documents.word.spans import Edit, Span, balanced, paragraph_end
from pmf_engine.documents.word.xml import attribute, run

_ITALIC = "<w:rPr><w:i/></w:rPr>"
_PARAGRAPHS = (b"<w:p>", b"<w:p ")
_FIRST = re.compile(rb"<w:tbl>|</?w:p[\s>]")


def ended_name(slot: str) -> str:
    """Return the name, as tag and as bookmark, of the mark on a block that has ended."""
    return f"{ENDED}{crc32(slot.encode()):08x}"


def adding(found: Scan, region: str, blocks: Mapping[int, str], marks: Marks) -> Iterator[Edit]:
    """Yield what puts blocks at the end of each showing of a region, by the showing's number.

    They go into the region's control, and into one of their own where it has none.
    """
    controls = found.rich(region)
    ends = {n: _paragraph(found.data, span.start) for n, span in found.marked(region).items()}
    if not ends:
        ends = {n: one.content.end for n, one in enumerate(controls, 1)}
    for number, at in ends.items():
        if number in blocks:
            at, inside = _into(found.data, controls, at)
            xml = blocks[number]
            made = xml if inside else marks.rich(FIGURE, region, region, xml)
            yield Edit(Span(at, at), made.encode(), fresh=True)


def _into(data: bytes, controls: Iterable[Control], at: int) -> tuple[int, bool]:
    """Return where in a region's control a block goes that belongs at a place, if it has one."""
    for one in controls:
        if one.content.start <= at <= one.content.end:
            return at, True
        if one.whole.end <= at and not data[one.whole.end : at].strip():
            return one.content.end, True
    return at, False


def marking(found: Scan, slot: str, said: str, marks: Marks) -> Iterator[Edit]:
    """Yield what marks a block as ended, under its first paragraph, where it is not marked yet."""
    name = ended_name(slot)
    if found.named(name) or found.rich(name):
        return
    for start in _starts(found, slot):
        at = _under_heading(found.data, start)
        if at >= 0:
            yield Edit(Span(at, at), _note(name, said, marks).encode())


def unmarking(found: Scan, slot: str) -> Iterator[tuple[Edit, str]]:
    """Yield what takes the mark off a block that the report gives again, and what it said."""
    name = ended_name(slot)
    spans = [control.whole for control in found.rich(name)]
    for span in spans or [_whole(found.data, one.start) for one in found.named(name).values()]:
        yield Edit(span, b""), text_of(found.data[slice(*span)])


def standing(found: Scan, slot: str, fellows: Collection[str]) -> list[tuple[Span, bytes]]:
    """Return each showing of a block and what it holds.

    One without control reaches to the next of its `fellows`, its region and the other blocks.
    """
    controls = found.rich(slot, block=True)
    if controls:
        return [(one.whole, found.data[slice(*one.content)]) for one in controls]
    spans = [_elements(found.data, span) for span in extents(found, slot, fellows)]
    return [(span, found.data[slice(*span)]) for span in spans if span is not None]


def removing(
    found: Scan, slot: str, words: str, fellows: Collection[str]
) -> Iterator[tuple[Edit | None, str]]:
    """Yield what takes out a block whose words are as they were filled, by their mark.

    For one in which somebody wrote there is nothing but what it says.
    """
    for span, held in standing(found, slot, fellows):
        untouched = static_mark(held) == words
        yield (Edit(span, b"") if untouched else None), text_of(held)


def extents(found: Scan, slot: str, fellows: Collection[str]) -> Iterator[Span]:
    """Yield from where to where a block reaches; `fellows` are its region and the other blocks."""
    controls = found.rich(slot, block=True)
    yield from (one.whole for one in controls)
    if not controls:
        edges = [span.start for one in fellows for span in found.marked(one).values()]
        for span in found.marked(slot).values():
            after = [edge for edge in edges if edge > span.start]
            yield Span(span.start, min(after, default=len(found.data)))


def turning(found: Scan, spans: Iterable[Span], turn: Callable[[bytes], bytes]) -> Iterator[Edit]:
    """Yield what freezes, or thaws, the live values in blocks."""
    spans = list(spans)
    for control in found.bound:
        if any(span.holds(control.whole) for span in spans):
            told = found.data[slice(*control.properties)]
            if (turned := turn(told)) != told:
                yield Edit(control.properties, turned)


def _elements(data: bytes, reach: Span) -> Span | None:
    """Return the whole paragraphs and tables from one mark to the next; None where there are none.

    A block that begins with a table is marked in its first cell. One after which no mark is left
    is taken for a paragraph.
    """
    if reach.end == len(data):
        return _whole(data, reach.start)
    start, end = (_paragraph(data, at) for at in reach)
    while start >= 0:
        if balanced(data[start:end]):
            return Span(start, end)
        start = data.rfind(b"<w:tbl>", 0, start)
    return None


def _starts(found: Scan, slot: str) -> list[int]:
    """Return where a block's first paragraph may be looked for: in its control, or at its mark."""
    controls = [control.content.start for control in found.rich(slot, block=True)]
    return controls or [span.start for span in found.marked(slot).values()]


def _under_heading(data: bytes, start: int) -> int:
    """Return where a block's first paragraph ends; where it begins if it begins with a table."""
    first = _FIRST.search(data, start)
    if first is not None and first[0] == b"<w:tbl>":
        return first.start()
    return paragraph_end(data, start)


def _whole(data: bytes, inside: int) -> Span:
    """Return the paragraph in which a place lies; nothing but the place outside any."""
    start = _paragraph(data, inside)
    return Span(start, paragraph_end(data, start)) if start < inside else Span(start, start)


def _paragraph(data: bytes, inside: int) -> int:
    """Return where the paragraph begins in which a place lies; the place itself outside any."""
    start = max(data.rfind(tag, 0, inside) for tag in _PARAGRAPHS)
    return start if start > data.rfind(b"</w:p>", 0, inside) else inside


def _note(name: str, said: str, marks: Marks) -> str:
    alias, number = attribute(said[:64]), marks.control(name)
    body = f"<w:p><w:pPr><w:keepNext/></w:pPr>{marks.named(name)}{run(said, _ITALIC)}</w:p>"
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:tag w:val="{name}"/><w:id w:val="{number}"/>'
        f"</w:sdtPr><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    )
