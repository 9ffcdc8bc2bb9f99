"""The sample workspace's data: rebuilt byte for byte, true to the contract, and full of stories."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.measures.progress import Action, Milestone, State, action_state
from pmf_engine.model.periods import Period
from tools.sample import indicators, thread
from tools.sample.__main__ import build

MADE = [
    "indicators.xlsx", "golden_thread.xlsx", "tenant_satisfaction.xlsx", "stock.xlsx",
    "core_lettings.xlsx",
]  # fmt: skip
WORKBOOKS = Path(__file__).parent.parent / "workbooks"
SEPTEMBER = Period.month(2026, 9)
TODAY = date(2026, 10, 23)
ROWS: dict[str, list[dict[str, Any]]] = indicators.tables() | thread.tables()
TABLES = INDICATOR_INPUTS | THREAD_INPUTS
INDICATORS = {row["code"]: row for row in ROWS["indicators"]}
SPIN = (
    "only|just|despite|significant|robust|strong|excellent|pleasing|challenging|unfortunately|"
    "slightly|broadly|trend|statistically|due to|driven by|thanks to|as a result|going forward"
)


def newest() -> dict[tuple[str, Period], dict[str, Any]]:
    rows = sorted(ROWS["monthly"], key=lambda row: row["entered_on"])
    return {(row["code"], row["month"]): row for row in rows}


NEWEST = newest()


def figure(code: str, month: Period = SEPTEMBER) -> Decimal | None:
    row = NEWEST.get((code, month))
    if row is None or row["value"] is not None:
        return row and row["value"]
    if not row["denominator"]:
        return None
    return row["numerator"] / row["denominator"] * Decimal(INDICATORS[code]["scale"])


def verdict(code: str, month: Period = SEPTEMBER) -> str:
    value, end = figure(code, month), month.end_date
    in_force = [t for t in ROWS["targets"] if t["code"] == code and t["valid_from"] <= end]
    if not in_force:
        return "data only"
    if value is None:
        return "missing"
    row = max(in_force, key=lambda target: target["valid_from"])
    polarity = row["polarity"] or INDICATORS[code]["polarity"]
    if polarity == "goldilocks":
        spans = (("green", "lower", "upper"), ("amber", "outer_lower", "outer_upper"))
        inside = (colour for colour, low, high in spans if row[low] <= value <= row[high])
        return next(inside, "red")
    sign = 1 if polarity == "maximise" else -1
    marks = (("green", row["target"]), ("amber", row["amber"]))
    met = (colour for colour, mark in marks if mark is not None and sign * value >= sign * mark)
    return next(met, "red")


def due_month(code: str) -> Period:
    return Period.month(2026, 3) if INDICATORS[code]["frequency"] == "yearly" else SEPTEMBER


def september(entity: str) -> dict[str, str]:
    codes = [code for code, row in INDICATORS.items() if row["entity"] == entity]
    return {code: verdict(code, due_month(code)) for code in codes}


def states() -> dict[str, State]:
    steps = defaultdict(list)
    for row in ROWS["milestones"]:
        weight = Decimal(1) if row["weight"] is None else row["weight"]
        steps[row["action"]].append(Milestone(row["due"], row["percent"], weight, row["state"]))
    kept = ("start", "due", "owner", "percent", "state", "closed_on", "updated_on")
    return {
        row["code"]: action_state(
            Action(**{name: row[name] for name in kept}, milestones=tuple(steps[row["code"]])),
            TODAY,
            stale_after=60,
        )
        for row in ROWS["actions"]
    }


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every workbook of the sample made anew."""
    folder = tmp_path_factory.mktemp("rebuilt")
    build(folder)
    return folder


@pytest.mark.parametrize("name", MADE)
def test_a_rebuild_gives_the_very_bytes_of_the_workbooks_in_the_repository(
    name: str, rebuilt: Path
) -> None:
    assert (rebuilt / name).read_bytes() == (WORKBOOKS / name).read_bytes()


@pytest.mark.parametrize("name", MADE)
def test_each_workbook_says_that_it_is_synthetic(name: str) -> None:
    with ZipFile(WORKBOOKS / name) as package:
        assert "Synthetic sample data" in package.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("name", list(TABLES))
def test_every_row_has_what_is_required_and_no_column_the_contract_does_not_know(name: str) -> None:
    columns = TABLES[name].columns
    required = {column for column, found in columns.items() if found.required}
    for row in ROWS[name]:
        assert set(row) <= set(columns)
        assert not [column for column in required if row[column] in (None, "", ())]


@pytest.mark.parametrize("name", list(TABLES))
def test_every_choice_is_one_of_those_offered_and_every_number_within_its_limits(name: str) -> None:
    for column, found in TABLES[name].columns.items():
        for row in ROWS[name]:
            value = row.get(column)
            if found.choices and value is not None:
                assert set(value if found.many else (value,)) <= set(found.choices)
            if value is not None and found.minimum is not None:
                assert value >= found.minimum
            if value is not None and found.maximum is not None:
                assert value <= found.maximum


@pytest.mark.parametrize("name", list(TABLES))
def test_no_key_repeats(name: str) -> None:
    keys = Counter(tuple(row[part] for part in TABLES[name].key) for row in ROWS[name])

    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("name", list(TABLES))
def test_every_reference_resolves(name: str) -> None:
    for column, found in TABLES[name].columns.items():
        if found.references is None:
            continue
        table, key = found.references
        known = {row[key] for row in ROWS[table]}
        for row in ROWS[name]:
            values = row[column] if found.many else (row[column],)
            assert [v for v in values if v is not None and v not in known] == []


def test_every_code_and_measure_can_stand_in_the_id_of_a_figure() -> None:
    names = [INDICATORS[code][part] for code in INDICATORS for part in ("code", "measure")]

    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._-]+", name)] == []


def test_there_are_enough_indicators_for_every_company() -> None:
    counts = Counter(row["entity"] for row in ROWS["indicators"])

    assert counts["OVH"] >= 34
    assert counts["PCHA"] >= 14
    assert counts["SPS"] >= 12
    assert counts["STS"] >= 8
    assert 4 <= counts["SOVINI"] <= 6


def test_group_indicators_have_targets_but_no_monthly_rows_of_their_own() -> None:
    group = {code for code, row in INDICATORS.items() if row["entity"] == "SOVINI"}
    shared = Counter(row["measure"] for row in ROWS["indicators"] if row["entity"] != "SOVINI")

    assert group <= {row["code"] for row in ROWS["targets"]}
    assert not group & {row["code"] for row in ROWS["monthly"]}
    assert all(shared[INDICATORS[code]["measure"]] > 1 for code in group)


@pytest.mark.parametrize(
    ("column", "known"),
    [
        ("perspective", {"Customer", "Finance", "Internal process", "Learning and growth"}),
        ("dimension", {"Economy", "Efficiency", "Effectiveness"}),
        ("kind", {"count", "sum", "snapshot", "rate", "average"}),
        ("polarity", {"maximise", "minimise", "goldilocks", "data only"}),
    ],
)
def test_every_kind_of_indicator_is_there_more_than_once(column: str, known: set[str]) -> None:
    counts = Counter(row[column] for row in ROWS["indicators"])

    assert set(counts) == known
    assert min(counts.values()) >= 3


def test_a_rate_or_an_average_is_entered_as_numerator_and_denominator() -> None:
    for row in ROWS["monthly"]:
        paired = row["denominator"] is not None
        assert paired == (row["value"] is None) == (row["numerator"] is not None)
        if INDICATORS[row["code"]]["kind"] in ("rate", "average"):
            assert paired


def test_no_percentage_exceeds_100_unless_it_may() -> None:
    for row in ROWS["monthly"]:
        found = INDICATORS[row["code"]]
        if found["unit"] == "%" and not found["over_100"]:
            assert row["numerator"] <= row["denominator"]
    assert any((figure("OVH-INC02", month) or 0) > 100 for _, month in NEWEST)


def test_figures_run_from_april_2023_to_september_2026_at_each_indicators_own_pace() -> None:
    months = defaultdict(set)
    for row in ROWS["monthly"]:
        months[row["code"]].add(row["month"])
    quarterly = {month.start_date.month for month in months["OVH-SAT01"]}

    assert len(months["OVH-REP01"]) == 42
    assert (min(months["OVH-REP01"]), max(months["OVH-REP01"])) == (
        Period.month(2023, 4),
        SEPTEMBER,
    )
    assert quarterly == {3, 6, 9, 12}
    assert {month.start_date.month for month in months["OVH-ASM01"]} == {3}


def test_one_vision_housing_has_a_believable_september() -> None:
    counts = Counter(september("OVH").values())
    judged = sum(counts.values()) - counts["data only"]

    assert 5 <= counts["red"] <= 7
    assert counts["amber"] >= 4
    assert counts["missing"] == 1
    assert Decimal("0.60") <= Decimal(counts["green"]) / judged <= Decimal("0.66")


@pytest.mark.parametrize(("entity", "most"), [("PCHA", 3), ("SPS", 2), ("STS", 2)])
def test_the_other_companies_have_a_red_or_two(entity: str, most: int) -> None:
    assert 1 <= Counter(september(entity).values())["red"] <= most


def test_a_critical_indicator_is_red_in_september() -> None:
    red = [code for code, colour in september("OVH").items() if colour == "red"]

    assert [code for code in red if INDICATORS[code]["critical"]] == ["OVH-SAF02"]


def test_every_red_has_an_explanation_but_one() -> None:
    red = [
        code
        for e in ("OVH", "PCHA", "SPS", "STS")
        for code, c in september(e).items()
        if c == "red"
    ]
    silent = [code for code in red if not NEWEST[code, SEPTEMBER]["commentary"]]

    assert silent == ["OVH-PEO01"]


def test_every_red_has_one_to_four_actions_and_they_stand_differently() -> None:
    found = states()
    for entity in ("OVH", "PCHA", "SPS", "STS"):
        for code, colour in september(entity).items():
            if colour == "red":
                linked = [found[a["code"]] for a in ROWS["actions"] if code in a["indicators"]]
                assert 1 <= len(linked) <= 4
                assert len(linked) == 1 or len(set(linked)) > 1


def test_no_commentary_spins() -> None:
    said = [row["commentary"] for row in ROWS["monthly"] if row["commentary"]]
    pattern = re.compile(rf"\b({SPIN})\b", re.IGNORECASE)

    assert len(said) >= 40
    assert [text for text in said if pattern.search(text)] == []


def test_gas_certificates_out_of_date_breach_their_target_of_zero_twice() -> None:
    rows = [r for r in ROWS["monthly"] if r["code"] == "OVH-SAF02" and r["value"]]

    assert [(row["month"].id, row["value"]) for row in rows][1:] == [("2025-02", 3), ("2026-09", 2)]
    assert figure("OVH-SAF01") < 100


def test_productivity_steps_up_with_the_new_scheduling_system() -> None:
    before = [figure("SPS-PRD01", Period.month(2025, 3).shift(-n)) for n in range(1, 13)]
    after = [figure("SPS-PRD01", Period.month(2025, 3).shift(n)) for n in range(12)]

    assert max(filter(None, before)) < min(filter(None, after))


def test_satisfaction_drops_in_the_winter_of_2025() -> None:
    autumn, winter = (figure("OVH-SAT01", Period.month(2025, month)) for month in (9, 12))

    assert autumn is not None and winter is not None and autumn - winter > 7


def test_a_target_is_rebased_from_95_to_97_in_october_2025() -> None:
    rows = [row for row in ROWS["targets"] if row["code"] == "OVH-REP01"]

    assert [row["target"] for row in rows[-2:]] == [95, 97]
    assert rows[-1]["valid_from"] == date(2025, 10, 1)


def test_a_polarity_flips_in_april_2025_with_a_new_definition() -> None:
    before, after = (row for row in ROWS["targets"] if row["code"] == "OVH-DMP01")

    assert (before["polarity"], after["polarity"]) == ("minimise", "maximise")
    assert after["valid_from"] == date(2025, 4, 1)
    assert before["definition"] != after["definition"] == INDICATORS["OVH-DMP01"]["definition"]


def test_every_target_is_approved_before_it_begins() -> None:
    for row in ROWS["targets"]:
        assert row["approved_by"].endswith("Board")
        assert row["approved_on"] < row["valid_from"]


def test_one_figure_is_missing_in_september_and_others_in_the_middle_of_a_series() -> None:
    gaps = defaultdict(list)
    for code in ("OVH-CUS03", "OVH-REP05", "SPS-CUS01"):
        for step in range(42):
            if (code, month := Period.month(2023, 4).shift(step)) not in NEWEST:
                gaps[code].append(month.id)

    assert gaps == {
        "OVH-CUS03": ["2025-03", "2026-09"],
        "OVH-REP05": ["2024-08"],
        "SPS-CUS01": ["2025-09"],
    }


def test_entries_are_revised_by_a_later_row_and_never_typed_over() -> None:
    entries = defaultdict(list)
    for row in ROWS["monthly"]:
        entries[row["code"], row["month"].id].append(row)
    twice = {key: rows for key, rows in entries.items() if len(rows) > 1}

    assert {rows[0]["status"] for rows in twice.values()} == {"provisional", "estimate", "actual"}
    for first, last in twice.values():
        assert first["entered_on"] < last["entered_on"]
        assert last["status"] == "actual"
        assert (first["numerator"], first["value"]) != (last["numerator"], last["value"])
    assert ("OVH-LET01", "2025-11") in twice


def test_some_september_figures_are_provisional_or_estimates() -> None:
    statuses = Counter(r["status"] for r in ROWS["monthly"] if r["month"] == SEPTEMBER)

    assert statuses["provisional"] >= 3
    assert statuses["estimate"] >= 1


def test_some_figures_are_entered_after_the_14th_but_few_and_none_after_the_report() -> None:
    def late(row: dict[str, Any]) -> bool:
        return bool(row["entered_on"] > row["month"].shift(1).start_date.replace(day=14))

    rows = ROWS["monthly"]

    assert 5 <= sum(map(late, rows)) <= 25
    assert ("PCHA-SUP01", SEPTEMBER) in [(r["code"], r["month"]) for r in rows if late(r)]
    assert max(row["entered_on"] for row in rows) < TODAY


def test_benchmarks_hold_a_small_and_a_very_small_peer_group() -> None:
    sizes = {row["n"] for row in ROWS["benchmarks"] if row["source"].startswith("Synthetic")}

    assert {3, 6} <= sizes
    assert max(sizes) <= 30
    assert len({row["code"] for row in ROWS["benchmarks"]}) >= 15
    assert all(row["q1"] <= row["median"] <= row["q3"] for row in ROWS["benchmarks"])


def test_quartiles_that_are_not_synthetic_name_the_regulator_and_the_year() -> None:
    published = [r for r in ROWS["benchmarks"] if not r["source"].startswith("Synthetic")]

    assert {row["code"] for row in published} == {
        "OVH-NBH02",
        "OVH-SAT01",
        "OVH-SAT02",
        "OVH-SAT03",
    }
    for row in published:
        expected = f"Regulator of Social Housing, TSM landlord data {row['year']}"
        assert row["source"].startswith(expected)


def test_the_adjustment_is_close_to_the_figure_it_replaces() -> None:
    (row,) = ROWS["adjustments"]
    code = row["figure"].split("/")[-1]
    quarter = [NEWEST[code, SEPTEMBER.shift(-n)] for n in range(3)]
    computed = 100 * sum(r["numerator"] for r in quarter) / sum(r["denominator"] for r in quarter)

    assert row["figure"] == f"board-pack/OVH/{row['period']}/{code}"
    assert 0 < abs(row["value"] - computed) < Decimal("0.2")


def test_the_thread_has_its_plans_objectives_actions_and_people() -> None:
    kinds = Counter(row["kind"] for row in ROWS["plans"])
    current = [r for r in ROWS["plans"] if r["title"].endswith("Service Delivery Plan 2026/27")]
    tracked = {row["action"] for row in ROWS["milestones"]}

    assert (kinds["strategy"], kinds["strategic plan"]) == (1, 5)
    assert len(current) >= 12
    assert kinds["service delivery plan"] > len(current)
    assert [len(ROWS[name]) for name in ("objectives", "actions", "people", "teams")] == [
        40,
        200,
        150,
        30,
    ]
    assert 130 <= len(tracked) <= 150


def test_an_action_serves_an_objective_of_the_plan_above_its_own() -> None:
    parents = {row["code"]: row["parent"] for row in ROWS["plans"]}
    homes = {row["code"]: row["plan"] for row in ROWS["objectives"]}

    for action in ROWS["actions"]:
        assert homes[action["objective"]] == parents[action["plan"]]


def test_actions_stand_as_in_a_year_half_gone() -> None:
    counts = Counter(states().values())

    assert Decimal("0.5") < Decimal(counts[State.COMPLETED] + counts[State.COMPLETED_LATE]) / 200
    assert counts[State.OVERDUE] == 9
    assert counts[State.UNASSIGNED] == 4
    assert counts[State.CANCELLED] == 6
    assert counts[State.COMPLETED_LATE] >= 3
    assert counts[State.CHECK_PROGRESS] >= 8
    assert counts[State.NOT_STARTED] >= 8
    assert counts[State.IN_PROGRESS] >= 30


def test_an_actions_dates_follow_one_another() -> None:
    for row in ROWS["actions"]:
        assert row["start"] < row["due"]
        assert row["closed_on"] is None or row["start"] < row["closed_on"] <= TODAY
        assert (row["closed_on"] is None) == (row["state"] == "open")
        assert row["updated_on"] is None or row["updated_on"] <= TODAY


def test_milestones_agree_with_their_action() -> None:
    actions = {row["code"]: row for row in ROWS["actions"]}
    groups = defaultdict(list)
    for row in ROWS["milestones"]:
        groups[row["action"]].append(row)
    for code, rows in groups.items():
        dues = [row["due"] for row in rows]
        assert 2 <= len(rows) <= 4
        assert dues == sorted(dues)
        assert actions[code]["start"] <= dues[0]
        assert dues[-1] <= actions[code]["due"]
        if actions[code]["state"] != "open":
            assert {row["state"] for row in rows} == {actions[code]["state"]}
    weights = {tuple(row["weight"] for row in rows) for rows in groups.values()}
    assert (25, 75) in weights


def test_titles_are_written_for_people_and_none_comes_twice() -> None:
    titles = [row["title"] for row in ROWS["actions"]]

    assert len(set(titles)) == 200
    assert all(len(title.split()) >= 3 for title in titles)


def test_two_objectives_have_neither_an_action_nor_an_indicator() -> None:
    served = {row["objective"] for name in ("actions", "indicators") for row in ROWS[name]}
    bare = [row["code"] for row in ROWS["objectives"] if row["code"] not in served]

    assert bare == ["OVH-O14", "STS-O05"]


def test_in_two_teams_nobody_has_an_action_and_in_the_others_all_who_stayed_do() -> None:
    owners = {row["owner"] for row in ROWS["actions"]}
    idle = defaultdict(list)
    for person in ROWS["people"]:
        if person["code"] not in owners and person["valid_to"] is None:
            idle[person["team"]].append(person["code"])
    sizes = Counter(person["team"] for person in ROWS["people"])

    assert {team: len(people) for team, people in idle.items()} == {
        team: sizes[team] for team in ("OVH-CAR", "STS-WHS")
    }


def test_two_of_the_three_who_left_still_own_open_actions() -> None:
    left = {row["code"] for row in ROWS["people"] if row["valid_to"]}
    owning = {row["owner"] for row in ROWS["actions"] if row["state"] == "open"} & left

    assert (len(left), len(owning)) == (3, 2)


def test_every_team_is_headed_by_one_of_its_own_and_managers_lead_to_one_chief() -> None:
    people = {row["code"]: row for row in ROWS["people"]}
    for team in ROWS["teams"]:
        assert people[team["head"]]["team"] == team["code"]
    for code in people:
        steps = 0
        while (code := people[code]["manager"]) is not None:
            steps += 1
            assert steps < 5
    assert sum(row["manager"] is None for row in people.values()) == 1
    assert len({row["name"] for row in people.values()}) == 150
