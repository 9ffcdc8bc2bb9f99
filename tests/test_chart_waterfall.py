"""Waterfalls: what stands on what, which sums are refused, and what Word and Excel are given."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pmf_engine.documents.chart_waterfall import expanded
from pmf_engine.documents.charts import chart_part
from pmf_engine.documents.excel import build_excel
from pmf_engine.model.content import Chart, Field, Grid, Identity, Series, Sheet
from pmf_engine.model.errors import PmfError

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
STEPS = st.lists(st.integers(-500, 500), min_size=1, max_size=12)


def waterfall(*values: int, names: tuple[str, ...] = (), pattern: str = "£#,##0") -> Chart:
    numbers = tuple(map(Decimal, values))
    return Chart(
        slot="w", kind="waterfall", title="A home cost more", subtitle="Pounds", alt="Waterfall",
        categories=names or tuple(f"Step {at}" for at in range(len(values))),
        series=(Series(name="Pounds", values=numbers),), format=pattern,
    )  # fmt: skip


@given(STEPS)
def test_each_bar_starts_where_the_one_before_ended(steps):
    chart = expanded(waterfall(*steps, sum(steps)))
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    spans = [span(column) for column in columns]
    ends = [0]
    for step, (low, high) in zip(steps, spans, strict=False):
        start = ends[-1]
        assert {low, high} == {start, start + step}
        ends.append(start + step)
    assert set(spans[-1]) == {0, sum(steps)}
    assert all(b - a == step for (a, b), step in zip(pairwise(ends), steps, strict=True))


def span(column: tuple[Decimal, ...]) -> tuple[Decimal, Decimal]:
    """Where the ink of a stacked bar begins and ends: above nil after the base, or below it."""
    base, above, *below = column
    under = below[0] if below else Decimal(0)
    if above and under:
        assert base == 0
        return under, above
    return (base, base + above) if not under else (base + under, base)


def test_steps_that_do_not_add_up_to_the_total_are_refused():
    with pytest.raises(PmfError, match="the steps of the chart w do not add up to 4"):
        expanded(waterfall(1, 2, 4))


def test_every_amount_stands_beside_its_name_with_its_sign():
    chart = expanded(waterfall(1200, -30, 1170, names=("Rent", "Voids", "Total")))
    assert chart.categories == ("Rent +£1,200", "Voids −£30", "Total £1,170")
    assert expanded(waterfall(2, 2, pattern='0.0"%"')).categories == ("Step 0 +2.0%", "Step 1 2.0%")


def test_any_other_chart_is_left_as_it_is():
    chart = Chart(
        slot="b", kind="bar", title="T", subtitle="S", alt="A", categories=("x",),
        series=(Series(name="N", values=(Decimal(1),)),),
    )  # fmt: skip
    assert expanded(chart) is chart


def test_word_is_given_stacked_bars_whose_base_has_no_ink_and_no_legend():
    xml, book = chart_part(waterfall(5, -2, 3))
    root = etree.fromstring(xml)
    assert [one.get("val") for one in root.iter(f"{C}grouping")] == ["stacked"]
    assert [one.get("val") for one in root.iter(f"{C}overlap")] == ["100"]
    base, *_ = root.iter(f"{C}ser")
    assert base.find(f"{C}spPr/{{*}}noFill") is not None
    assert root.find(f".//{C}legend") is None
    assert zipfile.ZipFile(BytesIO(book)).testzip() is None


def test_bars_below_nil_are_not_turned_white():
    root = etree.fromstring(chart_part(waterfall(5, -9, -4))[0])
    bars = [*root.iter(f"{C}ser"), *root.iter(f"{C}dPt")]
    assert bars and all(bar.find(f"{C}invertIfNegative").get("val") == "0" for bar in bars)


def test_the_axis_reaches_as_far_as_the_bars_do():
    root = etree.fromstring(chart_part(waterfall(5, -9, -4))[0])
    low, high = (float(root.find(f".//{C}valAx//{C}{name}").get("val")) for name in ("min", "max"))
    assert low <= -4 and high >= 5


def test_excel_draws_the_same_waterfall():
    grid = Grid(slot="g", caption="G", fields=(Field(title="A"),), rows=[("a",)])
    sheet = Sheet(name="S", title="T", note="N", grid=grid, charts=(waterfall(5, -2, 3),))
    identity = Identity(
        report="r", title="T", entity="OVH", entity_title="OVH", period="2025-26",
        period_title="2025/26", workspace="w", template="", engine="1", today="2026-01-01",
    )  # fmt: skip
    with zipfile.ZipFile(BytesIO(build_excel([sheet], identity))) as package:
        root = etree.fromstring(package.read("xl/charts/chart1.xml"))
    assert [one.get("val") for one in root.iter(f"{C}grouping")] == ["stacked"]
