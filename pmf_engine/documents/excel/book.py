"""A new workbook with the house's fonts and formats, and how its sheets print."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from pmf_engine.documents.charts import CREATED
from pmf_engine.documents.palette import FONT, HEADER, INK, LINK, RULE, SECONDARY, WHITE
from pmf_engine.documents.text import clean

FIRST_YEAR = 1900  # Excel knows no earlier day
DATE_FORMAT, MONTH_FORMAT = "dd mmm yyyy", "mmm yyyy"
_A4 = 9
_DRAFT = '&C&"Arial,Bold"&14DRAFT'
_NORMAL = {"font_name": FONT, "font_size": 10, "font_scheme": "none"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": HEADER},
    "heading": {"bold": True, "font_size": 12, "font_color": HEADER, "valign": "bottom"},
    "note": {"font_color": SECONDARY},
    "warning": {"bold": True, "font_size": 14, "font_color": "#9E1220"},
    "label": {"bold": True, "valign": "top"},
    "body": {"text_wrap": True, "valign": "top", "align": "left"},
    "link": {"font_color": LINK, "underline": 1, "valign": "top"},
    "header": {
        "bold": True, "bg_color": HEADER, "font_color": WHITE, "text_wrap": True,
        "valign": "vcenter",
    },
    "cell": {"valign": "top"},
    "status": {},
    "matrix": {"valign": "top", "text_wrap": True, "border": 1, "border_color": SECONDARY},
    "ruled": {"valign": "top", "bottom": 1, "bottom_color": RULE},
    "total": {
        "valign": "top", "bottom": 1, "bottom_color": RULE, "top": 1, "top_color": INK,
        "bold": True,
    },
}  # fmt: skip


class Book:
    """An XlsxWriter workbook that makes each format once and closes to bytes."""

    def __init__(self, title: str, author: str = "") -> None:
        """Open it with document properties and a fixed date, so that its bytes repeat."""
        from xlsxwriter import Workbook

        self._stream = io.BytesIO()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.workbook = Workbook(
            self._stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": _NORMAL,
            },
        )
        self.workbook.set_properties(
            {"title": clean(title), "company": clean(author), "created": CREATED}
        )

    def format(self, look: str, **changes: Any) -> Any:
        """Return the format of a look, with changes in XlsxWriter's own names."""
        properties = {"font_color": INK, **_LOOKS[look], **changes}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def to_bytes(self) -> bytes:
        """Close the workbook and return its file."""
        self.workbook.close()
        return self._stream.getvalue()


def set_up_page(
    sheet: Any, *, header: str, footer: str, landscape: bool = True, draft: bool = False
) -> None:
    """Print on A4, one page wide, with a header, and a footer that ends in page n of m."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    above, below = page_text(header, footer, draft=draft)
    sheet.set_header(above)
    sheet.set_footer(below)


def page_text(header: str, footer: str, *, draft: bool = False) -> tuple[str, str]:
    """Return what prints above and below each page, as Excel codes it."""
    return (
        f"&L&9{_plain(header)}{_DRAFT if draft else ''}&R&9&A",
        f"&L&9{_plain(footer)}&R&9Page &P of &N",
    )


def _plain(text: str) -> str:
    # Excel allows 255 characters in all; a digit right after the font size would join it.
    safe = " ".join(clean(text).split())[:100].replace("&", "&&")
    return (" " if safe[:1].isdigit() else "") + safe
