"""A chart part that people may have formatted, given new data where it stands.

Only what the data decide is written: points, the axis, titles, where labels at the end of a line
go. Colours, fonts, sizes and whatever else somebody set stay, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape, unescape
from itertools import chain, islice
from typing import NamedTuple

from pmf_engine.documents.chart_form import Described, Form
from pmf_engine.documents.chart_stencil import points_of
from pmf_engine.documents.embedded import SHEET, Cell

_CACHE = re.compile(
    rb"<c:f>([^<]*)</c:f>\s*<c:(str|num)Cache>\s*(?:<c:formatCode>[^<]*</c:formatCode>\s*)?"
    rb'<c:ptCount val="(\d+)"/>'
)
_CACHES = re.compile(rb"<c:(?:str|num)Cache[\s>/]")
_TEXT = re.compile(rb"<a:t>([^<]*)</a:t>|<a:t/>")
_PLOT = re.compile(rb"<c:plotArea>\s*<c:layout>\s*<c:manualLayout>.*?</c:manualLayout>", re.DOTALL)


class _Span(NamedTuple):
    """Where an element begins and ends."""

    start: int
    end: int


def _elements(xml: bytes, name: str) -> Iterator[_Span]:
    """Yield where each element of a name stands, none of which holds another of that name."""
    begun, ended = f"<c:{name}>".encode(), f"</c:{name}>".encode()
    start = xml.find(begun)
    while start >= 0 and (end := xml.find(ended, start)) >= 0:
        yield _Span(start, end + len(ended))
        start = xml.find(begun, end)


def _plot(xml: bytes) -> Iterator[_Span]:
    """Yield where the place of the plot stands, if it has one."""
    if found := _PLOT.search(xml):
        yield _Span(*found.span())


def _named(**values: str) -> list[tuple[re.Pattern[bytes], str]]:
    """Return what finds the value of each element, with the name of what it is to be."""
    found = ((rb"<c:%s val=\"([^\"]*)\"" % name.encode(), value) for name, value in values.items())
    return [(re.compile(pattern), value) for pattern, value in found]


_AXIS = partial(_elements, name="valAx")
_GEOMETRY = (
    (_AXIS, _named(min="low", max="high", majorUnit="step")),
    (_plot, _named(x="left", y="top", w="width", h="height")),
)
_FORMAT = re.compile(rb'<c:numFmt formatCode="([^"]*)"')
_LABEL = re.compile(
    rb'<c:dLbl>\s*<c:idx val="(\d+)"/>\s*(<c:layout/>|<c:layout>.*?</c:layout>)', re.DOTALL
)
_SIDE = re.compile(rb'(<c:dLblPos val="[^"]*"/>)|(?=<c:showLegendKey)')
_SIDES = {"right": "r", "left": "l", "above": "t", "below": "b", "center": "ctr"}
_LEGEND_WIDTH = (partial(_elements, name="legend"), _named(w="legend"))


class _Splice(NamedTuple):
    """New bytes for a span of a part."""

    start: int
    end: int
    data: bytes

    @classmethod
    def over(cls, found: re.Match[bytes], group: int, data: str) -> _Splice:
        """Return new words for a group of what was found."""
        return cls(found.start(group), found.end(group), data.encode())


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
    ends = [xml.find(b"</c:%bCache>" % one[2], one.end()) for one in caches]
    if any(int(one[3]) != size or not one[1].startswith(ours) for one, (_, size) in pairs):
        return None
    if min(ends, default=0) < 0:
        return None
    return [
        _Splice(one.end(), end, known[name].encode())
        for (one, (name, _)), end in zip(pairs, ends, strict=True)
    ]


def _titles(xml: bytes, lines: Sequence[str]) -> list[_Splice] | None:
    texts = _texts(xml)
    if len(texts) != len(lines):
        return None
    return [
        _Splice.over(one, 0, f"<a:t>{escape(line, quote=False)}</a:t>")
        for one, line in zip(texts, lines, strict=True)
    ]


def _texts(xml: bytes) -> list[re.Match[bytes]]:
    return [one for title in _elements(xml, "title") for one in _TEXT.finditer(xml, *title)]


def _geometry(xml: bytes, described: Described) -> Iterator[_Splice]:
    """Yield the axis and the places of plot and legend; what somebody took away stays away."""
    wide = (*_GEOMETRY, *((_LEGEND_WIDTH,) if described.form.legend else ()))
    for block, values in wide:
        for place in islice(block(xml), 1):
            found = ((value.search(xml, *place), name) for value, name in values)
            yield from (_Splice.over(one, 1, described.varying[name]) for one, name in found if one)


def _axis_format(xml: bytes, form: Form) -> Iterator[_Splice]:
    axis = next(_AXIS(xml), None)
    found = _FORMAT.search(xml, *axis) if axis else None
    if found is not None:
        yield _Splice.over(found, 1, escape(form.axis_format))


def _labels(xml: bytes, described: Described) -> Iterator[_Splice]:
    """Yield where the labels of lines go, so that none covers another."""
    form = described.form
    for at, found in zip(form.order, _elements(xml, "ser"), strict=False):
        series = form.series[at]
        if series.point is None or not (form.kind == "line" or series.is_target):
            continue
        labels = _LABEL.finditer(xml, *found)
        label = next((one for one in labels if int(one[1]) == series.point), None)
        if label is not None:
            places = [f"{side}{at}" for side in ("right", "down")] if series.moved else []
            yield _Splice.over(label, 2, _placed([described.varying[one] for one in places]))
            yield from _sided(xml, label, series.side)


def _sided(xml: bytes, label: re.Match[bytes], side: str) -> Iterator[_Splice]:
    """Yield the side of its point on which a label stands; to the right where nothing says so."""
    told = _SIDE.search(xml, label.end(), xml.find(b"</c:dLbl>", label.end()))
    if told is not None and (told[1] or side != "right"):
        yield _Splice.over(told, 0, f'<c:dLblPos val="{_SIDES[side]}"/>')


def _placed(shares: Sequence[str]) -> str:
    if not shares:
        return "<c:layout/>"
    told = "".join(f'<c:{side} val="{share}"/>' for side, share in zip("xy", shares, strict=True))
    return f"<c:layout><c:manualLayout>{told}</c:manualLayout></c:layout>"
