"""A zip file changed member by member: what is not replaced is copied as it is packed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pmf_engine.documents.package import LIMIT_BYTES, not_a_package
from pmf_engine.model.errors import PmfError

_LOCAL, _CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4sBB5H3L5H2L")
_LOCAL_ENDS, _END = struct.Struct("<4s22x2H"), struct.Struct("<4s4H2LH")
_DESCRIPTOR, _UTF8, _ENCRYPTED, _ZIP64 = 0x08, 0x800, 0x01, 1
_PIECE, _WINDOW = 4 << 20, 1 << 15
_LEVEL = 3  # XML shrinks nearly as well at 3 as at 6, in half the time
_MOST_BYTES, _MOST_MEMBERS = 0xFFFFFFFF, 0xFFFF
_DAMAGED = "The file is damaged: its part {} cannot be read."


class Member(NamedTuple):
    """One member as the directory of a zip describes it, with the bytes it is packed in."""

    info: zipfile.ZipInfo
    packed: memoryview
    size: int
    crc: int
    method: int
    start: int = 0  # where the packed bytes stand in the file

    def packed_like(self, other: Member) -> bool:
        """Whether another member is packed in the same bytes."""
        if (self.method, len(self.packed)) != (other.method, len(other.packed)):
            return False
        whole = self.packed.obj
        if isinstance(whole, bytes):
            # compares without a copy, which views themselves do slowly
            return whole.startswith(other.packed, self.start)
        return bytes(self.packed) == bytes(other.packed)

    @property
    def name(self) -> str:
        """Its name, as zip files write it: with slashes, and any first slash kept."""
        return self.info.filename

    def read(self) -> bytes:
        """Return its content. Raises PmfError where it is damaged."""
        if self.info.flag_bits & _ENCRYPTED or self.method not in (0, 8):
            raise PmfError(_DAMAGED.format(self.name))
        data = bytes(self.packed) if self.method == 0 else self._inflated()
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise PmfError(_DAMAGED.format(self.name))
        return data

    def _inflated(self) -> bytes:
        try:
            # one byte more than declared shows a lie without unpacking all of it
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.packed, self.size + 1)
        except zlib.error:
            raise PmfError(_DAMAGED.format(self.name)) from None


class RawZip:
    """The members of a zip file, in order, each unpacked only when it is read.

    Raises PmfError, in a sentence without the file's name, where it is no whole zip file, holds a
    name twice, or unpacks to more than is sensible.
    """

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
            view = memoryview(data)
            members = [_member(view, info) for info in infos]
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, struct.error):
            raise PmfError(not_a_package(data)) from None
        self.members = {member.name: member for member in members}
        if len(self.members) != len(members):
            raise PmfError("The file is damaged: it holds two parts of one name.")
        if sum(member.size for member in members) > LIMIT_BYTES:
            raise PmfError("The file unpacks to more than 600 MB, so it was not opened.")

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def read(self, name: str) -> bytes:
        """Return the content of a part. Raises PmfError where it is damaged or not there."""
        if name not in self.members:
            raise PmfError(f"The file is damaged: it has no part {name}.")
        return self.members[name].read()

    def rewritten(self, parts: Mapping[str, bytes | None], level: int = _LEVEL) -> bytes:
        """Return the zip file with these parts: replaced, left out where None, new ones last.

        Order, names and times stay; a new part has no time. `level` is how hard to pack.
        """
        kept = (m for m in self.members.values() if parts.get(m.name, m) is not None)
        members = [_repacked(m, parts[m.name], level) if m.name in parts else m for m in kept]
        fresh = {name: data for name, data in parts.items() if name not in self.members}
        members += [_packed(_info(n), d, level) for n, d in fresh.items() if d is not None]
        return _joined(members)


def _member(data: memoryview, info: zipfile.ZipInfo) -> Member:
    sign, name, extra = _LOCAL_ENDS.unpack_from(data, info.header_offset)
    start = info.header_offset + 30 + name + extra
    packed = data[start : start + info.compress_size]
    if sign != b"PK\3\4":
        raise zipfile.BadZipFile(info.filename)
    if len(packed) != info.compress_size:
        raise EOFError(info.filename)
    return Member(info, packed, info.file_size, info.CRC, info.compress_type, start)


def _repacked(member: Member, data: bytes | None, level: int) -> Member:
    stored = member.method == zipfile.ZIP_STORED and bool(member.size)
    packed = _packed(member.info, data or b"", 0 if stored else level)
    return packed._replace(info=member.info)


def _packed(info: zipfile.ZipInfo, data: bytes, level: int) -> Member:
    crc, method = zlib.crc32(data), zipfile.ZIP_STORED
    if level:
        data, size, method = _deflated(data, level), len(data), zipfile.ZIP_DEFLATED
        return Member(info, memoryview(data), size, crc, method)
    return Member(info, memoryview(data), len(data), crc, method)


def _deflated(data: bytes, level: int) -> bytes:
    """Return bytes packed: a large part in pieces on all processors, the same on any machine."""

    def pack(at: int) -> bytes:
        # each piece may refer to the end of the one before, as if they were packed in one go
        window = data[max(0, at - _WINDOW) : at]
        packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=window)
        packed = packer.compress(view[at : at + _PIECE])
        last = at + _PIECE >= len(data)
        return packed + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)

    view = memoryview(data)
    if len(data) <= _PIECE:
        return pack(0)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor() as pool:
        return b"".join(pool.map(pack, range(0, len(data), _PIECE)))


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 0, 0
    return info


def _joined(members: list[Member]) -> bytes:
    pieces: list[bytes | memoryview] = []
    entries, at = [], 0
    for member in members:
        told = _described(member.info)
        head = _head(member, *told)
        entries.append(_entry(member, at, *told))
        pieces += (head, member.packed)
        at += len(head) + len(member.packed)
    listing = b"".join(entries)
    if at + len(listing) > _MOST_BYTES or len(entries) > _MOST_MEMBERS:
        raise PmfError("The file is too large to be written: more than 4 GB or 65,535 parts.")
    end = _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(listing), at, 0)
    return b"".join([*pieces, listing, end])


def _head(member: Member, name: bytes, flags: int, day: int, time: int) -> bytes:
    fields = member.crc, len(member.packed), member.size, len(name), 0
    return _LOCAL.pack(b"PK\3\4", 20, flags, member.method, time, day, *fields) + name


def _entry(member: Member, offset: int, name: bytes, flags: int, day: int, time: int) -> bytes:
    info = member.info
    extra = info.extra and b"".join(_extras(info.extra))
    head = _CENTRAL.pack(
        b"PK\1\2", info.create_version, info.create_system, 20, flags, member.method, time, day,
        member.crc, len(member.packed), member.size, len(name), len(extra), len(info.comment),
        0, info.internal_attr, info.external_attr, offset,
    )  # fmt: skip
    return head + name + extra + info.comment


def _described(info: zipfile.ZipInfo) -> tuple[bytes, int, int, int]:
    """Return a member's name in bytes, its flags without a descriptor, and its day and time."""
    flags = info.flag_bits & ~_DESCRIPTOR
    name = info.orig_filename
    year, month, day, hour, minute, second = info.date_time
    date = (year - 1980) << 9 | month << 5 | day
    time = hour << 11 | minute << 5 | second // 2
    if name.isascii():
        return name.encode("ascii"), flags, date, time
    encoding = "utf-8" if flags & _UTF8 else "cp437"
    return name.encode(encoding), flags, date, time


def _extras(extra: bytes) -> Iterable[bytes]:
    """Yield the extra fields that stay true: all but the long sizes, which are written anew."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64:
            yield extra[at : at + 4 + size]
        at += 4 + size
