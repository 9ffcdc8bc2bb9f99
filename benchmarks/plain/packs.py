"""A plain script that makes the Board packs of the sample: calamine, docxtpl and XlsxWriter.

    python benchmarks/plain/packs.py WORKBOOKS TEMPLATE OUT [PICTURES]

With PICTURES, a folder, charts drawn by an earlier run are taken from there; without it, they are
drawn by matplotlib. Nothing is checked and nothing remembers where it came from.
"""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from typing import Any

import charts
from content import Pack
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from excel import Companion
from figures import Row, Workbooks

TODAY = date(2026, 10, 23)


def main(workbooks: Path, template: Path, out: Path, pictures: Path | None) -> None:
    books = Workbooks(workbooks)
    for entity in books.entities.values():
        pack = Pack(books, entity, TODAY)
        context = pack.context()
        folder = out / entity["code"] / pack.period
        folder.mkdir(parents=True)
        Companion(pack, context, folder / f"{entity['code']}.xlsx")
        _write_word(pack, context, template, folder, pictures)


def _write_word(
    pack: Any, context: dict[str, Any], template: Path, folder: Path, pictures: Path | None
) -> None:
    document = DocxTemplate(str(template))
    for found, block in zip(pack.exceptions, context["exceptions"], strict=True):
        block["chart"] = _picture(document, pack, found["code"], pictures, found, None)
    for plan in context["plans"]:
        if plan["chart"]:
            plan["chart"] = _picture(document, pack, plan["code"], pictures, None, plan)
    document.render(context, autoescape=True)
    document.save(str(folder / f"{pack.entity['code']}.docx"))


def _picture(
    document: Any, pack: Any, name: str, pictures: Path | None, found: Row | None, plan: Row | None
) -> InlineImage:
    kept = pictures / f"{pack.entity['code']}-{name}.png" if pictures else None
    if kept is not None and kept.exists():
        return InlineImage(document, str(kept), width=Cm(16.5))
    data = charts.line(pack, found) if found else charts.bars(plan or {})
    if kept is not None:
        kept.write_bytes(data)
    return InlineImage(document, io.BytesIO(data), width=Cm(16.5))


if __name__ == "__main__":
    places = [Path(argument) for argument in sys.argv[1:]]
    main(places[0], places[1], places[2], places[3] if len(places) > 3 else None)
