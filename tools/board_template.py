"""Makes the Board pack's Word template: an ordinary document, to be restyled in Word.

Run as `python -m tools.board_template` from the repository root. Once a template has been restyled
by hand, that file is the original and this script is history.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
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

TARGET = Path("report_templates/board-pack/2023-24/board-pack.docx")
_PORTRAIT, _LANDSCAPE = 17.0, 25.7  # cm between the margins
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

_SUMMARY = """\
# Summary
! {{ verdict }}
{% repeat bullet in bullets %}
- {{ bullet.words }}
{% endrepeat %}
{{ counts }}
~ {{ compared }}
{% if companies %}
{{ companies }}
{% endif %}
"""
_SCORECARD = """\
# Scorecard
~ Latest is each measure's own last period. An arrow is the way the number moved; the word says\
 whether that is better.
{% repeat mark in marks %}
~ {{ mark.words }}
{% endrepeat %}
{% repeat part in scorecard %}
## {{ part.title }}
> {{ part.words }}
{{ part.grid }}
{% endrepeat %}
"""
_EXCEPTIONS = """\
# Exceptions
{% repeat one in no_exceptions %}
{{ one.words }}
{% endrepeat %}
{% repeat e in exceptions %}
### {{ e.title }}: {{ e.headline }}
{{ e.facts }}
{{ e.chart }}
* What happened
{% repeat sentence in e.happened %}
{{ sentence.words }}
{% endrepeat %}
* Why, in the words of {{ e.attribution }}
{{ e.commentary }}
* What we are doing
{{ e.actions_words }}
{% if e.actions %}
{{ e.actions }}
{% endif %}
{% endrepeat %}
"""
_REST = """\
# Plan progress
{% repeat plan in plans %}
## {{ plan.title }}
> {{ plan.words }}
{% if plan.chart %}
{{ plan.chart }}
{% endif %}
{{ plan.grid }}
{% endrepeat %}
{% repeat one in no_plans %}
{{ one.words }}
{% endrepeat %}
# Gaps
> {{ gap_words }}
{{ gaps }}
=# Data quality
> {{ quality_words }}
{{ quality }}
# Appendix A: definitions in force
{{ definitions }}
# Appendix B: sources of every figure
~ A cell read is not always a cell counted: the sources are what was looked at.
{{ sources }}
"""
_STYLES = {
    "# ": "Heading 1", "## ": "Heading 2", "### ": "Heading 3", "- ": "List Bullet",
    "! ": "PMF Verdict", "~ ": "PMF Note", "* ": "PMF Lead", "> ": "PMF Intro",
}  # fmt: skip


def make() -> bytes:
    """Return the template's bytes, the same each time."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = datetime(2023, 4, 1)
    document.core_properties.author = document.core_properties.last_modified_by = "PMF Engine"
    document.core_properties.title = "Board performance report"
    document.core_properties.comments = ""
    _page(document)
    _styles(document)
    _cover(document)
    _contents(document)
    _body(document, _SUMMARY)
    _furniture(document.sections[0], _PORTRAIT)
    _section(document, WD_ORIENT.LANDSCAPE, _LANDSCAPE)
    _body(document, _SCORECARD)
    _section(document, WD_ORIENT.PORTRAIT, _PORTRAIT)
    _body(document, _EXCEPTIONS + _REST)
    _compatible(document)
    stream = io.BytesIO()
    document.save(stream)
    return add_house_styles(stream.getvalue())


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(2)
    section.bottom_margin = Cm(1.8)
    section.different_first_page_header_footer = True


def _styles(document: Any) -> None:
    _font(document.styles["Normal"], 11, TEXT)
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.15, Pt(6)
    for name, (size, before, after) in _HEADINGS.items():
        style = document.styles[name]
        _font(style, size, NAVY, bold=True)
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
        ("PMF Intro", 11, TEXT, False),
    ):  # fmt: skip
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        _font(style, size, colour, bold=bold)
    for name in ("PMF Lead", "PMF Intro"):
        document.styles[name].paragraph_format.keep_with_next = True
    for level, indent in ((1, 0), (2, 0.6)):
        style = document.styles.add_style(f"TOC {level}", 1)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)


def _font(style: Any, size: int, colour: RGBColor, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), bold
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [key for key in fonts.attrib if "heme" in key]:
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), "Arial")


def _cover(document: Any) -> None:
    document.add_paragraph("{{ marking }}", style="PMF Note")
    first = document.add_paragraph("{{ entity.title }}", style="PMF Cover")
    first.paragraph_format.space_before = Pt(150)
    document.add_paragraph("{{ report.title }}", style="Title")
    document.add_paragraph("{{ period.title }}", style="PMF Cover")
    ask = document.add_paragraph("Purpose: to discuss the exceptions and to note the rest.")
    ask.paragraph_format.space_before = Pt(40)
    document.add_paragraph("Figures as at {{ as_at }}.")
    document.add_paragraph("Version: {{ version }}", style="PMF Note")
    for text in ("{% if draft %}", "DRAFT: not to be circulated", "{{ findings }}", "{% endif %}"):
        document.add_paragraph(text, style="PMF Lead" if text.startswith("DRAFT") else None)


def _contents(document: Any) -> None:
    heading = document.add_paragraph("Contents", style="PMF Contents")
    heading.paragraph_format.page_break_before = True
    paragraph = document.add_paragraph(style="TOC 1")
    _field(
        paragraph, 'TOC \\o "1-2" \\h \\z \\u', "The contents are filled when the report is built."
    )


def _body(document: Any, text: str) -> None:
    for line in text.splitlines():
        same_page = line.startswith("=")
        _paragraph(document, line.removeprefix("=")).paragraph_format.page_break_before = (
            False if same_page else None
        )


def _paragraph(document: Any, line: str) -> Any:
    for mark, style in _STYLES.items():
        if line.startswith(mark):
            return document.add_paragraph(line[len(mark) :], style=style)
    return document.add_paragraph(line)


def _section(document: Any, orientation: Any, width: float) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = orientation
    long, short = Cm(29.7), Cm(21)
    landscape = orientation == WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.different_first_page_header_footer = False
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    _furniture(section, width)


def _furniture(section: Any, width: float) -> None:
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text = "{{ entity.title }}\t{{ report.title }}, {{ period.name }}"
    footer.text = "{{ marking }}\tVersion {{ version }}\tPage "
    _field(footer, "PAGE", "1")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES", "1")
    for paragraph in (header, footer):
        paragraph.style = "PMF Note"
        stops = paragraph.paragraph_format.tab_stops
        if paragraph is footer:
            stops.add_tab_stop(Cm(width / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Cm(width), WD_TAB_ALIGNMENT.RIGHT)


def _compatible(document: Any) -> None:
    """Ask for the layout of current Word, where a table's edge stands on the margin."""
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
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


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(make())
    sys.stdout.write(f"{TARGET}\n")
