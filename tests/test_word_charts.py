"""Native charts in a Word document: their parts, their drawing and their alt text."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from pmf_engine.documents.package import Package
from pmf_engine.model.content import Chart, Series
from pmf_engine.model.errors import InputFaults
from tests.word_kit import controls, filled, find, names, part, raw, template

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def chart(slot: str = "REP01/chart", **changes: Any) -> Chart:
    base: dict[str, Any] = {
        "slot": slot, "kind": "line", "title": "Repairs are slower", "subtitle": "%, 2026",
        "alt": 'Line chart: "93.1%" & falling', "categories": ("Jul", "Aug", "Sep"),
        "series": (Series(name="Repairs", values=(Decimal(95), None, Decimal("93.1"))),),
    }  # fmt: skip
    return Chart(**{**base, **changes})


def test_a_chart_is_a_drawing_in_its_control_with_alt_text_and_name() -> None:
    made = filled(template("{{ c }}"), c=chart())
    (control,) = controls(made, "pmf:REP01/chart")
    (properties,) = find(control, "w:sdtContent/w:p//w:drawing/wp:inline/wp:docPr")
    assert properties.get("descr") == 'Line chart: "93.1%" & falling'
    assert properties.get("name") == "pmf:REP01/chart"
    assert properties.get("title") == "Repairs are slower"
    extent = find(control, ".//wp:extent")[0]
    assert (extent.get("cx"), extent.get("cy")) == ("6120000", "2340000")


def test_a_chart_has_its_part_and_the_workbook_behind_edit_data() -> None:
    made = filled(template("{{ c }}"), c=chart())
    package = Package.read(made)
    (link,) = package.related("word/document.xml", "chart")
    assert package.content_type(link).endswith("drawingml.chart+xml")
    (book,) = package.related(link, "package")
    assert package.content_type(book).endswith("spreadsheetml.sheet")
    (relation,) = package.relationships(link)
    external = part(made, link).find(f"{C}externalData")
    assert set(external.attrib.values()) == {relation.id}
    sheet = openpyxl.load_workbook(io.BytesIO(raw(made, book))).active
    values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"Jul", "Aug", "Sep", 95, 93.1} <= set(values)


def test_the_drawing_of_each_chart_shows_that_chart() -> None:
    made = filled(template("{{ a }}", "{{ b }}"), a=chart("a", title="A"), b=chart("b", title="B"))
    package = Package.read(made)
    targets = {link.id: link.target for link in package.relationships("word/document.xml")}
    for slot, title in (("a", "A"), ("b", "B")):
        (drawn,) = controls(made, f"pmf:{slot}")[0].iter(f"{C}chart")
        xml = raw(made, targets[next(iter(drawn.attrib.values()))]).decode()
        assert f">{title}<" in xml


def test_the_same_chart_twice_has_two_parts_and_two_ids() -> None:
    made = filled(template("{{ c }}", "{{ c }}"), c=chart())
    assert len([n for n in names(made) if n.startswith("word/charts/chart")]) == 2
    assert len(set(find(part(made), "//wp:docPr/@id"))) == 2


def test_a_chart_s_bookmark_is_its_second_mark() -> None:
    (control,) = controls(filled(template("{{ c }}"), c=chart("c")), "pmf:c")
    assert find(control, ".//w:p/w:bookmarkStart/@w:name") == ["pmf_c"]


def test_a_chart_in_the_middle_of_a_sentence_is_refused() -> None:
    with pytest.raises(InputFaults, match="a chart needs a paragraph of its own"):
        filled(template("See {{ c }}"), c=chart())
