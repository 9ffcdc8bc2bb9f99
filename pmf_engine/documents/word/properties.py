"""What a document says of itself: title, language, and whether Word must refresh its contents."""

from __future__ import annotations

from lxml import etree

from pmf_engine.documents.package import Package, parse, serialise
from pmf_engine.documents.word.xml import W, clean, w
from pmf_engine.model.content import Identity

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_LINK = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_SETTINGS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
_SETTINGS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings"
_AFTER_UPDATE = frozenset(
    w(name)
    for name in (
        "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids",
        "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
        "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
        "smartTagType", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
    )
)  # fmt: skip


def has_contents(root: etree._Element) -> bool:
    """Whether a part holds a table of contents."""
    codes = [element.text or "" for element in root.iter(w("instrText"))]
    codes += [element.get(w("instr"), "") for element in root.iter(w("fldSimple"))]
    return any(code.strip().startswith("TOC") for code in codes)


def update_fields(package: Package, document: str) -> None:
    """Ask Word to refresh fields, such as the contents list, when the document is opened."""
    name = next(iter(package.related(document, "settings")), None)
    if name is None:
        empty = f'<w:settings xmlns:w="{W}"/>'.encode()
        name = package.add("word/settings.xml", empty, _SETTINGS_TYPE)
        package.relate(document, name, _SETTINGS_LINK)
    root = parse(package.parts[name])
    switch = root.find(w("updateFields"))
    if switch is None:
        switch = etree.Element(w("updateFields"))
        after = [i for i, e in enumerate(root) if e.tag in _AFTER_UPDATE or not _is_word(e)]
        root.insert(after[0] if after else len(root), switch)
    switch.set(w("val"), "true")
    package.parts[name] = serialise(root)


def title_of(identity: Identity) -> str:
    """Return the title of a document: report, entity and period."""
    parts = (identity.title, identity.entity_title, identity.period_title)
    return ", ".join(part for part in parts if part)


def set_title(package: Package, identity: Identity) -> None:
    """Write the document's title and language; its dates stay the template's own."""
    name = next(iter(package.related("", "core-properties")), None)
    if name is None:
        empty = f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="{_DC}"/>'.encode()
        name = package.add("docProps/core.xml", empty, _CORE_TYPE)
        package.relate("", name, _CORE_LINK)
    root = parse(package.parts[name])
    for local, text in (("title", title_of(identity)), ("language", "en-GB")):
        element = root.find(f"{{{_DC}}}{local}")
        if element is None:
            element = etree.SubElement(root, f"{{{_DC}}}{local}")
        element.text = clean(text)
    package.parts[name] = serialise(root)


def retitle(package: Package, before: Identity, now: Identity) -> None:
    """Write the document's new title where it still bears the old one."""
    for name in package.related("", "core-properties"):
        title = parse(package.parts[name]).findtext(f"{{{_DC}}}title")
        if title == clean(title_of(before)) != clean(title_of(now)):
            set_title(package, now)


def _is_word(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(f"{{{W}}}")
