"""Typed tables kept by the hash of their workbook, so that an unchanged file is never parsed twice.

One file holds one table of one workbook: a check sum, a JSON head, and for each column its distinct
values and the place of each row's value among them. Nothing in it can run; a file that is damaged
in any way is passed over and written anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_engine import __version__
from pmf_engine.model.findings import Finding, Level
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.tables import Column, Input, Kind, NamedCell
from pmf_engine.workbook.data import Cells, Piece
from pmf_engine.workbook.files import File

FORMAT = "1"
MAX_BYTES = 1 << 30
_MAGIC = b"PMFcache"
_DIGEST = 32
_VALUE, _PART = "\0", "\x1f"
_ENDING = ".table"
Findings = tuple[Finding, ...]


class Cache:
    """A folder of parsed tables; a folder that cannot be written is simply not used."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, file: File, declared: Input) -> tuple[Piece, Findings] | None:
        """Return an input's rows and findings, kept when the same bytes were read before."""
        try:
            data = self._path(file.sha256, declared).read_bytes()
            return _decode(data, file, declared)
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def put(self, declared: Input, piece: Piece, findings: Findings) -> None:
        """Keep an input's rows and findings."""
        path = self._path(piece.sha256, declared)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(path, _encode(declared, piece, findings))
            self._prune()

    def _path(self, sha256: str, declared: Input) -> Path:
        told = f"{FORMAT}|{__version__}|{sys.byteorder}|{declared!r}"
        return self._folder / f"{sha256}-{hashlib.sha256(told.encode()).hexdigest()[:16]}{_ENDING}"

    def _prune(self) -> None:
        """Delete the oldest files while the folder holds more than MAX_BYTES."""
        files = sorted((path.stat().st_mtime, path) for path in self._folder.glob(f"*{_ENDING}"))
        total = sum(path.stat().st_size for _, path in files)
        for _, path in files:
            if total <= MAX_BYTES:
                break
            total -= path.stat().st_size
            path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _column(declared: Input, name: str) -> Column:
    """What a column is read as. Raises KeyError where the input has none of that name."""
    column = declared.column if isinstance(declared, NamedCell) else declared.column(name)
    if column is None:
        raise KeyError(name)
    return column


def _encode(declared: Input, piece: Piece, findings: Findings) -> bytes:
    columns, blobs = [], []
    for name, cells in piece.columns.items():
        distinct, index = _split(cells.values)
        form, values = _form(_column(declared, name), distinct)
        columns.append([name, form, index.typecode if index is not None else "", len(values)])
        blobs += [values, b"" if index is None else index.tobytes()]
    head = {
        "sheet": piece.sheet,
        "first": piece.numbers[0] if piece.numbers else 0,
        "count": len(piece.numbers),
        "letters": dict(piece.letters),
        "columns": columns,
        "findings": [finding.as_json() for finding in findings],
    }
    text = json.dumps(head).encode()
    body = b"".join([len(text).to_bytes(8, "little"), text, *blobs])
    return _MAGIC + hashlib.sha256(body).digest() + body


def _decode(data: bytes, file: File, declared: Input) -> tuple[Piece, Findings]:
    start = len(_MAGIC) + _DIGEST
    view = memoryview(data)[start:]
    if data[: len(_MAGIC)] != _MAGIC or hashlib.sha256(view).digest() != data[len(_MAGIC) : start]:
        raise ValueError("a damaged cache file")
    size = int.from_bytes(view[:8], "little")
    head = json.loads(bytes(view[8 : 8 + size]))
    at, count, columns = 8 + size, head["count"], {}
    for name, form, typecode, length in head["columns"]:
        values = view[at : at + length]
        at += length
        width = array(typecode).itemsize * count if typecode else 0
        column = _column(declared, name)
        columns[name] = Cells(_maker(column, form, values, typecode, view[at : at + width]))
        at += width
    numbers = range(head["first"], head["first"] + count)
    workbook = file.path.name
    piece = Piece(workbook, head["sheet"], file.sha256, numbers, head["letters"], columns)
    return piece, tuple(_finding(one, workbook) for one in head["findings"])


def _finding(told: dict[str, Any], workbook: str) -> Finding:
    return Finding(**{**told, "level": Level(told["level"]), "workbook": workbook})


def _maker(
    column: Column, form: str, values: memoryview, typecode: str, index: memoryview
) -> Callable[[], list[Any]]:
    """Return the function that makes a column's values when they are first asked for."""

    def make() -> list[Any]:
        distinct = _values(column, form, values)
        if not typecode:
            return distinct
        places = bytes(index) if typecode == "B" else _numbers(typecode, index)
        known = [() if column.many else None, *distinct]
        return [known[place] for place in places]

    return make


def _split(values: list[Any]) -> tuple[list[Any], array[int] | None]:
    """Return the distinct values and each row's place among them from 1; 0 is a blank."""
    order = dict.fromkeys(values)
    order.pop(None, None)
    order.pop((), None)
    if len(order) == len(values):
        return values, None
    places: dict[Any, int] = {value: at for at, value in enumerate(order, 1)}
    typecode = "B" if len(order) < 1 << 8 else "H" if len(order) < 1 << 16 else "I"
    return list(order), array(typecode, map(places.get, values, _zeros(len(values))))


def _zeros(count: int) -> Iterable[int]:
    return bytes(count)


def _form(column: Column, distinct: list[Any]) -> tuple[str, bytes]:
    """Return the name of a form of storage, and the values in it."""
    if not distinct:
        return "none", b""
    if column.many:
        return "many", _VALUE.join(_PART.join(_told(one)) for one in distinct).encode()
    match column.kind:
        case Kind.DATE:
            return "days", array("i", map(date.toordinal, distinct)).tobytes()
        case Kind.YEAR:
            return "years", array("i", [period.first for period in distinct]).tobytes()
        case Kind.MONTH:
            return "months", array("i", [period.first for period in distinct]).tobytes()
        case Kind.WHOLE if max(map(abs, distinct)) < 1 << 63:
            return "whole", array("q", distinct).tobytes()
    return "text", _VALUE.join(map(str, distinct)).encode()


def _told(many: tuple[Any, ...]) -> list[str]:
    return [str(one) for one in many]


def _values(column: Column, form: str, data: memoryview) -> list[Any]:
    match form:
        case "none":
            return []
        case "days":
            return list(map(date.fromordinal, _numbers("i", data)))
        case "months":
            return list(map(Period, _numbers("i", data)))
        case "years":
            return [Period(first, Frequency.YEARLY) for first in _numbers("i", data)]
        case "whole":
            return _numbers("q", data).tolist()
        case "many":
            return [tuple(one.split(_PART)) for one in _texts(data)]
    texts = _texts(data)
    revive = _REVIVE.get(column.kind)
    return texts if revive is None else list(map(revive, texts))


def _numbers(typecode: str, data: memoryview) -> array[int]:
    numbers = array(typecode)
    numbers.frombytes(data)
    return numbers


def _texts(data: memoryview) -> list[str]:
    return str(data, "utf-8").split(_VALUE)


_REVIVE: dict[Kind, Callable[[str], Any]] = {
    Kind.WHOLE: int,
    Kind.DECIMAL: Decimal,
    Kind.MONEY: Decimal,
    Kind.PERCENT: Decimal,
    Kind.FLAG: "True".__eq__,
}
