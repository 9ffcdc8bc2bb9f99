"""The sample gives One Vision Housing's published results for 2024/25, from its published counts.

Source: Regulator of Social Housing, TSM 2025 full data v1.0, landlord 4804.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import openpyxl
import pytest

from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.periods import Period
from pmf_engine.run import Run
from tests.tiny import ROOT

YEAR = Period.parse("2024/25")
PUBLISHED = {
    "all/BS01": "100.0%", "all/BS02": "100.0%", "all/BS03": "100.0%", "all/BS04": "100.0%",
    "all/BS05": "100.0%", "all/NM01-1": "30.6 per 1,000 homes",
    "all/NM01-2": "0.8 per 1,000 homes", "all/RP01": "0.0%", "all/RP02-1": "87.5%",
    "all/RP02-2": "100.0%", "lcra/CH01-1": "49.9 per 1,000 homes",
    "lcra/CH01-2": "9.3 per 1,000 homes", "lcra/CH02-1": "98.9%", "lcra/CH02-2": "100.0%",
    "lcra/TP01": "85.5%", "lcra/TP02": "80.8%", "lcra/TP03": "82.9%", "lcra/TP04": "86.0%",
    "lcra/TP05": "90.3%", "lcra/TP06": "77.8%", "lcra/TP07": "89.9%", "lcra/TP08": "95.9%",
    "lcra/TP09": "36.6%", "lcra/TP10": "73.3%", "lcra/TP11": "84.4%", "lcra/TP12": "69.5%",
    "lcra/responses": "1,200", "lcra/population": "12,877", "lcra/sample_needed": "986 responses",
}  # fmt: skip


@pytest.fixture(scope="module")
def run() -> Run:
    (outcome,) = Engine(Workspace.find(ROOT)).outcomes("tsm", "OVH", YEAR)
    assert outcome.run is not None
    assert [one.code for one in outcome.findings if str(one.level) == "error"] == []
    return outcome.run


@pytest.mark.parametrize(("slot", "published"), PUBLISHED.items())
def test_every_published_result_is_given_as_published(run, slot, published):
    assert run.figures[slot].display.replace("\u00a0", " ") == published


def test_the_sample_size_and_margin_agree_with_the_published_to_the_last_digit(run):
    least, margin = run.figures["lcra/minimum_sample"], run.figures["lcra/margin_of_error"]
    assert abs(least.value - Decimal("985.447524642023")) < Decimal("1e-11")
    assert abs(margin.value - Decimal("2.69408075015017")) < Decimal("1e-13")
    assert least.display.startswith("985.4475") and margin.display.startswith("2.69408")


def test_what_the_regulator_could_not_calculate_is_missing_with_a_reason(run):
    figures = [one for slot, one in run.figures.items() if slot.startswith("lcho/CH")]
    assert figures and all(one.value is None and one.missing.reason for one in figures)


def test_every_ratio_of_the_sample_is_that_of_an_independent_reading(run):
    """openpyxl and fractions, sharing no code with the engine."""
    book = openpyxl.load_workbook(ROOT / "workbooks" / "tenant_satisfaction.xlsx")
    tried = 0
    for sheet, tenure in (("TSM_Management", None), ("TSM_Complaints", "tenure")):
        head, *rows = book[sheet].iter_rows(values_only=True)
        for row in (dict(zip(head, cells, strict=True)) for cells in rows):
            if (row["landlord"], row["year"]) == ("OVH", "2024/25"):
                scale = 1000 if row["measure"][:4] in ("NM01", "CH01") else 100
                ratio = Fraction(row["numerator"]) / row["denominator"] * scale
                part = row["measure"].replace(" (", "-").rstrip(")")
                slot = f"{row[tenure].lower() if tenure else 'all'}/{part}"
                assert shown(ratio) == run.figures[slot].display.split("\u00a0")[0].rstrip("%")
                tried += 1
    assert tried == 14


def shown(ratio: Fraction) -> str:
    exact = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def test_each_measure_knows_the_cells_it_was_read_from(run):
    sources = run.figures["all/RP02-2"].sources
    assert {(one.workbook, one.sheet) for one in sources} == {
        ("tenant_satisfaction.xlsx", "TSM_Management")
    }
    assert [one.range for one in sources] == ["D11", "E11"]
    assert run.figures["all/RP02-2"].arithmetic == "17,483 ÷ 17,484 × 100 = 99.9943"
