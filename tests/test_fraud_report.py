"""The fraud report: totals by hand, nil returns, bad rows, and names that go nowhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmf_plugins.fraud_report import inputs
from pmf_plugins.fraud_report.report import report

from pmf_engine.definitions import case_faults, load_cases, load_definitions
from pmf_engine.framework.privacy import WITHHELD, Names
from tests.command import Pmf, cells_of, words_of
from tests.tiny import Tiny, entity
from tests.workbooks import save
from tools import return_template

PEOPLE = ("Quentin Zzyzx", "Mrs Ottoline Brackenbury", "Fitzwilliam Ng")
YEAR, BEFORE = "2025/26", "2024/25"


def case(reference: str, **changes: Any) -> dict[str, Any]:
    return {
        "reference": reference, "entity": "OVH", "year": YEAR, "type": "Procurement",
        "state": "proven", "found_on": date(2025, 6, 2), "found_by": "audit", "loss": 1000,
        "recovered": 250, "failed_control": "One person could order and approve.",
        "action": "Two people approve.", "action_owner": "Head of Procurement",
        "action_due": date(2025, 12, 31), "action_done": date(2025, 12, 1), "police": "no",
        "people": "; ".join(PEOPLE), "details": f"{PEOPLE[0]} told the auditor.", **changes,
    }  # fmt: skip


def year(nil: str = "no", **changes: Any) -> dict[str, Any]:
    told = {"confirmed_by": "Director of Finance", "confirmed_on": date(2026, 7, 16)}
    return {"entity": "OVH", "year": YEAR, "nil_return": nil, **told, **changes}


def sheet(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> list[list[Any]]:
    names = list(columns)
    return [names, *([row.get(name) for name in names] for row in rows)]


def write(tiny: Tiny, years: list[dict[str, Any]], *cases: dict[str, Any]) -> None:
    group = entity("GRP", kind="group", parent=None, homes=None)
    tiny.rows["entities"] = [group, entity("OVH", homes=13000), entity("PCHA", homes=500)]
    tiny.write()
    save(tiny.path("fraud"), {
        "Fraud_Years": sheet(inputs.YEARS.columns, years),
        "Fraud_Cases": sheet(inputs.CASES.columns, cases),
    })  # fmt: skip


def figures(pmf: Pmf) -> dict[str, dict[str, Any]]:
    said = pmf("figures", "fraud-report", "--entity", "OVH", "--period", YEAR, "--json")
    return {one["id"].split("/", 3)[3]: one for one in said.json["figures"]}


def values(pmf: Pmf, *slots: str) -> list[str | None]:
    found = figures(pmf)
    return [found[slot]["value"] for slot in slots]


def codes(pmf: Pmf, level: str = "error") -> list[str]:
    words = ("--entity", "OVH", "--period", YEAR, "--json")
    return pmf("check", "fraud-report", *words).codes(level)


def run(pmf: Pmf, *words: str, status: int = 0) -> Path:
    said = pmf("run", "fraud-report", "--entity", "OVH", "--period", YEAR, *words)
    assert said.status == status, said.out + said.err
    return pmf.root / "outputs" / "fraud-report" / "OVH" / "2025-26"


def test_the_worked_cases_hold() -> None:
    assert report.definitions is not None
    found = case_faults(
        load_definitions(report.definitions),
        load_cases(report.definitions.with_name("cases.yaml")),
    )
    assert found == []


def test_the_year_adds_up_by_hand(pmf: Pmf, tiny: Tiny) -> None:
    write(
        tiny, [year()],
        case("A", loss=1200.5, recovered=200),
        case("B", type="Tenancy fraud", state="suspected", loss=800, recovered=0, police="yes"),
        case("C", state="not proven", loss=9999, recovered=9999),
        case("D", entity="PCHA", loss=5000),
        case("E", year=BEFORE, found_on=date(2024, 6, 1), loss=70, recovered=7),
    )  # fmt: skip
    slots = ("cases", "loss", "recovered", "net-loss", "proven", "police", "actions-open")
    assert values(pmf, *slots) == ["2", "2000.5", "200", "1800.5", "1", "1", "0"]
    assert Decimal(figures(pmf)["recovery-rate"]["value"]) == Decimal(200) / Decimal("2000.5") * 100
    assert values(pmf, "type/tenancy-fraud/loss", "type/procurement/loss") == ["800", "1200.5"]
    assert "year/2024-25/loss" in figures(pmf)


def test_every_figure_of_the_regulators_form_is_marked_unverified(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], case("A"))
    shown = {slot: one["display"] for slot, one in figures(pmf).items()}
    assert shown["loss"] == "£1,000 [u]" and shown["cases"] == "1\u00a0case [u]"
    assert "[u]" not in shown["known-loss"]
    folder = run(pmf)
    sentence = "4 formulas have not been confirmed against the source"
    for name in ("fraud-report", "review"):
        assert sentence in words_of(folder / f"{name}-OVH-2025-26.docx")
    about = cells_of(folder / "fraud-report-OVH-2025-26.xlsx", "Formulas")
    assert any(sentence in str(cell) for row in about for cell in row)


def test_a_nil_return_is_nought_and_not_missing(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year("yes")], case("C", state="not proven"))
    assert values(pmf, "cases", "loss", "net-loss") == ["0", "0", "0"]
    assert figures(pmf)["recovery-rate"]["value"] is None
    assert codes(pmf) == []
    words = words_of(run(pmf) / "fraud-report-OVH-2025-26.docx")
    assert "OVH Homes reports no fraud for 2025/26: a nil return." in words
    assert "The cases" not in words


def test_a_year_that_nobody_entered_is_missing_and_not_nil(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year(entity="PCHA"), year("yes", year=BEFORE)])
    found = figures(pmf)
    assert found["cases"]["missing"] == "cases: there is no row for 2025/26 in Fraud_Years"
    assert codes(pmf) == ["fraud-no-year"]
    assert "fraud-landlord-missing" in codes(pmf, "warning")


def test_a_blank_loss_is_not_nought(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], case("A"), case("B", loss=None, recovered=None))
    found = figures(pmf)
    assert found["loss"]["missing"] == "loss: the loss is not yet known for 1 of 2"
    assert found["net-loss"]["value"] is None and found["known-loss"]["value"] == "1000"
    assert codes(pmf, "warning") == ["fraud-amount-unknown"]
    words = words_of(run(pmf) / "fraud-report-OVH-2025-26.docx")
    assert "£1,000 is known to be lost so far." in words
    assert "Lost to fraud: the loss is not yet known for 1 of 2." in words


@pytest.mark.parametrize(
    ("nil", "changes", "level", "code"),
    [
        ("yes", {}, "error", "fraud-nil-with-cases"),
        ("no", {"state": "not proven"}, "error", "fraud-no-cases"),
        ("no", {"recovered": 1001}, "error", "fraud-recovered-over-loss"),
        ("no", {"found_on": date(2026, 4, 1)}, "error", "fraud-wrong-year"),
        ("no", {"failed_control": None}, "warning", "fraud-incomplete"),
        ("no", {"action": None}, "warning", "fraud-incomplete"),
        ("no", {"action_owner": None}, "warning", "fraud-incomplete"),
        ("no", {"action_done": None}, "warning", "fraud-action-late"),
        ("no", {"loss": -5}, "error", "cell-too-small"),
        ("no", {"type": "Magic"}, "error", "cell-not-a-choice"),
        ("no", {"loss": "lots"}, "error", "cell-not-a-number"),
    ],
)
def test_a_bad_row_is_found(
    pmf: Pmf, tiny: Tiny, nil: str, changes: dict[str, Any], level: str, code: str
) -> None:
    write(tiny, [year(nil)], case("A", **changes))
    assert code in codes(pmf, level)


def test_an_action_due_today_is_not_late(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], case("A", action_done=None, action_due=date(2026, 9, 30)))
    assert "fraud-action-late" not in codes(pmf, "warning")
    assert values(pmf, "actions-open") == ["1"]


# Names


def everything(root: Path) -> dict[str, bytes]:
    """Every file of a workspace but its workbooks, the parts of packages unpacked."""
    found = {}
    for path in root.rglob("*"):
        if not path.is_file() or path.parent.name == "workbooks":
            continue
        data = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                found |= {f"{path}!{name}": package.read(name) for name in package.namelist()}
        else:
            found[str(path)] = data
    return found


def parts_of_names() -> list[str]:
    words = [part for name in PEOPLE for part in name.split()]
    return [word for word in words if word not in ("Mrs", "Ng")]


def leaks(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if any(part in text for part in parts_of_names())]


@pytest.fixture(params=["right", "wrong"])
def planted(request: pytest.FixtureRequest, pmf: Pmf, tiny: Tiny) -> Pmf:
    """Names planted in the personal columns, in rows that are right, and in some that are not."""
    rows = [case("A"), case("B", people=PEOPLE[1], details=f"Ask {PEOPLE[2]}.")]
    if request.param == "wrong":
        rows += [
            case("C", loss=f"{PEOPLE[0]} knows"),
            case("D", type=PEOPLE[1]),
            case("D", failed_control=f"Mr Zzyzx held both keys; so did {PEOPLE[2]}."),
            case("E", action=f"{PEOPLE[1].upper()} no longer approves.", action_owner=PEOPLE[0]),
            case(PEOPLE[2], entity=PEOPLE[0]),
            case("Zzyzx-1"),
        ]
    write(tiny, [year()], *rows)
    return pmf


def test_no_name_gets_into_any_output_ledger_cache_json_or_message(planted: Pmf) -> None:
    said = []
    words = ("--entity", "OVH", "--period", YEAR)
    for command in ("check", "figures", "run"):
        for extra in ((), ("--json",)):
            told = planted(command, "fraud-report", *words, *extra)
            said += [told.out, told.err]
    told = planted("run", "fraud-report", *words, "--draft", "--json")
    said += [told.out, told.err]
    for command in (("explain", "loss"), ("history", "loss"), ("calendar",)):
        for extra in ((), ("--json",)):
            told = planted(*command, *extra)
            said += [told.out, told.err]
    assert leaks(said) == []
    files = everything(planted.root)
    assert any("/.pmf/ledger/" in name for name in files)
    assert any(name.endswith("!word/document.xml") for name in files)
    held = {name: data.decode("utf-8", errors="ignore") for name, data in files.items()}
    assert [name for name, text in held.items() if leaks([text])] == []


def test_a_name_in_free_text_stops_the_report_and_the_cell_is_named(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], case("A", failed_control="Zzyzx held both keys."))
    said = pmf("check", "fraud-report", "--entity", "OVH", "--period", YEAR, "--json")
    (found,) = [one for one in said.findings if one["level"] == "error"]
    assert (found["code"], found["cell"]) == ("fraud-name", "J2")
    run(pmf, status=1)


def test_a_draft_leaves_a_name_out(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], case("A", failed_control="Quentin Zzyzx held both keys."))
    words = words_of(run(pmf, "--draft") / "fraud-report-OVH-2025-26.docx")
    assert f"{WITHHELD} held both keys." in words and "Zzyzx" not in words


def test_cases_are_never_cached(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], case("A", failed_control="A very rare control, uvwxyz."))
    run(pmf)
    cache = list((tiny.root / ".pmf" / "cache").rglob("*"))
    held = b"".join(path.read_bytes() for path in cache if path.is_file())
    assert cache and b"uvwxyz" not in held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The price rose", False), ("Mr Price rose", True), ("PRICE rose", True),
        ("anna price rose", True), ("Anna went", True), ("Annabel went", False),
        ("Dr Li went", True), ("li went", False), ("an O'Neil", True), ("the doctor", False),
        ("", False),
        ("Ann\u00a0 a", False), ("anna\u00a0price", True),
    ],
)  # fmt: skip
def test_a_name_is_found_whole_or_by_a_part_spelt_as_a_name(text: str, held: bool) -> None:
    assert Names(["Dr Anna Price", "Li", "Pat O'Neil", "Anna Price"]).within(text) is held


@given(
    st.lists(st.from_regex(r"[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}", fullmatch=True), min_size=1),
    st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True)),
)
def test_what_is_left_holds_no_name(people: list[str], words: list[str]) -> None:
    names = Names(people)
    text = " ".join([*words, *people, *words])
    left = names.left_out(text)
    assert not names.within(left) or any(w.title() in " ".join(people) for w in words)
    assert WITHHELD in left
    assert names.left_out("a b c") == "a b c"


# Proof


@settings(max_examples=8, deadline=None)
@given(st.permutations(["A", "B", "C"]), st.integers(1, 899))
def test_order_of_rows_and_a_loss_split_over_two_cases_leave_the_sums(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], part: int
) -> None:
    def totals(*rows: dict[str, Any]) -> dict[str, Decimal | None]:
        tiny = Tiny(tmp_path_factory.mktemp("w"))
        write(tiny, [year()], *rows)
        (outcome,) = tiny.engine().outcomes("fraud-report", "OVH")
        assert outcome.run is not None
        sums = ("loss", "recovered", "net-loss", "recovery-rate")
        return {key: outcome.run.figures[key].value for key in sums}

    rows = {"A": case("A", loss=900, recovered=0), "B": case("B", loss=300), "C": case("C")}
    split = [case("A1", loss=part, recovered=0), case("A2", loss=900 - part, recovered=0)]
    whole = totals(*rows.values())
    assert totals(*split, *(rows[key] for key in order if key != "A")) == whole
    assert totals(*(rows[key] for key in order)) == whole


def test_last_years_issued_return_is_what_the_review_compares_with(pmf: Pmf, tiny: Tiny) -> None:
    before = case("E", year=BEFORE, found_on=date(2024, 6, 1), loss=500, recovered=0)
    write(tiny, [year(), year(year=BEFORE)], case("A"), before)
    pmf("run", "fraud-report", "--entity", "OVH", "--period", BEFORE)
    pmf("issue", pmf.root / "outputs/fraud-report/OVH/2024-25/fraud-report-OVH-2024-25.docx")
    words = words_of(run(pmf) / "review-OVH-2025-26.docx")
    assert "Compared with the return for 2024/25" in words
    assert "£500 [u]\n£1,000 [u]\n+100.0%\n■ Say why" in words
    assert words.startswith("Check list\n")


def test_the_review_template_is_that_of_every_return() -> None:
    from tools.template_kit import make

    own = return_template.target("fraud-report", "2014-15").read_bytes()
    assert own == make(return_template.PLAN)


def test_the_sample_has_a_nil_return_and_no_name_in_its_outputs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tools.sample import fraud

    rows = fraud.tables()["cases"]
    told = [row["people"] for row in rows if row["people"] != "unknown sender"]
    people = [name.strip() for cell in told for name in cell.split(";")]
    pmf = Pmf(tmp_path / "w", capsys)
    pmf.bare("init", pmf.root)
    assert pmf("run", "fraud-report", "--entity", "all", "--period", YEAR).status == 0
    held = [data.decode("utf-8", errors="ignore") for data in everything(pmf.root).values()]
    words = {word for name in people for word in name.split()}
    assert [w for w in words if any(w in text for text in held)] == []
    assert any("a nil return" in text for text in held)


def test_an_action_that_begins_as_a_formula_stays_text(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], case("A", action="+HYPERLINK(1)"))
    book = run(pmf) / "fraud-report-OVH-2025-26.xlsx"
    assert any("+HYPERLINK(1)" in str(cell) for row in cells_of(book, "Causes") for cell in row)
    with zipfile.ZipFile(book) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in package.read(name) for name in sheets)
