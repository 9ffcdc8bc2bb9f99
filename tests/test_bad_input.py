"""Bad input as a user meets it: one sentence with file, sheet and cell, and nothing written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table as ExcelTable

from tests.command import Pmf, Said, cells_of
from tests.tiny import Tiny, entity, value
from tests.workbooks import repack

Spoil = Callable[[Tiny], object]
BOOK = "indicators.xlsx"


def cell(sheet: str, place: str, content: Any, **styles: Any) -> Spoil:
    """Put something into a cell of the written workbook."""

    def spoil(tiny: Tiny) -> None:
        def change(book: Any) -> None:
            book[sheet][place] = content
            for name, style in styles.items():
                setattr(book[sheet][place], name, style)

        edit(tiny, change)

    return spoil


def edit(tiny: Tiny, change: Callable[[Any], object]) -> None:
    book = load_workbook(tiny.path("indicators"))
    change(book)
    book.save(tiny.path("indicators"))


def sheet(name: str, change: Callable[[Any], object]) -> Spoil:
    return lambda tiny: edit(tiny, lambda book: change(book[name]))


def file(change: Callable[[Path], object]) -> Spoil:
    return lambda tiny: change(tiny.path("indicators"))


def parts(change: Callable[[dict[str, bytes]], None]) -> Spoil:
    return lambda tiny: repack(tiny.path("indicators"), change)


def part(name: str, old: bytes, new: bytes) -> Spoil:
    def change(found: dict[str, bytes]) -> None:
        assert old in found[name]
        found[name] = found[name].replace(old, new, 1)

    return parts(change)


def renamed(suffix: str) -> Spoil:
    def spoil(tiny: Tiny) -> None:
        path = tiny.path("indicators")
        path.rename(path.with_suffix(suffix))
        toml = f'[inputs]\nindicators = "workbooks/indicators{suffix}"\n'
        (tiny.root / "pmf.toml").write_text(toml, encoding="utf-8")

    return spoil


def in_excel_table(tiny: Tiny) -> None:
    """The heading in the cell differs from the one in the Excel table's own part."""

    def change(book: Any) -> None:
        targets = book["Targets"]
        targets.add_table(ExcelTable(displayName="Targets", ref=targets.dimensions))

    edit(tiny, change)
    part("xl/tables/table1.xml", b'name="target"', b'name="aim"')(tiny)


def formula_without_result(tiny: Tiny) -> None:
    cell("Monthly", "C3", "=45*2")(tiny)


def bomb(found: dict[str, bytes]) -> None:
    found["xl/worksheets/big.xml"] = bytes(64 << 20)


def entities(found: dict[str, bytes]) -> None:
    name = "xl/worksheets/sheet1.xml"
    declaration = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    found[name] = declaration + found[name].split(b"?>", 1)[-1]


def monthly(**changes: Any) -> Spoil:
    """Change the second row of values before the workbook is written."""

    def spoil(tiny: Tiny) -> None:
        tiny.rows["monthly"][1].update(changes)
        tiny.write()

    return spoil


def row(name: str, **content: Any) -> Spoil:
    """Add a row before the workbook is written."""

    def spoil(tiny: Tiny) -> None:
        tiny.rows[name].append(content)
        tiny.write()

    return spoil


ERRORS: dict[str, tuple[Spoil, str, str | None, str | None, str]] = {
    # what is wrong: how to spoil it, code, sheet, cell, a piece of the sentence
    "missing workbook": (file(Path.unlink), "missing-workbook", None, None, "There is no file"),
    "missing sheet": (
        lambda tiny: edit(tiny, lambda book: book.remove(book["Targets"])),
        "missing-table", None, None, "Targets",
    ),
    "renamed sheet": (
        sheet("Targets", lambda s: setattr(s, "title", "Target")),
        "missing-table", None, None, "Did you mean “Target”?",
    ),
    "missing column": (
        sheet("Monthly", lambda s: s.delete_cols(4)),
        "missing-column", "Monthly", None, "denominator",
    ),
    "renamed column": (
        cell("Monthly", "C1", "numerater"), "missing-column", "Monthly", None, "numerater",
    ),
    "duplicate key": (
        row("targets", code="REP01", valid_from=date(2023, 4, 1), target=90),
        "duplicate-key", "Targets", "A3", "row 2",
    ),
    "unknown code": (
        row("monthly", **value("REP0", "2026-09", 1, 2)),
        "unknown-code", "Monthly", "A4", "Did you mean “REP01”?",
    ),
    "letter for a digit": (
        monthly(numerator="9O.2"), "cell-not-a-number", "Monthly", "C3", "9O.2",
    ),
    "n/a in a number": (
        monthly(numerator="n/a"), "cell-not-a-number", "Monthly", "C3", "n/a",
    ),
    "money as text": (
        monthly(numerator="£1,200"), "cell-not-a-number", "Monthly", "C3", "£1,200",
    ),
    "#REF!": (cell("Monthly", "C3", "#REF!"), "cell-error", "Monthly", "C3", "#REF!"),
    "#N/A": (cell("Monthly", "C3", "#N/A"), "cell-error", "Monthly", "C3", "#N/A"),
    "formula without a result": (
        formula_without_result, "cell-not-calculated", "Monthly", "C3", "Open",
    ),
    "date as text": (
        monthly(entered_on="9th of October"), "cell-not-a-date", "Monthly", "I3", "9th of",
    ),
    "impossible month": (
        monthly(month="2026-13"), "cell-not-a-date", "Monthly", "B3", "2026-13",
    ),
    "month in another century": (
        monthly(month=datetime(1906, 9, 1)), "date-impossible", "Monthly", "B3", "1906",
    ),
    "percentage as a fraction": (
        monthly(numerator=None, denominator=None, value=0.9),
        "value-scale", "Monthly", "E3", "write 90 for 90%",
    ),
    "percentage as a fraction in a column of percentages": (
        lambda tiny: (tiny.rows["actions"][0].update(percent=0.6), tiny.write()),
        "percent-scale", "Actions", "H2", "0.6",
    ),
    "negative count": (monthly(numerator=-1), "negative-count", "Monthly", "C3", "below zero"),
    "negative denominator": (
        monthly(denominator=-1), "cell-too-small", "Monthly", "D3", "-1",
    ),
    "numerator above denominator": (
        monthly(numerator=101), "numerator-above-denominator", "Monthly", "C3", "101",
    ),
    "half a pair": (monthly(denominator=None), "half-a-pair", "Monthly", "D3", "blank"),
    "NaN": (monthly(numerator="NaN"), "cell-not-a-number", "Monthly", "C3", "NaN"),
    "infinity": (monthly(numerator="inf"), "cell-not-a-number", "Monthly", "C3", "inf"),
    "1e400": (
        part("xl/worksheets/sheet4.xml", b"<v>90</v>", b"<v>1e400</v>"),
        "cell-not-a-number", "Monthly", "C3", "",
    ),
    "merged header": (
        sheet("Monthly", lambda s: s.merge_cells("C1:D1")),
        "header-merged", "Monthly", "C1", "Unmerge",
    ),
    "blank row": (
        sheet("Monthly", lambda s: s.insert_rows(3)), "blank-row", "Monthly", "A3", "Row 3",
    ),
    "blank key": (cell("Monthly", "A3", None), "cell-blank", "Monthly", "A3", "blank"),
    "not a choice": (
        monthly(status="final"), "cell-not-a-choice", "Monthly", "F3", "provisional",
    ),
    "not yes or no": (
        cell("Indicators", "Q2", "perhaps"),
        "cell-not-yes-or-no", "Indicators", "Q2", "perhaps",
    ),
    ".xls": (renamed(".xls"), "file-old-format", None, None, ".xlsx"),
    ".xlsb": (renamed(".xlsb"), "file-old-format", None, None, ".xlsx"),
    ".ods": (renamed(".ods"), "file-old-format", None, None, ".xlsx"),
    "password": (
        file(lambda p: p.write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
            + "EncryptedPackage".encode("utf-16-le") + bytes(512)
        )),
        "file-protected", None, None, "password",
    ),
    "zero bytes": (file(lambda p: p.write_bytes(b"")), "file-empty", None, None, "empty"),
    "truncated": (
        file(lambda p: p.write_bytes(p.read_bytes()[:-200])), "file-damaged", None, None, "",
    ),
    "not a zip": (
        file(lambda p: p.write_bytes(b"code,month\n")), "file-not-excel", None, None, "",
    ),
    "zip bomb": (parts(bomb), "file-too-large", None, None, ""),
    "entity bomb": (parts(entities), "file-unsafe", None, None, ""),
    "threshold on the wrong side": (
        lambda tiny: (tiny.rows["targets"][0].update(amber=97), tiny.write()),
        "target-impossible", "Targets", "C2", "above the target",
    ),
    "code that cannot be a figure": (
        lambda tiny: (
            tiny.only(value("REP 01", "2026-09", 90, 100), code="REP 01"),
            tiny.rows["targets"].clear(), tiny.rows["actions"].clear(), tiny.write(),
        ),
        "code-unusable", "Indicators", "A2", "REP 01",
    ),
    "plans that are one another's parents": (
        lambda tiny: (tiny.rows["plans"][0].update(parent="SP"), tiny.write()),
        "plan-cycle", "Plans", "E2", "parent",
    ),
    "weights of nothing": (
        row("milestones", code="M1", action="A1", title="Step", weight=0,
            due=date(2026, 9, 1), percent=10, state="open"),
        "weights-zero", "Milestones", "D2", "add up to 0",
    ),
    "weight below zero": (
        lambda tiny: (tiny.rows["indicators"][0].update(weight=-1), tiny.write()),
        "weight-not-positive", "Indicators", "P2", "-1",
    ),
    "due before it starts": (
        lambda tiny: (tiny.rows["actions"][0].update(due=date(2025, 1, 1)), tiny.write()),
        "due-before-start", "Actions", "G2", "2026-04-01",
    ),
}  # fmt: skip


def no_traceback(said: Said) -> None:
    assert "Traceback" not in said.out + said.err


@pytest.mark.parametrize("fault", ERRORS)
def test_a_fault_is_told_by_check_and_stops_run_before_anything_is_written(
    pmf: Pmf, tiny: Tiny, fault: str
) -> None:
    spoil, code, sheet_name, place, words = ERRORS[fault]
    spoil(tiny.write())
    for command in ("check", "run"):
        said = pmf(command, "board-pack", "--period", "2026-Q2", "--entity", "OVH", "--json")
        assert said.status == 1, said.out
        no_traceback(said)
        found = [f for f in said.findings if f["code"] == code and f["level"] == "error"]
        assert found, said.findings
        finding = found[0]
        assert finding["workbook"] in (BOOK, "golden_thread.xlsx", f"indicators{fault}")
        if sheet_name is not None:
            assert finding["sheet"] == sheet_name
        if place is not None:
            assert finding["cell"] == place
        assert words in finding["message"]
        assert finding["message"].endswith((".", "”"))
    said = pmf("run", "board-pack", "--period", "2026-Q2", "--entity", "OVH")
    where = [finding["workbook"]]
    where += [f"sheet {sheet_name}"] if sheet_name else []
    where += [f"cell {place}"] if place else []
    assert f"error: {', '.join(where)}" in said.err
    no_traceback(said)
    assert pmf.wrote_nothing


def many_faults(tiny: Tiny) -> None:
    tiny.rows["monthly"][0].update(numerator="n/a", status="final")
    tiny.rows["monthly"][1].update(numerator=101)
    tiny.rows["targets"][0].update(target="about 95")
    tiny.rows["actions"][0].update(owner="P9", due="soon")
    tiny.write()


def test_all_faults_are_told_at_once(pmf: Pmf, tiny: Tiny) -> None:
    many_faults(tiny)
    said = pmf("check", "board-pack", "--json")
    places = {(f["sheet"], f["cell"]) for f in said.findings if f["level"] == "error"}
    assert places == {
        ("Monthly", "C2"), ("Monthly", "F2"), ("Monthly", "C3"), ("Targets", "C2"),
        ("Actions", "E2"), ("Actions", "G2"),
    }  # fmt: skip
    assert said.status == 1


def test_a_cell_that_could_not_be_read_is_not_told_again_as_blank(pmf: Pmf, tiny: Tiny) -> None:
    monthly(numerator="n/a")(tiny)
    tiny.rows["targets"][0].update(target="about 95")
    tiny.write()
    said = pmf("check", "board-pack", "--json")
    assert said.codes() == ["cell-not-a-number"]


def test_more_unreadable_cells_than_are_listed_are_not_told_again_as_blank(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.only(*(value("REP01", f"20{23 + n // 12}-{n % 12 + 1:02}", "n/a", 100) for n in range(30)))
    tiny.write()
    said = pmf("check", "board-pack", "--json")
    assert said.codes() == ["cell-not-a-number"]
    assert len([f for f in said.findings if f["level"] == "error"]) == 21


WARNINGS: dict[str, tuple[Spoil, str, str, str | None]] = {
    "a value beside its pair": (monthly(value=50), "value-disagrees", "Monthly", "E3"),
    "a heading that differs in the table": (in_excel_table, "header-differs", "Targets", None),
    "a quarterly value in a middle month": (
        lambda tiny: (
            tiny.only(value("REP01", "2026-08", 1, 2), value("REP01", "2026-09", 1, 2),
                      frequency="quarterly"),
            tiny.write(),
        ),
        "month-not-last", "Monthly", "B2",
    ),
    "no target": (
        lambda tiny: (tiny.rows["targets"].clear(), tiny.write()), "no-target", "Indicators", None,
    ),
    "control characters": (
        part("xl/worksheets/sheet4.xml", b"Two gangs", b"Two_x0007_ gangs"),
        "text-control-characters", "Monthly", "G3",
    ),
    "a commentary of 40,000 characters": (
        part("xl/worksheets/sheet4.xml", b"Two gangs", b"Two gangs " + b"x" * 40_000),
        "text-too-long", "Monthly", "G3",
    ),
    "an open action with a closing date": (
        lambda tiny: (tiny.rows["actions"][0].update(closed_on=date(2026, 9, 1)), tiny.write()),
        "open-but-closed", "Actions", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("doubt", WARNINGS)
def test_a_doubt_is_a_warning_with_its_place_and_stops_only_a_strict_run(
    pmf: Pmf, tiny: Tiny, doubt: str
) -> None:
    spoil, code, sheet_name, place = WARNINGS[doubt]
    inline(tiny.write())
    spoil(tiny)
    inline(tiny)
    said = pmf("run", "board-pack", "--entity", "OVH", "--strict", "--json")
    assert said.status == 1 and code in said.codes("warning"), said.findings
    finding = next(f for f in said.findings if f["code"] == code)
    assert finding["sheet"] == sheet_name
    assert place is None or finding["cell"] == place
    assert pmf.wrote_nothing
    assert pmf("run", "board-pack", "--entity", "OVH").status == 0


def inline(tiny: Tiny) -> None:
    """Write texts into the sheets themselves, as some exporters do."""

    def change(found: dict[str, bytes]) -> None:
        from lxml import etree

        if "xl/sharedStrings.xml" not in found:
            return
        space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        strings = etree.fromstring(found["xl/sharedStrings.xml"])
        texts = ["".join(one.itertext()) for one in strings.iter(f"{space}si")]
        for name in [n for n in found if n.startswith("xl/worksheets/sheet")]:
            root = etree.fromstring(found[name])
            for one in root.iter(f"{space}c"):
                if one.get("t") == "s":
                    text = texts[int(one[0].text or 0)]
                    one.set("t", "inlineStr")
                    one[:] = []
                    etree.SubElement(etree.SubElement(one, f"{space}is"), f"{space}t").text = text
            found[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    repack(tiny.path("indicators"), change)


def test_hidden_rows_are_read_counted_and_noted(pmf: Pmf, tiny: Tiny) -> None:
    sheet("Monthly", lambda s: setattr(s.row_dimensions[2], "hidden", True))(tiny.write())
    said = pmf("check", "board-pack", "--json")
    assert (said.status, said.codes()) == (0, [])
    note = next(f for f in said.findings if f["code"] == "hidden-rows")
    assert note["message"].startswith("1 row is hidden")
    assert pmf.figures()["REP01/previous"]["value"] == "93"


def test_a_workbook_open_in_excel_is_read_as_last_saved_with_a_note(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    tiny.path("indicators").with_name(f"~${BOOK}").write_bytes(b"somebody")
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 0 and "file-open" in said.codes("note")


def test_a_macro_workbook_is_read_like_any_other(pmf: Pmf, tiny: Tiny) -> None:
    renamed(".xlsm")(tiny.write())
    assert pmf.figures()["REP01"]["value"] == "90"


def test_a_1904_workbook_has_the_dates_that_excel_shows(pmf: Pmf, tiny: Tiny) -> None:
    edit(tiny.write(), lambda book: setattr(book, "epoch", CALENDAR_MAC_1904))
    assert pmf.figures()["REP01"]["value"] == "90"
    assert pmf("check", "board-pack").status == 0


def test_a_million_empty_formatted_rows_are_no_rows(pmf: Pmf, tiny: Tiny) -> None:
    def format_rows(found: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet4.xml"
        rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(4, 1_000_001))
        found[name] = found[name].replace(b"</sheetData>", rows + b"</sheetData>")

    parts(format_rows)(tiny.write())
    said = pmf("figures", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 0
    assert said.json["figures"][0]["value"] == "90"


def test_a_workbook_replaced_again_and_again_while_it_is_read_is_reported(
    pmf: Pmf, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write()
    read = Path.read_bytes

    def replaced(path: Path) -> bytes:
        data = read(path)
        if path.name == BOOK:
            path.write_bytes(data + b"!")
        return data

    monkeypatch.setattr(Path, "read_bytes", replaced)
    said = pmf("run", "board-pack", "--period", "2026-Q2", "--entity", "OVH", "--json")
    assert said.status == 1 and said.codes() == ["file-changing"]
    assert pmf.wrote_nothing


NASTY = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", [NASTY, "+1-2", "@SUM(A1)", "-2+3", "{{ 7 * 7 }} {% raw %}"])
def test_text_that_looks_like_a_formula_or_a_template_is_text_in_every_output(
    pmf: Pmf, tiny: Tiny, text: str
) -> None:
    tiny.rows["monthly"][1]["commentary"] = "later"
    tiny.write()
    sheet("Monthly", lambda s: _as_text(s["G3"], text))(tiny)
    pmf.build()
    assert text in pmf.word()
    cells = [cell for row in cells_of(pmf.file("xlsx"), "Exceptions") for cell in row]
    assert text in cells
    with zipfile.ZipFile(pmf.file("xlsx")) as package:
        sheets = [package.read(n) for n in package.namelist() if "worksheets/sheet" in n]
    formulas = re.findall(rb"<f[ >].*?</f>", b"".join(sheets))
    assert not [one for one in formulas if text.encode() in unescape(one.decode()).encode()]


def _as_text(place: Any, text: str) -> None:
    place.value = text
    place.data_type = "s"


def test_emoji_and_accents_come_through_whole(pmf: Pmf, tiny: Tiny) -> None:
    text = "Équipe réduite 😀 e\u0301"
    monthly(commentary=text)(tiny)
    pmf.build()
    assert text in pmf.word()


def test_a_long_commentary_comes_through_whole(pmf: Pmf, tiny: Tiny) -> None:
    monthly(commentary="word " * 6_000 + "end")(tiny)
    pmf.build()
    assert "word end" in pmf.word()


def test_the_key_of_a_row_that_stands_in_two_files_is_an_error_naming_both(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    toml = '[inputs]\nindicators = "workbooks/indicators*.xlsx"\n'
    (tiny.root / "pmf.toml").write_text(toml, encoding="utf-8")
    path = tiny.path("indicators")
    path.with_name("indicators-more.xlsx").write_bytes(path.read_bytes())
    said = pmf("check", "board-pack", "--json")
    assert said.status == 1 and said.codes() == ["duplicate-key"]
    messages = [f"{f['workbook']}: {f['message']}" for f in said.findings if f["level"] == "error"]
    assert all("indicators.xlsx" in one and "indicators-more.xlsx" in one for one in messages)


@pytest.mark.parametrize("code", ["O/H", "..", "O H", "Ö", "x" * 41, "CON", "lpt1"])
def test_the_code_of_a_company_that_cannot_name_a_folder_is_an_error(
    pmf: Pmf, tiny: Tiny, code: str
) -> None:
    for name, field in (("entities", "code"), ("indicators", "entity"), ("plans", "entity"),
                        ("teams", "entity")):  # fmt: skip
        for one in tiny.rows[name]:
            if one[field] == "OVH":
                one[field] = code
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "all", "--json")
    assert said.status == 1 and "code-unusable" in said.codes()
    finding = next(f for f in said.findings if f["code"] == "code-unusable")
    assert (finding["sheet"], finding["cell"]) == ("Entities", "A3")
    assert pmf.wrote_nothing


@pytest.mark.parametrize(
    ("name", "field", "sheet_name", "place"),
    [
        ("plans", "code", "Plans", "A2"),
        ("objectives", "code", "Objectives", "A2"),
        ("actions", "code", "Actions", "A2"),
    ],
)
@pytest.mark.parametrize("code", ["A 1", "x" * 61, "é"])
def test_the_code_of_a_plan_objective_or_action_that_cannot_be_a_figure_is_an_error(
    pmf: Pmf, tiny: Tiny, name: str, field: str, sheet_name: str, place: str, code: str
) -> None:
    before = tiny.rows[name][0][field]
    for rows in tiny.rows.values():
        for one in rows:
            for key in one:
                if one[key] == before and key in ("code", "plan", "objective", "action"):
                    one[key] = code
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1, said.out
    assert any(
        (f["sheet"], f["cell"]) == (sheet_name, place) and f["level"] == "error"
        for f in said.findings
    )
    assert pmf.wrote_nothing


def test_a_measure_that_cannot_be_a_figure_of_the_group_is_an_error(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["indicators"][0]["measure"] = "Repairs on time (all)"
    tiny.indicator("PREP01", value("PREP01", "2026-09", 80, 100), entity="PCHA",
                   measure="Repairs on time (all)")  # fmt: skip
    tiny.write()
    said = pmf("check", "board-pack", "--entity", "GRP", "--json")
    assert (said.status, said.codes()) == (1, ["code-unusable"])
    assert [f["cell"] for f in said.findings if f["level"] == "error"] == ["D2", "D3"]


def test_two_companies_whose_codes_differ_only_in_capitals_are_told_apart_by_no_folder(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.rows["entities"].append(entity("Ovh"))
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert (said.status, said.codes()) == (1, ["codes-alike"])
    (finding,) = [f for f in said.findings if f["level"] == "error"]
    assert (finding["sheet"], finding["cell"]) == ("Entities", "A5")
    assert pmf.wrote_nothing
