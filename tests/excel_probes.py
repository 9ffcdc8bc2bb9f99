"""A workbook that holds what other writers lose, and probes that count each feature in its XML."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from functools import cache

import xlsxwriter

from pmf_engine.documents.rawzip import RawZip

SHEET = "xl/worksheets/sheet1.xml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MS = "http://schemas.microsoft.com/office"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    head = struct.pack(">2L5B", 2, 2, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0\x12\x43\x6d\x12\x43\x6d" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@cache
def everything() -> bytes:
    """Return the workbook: sheet `Part A` to fill, `Lists` behind it, and many other parts."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, lists = book.add_worksheet("Part A"), book.add_worksheet("Lists")
        hidden = book.add_worksheet("Hidden")
        hidden.very_hidden()
        _cells(book, sheet, lists)
        _rules(book, sheet)
        _floating(book, sheet)
        _settings(book, sheet)
        _charts(book, sheet)
    return _with_other_parts(stream.getvalue())


def _cells(book, sheet, lists) -> None:
    bold, shown = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    for row, name in enumerate(("North", "South", "East")):
        lists.write_string(row, 0, name)
    sheet.write_string("A1", "Homes")
    sheet.write_number("B1", 1200, shown)
    sheet.write_formula("C1", "=B1*2", shown, 2400)
    sheet.write_dynamic_array_formula("E1:E3", "=_xlfn.UNIQUE(Lists!A1:A3)", None, "North")
    sheet.write_array_formula("F1:F2", "{=B1:B2*2}", None, 2400)
    sheet.write_rich_string("A2", "plain ", bold, "bold")
    sheet.write_url("A3", "https://example.org/", tip="A screen tip", string="A link")
    sheet.merge_range("H1:I2", "Merged", bold)
    columns = [
        {"header": "Code", "total_string": "Total"},
        {"header": "N", "total_function": "sum"},
        {"header": "Twice", "formula": "=[@N]*2"},
    ]
    sheet.add_table("A10:C14", {"name": "Homes", "columns": columns, "total_row": True,
                                "title": "Homes", "description": "Homes by place"})  # fmt: skip
    for row in range(10, 13):
        sheet.write_row(row, 0, (f"H{row}", row))
    sheet.embed_image("K1", "in-cell.png", {"image_data": io.BytesIO(_png()), "description": "Dot"})
    sheet.insert_checkbox("K3", True)
    book.define_name("Homes_owned", "='Part A'!$B$1")
    book.define_name("Table_rows", "='Part A'!$A$11:$C$13")
    book.define_name("'Part A'!Local", "='Part A'!$B$5")


def _rules(book, sheet) -> None:
    fill = book.add_format({"pattern": 4, "fg_color": "#FF0000", "bg_color": "#00FF00"})
    sheet.conditional_format("B11:B13", {"type": "cell", "criteria": ">", "value": 11,
                                         "format": fill})  # fmt: skip
    sheet.conditional_format("C11:C13", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("N1:N9", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.data_validation("A11:A13", {"validate": "list", "source": ["a", "b"]})
    sheet.data_validation("B2", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.add_sparkline("M1", {"range": "'Part A'!B11:B13"})


def _floating(book, sheet) -> None:
    sheet.write_comment("B1", "A note", {"x_scale": 2, "y_scale": 3})
    sheet.insert_button("M5", {"caption": "Press"})
    sheet.insert_textbox("M9", "A text box", {"description": "Box"})
    sheet.insert_image("M15", "dot.png", {"image_data": io.BytesIO(_png()), "description": "Dot"})


def _settings(book, sheet) -> None:
    sheet.set_background(io.BytesIO(_png()))
    sheet.set_header("&C&G", {"image_center": "logo.png", "image_data_center": io.BytesIO(_png())})
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_tab_color("#12436D")
    sheet.print_area("A1:I40")
    sheet.protect("secret")
    sheet.unprotect_range("B1:B9", "Inputs")
    sheet.ignore_errors({"number_stored_as_text": "A1:A9"})
    book.set_custom_property("Return", "2026")
    book.set_properties({"title": "Everything"})


def _charts(book, sheet) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({
        "name": "='Part A'!$B$10", "categories": "='Part A'!$A$11:$A$13",
        "values": "='Part A'!$B$11:$B$13", "trendline": {"type": "linear"},
        "gradient": {"colors": ["#112233", "#445566"]}, "points": [{"fill": {"color": "red"}}],
        "data_labels": {"value": True, "custom": [{"value": "='Part A'!$C$11"}]},
    })  # fmt: skip
    pattern = {"pattern": "percent_50", "fg_color": "red"}
    chart.add_series({"values": "=Homes_owned", "y2_axis": True, "pattern": pattern,
                      "border": {"dash_type": "dash"}})  # fmt: skip
    chart.set_title({"name": "='Part A'!$A$1"})
    chart.set_table()
    sheet.insert_chart("M20", chart, {"description": "Homes by place"})
    front = book.add_chartsheet("Chart")
    other = book.add_chart({"type": "line"})
    other.add_series({"values": "='Part A'!$B$11:$B$13"})
    front.set_chart(other)


_THREADS = f"{_MS}/spreadsheetml/2018/threadedcomments"
_X14_LIST = (
    f'<ext xmlns:x14="{_MS}/spreadsheetml/2009/9/main"'
    ' uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">'
    f'<x14:dataValidations xmlns:xm="{_MS}/excel/2006/main" count="1">'
    '<x14:dataValidation type="list">'
    "<x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>A11:A13</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext>"
)
_LABELS = '<clbl:labelList xmlns:clbl="urn:label"><clbl:label id="1"/></clbl:labelList>'
_COMMENTS = (
    f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="B1" id="1"/></ThreadedComments>'
)
_OTHERS = {
    "docMetadata/LabelInfo.xml": _LABELS,
    "customXml/item1.xml": "<kept/>",
    "customUI/customUI.xml": "<customUI/>",
    "xl/persons/person.xml": f'<personList xmlns="{_THREADS}"/>',
    "xl/threadedComments/threadedComment1.xml": _COMMENTS,
    "xl/slicers/slicer1.xml": "<slicers/>",
    "xl/slicerCaches/slicerCache1.xml": "<slicerCacheDefinition/>",
    "xl/diagrams/data1.xml": "<dataModel/>",
    "xl/diagrams/drawing1.xml": "<drawing/>",
    "xl/media/image9.emf": "EMF",
    "xl/vbaProject.bin": "VBA",
    "xl/ctrlProps/ctrlProp1.xml": "<formControlPr/>",
    "xl/connections.xml": f"<connections {_MAIN}/>",
    "xl/queryTables/queryTable1.xml": f"<queryTable {_MAIN}/>",
    "xl/externalLinks/externalLink1.xml": f"<externalLink {_MAIN}><externalBook/></externalLink>",
    "xl/externalLinks/externalLink2.xml": f"<externalLink {_MAIN}><ddeLink/></externalLink>",
}
PIVOT = "xl/pivotCache/pivotCacheDefinition1.xml"
_PIVOTS = {
    PIVOT: f'<pivotCacheDefinition {_MAIN} recordCount="3"><cacheSource type="worksheet">'
    '<worksheetSource ref="A10:C13" sheet="Part A"/></cacheSource><cacheFields count="0"/>'
    '<extLst><ext uri="{725AE2AE-9491-48be-B2B4-4EB974FC3084}"/></extLst></pivotCacheDefinition>',
    "xl/pivotCache/pivotCacheRecords1.xml": f"<pivotCacheRecords {_MAIN}/>",
    "xl/pivotTables/pivotTable1.xml": f"<pivotTableDefinition {_MAIN}/>",
}


def _with_other_parts(data: bytes) -> bytes:
    parts = RawZip(data)
    before, after = parts.read(SHEET).rsplit(b"</extLst>", 1)
    sheet = before + _X14_LIST.encode() + b"</extLst>" + after
    links = parts.read("xl/_rels/workbook.xml.rels").decode()
    pivot = f'<Relationship Id="rId99" Type="{_REL}/pivotCacheDefinition" Target="/{PIVOT}"/>'
    links = links.replace("</Relationships>", f"{pivot}</Relationships>")
    types = parts.read("[Content_Types].xml").decode()
    extra = '<Default Extension="emf" ContentType="image/x-emf"/>'
    types = types.replace("<Override", f"{extra}<Override", 1)
    others = {name: text.encode() for name, text in {**_OTHERS, **_PIVOTS}.items()}
    changed = {
        SHEET: sheet,
        "xl/_rels/workbook.xml.rels": links.encode(),
        "[Content_Types].xml": types.encode(),
    }
    return RawZip(data).rewritten(changed | others)


PROBES = {
    "charts": ("xl/charts/chart", rb"<c:chartSpace"),
    "pattern fill": ("xl/charts", rb"<a:pattFill"),
    "gradient fill": ("xl/charts", rb"<a:gradFill"),
    "trend line": ("xl/charts", rb"<c:trendline>"),
    "linked title": ("xl/charts", rb"<c:title><c:tx><c:strRef>"),
    "linked data label": ("xl/charts", rb"<c:dLbl>.*?<c:strRef>"),
    "data table": ("xl/charts", rb"<c:dTable>"),
    "second axis": ("xl/charts", rb"<c:valAx>"),
    "dashes": ("xl/charts", rb"<a:prstDash"),
    "point colour": ("xl/charts", rb"<c:dPt>"),
    "chart sheet": ("xl/chartsheets", rb"<chartsheet"),
    "alt text": ("xl/drawings", rb'descr="'),
    "table alt text": ("xl/tables", rb"altTextSummary="),
    "text box": ("xl/drawings", rb"<xdr:sp "),
    "picture": ("xl/drawings", rb"<xdr:pic>"),
    "picture in cell": ("xl/richData", rb"<rv "),
    "picture in cell, its flag": (SHEET, rb' vm="'),
    "background": (SHEET, rb"<picture "),
    "header picture": (SHEET, rb"<legacyDrawingHF"),
    "validation": (SHEET, rb"<dataValidation "),
    "validation from another sheet": (SHEET, rb"<x14:dataValidation "),
    "conditional format": (SHEET, rb"<cfRule"),
    "conditional format of 2010": (SHEET, rb"<x14:cfRule"),
    "sparkline": (SHEET, rb"<x14:sparkline>"),
    "note": ("xl/comments", rb"<comment "),
    "threaded comment": ("xl/threadedComments", rb"<threadedComment "),
    "person": ("xl/persons", rb"<personList"),
    "button": ("xl/drawings/vmlDrawing", rb'ObjectType="Button"'),
    "form control": ("xl/ctrlProps", rb"<formControlPr"),
    "check box in a cell": ("xl/featurePropertyBag", rb"Checkbox"),
    "rich text": ("xl/sharedStrings", rb"<r>"),
    "screen tip": (SHEET, rb'tooltip="'),
    "table": ("xl/tables", rb"<table "),
    "calculated column": ("xl/tables", rb"<calculatedColumnFormula"),
    "results of formulas": (SHEET, rb"<f>[^<]*</f><v>"),
    "dynamic array": (SHEET, rb' cm="1"'),
    "its metadata": ("xl/metadata.xml", rb"XLDAPR"),
    "sheet protection": (SHEET, rb"<sheetProtection"),
    "editable range": (SHEET, rb"<protectedRange "),
    "defined names": ("xl/workbook.xml", rb"<definedName "),
    "print titles": ("xl/workbook.xml", rb"Print_Titles"),
    "frozen panes": (SHEET, rb"<pane "),
    "ignored errors": (SHEET, rb"<ignoredError "),
    "filter": ("xl/tables", rb"<autoFilter"),
    "custom properties": ("docProps/custom.xml", rb"<property "),
    "SmartArt": ("xl/diagrams", rb"<dataModel"),
    "EMF picture": ("xl/media/image9.emf", rb"EMF"),
    "macros": ("xl/vbaProject.bin", rb"VBA"),
    "pivot table": ("xl/pivotTables", rb"<pivotTableDefinition"),
    "pivot records": ("xl/pivotCache", rb"<pivotCacheRecords"),
    "pivot extension": ("xl/pivotCache", rb"<ext "),
    "slicer": ("xl/slicers", rb"<slicers"),
    "slicer cache": ("xl/slicerCaches", rb"<slicerCacheDefinition"),
    "external link": ("xl/externalLinks", rb"<externalBook"),
    "DDE link": ("xl/externalLinks", rb"<ddeLink"),
    "connection": ("xl/connections.xml", rb"<connections"),
    "query table": ("xl/queryTables", rb"<queryTable"),
    "custom XML": ("customXml", rb"<kept"),
    "ribbon": ("customUI", rb"<customUI"),
    "sensitivity label": ("docMetadata", rb"<clbl:label "),
    "theme": ("xl/theme", rb"<a:theme "),
    "very hidden sheet": ("xl/workbook.xml", rb'state="veryHidden"'),
}


def counts(data: bytes) -> dict[str, int]:
    """Return how often each feature stands in a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {
        feature: sum(
            len(re.findall(pattern, part, re.DOTALL))
            for name, part in parts.items()
            if name.startswith(start)
        )
        for feature, (start, pattern) in PROBES.items()
    }
