"""Questions about complaints, and about what scrutiny recommended."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Wording
from pmf_engine.framework.customers import COMPLAINT
from pmf_engine.framework.scrutiny import Recommendation, overdue
from pmf_engine.framework.sentences import spoken_date
from pmf_plugins.customer_scorecard.card import Card
from pmf_plugins.customer_scorecard.questions import Question, Rank

_LATE = 3
_FEWEST = 5  # more complaints than before by at least so many
_COMPLAINTS = "the manager who answers for complaints"


def about_others(card: Card) -> Iterator[Question]:
    """Yield questions about complaints that rose, their themes, and late recommendations."""
    yield from _more_complaints(card)
    yield from _theme(card)
    late = overdue(card.recommendations)
    for one in late[:_LATE]:
        yield _late(one)
    for one in card.recommendations:
        if one.unanswered and one not in late:
            yield _unanswered(one)


def _more_complaints(card: Card) -> Iterator[Question]:
    told = card.told.get(COMPLAINT)
    if told is None or told.now.value is None or told.before.value is None:
        return
    now, before, month = told.now.value, told.before.value, card.run.period.last_month
    if now - before >= _FEWEST and (now - before) * 5 >= before:
        yield Question(
            key="complaints",
            rank=Rank.COMPLAINTS,
            ask=("Why did more tenants complain, and which service was it about?",),
            why=(
                "Complaints rose from ", told.before, f" in {month.shift(-1).name} to ", told.now,
                f" in {month.name}.",
            ),
            who=_COMPLAINTS,
        )  # fmt: skip


def _theme(card: Card) -> Iterator[Question]:
    last = card.run.period.last_month
    with card.run.recording():
        named = card.feedback.themes([last.shift(-2), last.shift(-1), last], COMPLAINT)
    if named:
        theme = Wording("question/theme/name", named[0][:1].lower() + named[0][1:])
        yield Question(
            key="theme",
            rank=Rank.THEME,
            ask=("What has been learnt from complaints about ", theme, ", and what has changed?"),
            why=("It is what complaints of the last three months were most often about.",),
            who=_COMPLAINTS,
        )


def _late(one: Recommendation) -> Question:
    due = spoken_date(one.due) if one.due else "no day"
    return Question(
        key=f"late-{one.code}",
        rank=Rank.LATE_SCRUTINY,
        ask=(f"When will recommendation {one.code} be done?",),
        why=(f"“{one.text}” was due by {due} and is {one.state}.",),
        who=one.owner,
    )


def _unanswered(one: Recommendation) -> Question:
    return Question(
        key=f"new-{one.code}",
        rank=Rank.LATE_SCRUTINY,
        ask=(f"Is recommendation {one.code} accepted, and if not, why not?",),
        why=(f"“{one.text}” was made on {spoken_date(one.raised)} and has had no answer.",),
        who=one.owner,
    )
