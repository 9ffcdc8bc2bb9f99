"""Which cell styles show a number as a percentage."""

from __future__ import annotations

import re

from pmf_engine.workbook.package import Package
from pmf_engine.workbook.structure import whole

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\\.')


def percent_styles(package: Package, part: str | None) -> frozenset[int]:
    """Return the numbers of the cell styles whose number format holds a percent sign."""
    if part is None or part not in package:
        return frozenset()
    root = package.xml(part)
    formats = _BUILT_IN | {
        whole(one.get("numFmtId"))
        for one in root.iter(f"{_MAIN}numFmt")
        if "%" in _QUOTED.sub("", one.get("formatCode", ""))
    }
    styles = root.findall(f"{_MAIN}cellXfs/{_MAIN}xf")
    return frozenset(
        number for number, style in enumerate(styles) if whole(style.get("numFmtId")) in formats
    )
