"""The sentences of the report: short, plain, and as clear about a miss as about a hit."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import Region, Run, Status, Wording, Words, sentences
from pmf_engine.framework.sentences import Pieces, opening
from pmf_engine.framework.year_measures import YearMeasure
from pmf_engine.model.numbers import half_up, sentence_form
from pmf_plugins.tenant_annual_report.promises import measured, promises_of

RESULTS = {
    Status.GREEN: "● Met",
    Status.AMBER: "▲ Just missed",
    Status.RED: "■ Missed",
}
_STATES = {Status.GREEN: "met", Status.AMBER: "near", Status.RED: "missed"}
OTHERS = "○ No result"
_QUARTERS = {
    1: "We are in the best quarter of",
    2: "We did better than the middle one of",
    3: "We did not do as well as the middle one of",
    4: "We are in the lowest quarter of",
}
_SIDES = {"maximise": "at least ", "minimise": "no more than "}


def years_words(run: Run) -> str:
    """Return the months of the year as a tenant reads them: April 2025 to March 2026."""
    first, last = run.period.start_date, run.period.end_date
    return f"{first:%B %Y} to {last:%B %Y}"


def verdict(run: Run) -> Words:
    """Return how many targets were met, just missed and missed."""
    found = [one.status for _, one in measured(run)]
    met, near, missed = (found.count(one) for one in RESULTS)
    judged = met + near + missed
    if not judged:
        return Words("verdict", ("No promise has a result this year.",))
    kept, close, lost = (str(count or "none") for count in (met, near, missed))
    said = f"We met {kept} of our {judged} targets. We just missed {close} and missed {lost}."
    return Words("verdict", (said,))


def unjudged(run: Run) -> str:
    """Return how many promises no result tells of; nothing where each has one."""
    found = promises_of(run)
    known = [one for _, one in measured(run) if one.status in RESULTS]
    left = len(found) - len(known)
    if not left:
        return ""
    return (
        f"{opening(left)} of our {len(found)} promises {'has' if left == 1 else 'have'} no result."
    )


def result(one: YearMeasure) -> Wording:
    """Return whether the target was met, as shape and word."""
    text = RESULTS.get(one.status, OTHERS)
    style = f"status-{one.status.replace('_', '-')}" if one.status in RESULTS else "status-no-data"
    return Wording(f"{one.indicator.code}/result", text, style)


def state(one: YearMeasure) -> str:
    """Return met, near, missed or none, by which a template gives the result its look."""
    return _STATES.get(one.status, "none")


def target(one: YearMeasure) -> Pieces:
    """Return the target in a few words; nothing where there is none."""
    if not one.judged or one.target.missing:
        return ()
    if one.upper is not None:
        return ("Our target was ", one.target, " to ", one.upper, ".")
    if one.ruling.polarity == "minimise" and one.target.value == 0:
        return ("Our target was none.",)
    return (f"Our target was {_SIDES[one.ruling.polarity]}", one.target, ".")


def meaning(one: YearMeasure) -> Words:
    """Return what the figure means: as so many in a hundred, and against last year."""
    slot = f"{one.indicator.code}/meaning"
    if one.latest.missing:
        return Words(slot, (f"There is no figure: {one.latest.missing.reason}.",))
    return Words(slot, (Wording(f"{one.indicator.code}/in-words", " ".join(said_of(one))),))


def points(one: YearMeasure) -> Region:
    """Return the same with one idea a line."""
    slot = f"{one.indicator.code}/points"
    said = [] if one.latest.missing else said_of(one)
    return sentences(slot, (Words(f"{slot}/{at}", (text,)) for at, text in enumerate(said)))


def said_of(one: YearMeasure) -> list[str]:
    """Return what a figure means, a sentence for each idea."""
    told = [text for text in (in_a_hundred(one), *against_last_year(one)) if text]
    return told or ["This is the first year that we can show."]


def in_a_hundred(one: YearMeasure) -> str:
    """Return a percentage as so many in every 100; nothing for another unit."""
    value = one.latest.value
    if one.indicator.unit != "%" or value is None or not 0 <= value <= 100:
        return ""
    whole = int(half_up(value, 0))
    if value == 100:
        return "That is all of them."
    if whole in (0, 100):
        return f"That is {'more than 99' if whole else 'fewer than 1'} in every 100."
    return f"That is about {whole} in every 100."


def against_last_year(one: YearMeasure) -> list[str]:
    """Return how the figure moved since last year, and whether that is better."""
    now, before = one.latest, one.years[-2]
    if now.value is None or before.value is None:
        return []
    places = max(now.places, before.places)
    shown = sentence_form(before.value, one.indicator.unit, before.places)
    if half_up(now.value, places) == half_up(before.value, places):
        return [f"Last year it was the same, {shown}."]
    return [_moved(one, now.value - before.value), f"Last year it was {shown}."]


def _moved(one: YearMeasure, change: Decimal) -> str:
    polarity = one.ruling.polarity
    if polarity not in _SIDES:
        return "It went up." if change > 0 else "It went down."
    better = (change > 0) == (polarity == "maximise")
    return "It got better." if better else "It got worse."


def compared(one: YearMeasure) -> Words:
    """Return where the figure stands among other landlords, as far as anybody can tell."""
    slot, peers = f"{one.indicator.code}/compared", one.peers
    if peers is None:
        return Words(slot, ("We have no figures of other landlords to compare this with.",))
    middle = sentence_form(peers.median, one.indicator.unit, one.indicator.places)
    lead = _QUARTERS.get(peers.band or 0, "We looked at")
    said = f"{lead} {peers.landlords} landlords in {peers.year}. The middle one had {middle}."
    return Words(slot, (Wording(f"{slot}-words", said),))
