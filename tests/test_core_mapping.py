"""The housing system's export brought into the fields of the upload file."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from pmf_plugins.core_lettings.lettings import lettings_of
from pmf_plugins.core_lettings.mapping import Source, collected

from pmf_engine.model.errors import PmfError
from tests.tiny_core import TinyCore


def filled(source: Source, *cells: str | None) -> list[str | None]:
    return (
        pl.DataFrame({"c": pl.Series(cells, dtype=pl.String)}).select(source.fill())[:, 0].to_list()
    )


def strange(source: Source, *cells: str | None) -> list[bool]:
    frame = pl.DataFrame({"c": pl.Series(cells, dtype=pl.String)})
    return frame.select(source.strange().alias("s"))["s"].fill_null(value=False).to_list()


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("07/04/2026", ["7", "4", "2026"]),
        ("2026-04-07", ["7", "4", "2026"]),
        ("30.9.26", ["30", "9", "26"]),
        ("Easter", ["Easter", "Easter", "Easter"]),
        (None, [None, None, None]),
    ],
)
def test_a_date_fills_three_fields_and_what_is_none_stays_as_it_is(typed, parts):
    found = [filled(Source("c", part), typed)[0] for part in ("day", "month", "year")]
    assert found == parts


def test_a_day_of_noughts_is_not_lost():
    assert filled(Source("c", "day"), "00/04/2026") == ["0"]


@pytest.mark.parametrize(
    ("typed", "halves"),
    [
        ("L99 3AB", ["L99", "3AB"]),
        ("l993ab", ["L99", "3AB"]),
        ("WC2N 5DU", ["WC2N", "5DU"]),
        ("L9", ["L9", None]),
        ("", [None, None]),
    ],
)
def test_a_postcode_is_cut_before_its_last_three_characters(typed, halves):
    found = [filled(Source("c", part), typed)[0] for part in ("first half", "second half")]
    assert found == halves


def test_a_word_becomes_its_code_in_any_case_of_letters_and_spacing():
    codes = {"general needs": "1", "none": None}
    assert filled(Source("c", "whole", codes), "General Needs ", "NONE", None) == ["1", None, None]


def test_a_word_on_no_list_stays_as_it_is_and_is_told_of():
    source = Source("c", "whole", {"flat": "1", "house": "7"})
    assert filled(source, "Flat", "Castle", "7") == ["1", "Castle", "7"]
    assert strange(source, "Flat", "Castle", "7", None) == [False, True, False, False]


def test_text_that_cannot_stand_in_a_file_of_lines_is_made_fit():
    assert filled(Source("c", "whole"), "a\r\nb\x00\x1f ", "  ") == ["a\nb", None]


@pytest.mark.parametrize(
    ("year", "month", "of"),
    [(2026, 4, 2026), (2027, 3, 2026), (27, 3, 2026), (2026, 13, None), (None, 4, None)],
)
def test_a_tenancy_is_of_the_collection_year_that_began_in_april(year, month, of):
    frame = pl.DataFrame({"y": [year], "m": [month]}, schema={"y": pl.Int64, "m": pl.Int64})
    assert frame.select(collected(pl.col("y"), pl.col("m")).alias("of"))["of"].to_list() == [of]


def in_the_file(core: TinyCore, **asked) -> list[str | None]:
    outcome = core.outcome(**asked)
    return lettings_of(outcome.run).fresh["field_13"].to_list()


def test_a_letting_of_another_year_of_the_mapping_is_left_out_and_one_of_no_year_is_not(core):
    core.let()
    core.let(start_year="25")
    core.let(start_year="16")
    core.let(start_month="")
    core.mapping += [["2025/26", 1, "owner", "whole"]]
    assert in_the_file(core, period="2026/27") == ["T1", "T3", "T4"]


def test_a_letting_that_was_uploaded_counts_in_the_report_and_not_in_the_file(core):
    core.let(submitted=date(2026, 8, 3))
    core.let()
    outcome = core.outcome()
    assert lettings_of(outcome.run).fresh["field_13"].to_list() == ["T2"]
    assert lettings_of(outcome.run).every.height == 2
    (told,) = [one.message for one in outcome.findings if one.code == "core-left-out"]
    assert told == "Left out of the upload file: 1 uploaded already. It holds 1."


def test_a_list_for_one_year_comes_before_one_for_any(core):
    core.let(needs="general")
    core.codes = [["needs", "General", "2", None], ["needs", "general", "1", "2026/27"]]
    assert lettings_of(core.outcome().run).fresh["field_4"].to_list() == ["1"]


def faults(core: TinyCore) -> dict[str, str]:
    return {one.code: one.message for one in core.outcome(period="2026/27").findings}


def test_a_column_that_the_export_does_not_have_is_told_with_the_nearest(core):
    core.let()
    core.mapping[12][2] = "tenant_cod"
    told = faults(core)["core-no-column"]
    assert told.startswith("Lettings has no column “tenant_cod”. Did you mean “tenant_code”?")


def test_a_field_that_the_upload_file_does_not_have_is_told(core):
    core.let()
    core.mapping.append(["2026/27", 148, "owner", "whole"])
    assert (
        faults(core)["core-no-field"] == "The upload file of 2026/27 has no field 148. Correct it."
    )


def test_a_year_without_a_mapping_is_told(core):
    core.let()
    core.mapping = [["2025/26", *line[1:]] for line in core.mapping if line[1] < 130]
    assert faults(core)["core-no-mapping"].startswith("There is no row for 2026/27.")


def test_fields_that_no_column_fills_are_named_together(core):
    core.let()
    core.mapping = [line for line in core.mapping if line[1] not in (20, 22)]
    assert faults(core)["core-fields-blank"] == "No column fills fields 20, 22; they stay blank."


def test_a_year_without_an_edition_gets_a_sentence(core):
    core.let()
    with pytest.raises(PmfError, match="has no edition for 2027/28; there are 2025/26 and 2026/27"):
        core.outcome(period="2027/28")


def test_without_a_period_the_year_is_reported_to_the_end_of_its_newest_month(core):
    core.let(start_month="6", void_month="5")
    outcome = core.outcome(today=None)
    assert (outcome.period, outcome.run.today) == ("2026-27", date(2026, 6, 30))
    assert "period-incomplete" not in [one.code for one in outcome.findings]


def test_lettings_are_split_between_the_organisations_that_upload(core):
    core.let()
    core.let(owner="ORG3", manager="ORG1")
    core.let(owner="ORG9", manager="ORG9")
    assert in_the_file(core) == ["T1", "T2", "T3"]
