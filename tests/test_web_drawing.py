"""Charts as SVG: read by those who cannot see them, true to scale, gaps and levels as they are."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pmf_engine.documents.web.drawing import drawings, not_from_zero
from pmf_engine.documents.web.values import shown
from pmf_engine.model.content import Chart, Series

numbers = st.decimals(0, 10_000, places=1)


def chart(*values: Any, kind: str = "line", target: Any = None, **changes: Any) -> Chart:
    points = tuple(None if v is None else Decimal(str(v)) for v in values)
    series = [Series(name="Repairs", values=points, label_last=True, **changes)]
    if target is not None:
        levels = target if isinstance(target, tuple) else (target,) * len(points)
        steps = tuple(Decimal(level) for level in levels)
        series.append(Series(name="Target", values=steps, dashed=True))
    return Chart(
        slot="repairs/chart", kind=kind, title="Repairs & more", subtitle="Percentage",
        alt="It rose.", categories=tuple(f"Q{n} 26/27" for n in range(len(points))),
        series=tuple(series), format='0.0"%"',
    )  # fmt: skip


def drawn(made: Chart) -> list[Any]:
    return list(etree.fromstring(f"<all>{drawings(made)}</all>"))


def of(svg: Any, name: str) -> list[Any]:
    return [e for e in svg.iter() if name in (e.get("class") or "").split()]


def heights(svg: Any) -> list[float]:
    return [float(dot.get("cy")) for dot in svg.iter("circle")]


def test_a_chart_names_and_describes_itself():
    for svg in drawn(chart(90, 95)):
        named = svg.get("aria-labelledby").split()
        assert svg.get("role") == "img"
        assert [svg.find("title").get("id"), svg.find("desc").get("id")] == named
        assert (svg.findtext("title"), svg.findtext("desc")) == ("Repairs & more", "It rose.")


def test_ids_differ_between_the_drawings_of_one_page():
    ids = [e.get("id") for svg in drawn(chart(90, 95)) for e in svg.iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 4


def test_one_drawing_stands_alone_elsewhere():
    assert len(list(etree.fromstring(f"<all>{drawings(chart(90, 95), True)}</all>"))) == 1


def test_all_ink_is_that_of_the_page():
    text = str(drawings(chart(90, 95, target=95)))
    assert not re.search("#[0-9a-f]{6}|style=", text)
    assert set(re.findall('stroke="([^"]+)"', text)) == {"currentColor"}


@given(st.lists(numbers, min_size=2, max_size=13))
def test_a_higher_value_is_never_drawn_lower_and_all_stand_inside(values):
    svg = drawn(chart(*values))[0]
    height = float(svg.get("height"))
    placed = sorted(zip(values, heights(svg), strict=True))
    downs = [down for _, down in placed]
    assert downs == sorted(downs, reverse=True)
    assert all(0 <= down <= height for down in downs)


def test_a_missing_quarter_is_a_gap_in_the_line():
    line = of(drawn(chart(90, 91, None, 93, 94))[0], "pmf-data")[0]
    assert line.get("d").count("M") == 2
    assert len(heights(drawn(chart(90, 91, None, 93, 94))[0])) == 4


def test_a_target_that_changes_is_a_break_and_not_a_slope():
    target = of(drawn(chart(90, 91, 92, target=(94, 94, 97)))[0], "pmf-target")[0]
    runs = target.get("d").split("M")[1:]
    assert len(runs) == 2
    for run in runs:
        start, end = (point.split()[1] for point in run.split("L"))
        assert start == end


def test_a_provisional_point_is_hollow():
    dots = list(drawn(chart(90, 91, hollow=frozenset({1})))[0].iter("circle"))
    assert [dot.get("fill") for dot in dots] == [None, "none"]


def test_columns_stand_on_zero_and_are_as_high_as_their_values():
    bars = list(drawn(chart(10, 20, kind="column"))[0].iter("rect"))
    one, two = (float(bar.get("height")) for bar in bars)
    assert two == pytest.approx(2 * one, rel=0.01)
    assert not not_from_zero(chart(10, 20, kind="column"))


def test_a_line_that_starts_above_zero_is_told():
    assert not_from_zero(chart(90, 95)) and not not_from_zero(chart(1, 95))


def test_the_newest_value_and_the_target_are_said_at_their_ends():
    words = [text.text for text in drawn(chart(90, 91.5, target=95))[0].iter("text")]
    assert words[-3:] == ["Target", "95.0%", "91.5%"]


def test_labels_at_the_end_never_lie_over_one_another():
    svg = drawn(chart(90, 95.0, target=95))[0]
    ends = [float(t.get("y")) for t in svg.iter("text") if t.get("text-anchor") == "start"]
    gaps = [b - a for a, b in pairwise(sorted(ends))]
    assert min(gaps) >= 14


def test_the_newest_category_is_always_named_and_none_collide():
    for svg in drawn(chart(*range(80, 93))):
        names = [t for t in svg.iter("text") if t.get("text-anchor") == "middle"]
        assert names[0].text == "Q12 26/27"
        places = sorted(float(t.get("x")) for t in names)
        room = float(svg.get("font-size")) * 0.55 * 8
        assert all(b - a >= room for a, b in pairwise(places))


@pytest.mark.parametrize(
    ("value", "pattern", "words"),
    [(90, '0.0"%"', "90.0%"), (1234.5, "£#,##0", "£1,235"), (-2, "#,##0.0", "−2.0"),
     (1234, "#,##0", "1,234"), (0.25, '#,##0.00"%"', "0.25%")],
)  # fmt: skip
def test_a_value_is_written_as_its_format_says(value, pattern, words):
    assert shown(value, pattern) == words
