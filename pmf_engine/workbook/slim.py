"""A zip without some of its members, made by copying the packed bytes of the others."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Collection

_LOCAL, _ENTRY = struct.Struct("<26x2H"), struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800


def keep(data: bytes, infos: Collection[zipfile.ZipInfo]) -> bytes:
    """Return a zip of these members only, packed as they are in a zip's bytes."""
    pieces, entries, at = [], [], 0
    for info in infos:
        name, extra = _LOCAL.unpack_from(data, info.header_offset)
        size = _LOCAL.size + name + extra + info.compress_size
        pieces.append(memoryview(data)[info.header_offset : info.header_offset + size])
        entries.append(_entry(info, at))
        at += size
    listing = b"".join(entries)
    end = _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(listing), at, 0)
    return b"".join([*pieces, listing, end])


def _entry(info: zipfile.ZipInfo, offset: int) -> bytes:
    name = info.orig_filename.encode("utf-8")
    head = _ENTRY.pack(
        b"PK\1\2", 20, 20, info.flag_bits | _UTF8, info.compress_type, 0, 0, info.CRC,
        info.compress_size, info.file_size, len(name), 0, 0, 0, 0, 0, offset,
    )  # fmt: skip
    return head + name
