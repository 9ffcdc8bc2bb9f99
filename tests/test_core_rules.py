"""Each rule of the CORE return: what breaks it, where that is told, and what does not break it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest
from pmf_plugins.core_lettings.checking import check
from pmf_plugins.core_lettings.editions import EDITIONS, Question, edition_of
from pmf_plugins.core_lettings.reader import read_upload
from pmf_plugins.core_lettings.registry import all_rules
from pmf_plugins.core_lettings.rules.answers import CODED, REQUIRED

from tests.core_cases import CASES, ELSEWHERE, Case
from tests.core_kit import TODAY, VARIANTS, Told, context, csv_bytes, found, found_in_each, row

RULES = {rule.code: rule for rule in all_rules()}


@cache
def of_cases(year: int, fitting: bool) -> Mapping[Case, list[Told]]:
    """What is found in the letting of each case of a year, all of them checked at once."""
    cases = [case for case in CASES if case.year == year]
    rows = [row(year, case.variant, **(case.fits if fitting else case.breaks)) for case in cases]
    return dict(zip(cases, found_in_each(rows, year), strict=True))


def test_every_rule_has_a_letting_that_breaks_it_and_one_that_does_not():
    assert {case.code for case in CASES} | ELSEWHERE == set(RULES)


@pytest.mark.parametrize("year", list(EDITIONS))
def test_valid_lettings_of_every_kind_are_clean(year):
    rows = [row(year, variant) for variant in VARIANTS]
    told = dict(zip(VARIANTS, found_in_each(rows, year), strict=True))
    assert not {variant: findings for variant, findings in told.items() if findings}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_breaks_a_rule_is_told_at_each_of_its_fields(case: Case):
    told = {
        (field, category)
        for _, field, code, category in of_cases(case.year, fitting=False)[case]
        if code == case.code
    }
    rule = RULES[case.code]
    wanted = {(name, str(rule.category_of(name))) for name in case.at}
    assert (wanted or {(None, str(rule.category))}) <= told


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_just_short_of_breaking_it_is_not_told(case: Case):
    told = of_cases(case.year, fitting=True)[case]
    assert case.code not in {code for _, _, code, _ in told}


ASKED_WHERE = {
    "gender1": {"same_sex1": "2"}, "gender2": {"same_sex2": "2"}, "gender3": {"same_sex3": "2"},
    "tenancy_other": {"tenancy": "3"}, "tenancy_length": {"tenancy": "4"},
    "serving": {"forces": "1"}, "injured": {"forces": "4"}, "reason_other": {"reason": "20"},
    "shortfall_left": {"housing_benefit": "1", "benefits": "2"},
    "shortfall": {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1"},
    "partner2": {"partner3": "2"}, "referral_nomination": {"referral_prp": "6"},
    "referral_body": {"referral_prp": "6", "referral_nomination": "1"},
}  # fmt: skip
SUPPORTED = {"sheltered", "charged"}
LAST = 3  # of the people in the sample household


def asks(question: str) -> bool:
    return not question[-1].isdigit() or int(question[-1]) <= LAST


def required_rows(year: int) -> dict[str, dict[str, str]]:
    """For each question that must be answered, a letting that is asked and does not answer."""
    edition = edition_of(year)
    rows = {}
    for name in REQUIRED:
        if name not in edition or not asks(name) or name in ("work3", "partner3"):
            continue
        variant = "supported" if name in SUPPORTED else "general"
        rows[name] = row(year, variant, **{**ASKED_WHERE.get(name, {}), name: ""})
    return rows


@pytest.mark.parametrize("year", list(EDITIONS))
def test_each_question_that_is_asked_must_be_answered(year):
    rows = required_rows(year)
    told = dict(zip(rows, found_in_each(list(rows.values()), year), strict=True))
    missed = [
        name for name, findings in told.items()
        if not any(field == name and category == "not_answered"
                   for _, field, _, category in findings)
    ]  # fmt: skip
    assert missed == []
    assert len(rows) > 40


@pytest.mark.parametrize("year", list(EDITIONS))
def test_no_question_that_is_not_asked_is_missed(year):
    blank_when_not_asked = row(year, "alone")
    assert not [name for _, name, _, _ in found([blank_when_not_asked], year)]


def wrong_code(question: Question) -> str:
    return "Z" if not next(iter(question.codes)).isdigit() else "98"


@pytest.mark.parametrize("year", list(EDITIONS))
def test_a_code_that_is_not_offered_is_told_at_its_field_and_each_that_is_offered_passes(year):
    edition = edition_of(year)
    names = [name for name in CODED if name in edition and asks(name)]
    rows, wanted = [], []
    for name in names:
        variant = "supported" if name in SUPPORTED else "general"
        extra = {key: value for key, value in ASKED_WHERE.get(name, {}).items() if key != name}
        if name == "work3":
            extra = {"age3": "30"}
        if name == "partner3":
            extra = {"age3": "30", "partner2": "2"}
        for code in (*edition.fields[name].codes, wrong_code(edition.fields[name])):
            rows.append(row(year, variant, **{**extra, name: code}))
            wanted.append((name, code == wrong_code(edition.fields[name])))
    for (name, wrong), findings in zip(wanted, found_in_each(rows, year), strict=True):
        told = any(field == name and code == "invalid-option" for _, field, code, _ in findings)
        assert told is wrong, name


@pytest.mark.parametrize("year", list(EDITIONS))
def test_where_a_number_is_asked_and_none_stands_nothing_else_is_told_of_the_field(year):
    edition = edition_of(year)
    kinds = ("general", "supported", "la")
    rows, names = [], []
    for name, question in edition.fields.items():
        if question.kind == "text" or not asks(name):
            continue
        extra = {key: value for key, value in ASKED_WHERE.get(name, {}).items() if key != name}
        more = {"work3": {"age3": "30"}, "partner3": {"age3": "30"}}.get(name, {})
        if name.startswith("effect"):
            more = {"illness": "1"}
        for kind in kinds:
            rows.append(row(year, kind, **{**extra, **more, name: "two"}))
            names.append(name)
    told: dict[str, set[tuple[str, str]]] = {}
    for name, findings in zip(names, found_in_each(rows, year), strict=True):
        of_field = {(code, category) for _, field, code, category in findings if field == name}
        told[name] = told.get(name, set()) | of_field
    for name, of_field in told.items():
        assert of_field - {("duplicate-in-file", "setup")} == {("not-a-number", "hard")}, name


def test_a_number_that_is_not_asked_for_is_not_judged():
    assert found([row(2026, "renewal", void_day="first")]) == []
    assert found([row(2026, tenancy_length="long")]) == []
    assert found([row(2026, "supported", beds="two")]) == []


def test_codes_with_zeros_in_front_are_the_same_codes():
    assert found([row(2026, nationality="036", start_day="05", void_month="07")]) == []
    assert found([row(2026, nationality="008")]) == []


def test_08_and_09_are_no_numbers_for_the_service_takes_a_leading_zero_for_an_octal_number():
    assert found([row(2026, start_month="09")]) == [(1, "start_month", "not-a-number", "hard")]
    assert found([row(2026, reason="08")]) == [(1, "reason", "not-a-number", "hard")]
    assert found([row(2026, void_day="010")]) == []


def test_an_amount_may_be_written_with_an_exponent():
    assert found([row(2026, income="5e2", rent="1.105E2")]) == []
    told = found([row(2026, rent="999999999999e9")])
    assert ("rent", "not-a-number") in {(name, code) for _, name, code, _ in told}


def test_until_the_setting_up_is_complete_nothing_else_is_asked():
    told = found([row(2026, declaration="", ethnic="", unit="", tenancy="")])
    assert {(field, category) for _, field, _, category in told} == {("declaration", "setup")}


def test_two_rows_that_are_the_same_letting_are_told_in_both():
    rows = [row(2026), row(2026, tenant_code="T2"), row(2026)]
    told = found(rows)
    same = {"owner", "start_day", "start_month", "start_year", "tenant_code", "uprn", "address_1",
            "postcode_1", "postcode_2", "age1", "sex1", "work1", "rent", "service_charge",
            "personal_charge", "support_charge"}  # fmt: skip
    for number in (1, 3):
        assert {field for at, field, _, _ in told if at == number} == same
    assert not [one for one in told if one[0] == 2]
    assert {category for *_, category in told} == {"setup"}


def test_the_sum_of_the_charges_tells_lettings_apart():
    assert found([row(2026), row(2026, rent="111.50")]) == []
    moved = row(2026, rent="105.50", service_charge="10")
    assert {code for _, _, code, _ in found([row(2026), moved])} == {
        "duplicate-in-file", "duplicate-charges",
    }  # fmt: skip


def test_until_2025_supported_lettings_are_told_apart_by_their_location_not_their_address():
    one, other = row(2025, "supported"), row(2025, "supported", location="12")
    assert found([one, other], 2025) == []
    told = {field for _, field, _, _ in found([one, one], 2025)}
    assert "location" in told
    assert "address_1" not in told


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 9, 10), False),
        (date(2027, 7, 3), False),
        (date(2027, 7, 4), True),
        (date(2026, 3, 31), True),
    ],
)
def test_lettings_are_taken_until_the_years_closing_day(day, closed):
    edition = edition_of(2026)
    upload = read_upload(csv_bytes([row(2026)], edition), edition)
    told = check(upload.rows, edition, context(), day).findings["code"].to_list()
    assert ("start-window-closed" in told) is closed


def test_a_check_without_its_table_is_not_run_and_never_passed():
    edition = edition_of(2026)
    broken = row(2026, owner="ORG9", rent="9999", la="E99999999", assigned_to="x@example.org")
    upload = read_upload(csv_bytes([broken], edition), edition)
    bare = dict.fromkeys(
        ("organisations", "schemes", "users", "rent_ranges", "local_authorities")
    )  # fmt: skip
    checked = check(upload.rows, edition, context(**bare), TODAY[2026])
    assert checked.findings.is_empty()
    with_tables = {rule.code for rule in RULES.values() if rule.tables and rule.holds_in(2026)}
    assert {rule.code for rule, _ in checked.not_run} == with_tables


def test_every_rule_is_explained_in_a_sentence_and_says_what_to_do():
    for rule in RULES.values():
        assert rule.summary.endswith("."), rule.code
        assert rule.says.endswith("."), rule.code


def test_the_page_of_rules_is_as_the_rules_have_it():
    from tools import core_rules_page

    text = core_rules_page.PAGE.read_text(encoding="utf-8")
    assert text == core_rules_page.page(), "run python -m tools.core_rules_page"
