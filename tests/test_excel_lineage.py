"""What a companion remembers: its identity and every figure, from which cells and how."""

import io
from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from pmf_engine.documents.excel import build_excel, read_lineage
from pmf_engine.model.cells import Source
from pmf_engine.model.content import Field, Grid, Identity, Sheet
from pmf_engine.model.lineage import Lineage, lineage_figure
from pmf_engine.model.values import Adjustment, Figure, Missing, Term

SOURCE = Source("indicators.xlsx", "Monthly", "E2:E14", "ab" * 32)
IDENTITY = Identity(
    report="board-pack", title="Board pack", entity="OVH", entity_title="Orchard Vale",
    period="2026-Q2", period_title="Quarter 2", workspace="Sample", template="2026", engine="1.0",
    today="2026-10-20", inputs={"indicators.xlsx": "ab" * 32, "_x0041_.xlsx": "cd" * 32},
    draft=True,
)  # fmt: skip
RATE = Figure(
    report="board-pack", entity="OVH", period="2026-Q2", slot="REP01/latest", title="Repairs",
    value=D("93.09482758620689655172413793"), unit="%", places=1, sources=(SOURCE,),
    edition="2024/25", status="red", marks=("revised", "adjusted"), note="Two gangs short.",
    terms=(Term(name="done", value="1,080", sources=(SOURCE,)), Term(name="all", value="1,160")),
    arithmetic="1,080 / 1,160 × 100", definition="Jobs done on time over jobs done.",
    adjustment=Adjustment(
        value=D("93.1"), computed="92.9", reason="Late entry", approved_by="Director",
        approved_on="2026-10-03",
    ),
)  # fmt: skip
GONE = Figure(
    report="board-pack", entity="OVH", period="2026-Q2", slot="SAT01/latest", title="Satisfaction",
    value=None, unit="%", places=1, sources=(), missing=Missing("not entered by 20 October"),
)  # fmt: skip


def sheet(*figures):
    rows = [(each,) for each in figures]
    grid = Grid(slot="scorecard", caption="Scorecard", fields=(Field(title="A"),), rows=rows)
    return Sheet(name="Scorecard", title="Scorecard", note="", grid=grid)


def test_a_companion_gives_back_its_identity_and_every_figure_whole():
    held = read_lineage(build_excel((sheet(RATE),), IDENTITY, (RATE, GONE)))
    assert held == Lineage(IDENTITY, (lineage_figure(RATE), lineage_figure(GONE)))
    assert held.figures[0].id(held.identity) == RATE.id
    assert held.figures[0].value == "93.09482758620689655172413793"


def test_a_figure_shown_but_not_listed_is_remembered_too():
    held = read_lineage(build_excel((sheet(GONE),), IDENTITY))
    assert [each.missing for each in held.figures] == ["not entered by 20 October"]


def test_the_sheet_is_very_hidden_and_gives_the_name_of_the_cell():
    book = load_workbook(io.BytesIO(build_excel((sheet(RATE),), IDENTITY, (GONE, RATE))))
    assert book["_pmf"].sheet_state == "veryHidden"
    rows = [row[:3] for row in book["_pmf"].iter_rows(values_only=True)]
    assert ("figure", "REP01/latest", "pmf_REP01_latest") in rows
    assert all(row[1:] != ("SAT01/latest", "pmf_SAT01_latest") for row in rows)


def test_lineage_longer_than_a_cell_is_kept_whole():
    many = tuple(Source("w.xlsx", f"Sheet{n}", f"A{n}", "0" * 64) for n in range(900))
    figure = Figure(
        report="r", entity="e", period="p", slot="s", title="t", value=D(1), unit="", places=0,
        sources=many,
    )  # fmt: skip
    data = build_excel((sheet(figure),), IDENTITY)
    assert read_lineage(data).figures[0].sources == many
    texts = [cell for row in load_workbook(io.BytesIO(data))["_pmf"].values for cell in row]
    assert max(len(text) for text in texts if text) <= 32_767


def test_other_files_hold_no_lineage():
    stream = io.BytesIO()
    book = Workbook()
    book.save(stream)
    book.create_sheet("_pmf").append(["figure", "slot", "", "no json"])
    damaged = io.BytesIO()
    book.save(damaged)
    assert [read_lineage(data) for data in (stream.getvalue(), damaged.getvalue(), b"")] == [
        None, None, None,
    ]  # fmt: skip


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_words_come_back_as_they_went_in(text):
    figure = Figure(
        report="r", entity="e", period="p", slot="s", title=text, value=D(1), unit="", places=0,
        sources=(SOURCE,), note=text + "_x0041_",
    )  # fmt: skip
    held = read_lineage(build_excel((sheet(),), IDENTITY, (figure,)))
    assert (held.figures[0].title, held.figures[0].note) == (text, text + "_x0041_")
