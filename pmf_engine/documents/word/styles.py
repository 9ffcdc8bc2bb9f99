"""Styles the engine writes with: the template's own, or else those of the house look."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import unescape

from lxml import etree

from pmf_engine.documents.package import Package, parse, serialise
from pmf_engine.documents.word.xml import W, attribute, val, w

PART = "word/styles.xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
STYLES_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
_NAMED = re.compile(
    rb'<w:style\s[^>]*?w:styleId="([^"]*)"[^>]*>\s*<w:name\s+w:val="([^"]*)"', re.DOTALL
)
_CHARACTER_STYLE = re.compile(r"<w:rStyle [^>]*/>")
_RULE = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="D0D5DB"/>'

_PARAGRAPHS: Mapping[str, tuple[str, str]] = {
    "PMF Caption": (
        '<w:keepNext/><w:spacing w:before="160" w:after="80"/>',
        '<w:b/><w:color w:val="1F2933"/><w:sz w:val="20"/>',
    ),
    "PMF Chart": ('<w:spacing w:before="80" w:after="120"/>', ""),
    "PMF Table Header": (
        '<w:keepNext/><w:spacing w:before="0" w:after="0"/>',
        '<w:b/><w:color w:val="FFFFFF"/><w:sz w:val="18"/>',
    ),
    "PMF Table Text": ('<w:spacing w:before="0" w:after="0"/>', '<w:sz w:val="18"/>'),
    "PMF Table Number": (
        '<w:spacing w:before="0" w:after="0"/><w:jc w:val="right"/>',
        '<w:sz w:val="18"/>',
    ),
}
_STATUSES: Mapping[str, str] = {
    "green": "05875F", "amber": "8A5A00", "red": "9E1220", "data only": "0B3C9C",
    "no data": "5B6070", "not due": "5B6070", "overdue": "9E1220",
}  # fmt: skip
_TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="PMFTable"><w:name w:val="PMF Table"/>'
    '<w:uiPriority w:val="99"/><w:qFormat/><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>'
    '<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
    + "".join(_RULE.format(side) for side in ("top", "bottom", "insideH"))
    + '</w:tblBorders><w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="12436D"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:color="auto"'
    ' w:fill="F3F5F7"/></w:tcPr></w:tblStylePr></w:style>'
)


def ids(root: etree._Element) -> dict[str, str]:
    """Return the style ids of a styles part by style name."""
    return {
        val(style.find(w("name"))): style.get(w("styleId"), "") for style in root.iter(w("style"))
    }


def status_style(style: str) -> str:
    """Return the name of the character style for a wording's `style`: PMF status green."""
    return f"PMF {style.replace('_', ' ').replace('-', ' ')}" if style else ""


def cell_style(style: str) -> str:
    """Return the name of the paragraph style of a cell that holds such a wording."""
    return status_style(style).replace("PMF ", "PMF Table ", 1)


def dressed(look: str, style: str) -> str:
    """Return a w:rPr with another character style, given by its id; an empty id changes nothing."""
    if not style:
        return look
    name = f'<w:rStyle w:val="{attribute(style)}"/>'
    rest = _CHARACTER_STYLE.sub("", look)
    if rest in ("", "<w:rPr/>"):
        return f"<w:rPr>{name}</w:rPr>"
    return rest.replace("<w:rPr>", f"<w:rPr>{name}", 1)


def styles_of(package: Package, document: str) -> dict[str, str]:
    """Return the style ids of a document by style name, without reading all that they say."""
    part = next(iter(package.related(document, "styles")), None)
    found = _NAMED.findall(package.parts[part]) if part else ()
    return {unescape(name.decode()): unescape(style.decode()) for style, name in found}


def ensure_styles(package: Package, document: str, house: bool = False) -> dict[str, str]:
    """Add the engine's styles that the package lacks and return all style ids by name.

    The styles of statuses, which a template may do without, and British English in place of
    another language come only with the whole `house` look.
    """
    part = next(iter(package.related(document, "styles")), None)
    if part is None:
        part = package.add(PART, f'<w:styles xmlns:w="{W}"/>'.encode(), STYLES_TYPE)
        package.relate(document, part, STYLES_LINK)
    root = parse(package.parts[part])
    changed = _add(root, {**_BLOCKS, **(_CHARACTERS if house else {})}, ids(root))
    if _set_language(root, house) or changed:
        package.parts[part] = serialise(root)
    return ids(root)


def add_house_styles(template: bytes) -> bytes:
    """Return a Word file in British English with each style of the house look that it lacks.

    Raises PmfError where the bytes are no Office file.
    """
    package = Package.read(template)
    for document in package.related("", "officeDocument"):
        ensure_styles(package, document, house=True)
    return package.to_bytes()


def _add(root: etree._Element, wanted: Mapping[str, str], present: Collection[str]) -> bool:
    missing = [xml for name, xml in wanted.items() if name not in present]
    if missing:
        root.extend(parse(f'<w:styles xmlns:w="{W}">{"".join(missing)}</w:styles>'.encode()))
    return bool(missing)


def _set_language(root: etree._Element, house: bool) -> bool:
    """Make the text British English: in the house look, or where no language is named."""
    place = root
    for name in ("docDefaults", "rPrDefault", "rPr"):
        place = _child(place, w(name))
    if place.find(w("lang")) is not None and not house:
        return False
    _child(place, w("lang")).set(w("val"), "en-GB")
    return True


def _child(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(name)
    if found is None:
        found = etree.Element(name)
        parent.insert(0, found)
    return found


def _paragraph_style(name: str, form: str, look: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:qFormat/>'
        f"<w:pPr>{form}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _status_style(name: str, colour: str) -> str:
    style_id = name.title().replace(" ", "")
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:uiPriority w:val="99"/><w:qFormat/>'
        f'<w:rPr><w:b/><w:color w:val="{colour}"/></w:rPr></w:style>'
    )


def _cell_look(colour: str) -> tuple[str, str]:
    """Return the look of a cell that holds a status: LibreOffice colours a control by paragraph."""
    form, look = _PARAGRAPHS["PMF Table Text"]
    return form, f'<w:b/><w:color w:val="{colour}"/>{look}'


_BLOCKS: Mapping[str, str] = {
    "PMF Table": _TABLE,
    **{name: _paragraph_style(name, *look) for name, look in _PARAGRAPHS.items()},
}
_CHARACTERS: Mapping[str, str] = {
    **{
        name: _status_style(name, colour)
        for name, colour in ((f"PMF status {status}", c) for status, c in _STATUSES.items())
    },
    **{
        name: _paragraph_style(name, *_cell_look(colour))
        for name, colour in ((f"PMF Table status {s}", c) for s, c in _STATUSES.items())
    },
}
