"""Documents that help to put errors right are written in spite of them; others are held back."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pmf_engine.documents.listing import build_csv
from pmf_engine.model.content import Listing
from tests.command import Pmf
from tests.tiny import Tiny
from tests.workbooks import save

REPORT = '''"""Homes, sent as a CSV file, with a list of what is wrong with them."""

from pmf_engine.api import *

report = Report(
    key="sent", title="Homes sent", audience=Audience.MANAGERS, frequency=Frequency.MONTHLY,
    due=Due(day=10), main=("homes", "month"),
    documents=[
        Csv("sent.csv"),
        Excel("faults.xlsx", despite_errors=True, marking="Official-Sensitive"),
    ],
    inputs={"homes": Table(
        name="Homes", workbook="homes",
        columns={"month": Month(), "uprn": Text(required=False), "beds": Whole()},
    )},
)


@report.check
def every_home_has_a_uprn(run):
    for row in run.data.homes:
        if row.uprn is None:
            yield error("no-uprn", "a home has no UPRN. Type it.", **row.place("uprn"))
        elif row.beds > 9:
            yield warning("many-beds", "a home has many bedrooms.", **row.place("beds"))


@report.rows("sent.csv")
def rows(run):
    return Listing(
        header=("Field number", "1"),
        rows=[("", row.uprn) for row in run.data.homes],
        above=[("Question", "=What is the UPRN?")],
    )


@report.sheets
def sheets(run):
    fields = (Field(title="Row"), Field(title="UPRN"))
    return [
        Sheet(name="Findings", title="Findings", note="One finding a row.", grid=Grid(
            slot="findings", caption="Findings", fields=fields[:1],
            rows=[(Link("C2", "Rows", 0, 1),), (Link("nowhere", "Lost", 0, 0),)])),
        Sheet(name="Rows", title="Rows", note="One home a row.", grid=Grid(
            slot="rows", caption="Rows", fields=fields,
            rows=[("2", Flagged("", "No UPRN. Type it.")), ("3", Flagged("7", "Few?", False))])),
    ]


@hookimpl
def pmf_reports():
    return [report]
'''


@pytest.fixture
def homes(pmf: Pmf, tiny: Tiny):
    """Writes homes of one month, as UPRN and bedrooms, and runs the report on them."""
    tiny.write().plugin("sent", REPORT)

    def write(*rows, words=()):
        lines = [["2026-09-01", *row] for row in rows]
        save(tiny.path("homes"), {"Homes": [["month", "uprn", "beds"], *_days(lines)]})
        return pmf("run", "sent", "--json", *words)

    return write


def _days(lines):
    from datetime import date

    return [[date.fromisoformat(day), *rest] for day, *rest in lines]


def folder(tiny: Tiny) -> Path:
    return tiny.root / "outputs" / "sent" / "group" / "2026-09"


def names(tiny: Tiny) -> list[str]:
    return sorted(path.name for path in folder(tiny).iterdir())


def test_without_errors_every_document_is_written(homes, tiny):
    assert homes(["100", 2]).status == 0
    assert names(tiny) == ["faults-group-2026-09.xlsx", "sent-group-2026-09.csv"]


def test_an_error_of_a_check_holds_back_what_is_sent_and_not_what_tells_of_it(homes, tiny):
    said = homes(["100", 2], [None, 3])
    assert said.status == 1
    assert names(tiny) == ["faults-group-2026-09.xlsx"]
    notes = [one["message"] for one in said.findings if one["code"] == "document-withheld"]
    assert notes == ["sent-group-2026-09.csv is withheld until the errors are put right."]


def test_a_file_of_an_earlier_run_is_said_to_be_out_of_date(homes, tiny):
    homes(["100", 2])
    said = homes([None, 2])
    (told,) = [one["message"] for one in said.findings if one["code"] == "document-withheld"]
    assert told.endswith("is of an earlier run: do not send it.")


def test_a_fault_of_the_inputs_still_stops_every_document(homes, tiny):
    assert homes(["100", "two"]).status == 1
    assert not (tiny.root / "outputs").exists()


def test_strict_holds_back_what_is_sent_for_a_warning_too(homes, tiny):
    assert homes(["100", 12], words=["--strict"]).status == 1
    assert names(tiny) == ["faults-group-2026-09.xlsx"]


def test_a_draft_writes_everything_and_says_so_in_the_csv(homes, tiny):
    homes([None, 2], words=["--draft"])
    text = (folder(tiny) / "sent-group-2026-09.csv").read_bytes().decode()
    lines = text.split("\r\n")
    assert lines[0] == "Question,=What is the UPRN?,draft"
    assert lines[2].endswith("DRAFT: not to be submitted")


def test_rows_above_the_header_stand_as_they_are_given():
    listing = Listing(header=("Field number", "1"), rows=[("", "a")], above=[("Section", "")])
    assert build_csv(listing) == b"Section,\r\nField number,1\r\n,a\r\n"


def test_a_link_leads_to_the_cell_and_a_flag_says_why_with_a_sign(homes, tiny):
    homes([None, 2])
    book = load_workbook(folder(tiny) / "faults-group-2026-09.xlsx")
    link = book["Findings"]["A5"].hyperlink
    assert link.location == "'Rows'!B5" and book["Findings"]["A5"].value == "C2"
    assert book["Findings"]["A6"].hyperlink is None
    grave, light = book["Rows"]["B5"], book["Rows"]["B6"]
    assert grave.value == "■" and "No UPRN" in grave.comment.text
    assert light.value == "▲ 7" and grave.fill.fgColor.rgb != light.fill.fgColor.rgb


def test_a_document_with_a_marking_of_its_own_shows_it(homes, tiny):
    homes([None, 2])
    book = load_workbook(folder(tiny) / "faults-group-2026-09.xlsx")
    told = [cell.value for row in book["About"].iter_rows() for cell in row if cell.value]
    assert "Official-Sensitive" in told
    assert "Official-Sensitive" in book["Rows"].oddHeader.left.text


def test_what_tells_of_errors_is_refreshed_in_spite_of_them(homes, tiny, pmf):
    homes([None, 2])
    rows = _days([["2026-09-01", None, 3]])
    save(tiny.path("homes"), {"Homes": [["month", "uprn", "beds"], *rows]})
    said = pmf("refresh", folder(tiny) / "faults-group-2026-09.xlsx", "--json")
    assert said.status == 0 and "no-uprn" in said.codes()


def test_a_document_that_is_withheld_leaves_the_others_recorded_and_known_again(homes, tiny, pmf):
    homes([None, 2])
    again = pmf("run", "sent", "--json")
    assert again.status == 1
    assert [file["path"].rsplit("/", 1)[1] for file in again.json["runs"][0]["files"]] == [
        "faults-group-2026-09.xlsx"
    ]
    assert "no-uprn" in again.codes()
