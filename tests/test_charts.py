"""Native charts: what is drawn, labelled and left out, and the workbook that goes with each."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from xlsxwriter import Workbook

from pmf_engine.documents.chart_form import describe
from pmf_engine.documents.chart_labels import end_shifts
from pmf_engine.documents.chart_layout import axis_format, lay_out
from pmf_engine.documents.chart_stencil import stencil
from pmf_engine.documents.chart_xml import finish
from pmf_engine.documents.charts import chart_part, draw
from pmf_engine.model.content import Chart, Series

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MONTHS = tuple(
    f"{m} {y}"
    for y in (25, 26)
    for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep")
)
PERCENT = '0.0"%"'


def series(*values, **changes):
    numbers = tuple(None if v is None else D(str(v)) for v in values)
    return Series(**{"name": "On time", "values": numbers, "label_last": True, **changes})


def target(level, count):
    return series(*[level] * count, name="Target", colour="#1F2933", dashed=True)


def chart(*each, kind="line", **changes):
    base = {
        "slot": "chart", "kind": kind, "title": "Repairs rose", "subtitle": "Per cent, 2026",
        "alt": "Line chart.", "categories": MONTHS[: len(each[0].values)], "series": each,
        "format": PERCENT,
    }  # fmt: skip
    return Chart(**{**base, **changes})


LINE = chart(series(91.0, 92.5, None, 93.1), target(95, 4))


def xml_of(spec):
    return etree.fromstring(chart_part(spec)[0])


def each_series(spec):
    return list(xml_of(spec).iter(f"{C}ser"))


def texts(root):
    return [each.text for each in root.iter(f"{A}t")]


def values(element, path):
    return [each.get("val") for each in element.iterfind(path)]


def shown_labels(ser):
    kept = [each for each in ser.iter(f"{C}dLbl") if each.find(f"{C}delete") is None]
    return [each.find(f"{C}idx").get("val") for each in kept]


def test_the_same_chart_gives_the_same_bytes():
    assert chart_part(LINE) == chart_part(LINE)


def test_a_missing_month_is_a_gap_and_not_a_zero():
    points = each_series(LINE)[0].iterfind(f"{C}val/{C}numRef/{C}numCache/{C}pt")
    assert [(p.get("idx"), p.find(f"{C}v").text) for p in points] == [
        ("0", "91.0"), ("1", "92.5"), ("3", "93.1"),
    ]  # fmt: skip
    assert values(xml_of(LINE), f".//{C}dispBlanksAs") == ["gap"]


def test_edit_data_opens_a_workbook_with_every_category_and_value():
    book = load_workbook(io.BytesIO(chart_part(LINE)[1]))
    assert list(book["Data"].iter_rows(values_only=True)) == [
        (None, "On time", "Target"),
        ("Jan 25", 91, 95), ("Feb 25", 92.5, 95), ("Mar 25", None, 95), ("Apr 25", 93.1, 95),
    ]  # fmt: skip
    link = xml_of(LINE).find(f"{C}externalData")
    assert list(link.attrib.values()) == ["rId1"]
    assert values(link, f"{C}autoUpdate") == ["0"]


def test_the_elements_stand_in_the_order_of_the_schema():
    order = ["date1904", "lang", "roundedCorners", "chart", "spPr", "txPr", "externalData"]
    assert [etree.QName(each).localname for each in xml_of(LINE)] == order
    for ser in each_series(LINE):
        names = [etree.QName(each).localname for each in ser if each.tag != f"{C}dPt"]
        order = ["idx", "order", "tx", "spPr", "marker", "dLbls", "cat", "val", "smooth"]
        assert names == order


def test_only_the_last_point_is_labelled_and_its_marker_is_larger():
    data, level = each_series(LINE)
    assert shown_labels(data) == shown_labels(level) == ["3"]
    assert values(data, f"{C}dPt/{C}marker/{C}size") == ["8"]
    assert values(data, f"{C}marker/{C}size") == ["4"]
    last = next(label for label in data.iter(f"{C}dLbl") if label.find(f"{C}delete") is None)
    assert values(last, f"{C}showVal") == ["1"]
    assert values(last, f"{C}showSerName") == ["0"]


def test_the_target_is_dashed_and_says_its_name_and_value():
    level = each_series(LINE)[1]
    assert values(level, f"{C}spPr/{A}ln/{A}prstDash") == ["dash"]
    assert values(level, f"{C}dLbls/{C}showSerName") == ["1"]
    assert values(level, f"{C}dLbls/{C}showVal") == ["1"]
    assert values(level, f"{C}marker/{C}symbol") == ["none"]


def test_lines_are_named_at_their_ends_and_never_in_a_legend():
    spec = chart(series(1, 2, 3), series(4, 5, 6, name="South"), format="0")
    assert xml_of(spec).find(f".//{C}legend") is None
    named = [values(each, f"{C}dLbls/{C}showSerName") for each in each_series(spec)]
    assert named == [["1"], ["1"]]


def test_labels_that_would_overlap_are_moved_apart_and_others_stay():
    near = chart(series(91, 94.9), target(95, 2))
    moved = end_shifts(near, lay_out(near))
    assert moved[0] > 0 > moved[1]
    assert end_shifts(LINE, lay_out(LINE)) == {}


def test_an_earlier_target_is_labelled_on_its_run_on_the_side_away_from_the_data():
    data = series(*[80] * 10, 60, 60)
    for level, side in (("79.9", "b"), ("80.1", "t")):
        earlier = target(level, 5)
        earlier = replace(earlier, values=earlier.values + (None,) * 7)
        spec = chart(data, earlier)
        label = each_series(spec)[1].find(f"{C}dLbls")
        assert shown_labels(each_series(spec)[1]) in (["2"], ["3"], ["4"])
        assert values(label, f"{C}dLblPos") == [side]
        assert lay_out(spec).width == lay_out(chart(data)).width


def test_such_a_label_moves_away_from_a_line_that_would_cross_it():
    earlier = replace(target(80, 6), values=target(80, 6).values + (None,) * 6)
    spec = chart(series(*[79, 81] * 6, 70), earlier)
    label = next(each_series(spec)[1].iter(f"{C}manualLayout"))
    assert [float(label.find(f"{C}{name}").get("val")) != 0 for name in "xy"] == [False, True]


def test_a_label_below_a_line_has_room_above_the_axis():
    data = series(*[80] * 12)
    earlier = replace(target(76, 5), values=target(76, 5).values + (None,) * 7)
    assert lay_out(chart(data, earlier)).axis.low < 76


def test_a_provisional_point_is_hollow():
    spec = chart(series(91, 92, 93, hollow=frozenset({1})))
    points = each_series(spec)[0].findall(f"{C}dPt")
    fills = {
        p.find(f"{C}idx").get("val"): values(p, f"{C}marker/{C}spPr/{A}solidFill/{A}srgbClr")
        for p in points
    }
    assert fills == {"1": ["FFFFFF"], "2": ["12436D"]}


@pytest.mark.parametrize("kind", ["bar", "column"])
def test_bars_start_at_zero(kind):
    spec = chart(series(96.8, 99.4), kind=kind)
    assert values(xml_of(spec), f".//{C}valAx/{C}scaling/{C}min") == ["0.0"]


def test_a_line_that_starts_above_zero_says_so():
    assert "Per cent, 2026; axis does not start at zero" in texts(xml_of(LINE))
    assert "Per cent, 2026" in texts(xml_of(chart(series(10, 50, 90))))


def test_a_percentage_axis_does_not_pass_100():
    assert lay_out(chart(series(91, 99.9))).axis.high == 100


def test_horizontal_bars_run_from_the_top_and_carry_their_values():
    spec = chart(series(3, 2, 1), kind="bar", categories=("North", "East", "South"))
    root = xml_of(spec)
    assert values(root, f".//{C}catAx/{C}scaling/{C}orientation") == ["maxMin"]
    assert values(root, f".//{C}valAx/{C}tickLblPos") == ["none"]
    assert values(root, f".//{C}ser/{C}dLbls/{C}showVal") == ["1"]
    assert values(root, f".//{C}gapWidth") == ["60"]


def test_bars_may_each_have_a_colour_of_their_own():
    spec = chart(series(3, 2, colours=("#05875F", "#9E1220")), kind="bar")
    found = values(each_series(spec)[0], f"{C}dPt/{C}spPr/{A}solidFill/{A}srgbClr")
    assert found == ["05875F", "9E1220"]


def test_a_target_over_columns_is_a_line():
    root = xml_of(chart(series(3, 2), target(2.5, 2), kind="column"))
    assert len(root.findall(f".//{C}barChart/{C}ser")) == 1
    assert len(root.findall(f".//{C}lineChart/{C}ser")) == 1
    assert root.find(f".//{C}legend") is None


def test_columns_of_two_series_have_a_legend():
    root = xml_of(chart(series(3, 2), series(2, 1, name="Stage two"), kind="column"))
    assert values(root, f".//{C}legend/{C}legendPos") == ["t"]


@pytest.mark.parametrize("count", [12, 13, 17, 18])
def test_of_many_months_the_first_and_the_last_stay_and_the_data_keep_all(count):
    spec = chart(series(*range(count)))
    axis = [t.text or "" for t in each_series(spec)[0].iterfind(f".//{C}strCache/{C}pt/{C}v")][1:]
    assert [bool(axis[0]), bool(axis[-1])] == [True, True]
    assert sum(map(bool, axis)) <= 7
    kept = load_workbook(io.BytesIO(chart_part(spec)[1]))["Data"]["A"]
    assert tuple(cell.value for cell in kept[1:]) == MONTHS[:count]


def test_a_long_headline_breaks_into_lines_and_makes_room():
    long = replace(LINE, title="Repairs completed on time rose again but remain " * 3)
    assert lay_out(long).top > lay_out(LINE).top
    assert sum("Repairs" in text for text in texts(xml_of(long))) > 1


def test_words_that_look_like_formulas_or_markup_stay_words():
    odd = replace(LINE, title="=A1 <b>&\x07", categories=("=1+1", "<x>", "b\x00", "d"))
    assert texts(xml_of(odd))[0] == "=A1 <b>&"
    book = load_workbook(io.BytesIO(chart_part(odd)[1]))
    assert [cell.value for cell in book["Data"]["A"]] == [None, "=1+1", "<x>", "b", "d"]
    assert book["Data"]["A2"].data_type == "s"


def test_a_chart_without_any_value_still_is_a_chart():
    for spec in (chart(series(None, None)), chart(series(), kind="column"), chart(series(5))):
        assert xml_of(spec).find(f".//{C}valAx") is not None


def test_every_text_is_arial_and_nothing_is_under_nine_points():
    data = chart_part(LINE)[0].decode()
    assert set(re.findall('typeface="([^"]*)"', data)) == {"Arial"}
    assert min(map(int, re.findall(r' sz="(\d+)"', data))) >= 900
    assert set(re.findall('lang[^>]*"(en-..)"', data)) == {"en-GB"}


@pytest.mark.parametrize(
    ("pattern", "step", "shown"),
    [(PERCENT, 5, '0"%"'), (PERCENT, 0.5, PERCENT), ("#,##0", 0.25, "#,##0.00"),
     ('"£"0.0;"−£"0.0', 2, '"£"0;"−£"0')],
)  # fmt: skip
def test_axis_labels_have_only_the_places_that_the_steps_need(pattern, step, shown):
    assert axis_format(pattern, step) == shown


@given(
    st.lists(st.none() | st.decimals(-1000, 1000, places=2), min_size=1, max_size=18),
    st.sampled_from(["line", "bar", "column"]),
)
def test_every_value_lies_on_the_axis_and_the_plot_inside_the_chart(numbers, kind):
    spec = chart(series(*numbers), kind=kind)
    layout = lay_out(spec)
    known = [float(n) for n in numbers if n is not None]
    assert all(layout.axis.low - 1e-6 <= n <= layout.axis.high + 1e-6 for n in known)
    assert layout.axis.low < layout.axis.high
    assert layout.left >= 0
    assert layout.left + layout.width <= spec.width_cm
    assert layout.top + layout.height <= spec.height_cm
    assert min(layout.width, layout.height) > 0


def in_excel(spec):
    """The XML of the same chart on a sheet, drawn by XlsxWriter from its own values."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        sheet.insert_chart(0, 0, draw(book, sheet, 0, spec))
    with zipfile.ZipFile(stream) as archive:
        return finish(archive.read("xl/charts/chart1.xml"), spec)


def without(xml, name):
    root = etree.fromstring(xml)
    (found,) = root.findall(f"{C}{name}")
    root.remove(found)
    return etree.tostring(root, method="c14n")


numbers = st.decimals(-1000, 1000, places=2)
points = st.lists(st.none() | numbers, min_size=18, max_size=18)
words = st.text(st.characters(codec="utf-8", categories=("L", "P", "S", "Zs")), max_size=9)


@st.composite
def charts(draw):
    size = draw(st.integers(1, 18))
    looks = [
        {
            "name": f"Name {draw(words)}",
            "colour": draw(st.sampled_from(["#12436D", "#F46A25"])),
            "dashed": draw(st.booleans()) and at > 0,
            "label_last": draw(st.booleans()),
            "hollow": draw(st.sampled_from([frozenset(), frozenset({0})])),
            "colours": draw(st.sampled_from([(), ("#05875F",)])),
        }
        for at in range(draw(st.integers(1, 3)))
    ]
    return chart(
        *(series(*draw(points)[:size], **look) for look in looks),
        kind=draw(st.sampled_from(["line", "bar", "column"])),
        title=draw(words) + draw(st.sampled_from(["", " and a long headline" * 7])),
        subtitle=draw(words),
        categories=tuple(f"Month {at} {draw(words)}" for at in range(size)),
        format=draw(st.sampled_from([PERCENT, "#,##0"])),
        minimum=draw(st.none() | st.just(-2000.0)),
        width_cm=draw(st.sampled_from([8.2, 17.0])),
    )


@given(charts())
def test_a_chart_in_word_is_the_one_that_xlsxwriter_draws_from_the_same_values_in_excel(spec):
    assert without(chart_part(spec)[0], "externalData") == without(in_excel(spec), "printSettings")


@given(charts())
def test_every_reference_leads_to_what_the_chart_shows(spec):
    xml, book = chart_part(spec)
    sheet = load_workbook(io.BytesIO(book))["Data"]
    for source in etree.fromstring(xml).iter(f"{C}strRef", f"{C}numRef"):
        tab, _, cells = source.find(f"{C}f").text.rpartition("!")
        found = sheet[cells.replace("$", "")]
        held = [row[0].value for row in found] if isinstance(found, tuple) else [found.value]
        read = str if source.tag == f"{C}strRef" else float
        shown = {int(p.get("idx")): read(p.findtext(f"{C}v")) for p in source.iter(f"{C}pt")}
        assert tab == "Data"
        assert shown == {at: read(value) for at, value in enumerate(held) if value is not None}
        assert values(source, f"*/{C}ptCount") == [str(len(held))]


def test_charts_of_one_form_are_drawn_once_and_each_keeps_its_own_words_and_numbers():
    other = chart(series(81.0, 82.5, None, 83.1), target(85, 4), title="Calls <fell>")
    assert describe(other).form == describe(LINE).form
    stencil.cache_clear()
    first, second = chart_part(LINE)[0].decode(), chart_part(other)[0].decode()
    assert stencil.cache_info().misses == 1
    assert "93.1" in first and "93.1" not in second
    assert "Calls &lt;fell&gt;" in second and "Repairs" not in second
    assert values(xml_of(other), f".//{C}valAx/{C}scaling/{C}max") == ["85.0"]


def test_years_as_categories_stay_text():
    root = xml_of(chart(series(1, 2), categories=("2025", "2026")))
    assert [v.text for v in root.iterfind(f".//{C}cat/{C}strRef/{C}strCache/{C}pt/{C}v")] == [
        "2025", "2026",
    ]  # fmt: skip


def test_words_that_look_like_office_s_own_escapes_stay_words():
    xml, book = chart_part(replace(LINE, categories=("_x0041_", "b", "c", "d")))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b">_x005F_x0041_<" in xml and b">_x005F_x0041_<" in sheet


def test_the_workbook_behind_a_chart_carries_no_clock():
    with zipfile.ZipFile(io.BytesIO(chart_part(LINE)[1])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
