"""A workbook's cell formats: read as what they look like, and only ever added to."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pmf_engine.documents.excel.fill.sheet import M
from pmf_engine.documents.package import parse, serialise

_FIRST_OWN = 164  # number formats below are Excel's own
_POOLS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_BUILT_IN = {
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49,
}  # fmt: skip
_CODES = {number: code for code, number in _BUILT_IN.items()}


class Styles:
    """The part `styles.xml`: the format of each number, and new ones at its end."""

    def __init__(self, data: bytes) -> None:
        self.root = parse(data)
        self.changed = False
        self._formats = list(self.root.iterfind(f"{M}cellXfs/{M}xf"))
        self._codes = {
            int(each.get("numFmtId", "0")): each.get("formatCode", "")
            for each in self.root.iterfind(f"{M}numFmts/{M}numFmt")
        }
        self._looks: dict[int, bytes] = {}
        self._known: dict[tuple[bytes, str], int] = {}
        self._described = [_described(each) for each in self._formats]
        self._struck: dict[tuple[int, bool], int] = {}
        self._coded: dict[tuple[int, str], int] = {}

    def __len__(self) -> int:
        return len(self._formats)

    def code(self, style: int) -> str:
        """Return the number format of a cell's format."""
        number = int(self._xf(style).get("numFmtId", "0"))
        return self._codes.get(number) or _CODES.get(number, str(number))

    def look(self, style: int) -> bytes:
        """Return all of a cell's format but its number format, the same for what looks the same."""
        if style not in self._looks:
            xf = self._xf(style)
            pieces = [_canonical(each) for each in self._parts(xf).values()]
            pieces += [_canonical(each) for each in xf]
            self._looks[style] = b"".join(pieces) + xf.get("quotePrefix", "").encode()
        return self._looks[style]

    def with_code(self, style: int, code: str) -> int:
        """Return a format like another but for its number format."""
        if (style, code) not in self._coded:
            self._coded[style, code] = self._with_code(style, code)
        return self._coded[style, code]

    def _with_code(self, style: int, code: str) -> int:
        xf = deepcopy(self._xf(style))
        xf.set("numFmtId", str(self._number(code)))
        xf.set("applyNumberFormat", "1")
        return self._place(xf)

    def adopted(self, other: Styles, style: int) -> int:
        """Return the format here that looks like one of another workbook."""
        key = other.look(style), other.code(style)
        if not self._known:
            for at in range(len(self._formats)):
                self._known.setdefault((self.look(at), self.code(at)), at)
        if key not in self._known:
            self._known[key] = self._copied(other, style)
        return self._known[key]

    def struck(self, style: int, through: bool) -> int:
        """Return a format like another, its text struck through or not."""
        if (style, through) not in self._struck:
            self._struck[style, through] = self._strike(style, through)
        return self._struck[style, through]

    def _strike(self, style: int, through: bool) -> int:
        font = self._parts(self._xf(style))["fontId"]
        if (font.find(f"{M}strike") is not None) is through:
            return style
        font, xf = deepcopy(font), deepcopy(self._xf(style))
        for old in font.findall(f"{M}strike"):
            font.remove(old)
        if through:
            after = [each for each in font if each.tag in (f"{M}b", f"{M}i")]
            font.insert(len(after), etree.Element(f"{M}strike"))
        xf.set("fontId", str(self._pooled("fonts", font)))
        xf.set("applyFont", "1")
        return self._place(xf)

    def to_xml(self) -> bytes:
        """Return the part's bytes."""
        return serialise(self.root)

    def _xf(self, style: int) -> etree._Element:
        return self._formats[style if style < len(self._formats) else 0]

    def _parts(self, xf: etree._Element) -> dict[str, etree._Element]:
        found = {}
        for name, pool in _POOLS.items():
            each = self.root.find(f"{M}{pool}")
            at = int(xf.get(name, "0"))
            if each is not None and at < len(each):
                found[name] = each[at]
        return found

    def _copied(self, other: Styles, style: int) -> int:
        xf = deepcopy(other._xf(style))
        xf.set("numFmtId", str(self._number(other.code(style))))
        xf.set("xfId", "0")
        for name, part in other._parts(xf).items():
            xf.set(name, str(self._pooled(_POOLS[name], deepcopy(part))))
        return self._place(xf)

    def _pooled(self, pool: str, part: etree._Element) -> int:
        """Return the place of a font, fill or border, added where there is none like it."""
        parent = self.root.find(f"{M}{pool}")
        if parent is None:
            raise ValueError(f"styles without {pool}")
        wanted = _canonical(part)
        for at, each in enumerate(parent):
            if _canonical(each) == wanted:
                return at
        return self._append(parent, part)

    def _append(self, parent: etree._Element, part: etree._Element) -> int:
        part.tail = None
        parent.append(part)
        parent.set("count", str(len(parent)))
        self.changed = True
        return len(parent) - 1

    def _place(self, xf: etree._Element) -> int:
        wanted = _described(xf)
        if wanted in self._described:
            return self._described.index(wanted)
        parent = self.root.find(f"{M}cellXfs")
        if parent is None:
            raise ValueError("styles without formats of cells")
        self._formats.append(xf)
        self._described.append(wanted)
        return self._append(parent, xf)

    def _number(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        if code.isdecimal():
            return int(code)
        for number, known in self._codes.items():
            if known == code:
                return number
        number = max((*self._codes, _FIRST_OWN - 1)) + 1
        parent = self.root.find(f"{M}numFmts")
        if parent is None:
            parent = etree.Element(f"{M}numFmts")
            self.root.insert(0, parent)
        entry = etree.Element(f"{M}numFmt", numFmtId=str(number), formatCode=code)
        self._append(parent, entry)
        self._codes[number] = code
        return number


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def _described(xf: etree._Element) -> tuple[list[tuple[str, str]], list[bytes]]:
    attributes = sorted((str(name), str(value)) for name, value in xf.attrib.items())
    return attributes, [_canonical(each) for each in xf]
