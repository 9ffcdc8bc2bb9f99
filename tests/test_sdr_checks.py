"""Each validation of the Statistical Data Return: what passes it, what fails it, and where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pmf_plugins.sdr.checks import VALIDATIONS
from pmf_plugins.sdr.inputs import PROPERTIES

from pmf_engine.cli import _run
from pmf_engine.model.findings import Finding
from tests.command import words_of
from tests.tiny_sdr import LIVERPOOL, SEFTON, YEAR, TinySdr, moved, rented, shared, write_csv

MEDWAY = "E06000035"
JUNE = date(2025, 6, 15)
Spoil = Callable[[TinySdr], object]


@pytest.fixture
def tiny(tmp_path: Path) -> TinySdr:
    return TinySdr(tmp_path / "w")


def found(tiny: TinySdr, code: str) -> list[Finding]:
    return [one for one in tiny.outcome().findings if one.code == code]


def not_run(tiny: TinySdr) -> dict[str, str]:
    run = tiny.outcome().run
    assert run is not None
    return {one.check.function.__name__: one.not_run for one in run.checked if one.not_run}


def others(tiny: TinySdr, **homes: int) -> None:
    """Enter homes of the other returns, as they are here unless said otherwise."""
    row = {"landlord": "OVH", "year": YEAR, "homes_lcra": 1206, "homes_lcho": 1}
    tiny.rows["tsm_homes"] = [{**row, **{k: v for k, v in homes.items() if k in row}}]
    units = {"social homes owned": "owned", "social homes owned or managed": "managed"}
    mine = {"owned": 1207, "managed": 1208, "register": 1208, **homes}
    tiny.rows["units"] = [
        {"entity": "OVH", "year": YEAR, "line": line, "units": mine[key]}
        for line, key in units.items()
    ]
    tiny.rows["entities"] = [
        {"code": "OVH", "title": "One Vision", "kind": "landlord", "board_frequency": "yearly",
         "homes": mine["register"], "valid_from": date(2020, 1, 1)},
    ]  # fmt: skip


def test_a_sound_register_passes_every_validation_that_can_be_run(tiny):
    assert tiny.codes() == []
    assert set(not_run(tiny)) == {"opens_as_closed", "satisfaction", "accounts", "register"}


def test_each_validation_passes_once_others_and_last_year_are_there(tiny):
    others(tiny)
    issue_last_year(tiny)
    assert tiny.codes() == []
    assert not_run(tiny) == {}


def test_every_validation_says_its_part_its_kind_and_whose_rule_it_is():
    assert {one.part for one in VALIDATIONS} <= {"ELI", "LCR", "LCHO", "NSH", "SU", "SBS", "AR"}
    assert [one.name for one in VALIDATIONS if one.official] == ["identity"]
    assert len({one.name for one in VALIDATIONS}) == len(VALIDATIONS)


CASES: list[tuple[str, Spoil, str, str | None]] = [
    ("sdr-home-incomplete", lambda t: t.home("A1", need=None), "error", "E3"),
    ("sdr-home-incomplete", lambda t: t.home("A1", form=None), "error", "F3"),
    ("sdr-home-incomplete", lambda t: t.home("A1", rent_basis=None), "error", "J3"),
    ("sdr-home-incomplete", lambda t: t.home("H1", bedspaces=None).home("A1", form="bedspaces",
     bedspaces=1300), "error", "G2"),
    ("sdr-home-incomplete", lambda t: t.home("C1", share=None), "error", "M11"),
    ("sdr-share-full", lambda t: t.home("C1", share=100), "error", "M11"),
    ("sdr-days-backwards", lambda t: t.home("L1", acquired=date(2025, 8, 1)), "error", "O9"),
    ("sdr-disposal-incomplete", lambda t: t.home("L1", disposal_route=None), "error", "P9"),
    ("sdr-disposal-incomplete", lambda t: t.home("A1", disposal_route="demolished"), "error", "O3"),
    ("sdr-area-not-in-force", lambda t: t.rows["areas"][0].update(valid_to=date(2026, 3, 30)),
     "error", "I2"),
    ("sdr-usage-unknown", lambda t: t.home("A1", state=None), "warning", "R3"),
    ("sdr-usage-unknown", lambda t: t.home("A1", decent=None), "warning", "Q3"),
    ("sdr-identity-fails", lambda t: t.home("A1", need=None), "error", None),
    ("sdr-rent-missing", lambda t: t.home("A1", weekly_rent=None), "warning", "K3"),
    ("sdr-rent-missing", lambda t: t.home("A1", beds=None), "warning", "H3"),
    ("sdr-affordable-over-stock", lambda t: t.home("A3", rent_basis="affordable rent", need=None),
     "error", None),
    ("sdr-closing-differs", lambda t: t.home("C1", share=None), "error", None),
    ("sdr-balance-open", lambda t: t.rows["movements"].pop(0), "error", None),
    ("sdr-change-unexplained", lambda t: t.rows["movements"].pop(0), "error", "A8"),
    ("sdr-change-unexplained", lambda t: t.rows["movements"].pop(1), "error", "A9"),
    ("sdr-change-unexplained", lambda t: t.add("movements", moved("A1", "built", JUNE)), "error",
     "A5"),
    ("sdr-change-unexplained", lambda t: t.add("movements", moved("A1", "demolished", JUNE)),
     "error", "A5"),
    ("sdr-change-differs", lambda t: t.home("G1", acquired=JUNE), "warning", "A2"),
    ("sdr-change-differs", lambda t: t.home("L1", disposed=JUNE), "warning", "A3"),
    ("sdr-change-differs", lambda t: t.home("L1", disposal_route="demolished"), "warning", "A3"),
    ("sdr-change-differs", lambda t: t.home("V1", tenure="non-social rental",
     rent_basis="market rent"), "warning", "A4"),
    ("sdr-rent-outside-band", lambda t: t.home("A3", weekly_rent=111), "warning", None),
    ("sdr-rent-outside-band", lambda t: t.home("A3", weekly_rent=89), "warning", None),
    ("sdr-rent-over-cap", lambda t: t.home("A1", weekly_rent=130.01), "warning", "K3"),
    ("sdr-rent-over-formula", lambda t: t.home("A2", weekly_rent=105.01), "warning", "K4"),
    ("sdr-table-twice", lambda t: twice(t), "error", "A2"),
]  # fmt: skip


def twice(tiny: TinySdr) -> None:
    (tiny.root / "workbooks").mkdir(parents=True, exist_ok=True)
    path = tiny.root / "workbooks" / "properties.csv"
    write_csv(path, list(PROPERTIES.columns), tiny.rows["properties"])
    tiny.files["stock_properties"] = path.name


@pytest.mark.parametrize(
    ("code", "spoil", "level", "cell"), CASES, ids=lambda one: None if callable(one) else str(one)
)
def test_what_is_wrong_is_told_at_its_cell(tiny, code, spoil, level, cell):
    spoil(tiny)
    told = found(tiny, code)
    assert told, tiny.codes()
    assert {str(one.level) for one in told} == {level}
    assert cell in [one.cell for one in told]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t.home("A3", weekly_rent=110).home("B1", weekly_rent=89),
        lambda t: t.home("A1", weekly_rent=116),
        lambda t: t.home("A2", weekly_rent=105),
        lambda t: t.home("D1", weekly_rent=500),  # no cap is entered for affordable rent
        lambda t: t.home("M1", need=None, state=None, decent=None),  # somebody else's home
        lambda t: t.home("A1", rent_basis="intermediate rent", weekly_rent=None),
        lambda t: t.home("C1", share=99.9),
    ],
)
def test_what_lies_within_limits_or_needs_nothing_is_not_told(tiny, spoil):
    spoil(tiny)
    assert tiny.codes() == []


@pytest.mark.parametrize(
    ("homes", "sheet", "cell"),
    [
        ({"homes_lcra": 1205}, "TSM_Landlords", "C2"),
        ({"homes_lcho": 2}, "TSM_Landlords", "D2"),
        ({"owned": 1206}, "Units", "D2"),
        ({"managed": 1207}, "Units", "D3"),
        ({"register": 1}, "Entities", "F2"),
    ],
)
def test_other_returns_accounts_and_register_must_have_the_same_homes(tiny, homes, sheet, cell):
    others(tiny, **homes)
    (finding,) = found(tiny, "sdr-homes-differ")
    assert (finding.sheet, finding.cell, str(finding.level)) == (sheet, cell, "warning")


def issue_last_year(tiny: TinySdr) -> None:
    tiny.add("landlords", {**tiny.rows["landlords"][0], "year": "2024/25"})
    tiny.write()
    where = ["--workspace", str(tiny.root)]
    assert _run(["run", "sdr", "--period", "2024/25", "--entity", "OVH", *where]) == 0
    made = tiny.root / "outputs" / "sdr" / "OVH" / "2024-25" / "sdr-return-OVH-2024-25.xlsx"
    assert _run(["issue", str(made), *where]) == 0


def test_the_year_must_open_as_last_years_issued_return_closed(tiny):
    issue_last_year(tiny)
    assert found(tiny, "sdr-opening-differs") == []
    tiny.home("A1", acquired=JUNE).add("movements", moved("A1", "bought", JUNE))
    (finding,) = found(tiny, "sdr-opening-differs")
    assert "opens with 1,205 homes, and last year's issued return closed with 1,206" in (
        finding.message.replace("\u00a0", " ")
    )


def test_a_total_that_is_one_more_than_its_parts_fails_as_one_published_row_did(tiny):
    homes = [
        {**rented(f"M{at}"), "la": MEDWAY, "need": "general needs" if at else None}
        for at in range(3037)
    ]
    tiny.rows["areas"].append({"code": MEDWAY, "name": "Medway", "valid_from": date(2009, 4, 1)})
    path = tiny.root / "workbooks" / "properties.csv"
    path.parent.mkdir(parents=True)
    write_csv(path, list(PROPERTIES.columns), homes)
    tiny.files["stock_properties"] = path.name
    tiny.rows["properties"] = tiny.rows["movements"] = []
    told = [one.message for one in found(tiny, "sdr-identity-fails")]
    assert told[0].startswith(
        "Medway (E06000035): the register holds 3,037 social homes, the total is 3,036 and its"
        " groups add up to 3,036."
    )
    homes[0]["need"] = "general needs"
    write_csv(path, list(PROPERTIES.columns), homes)
    assert found(tiny, "sdr-identity-fails") == []


def test_an_adjusted_total_that_is_not_its_parts_fails_too(tiny):
    tiny.rows["adjustments"] = [
        {"figure": f"sdr/OVH/2025-26/lcr/{SEFTON}/total", "period": "2025-26", "value": 1300,
         "reason": "A recount.", "approved_by": "Director", "approved_on": date(2026, 5, 1)},
    ]  # fmt: skip
    (finding,) = found(tiny, "sdr-identity-fails")
    assert finding.message.startswith("Sefton")


def test_a_code_that_ended_is_in_force_for_the_returns_before(tiny):
    tiny.rows["areas"][0]["valid_to"] = date(2025, 3, 31)
    assert found(tiny, "sdr-area-not-in-force")
    tiny.rows["areas"].append({"code": SEFTON, "name": "Sefton", "valid_from": date(2025, 4, 1)})
    assert found(tiny, "sdr-area-not-in-force") == []


def test_more_homes_used_than_there_are_fails(tiny):
    tiny.rows["adjustments"] = [
        {"figure": "sdr/OVH/2025-26/su/gn_sc/let", "period": "2025-26", "value": 40,
         "reason": "A recount.", "approved_by": "Director", "approved_on": date(2026, 5, 1)},
    ]  # fmt: skip
    (finding,) = found(tiny, "sdr-usage-over-stock")
    assert "41 are let or vacant, and the stock is 5" in finding.message


def test_a_limit_of_an_authority_comes_before_that_of_everywhere_and_newer_before_older(tiny):
    own = {"rent_basis": "social rent", "beds": 2, "la": LIVERPOOL, "band_high": 107}
    tiny.add("limits", {**own, "valid_from": date(2025, 4, 1)})
    assert len(found(tiny, "sdr-rent-outside-band")) == 1
    tiny.add("limits", {**own, "valid_from": date(2026, 3, 31), "band_high": 109})
    assert found(tiny, "sdr-rent-outside-band") == []
    tiny.add("limits", {**own, "valid_from": date(2026, 4, 1), "band_high": 1})
    assert found(tiny, "sdr-rent-outside-band") == []


def test_a_fault_of_many_homes_is_told_twenty_times_and_the_rest_counted(tiny):
    tiny.add("properties", *(rented(f"X{at}", state=None) for at in range(30)))
    told = found(tiny, "sdr-usage-unknown")
    assert len(told) == 21
    assert told[-1].message == "10 more homes have the same fault. Filter state to find them all."


def test_a_landlord_without_homes_is_told_so(tiny):
    tiny.add("landlords", {"landlord": "NEW", "name": "New", "year": YEAR})
    codes = {one.code for one in tiny.outcome(entity="NEW").findings}
    assert "sdr-no-homes" in codes


def test_a_home_of_two_owners_in_turn_moves_from_one_to_the_other(tiny):
    day = date(2025, 10, 1)
    tiny.home("A1", disposed=day, disposal_route="transferred out")
    tiny.add("properties", rented("A1", owner="PCHA", manager="PCHA", acquired=day))
    tiny.add("movements", moved("A1", "transferred out", day))
    tiny.add("movements", moved("A1", "transferred in", day, owner="PCHA"))
    assert tiny.codes() == []
    assert tiny.figures()["sbs/lcr/transferred_out"].value == 1


def test_shared_ownership_bought_out_in_full_and_left_as_it_was_is_told(tiny):
    tiny.add("properties", shared("C2", share=100))
    assert "sdr-share-full" in tiny.codes()
    assert "sdr-identity-fails" in tiny.codes()


def draft(tiny: TinySdr) -> Path:
    tiny.write()
    where = ["--workspace", str(tiny.root), "--entity", "OVH", "--period", YEAR]
    assert _run(["run", "sdr", *where]) == 1
    folder = tiny.root / "outputs" / "sdr" / "OVH" / "2025-26"
    assert not folder.exists()
    assert _run(["run", "sdr", "--draft", *where]) in (0, 1)
    return folder


def test_a_hard_validation_stops_the_return_and_a_draft_lists_the_homes(tiny):
    tiny.rows["movements"].pop(0)
    folder = draft(tiny)
    (made,) = folder.glob("sdr-return*.xlsx")
    book = openpyxl.load_workbook(made)
    homes = [row[:3] for row in book["SBS changes"].values if row[0] == "G1"]
    assert homes == [("G1", "low cost rental", "Came in, and no movement says how")]
    results = {row[4]: row[5] for row in book["Validations"].values if row[1] == "Hard"}
    assert results["Movements explain every change"] == "■ Failed"
    assert results["The balance sheet adds up"] == "■ Failed"
    assert results["Total social stock is its parts"] == "● Passed"
    (pack,) = folder.glob("sdr-OVH*.docx")
    assert "2 hard validations must be put right before submission" in words_of(pack)


@pytest.mark.parametrize("column", sorted(set(PROPERTIES.columns) - {"property"}))
def test_a_cell_that_cannot_be_read_is_told_and_a_draft_can_still_be_built(tiny, column):
    odd = {"weekly_rent": "a lot", "service_charge": "n/a", "bedspaces": "some", "beds": "two",
           "share": 0.5, "acquired": "long ago", "disposed": "soon"}  # fmt: skip
    tiny.home("C1", **{column: odd.get(column, "?")})
    told = [one for one in tiny.outcome().findings if str(one.level) == "error"]
    if column in ("owner", "manager"):  # any code can be an owner: the home is somebody else's
        assert told == []
        return
    assert told[0].cell == f"{chr(65 + list(PROPERTIES.columns).index(column))}11"
    assert list(draft(tiny).glob("*.xlsx"))
