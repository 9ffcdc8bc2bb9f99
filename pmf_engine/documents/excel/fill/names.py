"""The defined names of a workbook: of the whole book or of one sheet."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmf_engine.documents.excel.fill.sheet import M
from pmf_engine.model.cells import Area, column_letter, target


def absolute(sheet: str, area: Area) -> str:
    """Return what a defined name holds that points at a block: 'Part A'!$B$4:$B$9."""
    first = f"${column_letter(area.left)}${area.top}"
    last = f"${column_letter(area.right)}${area.bottom}"
    quoted = "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{first if first == last else f'{first}:{last}'}"


class Names:
    """The defined names in `workbook.xml`."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._known: dict[tuple[str, str | None], etree._Element] = {}
        self.changed = False

    def __iter__(self) -> Iterator[etree._Element]:
        return iter(self._root.findall(f"{M}definedNames/{M}definedName"))

    def find(self, name: str, sheet: int | None = None) -> etree._Element | None:
        """Return a name of a sheet, by its place in the book, or of the whole book."""
        if not self._known:
            self._known = {
                (each.get("name", "").casefold(), each.get("localSheetId")): each for each in self
            }
        return self._known.get((name.casefold(), None if sheet is None else str(sheet)))

    def place(self, name: str, sheet: int | None = None) -> tuple[str, Area] | None:
        """Return the sheet and block that a name points at, None where it is not one block."""
        found = self.find(name, sheet)
        return None if found is None else target((found.text or "").strip())

    def point(self, name: str, sheet: str, area: Area) -> None:
        """Make a name of the whole book point at a block; add it where there is none."""
        found = self.find(name)
        if found is None:
            found = self._added(name)
        elif target((found.text or "").strip()) == (sheet, area):
            return
        found.text = absolute(sheet, area)
        self.changed = True

    def _added(self, name: str) -> etree._Element:
        parent = self._root.find(f"{M}definedNames")
        if parent is None:
            parent = etree.Element(f"{M}definedNames")
            before = ("externalReferences", "functionGroups", "sheets")
            last = next(e for tag in before if (e := self._root.find(f"{M}{tag}")) is not None)
            last.addnext(parent)
        entry = etree.Element(f"{M}definedName", name=name)
        # Excel looks names up in a sorted list
        later = (each for each in parent if each.get("name", "").casefold() > name.casefold())
        following = next(later, None)
        self._known[name.casefold(), None] = entry
        if following is None:
            parent.append(entry)
        else:
            following.addprevious(entry)
        return entry
