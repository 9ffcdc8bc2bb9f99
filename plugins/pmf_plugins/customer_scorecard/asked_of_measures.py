"""Questions about measures: off target, worse, without a figure, low beside others, better."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pmf_engine.api import Absence, Status
from pmf_engine.framework import sentences
from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.exceptions import statuses
from pmf_engine.framework.pack_words import worsened
from pmf_engine.framework.sentences import Pieces, lowered
from pmf_plugins.customer_scorecard.card import Card
from pmf_plugins.customer_scorecard.questions import Question, Rank

_STUBBORN = 3  # periods running off target
_BOTTOM = 4
_ABSENT = (Status.OVERDUE, Status.NO_DATA)
_EXPLAINED = (Absence.HIDDEN, Absence.NO_CASES)  # nobody could enter a figure to be shown


def about_measures(card: Card) -> Iterator[Question]:
    """Yield one question for each measure that calls for one."""
    worse = {one.indicator.code for one in worsened(card)}
    better = {one.indicator.code for one in card.moved} - worse
    promises = _promises(card)
    for one in card.found:
        code = one.indicator.code
        if one.status is Status.RED:
            yield _off_target(card, one, promises.get(code), code in worse)
        elif code in worse:
            yield _worse(one)
        elif _absent(one):
            yield _no_figure(one)
        elif one.ytd_status is Status.RED:
            yield _year(one)
        elif one.quartile.value == _BOTTOM:
            yield _bottom(one)
        elif code in better:
            yield _better(one)


def _absent(one: Assessment) -> bool:
    gap = one.latest.missing
    return one.status in _ABSENT and (gap is None or gap.absence not in _EXPLAINED)


def _promises(card: Card) -> dict[str, Any]:
    """The promise in force for each indicator, the newest of each."""
    end = card.run.period.end_date
    rows = [
        row
        for row in card.run.data.promises.by("entity").get(card.run.entity.code, [])
        if row.peek("indicator") and row.peek("valid_from") and row.peek("valid_from") <= end
    ]
    rows.sort(key=lambda row: row.peek("valid_from"))
    return {row.peek("indicator"): row for row in rows}


def _off_target(card: Card, one: Assessment, promise: Any, worse: bool) -> Question:
    periods = sentences.running(statuses(card.run, card.register, one))
    when = "When will it be put right, and what will tenants notice?"
    if promise is not None:
        said = f"You promised: “{promise.text}” When will that promise be kept?"
        return _question(one, Rank.CRITICAL if one.indicator.critical else Rank.PROMISE, said)
    if one.indicator.critical:
        return _question(
            one,
            Rank.CRITICAL,
            f"A critical measure is off target: {lowered(one.indicator.title)}. {when}",
        )
    if worse:
        return _worse(one)
    if periods >= _STUBBORN:
        said = "has been off target for some time. Why has what was planned not worked?"
        return _question(one, Rank.STUBBORN, f"{one.indicator.title} {said}", _running(card, one))
    return _question(one, Rank.MISSED, f"Why is {lowered(one.indicator.title)} off target? {when}")


def _worse(one: Assessment) -> Question:
    said = f"{one.indicator.title} got worse. What changed, and what is being done about it?"
    return _question(one, Rank.WORSE, said, sentences.movement)


def _no_figure(one: Assessment) -> Question:
    said = f"Why is there no figure for {lowered(one.indicator.title)}, and when will there be one?"
    return _question(one, Rank.NO_FIGURE, said)


def _year(one: Assessment) -> Question:
    title = lowered(one.indicator.title)
    said = f"Can {title} still reach its target for the year as a whole?"
    return _question(one, Rank.YEAR, said, sentences.year_to_date)


def _bottom(one: Assessment) -> Question:
    title = lowered(one.indicator.title)
    said = f"What do landlords that do better in {title} do, and could it be done here?"
    why = (one.indicator.title, " is in the bottom quarter of the landlords it is compared with: ",
           one.latest, ".")  # fmt: skip
    return _question(one, Rank.BOTTOM, said, lambda _: why)


def _better(one: Assessment) -> Question:
    said = f"{one.indicator.title} improved. What made the difference, and could others learn?"
    return _question(one, Rank.BETTER, said, sentences.movement)


def _running(card: Card, one: Assessment) -> Callable[[Assessment], Pieces]:
    told = statuses(card.run, card.register, one)
    return lambda found: (
        *sentences.verdict(found), " ", *sentences.run_length(found, told),
    )  # fmt: skip


def _question(
    one: Assessment,
    rank: Rank,
    ask: str,
    why: Callable[[Assessment], Pieces] = sentences.verdict,
) -> Question:
    return Question(
        key=one.indicator.code,
        rank=rank,
        ask=(ask,),
        why=why(one) or sentences.verdict(one),
        who=one.indicator.owner or "the manager of the service",
    )
