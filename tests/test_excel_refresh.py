"""Companions that people have edited, refreshed: figures follow, everything else stays."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal as D

import excelize
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.table import TableColumn

from pmf_engine.documents.excel import fill_book, read_lineage
from pmf_engine.documents.excel.fill.book import Book
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.content import Field, Grid, Sheet
from pmf_engine.model.errors import InputFaults, PmfError
from tests.excel_kit import (
    FIELDS,
    FIRST,
    IDENTITY,
    LATER,
    built,
    cells,
    edited,
    kinds,
    refreshed,
    row,
    sheet,
    with_notes,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
NEXT = {"REP": "97.5", "SAT": "80", "REL": "21.4"}
ALL_TEXT = "xl_worksheets_sheet2_xml"


def marked(value: str, mark: str):
    others = (row(code, FIRST[code]) for code in ("SAT", "REL"))
    return [row("REP", value, marks=(mark,)), *others]


def in_excel(data: bytes, change, tmp_path) -> bytes:
    """The workbook as somebody saves it who works in another program."""
    path = tmp_path / "edited.xlsx"
    path.write_bytes(data)
    book = excelize.open_file(str(path))
    change(book)
    book.save()
    book.close()
    return path.read_bytes()


def test_the_same_content_gives_the_very_same_bytes_and_no_changes():
    done = refreshed(built())
    assert (done.data == built(), done.changes) == (True, ())


def test_new_values_stand_in_the_cells_and_are_told_old_and_new():
    done = refreshed(built(), sheet(NEXT))
    assert cells(done.data, "A5:E7") == cells(built(sheet(NEXT)), "A5:E7")
    told = {change.slot: (change.old, change.new, change.place) for change in done.changes}
    assert told["REP/latest"] == ("93.1%", "97.5%", "Scorecard!C5")
    assert told["SAT/latest"] == ("No figure", "80.0%", "Scorecard!C6")
    assert told["REP/status"] == ("■ Missed", "● Met", "Scorecard!E5")
    assert {change.title for change in done.changes if change.slot == "REP/latest"} == {
        "Measure REP/latest"
    }


def test_refreshing_twice_changes_nothing_the_second_time():
    once = refreshed(built(), sheet(NEXT), identity=LATER)
    twice = refreshed(once.data, sheet(NEXT), identity=LATER)
    assert once.changes
    assert (twice.data == once.data, twice.changes) == (True, ())


def test_only_parts_that_the_engine_owns_differ():
    done = refreshed(built(), sheet(NEXT))
    old, new = RawZip(built()), RawZip(done.data)
    changed = {name for name in new if new.read(name) != old.read(name)}
    assert changed == {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml"}
    assert list(old) == list(new)


def test_what_the_file_says_of_itself_is_what_a_new_one_would_say():
    done = refreshed(built(), sheet(NEXT), identity=LATER)
    assert read_lineage(done.data) == read_lineage(built(sheet(NEXT), identity=LATER))


def test_a_mark_follows_in_the_number_format_and_formats_are_only_added_to():
    rows = marked("97.5", "provisional")
    done = refreshed(built(), sheet(rows=rows))
    cell = load_workbook(io.BytesIO(done.data))["Scorecard"]["C5"]
    assert cell.number_format.startswith('#,##0.0"% [p]"')
    old, new = Book(built()).styles, Book(done.data).styles
    assert [new.look(at) for at in range(len(old))] == [old.look(at) for at in range(len(old))]
    back = refreshed(done.data)
    assert load_workbook(io.BytesIO(back.data))["Scorecard"]["C5"].number_format == (
        load_workbook(io.BytesIO(built()))["Scorecard"]["C5"].number_format
    )


def test_a_mark_alone_is_a_change_though_the_number_is_the_same():
    rows = marked(FIRST["REP"], "revised")
    change, about = refreshed(built(), sheet(rows=rows)).changes
    assert (change.slot, change.old, change.new) == ("REP/latest", "93.1%", "93.1% [r]")
    assert about.slot == "about"  # where the sign is explained


def test_a_number_format_that_somebody_chose_stays(tmp_path):
    def restyle(book):
        style = book.new_style(excelize.Style(custom_num_fmt="0.0000"))
        book.set_cell_style("Scorecard", "C5", "C5", style)

    data = in_excel(built(), restyle, tmp_path)
    rows = marked("97.5", "provisional")
    cell = load_workbook(io.BytesIO(refreshed(data, sheet(rows=rows)).data))["Scorecard"]["C5"]
    assert (cell.value, cell.number_format) == (97.5, "0.0000")


def test_a_cell_typed_over_is_kept_and_told(tmp_path):
    data = in_excel(built(), lambda book: book.set_cell_value("Scorecard", "C5", 99.0), tmp_path)
    done = refreshed(data, sheet(NEXT))
    assert cells(done.data, "C5:C6") == [[99], [80]]
    told = [change for change in done.changes if str(change.kind) == "typed-over"]
    assert [(c.slot, c.old, c.new, c.place) for c in told] == [
        ("REP/latest", "99", "97.5%", "Scorecard!C5")
    ]
    again = refreshed(done.data, sheet(NEXT))
    assert (again.data == done.data, kinds(again)) == (True, [("typed-over", "REP/latest")])


def test_a_cell_typed_over_is_replaced_where_that_is_asked_for(tmp_path):
    data = in_excel(built(), lambda book: book.set_cell_value("Scorecard", "C5", 99.0), tmp_path)
    done = refreshed(data, sheet(NEXT), overwrite=True)
    assert cells(done.data, "C5:C5") == [[97.5]]
    assert ("overwritten", "REP/latest") in kinds(done)


def test_a_value_typed_that_is_the_new_one_is_no_fault(tmp_path):
    data = in_excel(built(), lambda book: book.set_cell_value("Scorecard", "C5", 97.5), tmp_path)
    assert "typed-over" not in dict(kinds(refreshed(data, sheet(NEXT))))


def test_a_formula_typed_over_a_cell_stays_even_so(tmp_path):
    data = in_excel(
        built(), lambda book: book.set_cell_formula("Scorecard", "C5", "D5*2"), tmp_path
    )
    done = refreshed(data, sheet(NEXT), overwrite=True)
    assert cells(done.data, "C5:C5") == [["=D5*2"]]
    told = next(change for change in done.changes if change.slot == "REP/latest")
    assert (str(told.kind), told.old) == ("typed-over", "a formula")


def test_words_typed_over_in_a_column_of_ours_are_kept_and_told(tmp_path):
    data = in_excel(built(), lambda book: book.set_cell_value("Scorecard", "F6", "Me"), tmp_path)
    (change,) = refreshed(data).changes
    assert (str(change.kind), change.title) == ("typed-over", "Scorecard: SAT, Owner")
    assert (change.old, change.new) == ("Me", "Head of Repairs")


NOTES = {"REP": "ask Ann", "SAT": "late", "REL": "fine"}


def test_rows_are_found_by_their_key_in_the_order_that_people_gave_them(tmp_path):
    data = with_notes(built(), NOTES, 7)

    def swap(book):
        for column in "ABCDEFH":
            first, last = (book.get_cell_value("Scorecard", f"{column}{row}") for row in (5, 7))
            values = {5: last, 7: first}
            if column in "CD":
                values = {
                    5: 21.4 if column == "C" else 95.0,
                    7: 93.094827586206896551 if column == "C" else 95.0,
                }
            for at, value in values.items():
                book.set_cell_value("Scorecard", f"{column}{at}", value)

    data = in_excel(data, swap, tmp_path)
    values = {"REP": "97.5", "SAT": "80", "REL": "21.4", "NEW": "50"}
    done = refreshed(data, sheet(values))
    assert [[line[0], line[2], line[7]] for line in cells(done.data, "A5:H8")] == [
        ["REL", 21.4, "fine"], ["SAT", 80, "late"], ["REP", 97.5, "ask Ann"], ["NEW", 50, None],
    ]  # fmt: skip
    assert ("new", "scorecard") in kinds(done)
    names = load_workbook(io.BytesIO(done.data)).defined_names
    assert names["pmf_REP_latest"].value == "'Scorecard'!$C$7"
    assert names["pmf_NEW_latest"].value == "'Scorecard'!$C$8"
    assert "typed-over" not in dict(kinds(done))


def test_a_new_row_looks_like_the_others_and_its_rules_reach_it():
    done = refreshed(built(), sheet({**FIRST, "NEW": "96"}))
    held = load_workbook(io.BytesIO(done.data))["Scorecard"]
    fresh = load_workbook(io.BytesIO(built(sheet({**FIRST, "NEW": "96"}))))["Scorecard"]
    for column in "ABCDEF":
        ours, theirs = held[f"{column}8"], fresh[f"{column}8"]
        assert (ours.value, ours.number_format) == (theirs.value, theirs.number_format)
        assert (ours.font.color.rgb, ours.font.b) == (theirs.font.color.rgb, theirs.font.b)
        assert ours.border.bottom.style == theirs.border.bottom.style
    assert held.tables["pmf_scorecard"].ref == "A4:G8"
    assert {str(each.sqref) for each in held.conditional_formatting} == {"E5:E8"}


def test_a_row_that_has_ended_stays_struck_through_and_is_told_once():
    data = with_notes(built(), NOTES, 7)
    done = refreshed(data, sheet({"REP": "97.5", "REL": "21.4"}))
    held = load_workbook(io.BytesIO(done.data))["Scorecard"]
    assert [held["A6"].value, held["H6"].value, held["C6"].value] == ["SAT", "late", "No figure"]
    assert [held[place].font.strike for place in ("A6", "C6", "A5")] == [True, True, None]
    assert held["A2"].value == "One table. No longer in the report, struck through: SAT."
    told = next(change for change in done.changes if str(change.kind) == "ended")
    assert (told.title, told.place) == ("Scorecard: SAT", "Scorecard!A6")
    again = refreshed(done.data, sheet({"REP": "97.5", "REL": "21.4"}))
    assert (again.changes, again.data == done.data) == ((), True)
    back = refreshed(done.data, sheet(NEXT))
    held = load_workbook(io.BytesIO(back.data))["Scorecard"]
    assert [held["A6"].font.strike, held["C6"].value, held["A2"].value] == [None, 80, "One table."]


def test_a_row_that_somebody_took_out_is_not_put_back(tmp_path):
    data = in_excel(built(), lambda book: book.remove_row("Scorecard", 6), tmp_path)
    done = refreshed(data, sheet(NEXT))
    codes = [line[0] for line in cells(done.data, "A5:A9")]
    assert codes[:2] == ["REP", "REL"]
    assert "SAT" not in codes
    assert [change.title for change in done.changes if str(change.kind) == "absent"] == [
        "Scorecard: SAT"
    ]


def test_there_is_no_room_where_somebody_wrote_below_the_table():
    data = fill_book(built(), {"Scorecard!B8": "my own words"})
    with pytest.raises(InputFaults) as raised:
        refreshed(data, sheet({**FIRST, "NEW": "96"}))
    (finding,) = raised.value.findings
    assert (finding.code, finding.sheet, finding.cell) == ("fill-no-room", "Scorecard", "B8")


def test_without_its_key_column_a_table_is_not_guessed_at():
    def rename(text):
        return text.replace('id="1" name="Code"', 'id="77" name="Number"')

    with pytest.raises(InputFaults) as raised:
        refreshed(edited(built(), xl_tables_table1_xml=rename), sheet(NEXT))
    assert raised.value.findings[0].code == "refresh-no-key"


def test_a_heading_that_somebody_changed_is_still_ours():
    def rename(text):
        return text.replace('name="Latest"', 'name="Latest figure"')

    data = fill_book(built(), {})
    data = edited(data, xl_tables_table1_xml=rename)
    assert cells(refreshed(data, sheet(NEXT)).data, "C5:C5") == [[97.5]]


def test_a_figure_cut_out_and_pasted_elsewhere_is_filled_there():
    def move(text):
        return text.replace("Scorecard!$C$5<", "About!$D$2<")

    data = edited(fill_book(built(), {"About!D2": D(FIRST["REP"]), "Scorecard!C5": None}),
                  xl_workbook_xml=move)  # fmt: skip
    done = refreshed(data, sheet(NEXT))
    assert cells(done.data, "D2:D2", "About") == [[97.5]]
    assert load_workbook(io.BytesIO(done.data)).defined_names["pmf_REP_latest"].value == (
        "About!$D$2"
    )


def test_the_period_rolls_forward_in_words_pages_and_properties():
    done = refreshed(built(), sheet(NEXT, title="Scorecard, Quarter 2"), identity=LATER)
    book = load_workbook(io.BytesIO(done.data))
    assert book["Scorecard"]["A1"].value == "Scorecard, Quarter 2"
    assert book["About"]["A2"].value == "Orchard & Vale Homes, Quarter 2"
    assert book["Scorecard"].oddFooter.left.text == "Board pack, Quarter 2"
    assert book.properties.title == "Board pack, Orchard & Vale Homes, Quarter 2"
    assert cells(done.data, "A1:B30", "About") == cells(
        built(sheet(NEXT), identity=LATER), "A1:B30", "About"
    )
    assert read_lineage(done.data).identity.period == "2026-Q2"


def test_words_that_somebody_wrote_stay_and_are_told():
    data = fill_book(built(), {"Scorecard!A1": "My title", "About!B9": "Mine", "About!A40": "End"})
    done = refreshed(data, sheet(NEXT, title="New"), identity=LATER)
    book = load_workbook(io.BytesIO(done.data))
    assert book["Scorecard"]["A1"].value == "My title"
    assert (book["About"]["B9"].value, book["About"]["A40"].value) == ("Mine", "End")
    assert book["About"]["A2"].value == "Orchard & Vale Homes, Quarter 2"
    told = [change.place for change in done.changes if str(change.kind) == "typed-over"]
    assert "Scorecard!A1" in told


def test_a_draft_becomes_a_final_version_and_a_draft_again():
    draft = replace(IDENTITY, draft=True)
    final = refreshed(built(identity=draft))
    words = [cells(final.data, "A1:A3"), cells(built(), "A1:A3")]
    assert words[0] == words[1]
    assert b"DRAFT" not in RawZip(final.data).read("xl/worksheets/sheet2.xml")
    assert cells(final.data, "A1:B20", "About") == cells(built(), "A1:B20", "About")
    again = refreshed(final.data, identity=draft)
    assert cells(again.data, "A3:A3") == [["DRAFT"]]


def test_a_table_that_said_none_takes_its_first_rows_there():
    done = refreshed(built(sheet({})), sheet(NEXT))
    assert [line[0] for line in cells(done.data, "A5:A8")] == ["REP", "SAT", "REL", None]
    assert "ended" not in dict(kinds(done))
    back = refreshed(done.data, sheet({}))
    assert [line[0] for line in cells(back.data, "A5:A8")] == ["REP", "SAT", "REL", None]
    assert [kind for kind, _ in kinds(back)].count("ended") == 3
    assert refreshed(back.data, sheet({})).changes == ()


def history(*months: int) -> Sheet:
    fields = (Field(title="Code"), Field(title="Month", right=True), Field(title="Value"))
    rows = [(code, month, D(month) / 3) for code in ("A", "B") for month in months]
    grid = Grid(slot="data", caption="Data", fields=fields, rows=rows, key=("Code", "Month"),
                rolling=True)  # fmt: skip
    return Sheet(name="Data", title="Data", note="", grid=grid)


def test_a_rolling_table_is_written_whole_where_nobody_worked_in_it():
    for months in ((2, 3, 4), (2, 3, 4, 5), (3, 4)):
        done = refreshed(built(history(1, 2, 3)), history(*months))
        table = Book(done.data).tables["pmf_data"]
        assert cells(done.data, str(table.area), "Data") == [
            ["Code", "Month", "Value"],
            *([c, m, pytest.approx(m / 3)] for c in ("A", "B") for m in months),
        ]
        assert {kind for kind, _ in kinds(done)} == {"content"}
        assert refreshed(done.data, history(*months)).changes == ()


def test_a_rolling_table_with_notes_beside_it_keeps_each_note_with_its_row():
    data = fill_book(built(history(1, 2, 3)), {"Data!E5": "on A 1", "Data!E7": "on A 3"})
    done = refreshed(data, history(2, 3, 4))
    lines = {(line[0], line[1]): line[4] for line in cells(done.data, "A5:E11", "Data")}
    assert lines["A", 1] == "on A 1"
    assert lines["A", 3] == "on A 3"
    assert {("A", 4), ("B", 4)} <= lines.keys()
    assert ("B", 1) not in lines


def test_a_companion_saved_by_openpyxl_is_refreshed_and_traced():
    stream = io.BytesIO()
    book = load_workbook(io.BytesIO(built()))
    book["Scorecard"].title = "Renamed"
    book.save(stream)
    text = edited(stream.getvalue(), xl_workbook_xml=lambda t: t.replace("Scorecard!", "Renamed!"))
    done = refreshed(text, sheet(NEXT))
    assert cells(done.data, "C5:C6", "Renamed") == [[97.5], [80]]
    assert read_lineage(done.data) == read_lineage(built(sheet(NEXT)))
    assert [c.title for c in done.changes if c.kind == "absent"] == ["Scorecard: lines of trend"]
    again = refreshed(done.data, sheet(NEXT))
    assert again.changes == () and again.data == done.data


def test_a_sheet_that_somebody_renamed_is_found(tmp_path):
    data = in_excel(built(), lambda book: book.set_sheet_name("Scorecard", "Our scores"), tmp_path)
    done = refreshed(data, sheet(NEXT))
    assert cells(done.data, "C5:C6", "Our scores") == [[97.5], [80]]
    assert next(c.place for c in done.changes if c.slot == "REP/latest") == "Our scores!C5"
    assert read_lineage(done.data) == read_lineage(built(sheet(NEXT)))


def test_without_its_hidden_sheet_a_workbook_is_refused_in_a_sentence(tmp_path):
    data = in_excel(built(), lambda book: book.delete_sheet("_pmf"), tmp_path)
    with pytest.raises(PmfError, match="no record of the report that it was made from"):
        refreshed(data)


def test_another_report_or_entity_is_refused_in_a_sentence():
    other = replace(IDENTITY, entity="PCH", entity_title="Pear Cottage Homes")
    words = (
        "holds Board pack, Orchard & Vale Homes, so it cannot be refreshed with Board pack, Pear"
    )
    with pytest.raises(PmfError, match=words):
        refreshed(built(), identity=other)


def test_a_table_that_somebody_took_out_or_the_report_no_longer_gives_is_told():
    other = Sheet(
        name="Other", title="Other", note="",
        grid=Grid(slot="other", caption="Other", fields=FIELDS[:1], rows=[("x",)]),
    )  # fmt: skip
    assert ("absent", "other") in kinds(refreshed(built(), sheet(), other))
    done = refreshed(built(sheet(), other), sheet())
    assert ("gone", "other") in kinds(done)
    assert cells(done.data, "A5:A5", "Other") == [["x"]]
    assert ("gone", "other") not in kinds(refreshed(done.data, sheet()))


def test_a_heading_that_the_report_changes_follows():
    def headed(title):
        fields = tuple(replace(f, title=title) if f.title == "Latest" else f for f in FIELDS)
        made = sheet(NEXT)
        return replace(made, grid=replace(made.grid, fields=fields))

    done = refreshed(built(headed("Quarter 1")), headed("Quarter 2"))
    assert kinds(done) == [("content", "scorecard")]
    assert cells(done.data, "C4:C5") == [["Quarter 2"], [97.5]]
    table = load_workbook(io.BytesIO(done.data))["Scorecard"].tables["pmf_scorecard"]
    assert table.column_names[2] == "Quarter 2"
    assert refreshed(done.data, headed("Quarter 2")).changes == ()


YEARS = (("2023/24", 1), ("2024/25", 2), ("2025/26", 3), ("2026/27", 4))


def years(first, last):
    """A table of figures by year, as a report of the years from `first` to `last` gives it."""
    shown = YEARS[first:last]
    fields = (FIELDS[0], *(Field(title=year) for year, _ in shown), Field(title="Change"))
    rows = [("A", *(D(value) for _, value in shown), f"to {shown[-1][0]}")]
    grid = Grid(slot="years", caption="By year", fields=fields, rows=rows)
    return Sheet(name="Years", title="Years", note="", grid=grid)


@pytest.mark.parametrize(("was", "now"), [((0, 3), (1, 4)), ((1, 4), (0, 3))])
def test_years_in_the_headings_move_on_together_and_back_again(was, now):
    done = refreshed(built(years(*was)), years(*now))
    expected = cells(built(years(*now)), "A4:E5", "Years")
    assert cells(done.data, "A4:E5", "Years") == expected
    table = load_workbook(io.BytesIO(done.data))["Years"].tables["pmf_years"]
    assert table.column_names == expected[0]
    assert not {"gone", "absent", "typed-over"} & {kind for kind, _ in kinds(done)}
    assert refreshed(done.data, years(*now)).changes == ()


def in_openpyxl(data, change):
    book = load_workbook(io.BytesIO(data))
    change(book["Years"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def head(sheet, column, title):
    sheet.cell(4, column, title)
    sheet.tables["pmf_years"].tableColumns[column - 1].name = title


def test_a_heading_that_somebody_gave_a_year_stays_when_the_years_move_on():
    data = in_openpyxl(built(years(0, 3)), lambda sheet: head(sheet, 3, "Last year"))
    heads, row = cells(refreshed(data, years(1, 4)).data, "A4:E5", "Years")
    assert heads[1:] == ["2024/25", "Last year", "2026/27", "Change"]
    assert row[1:] == [2, 3, 4, "to 2026/27"]


def test_a_column_of_ones_own_that_bears_the_new_year_is_never_doubled():
    def add(sheet):
        table = sheet.tables["pmf_years"]
        table.ref = table.autoFilter.ref = "A4:F5"
        table.tableColumns.append(TableColumn(id=6, name="mine"))
        head(sheet, 6, "2026/27")
        sheet["F5"] = "mine"

    done = refreshed(in_openpyxl(built(years(0, 3)), add), years(1, 4))
    heads, row = cells(done.data, "A4:F5", "Years")
    assert len(set(heads)) == len(heads)
    assert row[5] == "mine"


def test_a_column_that_the_report_no_longer_gives_is_told_once_and_stays():
    fewer = sheet(rows=[row(code, value)[:5] for code, value in FIRST.items()])
    fewer = replace(fewer, grid=replace(fewer.grid, fields=FIELDS[:5]))
    done = refreshed(built(), fewer)
    assert kinds(done) == [("gone", "scorecard")]
    assert done.changes[0].title == "Scorecard, column Owner"
    assert cells(done.data, "F5:F5") == [["Head of Repairs"]]
    assert refreshed(done.data, fewer).changes == ()


def test_a_workbook_whose_days_are_counted_from_1904_is_refused():
    def shift(text):
        return text.replace("<workbookPr ", '<workbookPr date1904="1" ')

    with pytest.raises(PmfError, match="counts its days from 1904"):
        refreshed(edited(built(), xl_workbook_xml=shift))


OUTSIDE = st.dictionaries(
    st.builds(
        "{}!{}{}".format, st.sampled_from(("Scorecard", "About")), st.sampled_from("JKL"),
        st.integers(1, 30),
    ),
    st.integers(0, 10**6) | st.text("abcæ ", min_size=1, max_size=9),
    max_size=8,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(OUTSIDE, st.lists(st.sampled_from(("REP", "SAT", "REL", "NEW", "MORE")), unique=True))
def test_whatever_people_write_outside_survives_any_content(written, codes):
    data = fill_book(built(), written)
    done = refreshed(data, sheet(dict.fromkeys(codes, "50")))
    for place, value in written.items():
        name, cell = place.split("!")
        assert cells(done.data, f"{cell}:{cell}", name) == [[value]]
    assert [line[0] for line in cells(done.data, "A5:A7")] == list(FIRST)
    again = refreshed(done.data, sheet(dict.fromkeys(codes, "50")))
    assert (again.changes, again.data == done.data) == ((), True)
