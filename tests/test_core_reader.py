"""Reading an upload file: what may differ without a word being said, and any bytes at all."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pmf_plugins.core_lettings.checking import check
from pmf_plugins.core_lettings.editions import edition_of
from pmf_plugins.core_lettings.reader import Upload, read_upload
from pmf_plugins.core_lettings.upload import upload_file

from pmf_engine.documents.listing import build_csv
from pmf_engine.model.errors import PmfError
from tests.core_kit import TODAY, VARIANTS, Row, context, csv_bytes, row

EDITION = edition_of(2026)
NAMES = list(EDITION.fields)


def faulty() -> list[Row]:
    """Lettings of which each has faults of its own."""
    faults = {"ethnic": "99", "rent": "abc", "age1": "15", "la": "", "tenancy": ""}
    return [
        row(2026, variant, **{name: value}, tenant_code=f"T{number}")
        for number, variant in enumerate(VARIANTS)
        for name, value in faults.items()
    ]


def told(content: bytes) -> list[tuple[object, ...]]:
    upload = read_upload(content, EDITION)
    assert not upload.fault
    return check(upload.rows, EDITION, context(), TODAY[2026]).findings.rows()


PLAIN = csv_bytes(faulty(), EDITION)
TOLD = told(PLAIN)


def lines(content: bytes) -> tuple[bytes, bytes]:
    head, _, body = content.partition(b"\r\n")
    return head, body


def test_the_order_of_columns_changes_nothing():
    names = list(NAMES)
    random.Random(3).shuffle(names)
    assert told(csv_bytes(faulty(), EDITION, names)) == TOLD


def test_the_order_of_rows_changes_nothing_but_their_numbers():
    rows = faulty()
    moved = list(enumerate(rows, start=1))
    random.Random(4).shuffle(moved)
    found = told(csv_bytes([one for _, one in moved], EDITION))
    back = {place: number for place, (number, _) in enumerate(moved, start=1)}
    again = [(back[row], *rest) for row, *rest in found]
    assert sorted(again, key=str) == sorted(TOLD, key=str)


@pytest.mark.parametrize("above", [0, 1, 7, 8])
def test_the_number_of_header_rows_changes_nothing(above):
    header = b"".join(b'Section %d,"a, b",\r\n' % number for number in range(above))
    assert told(header + PLAIN) == TOLD


@pytest.mark.parametrize(
    "changed",
    [
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN.replace(b"\r\n", b"\r"),
        PLAIN.replace(b"Field number", b"FIELD NUMBER:"),
        PLAIN.replace(b"Sample Street", b"Sample\xff Street\xfe"),
        PLAIN + b"\r\n,,,,\r\n\r\n",
    ],
    ids=["bom", "lf", "cr", "heading", "bytes-that-are-no-text", "blank-rows-at-the-end"],
)
def test_what_programs_do_to_a_file_changes_nothing(changed):
    assert told(changed) == TOLD


def test_an_extra_column_with_a_heading_that_is_no_number_changes_nothing():
    names = [*NAMES[:20], "note", *NAMES[20:]]
    numbers = {name: str(EDITION.fields[name].number) for name in NAMES} | {"note": "Our note"}
    rows = [{**one, "note": "mind"} for one in faulty()]
    head = ",".join(["Field number", *(numbers[name] for name in names)])
    body = "\r\n".join(",".join(["", *(one[name] for name in names)]) for one in rows)
    assert told(f"{head}\r\n{body}\r\n".encode()) == TOLD


def test_blank_rows_are_skipped_and_keep_their_numbers():
    head, body = lines(PLAIN)
    upload = read_upload(head + b"\r\n,,,\r\n\r\n" + body, EDITION)
    assert upload.rows["row"].to_list()[:2] == [3, 4]
    assert upload.above == 1


def test_a_cell_may_hold_commas_quotes_and_lines():
    address = '1, "The Elms"\nSample Street'
    upload = read_upload(csv_bytes([row(2026, address_1=address)], EDITION), EDITION)
    assert upload.rows["field_19"].to_list() == [address]


def workbook(rows: Sequence[Row], numbers: bool) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": numbers}) as book:
        book.add_worksheet("Guidance").write_row(0, 0, ["How to fill this in"])
        sheet = book.add_worksheet("Lettings")
        sheet.write_row(0, 0, ["Section", "Set up"])
        sheet.write_row(1, 0, ["Field number", *range(1, len(NAMES) + 1)])
        for place, one in enumerate(rows, start=2):
            sheet.write_row(place, 1, [one[name] for name in NAMES])
    return file.getvalue()


@pytest.mark.parametrize("numbers", [False, True], ids=["text", "numbers"])
def test_a_workbook_in_the_layout_reads_as_the_csv_file_does(numbers):
    assert told(workbook(faulty(), numbers)) == TOLD


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "file-empty"),
        (b" \r\n ", "file-empty"),
        (b"a,b\n1,2\n", "no-headers"),
        (PLAIN.replace(b"Field number", b"Number"), "no-headers"),
        (csv_bytes([row(2025)], edition_of(2025)), "wrong-field-numbers"),
        (PLAIN.replace(b",147\r\n", b",148\r\n", 1), "wrong-field-numbers"),
        (PLAIN.replace(b",147\r\n", b",146\r\n", 1), "wrong-field-numbers"),
    ],
)
def test_a_file_that_is_not_in_the_layout_is_told_as_a_whole(content, fault):
    assert read_upload(content, EDITION).fault == fault


def test_a_broken_workbook_gets_a_sentence():
    with pytest.raises(PmfError, match="cannot be read as one"):
        read_upload(b"PK\x03\x04 and so on", EDITION)


def anything(content: bytes) -> Upload | None:
    """Read and check any bytes; None where they are a workbook that cannot be opened."""
    try:
        upload = read_upload(content, EDITION)
    except PmfError:
        return None
    if not upload.fault:
        check(upload.rows, EDITION, context(), TODAY[2026])
    return upload


SLOW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


@SLOW
@given(st.binary(max_size=400))
def test_no_bytes_below_the_header_row_crash_it(noise):
    head, body = lines(PLAIN)
    upload = anything(head + b"\r\n" + noise + b"\r\n" + body[:2000])
    assert upload is not None
    assert not upload.fault


@SLOW
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_no_bytes_in_a_workbook_crash_it(noise, at):
    whole = workbook(faulty()[:3], True)
    anything(whole[:at] + noise + whole[at + len(noise) :])
    anything(b"PK\x03\x04" + noise)
    anything(noise)


CELLS = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
    st.sampled_from(["", "0", "1", "2", "R", "-1", "1e400", "99999999999999999999", "31", "\x1f"]),
)


@SLOW
@given(st.dictionaries(st.sampled_from(NAMES), CELLS, max_size=40))
def test_no_answers_crash_it_and_every_fault_is_told_at_once(changed):
    wild = {**row(2026), **changed}
    upload = read_upload(csv_bytes([wild, row(2026, ethnic="99", tenancy="")], EDITION), EDITION)
    found = check(upload.rows, EDITION, context(), TODAY[2026]).findings
    last = found.filter(found["row"] == upload.rows["row"].max())
    assert {"field_45", "field_38"} <= set(last["field"])


@SLOW
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_quoted_and_plain_rows_are_read_as_the_standard_reader_reads_them(rows):
    import csv as standard

    text = io.StringIO()
    standard.writer(text).writerows([["", *one] for one in rows])
    content = text.getvalue()
    head, _ = lines(PLAIN)
    upload = read_upload(head + b"\r\n" + content.encode("utf-8", errors="ignore"), EDITION)
    plain = content.encode("utf-8", errors="ignore").decode().replace("\r\n", "\n")
    plain = plain.replace("\r", "\n").translate(dict.fromkeys({*range(32), 127} - {9, 10, 13}))
    wanted = [
        [cell if cell.strip() else None for cell in one[1:]]
        for one in standard.reader(io.StringIO(plain))
    ]
    read = dict(zip(upload.rows["row"], upload.rows.drop("row").rows(), strict=True))
    for number, cells in enumerate(wanted, start=1):
        if any(cells):
            assert list(read[number][: len(cells)]) == cells
        else:
            assert number not in read


# What a spreadsheet would run is made harmless when it is written, and so does change.
WORDS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.text(st.characters(categories=["L", "N", "Zs"], include_characters=",;'\"\n"), max_size=12),
).filter(lambda text: not text.lstrip().startswith(("=", "+", "-", "@", "'")))


def written_again(upload: Upload) -> bytes:
    """The file that is written of the lettings that were read."""
    return build_csv(upload_file(upload.rows, EDITION))


@SLOW
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=3), max_size=12))
def test_a_letting_yields_findings_or_survives_writing_and_reading_unchanged(changes):
    rows = [
        {**row(2026), "tenant_code": f"T{number}", **changed}
        for number, changed in enumerate(changes)
    ]
    upload = read_upload(csv_bytes(rows, EDITION), EDITION)
    found = check(upload.rows, EDITION, context(), TODAY[2026]).findings
    again = read_upload(written_again(upload), EDITION)
    assert not again.fault
    assert again.rows.height == upload.rows.height
    for before, after in zip(upload.rows.iter_rows(), again.rows.iter_rows(), strict=True):
        assert before[0] in set(found["row"]) or before[1:] == after[1:]


def test_a_file_that_was_written_is_found_to_have_the_same_faults():
    upload = read_upload(PLAIN, EDITION)
    assert told(written_again(upload)) == TOLD
