"""The XML of the part in which a Word document keeps what it was filled with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape

from pmf_engine.documents.word.controls import NAMESPACE
from pmf_engine.documents.word.kept import Kept, Place, Shown, quick
from pmf_engine.documents.word.xml import clean, escaped
from pmf_engine.model.cells import Source
from pmf_engine.model.lineage import LineageFigure
from pmf_engine.model.values import Adjustment, Term

IDENTITY: Mapping[str, str] = {
    "report": "report", "title": "title", "entity": "entity", "entity-title": "entity_title",
    "period": "period", "period-title": "period_title", "workspace": "workspace",
    "template": "template", "document-name": "document", "engine": "engine", "today": "today",
}  # fmt: skip
SOURCE: Mapping[str, str] = {
    "input": "workbook", "sheet": "sheet", "range": "range", "sha256": "sha256",
}  # fmt: skip
ADJUSTMENT: Mapping[str, str] = {
    "computed": "computed", "reason": "reason", "approved-by": "approved_by",
    "approved-on": "approved_on",
}  # fmt: skip
_SIGNS = frozenset("&<>\"'")  # which do not stand in an attribute as they are


def write(kept: Kept) -> bytes:
    """Return the document's own part."""
    return f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n{_root(kept)}".encode()


def _root(kept: Kept) -> str:
    identity = kept.identity
    named = {name: getattr(identity, field) for name, field in IDENTITY.items()}
    told = _attributes({**named, "draft": "yes" if identity.draft else "no"})
    inputs = "".join(
        f"<input{_attributes({'workbook': workbook, 'sha256': sha256})}/>"
        for workbook, sha256 in identity.inputs.items()
    )
    figures = "".join([_figure(kept, figure) for figure in kept.figures.values()])
    texts = "".join(
        [_wording(kept, place, shown) for place, shown in kept.shown.items() if _is_text(place)]
    )
    return (
        f'<pmf xmlns="{NAMESPACE}" document="word"{told}><inputs>{inputs}</inputs>'
        f"<figures>{figures}</figures><texts>{texts}</texts><slots>{''.join(_slots(kept))}</slots>"
        "</pmf>"
    )


@lru_cache(8192)
def _quoted(text: str) -> str:
    """Return text as an attribute between its quotes."""
    if text.isprintable() and _SIGNS.isdisjoint(text):
        return f'"{text}"'
    whole = escape(clean(text)).replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{whole}"'


def _fact(name: str, value: str | None) -> str:
    return "" if value is None else f" {name}={_quoted(value)}"


def _attributes(values: Mapping[str, str | None]) -> str:
    return "".join([_fact(name, value) for name, value in values.items()])


def _node(name: str, text: str) -> str:
    return f"<{name}>{escaped(text)}</{name}>" if text else f"<{name}/>"


def _note(name: str, text: str) -> str:
    return _node(name, text) if text else ""


def _gone(kept: Kept, slot: str) -> str | None:
    return "yes" if slot in kept.gone else None


def _is_text(place: Place) -> bool:
    return place.node == "wording"


def _wording(kept: Kept, place: Place, shown: Shown) -> str:
    words, sign = kept.sentences.get(place.slot, (None, None))
    facts = {"id": place.slot, "words": words, "mark": sign, "gone": _gone(kept, place.slot)}
    told = _attributes(facts)
    body = f"{_node('text', shown.text)}{_node('filled', shown.filled)}"
    return f"<text-slot{told}>{body}</text-slot>"


def _figure(kept: Kept, figure: LineageFigure) -> str:
    slot = figure.slot
    text = kept.shown[quick(Place, (slot, "text"))]
    short = kept.shown[quick(Place, (slot, "short"))]
    return "".join(
        [
            f"<figure id={_quoted(slot)} title={_quoted(figure.title)}"
            f"{_fact('value', figure.value)} unit={_quoted(figure.unit)}"
            f"{_fact('status', figure.status)}"
            f" edition={_quoted(figure.edition)}{_fact('missing', figure.missing)}"
            f"{_fact('gone', _gone(kept, slot))}>",
            _node("text", text.text),
            _node("short", short.text),
            _node("filled", text.filled),
            _node("filled-short", short.filled),
            *[_node("mark", one) for one in figure.marks],
            _note("note", figure.note),
            _note("definition", figure.definition),
            _note("arithmetic", figure.arithmetic),
            _sources(figure.sources),
            *map(_term, figure.terms),
            _adjustment(figure.adjustment),
            "</figure>",
        ]
    )


def _sources(sources: Iterable[Source]) -> str:
    return "".join(
        [
            f"<source input={_quoted(one.workbook)} sheet={_quoted(one.sheet)}"
            f" range={_quoted(one.range)} sha256={_quoted(one.sha256)}/>"
            for one in sources
        ]
    )


def _term(term: Term) -> str:
    told = _attributes({"name": term.name, "value": term.value})
    return f"<term{told}>{_sources(term.sources)}</term>"


def _adjustment(adjustment: Adjustment | None) -> str:
    if adjustment is None:
        return ""
    told = {name: getattr(adjustment, field) for name, field in ADJUSTMENT.items()}
    return f"<adjustment{_attributes({**told, 'value': format(adjustment.value, 'f')})}/>"


def _slots(kept: Kept) -> Iterator[str]:
    for slot, table in kept.tables.items():
        told = {"id": slot, "mark": table.sign, "gone": _gone(kept, slot)}
        told |= {"caption": table.caption, "heads": table.heads, "words": table.words}
        yield f"<table{_attributes(told)}>{table.told}</table>"
    for slot, chart in kept.charts.items():
        told = {"id": slot, "mark": chart.sign, "gone": _gone(kept, slot)}
        told |= {"form": chart.form, "title": chart.title}
        yield f"<chart{_attributes(told)}/>"
    for slot, words in kept.blocks.items():
        yield f"<block{_attributes({'id': slot, 'words': words})}/>"
    for slot, text in kept.narratives.items():
        yield f"<narrative{_attributes({'id': slot})}>{escaped(text)}</narrative>"
