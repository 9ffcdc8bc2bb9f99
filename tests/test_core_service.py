"""Our checks answer as the service's own published checks did when they were run."""

from __future__ import annotations

from functools import cache

import pytest
from pmf_plugins.core_lettings.editions import EDITIONS
from pmf_plugins.core_lettings.registry import all_rules

from tests.core_kit import Told, found_in_each, row
from tests.core_service import DATA, DIFFERENCES, Answer, answers, facts

KIND = {"setup": "setup", "soft": "soft", "hard": "other", "not_answered": "other"}


@cache
def compared(year: int) -> list[tuple[Answer, list[Told]]]:
    """Return each letting of a year with what we find in it."""
    of_service = answers(year)
    rows = [row(year, answer.variant, **answer.changed) for answer in of_service]
    told = found_in_each(rows, year)
    return [
        (answer, [one for one in findings if one[3] in KIND])
        for answer, findings in zip(of_service, told, strict=True)
    ]


def marked(findings: list[Told]) -> set[tuple[str | None, str]]:
    return {(name, KIND[category]) for _, name, _, category in findings}


@pytest.mark.parametrize("year", list(EDITIONS))
def test_the_same_fields_are_marked_in_the_same_way_as_by_the_service(year):
    wrong = {
        str(answer): marked(findings) ^ answer.marked
        for answer, findings in compared(year)
        if answer.differs is None and marked(findings) != answer.marked
    }
    assert not wrong


@pytest.mark.parametrize("year", list(EDITIONS))
def test_where_we_differ_it_is_for_a_reason_that_is_named_and_for_no_other(year):
    for answer, findings in compared(year):
        if answer.differs is None:
            continue
        reason = DIFFERENCES[answer.differs]
        ours = {
            code for _, name, code, category in findings
            if (name, KIND[category]) not in answer.marked
        }  # fmt: skip
        theirs = {name for name, kind in answer.marked if (name, kind) not in marked(findings)}
        assert ours or theirs, f"{answer} no longer differs"
        assert ours <= set(reason.ours), answer
        assert theirs <= set(reason.theirs), answer


def test_each_reason_is_one_that_some_letting_has():
    used = {answer.differs for year in EDITIONS for answer in answers(year)}
    assert used - {None} == set(DIFFERENCES)


def test_the_lettings_break_all_rules_of_a_single_letting_and_many_break_none():
    found = {code for year in EDITIONS for _, told in compared(year) for _, _, code, _ in told}
    clean = [answer for year in EDITIONS for answer in answers(year) if not answer.marked]
    rules = {rule.code for rule in all_rules() if rule.category != "not_run"}
    elsewhere = {
        "duplicate-in-file", "duplicate-charges", "duplicate-of-issued", "start-window-closed",
        "income-negative",  # told by another rule first, as it is by the service
    }  # fmt: skip
    assert rules - found <= elsewhere
    assert len(clean) > 80


@pytest.mark.parametrize("year", list(EDITIONS))
def test_the_facts_say_from_which_source_they_were_made(year):
    assert len(facts(year)["source"]["commit"]) == 40
    assert facts(year)["source"]["today"] == f"{year}-10-01"


def test_the_page_gives_each_reason():
    page = (DATA.parent.parent / "docs" / "core-lettings-compared.md").read_text(encoding="utf-8")
    assert not [name for name, one in DIFFERENCES.items() if one.why not in page]
