"""The very hidden sheet of a companion: which report it is, and where its figures came from.

Its rows are text: `identity`, key, value; `input`, workbook, SHA-256; `figure`, slot, name of the
cell, then the rest as JSON, in as many cells as it takes; and those of `memory`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import chain
from typing import Any

from pmf_engine.model.cells import Source
from pmf_engine.model.content import Identity
from pmf_engine.model.lineage import Lineage, LineageFigure
from pmf_engine.model.values import Adjustment, Term

SHEET = "_pmf"
_CHUNK = 32_000
_PLAIN = (
    "slot", "title", "display", "short", "value", "unit", "status", "edition", "missing", "note",
    "definition", "arithmetic",
)  # fmt: skip
_EMPTY: Mapping[str, None] = dict.fromkeys(("value", "status", "missing"))


def read_lineage(data: bytes) -> Lineage | None:
    """Return the lineage inside a companion, or None if the file is no companion of ours."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        return lineage_of([[str(cell) for cell in row] for row in rows])
    except (CalamineError, KeyError, TypeError, ValueError, ArithmeticError):
        return None


def lineage_rows(lineage: Lineage, cell_names: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Yield the rows of the sheet; `cell_names` gives the name of the cell of each slot shown."""
    identity = lineage.identity
    for each in fields(Identity):
        if each.name != "inputs":
            yield "identity", each.name, json.dumps(getattr(identity, each.name))
    for workbook, sha256 in identity.inputs.items():
        yield "input", json.dumps(workbook), sha256
    for figure in lineage.figures:
        # Excel reads _x0041_ in text as a letter, so no such run may stand in the JSON.
        text = json.dumps(packed(figure), separators=(",", ":")).replace("_x", r"_\u0078")
        chunks = (text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK))
        yield ("figure", figure.slot, cell_names.get(figure.slot, ""), *chunks)


def lineage_of(rows: Iterable[Sequence[str]]) -> Lineage:
    """Return the lineage in the rows of the sheet. Raises an error where they hold none."""
    identity: dict[str, Any] = {"inputs": {}}
    figures = []
    for kind, key, value, *chunks in ([*row, "", ""] for row in rows):
        if kind == "identity":
            identity[key] = json.loads(value)
        elif kind == "input":
            identity["inputs"][json.loads(key)] = value
        elif kind == "figure":
            figures.append(unpacked(json.loads("".join(chunks))))
    return Lineage(Identity(**identity), tuple(figures))


def packed(figure: LineageFigure) -> dict[str, Any]:
    """Return a figure as JSON values."""
    adjustment = figure.adjustment
    return {
        name: value for name in _PLAIN if (value := getattr(figure, name)) not in ("", None)
    } | {
        "marks": figure.marks,
        "sources": [_source(source) for source in figure.sources],
        "terms": [[t.name, t.value, [_source(s) for s in t.sources]] for t in figure.terms],
        "adjustment": adjustment and [str(getattr(adjustment, f.name)) for f in fields(Adjustment)],
    }


def _source(source: Source) -> list[str]:
    return [source.workbook, source.sheet, source.range, source.sha256]


def unpacked(packed: dict[str, Any]) -> LineageFigure:
    """Return the figure that `packed` gave."""
    value, *words = packed["adjustment"] or [None]
    plain: dict[str, Any] = {name: packed.get(name, _EMPTY.get(name, "")) for name in _PLAIN}
    return LineageFigure(
        **plain,
        marks=tuple(packed["marks"]),
        sources=tuple(Source(*source) for source in packed["sources"]),
        terms=tuple(_term(*term) for term in packed["terms"]),
        adjustment=None if value is None else Adjustment(**_adjustment(value, words)),
    )


def _term(name: str, value: str, sources: Iterable[Sequence[str]]) -> Term:
    return Term(name=name, value=value, sources=tuple(Source(*source) for source in sources))


def _adjustment(value: str, words: Sequence[str]) -> dict[str, Any]:
    names = (each.name for each in fields(Adjustment))
    return dict(zip(names, chain((Decimal(value),), words), strict=True))
