"""Tables from CSV and Parquet files, read as a stream: rows are never held all at once.

A file belongs to a table where its header has a column of the table. Install with the extra
`parquet` for files that end in `.parquet`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path

from pmf_engine.api import Batches, Table, hookimpl

_ROWS = 20_000
_NUMBERS = ("whole number", "number", "amount of money", "percentage")


@hookimpl
def pmf_open_source(path: Path, table: Table) -> Batches | None:
    """Return the columns of a file in batches; None for a file of another kind."""
    readers = {".csv": _from_csv, ".parquet": _from_parquet}
    reader = readers.get(path.suffix.casefold())
    return reader(path, table) if reader else None


def _from_csv(path: Path, table: Table) -> Batches:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header = next(csv.reader(lines), [])
    numbers = {at for at, name in enumerate(header) if _is_number(table, name)}
    return Batches(header, _csv_batches(path, numbers))


def _csv_batches(path: Path, numbers: set[int]) -> Iterator[list[Sequence[object]]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        next(rows, None)
        while some := list(islice(rows, _ROWS)):
            columns = zip_longest(*some, fillvalue="")
            yield [_numbers(c) if at in numbers else c for at, c in enumerate(columns)]


def _from_parquet(path: Path, table: Table) -> Batches:
    import pyarrow.parquet as parquet

    del table
    file = parquet.ParquetFile(path)
    batches = file.iter_batches(batch_size=_ROWS)
    return Batches(file.schema_arrow.names, ([c.to_pylist() for c in b.columns] for b in batches))


def _is_number(table: Table, name: str) -> bool:
    return name in table.columns and table.columns[name].kind in _NUMBERS


def _numbers(texts: Sequence[str]) -> Sequence[object]:
    try:
        return list(map(float, texts))
    except ValueError:
        return list(map(_number, texts))


def _number(text: str) -> object:
    """A number where the text is one; else the text, for the engine to say what is wrong."""
    try:
        return float(text) if text.strip() else None
    except ValueError:
        return text
