"""A chart part that people may have formatted, given new data where it stands.

Only what the data decide is written: points, the axis, titles, where labels at the end of a line
go. Colours, fonts, sizes and whatever else somebody set stay, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import chain
from typing import NamedTuple

from pmf_engine.documents.chart_form import Described, Form
from pmf_engine.documents.chart_stencil import points_of
from pmf_engine.documents.embedded import SHEET, Cell

_CACHE = re.compile(
    rb"(<c:f>([^<]*)</c:f>\s*<c:(?:str|num)Cache>\s*(?:<c:formatCode>[^<]*</c:formatCode>\s*)?"
    rb'<c:ptCount val="(\d+)"/>)(.*?)(?=</c:(?:str|num)Cache>)',
    re.DOTALL,
)
_CACHES = re.compile(rb"<c:(?:str|num)Cache[\s>/]")
_SERIES = re.compile(rb"<c:ser>.*?</c:ser>", re.DOTALL)
_TITLE = re.compile(rb"<c:title>.*?</c:title>", re.DOTALL)
_TEXT = re.compile(rb"<a:t>([^<]*)</a:t>|<a:t/>")
_AXIS = re.compile(rb"<c:valAx>.*?</c:valAx>", re.DOTALL)
_PLOT = re.compile(rb"<c:plotArea>\s*<c:layout>\s*<c:manualLayout>.*?</c:manualLayout>", re.DOTALL)
_LEGEND = re.compile(rb"<c:legend>.*?</c:legend>", re.DOTALL)
_GEOMETRY = (
    (_AXIS, {"min": "low", "max": "high", "majorUnit": "step"}),
    (_PLOT, {"x": "left", "y": "top", "w": "width", "h": "height"}),
)
_FORMAT = re.compile(rb'<c:numFmt formatCode="([^"]*)"')
_LABEL = (
    rb"(<c:layout/>|<c:layout>(?:(?!</c:dLbl>).)*?</c:layout>)(?:(?!</c:dLbl>).)*?"
    rb'(<c:dLblPos val="[^"]*"/>|(?=<c:showLegendKey))'
)
_SIDES = {"right": "r", "left": "l", "above": "t", "below": "b", "center": "ctr"}
_LEGEND_WIDTH = (_LEGEND, {"w": "legend"})


class _Splice(NamedTuple):
    """New bytes for a span of a part."""

    start: int
    end: int
    data: bytes


def title_lines(described: Described) -> list[str]:
    """Return the lines of a chart's title and subtitle."""
    form, varying = described.form, described.varying
    titles = [varying[f"title{at}"] for at in range(form.titles)]
    return [*titles, *(varying[f"subtitle{at}"] for at in range(form.subtitles))]


def titles_in(xml: bytes) -> list[str]:
    """Return the lines that stand in a chart part as titles, those of its axes too."""
    return [unescape((one[1] or b"").decode()) for one in _texts(xml)]


def refilled(
    xml: bytes, described: Described, rows: Sequence[Sequence[Cell]], *, titled: bool
) -> bytes | None:
    """Return a chart part with what a chart of the same form shows, its titles too if `titled`.

    None where the part is not built as the engine builds it, so that it must be drawn anew.
    """
    data = _data(xml, described.form, rows)
    titles = _titles(xml, title_lines(described)) if titled else []
    if data is None or titles is None:
        return None
    looks = (_geometry(xml, described), _axis_format(xml, described.form), _labels(xml, described))
    return _spliced(xml, chain(data, titles, *looks))


def _spliced(xml: bytes, splices: Iterable[_Splice]) -> bytes:
    pieces, at = [], 0
    for start, end, data in sorted(splices):
        pieces += [xml[at:start], data]
        at = end
    return b"".join([*pieces, xml[at:]])


def _data(xml: bytes, form: Form, rows: Sequence[Sequence[Cell]]) -> list[_Splice] | None:
    """Return the new points of each name, of the categories and of the values."""
    caches = list(_CACHE.finditer(xml))
    known = points_of(form, rows)
    names = [
        (name, size)
        for at in form.order
        for name, size in ((f"name{at}", 1), ("categories", form.size), (f"values{at}", form.size))
    ]
    ours = f"{SHEET}!".encode()
    if len(caches) != len(names) or len(_CACHES.findall(xml)) != len(names):
        return None
    pairs = list(zip(caches, names, strict=True))
    if any(int(one[3]) != size or not one[2].startswith(ours) for one, (_, size) in pairs):
        return None
    return [_Splice(one.start(4), one.end(4), known[name].encode()) for one, (name, _) in pairs]


def _titles(xml: bytes, lines: Sequence[str]) -> list[_Splice] | None:
    texts = _texts(xml)
    if len(texts) != len(lines):
        return None
    return [
        _Splice(*one.span(), f"<a:t>{escape(line, quote=False)}</a:t>".encode())
        for one, line in zip(texts, lines, strict=True)
    ]


def _texts(xml: bytes) -> list[re.Match[bytes]]:
    return [one for title in _TITLE.finditer(xml) for one in _TEXT.finditer(xml, *title.span())]


def _geometry(xml: bytes, described: Described) -> Iterator[_Splice]:
    """Yield the axis and the places of plot and legend; what somebody took away stays away."""
    wide = (*_GEOMETRY, *((_LEGEND_WIDTH,) if described.form.legend else ()))
    for block, names in wide:
        found = block.search(xml)
        if found is not None:
            yield from _values(xml, found.span(), names, described.varying)


def _values(
    xml: bytes, span: tuple[int, int], names: Mapping[str, str], varying: Mapping[str, str]
) -> Iterator[_Splice]:
    for name, value in names.items():
        one = re.compile(rb"<c:" + name.encode() + rb' val="([^"]*)"').search(xml, *span)
        if one is not None:
            yield _Splice(*one.span(1), varying[value].encode())


def _axis_format(xml: bytes, form: Form) -> Iterator[_Splice]:
    axis = _AXIS.search(xml)
    found = _FORMAT.search(xml, *axis.span()) if axis else None
    if found is not None:
        yield _Splice(*found.span(1), escape(form.axis_format).encode())


def _labels(xml: bytes, described: Described) -> Iterator[_Splice]:
    """Yield where the labels of lines go, so that none covers another."""
    form = described.form
    for at, found in zip(form.order, _SERIES.finditer(xml), strict=False):
        series = form.series[at]
        if series.point is None or not (form.kind == "line" or series.is_target):
            continue
        number = rb'<c:dLbl>\s*<c:idx val="%d"/>\s*' % series.point
        label = re.compile(number + _LABEL, re.DOTALL).search(xml, *found.span())
        if label is not None:
            places = [f"{side}{at}" for side in ("right", "down")] if series.moved else []
            yield _Splice(*label.span(1), _placed([described.varying[place] for place in places]))
            yield from _sided(label, series.side)


def _sided(label: re.Match[bytes], side: str) -> Iterator[_Splice]:
    """Yield the side of its point on which a label stands; to the right where nothing says so."""
    told = f'<c:dLblPos val="{_SIDES[side]}"/>'.encode()
    if label[2] or side != "right":
        yield _Splice(*label.span(2), told)


def _placed(shares: Sequence[str]) -> bytes:
    if not shares:
        return b"<c:layout/>"
    told = "".join(f'<c:{side} val="{share}"/>' for side, share in zip("xy", shares, strict=True))
    return f"<c:layout><c:manualLayout>{told}</c:manualLayout></c:layout>".encode()
