"""What was read is noted as it is read, and told as blocks of cells."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.model.cells import column_index, spans
from pmf_engine.model.tables import NamedCell, Text, Whole
from pmf_engine.workbook import Data, Reads, TableData, recording
from pmf_engine.workbook.data import Cells, Piece
from tests.workbooks import declare, read, save

ROWS = [["code", "homes", "area"], ["A", 1, "N"], ["B", 2, "S"], ["C", 3, "N"], ["D", 4, "N"]]
HOMES = declare(code=Text(), homes=Whole(), area=Text(), note=Text(optional=True))


@pytest.fixture
def data(tmp_path: Path) -> Data:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, top="Homes!$B$2")
    cell = NamedCell(name="top", workbook="book", column=Whole())
    return read(path, homes=HOMES, top=cell).data


def told(reads: Reads) -> list[str]:
    return [source.range for source in reads.sources()]


def test_a_source_names_the_file_the_sheet_the_cells_and_the_hash(tmp_path: Path) -> None:
    reading = read(save(tmp_path / "book.xlsx", {"Homes": ROWS}), homes=HOMES)
    with recording() as reads:
        assert reading.data.homes.rows[1].homes == 2
    (source,) = reads.sources()
    assert str(source) == "book.xlsx, Homes!B3"
    assert source.sha256 == reading.hashes["book.xlsx"]


def test_ordinary_arithmetic_on_rows_notes_the_cells_it_read(data: Data) -> None:
    with recording() as reads:
        total = sum(row.homes for row in data.homes if row.area == "N")
    assert total == 8
    assert told(reads) == ["B2", "C2:C5", "B4:B5"]


def test_a_whole_column_is_one_block(data: Data) -> None:
    with recording() as reads:
        assert data.homes.column("homes") == [1, 2, 3, 4]
        assert data.homes.rows[0]["code"] == "A"
        assert data.homes.rows[0]["homes"] == 1
    assert told(reads) == ["A2", "B2:B5"]


def test_rows_are_found_by_what_they_hold(data: Data) -> None:
    with recording() as reads:
        (row,) = data.homes.where(area="N", homes=3)
        assert row.homes == 3
        assert [one.number for one in data.homes.where(area="S")] == [3]
        assert data.homes.where(area="W") == []
    assert told(reads) == ["B4"]


def test_peeking_and_grouping_note_nothing(data: Data) -> None:
    with recording() as reads:
        assert data.homes.rows[0].peek("homes") == 1
        assert [row.number for row in data.homes.by("area")["N"]] == [2, 4, 5]
        assert list(data.homes.by("area", "homes")) == [("N", 1), ("S", 2), ("N", 3), ("N", 4)]
    assert reads.sources() == ()


def test_a_named_cell_notes_its_read(data: Data) -> None:
    with recording() as reads:
        assert data.top.value == 1
    assert told(reads) == ["B2"]


def test_a_column_that_the_sheet_lacks_has_no_cells(data: Data) -> None:
    with recording() as reads:
        assert data.homes.rows[0].note is None
        assert data.homes.column("note") == [None] * 4
    assert reads.sources() == ()


def test_what_an_inner_block_reads_counts_for_the_outer_too(data: Data) -> None:
    first, second, *_ = data.homes
    with recording() as outer:
        assert first.homes == 1
        with recording() as inner:
            assert second.homes == 2
        assert told(inner) == ["B3"]
    assert told(outer) == ["B2:B3"]


def test_what_was_read_counts_even_when_the_block_fails(data: Data) -> None:
    with recording() as outer:
        with pytest.raises(ZeroDivisionError), recording():
            assert data.homes.rows[0].homes / 0
        assert data.homes.rows[2].code == "C"
    assert told(outer) == ["B2", "A4"]


def test_nothing_is_noted_outside_a_block(data: Data) -> None:
    with recording() as reads:
        pass
    assert data.homes.rows[0].homes == 1
    assert reads.sources() == ()


def test_rows_of_several_files_are_told_by_file(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx"):
        save(tmp_path / name, {"Homes": ROWS})
    homes = read(tmp_path / "*.xlsx", homes=HOMES).data.homes
    with recording() as reads:
        homes.column("code")
    assert [str(one) for one in reads.sources()] == ["a.xlsx, Homes!A2:A5", "b.xlsx, Homes!A2:A5"]
    with recording() as some:
        assert [row.code for row in homes.rows[3:5]] == ["D", "A"]
    assert [str(one) for one in some.sources()] == ["a.xlsx, Homes!A5", "b.xlsx, Homes!A2"]


def test_changing_a_column_handed_out_changes_no_data(data: Data) -> None:
    data.homes.column("homes").clear()
    assert data.homes.column("homes") == [1, 2, 3, 4]


def test_a_row_is_itself_however_often_it_is_made(data: Data) -> None:
    assert data.homes.rows[0] == next(iter(data.homes))
    assert len({*data.homes, *data.homes.rows}) == 4
    assert data.homes.rows[0] != data.homes.rows[1]


def test_a_misspelt_column_or_input_is_said_in_a_sentence(data: Data) -> None:
    with pytest.raises(AttributeError, match="declares no column “hmoes”"):
        _ = data.homes.rows[0].hmoes
    with pytest.raises(KeyError, match="declares no column"):
        data.homes.column("hmoes")
    with pytest.raises(AttributeError, match="the inputs are homes, top"):
        _ = data.hmoes


def test_data_can_be_copied(data: Data) -> None:
    assert copy.deepcopy(data).homes.rows[0].homes == 1


def piece(workbook: str, numbers: list[int]) -> Piece:
    return Piece(workbook, "S", "0", numbers, {"x": 2}, {"x": Cells(lambda: list(numbers))})


NUMBERS = st.lists(st.integers(2, 60), unique=True, max_size=30).map(sorted)


@given(st.lists(NUMBERS, min_size=1, max_size=3), st.data())
def test_the_blocks_told_hold_exactly_the_cells_read(
    files: list[list[int]], data: st.DataObject
) -> None:
    table = TableData("T", ("x",), [piece(str(at), rows) for at, rows in enumerate(files)])
    chosen = data.draw(st.sets(st.sampled_from(range(len(table))))) if len(table) else set()
    with recording() as reads:
        for at, row in enumerate(table):
            if at in chosen:
                assert row.x == row.number
    every = [(str(at), number) for at, rows in enumerate(files) for number in rows]
    wanted = {every[at] for at in chosen}
    assert cells_of(reads) == wanted


def cells_of(reads: Reads) -> set[tuple[str, int]]:
    found = set()
    for source in reads.sources():
        first, _, last = source.range.replace("B", "").partition(":")
        found |= {(source.workbook, row) for row in range(int(first), int(last or first) + 1)}
    return found


@given(st.sets(st.tuples(st.integers(1, 5), st.integers(1, 8))))
def test_ranges_hold_the_very_cells_of_the_runs_each_once(cells: set[tuple[int, int]]) -> None:
    told = [cell for text in spans((c, r, r) for c, r in cells) for cell in inside(text)]
    assert len(told) == len(set(told))
    assert set(told) == cells


def inside(text: str) -> list[tuple[int, int]]:
    first, _, last = text.partition(":")
    (left, top), (right, bottom) = (
        (column_index(corner[0]), int(corner[1:])) for corner in (first, last or first)
    )
    return [(c, r) for c in range(left, right + 1) for r in range(top, bottom + 1)]
