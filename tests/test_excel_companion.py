"""The Excel companion: typed and unrounded values, words for what is missing, and what prints."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pmf_engine.documents.excel import build_excel
from pmf_engine.documents.excel.pages import Rows, rows_for
from pmf_engine.documents.palette import number_format
from pmf_engine.model.cells import Source
from pmf_engine.model.content import (
    Chart,
    Field,
    Grid,
    Identity,
    Label,
    Series,
    Sheet,
    Wording,
)
from pmf_engine.model.errors import PmfError
from pmf_engine.model.values import Absence, Figure, Missing

SOURCES = (Source("indicators.xlsx", "Monthly", "E2:E14", "ab" * 32),)
BASE = {
    "report": "board-pack", "title": "Board pack", "entity": "OVH",
    "entity_title": "Orchard & Vale Homes", "period": "2026-Q2",
    "period_title": "Quarter 2 2026/27 (July to September 2026)", "workspace": "Sample",
    "template": "2026", "engine": "1.0", "today": "2026-10-20",
    "inputs": {"indicators.xlsx": "ab" * 32},
}  # fmt: skip
IDENTITY = Identity(**BASE)
WIDE = (
    Field(title="Measure", chars=42), Field(title="Latest", chars=11, right=True),
    Field(title="Target", chars=11, right=True), Field(title="Status", chars=14),
)  # fmt: skip


def figure(slot="REP01/latest", value="93.094827586", **changes):
    base = {
        "report": "board-pack", "entity": "OVH", "period": "2026-Q2", "slot": slot,
        "title": "Repairs", "value": None if value is None else D(value), "unit": "%",
        "places": 1, "sources": SOURCES,
    }  # fmt: skip
    return Figure(**{**base, **changes})


GONE = figure("SAT01/latest", None, missing=Missing("not entered"))
LATEST, TARGET = figure(), figure("REP01/target", "95")
ROWS = [
    ("Repairs on time", LATEST, Label(("≥ ", TARGET)), Wording("REP01/status", "■ Missed")),
    ("Satisfaction", GONE, Missing("none", Absence.NOT_APPLICABLE), "○ No figure"),
]


def sheet(rows=ROWS, fields=WIDE, **changes):
    grid = Grid(slot="scorecard", caption="Scorecard", fields=fields, rows=rows, summary="Two.")
    base = {"name": "Scorecard", "title": "Scorecard", "note": "One table.", "grid": grid}
    return Sheet(**{**base, **changes})


def chart(slot="trend"):
    values = (D("91"), None, D("93.1"))
    return Chart(
        slot=slot, kind="line", title="Repairs rose", subtitle="Per cent",
        alt="Line chart of repairs.", categories=("Jul", "Aug", "Sep"),
        series=(Series(name="Repairs", values=values, label_last=True),),
    )  # fmt: skip


def opened(*sheets, identity=IDENTITY, figures=()):
    return load_workbook(io.BytesIO(build_excel(sheets or (sheet(),), identity, figures)))


def one(value, right=False):
    """The cell that holds a value, alone on a sheet."""
    fields = (Field(title="A", right=right),)
    return opened(sheet([(value,)], fields))["Scorecard"]["A5"]


def words(worksheet):
    return [str(cell.value) for row in worksheet.iter_rows() for cell in row if cell.value]


def links(worksheet):
    found = (cell.hyperlink for row in worksheet.iter_rows() for cell in row)
    return [each.location for each in found if each]


def parts(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_a_sheet_has_its_title_its_note_and_one_table_from_row_4():
    book = opened()
    scorecard = book["Scorecard"]
    assert [scorecard["A1"].value, scorecard["A2"].value] == ["Scorecard", "One table."]
    assert dict(scorecard.tables.items()) == {"pmf_scorecard": "A4:D6"}
    assert [cell.value for cell in scorecard[4]] == ["Measure", "Latest", "Target", "Status"]
    assert scorecard.freeze_panes == "A5"
    assert scorecard.column_dimensions["A"].width == pytest.approx(42.7, abs=0.1)


def test_a_figure_is_unrounded_and_shown_by_its_format():
    cell = one(figure(), right=True)
    assert cell.value == 93.094827586
    assert cell.number_format == '#,##0.0"%";"−"#,##0.0"%"'
    assert cell.alignment.horizontal == "right"


@pytest.mark.parametrize(
    ("unit", "places", "pattern"),
    [("£", 0, '"£"#,##0;"−£"#,##0'), ("£m", 1, '"£"#,##0.0"m";"−£"#,##0.0"m"'),
     ("days", 2, '#,##0.00;"−"#,##0.00')],
)  # fmt: skip
def test_formats_follow_unit_and_places(unit, places, pattern):
    assert number_format(unit, places) == pattern


def test_a_mark_shows_after_the_number_which_stays_a_number():
    cell = one(figure(marks=("provisional",)))
    assert cell.value == 93.094827586
    assert cell.number_format.startswith('#,##0.0"% [p]"')


def test_a_missing_figure_is_its_word_at_the_right_and_never_a_number():
    cell = one(GONE)
    assert (cell.value, cell.data_type, cell.alignment.horizontal) == ("No figure", "s", "right")


def test_a_sign_before_a_figure_stays_in_the_format():
    cell = one(Label(("≥ ", TARGET)))
    assert cell.value == 95
    assert cell.number_format.startswith('"≥ "#,##0.0"%"')


def test_words_beside_a_figure_make_it_text():
    assert one(Label(("about ", TARGET))).value == "about 95.0%"
    assert one(Label((LATEST, " to ", TARGET))).value == "93.1% to 95.0%"


@pytest.mark.parametrize(
    ("value", "held", "pattern"),
    [(date(2026, 9, 30), datetime(2026, 9, 30), "dd mmm yyyy"),
     (12877, 12877, '#,##0;"−"#,##0'), (D("31.40"), 31.4, '#,##0.00;"−"#,##0.00'),
     ("=1+1", "=1+1", "General"), (None, None, "General")],
)  # fmt: skip
def test_other_values_keep_their_types(value, held, pattern):
    cell = one(value)
    assert (cell.value, cell.number_format) == (held, pattern)
    assert cell.data_type != "f"


def test_each_figure_shown_has_a_name_that_points_at_its_first_cell():
    names = {name: each.attr_text for name, each in opened(sheet(), sheet()).defined_names.items()}
    assert names == {
        "pmf_REP01_latest": "Scorecard!$B$5", "pmf_REP01_target": "Scorecard!$C$5",
        "pmf_SAT01_latest": "Scorecard!$B$6",
    }  # fmt: skip


def test_names_stay_unique_where_slots_differ_only_in_signs_or_case():
    slots = ("a/b", "a-b", "A.B", "scorecard")
    book = opened(sheet([(figure(slot),) for slot in slots], (Field(title="A"),)))
    names = [*book.defined_names, *book["Scorecard"].tables]
    assert len({name.lower() for name in names}) == 5


def test_status_words_get_a_fill_by_their_shape():
    rules = opened(sheet(statuses=("Status",)))["Scorecard"].conditional_formatting
    assert {str(each.sqref) for each in rules} == {"D5:D6"}
    shapes = [rule.text for each in rules for rule in each.rules]
    assert shapes == ["●", "▲", "■", "○", "–", "◊"]


def test_sparklines_stand_in_a_column_called_trend():
    runs = ((D(91), None, D("93.1")), ())
    data = build_excel((sheet(sparklines=runs),), IDENTITY)
    with pytest.warns(UserWarning, match="Sparkline"):
        book = load_workbook(io.BytesIO(data))
    assert [cell.value for cell in book["Scorecard"][4]][-1] == "Trend"
    assert [[cell.value for cell in row] for row in book["_trend"]["A1:C1"]] == [[91, None, 93.1]]
    assert book["_trend"].sheet_state == "hidden"
    xml = parts(data, "xl/worksheets/sheet2.xml")
    assert "<xm:f>_trend!A1:C1</xm:f><xm:sqref>E5</xm:sqref>" in xml
    assert xml.count("<x14:sparkline>") == 1


def test_charts_stand_under_the_table_with_alt_text_and_their_data_out_of_sight():
    data = build_excel((sheet(charts=(chart(), chart("other"))),), IDENTITY)
    book = load_workbook(io.BytesIO(data))
    assert book["_charts"].sheet_state == "hidden"
    assert [cell.value for cell in book["_charts"]["B"]][:4] == ["Repairs", 91, None, 93.1]
    drawing = parts(data, "xl/drawings/drawing1.xml")
    assert drawing.count('descr="Line chart of repairs."') == 2
    assert "<xdr:row>7</xdr:row>" in drawing
    second = parts(data, "xl/charts/chart2.xml")
    assert 'lang="en-GB"' in second
    assert "<c:f>_charts!$B$7:$B$9</c:f>" in second


def test_a_grid_without_rows_says_none():
    assert words(opened(sheet([]))["Scorecard"])[-1] == "None"


def test_headings_that_repeat_are_told_apart():
    fields = (Field(title="Value"), Field(title="value"), Field(title=""))
    header = opened(sheet([(1, 2, 3)], fields))["Scorecard"][4]
    assert [cell.value for cell in header] == ["Value", "value_2", "Column"]


def test_a_row_of_the_wrong_length_is_refused_in_a_sentence():
    with pytest.raises(PmfError, match="has 4 columns, but row 1 has 2 values"):
        opened(sheet([("a", "b")]))


def test_about_says_what_the_workbook_is_and_links_to_its_sheets():
    book = opened(sheet(name="Score: all/every"))
    assert book.sheetnames[:2] == ["About", "Score- all-every"]
    about = words(book["About"])
    assert about[:2] == [
        "Board pack", "Orchard & Vale Homes, Quarter 2 2026/27 (July to September 2026)",
    ]  # fmt: skip
    assert [
        word for word in about if word in ("One table.", "Sample", "indicators.xlsx", "ab" * 32)
    ] == ["One table.", "Sample", "indicators.xlsx", "ab" * 32]
    assert links(book["About"]) == ["'Score- all-every'!A1"]


def test_the_legend_lists_only_the_marks_used():
    about = words(opened(sheet([(figure(marks=("revised",)),)], WIDE[:1]))["About"])
    assert "[r]" in about
    assert not {"[p]", "[e]", "[b]", "adjusted"} & set(about)
    assert "Marks" not in words(opened()["About"])


def test_a_draft_says_so_on_every_sheet_and_every_page():
    book = opened(identity=Identity(**BASE, draft=True))
    for name in ("About", "Scorecard"):
        assert any(word.startswith("DRAFT") for word in words(book[name]))
        assert book[name].oddHeader.center.text == "DRAFT"
    final = opened()
    assert not any(
        "DRAFT" in word for name in ("About", "Scorecard") for word in words(final[name])
    )
    assert final["Scorecard"].oddHeader.center.text is None


def test_pages_name_the_entity_and_the_period_and_count():
    page = opened()["Scorecard"]
    assert page.oddHeader.left.text == "Orchard && Vale Homes"
    assert page.oddFooter.left.text == "Board pack, Quarter 2 2026/27 (July to September 2026)"
    assert page.oddFooter.right.text == "Page &P of &N"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$4:$4"


def test_the_same_content_gives_the_same_bytes():
    spec = sheet(charts=(chart(),), sparklines=((D(1),), (D(2),)))
    assert build_excel((spec,), IDENTITY) == build_excel((spec,), IDENTITY)


def test_tabs_stay_unique_and_clear_of_our_own():
    book = opened(sheet(name="About"), sheet(name="about"), sheet(name="_pmf"), sheet(name="'"))
    assert book.sheetnames == ["About", "About_2", "about_3", "_pmf_2", "Sheet", "_pmf"]


def test_a_row_is_as_high_as_its_longest_text_needs():
    rows = [("Short", "x"), ("Word " * 60, "x"), ("a\nb\nc", "x")]
    found = opened(sheet(rows, (Field(title="A", chars=40), Field(title="B"))))["Scorecard"]
    short, long, lines = (found.row_dimensions[row].height for row in (5, 6, 7))
    assert short == 15.75
    assert long > lines > 40


@given(
    st.lists(st.floats(15.75, 60), max_size=30),
    st.lists(st.floats(1, 12), min_size=1, max_size=6),
    st.lists(st.floats(17, 25), min_size=1, max_size=3),
)
def test_no_page_end_cuts_a_chart(heights, charts, pages):
    rows = Rows()
    for row, points in enumerate(heights):
        rows.at_least(row, points)
    row = len(heights)
    for cm in charts:
        row = rows.first_fit(row, cm, pages, 3)
        end = row + rows_for(cm)
        for page in pages:
            assert not any(row < start < end for start in starts(rows, page, end))
        row = end


def starts(rows, page_cm, last):
    """Rows that start a page, when each page after the first repeats row 3."""
    room, used = page_cm * 72 / 2.54, 0.0
    for row in range(last + 1):
        height = rows.points.get(row, 15.75)
        if used + height > room:
            yield row
            used = rows.points.get(3, 15.75)
        used += height
