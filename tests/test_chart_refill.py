"""Charts given new data where they stand: the same as if they were drawn anew."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pmf_engine.documents.chart_form import data_rows, describe
from pmf_engine.documents.chart_refill import refilled, title_lines, titles_in
from pmf_engine.documents.charts import chart_part
from pmf_engine.documents.embedded import embedded_book, refilled_book
from pmf_engine.model.content import Chart, Series

VALUES = st.lists(
    st.none() | st.integers(0, 2000).map(lambda tenths: Decimal(tenths) / 10),
    min_size=4, max_size=4,
).map(tuple)  # fmt: skip
MONTHS = ("April", "May & June", "July", "August")


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    kind = draw(st.sampled_from(["line", "bar", "column"]))
    names = ("Result <1>", "Target") if draw(st.booleans()) else ("Result <1>",)
    return Chart(
        slot="chart", kind=kind, title=draw(st.sampled_from(["Rose", "Fell & fell"])),
        subtitle="%", alt="", categories=MONTHS,
        series=tuple(
            Series(name=name, values=draw(VALUES), dashed=name == "Target", label_last=True)
            for name in names
        ),
    )  # fmt: skip


def usual(xml: bytes) -> bytes:
    """A chart without what says no more than where a label stands by itself."""
    return xml.replace(b'<c:dLblPos val="r"/>', b"")


@settings(deadline=None, max_examples=150)
@given(charts(), VALUES, VALUES, st.sampled_from(["Rose", "Stood still"]))
def test_a_chart_given_new_data_is_what_it_would_be_drawn_anew(
    before: Chart, values: tuple, others: tuple, title: str
) -> None:
    new = zip(before.series, (values, others), strict=False)
    after = replace(before, title=title, series=tuple(replace(s, values=v) for s, v in new))
    was, now = describe(before), describe(after)
    assume(was.form.stable == now.form.stable)
    (old, book), (fresh, other) = chart_part(before), chart_part(after)
    rows = data_rows(after, now.layout)
    made = refilled(old, now, rows, titled=True)
    assert made is not None and usual(made) == usual(fresh)
    assert titles_in(made) == title_lines(now)
    assert [sheet(refilled_book(book, rows))] == [sheet(other)]


def sheet(book: bytes) -> list[tuple]:
    return list(load_workbook(io.BytesIO(book))["Data"].iter_rows(values_only=True))


def one(*values: str) -> Chart:
    series = (Series(name="Repairs", values=tuple(map(Decimal, values))),)
    return Chart(
        slot="chart", kind="line", title="Rose", subtitle="%", alt="",
        categories=("July", "August"), series=series,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Data!$B$2", b"Other!$B$2"),
        (b'<c:ptCount val="2"/>', b'<c:ptCount val="3"/>'),
        (b"</c:ser>", b"</c:ser><c:numCache/>"),
    ],
)
def test_a_chart_that_somebody_drew_from_other_cells_is_not_refilled(
    old: bytes, new: bytes
) -> None:
    xml, described = chart_part(one("1", "2"))[0], describe(one("1", "3"))
    rows = data_rows(one("1", "3"), described.layout)
    assert refilled(xml, described, rows, titled=True) is not None
    assert old in xml
    assert refilled(xml.replace(old, new), described, rows, titled=True) is None


def test_an_axis_and_a_plot_that_somebody_freed_stay_free() -> None:
    xml, described = chart_part(one("1", "2"))[0], describe(one("1", "900"))
    rows = data_rows(one("1", "900"), described.layout)
    start = xml.index(b"<c:valAx>")
    free = xml[:start] + xml[start:].replace(b"<c:max val=", b"<c:high val=", 1)
    made = refilled(free, described, rows, titled=False)
    assert made is not None and b"<c:max val=" not in made and b"<c:v>900</c:v>" in made


def test_a_workbook_that_another_program_wrote_or_that_is_damaged_is_made_anew() -> None:
    rows = [[None, "Repairs"], ["July", Decimal(3)]]
    assert refilled_book(b"PK", rows) == embedded_book(rows)
    stream, book = io.BytesIO(), load_workbook(io.BytesIO(embedded_book(rows)))
    book.save(stream)
    assert refilled_book(stream.getvalue(), rows) == embedded_book(rows)
