"""Files that cannot be read say so in one sentence, each with what to do."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from pmf_engine.model.tables import Number, Text
from pmf_engine.workbook import CODES, Binding, hash_files, locate
from pmf_engine.workbook import files as files_module
from pmf_engine.workbook import package as package_module
from pmf_engine.workbook.faults import FileFault
from pmf_engine.workbook.files import File, missing, read_file
from tests.workbooks import SHEET, codes, declare, edit, read, repack, save

HOMES = declare(code=Text())
ROWS = {"Homes": [["code"], ["A"]]}
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path / "book.xlsx", ROWS)


def fault(path: Path) -> str:
    """Return the code of the one finding, after checking that it blames the input."""
    reading = read(path, homes=HOMES)
    (finding,) = reading.findings
    assert reading.faulty == {"homes"}
    assert finding.workbook == path.name
    assert finding.message.endswith(".")
    assert len(reading.data.homes) == 0
    return finding.code


def test_a_missing_workbook_names_the_nearest_file(book: Path) -> None:
    (finding,) = read(book.with_name("boook.xlsx"), homes=HOMES).findings
    assert finding.code == "missing-workbook"
    assert "Did you mean book.xlsx?" in finding.message


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (finding,) = read(tmp_path / "nowhere" / "book.xlsx", homes=HOMES).findings
    assert "folder" in finding.message and "does not exist" in finding.message


def test_a_workbook_that_is_not_bound_is_reported(tmp_path: Path) -> None:
    from pmf_engine.workbook import read_inputs

    reading = read_inputs({}, {"homes": HOMES})
    assert codes(reading) == ["missing-workbook"]


@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods"])
def test_another_format_by_its_ending_asks_for_xlsx(book: Path, ending: str) -> None:
    assert fault(book.rename(book.with_suffix(ending))) == "file-old-format"


def test_an_old_workbook_renamed_to_xlsx_is_still_seen_as_old(book: Path) -> None:
    book.write_bytes(OLE2 + b"Workbook" * 100)
    assert fault(book) == "file-old-format"


def test_a_binary_workbook_renamed_to_xlsx_is_still_seen_as_binary(book: Path) -> None:
    def to_binary(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.bin"] = parts.pop("xl/workbook.xml")
        relations = parts["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")
        parts["_rels/.rels"] = relations

    assert fault(repack(book, to_binary)) == "file-old-format"


def test_an_open_document_renamed_to_xlsx_is_still_seen_as_one(book: Path) -> None:
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert fault(book) == "file-old-format"


def test_a_password_is_asked_to_be_cleared(book: Path) -> None:
    book.write_bytes(OLE2 + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    assert fault(book) == "file-protected"


def test_an_encrypted_zip_member_is_seen_as_protected(book: Path) -> None:
    data = bytearray(book.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<H", data, at + 8, 1)
        at = data.find(b"PK\x01\x02", at + 4)
    book.write_bytes(bytes(data))
    assert fault(book) == "file-protected"


def test_an_empty_file_is_reported(book: Path) -> None:
    book.write_bytes(b"")
    assert fault(book) == "file-empty"


def test_a_file_cut_short_is_reported(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:-200])
    assert fault(book) == "file-damaged"


@pytest.mark.parametrize("data", [b"code\nA\n", b"<html></html>", b"\x00" * 64])
def test_a_file_that_is_no_workbook_is_reported(book: Path, data: bytes) -> None:
    book.write_bytes(data)
    assert fault(book) == "file-not-excel"


def test_a_word_document_renamed_to_xlsx_is_reported(book: Path) -> None:
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert fault(book) == "file-not-excel"


def test_a_sheet_whose_xml_is_broken_is_reported_as_damaged(book: Path) -> None:
    edit(book, SHEET, "</sheetData>", "<row r=")
    assert fault(book) == "file-damaged"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/tables/table1.xml"])
def test_a_part_whose_xml_is_broken_is_reported_as_damaged(book: Path, part: str) -> None:
    edit(book, part, ">", "<")
    assert fault(book) == "file-damaged"


def test_bytes_spoilt_inside_the_zip_are_reported_as_damaged(book: Path) -> None:
    data = bytearray(book.read_bytes())
    start = data.find(b"xl/workbook.xml") + len("xl/workbook.xml")
    data[start + 10 : start + 40] = bytes(30)
    book.write_bytes(bytes(data))
    assert fault(book) == "file-damaged"


def test_a_zip_bomb_by_its_declared_size_is_not_opened(book: Path) -> None:
    repack(book, lambda parts: parts.update({"xl/bomb.xml": bytes(64 << 20)}))
    assert fault(book) == "file-too-large"


def test_a_zip_bomb_that_lies_about_its_size_is_not_opened(book: Path) -> None:
    repack(book, lambda parts: parts.update({SHEET: b"<worksheet>" + bytes(5 << 20)}))
    data = bytearray(book.read_bytes())
    at = data.rfind(SHEET.encode())
    struct.pack_into("<I", data, at - 46 + 24, 2 << 20)
    book.write_bytes(bytes(data))
    assert fault(book) == "file-damaged"


def test_too_many_parts_are_not_opened(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "MAX_PARTS", 3)
    assert fault(book) == "file-too-large"


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/tables/table1.xml"])
def test_xml_that_declares_entities_is_not_opened(book: Path, part: str) -> None:
    def declare_entities(parts: dict[str, bytes]) -> None:
        body = parts[part].decode().removeprefix("<?xml version='1.0' encoding='utf-8'?>")
        parts[part] = (BOMB + body).encode()

    assert fault(repack(book, declare_entities)) == "file-unsafe"


def test_a_declaration_hidden_behind_a_long_comment_is_found_quickly(book: Path) -> None:
    def declare_entities(parts: dict[str, bytes]) -> None:
        parts[SHEET] = (b"<?a?>" * 5_000) + b"<!--" + b"x" * 200_000 + b"-->" + BOMB.encode()

    assert fault(repack(book, declare_entities)) == "file-unsafe"


def test_a_strict_workbook_is_asked_to_be_saved_as_an_ordinary_one(book: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    edit(book, "xl/workbook.xml", main, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert fault(book) == "file-strict"


def test_a_macro_workbook_is_read_like_any_other(book: Path) -> None:
    reading = read(book.rename(book.with_suffix(".xlsm")), homes=HOMES)
    assert reading.findings == ()
    assert reading.data.homes.column("code") == ["A"]


def test_a_workbook_open_in_excel_is_read_with_a_note(book: Path) -> None:
    book.with_name("~$book.xlsx").write_bytes(b"x" * 165)
    reading = read(book, homes=HOMES)
    assert codes(reading) == ["file-open"]
    assert reading.data.homes.column("code") == ["A"]


def test_a_file_replaced_while_being_read_is_read_again(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = book.read_bytes()
    reads: list[bytes] = []

    def replaced(path: Path) -> bytes:
        reads.append(whole)
        if len(reads) == 1:
            book.write_bytes(whole + b"!")
        return whole + (b"!" if len(reads) > 1 else b"")

    monkeypatch.setattr(Path, "read_bytes", replaced)
    assert read_file(book).data == whole + b"!"


def test_a_file_that_keeps_changing_is_reported(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = book.read_bytes()

    def changing(path: Path) -> bytes:
        with book.open("ab") as stream:
            stream.write(b"!")
        return whole

    monkeypatch.setattr(Path, "read_bytes", changing)
    assert fault(book) == "file-changing"


def kept_online(size: int) -> SimpleNamespace:
    return SimpleNamespace(st_size=size, st_mtime_ns=1, st_ino=1, st_file_attributes=0x400000)


def test_a_file_kept_online_that_cannot_be_fetched_is_reported(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise OSError("the cloud file provider is not running")

    monkeypatch.setattr(files_module, "_stat", lambda path, platform: kept_online(9))
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert fault(book) == "file-online-only"


def test_a_file_kept_online_that_reads_as_nothing_is_reported(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "_stat", lambda path, platform: kept_online(0))
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"")
    assert fault(book) == "file-online-only"


def test_a_file_that_may_not_be_read_is_reported(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert fault(book) == "file-denied"


def test_a_path_too_long_for_windows_is_reported_there_and_not_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / ("long " * 60) / "book.xlsx"
    with pytest.raises(FileFault) as raised:
        read_file(path, platform="nt")
    assert raised.value.code == "path-too-long"
    binding = Binding("book", str(path), tmp_path)
    assert missing(binding, platform="nt").code == "path-too-long"
    assert missing(binding, platform="posix").code == "missing-workbook"


def test_files_are_found_by_pattern_in_order_of_name_without_lock_files(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "c.txt"):
        (tmp_path / name).write_bytes(b"x")
    found = locate([Binding("book", "*.xlsx", tmp_path)])
    assert [path.name for path in found["book"]] == ["a.xlsx", "b.xlsx"]


def test_brackets_in_the_folder_or_in_a_file_name_stand_for_themselves(tmp_path: Path) -> None:
    folder = tmp_path / "[2026]"
    folder.mkdir()
    (folder / "a[1].xlsx").write_bytes(b"x")
    assert len(locate([Binding("book", "a[1].xlsx", folder)])["book"]) == 1
    assert len(locate([Binding("book", "*.xlsx", folder)])["book"]) == 1


def test_a_pattern_written_with_backslashes_is_found_everywhere(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.xlsx").write_bytes(b"x")
    assert len(locate([Binding("book", "data\\a.xlsx", tmp_path)])["book"]) == 1


def test_every_file_of_a_pattern_is_read_and_rows_know_their_file(tmp_path: Path) -> None:
    save(tmp_path / "2026-05.xlsx", {"Homes": [["code"], ["B"]]})
    save(tmp_path / "2026-04.xlsx", {"Homes": [["code"], ["A"]]})
    reading = read(tmp_path / "2026-*.xlsx", homes=HOMES)
    assert reading.data.homes.column("code") == ["A", "B"]
    assert [row.place("code")["workbook"] for row in reading.data.homes] == [
        "2026-04.xlsx",
        "2026-05.xlsx",
    ]
    assert set(reading.hashes) == {"2026-04.xlsx", "2026-05.xlsx"}


def test_one_bad_file_of_several_does_not_stop_the_others(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx", ROWS)
    (tmp_path / "b.xlsx").write_bytes(b"")
    reading = read(tmp_path / "*.xlsx", homes=HOMES)
    assert codes(reading) == ["file-empty"]
    assert reading.data.homes.column("code") == ["A"]
    assert reading.faulty == {"homes"}


def test_a_broken_file_is_reported_once_however_many_inputs_it_holds(book: Path) -> None:
    book.write_bytes(b"PK" + bytes(100))
    reading = read(book, homes=HOMES, other=declare("Other", x=Number()))
    assert codes(reading) == ["file-damaged"]
    assert reading.faulty == {"homes", "other"}


def test_hashing_reads_no_workbook_library(book: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pmf_engine.workbook import *;"
        f"print(*hash_files([Binding('book', {str(book)!r}, Path('/'))]).values());"
        "print(sorted({'lxml', 'python_calamine'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    sha256, libraries = told.stdout.split("\n", 1)
    assert [sha256] == list(hash_files([Binding("book", str(book), Path("/"))]).values())
    assert libraries.strip() == "[]"


def test_the_hash_is_that_of_the_bytes_that_were_parsed(book: Path) -> None:
    reading = read(book, homes=HOMES)
    assert reading.hashes == {"book.xlsx": read_file(book).sha256}
    assert isinstance(read_file(book), File)


def test_a_folder_without_rights_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    for name in ("iterdir", "is_dir", "exists", "stat", "glob"):
        monkeypatch.setattr(Path, name, refuse)
    found = read(tmp_path / "closed" / "book.xlsx", homes=HOMES)
    monkeypatch.undo()
    assert codes(found) == ["missing-workbook"]


def test_any_damage_at_all_ends_in_findings_and_never_in_a_traceback(book: Path) -> None:
    whole = book.read_bytes()
    for at in range(0, len(whole), 97):
        book.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        reading = read(book, homes=HOMES)
        assert all(one.code in CODES for one in reading.findings)


def test_a_zip_with_nothing_in_it_is_reported(book: Path) -> None:
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()
    book.write_bytes(stream.getvalue())
    assert fault(book) == "file-not-excel"
