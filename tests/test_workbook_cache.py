"""An unchanged workbook is not parsed twice, and nothing that is kept can do harm."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.tables import (
    Choice,
    Code,
    Column,
    Date,
    Flag,
    Kind,
    Money,
    Month,
    NamedCell,
    Number,
    Percent,
    Table,
    Text,
    Whole,
)  # fmt: skip
from pmf_engine.workbook import cache as cache_module
from pmf_engine.workbook.cache import Cache
from pmf_engine.workbook.data import Cells, Piece
from pmf_engine.workbook.files import File
from tests.workbooks import codes, declare, edit, read, save

HOMES = declare(
    text=Text(), whole=Whole(), number=Number(required=False), money=Money(), percent=Percent(),
    day=Date(), month=Month(), flag=Flag(), choice=Choice("a", "b"), code=Code(),
    many=Code(many=True, required=False), absent=Text(optional=True),
)  # fmt: skip
HEADER = list(HOMES.columns)[:-1]
ROWS = [
    HEADER,
    ["é", 1, 1.5, 2.25, 95, date(2026, 9, 1), date(2026, 9, 1), True, "a", "X", "P; Q"],
    ["é", 2, None, 3, 50, date(2026, 9, 2), date(2026, 9, 1), False, "B", "Y", None],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path / "book.xlsx", {"Homes": ROWS}, top="Homes!$B$2")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def values(reading: Any) -> dict[str, list[Any]]:
    return {name: reading.data.homes.column(name) for name in HOMES.columns}


@pytest.fixture
def never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test when a workbook is opened rather than taken from the cache."""

    def opened(*args: object) -> None:
        raise AssertionError("the workbook was parsed again")

    monkeypatch.setattr("pmf_engine.workbook.opened.Opened.__init__", opened)


def test_every_kind_of_value_comes_back_as_it_was(
    book: Path, kept: Path, request: pytest.FixtureRequest
) -> None:
    fresh = read(book, cache=kept, homes=HOMES)
    request.getfixturevalue("never_opened")
    again = read(book, cache=kept, homes=HOMES)
    assert again.findings == fresh.findings == ()
    assert values(again) == values(fresh)
    assert [list(map(type, one)) for one in values(again).values()] == [
        list(map(type, one)) for one in values(fresh).values()
    ]
    assert again.data.homes.rows[1].place("code") == fresh.data.homes.rows[1].place("code")
    assert again.data.homes.column("many") == [("P", "Q"), ()]


def test_a_named_cell_is_kept_too(book: Path, kept: Path, request: pytest.FixtureRequest) -> None:
    cell = NamedCell(name="top", workbook="book", column=Whole())
    assert read(book, cache=kept, cell=cell).data.cell.value == 1
    request.getfixturevalue("never_opened")
    assert read(book, cache=kept, cell=cell).data.cell.value == 1


def test_an_unchanged_workbook_needs_no_workbook_library(book: Path, kept: Path) -> None:
    table = declare("Homes", whole=Whole())
    read(book, cache=kept, homes=table)
    code = (
        "import sys; from pathlib import Path; from pmf_engine.model.tables import *;"
        "from pmf_engine.workbook import *;"
        "table = Table(name='Homes', workbook='book', columns={'whole': Whole()});"
        f"bound = {{'book': Binding('book', {str(book)!r}, Path('/'))}};"
        f"print(read_inputs(bound, {{'homes': table}}, cache=Path({str(kept)!r}))"
        ".data.homes.column('whole'), {'lxml', 'python_calamine'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[1, 2] set()"


def test_warnings_and_notes_are_kept_with_the_table(book: Path, kept: Path) -> None:
    edit(book, "xl/worksheets/sheet1.xml", '<row r="2"', '<row r="2" hidden="1"')
    fresh = read(book, cache=kept, homes=HOMES)
    assert codes(fresh) == ["hidden-rows"]
    copy = book.with_name("copy.xlsx")
    copy.write_bytes(book.read_bytes())
    (finding,) = read(copy, cache=kept, homes=HOMES).findings
    assert (finding.code, finding.workbook) == ("hidden-rows", "copy.xlsx")
    assert finding.level == fresh.findings[0].level


def test_a_changed_workbook_is_read_again(book: Path, kept: Path) -> None:
    read(book, cache=kept, homes=HOMES)
    save(book, {"Homes": [HEADER, ["new", *ROWS[1][1:]]]})
    assert read(book, cache=kept, homes=HOMES).data.homes.column("text") == ["new"]


def test_a_changed_declaration_is_read_again(book: Path, kept: Path) -> None:
    read(book, cache=kept, homes=declare(whole=Whole()))
    assert codes(read(book, cache=kept, homes=declare(whole=Whole(maximum=1)))) == [
        "cell-too-large"
    ]


def test_a_new_version_of_the_engine_reads_again(
    book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(book, cache=kept, homes=HOMES)
    monkeypatch.setattr(cache_module, "__version__", "99")
    read(book, cache=kept, homes=HOMES)
    assert len(list(kept.iterdir())) == 2


def test_a_table_with_errors_is_not_kept(tmp_path: Path, kept: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["whole"], ["x"]]})
    for _ in range(2):
        assert codes(read(path, cache=kept, homes=declare(whole=Whole()))) == ["cell-not-a-number"]
    assert not kept.exists()


def test_personal_data_is_never_kept(book: Path, kept: Path) -> None:
    people = Table(name="Homes", workbook="book", columns={"text": Text()}, personal=True)
    assert read(book, cache=kept, homes=people).data.homes.column("text") == ["é", "é"]
    assert not kept.exists()


def test_a_damaged_cache_is_passed_over_and_written_anew(book: Path, kept: Path) -> None:
    fresh = values(read(book, cache=kept, homes=HOMES))
    (path,) = kept.iterdir()
    whole = path.read_bytes()
    for spoilt in (b"", b"x", whole[:-1], whole[:60] + b"?" + whole[61:], b"PMFcache" + bytes(99)):
        path.write_bytes(spoilt)
        assert values(read(book, cache=kept, homes=HOMES)) == fresh
        assert path.read_bytes() == whole


def test_a_cache_that_passes_its_check_but_makes_no_sense_is_passed_over(
    book: Path, kept: Path
) -> None:
    fresh = values(read(book, cache=kept, homes=HOMES))
    (path,) = kept.iterdir()
    for body in (b"", (2).to_bytes(8, "little") + b"{}", (2).to_bytes(8, "little") + b"[]"):
        path.write_bytes(b"PMFcache" + hashlib.sha256(body).digest() + body)
        assert values(read(book, cache=kept, homes=HOMES)) == fresh


def test_a_cache_that_cannot_be_written_is_not_used(book: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"")
    assert len(read(book, cache=blocked, homes=HOMES).data.homes) == 2


def test_no_temporary_file_stays_behind(book: Path, kept: Path) -> None:
    read(book, cache=kept, homes=HOMES)
    assert [path.suffix for path in kept.iterdir()] == [".table"]


def test_the_oldest_tables_go_when_the_folder_grows_too_large(
    book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(book, cache=kept, homes=HOMES)
    (oldest,) = kept.iterdir()
    os.utime(oldest, (1, 1))
    monkeypatch.setattr(cache_module, "MAX_BYTES", oldest.stat().st_size)
    read(book, cache=kept, homes=declare(whole=Whole()))
    (left,) = kept.iterdir()
    assert left != oldest


def test_the_same_table_is_kept_as_the_same_bytes(book: Path, tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        read(book, cache=tmp_path / name, homes=HOMES)
        (path,) = (tmp_path / name).iterdir()
        files.append((path.name, path.read_bytes()))
    assert files[0] == files[1]


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: TEXTS,
    Kind.CODE: TEXTS,
    Kind.WHOLE: st.integers(-(10**25), 10**25),
    Kind.DECIMAL: DECIMALS,
    Kind.MONEY: DECIMALS,
    Kind.PERCENT: DECIMALS,
    Kind.DATE: st.dates(),
    Kind.MONTH: st.builds(Period, st.integers(1990 * 12, 2100 * 12)),
    Kind.YEAR: st.builds(
        lambda year: Period(year * 12 + 3, Frequency.YEARLY), st.integers(1990, 2100)
    ),
    Kind.FLAG: st.booleans(),
    Kind.CHOICE: TEXTS,
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data(), st.sampled_from(list(Kind)))
def test_whatever_is_kept_comes_back(tmp_path: Path, data: st.DataObject, kind: Kind) -> None:
    column = Column(kind=kind)
    wanted = data.draw(st.lists(st.none() | VALUES[kind], max_size=30))
    cell = Table(name="T", workbook="book", columns={"x": column})
    numbers = range(2, 2 + len(wanted))
    piece = Piece("book.xlsx", "S", "0" * 64, numbers, {"x": 1}, {"x": Cells(lambda: wanted)})
    cache = Cache(tmp_path)
    cache.put(cell, piece, ())
    back = cache.get(File(Path("book.xlsx"), b"", "0" * 64), cell)
    assert back is not None
    found = back[0].values("x")
    assert found == wanted
    assert list(map(type, found)) == list(map(type, wanted))
    if kind is Kind.DECIMAL:
        assert list(map(str, found)) == list(map(str, wanted))
