"""The Excel companion of a plain script: the engine's sheets, tables, charts and sparklines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from figures import Row, last_day, shown, title_of
from template import SCORECARD
from xlsxwriter import Workbook

HEADER = 3
WIDTHS = {"Measure": 42, "Title": 56, "Figure": 34, "Note": 60, "Owner's commentary": 80,
          "Owner": 26, "Perspective": 20, "Standing": 28, "Workbook": 22}  # fmt: skip
COLOURS = {"●": ("#1B5E20", "#E3F1E4"), "▲": ("#7A4B00", "#FFF1D6"), "■": ("#8E1B1B", "#FBE3E3"),
           "○": ("#52606D", "#EEF1F4")}  # fmt: skip
SHEETS = ("Scorecard", "Exceptions", "Data", "Sources")
THREAD = ("Actions", "Milestones", "Objectives", "People", "Plans", "Teams")


class Companion:
    """One workbook beside a Word pack."""

    def __init__(self, pack: Any, context: dict[str, Any], path: Path) -> None:
        self.pack, self.context = pack, context
        self.book = Workbook(str(path))
        self.looks: dict[tuple[Any, ...], Any] = {}
        about = self.book.add_worksheet("About")
        self._scorecard()
        self._exceptions()
        self._data()
        self._sources()
        self._about(about)
        self.book.close()

    def look(self, **wanted: Any) -> Any:
        """A format, made once."""
        key = tuple(wanted.items())
        if key not in self.looks:
            self.looks[key] = self.book.add_format(
                {"font_name": "Arial", "valign": "top", **wanted}
            )
        return self.looks[key]

    def number(self, one: Row) -> Any:
        """The format of an indicator's values."""
        unit, places = one["one"]["unit"], one["places"]
        digits = "#,##0" + ("." + "0" * places if places else "")
        ends = ("", '"%"') if unit == "%" else ("£" if unit.startswith("£") else "", "")
        return self.look(num_format=f"{ends[0]}{digits}{ends[1]}", align="right")

    def table(self, name: str, note: str, heads: Sequence[str], rows: list[list[Any]]) -> Any:
        """A sheet of a title, a note and a table; a cell may be (value, format)."""
        sheet = self.book.add_worksheet(name)
        where = f"{self.pack.entity['title']}, {title_of(self.pack.end, self.pack.step)}"
        sheet.write_string(0, 0, f"{name}: {where}", self.look(bold=True, font_size=16))
        sheet.write_string(1, 0, note, self.look(font_color="#52606D"))
        plain = self.look(text_wrap=True)
        for at, row in enumerate(rows, HEADER + 1):
            for column, cell in enumerate(row):
                value, look = cell if isinstance(cell, tuple) else (cell, plain)
                if value is None:
                    sheet.write_blank(at, column, None, look)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value, look)
                elif hasattr(value, "year"):
                    sheet.write_datetime(at, column, value, look)
                else:
                    sheet.write_number(at, column, value, look)
        header = self.look(bold=True, font_color="#FFFFFF", bg_color="#12436D", text_wrap=True)
        columns = [{"header": head, "header_format": header} for head in heads]
        options = {"columns": columns, "style": None, "name": f"plain_{name.lower()}"}
        sheet.add_table(HEADER, 0, HEADER + max(1, len(rows)), len(heads) - 1, options)
        for column, head in enumerate(heads):
            sheet.set_column(column, column, WIDTHS.get(head, 13))
        self._finish(sheet, heads, len(rows), where)
        return sheet

    def _finish(self, sheet: Any, heads: Sequence[str], count: int, where: str) -> None:
        for column in (at for at, head in enumerate(heads) if head in ("Status", "YTD status")):
            for shape, (ink, tint) in COLOURS.items():
                rule = {"type": "text", "criteria": "begins with", "value": shape,
                        "format": self.look(font_color=ink, bg_color=tint)}  # fmt: skip
                sheet.conditional_format(HEADER + 1, column, HEADER + count, column, rule)
        sheet.freeze_panes(HEADER + 1, 0)
        sheet.repeat_rows(HEADER)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{where}")
        sheet.set_footer("&LBoard performance report&RPage &P of &N")

    def _scorecard(self) -> None:
        rows = []
        for one in self.pack.found:
            look, shown_row = self.number(one), self.pack.row(one)
            target = (one["target"] or {}).get("target")
            shown_row[1] = ("No cases" if one["latest"] is None else one["latest"], look)
            shown_row[2] = (shown_row[2] if target is None else target, look)
            shown_row[6] = ("Not applicable" if one["ytd"] is None else one["ytd"], look)
            shown_row[8] = ("No comparison" if one["year_ago"] is None else one["year_ago"], look)
            rows.append([one["code"], one["one"]["perspective"], *shown_row, None])
        heads = ("Code", "Perspective", *SCORECARD, "Trend")
        sheet = self.table("Scorecard", f"One table: {len(rows)} measures.", heads, rows)
        trend = self.book.add_worksheet("_trend")
        trend.hide()
        for at, one in enumerate(self.pack.found):
            points = self.pack.books.history(one["one"], one["end"])[-13:]
            for column, (_, point) in enumerate(points):
                if point["value"] is not None:
                    trend.write_number(at, column, point["value"])
            options = {
                "range": f"_trend!A{at + 1}:{chr(64 + len(points))}{at + 1}",
                "last_point": True,
            }
            sheet.add_sparkline(HEADER + 1 + at, len(heads) - 1, options)

    def _exceptions(self) -> None:
        rows = []
        for one, block in zip(self.pack.exceptions, self.context["exceptions"], strict=True):
            look, target = self.number(one), (one["target"] or {}).get("target")
            rows.append([
                one["code"], self.pack.label(one), (one["latest"], look), (target, look),
                self.pack.row(one)[3], (one["gap"], look), one["one"]["owner"], block["commentary"],
            ])  # fmt: skip
        heads = ("Code", "Measure", "Latest", "Target", "Status", "Gap to target", "Owner",
                 "Owner's commentary")  # fmt: skip
        sheet = self.table("Exceptions", f"One table: {len(rows)} measures.", heads, rows)
        plots, top = self.book.add_worksheet("_charts"), 0
        plots.hide()
        for at, one in enumerate(self.pack.exceptions[:12]):
            top = self._chart(sheet, plots, one, top, len(rows) + 6 + 16 * at)

    def _chart(self, sheet: Any, plots: Any, one: Row, top: int, place: int) -> int:
        points = self.pack.books.history(one["one"], one["end"])
        for at, (month, point) in enumerate(points, top + 1):
            plots.write_string(at, 0, title_of(month, one["one"]["step"])[:12])
            target = self.pack.books.target(one["one"], last_day(month)) or {}
            for column, value in ((1, point["value"]), (2, target.get("target"))):
                if value is not None:
                    plots.write_number(at, column, value)
        last = top + len(points)
        chart = self.book.add_chart({"type": "line"})
        for column, name in ((1, one["one"]["title"]), (2, "Target")):
            series = {"name": name, "categories": ["_charts", top + 1, 0, last, 0],
                      "values": ["_charts", top + 1, column, last, column]}  # fmt: skip
            chart.add_series(series | ({"line": {"dash_type": "dash"}} if column == 2 else {}))
        chart.set_title({"name": one["one"]["title"]})
        chart.set_size({"width": 620, "height": 280})
        sheet.insert_chart(
            place, 0, chart, {"description": f"Line chart of {one['one']['title']}."}
        )
        return last + 1

    def _data(self) -> None:
        rows, day, right = [], self.look(num_format="dd/mm/yyyy"), self.look(align="right")
        for one in self.pack.found:
            for month, point in self.pack.books.history(one["one"], one["end"]):
                rows.append([
                    one["code"], one["one"]["title"], (last_day(month), day), (point["top"], right),
                    (point["bottom"], right), (point["value"], right), point["status"],
                ])  # fmt: skip
        heads = ("Code", "Measure", "Period end", "Numerator", "Denominator", "Value", "Standing")
        self.table("Data", f"One table: {len(rows)} values.", heads, rows)

    def _sources(self) -> None:
        right, rows = self.look(align="right"), []
        for slot, title, value, sheets, note in self.pack.facts:
            shown_value = ("Not applicable" if value is None else value, right)
            for sheet in sheets.split(", "):
                book = "golden_thread.xlsx" if sheet in THREAD else "indicators.xlsx"
                rows.append([slot, title, shown_value, book, sheet, "C2:D2", note])
        heads = ("Figure", "Title", "Shown", "Workbook", "Sheet", "Cells", "Note")
        self.table("Sources", f"One table: {len(rows)} figures.", heads, rows)

    def _about(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 80)
        lines = [
            ("Board performance report", ""), (self.pack.entity["title"], ""), ("Sheets", ""),
            *((name, "This sheet holds one table.") for name in SHEETS),
            ("Made from", ""), ("Period", title_of(self.pack.end, self.pack.step)),
            ("As at", self.context["as_at"]), ("Workbooks", "indicators, golden_thread"),
        ]  # fmt: skip
        for at, (label, text) in enumerate(lines):
            sheet.write_string(at, 0, label, self.look(bold=True))
            sheet.write_string(at, 1, shown(None, "", 0, text), self.look(text_wrap=True))
