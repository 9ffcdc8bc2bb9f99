"""An Office file as a zip of parts: read safely, changed part by part, written reproducibly."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import MutableMapping
from dataclasses import dataclass

from lxml import etree

from pmf_engine.model.errors import PmfError

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LIMIT_BYTES = 600 * 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)
# XML shrinks nearly as well at 3 as at 6, in half the time.
_LEVEL = 3
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_PACKED = (".xlsx", ".png", ".jpg", ".jpeg", ".gif")


def parse(data: bytes) -> etree._Element:
    """Return the root of a part, read without entities or network. Raises PmfError if not XML."""
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as fault:
        raise PmfError(f"The file is damaged: a part of it cannot be read ({fault.msg}).") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise PmfError("A part of the file declares entities, which Office never writes.")
    return root


def serialise(root: etree._Element) -> bytes:
    """Return a part's bytes, with the declaration that Office writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One link of a part: its id, its type (a URI) and the part's name, or address if external."""

    id: str
    type: str
    target: str
    external: bool = False


class Package:
    """The parts of an Office file by name (no leading slash), in the order of the file."""

    def __init__(self, parts: MutableMapping[str, bytes]) -> None:
        if CONTENT_TYPES not in parts:
            raise PmfError("This is a zip file but not an Office file.")
        self.parts = parts
        self._types = parse(parts[CONTENT_TYPES])
        self._overrides = {
            entry.get("PartName", "").lstrip("/"): entry.get("ContentType", "")
            for entry in self._types.iterfind(f"{{{_TYPES}}}Override")
        }
        self._links: dict[str, etree._Element] = {}
        self._listed: dict[str, list[Relationship]] = {}
        self._written: set[str] = set()

    @classmethod
    def read(cls, data: bytes) -> Package:
        """Return the package in these bytes.

        Raises PmfError, in a sentence without the file's name, where they are no Office file.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = _unpack(archive)
        except _BROKEN:
            raise PmfError(not_a_package(data)) from None
        return cls(parts)

    def copy(self) -> Package:
        """Return a package that can be changed without touching this one."""
        return Package({**self.parts, **self._bookkeeping()})

    def content_type(self, name: str) -> str:
        """Return the content type of a part, or an empty string."""
        if name in self._overrides:
            return self._overrides[name]
        extension = posixpath.splitext(name)[1].lstrip(".").lower()
        for entry in self._types.iterfind(f"{{{_TYPES}}}Default"):
            if entry.get("Extension", "").lower() == extension:
                return entry.get("ContentType", "")
        return ""

    def add(self, name: str, data: bytes, content_type: str) -> str:
        """Put a part, new or changed, under a name; return the name."""
        self.parts[name] = data
        if self.content_type(name) != content_type:
            self._override(name, content_type)
        return name

    def _override(self, name: str, content_type: str) -> None:
        entries = self._types.iterfind(f"{{{_TYPES}}}Override[@PartName='/{name}']")
        entry = next(entries, None) if name in self._overrides else None
        if entry is None:
            entry = etree.SubElement(self._types, f"{{{_TYPES}}}Override", PartName=f"/{name}")
        entry.set("ContentType", content_type)
        self._written.add(CONTENT_TYPES)
        self._overrides[name] = content_type

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern such as `word/charts/chart{}.xml` not yet taken."""
        number = 1
        while pattern.format(number) in self.parts:
            number += 1
        return pattern.format(number)

    def relationships(self, source: str = "") -> list[Relationship]:
        """Return the links of a part, or those of the package itself."""
        if source not in self._listed:
            self._listed[source] = links_of(self._rels(source), source)
        return self._listed[source]

    def related(self, source: str, kind: str) -> list[str]:
        """Return the names of the parts linked from a part whose link type ends in /kind."""
        return [
            link.target
            for link in self.relationships(source)
            if link.type.endswith(f"/{kind}") and link.target in self.parts
        ]

    def relate(self, source: str, target: str, kind: str) -> str:
        """Link a part to another, by a link of that type (a URI), and return the link's id."""
        links = self._rels(source)
        taken = {link.get("Id") for link in links}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        path = posixpath.relpath(target, posixpath.dirname(source) or ".")
        attributes = {"Id": f"rId{number}", "Type": kind, "Target": path}
        etree.SubElement(links, f"{{{RELATIONSHIPS}}}Relationship", attributes)
        self._written.add(rels_name(source))
        self._listed.pop(source, None)
        return f"rId{number}"

    def to_bytes(self) -> bytes:
        """Return the zip file: same parts, same bytes."""
        parts = {**self.parts, **self._bookkeeping()}
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            archive.writestr(_entry(CONTENT_TYPES), parts.pop(CONTENT_TYPES))
            for name, data in parts.items():
                archive.writestr(_entry(name), data)
        return stream.getvalue()

    def bookkeeping(self) -> dict[str, bytes]:
        """Return the lists of content types and links that were added to since they were read."""
        kept = self._bookkeeping()
        return {name: kept[name] for name in sorted(self._written)}

    def _bookkeeping(self) -> dict[str, bytes]:
        links = {rels_name(source): serialise(root) for source, root in self._links.items()}
        return {CONTENT_TYPES: serialise(self._types), **links}

    def _rels(self, source: str) -> etree._Element:
        if source not in self._links:
            data = self.parts.get(rels_name(source))
            empty = f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode()
            self._links[source] = parse(data or empty)
        return self._links[source]


def with_part(archive: bytes, name: str, data: bytes) -> bytes:
    """Return a zip file with one part more, the others as they are packed."""
    stream = io.BytesIO(archive)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as opened:
        opened.writestr(_entry(name), data)
    return stream.getvalue()


def links_of(rels: etree._Element, source: str) -> list[Relationship]:
    """Return the links of a part, or of the package where `source` is empty, from their XML."""
    folder = posixpath.dirname(source)
    return [_relationship(link, folder) for link in rels if isinstance(link.tag, str)]


def rels_name(source: str) -> str:
    """Return the name of the part that holds the links of another."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relationship(link: etree._Element, folder: str) -> Relationship:
    target = link.get("Target", "")
    external = link.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relationship(link.get("Id", ""), link.get("Type", ""), target, external)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    packed = name.lower().endswith(_PACKED)
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if sum(entry.file_size for entry in entries) > LIMIT_BYTES:
        raise PmfError("The file unpacks to more than 600 MB, so it was not opened.")
    return {entry.filename: archive.read(entry) for entry in entries}


def not_a_package(data: bytes) -> str:
    """Return the sentence for bytes that are no zip file."""
    if data.startswith(_OLE):
        return (
            "The file is protected by a password, or saved in a format from before 2007."
            " Open it in Office, remove the password and save it as .docx or .xlsx."
        )
    return "The file is empty." if not data else "This is not an Office file, or it is damaged."
