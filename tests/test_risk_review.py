"""The review of a register: who is open, what moved, what it is compared with, what hangs on it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from pmf_engine.framework.risk_map import alt_text, common_appetite, crowded, map_key, risk_map
from pmf_engine.measures.risk import Band, Move, Standing
from tests.risk_kit import JUNE, SEPTEMBER, Risky, risk, scoring
from tests.tiny import value


def test_the_newest_current_score_by_the_periods_end_counts(risky: Risky) -> None:
    risky.scores("R1", (JUNE, 2, 2), (date(2026, 8, 1), 3, 3), (date(2026, 10, 2), 5, 5))
    (one,) = risky.review().judged
    assert one.score.value == 9
    assert one.position.band is Band.MEDIUM


def test_a_blank_likelihood_leaves_no_score_and_never_zero(risky: Risky) -> None:
    risky.rows["assessments"] = [scoring("R1", SEPTEMBER, None, 4)]
    (one,) = risky.review().judged
    assert one.score.missing is not None
    assert one.score.missing.reason.startswith("the risk has no complete assessment")
    assert one.position.standing is Standing.NO_DATA
    assert one.move is Move.BLANK


def test_every_figure_of_a_risk_knows_its_cells(risky: Risky) -> None:
    (one,) = risky.review().judged
    ranges = {source.range for source in one.score.sources if source.sheet == "Assessments"}
    assert ranges == {"B3", "D3:I3"}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((3, 4), (4, 4), Move.UP),
        ((4, 4), (3, 4), Move.DOWN),
        ((3, 4), (3, 4), Move.SIDEWAYS),
        ((3, 4), (4, 3), Move.RESHAPED),
    ],
)
def test_without_an_issued_paper_movement_is_against_the_quarter_before(
    risky: Risky, before: tuple[int, int], now: tuple[int, int], expected: Move
) -> None:
    risky.scores("R1", (JUNE, *before), (SEPTEMBER, *now))
    review = risky.review()
    assert review.judged[0].move is expected
    assert review.earlier.words.startswith("No earlier paper has been issued")


def test_a_risk_opened_in_the_quarter_is_new_and_one_closed_or_merged_has_ended(
    risky: Risky,
) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), opened=date(2026, 8, 1))
    risky.scores("R3", (JUNE, 2, 2), closed=date(2026, 8, 1), close_reason="Done.")
    risky.scores("R4", (JUNE, 2, 2), closed=date(2026, 9, 1), merged_into="R1")
    review = risky.review()
    assert {one.code: one.move for one in review.judged} == {"R1": Move.SIDEWAYS, "R2": Move.NEW}
    assert {one.risk.code: one.move for one in review.ended} == {
        "R3": Move.CLOSED, "R4": Move.MERGED,
    }  # fmt: skip


def test_a_risk_closed_on_the_last_day_of_the_period_is_no_longer_open(risky: Risky) -> None:
    risky.rows["risks"][0]["closed"] = date(2026, 9, 30)
    assert risky.review().judged == []
    risky.rows["risks"][0]["closed"] = date(2026, 10, 1)
    assert [one.code for one in risky.review().judged] == ["R1"]


def test_a_risk_that_is_not_yet_opened_is_not_in_the_paper(risky: Risky) -> None:
    risky.rows["risks"].append(risk("R2", opened=date(2026, 10, 1)))
    assert [one.code for one in risky.review().judged] == ["R1"]


def test_a_new_matrix_changes_the_band_and_not_the_movement(risky: Risky) -> None:
    bands = {"valid_from": date(2026, 7, 1)}
    risky.rows["matrix"] = [
        {**bands, "likelihood": a, "impact": b, "band": "red" if (a, b) == (3, 4) else "green"}
        for a in range(1, 6)
        for b in range(1, 6)
    ]
    (one,) = risky.review().judged
    assert (one.move, one.rebanded, one.position.band) == (Move.SIDEWAYS, True, Band.VERY_HIGH)
    assert one.before is not None and one.before.band is Band.HIGH


def test_1x5_can_have_another_band_than_5x1(risky: Risky) -> None:
    cells = {"valid_from": date(2023, 4, 1)}
    risky.rows["matrix"] = [
        {**cells, "likelihood": a, "impact": b, "band": "high" if (a, b) == (1, 5) else "low"}
        for a in range(1, 6)
        for b in range(1, 6)
    ]
    risky.scores("R1", (SEPTEMBER, 1, 5))
    risky.scores("R2", (SEPTEMBER, 5, 1))
    bands = {one.code: one.position.band for one in risky.review().judged}
    assert bands == {"R1": Band.HIGH, "R2": Band.LOW}


def test_the_appetite_in_force_at_the_periods_end_judges(risky: Risky) -> None:
    risky.rows["appetite"].append(
        {"category": "safety ", "valid_from": date(2026, 9, 30), "appetite": 4, "tolerance": 6}
    )
    assert risky.review().judged[0].position.standing is Standing.OUTSIDE
    assert risky.review("2026-Q1").judged[0].position.standing is Standing.ABOVE


def test_the_gravest_come_first_by_score_impact_speed_and_code(risky: Risky) -> None:
    risky.scores("R1", (SEPTEMBER, 5, 4))
    risky.scores("R2", (SEPTEMBER, 4, 5))
    risky.scores("R5", (SEPTEMBER, 3, 3), velocity="months")
    risky.scores("R4", (SEPTEMBER, 3, 3), velocity="weeks")
    risky.scores("R3", (SEPTEMBER, 3, 3), velocity="weeks")
    risky.rows["risks"].append(risk("R0"))
    assert [one.code for one in risky.review().judged] == ["R2", "R1", "R3", "R4", "R5", "R0"]


def test_a_key_control_without_line_2_or_3_inside_twelve_months_is_a_gap(risky: Risky) -> None:
    risky.control("C1")
    risky.control("C2")
    risky.control("C3", key="no")
    risky.assured("C1", 1, date(2026, 9, 1))
    risky.assured("C2", 2, date(2025, 10, 30))  # a year to the very day before 30 October 2026
    gaps = {c.code: c.gap for c in risky.review().assurances.controls("R1")}
    assert gaps == {"C1": True, "C2": False, "C3": False}


def test_assurance_a_day_older_than_a_year_no_longer_counts(risky: Risky) -> None:
    risky.control("C1")
    risky.assured("C1", 3, date(2025, 10, 29))
    assert risky.review().assurances.controls("R1")[0].gap


def test_assurance_that_names_no_control_is_on_the_whole_risk(risky: Risky) -> None:
    risky.control("C1")
    risky.assured(None, 3, date(2026, 9, 1))
    assert not risky.review().assurances.controls("R1")[0].gap


def test_a_review_is_owed_three_months_after_the_last_score_unless_a_day_is_entered(
    risky: Risky,
) -> None:
    risky.scores("R1", (JUNE, 3, 4))
    review = risky.review()
    owed = review.links.review(review.open_risks[0])
    assert (owed.due, owed.late, owed.listed) == (date(2026, 9, 10), 50, True)
    risky.rows["risks"][0]["next_review"] = date(2026, 9, 30)
    review = risky.review()
    owed = review.links.review(review.open_risks[0])
    assert (owed.due, owed.late, owed.listed) == (date(2026, 9, 30), 30, False)


@pytest.mark.parametrize(("day", "listed"), [(date(2026, 6, 30), False), (date(2026, 6, 29), True)])
def test_a_review_is_listed_once_it_is_more_than_30_days_late(
    risky: Risky, day: date, listed: bool
) -> None:
    risky.scores("R1", (day, 3, 4))
    review = risky.review()
    assert review.links.review(review.open_risks[0]).listed is listed


def test_a_red_or_missing_measure_asks_for_a_score_where_none_was_made(risky: Risky) -> None:
    risky.rows["risk_indicators"] = [{"risk": "R1", "indicator": "REP01"}]
    risky.scores("R1", (JUNE, 3, 4))
    review = risky.review()
    (prompt,) = review.links.prompts(review.open_risks[0])
    assert (prompt.indicator.code, prompt.status, prompt.scored_on) == ("REP01", "red", JUNE)
    risky.rows["monthly"].pop()
    review = risky.review()
    (prompt,) = review.links.prompts(review.open_risks[0])
    assert prompt.status == "overdue"


def test_no_score_is_asked_for_where_the_risk_was_scored_or_the_measure_met_its_target(
    risky: Risky,
) -> None:
    risky.rows["risk_indicators"] = [{"risk": "R1", "indicator": "REP01"}]
    review = risky.review()
    assert list(review.links.prompts(review.open_risks[0])) == []
    risky.scores("R1", (JUNE, 3, 4))
    risky.only(value("REP01", "2026-09", 99, 100))
    review = risky.review()
    assert list(review.links.prompts(review.open_risks[0])) == []


def test_overdue_actions_come_from_the_golden_thread_and_each_counts_once(risky: Risky) -> None:
    risky.rows["actions"][0]["due"] = date(2026, 9, 1)
    risky.scores("R2", (SEPTEMBER, 2, 2))
    risky.rows["risk_actions"] = [{"risk": r, "action": "A1"} for r in ("R1", "R2")]
    review = risky.review()
    ((owner, action),) = review.links.overdue(review.open_risks)
    assert (owner.code, action.code) == ("R1", "A1")


def test_red_two_quarters_running_without_movement_is_a_deep_dive(risky: Risky) -> None:
    risky.scores("R1", (JUNE, 4, 4), (SEPTEMBER, 4, 4))
    assert "deep dive" in risky.review().judged[0].steps
    risky.scores("R1", (JUNE, 4, 5), (SEPTEMBER, 4, 4))
    assert "deep dive" not in risky.review().judged[0].steps


def test_a_rise_of_five_in_a_quarter_goes_to_emt(risky: Risky) -> None:
    risky.scores("R1", (JUNE, 2, 2), (SEPTEMBER, 3, 3))
    assert risky.review().judged[0].steps == ("EMT",)


def test_the_map_prints_score_and_band_in_every_cell_and_its_risks_with_their_moves(
    risky: Risky,
) -> None:
    risky.scores("R1", (JUNE, 3, 4), (SEPTEMBER, 4, 4))
    risky.rows["assessments"] += [
        scoring("R1", JUNE, 5, 5, "inherent"), scoring("R1", date(2027, 3, 31), 2, 2, "target"),
    ]  # fmt: skip
    grid = risk_map(risky.review())
    cells = {(5 - up, across): cell for up, row in enumerate(grid.rows) for across, cell in
             enumerate(row[1:], 1)}  # fmt: skip
    assert len(cells) == 25
    assert str(cells[4, 4]).replace("\u00a0", " ") == "16 very high\n● R1! ↑12"
    assert cells[5, 5] == "25 very high\n○ R1"
    assert cells[2, 2] == "4 low\n◎ R1"
    assert cells[1, 1] == "1 low"


def test_the_appetite_line_runs_between_cells_within_it_and_cells_beyond(risky: Risky) -> None:
    grid = risk_map(risky.review())
    for up, row in enumerate(grid.shades):
        for across, shade in enumerate(row[1:], 1):
            assert shade is not None
            likelihood = 5 - up
            right = across < 5 and (likelihood * across <= 9) != (likelihood * (across + 1) <= 9)
            assert ("right" in shade.thick) is right, (likelihood, across)


def test_bands_are_told_apart_in_grey(risky: Risky) -> None:
    fills = {shade.fill for row in risk_map(risky.review()).shades for shade in row if shade}
    light = sorted(
        0.2126 * int(f[1:3], 16) + 0.7152 * int(f[3:5], 16) + 0.0722 * int(f[5:], 16) for f in fills
    )
    assert len(light) == 4
    assert min(b - a for a, b in pairwise(light)) > 25


def test_a_crowded_cell_counts_the_rest_and_lists_them_all_below(risky: Risky) -> None:
    for number in range(2, 42):
        risky.scores(f"R{number}", (JUNE, 3, 3), (SEPTEMBER, 3, 3))
    review = risky.review()
    cell = next(c for row in risk_map(review).rows for c in row if str(c).startswith("9 "))
    assert str(cell).count("R") == 8 and "+32" in str(cell)
    below = crowded(review)
    assert below is not None
    ((_, number, listed),) = below.rows
    assert number == 40 and str(listed).count("R") == 40


def test_the_alt_text_tells_the_maps_story_in_words(risky: Risky) -> None:
    risky.scores("R1", (JUNE, 3, 4), (SEPTEMBER, 4, 4))
    risky.scores("R2", (SEPTEMBER, 1, 1), opened=date(2026, 8, 1))
    review = risky.review()
    assert alt_text(review, review.judged) == (
        "Risk map, likelihood by impact, 2 risks at Quarter 2 2026/27. One is very high: R1."
        " R1 rose, R2 is new since Quarter 1 2026/27. One is outside tolerance: R1."
    )
    assert risk_map(review).summary == alt_text(review, review.judged)


def test_the_alt_text_keeps_to_forty_words_however_many_risks_moved(risky: Risky) -> None:
    for number in range(2, 42):
        low, high = (number % 3 + 1, 4), (number % 5 + 1, number % 4 + 2)
        risky.scores(f"R{number}", (JUNE, *low), (SEPTEMBER, *high))
    review = risky.review()
    told = alt_text(review, review.judged)
    assert len(told.split()) <= 40
    assert "41 risks" in told and "rose" in told and "outside tolerance" in told


def test_the_line_is_the_appetite_of_most_risks_and_says_of_how_many(risky: Risky) -> None:
    risky.rows["appetite"].append(
        {"category": "Money", "valid_from": date(2023, 4, 1), "appetite": 6, "tolerance": 8}
    )
    risky.scores("R2", (SEPTEMBER, 1, 1), category="Money")
    risky.scores("R3", (SEPTEMBER, 1, 1))
    review = risky.review()
    assert common_appetite(review.judged) == 9
    assert map_key(review)[-1].startswith("The thick line is an appetite of 9, that of 2 of the 3")


def test_a_company_has_its_own_risks_and_the_group_has_all(risky: Risky) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), entity="PCHA")
    assert [one.code for one in risky.review(entity="PCHA").judged] == ["R2"]
    assert len(risky.review(entity="GRP").judged) == 2


def test_a_level_and_an_owner_narrow_the_register(risky: Risky) -> None:
    risky.scores("R2", (SEPTEMBER, 2, 2), level="operational")
    risky.scores("R3", (SEPTEMBER, 2, 2), owner="Head of Money")
    strategic = risky.review(name="gbac-risk-review@level-strategic")
    assert [one.code for one in strategic.judged] == ["R1", "R3"]
    money = risky.review(name="gbac-risk-review@owner-head-of-money")
    assert [one.code for one in money.judged] == ["R3"]


def test_a_monthly_review_escalates_by_the_quarter_all_the_same(risky: Risky) -> None:
    risky.scores("R1", (date(2026, 5, 1), 4, 4))
    name = "gbac-risk-review@owner-head-of-homes"
    (one,) = risky.review("2026-08", name=name).judged
    assert "deep dive" in one.steps
    risky.scores("R1", (date(2026, 7, 1), 4, 4))
    (one,) = risky.review("2026-08", name=name).judged
    assert "deep dive" not in one.steps


def test_an_owner_may_be_a_role_or_a_code_of_people_whose_name_is_shown(risky: Risky) -> None:
    risky.rows["risks"][0]["owner"] = "P1"
    risky.scores("R2", (SEPTEMBER, 2, 2), owner=None)
    answers = {one.code: one.risk.answers for one in risky.review().judged}
    assert answers == {"R1": "Pat Example", "R2": "No owner"}


def test_an_owner_who_is_a_person_stands_in_no_name_but_by_code(risky: Risky) -> None:
    risky.rows["risks"][0]["owner"] = "P1"
    review = risky.review(name="gbac-risk-review@owner-p1")
    assert [one.code for one in review.judged] == ["R1"]
    assert all("Pat" not in figure.id for figure in review.run.figures.values())
