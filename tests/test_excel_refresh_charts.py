"""Charts and small lines of a refreshed companion: new data in the look that people gave them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from decimal import Decimal as D

import pytest
from lxml import etree
from openpyxl import load_workbook

from pmf_engine.documents.excel import read_lineage
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.content import Series
from tests.excel_kit import LATER, built, cells, chart, edited, kinds, refreshed, sheet

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
T = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
PART, DRAWING = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
NEWER = chart(("90", "92", "97.5"), title="Repairs rose again")


def drawn(*charts, **changes):
    return sheet(charts=charts, **changes)


def points(data: bytes, part=PART) -> dict[str, list[str]]:
    """What each reference of a chart remembers."""
    root = etree.fromstring(RawZip(data).read(part))
    return {
        each.findtext(f"{C}f"): [point.text or "" for point in each.iter(f"{C}v")]
        for each in root.iter(f"{C}numRef", f"{C}strRef")
    }


def words(data: bytes, part=PART) -> list[str]:
    return [each.text for each in etree.fromstring(RawZip(data).read(part)).iter(T)]


def labelled(data: bytes) -> list[str]:
    """The points that have a label."""
    found = etree.fromstring(RawZip(data).read(PART)).iter(f"{C}dLbl")
    return [each.find(f"{C}idx").get("val") for each in found if each.find(f"{C}delete") is None]


def test_the_chart_its_data_its_words_and_its_alt_text_follow():
    done = refreshed(built(drawn(chart())), drawn(NEWER))
    assert points(done.data) == points(built(drawn(NEWER)))
    assert words(done.data) == words(built(drawn(NEWER)))
    assert cells(done.data, "A1:B4", "_charts") == cells(built(drawn(NEWER)), "A1:B4", "_charts")
    assert b'descr="Line chart: Repairs rose again."' in RawZip(done.data).read(DRAWING)
    assert kinds(done) == [("content", "REP/chart")]
    assert refreshed(done.data, drawn(NEWER)).changes == ()


def test_the_axis_follows_so_that_no_point_falls_outside():
    done = refreshed(built(drawn(chart())), drawn(chart(("5", "60", "97"))))
    limits = [re.findall(rb'<c:(?:min|max|majorUnit) val="[^"]*"', RawZip(data).read(PART))
              for data in (done.data, built(drawn(chart(("5", "60", "97")))))]  # fmt: skip
    assert limits[0] == limits[1]


def test_the_look_that_people_gave_a_chart_stays():
    def paint(text):
        return text.replace('w="28575"', 'w="50000"').replace("12436D", "AB12CD")

    data = edited(built(drawn(chart())), xl_charts_chart1_xml=paint)
    done = refreshed(data, drawn(NEWER))
    before, after = (RawZip(each).read(PART) for each in (data, done.data))
    assert before.count(b"AB12CD") == after.count(b"AB12CD") > 0
    assert after.count(b'w="50000"') > 0
    assert points(done.data) == points(built(drawn(NEWER)))


def test_a_title_and_an_alt_text_that_somebody_wrote_stay():
    data = edited(
        built(drawn(chart())),
        xl_charts_chart1_xml=lambda text: text.replace(">Repairs rose<", ">Mine<"),
        xl_drawings_drawing1_xml=lambda text: text.replace("Line chart: Repairs rose.", "My words"),
    )
    done = refreshed(data, drawn(NEWER))
    assert words(done.data)[0] == "Mine"
    assert b'descr="My words"' in RawZip(done.data).read(DRAWING)
    assert points(done.data) == points(built(drawn(NEWER)))


def test_more_points_than_before_go_under_all_other_data_and_the_label_moves():
    longer = chart(categories=("Jul", "Aug", "Sep", "Oct"),
                   series=(Series(name="Repairs", label_last=True,
                                  values=tuple(map(D, ("91", "92", "93", "94")))),))  # fmt: skip
    other = chart(slot="SAT/chart")
    done = refreshed(built(drawn(chart(), other)), drawn(longer, other))
    (where,) = [name for name in points(done.data) if name.endswith("$B$15")]
    assert points(done.data)[where] == ["91", "92", "93", "94"]
    assert labelled(done.data) == labelled(built(drawn(longer))) == ["3"]
    again = refreshed(done.data, drawn(longer, other))
    assert (again.changes, again.data == done.data) == ((), True)


def test_another_kind_of_chart_is_drawn_anew_in_its_place():
    bars = chart(kind="column")
    done = refreshed(built(drawn(chart())), drawn(bars))
    assert b"<c:barChart>" in RawZip(done.data).read(PART)
    assert refreshed(done.data, drawn(bars)).changes == ()


def test_a_new_chart_is_put_under_the_others_with_a_name_of_its_own():
    done = refreshed(built(drawn(chart())), drawn(chart(), chart(slot="SAT/chart", title="New")))
    assert ("new", "SAT/chart") in kinds(done)
    root = etree.fromstring(RawZip(done.data).read(DRAWING))
    names = [each.get("name") for each in root.iter("{*}cNvPr")]
    assert names == ["pmf_REP_chart", "pmf_SAT_chart"]
    assert len({each.get("id") for each in root.iter("{*}cNvPr")}) == 2
    rows = [int(each.text) for each in root.iter("{*}row")]
    assert rows[2] > rows[1]
    assert words(done.data, "xl/charts/chart2.xml")[0] == "New"
    assert b"/xl/charts/chart2.xml" in RawZip(done.data).read("[Content_Types].xml")
    again = refreshed(done.data, drawn(chart(), chart(slot="SAT/chart", title="New")))
    assert (again.changes, again.data == done.data) == ((), True)


def test_a_chart_that_has_ended_says_so_and_is_told_once():
    both = (chart(), chart(slot="SAT/chart", title="Gone"))
    done = refreshed(built(drawn(*both)), drawn(chart()))
    assert kinds(done) == [("ended", "SAT/chart")]
    assert words(done.data, "xl/charts/chart2.xml")[0] == "No longer in the report: Gone"
    again = refreshed(done.data, drawn(chart()))
    assert (again.changes, again.data == done.data) == ((), True)
    back = refreshed(done.data, drawn(*both))
    assert words(back.data, "xl/charts/chart2.xml")[0] == "Gone"


def test_a_chart_that_somebody_took_out_is_not_put_back():
    def take_out(text):
        return re.sub(r"<xdr:twoCellAnchor.*</xdr:twoCellAnchor>", "", text, flags=re.DOTALL)

    data = edited(built(drawn(chart())), xl_drawings_drawing1_xml=take_out)
    done = refreshed(data, drawn(NEWER))
    assert kinds(done) == [("absent", "REP/chart")]
    again = refreshed(done.data, drawn(NEWER))
    assert again.changes == () and again.data == done.data


def test_a_chart_that_somebody_drew_from_other_cells_is_theirs():
    def repoint(text):
        return re.sub(r"<c:f>[^<]*</c:f>", "<c:f>Scorecard!$C$5:$C$7</c:f>", text)

    data = edited(built(drawn(chart())), xl_charts_chart1_xml=repoint)
    done = refreshed(data, drawn(NEWER))
    assert ("typed-over", "REP/chart") in kinds(done)
    assert set(points(done.data)) == {"Scorecard!$C$5:$C$7"}


def test_a_chart_that_somebody_drew_from_the_table_follows_it():
    def repoint(text):
        return re.sub(r"<c:f>_charts!\$B\$2:\$B\$4</c:f>", "<c:f>Scorecard!$C$5:$C$7</c:f>", text)

    data = edited(built(drawn(chart())), xl_charts_chart1_xml=repoint)
    values = {"REP": "97.5", "SAT": "80", "REL": "21.4", "NEW": "50"}
    done = refreshed(data, drawn(chart(), values=values))
    assert points(done.data)["'Scorecard'!$C$5:$C$8"] == ["97.5", "80", "21.4", "50"]


def test_what_floats_below_a_table_moves_down_when_it_grows():
    def first_row(data):
        return int(etree.fromstring(RawZip(data).read(DRAWING)).find(".//{*}row").text)

    data = built(drawn(chart()))
    values = {"REP": "97.5", "SAT": "80", "REL": "21.4", "NEW": "50", "MORE": "1"}
    done = refreshed(data, drawn(chart(), values=values))
    assert first_row(done.data) == first_row(data) + 2


def lines(data: bytes) -> dict[str, list[object]]:
    """The cell of each small line, and the values that it is drawn from."""
    shell = RawZip(data).read("xl/worksheets/sheet2.xml").decode()
    found = re.findall(r"<xm:f>(.*?)</xm:f><xm:sqref>(.*?)</xm:sqref>", shell)
    return {
        cell: [value for row in cells(data, area.split("!")[1].replace("$", ""), "_trend")
               for value in row]
        for area, cell in found
    }  # fmt: skip


def test_small_lines_follow_their_rows_and_a_new_row_gets_one():
    data = built(sheet())
    assert lines(data)["G6"] == [1, None, 3]
    values = {"SAT": "80", "REP": "97.5", "NEWCODE": "50"}
    done = refreshed(data, sheet(values))
    assert lines(done.data) == {
        "G5": [1, None, 3], "G6": [1, None, 3], "G7": [1, None, 3], "G8": [1, None, 7],
    }  # fmt: skip
    again = refreshed(done.data, sheet(values))
    assert (again.changes, again.data == done.data) == ((), True)


@pytest.fixture(scope="module")
def by_libreoffice(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("office")
    (folder / "in.xlsx").write_bytes(built(drawn(chart(), chart(slot="SAT/chart"))))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder / "out"]
    subprocess.run([*command, folder / "in.xlsx"], check=True, capture_output=True, timeout=180)
    return (folder / "out" / "in.xlsx").read_bytes()


OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


@pytest.mark.office
@OFFICE
def test_a_companion_saved_by_libreoffice_is_refreshed_and_traced(by_libreoffice):
    same = refreshed(by_libreoffice, drawn(chart(), chart(slot="SAT/chart")))
    assert (same.changes, same.data == by_libreoffice) == ((), True)
    values = {"REP": "97.5", "SAT": "80", "REL": "21.4", "NEW": "50"}
    now = drawn(NEWER, chart(slot="SAT/chart"), values=values)
    done = refreshed(by_libreoffice, now, identity=LATER)
    assert [line[:3] for line in cells(done.data, "A5:C8")] == [
        [code, f"Name of {code}", float(value)] for code, value in values.items()
    ]
    assert read_lineage(done.data) == read_lineage(built(now, identity=LATER))
    assert not {"typed-over", "gone", "absent"} & set(dict(kinds(done)))
    again = refreshed(done.data, now, identity=LATER)
    assert (again.changes, again.data == done.data) == ((), True)


@pytest.mark.office
@OFFICE
def test_libreoffice_opens_a_refreshed_companion(tmp_path):
    now = drawn(NEWER, chart(slot="NEW/chart"), values={"REP": "97.5", "NEW": "50"})
    path = tmp_path / "done.xlsx"
    path.write_bytes(refreshed(built(drawn(chart())), now).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "done.pdf").stat().st_size > 10_000
    assert load_workbook(io.BytesIO(path.read_bytes()))["Scorecard"]["C5"].value == 97.5
