"""Whether a part is still well-formed once its edits are made."""

from __future__ import annotations

from collections.abc import Sequence
from xml.parsers.expat import ExpatError, ParserCreate

from pmf_engine.documents.package import parse
from pmf_engine.documents.word.spans import Edit

_BEGIN = 4_000


def check(before: bytes, edits: Sequence[Edit] | None, after: bytes) -> None:
    """Raise PmfError where a part is not well-formed, ExpatError where its edits made it so.

    Where whole elements between two tags give way to whole elements, nothing around them can
    break, so that only those are read. Where that would be as much work, an edit is no such
    thing, or it is not known what the edits were, all is read.
    """
    if edits is None or not _small(edits, after) or not all(_whole(before, one) for one in edits):
        try:
            ParserCreate().Parse(after, True)
        except ExpatError:
            parse(before)  # says so in a sentence where it was damaged before
            raise


def _small(edits: Sequence[Edit], after: bytes) -> bool:
    """Whether the edits are read sooner than the whole; to begin is as long as to read `_BEGIN`."""
    read = sum(len(one.data) + one.span.end - one.span.start for one in edits)
    return (read + len(edits) * _BEGIN) * 2 < len(after)


def _whole(before: bytes, edit: Edit) -> bool:
    start, end = edit.span
    between = before[start - 1 : start] == b">" and before[end : end + 1] == b"<"
    return between and is_content(before[start:end]) and is_content(edit.data)


def is_content(xml: bytes) -> bool:
    """Whether a piece of XML can stand between two tags: whole elements, and text."""
    parser = ParserCreate()
    try:
        for piece in (b"<_>", xml):
            parser.Parse(piece, False)
        parser.Parse(b"</_>", True)
    except ExpatError:
        return False
    return True
