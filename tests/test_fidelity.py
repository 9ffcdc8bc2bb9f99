"""Zip files changed member by member, and the gate that holds everything else as it was."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_engine.documents import fidelity
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.errors import PmfError

PARTS = {"[Content_Types].xml": b"<Types/>", "xl/a.xml": b"<a/>" * 500, "xl/ü.png": b"\x89PNG"}


def zipped(parts=None, **options) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (PARTS if parts is None else parts).items():
            info = zipfile.ZipInfo(name, options.get("when", (2024, 5, 6, 7, 8, 10)))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else 8
            info.extra = options.get("extra", b"")
            with archive.open(info, "w", force_zip64=options.get("zip64", False)) as member:
                member.write(data)
    return stream.getvalue()


class Unseekable(io.RawIOBase):
    """A stream as web servers write to: sizes follow the data."""

    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


def streamed() -> bytes:
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in PARTS.items():
            archive.writestr(name, data)
    return stream.data


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


SOURCES = {
    "plain": zipped(),
    "with sizes after the data": streamed(),
    "with long sizes": zipped(zip64=True),
    "with odd extra fields": zipped(extra=struct.pack("<2H4s", 0xCAFE, 4, b"abcd")),
    "with the oldest time": zipped(when=(1980, 1, 1, 0, 0, 0)),
}


@pytest.mark.parametrize("data", SOURCES.values(), ids=SOURCES)
def test_a_part_is_replaced_and_the_others_keep_their_packed_bytes(data):
    after = RawZip(data).rewritten({"xl/a.xml": b"<b/>"})
    assert content(after) == PARTS | {"xl/a.xml": b"<b/>"}
    old, new = RawZip(data), RawZip(after)
    assert list(old) == list(new)
    assert bytes(old.members["xl/ü.png"].packed) == bytes(new.members["xl/ü.png"].packed)
    fidelity.check(data, after, {"xl/a.xml"})


def test_names_times_and_attributes_stay():
    data = zipped()
    with zipfile.ZipFile(io.BytesIO(RawZip(data).rewritten({"xl/a.xml": b""}))) as archive:
        assert archive.namelist() == list(PARTS)
        assert {info.date_time for info in archive.infolist()} == {(2024, 5, 6, 7, 8, 10)}
        assert archive.getinfo("xl/ü.png").compress_type == zipfile.ZIP_STORED


def test_parts_are_added_at_the_end_and_left_out():
    after = RawZip(zipped()).rewritten({"xl/new.xml": b"", "xl/a.xml": None, "nowhere": None})
    assert list(content(after)) == ["[Content_Types].xml", "xl/ü.png", "xl/new.xml"]
    assert RawZip(zipped()).rewritten({"xl/new.xml": b"1"}) == RawZip(zipped()).rewritten(
        {"xl/new.xml": b"1"}
    )


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.text("abc/.é_", min_size=1, max_size=8), st.binary(max_size=300)),
    st.dictionaries(st.text("abc/.é_", min_size=1, max_size=8), st.none() | st.binary(max_size=99)),
)
def test_any_rewrite_holds_what_a_dictionary_would(parts, changes):
    data = zipped(parts)
    after = RawZip(data).rewritten(changes)
    assert content(after) == {n: d for n, d in {**parts, **changes}.items() if d is not None}
    fidelity.check(data, after, changes.keys())


TAMPERED = {
    "a changed part": ({"xl/a.xml": b"<b/>"}, "xl/a.xml would change"),
    "a lost part": ({"xl/a.xml": None}, "xl/a.xml would be lost"),
    "a new part": ({"xl/b.xml": b""}, "xl/b.xml would be new"),
}


@pytest.mark.parametrize(("changes", "sentence"), TAMPERED.values(), ids=TAMPERED)
def test_the_gate_refuses(changes, sentence):
    after = RawZip(zipped()).rewritten(changes)
    with pytest.raises(PmfError, match=sentence):
        fidelity.check(zipped(), after, {"[Content_Types].xml"})
    fidelity.check(zipped(), after, changes.keys())


def test_the_gate_refuses_parts_in_another_order():
    with pytest.raises(PmfError, match="would move"):
        fidelity.check(zipped(), zipped(dict(reversed(PARTS.items()))), ())


def test_the_gate_sees_a_change_that_the_directory_hides():
    forged = bytearray(zipped({"a.png": b"1234"}))
    forged[forged.index(b"1234")] = ord("9")
    with pytest.raises(PmfError, match=r"a\.png cannot be read"):
        fidelity.check(zipped({"a.png": b"1234"}), bytes(forged), ())


def test_the_gate_lets_the_same_content_packed_otherwise_pass():
    packed = RawZip(zipped()).rewritten({"xl/a.xml": PARTS["xl/a.xml"]}, level=0)
    assert packed != zipped()
    fidelity.check(zipped(), packed, ())


def test_what_is_no_zip_file_is_a_sentence():
    for data, words in (
        (b"", "empty"),
        (b"PK nothing", "damaged"),
        (zipped()[:-30], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "password"),
    ):
        with pytest.raises(PmfError, match=words):
            RawZip(data)


def test_a_part_that_unpacks_to_more_than_it_says_is_refused():
    data = bytearray(zipped({"a": b"0" * 10_000}))
    size = struct.pack("<L", 10_000)
    while size in data:
        data[data.index(size) : data.index(size) + 4] = struct.pack("<L", 10)
    with pytest.raises(PmfError, match="part a cannot be read"):
        RawZip(bytes(data)).read("a")


def test_a_file_that_says_it_unpacks_to_too_much_is_not_opened():
    data = bytearray(zipped({"a": b"0" * 10_000}))
    size = struct.pack("<L", 10_000)
    while size in data:
        data[data.index(size) : data.index(size) + 4] = struct.pack("<L", 700 << 20)
    with pytest.raises(PmfError, match="600 MB"):
        RawZip(bytes(data))
