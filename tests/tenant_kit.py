"""The annual report to tenants as a reader finds it: what stands in it, and how it looks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WHITE, STRIPE, HEADER = "FFFFFF", "F3F5F7", "12436D"


class Paper:
    """A Word document as bytes, its parts as XML."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.styles = {
            style.get(f"{W}styleId"): style
            for style in etree.fromstring(self.parts["word/styles.xml"]).iter(f"{W}style")
        }

    @property
    def document(self) -> Any:
        return docx.Document(io.BytesIO(self.data))

    def text(self) -> str:
        return "\n".join(
            "".join(node.itertext(f"{W}t")) for node in self.body.iter(f"{W}p")
        ).replace("\u00a0", " ")

    def name(self, node: etree._Element) -> str:
        """The name of a paragraph's style."""
        found = node.find(f"{W}pPr/{W}pStyle")
        style = self.styles.get(found.get(f"{W}val")) if found is not None else None
        return "Normal" if style is None else style.find(f"{W}name").get(f"{W}val")

    def paragraphs(self) -> Iterator[tuple[str, str]]:
        """The style and text of each paragraph with text, in reading order."""
        for node in self.body.iter(f"{W}p"):
            said = "".join(node.itertext(f"{W}t")).replace("\u00a0", " ")
            if said:
                yield self.name(node), said

    def engines(self) -> list[str]:
        """The text of each paragraph outside the words of people and the contents list."""
        own = {
            node
            for control in self.body.iter(f"{W}sdt")
            if control.find(f"{W}sdtPr/{W}alias").get(f"{W}val").startswith("Your text")
            for node in control.iter(f"{W}p")
        }
        return [
            said
            for node in self.body.iter(f"{W}p")
            if node not in own and not self.name(node).startswith("TOC")
            if (said := "".join(node.itertext(f"{W}t")))
        ]

    def headings(self) -> list[tuple[int, str]]:
        found = [(re.fullmatch(r"heading (\d)", n, re.IGNORECASE), t) for n, t in self.paragraphs()]
        return [(int(match[1]), text) for match, text in found if match]

    def drawings(self) -> Iterator[str]:
        """The alt text of each drawing, those of headers and footers too."""
        for name, part in self.parts.items():
            if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name):
                for told in etree.fromstring(part).iter(f"{WP}docPr"):
                    yield told.get("descr", "")

    def charts(self) -> list[etree._Element]:
        names = sorted(name for name in self.parts if re.match(r"word/charts/chart\d+\.xml", name))
        return [etree.fromstring(self.parts[name]) for name in names]

    def inherited(self, style: etree._Element, path: str) -> str | None:
        """The attribute `val` of a property of a style, or of those that it is based on."""
        while style is not None:
            found = style.find(path)
            if found is not None:
                return str(found.get(f"{W}val") or found.get(f"{W}fill"))
            base = style.find(f"{W}basedOn")
            style = self.styles.get(base.get(f"{W}val")) if base is not None else None
        return None

    def points(self, style: etree._Element) -> float:
        return float(self.inherited(style, f"{W}rPr/{W}sz") or 22) / 2

    def pairs(self) -> Iterator[tuple[str, str, str, float, bool]]:
        """Each style that is used, with its ink, each ground under it, its size, and if bold."""
        for style in self.styles.values():
            name = style.find(f"{W}name").get(f"{W}val")
            ink = self.inherited(style, f"{W}rPr/{W}color")
            if style.get(f"{W}type") not in ("paragraph", "character") or ink in (None, "auto"):
                continue
            if name not in self.used:
                continue
            bold = self.inherited(style, f"{W}rPr/{W}b") not in (None, "0", "false")
            for ground in self._grounds(style, name):
                yield name, str(ink), ground, self.points(style), bold

    @property
    def used(self) -> set[str]:
        """The names of the styles in use, of characters too."""
        ids = {node.get(f"{W}val") for node in self.body.iter(f"{W}pStyle", f"{W}rStyle")}
        for name, part in self.parts.items():
            if name.startswith("word/footer"):
                found = etree.fromstring(part).iter(f"{W}pStyle", f"{W}rStyle")
                ids |= {node.get(f"{W}val") for node in found}
        return {self.styles[one].find(f"{W}name").get(f"{W}val") for one in ids} | {"Normal"}

    def _grounds(self, style: etree._Element, name: str) -> tuple[str, ...]:
        shade = style.find(f"{W}pPr/{W}shd")
        if shade is not None:
            return (str(shade.get(f"{W}fill")),)
        if name == "PMF Table Header":
            return (HEADER,)
        return (WHITE, STRIPE) if "Table" in name or "status" in name else (WHITE,)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG reckons it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
