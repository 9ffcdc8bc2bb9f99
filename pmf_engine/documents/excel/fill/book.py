"""A workbook opened to change a few of its parts; all others stay as they are packed."""

from __future__ import annotations

from functools import cached_property

from lxml import etree

from pmf_engine.documents import fidelity
from pmf_engine.documents.excel.fill import calculation
from pmf_engine.documents.excel.fill.charts import refresh_caches
from pmf_engine.documents.excel.fill.content import decoded
from pmf_engine.documents.excel.fill.names import Names
from pmf_engine.documents.excel.fill.sheet import STRICT, M, SheetPart
from pmf_engine.documents.excel.fill.styles import Styles
from pmf_engine.documents.excel.fill.tables import TablePart
from pmf_engine.documents.package import Relationship, links_of, parse, rels_name, serialise
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.cells import Area
from pmf_engine.model.errors import PmfError

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SIGNED = (
    "The workbook is digitally signed, and any change would break the signature."
    " Fill a copy without the signature: in Excel, File, Info, View Signatures, Remove."
)
_STRICT = (
    "The workbook is saved as Strict Open XML."
    " Open it in Excel and save it as Excel Workbook (.xlsx)."
)
_NO_BOOK = "This is an Office file, but not an Excel workbook."
_BINARY = "This is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx."
_LARGE_BYTES, _FAST = 8 << 20, 1  # a sheet so large is packed fast rather than small


class Book:
    """The sheets, names, tables and formats of a workbook, read when asked for.

    Raises PmfError, in a sentence without the file's name, for a file that must not be changed:
    signed, encrypted, Strict or no workbook at all.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.zip = RawZip(data)
        self._changed: dict[str, bytes | None] = {}
        self._sheets: dict[str, SheetPart] = {}
        if any(name.lower().startswith("_xmlsignatures/") for name in self.zip):
            raise PmfError(_SIGNED)
        self.part = self._book_part()
        raw = self.zip.read(self.part)
        if STRICT in raw:
            raise PmfError(_STRICT)
        self.root = parse(raw)
        self.names = Names(self.root)
        self.parts = self._sheet_parts()
        self._book_changed = False
        self.stretched: list[tuple[str, Area, int]] = []  # rows of tables, and their new end

    def read(self, name: str) -> bytes:
        """Return a part's bytes, as changed so far."""
        changed = self._changed.get(name)
        return self.zip.read(name) if changed is None else changed

    def holds(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self.zip or name in self._changed

    def replace(self, name: str, data: bytes) -> None:
        """Put other bytes in the place of a part, or a part that is new."""
        self._changed[name] = data

    def links(self, source: str) -> list[Relationship]:
        """Return the links of a part, or of the package where `source` is empty."""
        name = rels_name(source)
        if not self.holds(name):
            return []
        return links_of(parse(self.read(name)), source)

    def linked(self, source: str, kind: str) -> list[str]:
        """Return the names of the parts linked from a part by a type that ends in /kind."""
        links = (link for link in self.links(source) if not link.external)
        return [link.target for link in links if link.type.endswith(f"/{kind}")]

    @property
    def sheet_names(self) -> list[str]:
        """The names of all sheets, chart sheets too, in order."""
        return [each.get("name", "") for each in self._sheet_entries()]

    @cached_property
    def epoch1904(self) -> bool:
        """Whether days are counted from 1904."""
        settings = self.root.find(f"{M}workbookPr")
        return settings is not None and settings.get("date1904") in ("1", "true")

    def sheet_name(self, name: str) -> str | None:
        """Return the name of a worksheet as it is spelt, whatever the case; None if not there."""
        return name if name in self.parts else self._spelt.get(name.casefold())

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {name.casefold(): name for name in reversed(self.parts)}

    def sheet_id(self, name: str) -> str:
        """Return the number that the calculation chain knows a sheet by."""
        entries = self._sheet_entries()
        return next(e.get("sheetId", "") for e in entries if e.get("name", "") == name)

    def sheet(self, name: str) -> SheetPart:
        """Return a worksheet by its exact name. Raises PmfError where it is damaged."""
        if name not in self._sheets:
            data = self.read(self.parts[name])
            if STRICT in data[:2000]:
                raise PmfError(_STRICT)
            self._sheets[name] = SheetPart(data, self._shared_text)
        return self._sheets[name]

    @property
    def open_sheets(self) -> dict[str, SheetPart]:
        """The sheets read so far, by name."""
        return self._sheets

    @cached_property
    def tables(self) -> dict[str, TablePart]:
        """The Excel tables by name, in lower case."""
        found = {}
        for sheet, part in self.parts.items():
            for name in self.linked(part, "table"):
                if name in self.zip:
                    table = TablePart(name, sheet, parse(self.read(name)))
                    found[table.name.casefold()] = table
        return found

    @cached_property
    def styles(self) -> Styles:
        """The cell formats."""
        return Styles(self.read(self._styles_part))

    @property
    def _styles_part(self) -> str:
        parts = self.linked(self.part, "styles")
        if not parts:
            raise PmfError("The file is damaged: it has no cell formats.")
        return parts[0]

    def book_changes(self) -> etree._Element:
        """Return the root of `workbook.xml`, to be changed."""
        self._book_changed = True
        return self.root

    def to_bytes(self) -> bytes:
        """Return the file, the very same bytes where nothing was changed.

        What hangs on the changed cells follows: calculation on opening, pivot tables, what charts
        remember. Raises PmfError where any other part would differ.
        """
        written = {name: each.changed for name, each in self._sheets.items() if each.changed}
        if written:
            refresh_caches(self, written)
            calculation.ask(self, written)
        for name, sheet in self._sheets.items():
            if sheet.is_changed:
                self.replace(self.parts[name], sheet.to_xml())
        if "tables" in self.__dict__:
            for table in self.tables.values():
                if table.changed:
                    self.replace(table.part, serialise(table.root))
        if "styles" in self.__dict__ and self.styles.changed:
            self.replace(self._styles_part, self.styles.to_xml())
        if self._book_changed or self.names.changed:
            self.replace(self.part, serialise(self.root))
        return self._written()

    def _written(self) -> bytes:
        if not self._changed:
            return self._data
        large = any(data and len(data) > _LARGE_BYTES for data in self._changed.values())
        options = {"level": _FAST} if large else {}
        after = self.zip.rewritten(self._changed, **options)
        fidelity.check(self._data, after, self._changed.keys())
        return after

    def _book_part(self) -> str:
        parts = [part for part in self.linked("", "officeDocument") if part in self.zip]
        if not parts:
            raise PmfError(_NO_BOOK)
        if parts[0].endswith(".bin"):
            raise PmfError(_BINARY)
        if not parse(self.zip.read(parts[0])).tag.endswith("}workbook"):
            raise PmfError(_NO_BOOK)
        return parts[0]

    def _sheet_entries(self) -> list[etree._Element]:
        return self.root.findall(f"{M}sheets/{M}sheet")

    def _sheet_parts(self) -> dict[str, str]:
        links = {link.id: link for link in self.links(self.part)}
        found = {}
        for entry in self._sheet_entries():
            link = links.get(entry.get(_ID, ""))
            if link is not None and link.type.endswith("/worksheet") and link.target in self.zip:
                found[entry.get("name", "")] = link.target
        return found

    def _shared_text(self, number: int) -> str:
        return self._strings[number] if number < len(self._strings) else ""

    @cached_property
    def _strings(self) -> list[str]:
        parts = self.linked(self.part, "sharedStrings")
        if not parts:
            return []
        entries = parse(self.read(parts[0])).iterfind(f"{M}si")
        return [decoded("".join(_texts(entry))) for entry in entries]


def _texts(entry: etree._Element) -> list[str]:
    """The runs of a shared text, without how it is pronounced."""
    return [
        each.text or ""
        for each in entry.iter(f"{M}t")
        if not any(above.tag == f"{M}rPh" for above in each.iterancestors())
    ]
