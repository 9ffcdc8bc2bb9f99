"""Annual accounts as an analyst would script them: openpyxl in, python-docx and XlsxWriter out.

    python benchmarks/plain/accounts.py FINANCE_XLSX OUT

For each company and the group: the lines of two years from the trial balance through the mapping,
as tables in a Word document and sheets of a workbook. No checks, no lineage, plain rounding.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import docx
import openpyxl
import xlsxwriter

YEARS = ("2025/26", "2024/25")
Lines = dict[tuple[str, str, str, str], float]


def main(source: Path, out: Path) -> None:
    book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    order, mapping = read_mapping(book)
    lines = read_lines(book, mapping)
    entities = list(dict.fromkeys(key[0] for key in lines if key[0] != "ELIM"))
    for entity in (*entities, "GROUP"):
        members = [*entities, "ELIM"] if entity == "GROUP" else [entity]
        amounts = {
            (place, year): sum(lines.get((one, year, *place), 0) for one in members)
            for place in order
            for year in YEARS
        }
        write(out / entity, order, amounts)


def rows(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    header, *body = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=False)) for row in body]


def read_mapping(book: openpyxl.Workbook) -> tuple[list[tuple[str, str]], dict[str, list]]:
    mapping: dict[str, list] = defaultdict(list)
    order: dict[tuple[str, str], None] = {}
    for row in rows(book, "Account_Mapping"):
        mapping[row["account"]].append(row)
        order[row["statement"], row["line"]] = None
    return list(order), mapping


def read_lines(book: openpyxl.Workbook, mapping: dict[str, list]) -> Lines:
    lines: Lines = defaultdict(float)
    for row in rows(book, "Trial_Balance"):
        end = int(row["year"][:4]) + 1
        begun = [one for one in mapping[row["account"]] if one["valid_from"].year <= end]
        rule = max(begun, key=lambda one: one["valid_from"])
        key = (row["entity"], row["year"], rule["statement"], rule["line"])
        lines[key] += row["amount"] * int(rule["sign"])
    return lines


def write(folder: Path, order: list, amounts: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    document, book = docx.Document(), xlsxwriter.Workbook(str(folder / "accounts.xlsx"))
    for statement in dict.fromkeys(place[0] for place in order):
        held = [place for place in order if place[0] == statement]
        document.add_heading(statement, 1)
        table = document.add_table(len(held) + 1, 3)
        sheet = book.add_worksheet(statement[:31])
        for at, place in enumerate([None, *held]):
            values = ["Line", *YEARS] if place is None else [
                place[1], *(round(amounts[place, year] / 1000) for year in YEARS)
            ]  # fmt: skip
            for column, value in enumerate(values):
                table.cell(at, column).text = str(value)
                sheet.write(at, column, value)
    document.save(str(folder / "accounts.docx"))
    book.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
