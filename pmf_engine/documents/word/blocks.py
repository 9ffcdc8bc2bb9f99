"""Blocks of a repeated region that people may have edited: added, marked as ended, taken out."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from pmf_engine.documents.word.controls import ENDED, Marks
from pmf_engine.documents.word.retext import static_mark
from pmf_engine.documents.word.spans import Edit, Scan, Span
from pmf_engine.documents.word.xml import attribute, run

_ITALIC = "<w:rPr><w:i/></w:rPr>"
_PARAGRAPHS = (b"<w:p>", b"<w:p ")


def ended_name(slot: str) -> str:
    """Return the name, as tag and as bookmark, of the mark on a block that has ended."""
    return f"{ENDED}{crc32(slot.encode()):08x}"


def adding(found: Scan, region: str, blocks: str) -> Edit | None:
    """Return what puts blocks at the end of a region; None where it does not stand in the part."""
    for start in found.marks_of(region):
        at = _paragraph(found.data, start)
        return Edit(Span(at, at), blocks.encode())
    control = next(found.rich(region), None)
    if control is None:
        return None
    return Edit(Span(control.content.end, control.content.end), blocks.encode())


def marking(found: Scan, slot: str, said: str, marks: Marks) -> Iterator[Edit]:
    """Yield what marks a block as ended, under its first paragraph, where it is not marked yet."""
    name = ended_name(slot)
    if name in found.bookmarks or next(found.rich(name), None) is not None:
        return
    for start in _starts(found, slot):
        at = found.data.find(b"</w:p>", start)
        if at >= 0:
            yield Edit(Span(at + 6, at + 6), _note(name, said, marks).encode())


def unmarking(found: Scan, slot: str) -> Iterator[Edit]:
    """Yield what takes the mark off a block that the report gives again."""
    name = ended_name(slot)
    controls = list(found.rich(name))
    for control in controls:
        yield Edit(control.whole, b"")
    if not controls and name in found.bookmarks:
        start = _paragraph(found.data, found.bookmarks[name])
        yield Edit(Span(start, found.data.index(b"</w:p>", start) + 6), b"")


def removing(found: Scan, slot: str, words: str) -> Iterator[Edit]:
    """Yield what takes out a block whose words are as they were filled, by their mark."""
    for control in found.rich(slot):
        if static_mark(found.data[slice(*control.content)]) == words:
            yield Edit(control.whole, b"")


def _starts(found: Scan, slot: str) -> list[int]:
    """Return where a block's first paragraph may be looked for: in its control, or at its mark."""
    controls = [control.content.start for control in found.rich(slot)]
    return controls or found.marks_of(slot)


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
