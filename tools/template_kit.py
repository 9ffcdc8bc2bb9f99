"""What the makers of Word templates share: page, styles, cover, sections, headers and footers."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from pmf_engine.documents.word import add_house_styles

PORTRAIT, LANDSCAPE = 17.0, 25.7  # cm between the margins
NAVY, TEXT, GREY = (
    RGBColor(0x12, 0x43, 0x6D),
    RGBColor(0x1F, 0x29, 0x33),
    RGBColor(0x52, 0x60, 0x6D),
)
_HEADINGS = {
    "Title": (24, 0, 12),
    "Heading 1": (18, 18, 8),
    "Heading 2": (14, 14, 6),
    "Heading 3": (12, 10, 4),
}

_STYLES = {
    "# ": "Heading 1", "## ": "Heading 2", "### ": "Heading 3", "- ": "List Bullet",
    "! ": "PMF Verdict", "~ ": "PMF Note", "* ": "PMF Lead", "> ": "PMF Intro",
    "+ ": "PMF After Table", "^ ": "PMF Table Note",
    "1 ": "List Number",
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A template to make: title, first day of its edition, purpose, and parts in order.

    A part is lines of text, each in the style that its mark says, and whether it lies on its side.
    Without a cover there are no contents either. `notes_lead` keeps a note with what follows it.
    `name` is what the template calls the paper, `dated` the cover's sentence on its days, `air` the
    points before a paragraph of a style.
    """

    title: str
    created: datetime
    parts: Sequence[tuple[str, bool]]
    purpose: str = ""
    cover: bool = True
    notes_lead: bool = False
    name: str = "report.title"
    dated: str = "Figures as at {{ as_at }}."
    air: Mapping[str, int] = field(default_factory=dict)


def make(plan: Plan) -> bytes:
    """Return the template's bytes, the same each time."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = plan.created
    document.core_properties.author = document.core_properties.last_modified_by = "PMF Engine"
    document.core_properties.title = plan.title
    document.core_properties.comments = ""
    _page(document, plan.cover)
    _styles(document)
    if plan.notes_lead:
        document.styles["PMF Note"].paragraph_format.keep_with_next = True
    for name, points in plan.air.items():
        document.styles[name].paragraph_format.space_before = Pt(points)
    if plan.cover:
        _cover(document, plan)
        _contents(document)
    for number, (text, side) in enumerate(plan.parts):
        if number:
            _section(document, side, plan.name)
        _body(document, text)
        if not number:
            _furniture(document.sections[0], PORTRAIT, plan.name)
    compatible(document)
    stream = io.BytesIO()
    document.save(stream)
    return add_house_styles(stream.getvalue())


def write(target: Path, plan: Plan) -> None:
    """Write a template and say so."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(make(plan))
    sys.stdout.write(f"{target}\n")


def _page(document: Any, cover: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(2)
    section.bottom_margin = Cm(1.8)
    section.different_first_page_header_footer = cover


def _styles(document: Any) -> None:
    set_font(document.styles["Normal"], 11, TEXT)
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.15, Pt(6)
    for name, (size, before, after) in _HEADINGS.items():
        style = document.styles[name]
        set_font(style, size, NAVY, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        style.paragraph_format.keep_with_next = True
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    for name, size, colour, bold in (
        ("PMF Verdict", 14, TEXT, True), ("PMF Note", 9, GREY, False), ("PMF Lead", 11, NAVY, True),
        ("PMF Cover", 14, TEXT, False), ("PMF Contents", 18, NAVY, True),
        ("PMF Intro", 11, TEXT, False), ("PMF After Table", 11, TEXT, False),
        ("PMF Table Note", 9, GREY, False),
    ):  # fmt: skip
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        set_font(style, size, colour, bold=bold)
    document.styles["PMF After Table"].paragraph_format.space_before = Pt(10)
    document.styles["PMF Table Note"].paragraph_format.space_before = Pt(4)
    for name in ("PMF Lead", "PMF Intro"):
        document.styles[name].paragraph_format.keep_with_next = True
    for level, indent in ((1, 0), (2, 0.6)):
        style = document.styles.add_style(f"TOC {level}", 1)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)


def set_font(style: Any, size: float, colour: RGBColor, bold: bool = False) -> None:
    """Give a style Arial in a size of points and a colour."""
    style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), bold
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [key for key in fonts.attrib if "heme" in key]:
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), "Arial")


def _cover(document: Any, plan: Plan) -> None:
    document.add_paragraph("{{ marking }}", style="PMF Note")
    first = document.add_paragraph("{{ entity.title }}", style="PMF Cover")
    first.paragraph_format.space_before = Pt(150)
    document.add_paragraph(f"{{{{ {plan.name} }}}}", style="Title")
    document.add_paragraph("{{ period.title }}", style="PMF Cover")
    ask = document.add_paragraph(plan.purpose)
    ask.paragraph_format.space_before = Pt(40)
    document.add_paragraph(plan.dated)
    document.add_paragraph("Version: {{ version }}", style="PMF Note")
    for text in ("{% if draft %}", "DRAFT: not to be circulated", "{{ findings }}", "{% endif %}"):
        document.add_paragraph(text, style="PMF Lead" if text.startswith("DRAFT") else None)


def _contents(document: Any) -> None:
    heading = document.add_paragraph("Contents", style="PMF Contents")
    heading.paragraph_format.page_break_before = True
    paragraph = document.add_paragraph(style="TOC 1")
    add_field(
        paragraph, 'TOC \\o "1-2" \\h \\z \\u', "The contents are filled when the report is built."
    )


def _body(document: Any, text: str) -> None:
    for line in text.splitlines():
        same_page, new_page = line.startswith("="), line.startswith("^#")
        words = line[1:] if same_page or new_page else line
        paragraph = _paragraph(document, words)
        paragraph.paragraph_format.page_break_before = new_page if same_page or new_page else None


def _paragraph(document: Any, line: str) -> Any:
    for mark, style in _STYLES.items():
        if line.startswith(mark):
            return document.add_paragraph(line[len(mark) :], style=style)
    return document.add_paragraph(line)


def _section(document: Any, landscape: bool, name: str) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    long, short = Cm(29.7), Cm(21)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.different_first_page_header_footer = False
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    _furniture(section, LANDSCAPE if landscape else PORTRAIT, name)


def _furniture(section: Any, width: float, name: str) -> None:
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text = f"{{{{ entity.title }}}}\t{{{{ {name} }}}}, {{{{ period.name }}}}"
    footer.text = "{{ marking }}\tVersion {{ version }}\tPage "
    add_field(footer, "PAGE", "1")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "1")
    for paragraph in (header, footer):
        paragraph.style = "PMF Note"
        stops = paragraph.paragraph_format.tab_stops
        if paragraph is footer:
            stops.add_tab_stop(Cm(width / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Cm(width), WD_TAB_ALIGNMENT.RIGHT)


def compatible(document: Any) -> None:
    """Ask for the layout of current Word, where a table's edge stands on the margin."""
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field of Word to a paragraph, with what it shows until Word works it out."""
    for kind, text in _field_runs(instruction, shown):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind == "instrText":
            node = OxmlElement("w:instrText")
            node.set(qn("xml:space"), "preserve")
            node.text = text
            run._r.append(node)
        else:
            node = OxmlElement("w:fldChar")
            node.set(qn("w:fldCharType"), kind)
            run._r.append(node)


def _field_runs(instruction: str, shown: str) -> Iterator[tuple[str, str]]:
    yield "begin", ""
    yield "instrText", f" {instruction} "
    yield "separate", ""
    yield "text", shown
    yield "end", ""
