"""Each kind of column: what it takes, what it returns, and what it says of what it cannot take."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import NamedStyle

from pmf_engine.model.periods import Period
from pmf_engine.model.tables import (
    Choice,
    Code,
    Column,
    Date,
    Flag,
    Money,
    Month,
    Number,
    Percent,
    Table,
    Text,
    Whole,
    Year,
)
from tests.workbooks import SHEET, build, codes, column_of, declare, edit, read, save

NUMBERS = [Whole(), Number(), Money(), Percent(maximum=None)]


@pytest.mark.parametrize(
    ("column", "value", "typed"),
    [
        (Text(), " a b ", "a b"),
        (Text(), 12, "12"),
        (Text(), 12.5, "12.5"),
        (Text(), 12345678901, "12345678901"),
        (Text(), True, "TRUE"),
        (Text(), "2025/26", "2025/26"),
        (Text(), "Ünïcødé 🏠", "Ünïcødé 🏠"),
        (Text(), "two\nlines", "two\nlines"),
        (Whole(), 12, 12),
        (Whole(), -3, -3),
        (Whole(), 2.9999999999999996, 3),
        (Number(), 0, Decimal(0)),
        (Number(), 0.1 + 0.2, Decimal("0.3")),
        (Number(), 1e20, Decimal(10) ** 20),
        (Number(), 1e-7, Decimal("0.0000001")),
        (Money(), 1234.56, Decimal("1234.56")),
        (Percent(), 95, Decimal(95)),
        (Percent(), 0, Decimal(0)),
        (Date(), date(2026, 9, 30), date(2026, 9, 30)),
        (Date(), datetime(2026, 9, 30, 14, 5), date(2026, 9, 30)),
        (Month(), date(2026, 9, 17), Period.month(2026, 9)),
        (Year(), "2024/25", Period.parse("2024/25")),
        (Year(), " 2009-10 ", Period.parse("2009/10")),
        (Flag(), True, True),
        (Flag(), "No", False),
        (Flag(), " YES ", True),
        (Flag(), "false", False),
        (Choice("Actual", "estimate"), "ACTUAL", "Actual"),
        (Choice("100", "1000"), 100, "100"),
        (Choice("a", "b", many=True), "B; a;B;", ("b", "a")),
        (Code(), " OVH ", "OVH"),
        (Code(), 101, "101"),
        (Code(many=True), "A;B ; A", ("A", "B")),
        (Code(many=True), 7, ("7",)),
    ],
)
def test_a_cell_is_read_as_its_column_declares(
    tmp_path: Path, column: Column, value: Any, typed: Any
) -> None:
    values, findings = column_of(tmp_path, column, value)
    assert findings == ()
    assert values == [typed]
    assert type(values[0]) is type(typed)


def test_a_large_whole_number_is_written_without_an_exponent(tmp_path: Path) -> None:
    values, _ = column_of(tmp_path, Number(), 1e20)
    assert str(values[0]) == "100000000000000000000"


BAD = [
    (Number(), "9O.2", "cell-not-a-number",
     '"9O.2" is not a number (the letter O?). Type the figure as 90.2.'),
    (Number(), "l2", "cell-not-a-number",
     '"l2" is not a number (the letter l?). Type the figure as 12.'),
    (Number(), "n/a", "cell-not-a-number",
     '"n/a" is not a number. Leave the cell blank where there is no figure.'),
    (Money(), "£1,200", "cell-not-a-number",
     '"£1,200" is text, not a number. Type the figure as 1200.'),
    (Money(), "(1,200.50)", "cell-not-a-number",
     '"(1,200.50)" is text, not a number. Type the figure as -1200.50.'),
    (Number(), "90.2", "cell-not-a-number",
     '"90.2" is text, not a number. Format the cell as General and type 90.2 again.'),
    (Percent(), "95%", "cell-not-a-number",
     '"95%" is text, not a number. Type the figure as 95.'),
    (Number(), "lots", "cell-not-a-number",
     '"lots" is not a number. Type the figure in digits only, or leave the cell blank where there'
     " is none."),
    (Number(), True, "cell-not-a-number", "TRUE is not a number. Type the figure."),
    (Number(), date(2026, 9, 30), "cell-not-a-number",
     "30/09/2026 is shown as a date or time, not a number. Format the cell as General and type the"
     " figure again."),
    (Whole(), 2.5, "cell-not-whole", "2.5 is not a whole number. Type a whole number."),
    (Whole(minimum=0), -1, "cell-too-small",
     "-1 is below 0, the least allowed. Check the figure and correct it."),
    (Whole(maximum=6), 7, "cell-too-large",
     "7 is above 6, the most allowed. Check the figure and correct it."),
    (Percent(), 0.95, "percent-scale",
     "0.95 is a fraction of one, and percentages are typed in points. Type 95 for 95 %, in a cell"
     " formatted as General."),
    (Percent(), 101, "cell-too-large",
     "101 is above 100, the most allowed. Check the figure and correct it."),
    (Date(), "1 Sept 26", "cell-not-a-date",
     '"1 Sept 26" is text, not a date. Type it as a date, such as 30/09/2026.'),
    (Date(), 46295, "cell-not-a-date",
     "46295 is a number, not a date. Format the cell as a date, then check it. Type it as a date,"
     " such as 30/09/2026."),
    (Date(), time(9, 30), "cell-not-a-date",
     "09:30:00 is not a date. Type it as a date, such as 30/09/2026."),
    (Year(), "2023-4", "cell-not-a-year",
     '"2023-4" is not a financial year. Format the cell as Text and type the year as 2024/25.'),
    (Year(), "2024/26", "cell-not-a-year",
     '"2024/26" is not a financial year. Format the cell as Text and type the year as 2024/25.'),
    (Year(), "1924/25", "date-impossible",
     '"1924/25" is not in the years 1990 to 2100. Check the year.'),
    (Month(), "2026-09", "cell-not-a-date",
     '"2026-09" is text, not a month. Type any day of the month as a date, such as 30/09/2026.'),
    (Month(), date(1926, 9, 1), "date-impossible",
     "01/09/1926 is not in the years 1990 to 2100. Check the year."),
    (Flag(), "maybe", "cell-not-yes-or-no", '"maybe" is neither yes nor no. Type yes or no.'),
    (Flag(), 1, "cell-not-yes-or-no", "1 is neither yes nor no. Type yes or no."),
    (Choice("open", "closed"), "opne", "cell-not-a-choice",
     '"opne" is not one of the words allowed. Did you mean “open”? Type one of: open, closed.'),
    (Choice("open", many=True), "open; shut", "cell-not-a-choice",
     '"open; shut" is not one of the words allowed. Type one of: open.'),
    (Code(), date(2026, 3, 1), "cell-not-text",
     "01/03/2026 is not a code. Format the cell as Text and type it again."),
    (Code(), 1.5, "cell-not-text",
     "1.5 is not a code. Format the cell as Text and type it again."),
    (Text(), timedelta(hours=3), "cell-not-text",
     "3:00:00 is not text. Format the cell as Text and type it again."),
    (Text(), None, "cell-blank", "The cell is blank and must be filled. Type the x."),
    (Text(), "  ", "cell-blank", "The cell is blank and must be filled. Type the x."),
    (Code(many=True), " ; ", "cell-blank", "The cell is blank and must be filled. Type the x."),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "code", "message"), BAD)
def test_a_cell_that_cannot_be_read_says_what_was_found_and_what_to_do(
    tmp_path: Path, column: Column, value: Any, code: str, message: str
) -> None:
    values, (finding,) = column_of(tmp_path, column, value)
    assert (finding.level, finding.code, finding.message) == ("error", code, message)
    assert (finding.workbook, finding.sheet, finding.cell, finding.field) == (
        "book.xlsx", "Homes", "B2", "x",
    )  # fmt: skip
    assert values in ([None], [()])


@pytest.mark.parametrize(("column", "value", "code", "message"), BAD)
def test_no_message_about_personal_data_repeats_the_value(
    tmp_path: Path, column: Column, value: Any, code: str, message: str
) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["n", "x"], [1, value]]})
    table = Table(name="Homes", workbook="book", columns={"x": column}, personal=True)
    (finding,) = read(path, homes=table).findings
    assert finding.code == code
    bare = message.split(" is ")[0].strip('"')
    assert bare in ("The cell", "1", "7") or bare not in finding.message
    assert finding.message.startswith(("The value ", "The cell is blank"))


@pytest.mark.parametrize("column", NUMBERS)
@pytest.mark.parametrize("text", ["NaN", "inf", "1e400", "-1e400"])
def test_a_number_too_large_to_hold_is_an_error(tmp_path: Path, column: Column, text: str) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["x"], [424242]]})
    edit(path, SHEET, "<v>424242</v>", f"<v>{text}</v>")
    (finding,) = read(path, homes=declare(x=column)).findings
    assert (finding.code, finding.cell) == ("cell-not-a-number", "A2")


@pytest.mark.parametrize("column", [Text(required=False), Number(required=False),
                                    Date(required=False), Flag(required=False)])  # fmt: skip
def test_a_blank_cell_is_missing_and_never_zero_or_no(tmp_path: Path, column: Column) -> None:
    values, findings = column_of(tmp_path, column, None)
    assert (values, findings) == ([None], ())


def test_a_blank_cell_for_several_values_holds_none_of_them(tmp_path: Path) -> None:
    values, findings = column_of(tmp_path, Code(required=False, many=True), None, "A")
    assert (values, findings) == ([(), ("A",)], ())


def test_true_and_1_in_one_column_are_told_apart(tmp_path: Path) -> None:
    values, findings = column_of(tmp_path, Number(), 1, True, 0, False, 2)
    assert values == [Decimal(1), None, Decimal(0), None, Decimal(2)]
    assert [finding.cell for finding in findings] == ["B3", "B5"]
    values, findings = column_of(tmp_path, Flag(required=False), True, 1, None)
    assert values == [True, None, None]
    assert [finding.cell for finding in findings] == ["B3"]


def test_minus_zero_is_zero(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["x"], [424242]]})
    edit(path, SHEET, "<v>424242</v>", "<v>-0</v>")
    (value,) = read(path, homes=declare(x=Number())).data.homes.column("x")
    assert str(value) == "0"


@pytest.mark.parametrize("number_format", ["0%", "0.0%", "#,##0.0 %"])
def test_a_percentage_shown_with_a_sign_is_on_the_wrong_scale(
    tmp_path: Path, number_format: str
) -> None:
    book = build({"Homes": [["x"], [1], [0], [95]]})
    for number in (2, 3):
        book["Homes"][f"A{number}"].number_format = number_format
    book.save(tmp_path / "book.xlsx")
    reading = read(tmp_path / "book.xlsx", homes=declare(x=Percent()))
    (finding,) = reading.findings
    assert (finding.code, finding.cell) == ("percent-scale", "A2")
    assert reading.data.homes.column("x") == [None, Decimal(0), Decimal(95)]


def test_a_percent_sign_that_is_only_a_label_does_not_change_the_scale(tmp_path: Path) -> None:
    book = build({"Homes": [["x"], [95]]})
    book.add_named_style(NamedStyle("points", number_format='0"%"'))
    book["Homes"]["A2"].style = "points"
    book.save(tmp_path / "book.xlsx")
    assert read(tmp_path / "book.xlsx", homes=declare(x=Percent())).findings == ()


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_is_text(tmp_path: Path, text: str) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["x"], ["PLACE"]]})
    edit(path, SHEET, "PLACE", text)
    reading = read(path, homes=declare(x=Text()))
    assert reading.findings == ()
    assert reading.data.homes.column("x") == [text]


def test_control_characters_are_left_out_with_a_warning(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["x"], ["PLACE"], ["fine"]]})
    edit(path, SHEET, "PLACE", "a_x0007_b")
    reading = read(path, homes=declare(x=Text()))
    (finding,) = reading.findings
    assert (finding.level, finding.code, finding.cell) == (
        "warning", "text-control-characters", "A2",
    )  # fmt: skip
    assert reading.data.homes.column("x") == ["ab", "fine"]
    assert reading.faulty == frozenset()


def test_a_text_longer_than_a_cell_can_hold_is_kept_with_a_warning(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["x"], ["PLACE"]]})
    edit(path, SHEET, "PLACE", "long " * 8_000)
    reading = read(path, homes=declare(x=Text()))
    assert codes(reading) == ["text-too-long"]
    assert len(reading.data.homes.column("x")[0]) == 39_999


def test_one_value_in_many_rows_is_reported_in_each_up_to_twenty(tmp_path: Path) -> None:
    values, findings = column_of(tmp_path, Number(), *(["lots"] * 30))
    assert values == [None] * 30
    assert [finding.cell for finding in findings[:20]] == [f"B{n}" for n in range(2, 22)]
    assert findings[20].message == (
        "In the column “x” 10 more cells have the same fault; this is the first of them."
    )
    assert findings[20].cell == "B22"
    assert len(findings) == 21


def test_different_faults_are_all_reported_at_once(tmp_path: Path) -> None:
    rows = [["code", "homes", "day"], [None, "x", "soon"], ["A", 1.5, 3]]
    path = save(tmp_path / "book.xlsx", {"Homes": rows})
    reading = read(path, homes=declare(code=Code(), homes=Whole(), day=Date()))
    assert sorted(one.cell or "" for one in reading.findings) == ["A2", "B2", "B3", "C2", "C3"]
    assert reading.faulty == {"homes"}


@pytest.mark.parametrize("kind", NUMBERS)
def test_many_distinct_numbers_are_typed_like_few(tmp_path: Path, kind: Column) -> None:
    few, _ = column_of(tmp_path, kind, *range(1, 11))
    many, findings = column_of(tmp_path, kind, *range(1, 1_501))
    assert findings == ()
    assert many[:10] == few
    assert many[-1] == 1_500


def test_many_distinct_texts_with_one_blank_and_one_fault_are_typed_like_few(
    tmp_path: Path,
) -> None:
    texts: list[Any] = [f" code {n} " for n in range(1_000)]
    texts[500], texts[900] = None, time(1, 2)
    values, findings = column_of(tmp_path, Code(), *texts)
    assert values[0] == "code 0"
    assert [(one.code, one.cell) for one in findings] == [
        ("cell-not-text", "B902"),
        ("cell-blank", "B502"),
    ]
