"""Sentences of the report that stand in a document: said anew unless somebody rewrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_engine.documents.word.retext import look_of, static_mark, text_of
from pmf_engine.documents.word.spans import Control, Edit, Scan
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Words
from pmf_engine.model.refresh import ChangeKind

_OPENING = re.compile(rb"<w:(?:commentRangeStart|bookmarkStart)\s[^>]*/>")
_CLOSING = re.compile(
    rb"<w:(?:commentRangeEnd|bookmarkEnd)\s[^>]*/>"
    rb"|<w:r(?:\s[^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:commentReference\s[^>]*/></w:r>",
    re.DOTALL,
)


def sentence_edits(found: Scan, work: Work) -> Iterator[Edit]:
    """Yield the sentences of a part that the report now words in another way."""
    sentences = {slot: one for slot, one in work.given.texts.items() if isinstance(one, Words)}
    for control in found.controls:
        words = None if control.yours else sentences.get(control.slot)
        if words is not None and control.slot in work.before.sentences:
            yield from _edits(found, work, control, words)


def _edits(found: Scan, work: Work, control: Control, words: Words) -> Iterator[Edit]:
    body = found.data[slice(*control.content)]
    text_mark, whole = work.before.sentences[control.slot]
    touched = static_mark(body) != text_mark
    if touched and not work.overwrite:
        work.note(ChangeKind.TYPED_OVER, words.slot, old=text_of(body), new=str(words))
    elif touched or whole != work.now.sentences[words.slot][1]:
        kind = ChangeKind.OVERWRITTEN if touched else ChangeKind.VALUE
        work.note(kind, words.slot, old=text_of(body), new=str(words))
        yield Edit(control.content, _said(body, words, work))


def _said(body: bytes, words: Words, work: Work) -> bytes:
    """Return the runs of a sentence, in the look of the old ones and with their comments."""
    collecting, look = work.collecting, look_of(body)
    runs = collecting.written(lambda: collecting.pieces(words.parts, look))
    return b"".join([*_OPENING.findall(body), runs, *_CLOSING.findall(body)])
