"""An .xlsx file as a zip of XML parts, checked before anything in it is trusted."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from pmf_engine.workbook import slim
from pmf_engine.workbook.faults import FileFault

MAX_PART_BYTES = 1 << 30
MAX_TOTAL_BYTES = 3 << 30
MAX_RATIO = 400
RATIO_FREE_BYTES = 32 << 20
MAX_PARTS = 20_000
_LARGE_BYTES, _HEAVY_BYTES, _ENCRYPTED_BIT = 1 << 20, 1 << 20, 1
_STEP, _LONGEST_PROLOG = 1 << 15, 1 << 12
_DEFLATE_RATIO = 1032  # the most that deflate can shrink anything
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = {".xls": "the old Excel format", ".xlsb": "the binary Excel format", ".ods": "OpenDocument"}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# atomic groups: a crafted prolog must not make the search retrace its steps
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?>(?><\?.*?\?>|<!--.*?-->)\s*)*+<[A-Za-z_]", re.DOTALL)
_UNSAFE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "purl.oclc.org/ooxml"


class Package:
    """The parts of one workbook file, inflated when asked for and never beyond the limits.

    Raises FileFault when the file is not a whole, unprotected .xlsx or .xlsm.
    """

    def __init__(self, data: bytes, name: str) -> None:
        refuse_other_formats(data, name)
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as fault:
            raise _damaged() from fault
        self._parts = {_normal(info.filename): info for info in self._zip.infolist()}
        self._refuse_bombs()
        self.workbook_part = self._find_workbook()

    def __contains__(self, part: str) -> bool:
        return _normal(part) in self._parts

    def size(self, part: str) -> int:
        """Return the declared size of a part in bytes."""
        return self._parts[_normal(part)].file_size

    def read(self, part: str) -> bytes:
        """Return the bytes of a part."""
        return b"".join(self.stream(part))

    def stream(self, part: str) -> Iterator[bytes]:
        """Yield the bytes of a part in pieces that fit the processor's cache."""
        info = self._parts.get(_normal(part))
        if info is None:
            raise _damaged()
        try:
            if _is_large(info):
                yield from self._inflate(info)
            else:
                yield refuse_declarations(self._zip.read(info))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error) as fault:
            raise _damaged() from fault
        except (RuntimeError, NotImplementedError) as fault:
            raise _protected() from fault

    def _inflate(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a large part, which zipfile would copy several times over."""
        signature, name, extra = struct.unpack_from("<4s22xHH", self._data, info.header_offset)
        start = info.header_offset + 30 + name + extra
        packed = memoryview(self._data)[start : start + info.compress_size]
        inflate, total = zlib.decompressobj(-zlib.MAX_WBITS).decompress, 0
        for at in range(0, len(packed), _STEP):
            piece = inflate(packed[at : at + _STEP])
            if total == 0:
                refuse_declarations(piece)
            total += len(piece)
            if total > info.file_size:
                break
            yield piece
        if total != info.file_size or signature != b"PK\x03\x04":
            raise _damaged()

    def light(self, heavy: Collection[str]) -> bytes:
        """Return the file's bytes, without these parts where that makes it much smaller."""
        left_out = {_normal(part) for part in heavy}
        if sum(self._parts[part].compress_size for part in left_out) < _HEAVY_BYTES:
            return self._data
        return slim.keep(self._data, [i for p, i in self._parts.items() if p not in left_out])

    def verify(self, part: str) -> None:
        """Raise FileFault when a part may unpack to more than it declares and more than we bear."""
        info = self._parts.get(_normal(part))
        if info is not None and info.compress_size * _DEFLATE_RATIO > MAX_PART_BYTES:
            self.read(part)

    def xml(self, part: str) -> etree._Element:
        """Return the root element of a part."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as fault:
            raise _damaged() from fault

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return id to (kind, target part) of a part's relationships; kind is the type's end."""
        path = PurePosixPath(part)
        name = str(path.parent / "_rels" / f"{path.name}.rels")
        if name not in self:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                resolve(part, one.get("Target", "")),
            )
            for one in self.xml(name).iter(_RELATIONS)
            if one.get("TargetMode") != "External"
        }

    def _find_workbook(self) -> str:
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self and "workbook" in target.casefold():
                if target.endswith(".bin"):
                    raise other_format(".xlsb")
                return target
        if "xl/workbook.xml" in self:
            return "xl/workbook.xml"
        if "mimetype" in self and b"opendocument" in self.read("mimetype"):
            raise other_format(".ods")
        raise _not_excel()

    def _refuse_bombs(self) -> None:
        infos = self._parts.values()
        total = sum(info.file_size for info in infos)
        if total > MAX_TOTAL_BYTES or len(infos) > MAX_PARTS or any(map(_is_bomb, infos)):
            raise FileFault(
                "file-too-large",
                "The file unpacks to far more data than a workbook holds, so it was not opened."
                " Ask who sent it; if it is right, split it or delete unused rows and columns.",
            )


def refuse_other_formats(data: bytes, name: str) -> None:
    """Raise FileFault when a file's first bytes or ending say that it is no .xlsx."""
    if data.startswith(_OLE2):
        raise _protected() if _ENCRYPTED in data else other_format(".xls")
    if not data.startswith(b"PK"):
        raise _not_excel()
    ending = Path(name).suffix.casefold()
    if ending in _OLD:
        raise other_format(ending)


def refuse_declarations(data: bytes) -> bytes:
    """Return XML; raises FileFault when it declares a document type, which workbooks never do."""
    if _PROLOG.match(data) is None and (_UNSAFE.search(data) or len(data) > _LONGEST_PROLOG):
        raise FileFault(
            "file-unsafe",
            "The file holds XML declarations that Excel never writes, so it was not opened. Ask who"
            " sent it, or open it in Excel and save it as a new .xlsx.",
        )
    return data


def refuse_strict(root: etree._Element) -> None:
    """Raise FileFault when a workbook part is written as Strict Open XML."""
    if _STRICT in str(root.tag):
        raise FileFault(
            "file-strict",
            "The file is saved as “Strict Open XML Spreadsheet”. In Excel choose File, Save As,"
            " “Excel Workbook (*.xlsx)”.",
        )


def resolve(part: str, target: str) -> str:
    """Return the name of the part that a relationship target means, seen from a part."""
    if target.startswith("/"):
        return target[1:]
    steps = list(PurePosixPath(part).parent.parts)
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def other_format(ending: str) -> FileFault:
    """Return the fault of a file in one of Excel's other formats."""
    return FileFault(
        "file-old-format",
        f"The file is in {_OLD[ending]} ({ending}). Open it in Excel and save it as"
        " “Excel Workbook (*.xlsx)”.",
    )


def _normal(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    swollen = info.file_size > max(RATIO_FREE_BYTES, MAX_RATIO * info.compress_size)
    return info.file_size > MAX_PART_BYTES or swollen


def _is_large(info: zipfile.ZipInfo) -> bool:
    plain = info.compress_type == zipfile.ZIP_DEFLATED and not info.flag_bits & _ENCRYPTED_BIT
    return plain and info.file_size > _LARGE_BYTES


def _protected() -> FileFault:
    return FileFault(
        "file-protected",
        "The file is protected by a password. In Excel choose File, Info, Protect Workbook,"
        " Encrypt with Password, clear the password and save.",
    )


def _damaged() -> FileFault:
    return FileFault(
        "file-damaged",
        "The file is damaged or was cut short. Copy it again, or open it in Excel, let Excel repair"
        " it, and save it.",
    )


def _not_excel() -> FileFault:
    return FileFault(
        "file-not-excel",
        "The file is not an Excel workbook, whatever its name says. Open it in Excel and save it as"
        " “Excel Workbook (*.xlsx)”.",
    )
