"""Whether a part is still well-formed once its edits are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers.expat import ExpatError, ParserCreate

from pmf_engine.documents.package import parse
from pmf_engine.documents.word.spans import Edit, Span

_BEGIN = 4_000
_LETTERS = re.compile(rb"[^<&\]\xef\x00-\x08\x0b\x0c\x0e-\x1f]*")  # which XML always allows


def check(before: bytes, edits: Sequence[Edit] | None, after: bytes) -> None:
    """Raise PmfError where a part is not well-formed, ExpatError where its edits made it so.

    Where letters between two tags give way to letters, or whole elements to whole elements,
    nothing around them can break, so that only elements are read. Where that would be as much
    work, an edit is no such thing, or it is not known what the edits were, all is read.
    """
    read = None if edits is None else _but_letters(before, edits)
    if read is None or not _small(read, after) or not all(_whole(before, one) for one in read):
        try:
            ParserCreate().Parse(after, True)
        except ExpatError:
            parse(before)  # says so in a sentence where it was damaged before
            raise


def _but_letters(before: bytes, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Return the edits, without those in which letters between two tags give way to letters."""
    others, letters = list[Edit](), list[bytes]()
    for edit in edits:
        both = edit.data + before[slice(*edit.span)]
        if b"<" not in both and b"&" not in both and _between(before, edit.span):
            letters.append(both)
        else:
            others.append(edit)
    return others if _are_letters(b" ".join(letters)) else edits


def _are_letters(letters: bytes) -> bool:
    try:
        letters.decode()
    except UnicodeDecodeError:
        return False
    return _LETTERS.fullmatch(letters) is not None


def _small(edits: Sequence[Edit], after: bytes) -> bool:
    """Whether the edits are read sooner than the whole; to begin is as long as to read `_BEGIN`."""
    read = sum(len(one.data) + one.span.end - one.span.start for one in edits)
    return (read + len(edits) * _BEGIN) * 2 < len(after)


def _whole(before: bytes, edit: Edit) -> bool:
    start, end = edit.span
    return _between(before, edit.span) and is_content(before[start:end]) and is_content(edit.data)


def _between(before: bytes, span: Span) -> bool:
    return before[span.start - 1 : span.start] == b">" and before[span.end : span.end + 1] == b"<"


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
