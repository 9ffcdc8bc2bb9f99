"""Bringing a Word document up to date after people have edited it.

Only what the engine owns is written: figures and live wordings wherever they stand, tables and
charts of the report, blocks of its repeated regions. Every other byte stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from pmf_engine.documents import fidelity
from pmf_engine.documents.package import parse
from pmf_engine.documents.word.build import loaded, rendered
from pmf_engine.documents.word.collect import Collecting
from pmf_engine.documents.word.filled import filled
from pmf_engine.documents.word.gone import gone_changes
from pmf_engine.documents.word.keeping import write
from pmf_engine.documents.word.opened import Opened
from pmf_engine.documents.word.properties import has_contents, retitle, update_fields
from pmf_engine.documents.word.reblock import block_edits, remark
from pmf_engine.documents.word.rechart import chart_edits
from pmf_engine.documents.word.recontents import renewed
from pmf_engine.documents.word.refill import Live, refilled
from pmf_engine.documents.word.resay import sentence_edits
from pmf_engine.documents.word.retabling import table_edits
from pmf_engine.documents.word.retext import text_of
from pmf_engine.documents.word.scanning import Scan
from pmf_engine.documents.word.shaping import Shaped
from pmf_engine.documents.word.spans import Edit
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Identity, Words
from pmf_engine.model.refresh import Change, ChangeKind, Refreshed, in_order
from pmf_engine.model.values import Figure


def refresh_word(
    data: bytes,
    template: bytes,
    context: Mapping[str, Any],
    identity: Identity,
    figures: Sequence[Figure],
    *,
    overwrite: bool = False,
) -> Refreshed:
    """Return a document with what the report now gives, and what changed in it.

    `template` is the one it was built from. What somebody typed over stays, unless `overwrite`.
    Raises PmfError where the file cannot be refreshed, InputFaults where the template is at fault.
    """
    opened = Opened.read(data)
    collecting = _collected(opened, template, context, identity)
    now = filled(identity, collecting.given, figures, opened.kept)
    work = Work(opened, collecting, now, overwrite)
    shaped = {name: _shaped(name, found, work) for name, found in opened.scans.items()}
    live = Live(shaped.values(), work)
    parts = {name: refilled(part, live, collecting.styles) for name, part in shaped.items()}
    contents = renewed(opened.scans[opened.document].data, parts[opened.document])
    parts[opened.document] = contents.data
    told = (
        live.changes,
        gone_changes(shaped.values(), work),
        work.changes,
        _absent(work),
        _commentary(work),
    )
    _finish(work, identity, stale=contents.stale)
    return _written(data, opened, {**parts, opened.item: write(live.kept)}, in_order(chain(*told)))


def _shaped(name: str, found: Scan, work: Work) -> Shaped:
    """Return a part with its blocks, sentences, tables and charts as the report gives them."""
    edits: list[Edit] = [
        *block_edits(found, work),
        *sentence_edits(found, work),
        *table_edits(found, work),
        *chart_edits(found, name, work),
    ]
    shaped = Shaped.of(found, edits)
    remark(shaped, work)
    return shaped


def _collected(
    opened: Opened, template: bytes, context: Mapping[str, Any], identity: Identity
) -> Collecting:
    """Return what the report gives the document, through the template that it was built from."""
    ready = loaded(template, identity)
    known = {*opened.kept.blocks, *(c.slot for one in opened.scans.values() for c in one.controls)}
    collecting = Collecting(
        opened.package, ready, known, opened.has_region, opened.marks, opened.document
    )
    rendered(ready, collecting, context, identity)
    return collecting


def _absent(work: Work) -> Iterator[Change]:
    """Yield what the report gives for the first time and the document has no place for."""
    before, given = work.before, work.given
    known = {*before.sentences, *before.tables, *before.charts, *work.collecting.placed}
    sentences = {slot for slot, one in given.texts.items() if isinstance(one, Words)}
    for slot in (slot for slot in given.slots if slot not in known):
        if (slot in sentences or slot not in given.texts) and not work.opened.holds(slot):
            titled = given.tables.get(slot) or given.charts.get(slot)
            title = getattr(titled, "caption", "") or getattr(titled, "title", "")
            new = str(given.texts[slot]) if slot in sentences else ""
            yield Change(kind=ChangeKind.ABSENT, slot=slot, title=title, new=new)
    for slot, xml in work.collecting.homeless.items():
        if not work.opened.says(xml):
            yield Change(kind=ChangeKind.ABSENT, slot=slot, new=text_of(xml))


def _commentary(work: Work) -> Iterator[Change]:
    """Yield the words of people whose source has changed; those in the document stay."""
    for slot, text in work.now.narratives.items():
        was = work.before.narratives.get(slot, text)
        if was != text and work.opened.holds(slot):
            yield Change(kind=ChangeKind.COMMENTARY, slot=slot, old=was, new=text)


def _finish(work: Work, identity: Identity, *, stale: bool) -> None:
    """Write the new title; have Word make its contents list again where headings came or went."""
    package, document = work.opened.package, work.opened.document
    retitle(package, work.before.identity, identity)
    body = package.parts[document]
    if (work.added or stale) and b"TOC" in body and has_contents(parse(body)):
        update_fields(package, document)


def _written(
    data: bytes, opened: Opened, parts: Mapping[str, bytes], changes: tuple[Change, ...]
) -> Refreshed:
    opened.parts.update(
        {name: part for name, part in parts.items() if _differs(opened, name, part)}
    )
    opened.parts.update(opened.package.bookkeeping())
    touched = opened.parts.changed()
    if not touched:
        return Refreshed(data, changes)
    after = opened.parts.rewritten(touched)
    fidelity.check(opened.parts.file, after, touched)
    return Refreshed(after, changes)


def _differs(opened: Opened, name: str, part: bytes) -> bool:
    return name == opened.item or part != opened.scans[name].data
