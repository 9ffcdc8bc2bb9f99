"""The Statistical Data Return of the sample: its documents, and a recount of the register."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_engine.cli import _run
from tests.command import words_of
from tests.tiny import ROOT

END, START = date(2026, 3, 31), date(2025, 3, 31)
PARTS = ("eli", "lcr", "lcho", "nsh", "su", "sbs", "ar")
Row = Mapping[str, Any]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample's returns, that of OVH for the year before issued."""
    root = tmp_path_factory.mktemp("sample")
    for name in ("workbooks", "report_templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "pmf.toml", root)
    where = ["--workspace", str(root)]
    assert _run(["run", "sdr", *where, "--entity", "OVH", "--period", "2024/25"]) == 0
    before = root / "outputs" / "sdr" / "OVH" / "2024-25" / "review-OVH-2024-25.docx"
    assert _run(["issue", str(before), *where]) == 0
    assert _run(["run", "sdr", *where, "--entity", "all"]) == 0
    yield root / "outputs" / "sdr"


def place(out: Path, entity: str, name: str) -> Path:
    stem, dot, ending = name.rpartition(".")
    return out / entity / "2025-26" / f"{stem}-{entity}-2025-26{dot}{ending}"


def rows_of(out: Path, entity: str, part: str) -> dict[str, dict[str, str]]:
    text = place(out, entity, f"sdr-{part}.csv").read_bytes().decode("utf-8")
    assert text.count("\r\n") == text.count("\n")
    return {row["line"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture(scope="module")
def register() -> list[Row]:
    """The sample's register as openpyxl reads it."""
    book = openpyxl.load_workbook(ROOT / "workbooks" / "stock.xlsx", read_only=True)
    header, *rows = book["Properties"].values
    book.close()
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def held(register: list[Row]) -> list[Row]:
    """The homes of OVH at 31 March 2026."""
    return [one for one in register if one["owner"] == "OVH" and stands(one, END)]


def stands(home: Row, day: date) -> bool:
    left = home["disposed"]
    return home["acquired"].date() <= day and (left is None or left.date() > day)


def group(home: Row) -> str:
    if home["tenure"] == "low cost home ownership":
        return "lcho"
    if home["need"] != "general needs":
        return "sh_hop"
    return "gn_sc" if home["form"] == "self-contained" else "gn_bsp"


def test_a_recount_of_the_register_gives_the_stock_by_authority(out, held):
    counts: Counter[tuple[str, str]] = Counter()
    for home in held:
        if home["tenure"].startswith("low cost"):
            for area in (home["la"], "total"):
                for name in (group(home), "total"):
                    counts[area, name] += home["bedspaces"] or 1
    told = {**rows_of(out, "OVH", "lcr"), **rows_of(out, "OVH", "lcho")}
    names = ("gn_sc", "gn_bsp", "sh_hop", "lcho", "total")
    stock = {
        line: int(row["value"]) for line, row in told.items() if line.rsplit("/", 1)[1] in names
    }
    assert stock == {slot: counts[tuple(slot.split("/")[1:])] for slot in stock}
    assert stock["lcr/total/total"] == 12_961
    assert len(stock) == 5 * 9


def test_a_recount_gives_the_average_rents(out, held):
    rents: defaultdict[str, list[Decimal]] = defaultdict(list)
    parts = {"social rent": "lcr", "affordable rent": "ar"}
    for home in held:
        if home["form"] == "self-contained" and home["weekly_rent"] is not None:
            kind = "gn" if home["need"] == "general needs" else "sh"
            rent = Decimal(str(home["weekly_rent"]))
            part = parts[home["rent_basis"]]
            rents[f"{part}/{home['la']}/{kind}-{min(home['beds'], 6)}"].append(rent)
            rents[f"{part}/all"].append(rent)
    told = {**rows_of(out, "OVH", "lcr"), **rows_of(out, "OVH", "ar")}
    shown = {slot: told[f"{slot}/rent"]["value"] for slot in rents}
    pence = Decimal("0.01")
    means = {slot: sum(found) / len(found) for slot, found in rents.items()}
    assert shown == {slot: str(mean.quantize(pence, ROUND_HALF_UP)) for slot, mean in means.items()}
    assert len(means) > 100


def test_a_recount_gives_usage_and_the_balance_sheet(out, register, held):
    book = openpyxl.load_workbook(ROOT / "workbooks" / "stock.xlsx", read_only=True)
    header, *rows = book["Stock_Movements"].values
    moves = [dict(zip(header, row, strict=True)) for row in rows]
    book.close()
    mine = [m for m in moves if m["owner"] == "OVH" and START < m["moved_on"].date() <= END]
    turned = {m["property"] for m in mine if m["kind"] == "converted"}
    opened = [one for one in register if one["owner"] == "OVH" and stands(one, START)]
    rental = [one for one in opened if one["tenure"] == "low cost rental"]
    shared = [one for one in opened if one["tenure"] == "low cost home ownership"
              or one["property"] in turned]  # fmt: skip
    sheet = {line: int(row["value"]) for line, row in rows_of(out, "OVH", "sbs").items()}
    assert sheet["sbs/lcr/opening"] == sum(one["bedspaces"] or 1 for one in rental)
    assert sheet["sbs/lcho/opening"] == len(shared)
    kinds = Counter(m["kind"] for m in mine)
    built = sheet["sbs/lcr/built"] + sheet["sbs/lcho/built"]
    assert (built, sheet["sbs/lcr/right_to_buy"], sheet["sbs/lcho/converted_out"]) == (
        kinds["built"], kinds["right to buy or acquire"], kinds["converted"],
    )  # fmt: skip
    states = Counter(
        one["state"] for one in held if group(one) == "gn_sc" and one["tenure"] == "low cost rental"
    )
    usage = rows_of(out, "OVH", "su")
    told = [int(usage[f"su/gn_sc/{key}"]["value"]) for key in ("let", "available", "unavailable")]
    assert told == [
        states["let"], states["vacant and available"], states["vacant and not available"],
    ]  # fmt: skip


def test_each_part_has_a_csv_file_with_the_codes_of_published_data(out):
    for part in PARTS:
        assert rows_of(out, "OVH", part)
    row = rows_of(out, "OVH", "lcr")["lcr/E08000014/gn_sc"]
    assert (row["field"], row["la_code"], row["la_name"]) == (
        "LA_GN_SC_Own", "E08000014", "Sefton",
    )  # fmt: skip
    total = rows_of(out, "OVH", "lcr")["lcr/E08000014/total"]
    assert (total["field"], total["verified"]) == ("Total Social Stock", "yes")
    assert rows_of(out, "OVH", "ar")["ar/all/rent"]["verified"] == "no"


def test_earlier_years_carry_the_codes_of_their_own_publication():
    from pmf_plugins.sdr.forms import field

    from pmf_engine.model.periods import Period

    assert field("gn_sc", Period.parse("2023/24")) == "CLCRR025_LA_GN_SC_Own"
    assert field("total", Period.parse("2023/24")) == ""
    assert field("sh_hop", Period.parse("2030/31")) == "LA_SHHOP"


def test_the_short_form_leaves_home_ownership_blank_and_says_why(out):
    row = rows_of(out, "PCHA", "lcho")["lcr/total/lcho"]
    assert (row["value"], row["note"]) == ("", "the short form does not count it")
    (only,) = rows_of(out, "PCHA", "ar").values()
    assert (only["value"], only["note"][:30]) == ("", "The short form does not ask fo")
    assert rows_of(out, "PCHA", "lcr")["lcr/total/total"]["value"] == "546"


def test_the_pack_says_how_the_return_stands_and_shows_every_part(out):
    text = words_of(place(out, "OVH", "sdr.docx"))
    assert "One Vision Housing has 12,961 homes of total social stock." in text
    assert "No hard validation failed; 4 soft ones must be explained." in text
    for heading in (
        "Validations",
        "Stock by local authority",
        "Stock usage",
        "Stock balance sheet",
    ):
        assert heading in text
    with zipfile.ZipFile(place(out, "OVH", "sdr.docx")) as package:
        charts = [name for name in package.namelist() if name.startswith("word/charts/chart")]
        drawn = package.read("word/document.xml").decode()
    assert len(charts) == 1
    assert "Stacked bar chart of social homes by local authority. Sefton 7,79" in drawn
    assert "{{" not in text and "{%" not in text


def test_the_review_compares_with_last_years_issued_return(out):
    text = words_of(place(out, "OVH", "review.docx"))
    assert "Compared with the return for 2024/25 issued on" in text
    assert "+0.5%" in text  # 12,900 to 12,961


def test_the_workbook_shows_validations_as_hard_or_soft_official_or_ours(out):
    book = openpyxl.load_workbook(place(out, "OVH", "sdr-return.xlsx"))
    rows = [row for row in book["Validations"].values if row[0] in {p.upper() for p in PARTS}]
    kinds = Counter((row[1], row[3]) for row in rows)
    assert kinds == {("Hard", "Official"): 1, ("Hard", "Ours"): 10, ("Soft", "Ours"): 8}
    opens = next(row for row in rows if row[4] == "Opens as last year closed")
    assert opens[5] == "● Passed"
    caps = next(row for row in rows if row[4] == "Rents under their caps")
    assert caps[5] == "▲ To explain" and "above the cap of £190.00" in caps[6]
    assert set(book.sheetnames) >= {"ELI", "LCR", "LCR rents", "LCHO", "NSH", "SU", "SBS", "AR"}
    assert "LA_SHHOP" in book["LCR"]["A2"].value
    assert "Validations of this part: 3 hard, none failed; 5 soft, 3 failed." in (
        book["LCR rents"]["A2"].value
    )


def test_the_group_is_an_overview_and_says_that_it_is_not_submitted(out):
    text = words_of(place(out, "SOVINI", "sdr.docx"))
    assert "The group makes no return: this adds up" in text
    assert "Sovini has 13,513 homes of total social stock." in text
