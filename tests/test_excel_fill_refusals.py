"""Files that must not be changed are refused in a sentence."""

from __future__ import annotations

import contextlib
import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_engine.documents.excel import fill_book
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.errors import PmfError

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def book() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        made.add_worksheet("Part A").write(0, 0, 1)
    return stream.getvalue()


def changed(name: str, old: bytes, new: bytes) -> bytes:
    part = RawZip(book()).read(name)
    assert old in part
    return RawZip(book()).rewritten({name: part.replace(old, new)})


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
REFUSED = {
    "a signed file": (
        lambda: RawZip(book()).rewritten({"_xmlsignatures/origin.sigs": b""}), "digitally signed",
    ),
    "an encrypted file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "a Strict file": (lambda: changed(BOOK, MAIN, STRICT), "Strict Open XML"),
    "a Strict sheet": (lambda: changed(SHEET, MAIN, STRICT), "Strict Open XML"),
    "a Word document": (
        lambda: changed(BOOK, b"workbook", b"document"), "not an Excel workbook",
    ),
    "a file of nothing": (lambda: b"", "empty"),
    "a file cut short": (lambda: book()[:900], "damaged"),
    "a sheet without data": (lambda: changed(SHEET, b"sheetData", b"other"), "holds no data"),
    "a sheet with entities": (
        lambda: changed(SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
        "declares entities",
    ),
    "a binary workbook": (
        lambda: RawZip(book()).rewritten({
                "_rels/.rels": RawZip(book()).read("_rels/.rels").replace(
                    b"xl/workbook.xml", b"xl/workbook.bin"
                ),
                "xl/workbook.bin": b"",
            },
        ),
        "binary workbook",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused(data, words):
    with pytest.raises(PmfError, match=words):
        fill_book(data(), {"Part A!B1": 2})


def test_a_workbook_with_macros_keeps_them():
    data = RawZip(book()).rewritten({"xl/vbaProject.bin": b"macros"})
    assert RawZip(fill_book(data, {"Part A!B1": 2})).read("xl/vbaProject.bin") == b"macros"


def test_a_locked_cell_of_a_protected_sheet_is_filled_and_the_protection_stays():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        made.add_worksheet("Part A").protect("secret")
    filled = RawZip(fill_book(stream.getvalue(), {"Part A!B1": 2})).read(SHEET)
    assert b"<sheetProtection" in filled
    assert b"<v>2</v>" in filled


PART = RawZip(book()).read(SHEET)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PART) - 1), st.integers(0, 12), st.binary(max_size=6))
def test_a_damaged_sheet_is_filled_or_refused_in_a_sentence(at, lost, put):
    data = RawZip(book()).rewritten({SHEET: PART[:at] + put + PART[at + lost :]})
    with contextlib.suppress(PmfError):
        filled = RawZip(fill_book(data, {"Part A!B7": 2})).read(SHEET)
        assert b"<v>2</v>" in filled
