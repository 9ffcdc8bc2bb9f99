"""Sentences on risks: they state scores; causes are left to the owners' own words."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.framework.risk_earlier import Late
from pmf_engine.framework.risk_links import Prompt
from pmf_engine.framework.risk_review import Ended, Judged
from pmf_engine.framework.risks import RiskRegister
from pmf_engine.framework.sentences import Pieces, lowered, opening, spoken_date
from pmf_engine.framework.thread import Tracked
from pmf_engine.measures.risk import Move, Score, Standing
from pmf_engine.model.content import Label
from pmf_engine.model.numbers import table_form
from pmf_engine.model.values import Status


def spoken(score: Score | None) -> str:
    """Return a score in a sentence: 12 (likelihood 3, impact 4)."""
    if score is None:
        return "no score"
    return f"{score.value} (likelihood {score.likelihood}, impact {score.impact})"


def now(one: Judged) -> Pieces:
    """Return the score of a risk in a sentence, its figures live."""
    if one.score.missing:
        return ("no score",)
    return (one.score, " (likelihood ", one.likelihood, ", impact ", one.impact, ")")


def shown(one: Judged) -> Label:
    """Return the score of a risk in a cell: 12 (3×4)."""
    if one.score.missing:
        return Label((one.score,))
    return Label((one.score, " (", one.likelihood, "×", one.impact, ")"))


def move(one: Judged) -> Pieces:
    """Return how a risk moved; nothing where there is nothing to compare."""
    name, before = one.risk.name, one.before.score if one.before else None
    if one.move is Move.NEW:
        day = f", opened on {spoken_date(one.risk.opened)}" if one.risk.opened else ""
        return (f"{name} is new in this paper{day} with a score of ", *now(one), ".")
    score = one.position.score
    if before is None or score is None:
        return ()
    if one.move is Move.SIDEWAYS:
        return (f"{name} did not move: ", *now(one), ".")
    if one.move is Move.RESHAPED:
        return (
            f"{name} kept a score of ", one.score, f", but likelihood moved from"
            f" {before.likelihood} to ", one.likelihood, f" and impact from {before.impact} to ",
            one.impact, ".",
        )  # fmt: skip
    verb = "rose" if one.move is Move.UP else "fell"
    return (f"{name} {verb} from {spoken(before)} to ", *now(one), ".")


def ending(one: Ended, register: RiskRegister) -> str:
    """Return how a risk left the register."""
    risk = one.risk
    day = f" on {spoken_date(risk.closed)}" if risk.closed else ""
    if one.move is Move.MERGED:
        other = register.risks.get(risk.merged_into or "")
        into = other.name if other else risk.merged_into
        return f"{risk.name} was merged into {into}{day} and is no longer scored separately."
    return f"{risk.name} was closed{day}; its last score was {spoken(one.last)}."


def stands(one: Judged) -> Pieces:
    """Return how a risk stands against the appetite of its category."""
    name, category = one.risk.name, lowered(one.risk.category)
    if one.position.standing is Standing.OUTSIDE:
        return (
            f"{name} scores ", one.score, ", outside the tolerance of ",
            one.limit if one.tolerance.missing else one.tolerance, f" for {category}.",
        )  # fmt: skip
    if one.position.standing is Standing.ABOVE:
        return (
            f"{name} scores ", one.score, ", above the appetite of ", one.limit,
            f" for {category} but within the tolerance of ", one.tolerance, ".",
        )  # fmt: skip
    if one.position.standing is Standing.WITHIN:
        return (
            f"{name} scores ",
            one.score,
            ", within the appetite of ",
            one.limit,
            f" for {category}.",
        )
    return (f"{name} cannot be judged: {one.position.standing}.",)


def rebanded(number: int, since: str) -> str:
    """Return that risks have another band from the matrix alone."""
    verb, noun = ("have a new band", "risks") if number != 1 else ("has a new band", "risk")
    what = "they were" if number != 1 else "it was"
    return (
        f"{opening(number)} {noun} {verb} because the scoring matrix changed{since}, not because"
        f" {what} re-scored."
    )


def late(one: Late) -> str:
    """Return what a paper showed and what the register has for that day now."""
    return (
        f"{one.risk.name} was shown in the paper for {one.period.name}, issued on"
        f" {spoken_date(one.issued_on)}, as {spoken(one.shown)}; the register now has"
        f" {spoken(one.now)} for the end of that period."
    )


def prompt(one: Prompt) -> str:
    """Return that an indicator speaks of a risk which was not re-scored."""
    state = "off target" if one.status is Status.RED else "missing"
    last = (
        f"was last scored on {spoken_date(one.scored_on)}"
        if one.scored_on
        else "has never been scored"
    )
    return f"{one.indicator.title} is {state} and is linked to {one.risk.name}, which {last}."


def overdue(one: Tracked, late_days: int) -> str:
    """Return how late an action is."""
    days = f"{late_days} day{'' if late_days == 1 else 's'}"
    done = ""
    if isinstance(one.percent, Decimal):
        done = f" and is {table_form(one.percent, '%', 0)} complete"
    due = spoken_date(one.due)
    return f"Action {one.code} {one.title} is {days} overdue: it was due on {due}{done}."
