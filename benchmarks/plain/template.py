"""The engine's Word template in the words of docxtpl: the same styles, text and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

SCORECARD = ("Measure", "Latest", "Target", "Status", "Short trend", "Long trend", "Year to date",
             "YTD status", "Year ago", "Quartile")  # fmt: skip
TABLES: dict[str, Sequence[str]] = {
    "counts": ("Status", "{{ period.name }}", "Earlier"),
    "companies": ("Company", "● Met", "▲ Near", "■ Missed", "○ No figure"),
    "part.grid": SCORECARD,
    "e.facts": ("{{ e.latest_in }}", "Target", "Year to date", "Year ago", "Owner"),
    "e.actions": ("Action", "Owner", "Due", "State"),
    "plan.grid": ("Objective", "Progress", "Complete", "On course", "Check", "Overdue"),
    "gaps": ("Break", "Number", "Which"),
    "quality": ("Measure", "Period", "Matter", "What was found"),
    "definitions": ("Measure", "Definition", "Target since", "Source of data"),
    "sources": ("Figures", "Code", "Cells read", "Note"),
    "findings": ("Level", "Where", "What was found"),
}
CAPTIONS = {
    "counts": "Measures by status",
    "companies": "Measures of each company by status",
    "plan.grid": "Objectives of the {{ plan.title }}",
    "gaps": "Breaks in the golden thread",
    "quality": "Figures to treat with care",
    "definitions": "Definitions in force",
    "sources": "Where the figures were read",
}


def convert(source: Path, target: Path) -> None:
    """Write the template for docxtpl."""
    document = docx.Document(str(source))
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        _convert(document, paragraph)
    document.save(str(target))


def _convert(document: Any, paragraph: Any) -> None:
    texts = list(paragraph.iter(qn("w:t")))
    text = "".join(t.text or "" for t in texts)
    name = text.strip(" {}")
    if name in TABLES and text.startswith("{{"):
        _put_table(document, paragraph, name)
    elif text.startswith("{%"):
        text = text.replace("endrepeat", "endfor").replace("repeat ", "for ")
        _set(texts, re.sub(r"\{%", "{%p", text))


def _set(texts: Sequence[Any], text: str) -> None:
    texts[0].text = text
    for other in texts[1:]:
        other.text = ""


def _put_table(document: Any, paragraph: Any, name: str) -> None:
    heads = TABLES[name]
    table = document.add_table(4, len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    table.rows[1].cells[0].text = f"{{%tr for r in {name} %}}"
    for at, cell in enumerate(table.rows[2].cells):
        cell.text = f"{{{{ r[{at}] }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    if name in CAPTIONS:
        caption = document.add_paragraph(CAPTIONS[name])
        paragraph.addprevious(caption._p)
    paragraph.addprevious(table._tbl)
    paragraph.getparent().remove(paragraph)
