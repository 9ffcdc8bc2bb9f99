"""Sentences of the report that stand in a document: said anew unless somebody rewrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_engine.documents.word.controls import sentence_mark
from pmf_engine.documents.word.retext import anchors, look_of, static_mark_at, text_of
from pmf_engine.documents.word.scanning import Scan
from pmf_engine.documents.word.spans import Edit, Span, balanced
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Words
from pmf_engine.model.refresh import ChangeKind

_PARAGRAPH = re.compile(rb"</?w:p[\s>]")


def sentence_edits(found: Scan, work: Work) -> Iterator[Edit]:
    """Yield the sentences of a part that the report now words in another way."""
    given = work.given.texts if found.controls or found.bookmarks.spans else {}
    for slot, words in given.items():
        if isinstance(words, Words) and slot in work.before.sentences:
            for span in _places(found, slot):
                yield from _edits(found, work, span, words)


def _places(found: Scan, slot: str) -> list[Span]:
    """Return where a sentence stands: in its controls, or else where its bookmarks reach."""
    controls = [control.content for control in found.rich(slot)]
    marks = found.marked(sentence_mark(slot)).values()
    return controls or [_whole(found, mark) for mark in marks]


def _whole(found: Scan, mark: Span) -> Span:
    """Return a span with the whole controls at its edges: LibreOffice moves bookmarks into them."""
    if balanced(found.data[slice(*mark)]):
        return mark
    start, end = mark
    for one in (control.whole for control in found.bound):
        start = one.start if one.start < mark.start < one.end else start
        end = one.end if one.start < mark.end < one.end else end
    return Span(start, end)


def _edits(found: Scan, work: Work, span: Span, words: Words) -> Iterator[Edit]:
    body = found.data[slice(*span)]
    text_mark, whole = work.before.sentences[words.slot]
    inline = balanced(body) and not _PARAGRAPH.search(body)
    touched = not inline or static_mark_at(found, span) != text_mark
    if touched and not (work.overwrite and inline):
        work.note(ChangeKind.TYPED_OVER, words.slot, old=text_of(body), new=str(words))
    elif touched or whole != work.now.sentences[words.slot][1]:
        kind = ChangeKind.OVERWRITTEN if touched else ChangeKind.VALUE
        work.note(kind, words.slot, old=text_of(body), new=str(words))
        yield Edit(span, _said(body, words, work), fresh=True)


def _said(body: bytes, words: Words, work: Work) -> bytes:
    """Return the runs of a sentence, in the look of the old ones, with what was fastened there."""
    collecting, look = work.collecting, look_of(body)
    runs = collecting.written(lambda: collecting.pieces(words.parts, look))
    before, after = anchors(body, ours=True)
    return b"".join([before, runs, after])
