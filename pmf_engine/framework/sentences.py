"""Sentences that state arithmetic; causes are left to people's own, attributed words.

Each function returns the pieces of a sentence, figures live among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmf_engine.framework.assessment import Assessment, due_date
from pmf_engine.measures.trend import Direction
from pmf_engine.model.content import Wording
from pmf_engine.model.numbers import NO_BREAK, gap_form, sentence_form
from pmf_engine.model.values import Figure, Missing, Status

Pieces = tuple[str | Figure | Wording, ...]

SHAPES = {
    Status.GREEN: "● Met",
    Status.AMBER: "▲ Near",
    Status.RED: "■ Missed",
    Status.NO_DATA: "○ No figure",
    Status.OVERDUE: "○ Overdue",
    Status.NOT_DUE: "– Not due",
    Status.DATA_ONLY: "◊ Information",
}
SPOKEN = {
    Status.GREEN: "on target",
    Status.AMBER: "within tolerance",
    Status.RED: "off target",
    Status.NO_DATA: "no figure",
    Status.OVERDUE: "no figure, overdue",
    Status.NOT_DUE: "not yet due",
    Status.DATA_ONLY: "no target set",
}
_ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
)  # fmt: skip
_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def spoken_date(day: date) -> str:
    """Return a day as readers see it, held together on one line."""
    return f"{day.day}{NO_BREAK}{day:%B}{NO_BREAK}{day.year}"


def brief_date(day: date) -> str:
    """Return a day as it stands in a table: 30 Sep 2026."""
    return f"{day.day} {day:%b} {day.year}"


def ordinal(number: int) -> str:
    """Return first to ninth in words, then 10th, 21st, 112th."""
    if 0 < number < len(_ORDINALS):
        return _ORDINALS[number]
    teen = 10 < number % 100 < 14
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def opening(number: int) -> str:
    """Return a count as it stands at the start of a sentence: No, One ... Nine, In total, 12."""
    return _WORDS[number] if number < len(_WORDS) else f"In total, {number}"


def capital(text: str) -> str:
    """Return text with a capital first, the rest as it is."""
    return text[:1].upper() + text[1:]


def lowered(title: str) -> str:
    """Return a title as it stands in a sentence; one that begins with capitals keeps them."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def listed(words: list[str]) -> str:
    """Return words as a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def target_words(found: Assessment) -> Pieces:
    """Return the target with its direction: at least, no more than, zero, a range."""
    polarity = found.ruling.target.polarity
    if polarity == "goldilocks" and found.upper is not None:
        return ("a target range of ", found.target, " to ", found.upper)
    if polarity == "minimise" and found.target.value == 0:
        return ("a target of zero",)
    side = "at least" if polarity == "maximise" else "no more than"
    return (f"a target of {side} ", found.target)


def verdict(found: Assessment) -> Pieces:
    """Return whether the indicator met its target, came within tolerance or missed it."""
    name, when = found.indicator.title, found.period.name
    if found.latest.missing:
        return _missing(found, found.latest.missing)
    against: Pieces = (found.latest, " against ", *target_words(found))
    if found.status is Status.GREEN:
        return (f"{name} met the target in {when}: ", *against, ".")
    if found.status is Status.AMBER:
        lead = f"{name} did not meet the target in {when} but came within the agreed tolerance: "
        return (lead, *against, *_gap(found), ".")
    if found.status is Status.RED:
        return (f"{name} missed the target in {when}: ", *against, *_gap(found), ".")
    return (f"{name} stood at ", found.latest, f" in {when}; it has no target.")


def movement(found: Assessment) -> Pieces:
    """Return how the figure moved since the period before; nothing without a comparison."""
    short, before = found.short, found.previous
    if isinstance(short.change, Missing) or before.missing or found.latest.missing:
        return ()
    name, now, then = found.indicator.title, found.period, found.period.shift(-1)
    if not short.change:
        return (f"{name} did not change: ", found.latest, f" in both {then.name} and {now.name}.")
    verb = "rose" if short.change > 0 else "fell"
    effect = {Direction.IMPROVING: ", an improvement", Direction.WORSENING: ", a worsening"}
    places, unit = found.latest.places, found.indicator.unit
    counted = unit if unit in ("%",) or unit.startswith("£") or places else ""
    gap = gap_form(short.change, counted, places)
    change = Wording(f"{found.indicator.code}/change", f"{verb} by {gap}")
    return (
        f"{name} ", change, ", from ", before, f" in {then.name} to ", found.latest,
        f" in {now.name}{effect.get(short.direction, '')}.",
    )  # fmt: skip


def running(statuses: Sequence[Status]) -> int:
    """Return how many periods running the verdict has stood, on target or off; newest first."""
    met = statuses[:1] == [Status.GREEN]
    known = {Status.GREEN, Status.AMBER, Status.RED}
    count = 0
    for status in statuses:
        if status not in known or (status is Status.GREEN) != met:
            break
        count += 1
    return count


def run_length(found: Assessment, statuses: list[Status]) -> Pieces:
    """Return how many periods running the verdict has stood; `statuses` is newest first."""
    count = running(statuses)
    if count < 2:
        return ()
    noun = found.indicator.frequency.noun
    side = "on" if statuses[0] is Status.GREEN else "off"
    slot = f"{found.indicator.code}/running"
    return ("This was the ", Wording(slot, f"{ordinal(count)} {noun} running {side} target"), ".")


def caveats(found: Assessment) -> Pieces:
    """Return what a reader must know of the figure: provisional, few cases, adjusted, revised."""
    said: list[str] = []
    latest = found.latest
    if "provisional" in latest.marks:
        said.append("This figure is provisional and may be revised.")
    if "estimate" in latest.marks:
        said.append("This figure is an estimate and will be replaced by an actual figure.")
    base = found.point.denominator
    if found.indicator.unit == "%" and base is not None and 0 < base < 50:
        each = sentence_form(100 / base, "percentage points", 1)
        cases = f"This rests on {base.normalize():f} cases"
        said.append(f"{cases}, so each case moves the figure by about {each}.")
    if latest.adjustment:
        day = spoken_date(date.fromisoformat(latest.adjustment.approved_on))
        said.append(
            f"This figure was adjusted with approval on {day};"
            " the reason is given in the sources appendix."
        )
    return (" ".join(said),) if said else ()


def benchmark(found: Assessment, n: str, year: str, group: str) -> Pieces:
    """Return the quartile of the figure in its peer group; nothing without one."""
    place = {1: "top", 2: "second", 3: "third", 4: "bottom"}.get(int(found.quartile.value or 0))
    if place is None:
        return ()
    word = Wording(f"{found.indicator.code}/quartile-word", f"{place} quartile")
    return (
        "At ",
        found.latest,
        ", this is in the ",
        word,
        f" of {n} landlords in {year} ({group}).",
    )


def year_to_date(found: Assessment) -> Pieces:
    """Return the year to date against its target."""
    if found.ytd.missing:
        return ()
    pieces: Pieces = ("For the year to date the figure is ", found.ytd)
    if not found.ytd_target.missing and found.upper is None:
        side = "at least" if found.ruling.target.polarity == "maximise" else "no more than"
        pieces += (f" against a target of {side} ", found.ytd_target)
    total = found.ytd_total
    note = "" if total.complete else f", based on {total.note(found.indicator.frequency.noun)}"
    return (*pieces, f"{note}.")


def _gap(found: Assessment) -> Pieces:
    if found.gap.value is None:
        return ()
    size = gap_form(found.gap.value, found.indicator.unit, found.latest.places)
    if found.upper is None:
        return (", a gap of ", Wording(f"{found.indicator.code}/gap-size", size))
    side = "above the top" if found.gap.value > 0 else "below the bottom"
    return (", ", Wording(f"{found.indicator.code}/gap-size", f"{size} {side} of the range"))


def _missing(found: Assessment, missing: Missing) -> Pieces:
    name, when = found.indicator.title, found.period.name
    day = spoken_date(due_date(found.period))
    if found.status is Status.OVERDUE:
        return (f"There is no {when} figure for {name}: it was due by {day}.",)
    if found.status is Status.NOT_DUE:
        return (f"The {when} figure for {name} is not due until {day}.",)
    if missing.reason == "no cases":
        return (f"There were no cases to measure for {name} in {when}.",)
    return (f"There is no {when} figure for {name}: {missing.reason}.",)
