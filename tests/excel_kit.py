"""A small companion for tests of refreshing, and what people do to it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal as D

from openpyxl import load_workbook

from pmf_engine.documents.excel import build_excel, refresh_excel
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.cells import Source
from pmf_engine.model.content import Chart, Field, Grid, Identity, Label, Series, Sheet, Wording
from pmf_engine.model.refresh import Refreshed
from pmf_engine.model.values import Figure, Missing

IDENTITY = Identity(
    report="board-pack", title="Board pack", entity="OVH", entity_title="Orchard & Vale Homes",
    period="2026-Q1", period_title="Quarter 1", workspace="Sample", template="2026", engine="1.0",
    today="2026-07-20", inputs={"indicators.xlsx": "ab" * 32},
)  # fmt: skip
LATER = replace(
    IDENTITY, period="2026-Q2", period_title="Quarter 2", today="2026-10-20",
    inputs={"indicators.xlsx": "cd" * 32},
)  # fmt: skip
FIELDS = (
    Field(title="Code", chars=10), Field(title="Measure", chars=30),
    Field(title="Latest", chars=12, right=True), Field(title="Target", chars=12, right=True),
    Field(title="Status", chars=12), Field(title="Owner", chars=20),
)  # fmt: skip
SOURCES = (Source("indicators.xlsx", "Monthly", "E2:E14", "ab" * 32),)
Values = dict[str, str | None]
FIRST: Values = {"REP": "93.094827586206896551", "SAT": None, "REL": "21.4"}


def figure(slot: str, value: str | None, **changes) -> Figure:
    base = {
        "report": "board-pack", "entity": "OVH", "period": "2026-Q1", "slot": slot,
        "title": f"Measure {slot}", "value": None if value is None else D(value), "unit": "%",
        "places": 1, "sources": SOURCES,
        "missing": Missing("not entered") if value is None else None,
    }  # fmt: skip
    return Figure(**{**base, **changes})


def row(code: str, value: str | None, marks=(), owner="Head of Repairs"):
    latest, target = figure(f"{code}/latest", value, marks=marks), figure(f"{code}/target", "95")
    met = value is not None and D(value) >= 95
    status = Wording(f"{code}/status", "● Met" if met else "■ Missed")
    return (code, f"Name of {code}", latest, Label(("≥ ", target)), status, owner)


def chart(values=("91", None, "93.1"), slot="REP/chart", title="Repairs rose", **changes) -> Chart:
    points = tuple(None if value is None else D(value) for value in values)
    base = Chart(
        slot=slot, kind="line", title=title, subtitle="Per cent", alt=f"Line chart: {title}.",
        categories=("Jul", "Aug", "Sep"),
        series=(Series(name="Repairs", values=points, label_last=True),),
    )  # fmt: skip
    return replace(base, **changes)


def sheet(values: Values | None = None, rows=None, charts=(), lines=True, **changes) -> Sheet:
    values = FIRST if values is None else values
    rows = [row(code, value) for code, value in values.items()] if rows is None else rows
    grid = Grid(slot="scorecard", caption="Scorecard", fields=FIELDS, rows=rows, summary="All.")
    base = {
        "name": "Scorecard", "title": "Scorecard", "note": "One table.", "grid": grid,
        "statuses": ("Status",), "charts": charts,
        "sparklines": [(D(1), None, D(len(each[0]))) for each in rows] if lines else None,
    }  # fmt: skip
    return Sheet(**{**base, **changes})


def built(*sheets: Sheet, identity=IDENTITY) -> bytes:
    return build_excel(sheets or (sheet(),), identity)


def refreshed(data: bytes, *sheets: Sheet, identity=IDENTITY, **options) -> Refreshed:
    return refresh_excel(data, sheets or (sheet(),), identity, **options)


def cells(data: bytes, block: str, name="Scorecard"):
    found = load_workbook(io.BytesIO(data))[name][block]
    return [[cell.value for cell in line] for line in found]


def kinds(done: Refreshed) -> list[tuple[str, str]]:
    return [(str(change.kind), change.slot) for change in done.changes]


def edited(data: bytes, **parts) -> bytes:
    """A workbook with parts changed by functions on their text, `/` and `.` in names as `_`."""
    names = {re.sub(r"\W", "_", name): name for name in RawZip(data)}
    texts = {
        names[key]: change(RawZip(data).read(names[key]).decode()) for key, change in parts.items()
    }
    return RawZip(data).rewritten({name: text.encode() for name, text in texts.items()})


def with_notes(data: bytes, notes: dict[str, str], bottom: int) -> bytes:
    """The companion with a column Notes added to its table, as people do."""
    width = len(FIELDS) + 1
    letter = "ABCDEFGHIJ"[width]

    def table(text: str) -> str:
        text = re.sub(r'ref="A4:[A-Z](\d+)"', rf'ref="A4:{letter}\1"', text)
        column = f'<tableColumn id="{width + 1}" name="Notes"/></tableColumns>'
        text = text.replace("</tableColumns>", column)
        return text.replace(f'tableColumns count="{width}"', f'tableColumns count="{width + 1}"')

    from pmf_engine.documents.excel import fill_book

    spots = {f"Scorecard!{letter}{4 + at}": note for at, note in enumerate(notes.values(), 1)}
    data = fill_book(data, {f"Scorecard!{letter}4": "Notes", **spots})
    assert bottom == 4 + len(notes)
    return edited(data, xl_tables_table1_xml=table)
