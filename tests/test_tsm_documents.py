"""Tenant satisfaction: the report, the review, the return by datapoint, and the CSV file."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document

from pmf_engine.cli import _run
from tests.command import cells_of, words_of
from tests.tiny import ROOT
from tests.tiny_tsm import TinyTsm

NAME = "OVH-2024-25"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """OVH's documents of the sample, the year before issued."""
    root = tmp_path_factory.mktemp("sample")
    for name in ("workbooks", "report_templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "pmf.toml", root)
    where = ["--workspace", str(root), "--entity", "OVH"]
    assert _run(["run", "tsm", *where, "--period", "2023/24"]) == 0
    before = root / "outputs" / "tsm" / "OVH" / "2023-24" / "review-OVH-2023-24.docx"
    assert _run(["issue", str(before), "--workspace", str(root)]) == 0
    assert _run(["run", "tsm", *where, "--period", "2024/25"]) == 0
    yield root / "outputs" / "tsm" / "OVH" / "2024-25"


@pytest.fixture(scope="module")
def report(out: Path) -> str:
    return words_of(out / f"tsm-{NAME}.docx")


@pytest.fixture(scope="module")
def review(out: Path) -> str:
    return words_of(out / f"review-{NAME}.docx")


@pytest.fixture(scope="module")
def datapoints(out: Path) -> dict[str, dict[str, str]]:
    text = (out / f"tsm-datapoints-{NAME}.csv").read_text(encoding="utf-8")
    return {row["field"]: row for row in csv.DictReader(io.StringIO(text))}


def test_the_report_opens_with_how_the_landlord_stands(report):
    assert (
        "85.5% of tenants were satisfied overall in 2024/25, in the top quartile of landlords."
        in report
    )


def test_each_measure_says_where_it_stands_among_landlords(report):
    assert (
        "The result is 87.5%, against 83.13% the year before. This is in the second quartile of"
        " 354 landlords in 2024/25, whose median is 82.5%." in report
    )


def test_a_measure_of_which_neither_side_is_good_lies_between_quartiles(report):
    assert (
        "This is between the lower quartile (22.4) and the median (36.0) of 359 landlords in"
        " 2024/25." in report
    )


def test_a_survey_result_near_the_median_is_no_clear_difference(report):
    assert "within the margin of error of 10.1 percentage points" in report


def test_national_figures_name_their_source(report):
    assert "Regulator of Social Housing, TSM 2025 full data v1.0 (2024/25)" in report


def test_the_summary_of_approach_stands_under_its_headings_and_says_what_is_not_entered(report):
    assert "Collection methods\nAll responses were collected by telephone." in report
    assert "Timing\nNothing has been entered under this heading." in report
    assert "ovh.org.uk/about-us/our-performance/tenant-satisfaction-measures-tsms/" in report


def test_the_lines_behind_the_figures_are_published_too(report):
    assert "Longest target for non-emergency repairs, days\n60" in report
    assert "Stage one complaints answered with an extension (low cost rental)\n45" in report


def test_there_is_a_native_chart_with_alt_text_for_each_measure(out):
    document = Document(str(out / f"tsm-{NAME}.docx"))
    charts = [part for part in document.part.package.iter_parts() if "chart" in part.content_type]
    alt = [one.get("descr") for one in document.element.body.iter() if one.tag.endswith("}docPr")]
    assert len(charts) == 26 and len(alt) == 26
    assert all(text.startswith("Bar chart of ") for text in alt)
    assert any("Median of landlords 71.8%" in text for text in alt)


def test_headings_nest_and_tables_have_header_rows(out):
    for name in ("tsm", "review"):
        document = Document(str(out / f"{name}-{NAME}.docx"))
        styles = [p.style.name for p in document.paragraphs]
        levels = [int(s[-1]) for s in styles if s.startswith("Heading")]
        body = document.element.body
        tables = [one for one in body.iter() if one.tag.endswith("}tbl")]
        assert tables and all(any(e.tag.endswith("}tblHeader") for e in t.iter()) for t in tables)
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_review_begins_with_the_check_list_and_ends_with_the_cells(review):
    assert review.startswith("Check list\n")
    assert "Of 14 checks, 10 passed and 2 could not be run." in review
    assert "1,022 ÷ 1,195 × 100 = 85.523" in review


def test_the_review_compares_with_the_issued_return_of_last_year(review):
    assert "Compared with the return for 2023/24 issued on" in review
    assert "Stage one complaints answered within time, CH02 (1) LCRA" in review
    assert "+7.3 points" in review


def test_the_published_report_has_no_check_list(report):
    assert "Check list" not in report and "Initials" not in report


def test_the_return_is_laid_out_by_section_and_datapoint(out):
    path = out / f"tsm-return-{NAME}.xlsx"
    rows = cells_of(path, "Section 3")
    assert rows[3] == ["Question", "Datapoint", "Field", "What it holds", "Value", "Words", "Note"]
    by_field = {row[2]: row for row in rows[4:]}
    assert by_field["RP02_2_Numerator"][:2] == ["Q4L3C2", "DP_TSML170"]
    assert by_field["RP02_2_Numerator"][4] == 17483
    assert by_field["Repairs_WIP"][4] == 20094
    assert [row[1] for row in cells_of(path, "Section 2")[4:]] == ["DP_TSML565"]


def test_a_section_without_any_value_is_left_out(out):
    import python_calamine

    path = out / f"tsm-return-{NAME}.xlsx"
    names = python_calamine.load_workbook(str(path)).sheet_names
    assert names[:2] == ["About", "Check list"]
    assert "Section 4" in names and "Section 6" not in names


def test_every_datapoint_of_the_return_is_in_the_csv_with_its_exact_value(datapoints):
    assert len(datapoints) == 437
    assert datapoints["TP01_Satisfied_Calc_LCRA"]["value"] == "85.5"
    assert datapoints["TP01_VS_LCRA"]["value"] == "715"
    assert datapoints["NM01_1_Denominator"]["value"] == "13265"
    assert datapoints["Census_or_Sample_a"]["value"] == "Sample"
    assert datapoints["Unweighted_Prop_Satisfied_a"]["value"] == "85.5"
    assert datapoints["BS01_Applies"]["value"] == "Yes"
    assert datapoints["Responses_Telephone_a"]["value"] == "1200"


def test_a_datapoint_without_a_value_is_empty_and_says_why(datapoints):
    row = datapoints["CH01_1_Calculated_Value_LCHO"]
    assert row["value"] == "" and "no row is entered for CH01 (1) (LCHO)" in row["note"]


def test_the_same_inputs_give_the_same_bytes(out, tmp_path):
    root = out.parent.parent.parent.parent
    where = ["--workspace", str(root), "--entity", "OVH", "--period", "2024/25"]
    assert _run(["run", "tsm", *where, "--out", str(tmp_path)]) == 0
    for path in out.iterdir():
        assert (tmp_path / "tsm" / "OVH" / "2024-25" / path.name).read_bytes() == path.read_bytes()


def test_an_unverified_formula_is_said_in_report_review_return_and_csv(tmp_path):
    tsm = TinyTsm(tmp_path / "w")
    tsm.rows = {t: [{**row, "year": "2023/24"} for row in rows] for t, rows in tsm.rows.items()}
    tsm.write()
    assert _run(["run", "tsm", "--workspace", str(tsm.root), "--period", "2023/24"]) == 0
    folder = tsm.root / "outputs" / "tsm" / "OVH" / "2023-24"
    said = "3 formulas have not been confirmed against the source"
    for name in ("tsm", "review"):
        assert said in words_of(folder / f"{name}-OVH-2023-24.docx")
    book = folder / "tsm-return-OVH-2023-24.xlsx"
    assert said in cells_of(book, "Formulas")[1][0]
    about = [cell for row in cells_of(book, "About") for cell in row]
    assert "[u]" in about


def test_text_that_looks_like_a_formula_stays_text_in_every_output(tmp_path):
    tsm = TinyTsm(tmp_path / "w")
    row = {"landlord": "OVH", "year": "2024/25"}
    tsm.rows["context"] = [{**row, "field": "External_contractor_name_a", "text": "@SUM(A1)"}]
    tsm.write()
    assert _run(["run", "tsm", "--workspace", str(tsm.root), "--period", "2024/25"]) == 0
    folder = tsm.root / "outputs" / "tsm" / "OVH" / "2024-25"
    text = (folder / f"tsm-datapoints-{NAME}.csv").read_text(encoding="utf-8")
    assert ",'@SUM(A1)," in text
    rows = cells_of(folder / f"tsm-return-{NAME}.xlsx", "Section 1a")
    assert "@SUM(A1)" in [cell for row in rows for cell in row]


def test_a_csv_file_says_where_its_lineage_is(out, capsys):
    assert _run(["trace", str(out / f"tsm-datapoints-{NAME}.csv")]) == 2
    assert "Name the Word or Excel file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("tenure", "said"),
    [("LCHO", "80.0% of low cost home owners were"), ("LCRA", "80.0% of tenants were")],
)
def test_the_report_says_of_whom_it_speaks(tmp_path, tenure, said):
    tsm = TinyTsm(tmp_path / "w")
    homes = {"homes_lcra": 0, "homes_lcho": 0, f"homes_{tenure.lower()}": 900}
    tsm.rows["landlords"] = [tsm.landlord(**homes)]
    for table in ("complaints", "perception", "survey"):
        tsm.rows[table] = [{**row, "tenure": tenure} for row in tsm.rows[table]]
    tsm.write()
    assert _run(["run", "tsm", "--workspace", str(tsm.root), "--period", "2024/25"]) == 0
    folder = tsm.root / "outputs" / "tsm" / "OVH" / "2024-25"
    assert said in words_of(folder / f"tsm-{NAME}.docx")


def test_the_layout_has_each_datapoint_of_the_regulators_dictionary_once():
    from pmf_plugins.tsm.data import layout

    from pmf_engine.model.periods import Period

    edition, lines = layout(Period.parse("2025/26"))
    assert edition == "2024/25"
    assert layout(Period.parse("2023/24"))[0] == "2024/25"
    fields = [line["field"] for line in lines]
    assert len(set(fields)) == len(fields) == 437
    assert all(line["datapoint"].startswith("DP_TSML") for line in lines)


def test_names_signed_in_the_review_stay_when_it_is_refreshed_even_over_what_people_typed(out):
    signed = out / "review-signed.docx"
    document = Document(str(out / f"review-{NAME}.docx"))
    (name,) = document.element.body.xpath(
        ".//w:sdt[w:sdtPr/w:tag[@w:val='pmf-text:review/prepared/name']]//w:t"
    )
    name.text = "Sam Reader"
    document.save(str(signed))
    where = ["--workspace", str(out.parents[3])]
    for options in ([], ["--overwrite"]):
        assert _run(["refresh", str(signed), *where, *options]) == 0
        assert "Sam Reader" in words_of(signed)
