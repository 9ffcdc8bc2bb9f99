"""What must hold between rows and between tables: keys that do not repeat, codes that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.tables import Column, Input, Table
from pmf_engine.workbook.convert import shown
from pmf_engine.workbook.data import Row, TableData
from pmf_engine.workbook.suggest import did_you_mean


def repeated_keys(table: Table, data: TableData) -> Iterator[Finding]:
    """Yield a finding for each row whose key stands in an earlier row already."""
    if not table.key:
        return
    columns = [data.peek(name) for name in table.key]
    keys = columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
    if len(set(keys)) == len(keys):
        return
    needed = [values for name, values in zip(table.key, columns, strict=True)
              if table.columns[name].required]  # fmt: skip
    first: dict[Any, int] = {}
    for at, key in enumerate(keys):
        if any(values[at] is None for values in needed):
            continue
        earlier = first.setdefault(key, at)
        if earlier != at:
            yield _repeated(table, Row(data, at), Row(data, earlier))


def _repeated(table: Table, row: Row, earlier: Row) -> Finding:
    place, other = row.place(table.key[0]), earlier.place(table.key[0])
    where = f"row {earlier.number}"
    if other["workbook"] != place["workbook"]:
        where += f" of {other['workbook']}"
    names = ", ".join(table.key)
    if not table.personal:
        names = ", ".join(f"{name} {_plain(row.peek(name))}" for name in table.key)
    return error(
        "PMF-duplicate-key",
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
    """Yield an input and a finding for each code not in the table its column refers to."""
    for name, declared in inputs.items():
        if not isinstance(declared, Table) or name in unread:
            continue
        for column_name, column in declared.columns.items():
            goal = column.references
            if goal is None or goal[0] not in tables or goal[0] in unread:
                continue
            target = inputs[goal[0]]
            if not isinstance(target, Table) or goal[1] not in target.columns:
                raise PmfError(
                    f"The column {column_name} of the input {name} refers to the column {goal[1]}"
                    f" of the input {goal[0]}, which declares no such column."
                )
            if not tables[goal[0]].holds(goal[1]):
                continue
            known = set(tables[goal[0]].peek(goal[1]))
            for finding in _unknown(declared, column_name, column, tables[name], target, known):
                yield name, finding


def _unknown(
    table: Table, name: str, column: Column, data: TableData, target: Table, known: set[Any]
) -> Iterator[Finding]:
    values = data.peek(name)
    wanted = {one for many in set(values) for one in many or ()} if column.many else set(values)
    strange = wanted - known - {None}
    if not strange:
        return
    for at, value in enumerate(values):
        for one in (value or ()) if column.many else (value,):
            if one in strange:
                place = Row(data, at).place(name)
                yield error("PMF-unknown-code", _sentence(table, one, target, known), **place)


def _sentence(table: Table, code: Any, target: Table, known: set[Any]) -> str:
    todo = f"Correct it, or add it to {target.name}."
    if table.personal:
        return f"The value is not in the table {target.name}. {todo}"
    spelt = () if target.personal else sorted(str(one) for one in known if one is not None)
    hint = did_you_mean(str(code), spelt)
    return f"{shown(code)} is not in the table {target.name}. {hint}{todo}"
