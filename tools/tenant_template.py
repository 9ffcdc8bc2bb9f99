"""Makes the Word templates of the annual report to tenants: print, large print and easy read.

Run as `python -m tools.tenant_template` from the repository root. Once a template has been restyled
by hand, that file is the original and this script is history.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from pmf_engine.documents.word import add_house_styles
from tools.template_kit import GREY, NAVY, TEXT, add_field, compatible, set_font

FOLDER = Path("report_templates/tenant-annual-report/2023-24")
WHITE, BAND, RULE, TINT = RGBColor(255, 255, 255), "12436D", "D0D5DB", "E8F1F8"
_STATUSES = {
    "green": "04724F", "amber": "8A5A00", "red": "9E1220", "data only": "0B3C9C",
    "no data": "5B6070", "not due": "5B6070", "overdue": "9E1220",
}  # fmt: skip
_MARKS = {
    "# ": "Heading 1", "## ": "Heading 2", "### ": "Heading 3", "- ": "List Bullet",
    "^ ": "Heading 1", "^2 ": "Heading 2", "! ": "PMF Verdict", "* ": "PMF Label",
    "= ": "PMF Big Number",
    "%g ": "PMF Result Met", "%a ": "PMF Result Near", "%r ": "PMF Result Missed",
    "%n ": "PMF Result None",
    "~ ": "PMF Note", "> ": "PMF Kept", "_ ": "PMF End",
}  # fmt: skip


@dataclass(frozen=True)
class Size:
    """The type of an edition in points, and the spacing of its lines."""

    body: float
    table: float
    number: float
    h1: float
    h2: float
    line: float


PRINT = Size(12, 12, 30, 22, 14, 1.08)
LARGE = Size(18, 16, 54, 30, 24, 1.25)
EASY = Size(16, 16, 44, 28, 22, 1.5)

# What every edition says in the same words.
_SAID = """\
{% repeat group in said %}
## {{ group.title }}
{% repeat one in group.asked %}
> You said: {{ one.asked }}
{% if one.why %}
> {{ one.did }}
{{ one.why }}
{% else %}
_ {{ one.did }}
{% endif %}
{% endrepeat %}
{% endrepeat %}
{% repeat one in no_said %}
{{ one.words }}
{% endrepeat %}
"""
_LEARNT = """\
{% repeat one in services %}
{{ one.grid }}
{% endrepeat %}
{% repeat one in no_services %}
{{ one.words }}
{% endrepeat %}
## What we learnt
{{ lessons }}
"""
_FRONT = """\
# Welcome
{% if provisional %}
! {{ provisional }}
{% endif %}
This report is about {{ months }}.
{{ welcome }}
^ How we did
! {{ verdict }}
{% if unjudged %}
{{ unjudged }}
{% endif %}
A target that we just missed is a target missed.
{{ summary }}
"""
_STANDARDS = """\
{% repeat s in standards %}
^ {{ s.title }}
{% repeat m in s.measures %}
{% if m.fresh %}
^2 {{ m.promise }}
{% else %}
## {{ m.promise }}
{% endif %}
{% if m.chart %}
{{ m.chart }}
{% endif %}
= {{ m.value }}
> {{ m.name }}
{% if m.state == "met" %}
%g {{ m.result }}
{% elif m.state == "near" %}
%a {{ m.result }}
{% elif m.state == "missed" %}
%r {{ m.result }}
{% else %}
%n {{ m.result }}
{% endif %}
> {{ m.target }}
> {{ m.meaning }}
{% if m.alone %}
> {{ m.compared }}
{% else %}
* How we compare
> {{ m.compared }}
{% endif %}
* What we are doing
{{ m.doing }}
{% endrepeat %}
{% repeat o in s.others %}
## {{ o.promise }}
{{ o.said }}
{% endrepeat %}
{% endrepeat %}
"""
_BACK = (
    """\
^ The rent pound
This is what we spent your rent on.
{% if rent_chart %}
{{ rent_chart }}
{% endif %}
{{ rent }}
^ What you told us
{{ told }}
{{ kinds }}
"""
    + _SAID
    + """\
# Learning from complaints
{% if themes %}
{{ themes }}
{% endif %}
"""
    + _LEARNT
    + """\
^ Tenant Satisfaction Measures
Every landlord must publish these results each year. The typical landlord is the middle one of all\
 that sent theirs to the Regulator of Social Housing.
{% repeat part in tsm %}
{{ part.grid }}
{% endrepeat %}
{% repeat one in no_tsm %}
{{ one.words }}
{% endrepeat %}
{% repeat one in survey %}
## How we asked you
{{ one.grid }}
{% endrepeat %}
{% repeat one in approach %}
{{ one.heading }}: {{ one.text }}
{% endrepeat %}
# Pay and management
{{ pay_whose }}
{{ pay }}
# How we work out our results
{{ workings }}
^ How to reach us
{{ contact }}
{% if legend %}
* Signs in this report
{{ legend }}
{% endif %}
We do not print small numbers where they could tell of one person.
"""
)
_EASY = (
    """\
^ About this report
{% if provisional %}
! {{ provisional }}
{% endif %}
This report is about {{ months }}.
{{ welcome }}
# How we did
! {{ verdict }}
{% if unjudged %}
{{ unjudged }}
{% endif %}
{% repeat s in standards %}
^ {{ s.title }}
{% repeat m in s.measures %}
{% if m.fresh %}
^2 {{ m.promise }}
{% else %}
## {{ m.promise }}
{% endif %}
= {{ m.value }}
> {{ m.name }}
{% if m.state == "met" %}
%g {{ m.result }}
{% elif m.state == "near" %}
%a {{ m.result }}
{% elif m.state == "missed" %}
%r {{ m.result }}
{% else %}
%n {{ m.result }}
{% endif %}
> {{ m.target }}
{% repeat one in m.points %}
> {{ one.words }}
{% endrepeat %}
* What we are doing
{{ m.doing }}
{% endrepeat %}
{% repeat o in s.others %}
## {{ o.promise }}
{{ o.said }}
{% endrepeat %}
{% endrepeat %}
^ Your rent
This is what we spent your rent on.
{{ rent }}
# What you told us
{{ told }}
"""
    + _SAID
    + """\
# Learning from complaints
"""
    + _LEARNT
    + """\
# What we pay
{{ pay_whose }}
{{ pay }}
# How to reach us
{{ contact }}
{% if legend %}
* Signs in this report
{{ legend }}
{% endif %}
All Tenant Satisfaction Measures are in the full report. Ask us for it.
"""
)
_CHART = """\
{% if m.chart %}
{{ m.chart }}
{% endif %}
"""
# With room for larger letters the chart follows the words, and the welcome has a page to itself.
_LARGE = (_FRONT + _STANDARDS + _BACK).replace(_CHART, "").replace("# Welcome", "^ Welcome")
_LARGE = _LARGE.replace("> {{ m.meaning }}\n", f"> {{{{ m.meaning }}}}\n{_CHART}")
PLANS = {
    "tenant-annual-report.docx": (PRINT, _FRONT + _STANDARDS + _BACK),
    "large-print.docx": (LARGE, _LARGE),
    "easy-read.docx": (EASY, _EASY),
}


def make(size: Size, text: str) -> bytes:
    """Return a template's bytes, the same each time."""
    document = Document()
    core = document.core_properties
    core.created = core.modified = datetime(2024, 4, 1)
    core.author = core.last_modified_by = "PMF Engine"
    core.title, core.comments = "Annual report to tenants", ""
    _page(document.sections[0])
    _styles(document, size)
    _cover(document, size)
    _contents(document)
    _body(document, text)
    _footer(document.sections[0])
    compatible(document)
    stream = io.BytesIO()
    document.save(stream)
    return add_house_styles(stream.getvalue())


def _page(section: Any) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = Cm(1.6)
    section.bottom_margin, section.footer_distance = Cm(1.6), Cm(0.8)
    section.different_first_page_header_footer = True


def _styles(document: Any, size: Size) -> None:
    _style(document, "Normal", size.body, TEXT, after=6, line=size.line)
    for name, points, before, after in (
        ("Heading 1", size.h1, 16, 10), ("Heading 2", size.h2, 10, 2),
        ("Heading 3", size.body + 2, 10, 4),
    ):  # fmt: skip
        style = _style(
            document, name, points, NAVY, bold=True, before=before, after=after, line=1.1
        )
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.keep_together = True
    heading = document.styles["Heading 1"]
    _border(heading, "bottom", 24, "F46A25", 6)
    _border(document.styles["Heading 2"], "top", 8, RULE, 8)
    for name, points, colour, bold, kept in (
        ("PMF Verdict", size.body + 3, NAVY, True, False),
        ("PMF Label", size.body, NAVY, True, True),
        ("PMF Kept", size.body, TEXT, False, True), ("PMF End", size.body, TEXT, False, False),
        ("PMF Note", max(12, size.body), GREY, False, False),
        ("PMF Big Number", size.number, NAVY, True, True),
        ("PMF Contents", size.h1, NAVY, True, True),
    ):  # fmt: skip
        style = _style(document, name, points, colour, bold=bold)
        style.paragraph_format.keep_with_next = kept
    for name, before, after in (
        ("PMF Label", 4, 0), ("PMF Big Number", 2, 0), ("PMF End", 0, 10),
        ("PMF Kept", 0, 2),
    ):  # fmt: skip
        _spaced(document.styles[name], before, after)
    document.styles["PMF Big Number"].paragraph_format.line_spacing = 1.0
    for name, status in (
        ("Met", "green"),
        ("Near", "amber"),
        ("Missed", "red"),
        ("None", "no data"),
    ):
        colour = RGBColor.from_string(_STATUSES[status])
        style = _style(document, f"PMF Result {name}", size.body + 4, colour, bold=True, after=2)
        style.paragraph_format.keep_with_next = True
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    document.styles["PMF Verdict"].element.get_or_add_pPr().append(parse_xml(shade))
    _tables(document, size)
    toc = _style(document, "TOC 1", size.body, TEXT, after=6)
    toc.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
    _chart_style(document)


def _style(
    document: Any,
    name: str,
    points: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 6,
    line: float | None = None,
) -> Any:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, 1)
    if name != "Normal" and not name.startswith("Heading"):
        style.base_style = styles["Normal"]
    set_font(style, points, colour, bold=bold)
    _spaced(style, before, after)
    if line is not None:
        style.paragraph_format.line_spacing = line
    return style


def _spaced(style: Any, before: float, after: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _border(style: Any, side: str, eighths: int, colour: str, space: int) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    edge = f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>")
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc",
                                     "w:outlineLvl")  # fmt: skip


def _tables(document: Any, size: Size) -> None:
    for name, colour, bold, right in (
        ("PMF Caption", TEXT, True, False), ("PMF Table Header", WHITE, True, False),
        ("PMF Table Text", TEXT, False, False), ("PMF Table Number", TEXT, False, True),
        ("PMF Table Total", TEXT, True, False), ("PMF Table Total Number", TEXT, True, True),
    ):  # fmt: skip
        style = _style(document, name, size.table, colour, bold=bold, after=0, line=1.1)
        style.paragraph_format.alignment = 2 if right else 0
    caption = document.styles["PMF Caption"]
    _spaced(caption, 10, 4)
    caption.paragraph_format.keep_with_next = True
    document.styles["PMF Table Header"].paragraph_format.keep_with_next = True
    for status, colour in _STATUSES.items():
        rgb = RGBColor.from_string(colour)
        _style(document, f"PMF Table status {status}", size.table, rgb, bold=True, after=0)
        word = document.styles.add_style(f"PMF status {status}", WD_STYLE_TYPE.CHARACTER)
        word.font.bold, word.font.color.rgb = True, rgb


def _chart_style(document: Any) -> None:
    style = _style(document, "PMF Chart", 1, TEXT, after=0, line=1.0)
    style.paragraph_format.keep_with_next = True


def _cover(document: Any, size: Size) -> None:
    """Add a band of colour with the landlord, the title and the months."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="48" w:space="{space}" w:color="{BAND}"/>'
        for side, space in (("top", 31), ("left", 20), ("bottom", 31), ("right", 20))
    )
    for name, points in (("PMF Cover", size.body + 6), ("Title", size.h1 + 12)):
        style = _style(document, name, points, WHITE, bold=name == "Title", after=36, line=1.1)
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(1)
        properties = style.element.get_or_add_pPr()
        for border in properties.findall(qn("w:pBdr")):
            properties.remove(border)
        rest = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl")
        band = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
        properties.insert_element_before(band, *rest)
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{BAND}"/>'
        properties.insert_element_before(parse_xml(shade), *rest)
    first = document.add_paragraph("{{ entity.title }}", style="PMF Cover")
    first.paragraph_format.space_before = Pt(120)
    document.add_paragraph("Annual report to tenants", style="Title")
    document.add_paragraph("{{ months }}", style="PMF Cover")
    for text in ("{% if draft %}", "DRAFT: not to be circulated", "{{ findings }}", "{% endif %}"):
        document.add_paragraph(text, style="PMF Label" if text.startswith("DRAFT") else None)


def _contents(document: Any) -> None:
    heading = document.add_paragraph("Contents", style="PMF Contents")
    heading.paragraph_format.page_break_before = True
    paragraph = document.add_paragraph(style="TOC 1")
    told = "The contents are filled when the report is built."
    add_field(paragraph, 'TOC \\o "1-1" \\h \\z \\u', told)


def _body(document: Any, text: str) -> None:
    for line in text.splitlines():
        mark = next((mark for mark in _MARKS if line.startswith(mark)), "")
        paragraph = document.add_paragraph(line[len(mark) :], style=_MARKS.get(mark))
        if mark.startswith("^"):
            paragraph.paragraph_format.page_break_before = True


def _footer(section: Any) -> None:
    footer = section.footer.paragraphs[0]
    footer.text = "{{ entity.title }}, annual report to tenants\tPage "
    add_field(footer, "PAGE", "1")
    footer.style = "PMF Note"
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)


def main() -> None:
    """Write the templates of all three editions."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (size, text) in PLANS.items():
        (FOLDER / name).write_bytes(make(size, text))
        sys.stdout.write(f"{FOLDER / name}\n")


if __name__ == "__main__":
    main()
