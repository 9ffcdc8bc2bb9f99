"""What holds for every value that can be typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_engine.model.cells import Area, target
from pmf_engine.model.periods import Period
from pmf_engine.model.tables import (
    Choice,
    Code,
    Date,
    Flag,
    Kind,
    Month,
    Number,
    Text,
    Whole,
    Year,
)
from pmf_engine.workbook import CODES
from pmf_engine.workbook import codes as codes_module
from pmf_engine.workbook.columns import type_column
from pmf_engine.workbook.convert import Bad, converter, digits, exact
from pmf_engine.workbook.sheetxml import SheetXml, Trouble

RAW: st.SearchStrategy[Any] = st.one_of(
    st.floats(), st.booleans(), st.text(max_size=12), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.just(""), st.sampled_from([0.0, 1.0, True, False, "yes", "1", "open"]),
)  # fmt: skip
COLUMNS = [
    Text(), Whole(), Number(minimum=0), Date(), Month(), Year(), Flag(), Choice("open", "1"),
    Code(), Code(many=True), Choice("open", "1", many=True),
]  # fmt: skip
TYPES = {
    Kind.TEXT: str, Kind.CODE: str, Kind.CHOICE: str,
    Kind.WHOLE: int, Kind.DECIMAL: Decimal,
    Kind.DATE: date, Kind.MONTH: Period, Kind.YEAR: Period, Kind.FLAG: bool,
}  # fmt: skip


@given(st.sampled_from(COLUMNS), st.lists(RAW, max_size=40))
def test_a_column_is_typed_cell_by_cell_whatever_its_neighbours(
    column: Any, raw: list[Any]
) -> None:
    together = type_column(column, raw)
    for at, value in enumerate(raw):
        alone = type_column(column, [value])
        assert together.values[at] == alone.values[0]
        assert type(together.values[at]) is type(alone.values[0])
        assert (at in together.bad) == (0 in alone.bad)


@given(st.sampled_from(COLUMNS), st.lists(RAW, max_size=40))
def test_every_value_is_of_the_declared_type_or_missing(column: Any, raw: list[Any]) -> None:
    typed = type_column(column, raw)
    wanted = tuple if column.many else TYPES[column.kind]
    assert all(one is None or type(one) is wanted for one in typed.values)
    assert all(one is None or one == () for at, one in enumerate(typed.values) if at in typed.bad)
    assert typed.has_blanks or all(
        one is not None and one != () for at, one in enumerate(typed.values) if at not in typed.bad
    )


@given(st.sampled_from(COLUMNS), RAW)
def test_every_fault_is_a_known_code_and_a_whole_sentence(column: Any, value: Any) -> None:
    try:
        converter(column)(value)
    except Bad as bad:
        assert bad.code in CODES
        for personal in (True, False):
            sentence = bad.sentence(value, personal=personal)
            assert sentence.endswith(".")
            assert "{" not in bad.said


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False))
def test_a_number_typed_with_up_to_fifteen_digits_is_read_as_typed(typed: Decimal) -> None:
    assert exact(float(typed)) == typed
    assert Decimal(digits(float(typed))) == typed


@settings(max_examples=10, deadline=None)
@given(st.lists(st.decimals(-(10**6), 10**6, places=2, allow_nan=False), min_size=600,
                max_size=700, unique=True))  # fmt: skip
def test_many_numbers_are_read_as_typed(typed: list[Decimal]) -> None:
    assert type_column(Number(), [float(one) for one in typed]).values == typed


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number_stays_whole(number: int) -> None:
    assert type_column(Whole(), [float(number)]).values == [number]
    assert type_column(Text(), [float(number)]).values == [str(number)]


@given(st.dates(min_value=date(1900, 1, 1)), st.times())
def test_the_day_of_a_date_with_a_time_is_kept(day: date, time: Any) -> None:
    assert type_column(Date(), [datetime.combine(day, time)]).values == [day]


@given(st.text(max_size=30))
def test_text_that_names_no_cell_is_no_target(text: str) -> None:
    assert Area.parse(text) is None or text[0].isalpha() or text[0] == "$"
    found = target(text)
    assert found is None or "!" in text


@given(st.text(min_size=1, max_size=12).filter(lambda name: "[" not in name))
def test_a_quoted_sheet_name_is_read_back(name: str) -> None:
    quoted = "'" + name.replace("'", "''") + "'!$B$3"
    assert target(quoted) == (name, Area(2, 3, 2, 3))


XML = (
    b'<worksheet><sheetData><row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'
    b'<row r="2" hidden="1"><c r="AB2"><f>A1</f></c></row></sheetData>'
    b'<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
)
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
OPENING = len(b"<worksheet>")


@given(st.lists(st.integers(OPENING, len(XML)), max_size=4))
def test_a_sheet_says_the_same_however_it_is_cut_into_pieces(cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(XML)]
    pieces = [XML[first:last] for first, last in pairwise(ends)]
    sheet = SheetXml(lambda: iter(pieces))
    assert sheet.last_row == 2
    assert sheet.trouble == {(1, 1): Trouble("#N/A"), (2, 28): Trouble("")}
    assert sheet.hidden_rows == {2}
    assert sheet.merged == (Area(1, 1, 2, 1),)


def test_the_codes_listed_are_the_codes_that_can_be_raised() -> None:
    folder = Path(codes_module.__file__).parent
    sources = [path for path in folder.glob("*.py") if path.name != "codes.py"]
    raised = {code for path in sources for code in first_words(path)}
    assert raised == set(CODES)
    assert all(meaning.endswith(".") for meaning in CODES.values())


def first_words(path: Path) -> Iterator[str]:
    """Each text that looks like a code where one can stand: first in a call or in a tuple."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        held = {ast.Call: "args", ast.Tuple: "elts"}.get(type(node))
        first = next(iter(getattr(node, held)), None) if held else None
        if isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value)):
            yield str(first.value)
