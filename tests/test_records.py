"""Tables declared with records: whole columns from Excel, CSV and Parquet, typed as cells are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from pmf_engine.model.tables import (
    Batches,
    Choice,
    Code,
    Date,
    Flag,
    Money,
    Month,
    Number,
    Percent,
    Table,
    Tally,
    Text,
    Whole,
    Year,
)
from pmf_engine.records import ROW, DataFrame, Records, col, gathering, open_file
from pmf_engine.workbook import Binding, Reading, read_inputs, recording

HEADER = ["code", "beds", "rent", "share", "let_on", "void", "tenure", "note"]
COLUMNS = {
    "code": Code(),
    "beds": Whole(minimum=0, maximum=9),
    "rent": Money(required=False, minimum=0),
    "share": Percent(required=False),
    "let_on": Date(required=False),
    "void": Flag(required=False),
    "tenure": Choice("rented", "owned"),
    "note": Text(required=False),
}
HOMES = Table(name="Homes", workbook="homes", columns=COLUMNS, key=("code",), records=True)
ROWS: list[list[Any]] = [
    ["A1", 2, 85.1, None, date(2024, 4, 1), True, "rented", " by the park "],
    ["A2", 3, None, 25, None, None, "owned", None],
    ["A3", 1, 98.07, 40.5, date(2023, 12, 31), False, "Rented", "x"],
]


def read(folder: Path, name: str, table: Table = HOMES, **more: Any) -> Reading:
    bound = {"homes": Binding("homes", name, folder)}
    inputs = {"homes": table, **more.pop("others", {})}
    return read_inputs(bound, inputs, open_source=open_file, records=gathering, **more)


def excel(folder: Path, header: Sequence[str], rows: Sequence[Sequence[Any]], sheet: str = "Homes"):
    with xlsxwriter.Workbook(folder / "homes.xlsx") as book:
        made, days = book.add_worksheet(sheet), book.add_format({"num_format": "dd/mm/yyyy"})
        for at, row in enumerate([header, *rows]):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    made.write_datetime(at, column, datetime(*value.timetuple()[:3]), days)
                elif value is not None:
                    made.write(at, column, value)
    return "homes.xlsx"


def text_of(value: Any) -> str:
    return (
        "" if value is None else "yes" if value is True else "no" if value is False else f"{value}"
    )


def csv(folder: Path, header: Sequence[str], rows: Sequence[Sequence[Any]], mark: str = ""):
    lines = [",".join(map(text_of, row)) for row in [header, *rows]]
    (folder / "homes.csv").write_text(mark + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    return "homes.csv"


def parquet_of(folder: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]):
    columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
    parquet.write_table(pyarrow.table(columns), folder / "homes.parquet")
    return "homes.parquet"


KINDS = pytest.mark.parametrize("write", [excel, csv, parquet_of], ids=["xlsx", "csv", "parquet"])
Write = Callable[[Path, Sequence[str], Sequence[Sequence[Any]]], str]


@KINDS
def test_a_frame_holds_typed_columns_from_any_kind_of_file(tmp_path: Path, write: Write) -> None:
    reading = read(tmp_path, write(tmp_path, HEADER, ROWS))
    assert not reading.findings
    homes = reading.data.homes
    assert isinstance(homes, Records) and isinstance(homes.frame, DataFrame)
    assert homes.frame.rows() == [
        (0, "A1", 2, Decimal("85.1"), None, date(2024, 4, 1), True, "rented", "by the park"),
        (1, "A2", 3, None, Decimal(25), None, None, "owned", None),
        (2, "A3", 1, Decimal("98.07"), Decimal("40.5"), date(2023, 12, 31), False, "rented", "x"),
    ]
    assert homes.frame["rent"].sum() == Decimal("183.17")


@KINDS
def test_reading_columns_notes_them_as_spans_and_peeking_does_not(
    tmp_path: Path, write: Write
) -> None:
    name = write(tmp_path, HEADER, ROWS)
    homes = read(tmp_path, name).data.homes
    with recording() as reads:
        homes.peek("note")
        assert homes.select("beds", "rent").columns == [ROW, "beds", "rent"]
    (source,) = reads.sources()
    assert (source.workbook, source.sheet, source.range) == (name, "Homes", "B2:C4")


@KINDS
def test_a_row_knows_its_place_in_the_file(tmp_path: Path, write: Write) -> None:
    name = write(tmp_path, HEADER, ROWS)
    homes = read(tmp_path, name).data.homes
    (at,) = homes.select("code").filter(col("code") == "A3")[ROW]
    assert homes.number(at) == 4
    assert homes.place(at, "rent") == {
        "workbook": name, "sheet": "Homes", "cell": "C4", "field": "rent",
    }  # fmt: skip


BAD = [
    ["A1", 2.5, -1, None, None, None, "rented", None],
    ["A2", 12, 85.12345, 0.5, None, None, "let", None],
    [None, 3, 85, 120, None, None, "owned", None],
]


@KINDS
def test_faults_are_those_that_cells_have_each_with_its_place(tmp_path: Path, write: Write) -> None:
    reading = read(tmp_path, write(tmp_path, HEADER, BAD))
    told = {(one.cell, one.code) for one in reading.findings}
    assert told == {
        ("B2", "cell-not-whole"), ("A4", "cell-blank"), ("B3", "cell-too-large"),
        ("C2", "cell-too-small"), ("C3", "cell-too-precise"), ("D3", "percent-scale"),
        ("D4", "cell-too-large"), ("G3", "cell-not-a-choice"),
    }  # fmt: skip
    assert reading.faulty == {"homes"}


def test_the_faults_of_a_sheet_read_as_columns_are_those_of_the_sheet_read_as_rows(
    tmp_path: Path,
) -> None:
    rows = [["A1", "two", "n/a", 120, "soon", "maybe", "let", None], *ROWS, [None] * 8, ROWS[1]]
    name = excel(tmp_path, HEADER, rows)
    plain = Table(name="Homes", workbook="homes", columns=COLUMNS, key=("code",))
    as_rows, as_columns = read(tmp_path, name, plain), read(tmp_path, name)
    assert len(as_rows.findings) == 9
    assert set(as_columns.findings) == set(as_rows.findings)


def test_a_cell_that_shows_an_error_is_told_even_where_a_blank_is_allowed(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "homes.xlsx") as book:
        sheet = book.add_worksheet("Homes")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["A1", 2, None, None, None, None, "rented"])
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
    finding, _stale = read(tmp_path, "homes.xlsx").findings
    assert (finding.cell, finding.code) == ("C2", "cell-error")


def test_rows_beyond_one_batch_keep_their_numbers_and_blank_rows_between_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmf_engine.workbook.recorded.BATCH", 2)
    many = [[f"A{at}", 2, 80, None, None, None, "rented", None] for at in range(7)]
    reading = read(tmp_path, excel(tmp_path, HEADER, many))
    assert not reading.findings
    assert [reading.data.homes.number(at) for at in (0, 6)] == [2, 8]
    gap = [*many[:3], [None] * 8, [None] * 8, *many[3:]]
    reading = read(tmp_path, excel(tmp_path, HEADER, gap))
    assert [(one.code, one.cell) for one in reading.findings] == [
        ("blank-row", "A5"), ("blank-row", "A6"),
    ]  # fmt: skip
    assert reading.data.homes.number(3) == 7


def test_a_key_that_repeats_names_both_rows(tmp_path: Path) -> None:
    (finding,) = read(tmp_path, csv(tmp_path, HEADER, [*ROWS, ROWS[0]])).findings
    assert (finding.code, finding.cell) == ("duplicate-key", "A5")
    assert 'Row 5 repeats the code "A1" of row 2.' in finding.message


def test_a_code_must_stand_in_the_table_it_refers_to(tmp_path: Path) -> None:
    homes = Table(
        name="Homes", workbook="homes", records=True,
        columns={"code": Code(), "areas": Code(references=("areas", "area"), many=True)},
    )  # fmt: skip
    areas = Table(name="Areas", workbook="areas", columns={"area": Code()})
    excel(tmp_path, ["code", "areas"], [["A1", "N;S"], ["A2", "S; W"], ["A3", None]])
    with xlsxwriter.Workbook(tmp_path / "areas.xlsx") as book:
        book.add_worksheet("Areas").write_column(0, 0, ["area", "N", "S"])
    bound = {name: Binding(name, f"{name}.xlsx", tmp_path) for name in ("homes", "areas")}
    reading = read_inputs(bound, {"homes": homes, "areas": areas}, records=gathering)
    told = [(one.code, one.cell, one.message[:3]) for one in reading.findings]
    assert told == [("cell-blank", "B4", "The"), ("unknown-code", "B3", '"W"')]


def test_a_raw_column_is_whatever_was_typed_and_never_at_fault(tmp_path: Path) -> None:
    table = Table(
        name="Homes", workbook="homes", records=True,
        columns={"given": Text(raw=True, required=False), "row": Whole()},
    )  # fmt: skip
    typed = ["007 ", 7, 2.5, True, date(2026, 3, 1), None, "a\x07"]
    rows = [[one, at] for at, one in enumerate(typed)]
    reading = read(tmp_path, excel(tmp_path, ["given", "row"], rows), table)
    assert not reading.findings
    assert reading.data.homes.frame["given"].to_list() == [
        "007 ", "7", "2.5", "TRUE", "01/03/2026", None, "a\x07",
    ]  # fmt: skip


def test_months_and_years_are_held_as_days_and_numbers(tmp_path: Path) -> None:
    table = Table(
        name="Homes", workbook="homes", records=True, columns={"month": Month(), "year": Year()}
    )
    name = csv(tmp_path, ["month", "year"], [["2026-03-31", "2025/26"], ["01/04/2026", "2026/27"]])
    reading = read(tmp_path, name, table)
    assert not reading.findings
    assert reading.data.homes.select("month", "year").rows() == [
        (0, date(2026, 3, 1), 2025),
        (1, date(2026, 4, 1), 2026),
    ]


def test_several_files_are_one_table_and_each_row_knows_its_own(tmp_path: Path) -> None:
    csv(tmp_path, HEADER, ROWS[:2])
    (tmp_path / "homes.csv").rename(tmp_path / "homes_1.csv")
    csv(tmp_path, HEADER, ROWS[2:])
    (tmp_path / "homes.csv").rename(tmp_path / "homes_2.csv")
    homes = read(tmp_path, "homes_*.csv").data.homes
    assert len(homes) == 3
    assert homes.place(2, "code")["workbook"] == "homes_2.csv"
    assert homes.place(2, "code")["cell"] == "A2"


def test_what_a_plugin_hands_over_as_columns_of_arrow_or_as_lists_reads_alike(
    tmp_path: Path,
) -> None:
    (tmp_path / "homes.db").write_text("by a plugin", encoding="utf-8")
    columns = list(map(list, zip(*ROWS, strict=True)))
    bound = {"homes": Binding("homes", "homes.db", tmp_path)}
    frames = []
    for batch in (columns, [pyarrow.array(one) for one in columns]):
        given = Batches(HEADER, [batch, batch[:0]])
        reading = read_inputs(
            bound,
            {"homes": HOMES},
            open_source=lambda _path, _table, given=given: given,
            records=gathering,
        )
        assert not reading.findings
        frames.append(reading.data.homes.frame)
    assert frames[0].equals(frames[1])


def test_a_blank_is_missing_and_never_zero(tmp_path: Path) -> None:
    homes = read(tmp_path, csv(tmp_path, HEADER, ROWS)).data.homes
    assert homes.frame["rent"].null_count() == 1
    assert homes.frame["rent"].to_list()[1] is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("homes.parquet", b"not at all", "It cannot be read as a Parquet file. Save it again."),
        ("homes.csv", b"code,beds\n\xff\xfe,2\n", "some of its letters are not UTF-8"),
        ("homes.csv", b"code,beds\nA,2,3\n", "a row has more cells than there are headings"),
        ("homes.csv", b'code,beds\n"Jo"Bloggs,2\n', "a quotation mark stands alone inside a cell"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_that_quotes_no_cell(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    finding = read(tmp_path, name).findings[0]
    assert (finding.code, finding.workbook) == ("source-fault", name)
    assert said in finding.message
    assert "Bloggs" not in finding.message


def test_a_heading_is_known_in_whatever_case_and_with_blanks_around_it(tmp_path: Path) -> None:
    (tmp_path / "homes.csv").write_text("\n".join([" Code ,BEDS", "A,2"]))
    assert read(tmp_path, "homes.csv").data.homes.frame["beds"].to_list() == [2]


def test_rows_of_commas_that_a_spreadsheet_leaves_at_the_end_are_no_rows(tmp_path: Path) -> None:
    blank = [None] * len(HEADER)
    reading = read(tmp_path, csv(tmp_path, HEADER, [*ROWS, blank, blank]))
    assert not reading.findings
    assert len(reading.data.homes) == 3


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    first = read(tmp_path, csv(tmp_path, HEADER, ROWS)).data.homes.frame
    assert read(tmp_path, csv(tmp_path, HEADER, ROWS, "\ufeff")).data.homes.frame.equals(first)


def test_a_column_that_the_file_lacks_is_missing_or_blank_throughout(tmp_path: Path) -> None:
    table = Table(
        name="Homes", workbook="homes", records=True,
        columns={"code": Code(), "area": Code(optional=True), "beds": Whole()},
    )  # fmt: skip
    reading = read(tmp_path, csv(tmp_path, ["code"], [["A1"]]), table)
    assert [(one.code, one.field) for one in reading.findings] == [("missing-column", "beds")]
    assert reading.data.homes.frame.rows() == [(0, "A1", None, None)]


def test_a_table_cannot_be_counted_and_held() -> None:
    with pytest.raises(ValueError, match="counted while it is read"):
        Table(
            name="Homes", workbook="homes", columns={"code": Code()}, records=True,
            tally=Tally(by=("code",), counted=()),
        )  # fmt: skip


VALUES = st.one_of(
    st.none(), st.booleans(), st.dates(date(1890, 1, 1), date(2100, 1, 1)),
    st.integers(-(10**6), 10**6).map(float), st.decimals(-1000, 1000, places=4).map(float),
    st.sampled_from(["", " ", "yes", "No", "rented", "RENTED", "A1", "a\x01b", "12", "1,000"]),
)  # fmt: skip
COLUMN = st.sampled_from([
    Code(), Code(required=False), Text(required=False), Whole(minimum=0), Number(required=False),
    Money(), Percent(required=False), Date(required=False), Flag(), Choice("rented", "owned"),
    Code(many=True), Month(required=False), Text(raw=True, required=False),
])  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(column=COLUMN, values=st.lists(VALUES, max_size=12))
def test_columns_hold_what_rows_would_and_find_the_same_faults(
    column: Any, values: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("held")
    (folder / "homes.db").write_text("by a plugin", encoding="utf-8")
    bound = {"homes": Binding("homes", "homes.db", folder)}
    found = []
    for records in (False, True):
        table = Table(name="H", workbook="homes", columns={"one": column}, records=records)
        reading = read_inputs(
            bound, {"homes": table}, records=gathering,
            open_source=lambda _path, _table: Batches(["one"], [[values]]),
        )  # fmt: skip
        found.append(reading)
    rows, columns = found
    precise = {one.cell for one in columns.findings if one.code == "cell-too-precise"}
    told = {(one.code, one.cell) for one in columns.findings if one.cell not in precise}
    # blank rows are left out of a sheet, and told where more follows; a file has each of its rows
    of_rows = {(one.code, one.cell) for one in rows.findings if one.code != "blank-row"}
    assert of_rows <= told
    assert {code for code, _ in told - of_rows} <= {"cell-blank"}
    held = columns.data.homes.values("one")
    for row in rows.data.homes:
        if f"A{row.number}" not in precise:
            assert (held[row.number - 2] or None) == (_as_held(row["one"]) or None)


def _as_held(value: Any) -> Any:
    first = getattr(value, "first", None)
    return value if first is None else date(first // 12, first % 12 + 1, 1)
