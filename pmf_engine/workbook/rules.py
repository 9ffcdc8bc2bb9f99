"""What must hold between rows and between tables: keys that do not repeat, codes that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.tables import Input, Table
from pmf_engine.workbook.convert import shown
from pmf_engine.workbook.data import Row, TableData
from pmf_engine.workbook.suggest import Hints


def repeated_keys(table: Table, data: TableData) -> Iterator[Finding]:
    """Yield a finding for each row whose key stands in an earlier row already."""
    if not table.key:
        return
    needed = [name for name in table.key if table.columns[name].required]
    for at, earlier in data.repeats(table.key, needed):
        yield _repeated(table, data.row(at), data.row(earlier))


def _repeated(table: Table, row: Row, earlier: Row) -> Finding:
    place, other = row.place(table.key[0]), earlier.place(table.key[0])
    where = f"row {earlier.number}"
    if other["workbook"] != place["workbook"]:
        where += f" of {other['workbook']}"
    names = ", ".join(table.key)
    if not table.personal:
        names = ", ".join(f"{name} {_plain(row.peek(name))}" for name in table.key)
    return error(
        "duplicate-key",
        f"Row {row.number} repeats the {names} of {where}. Delete one of the two, or correct it.",
        **place,
    )


def _plain(value: Any) -> str:
    if isinstance(value, str | date):
        return shown(value)
    return "blank" if value is None else str(value)


def unknown_codes(
    inputs: Mapping[str, Input], tables: Mapping[str, TableData], unread: frozenset[str]
) -> Iterator[tuple[str, Finding]]:
    """Yield an input and a finding for each code not in the table its column refers to.

    A table not asked for, or not read, makes no code unknown. Raises PmfError for a reference to
    a column that its table does not declare.
    """
    for name, column_name, goal in _references(inputs):
        declared, target = inputs[name], inputs.get(goal[0])
        if not isinstance(declared, Table) or not isinstance(target, Table):
            continue
        if column_name not in declared.shown:
            continue
        if goal[1] not in target.columns:
            raise PmfError(
                f"The column {column_name} of the input {name} refers to the column {goal[1]}"
                f" of the input {goal[0]}, which declares no such column."
            )
        if not unread & {name, goal[0]} and tables[goal[0]].holds(goal[1]):
            known = tables[goal[0]].distinct(goal[1])
            for finding in _unknown(declared, column_name, tables[name], target, known):
                yield name, finding


def _references(inputs: Mapping[str, Input]) -> Iterator[tuple[str, str, tuple[str, str]]]:
    for name, declared in inputs.items():
        columns = declared.columns if isinstance(declared, Table) else {}
        for column_name, column in columns.items():
            if column.references is not None:
                yield name, column_name, column.references


def _unknown(
    table: Table, name: str, data: TableData, target: Table, known: set[Any]
) -> Iterator[Finding]:
    strange = data.distinct(name) - known
    if not strange:
        return
    hints = Hints(() if target.personal else sorted(map(str, known)))
    for at in data.holding(name, strange):
        row = data.row(at)
        many = row.peek(name) if table.columns[name].many else (row.peek(name),)
        for one in many:
            if one in strange:
                yield error("unknown-code", _sentence(table, one, target, hints), **row.place(name))


def _sentence(table: Table, code: Any, target: Table, hints: Hints) -> str:
    todo = f"Correct it, or add it to {target.name}."
    if table.personal:
        return f"The value is not in the table {target.name}. {todo}"
    return f"{shown(code)} is not in the table {target.name}. {hints(str(code))}{todo}"
