"""The sentences of the self-assessment: how things stand, what moved, what was gained."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Figure, Region, Status, Wording, Words, sentences
from pmf_engine.framework.finance.books import books_of
from pmf_engine.framework.finance.metrics import Metric, taken_as_nil
from pmf_engine.framework.sentences import Pieces, opening
from pmf_engine.model.numbers import gap_form
from pmf_engine.model.periods import Period
from pmf_plugins.vfm_self_assessment.assessment import COST, KEYS, SelfAssessment

_MOVED = ("3", "4", "6a", "7")


def verdict(found: SelfAssessment) -> Words:
    """Return the one sentence that says what a home costs and what is left of turnover."""
    year, last = found.run.period, found.run.period.shift(-1)
    cost, margin = found.metric(COST), found.metric("6b")
    pieces: Pieces = (f"In {year.year_label} a social home cost ", cost.at(year))
    if cost.at(year).value is None:
        pieces = (f"What a social home cost in {year.year_label} is not known",)
    if (moved := _moved(cost, last, year)) is not None:
        pieces += (", ", moved, f" {last.year_label}")
    return Words("verdict", (*pieces, "; the overall operating margin was ", margin.at(year), "."))


def messages(found: SelfAssessment) -> Region:
    """Return at most six messages: supply, finance metrics, own measures, gains."""
    said = {"supply": _supply(found), **{k: _metric(found, k) for k in _MOVED}, "own": _own(found)}
    return sentences(
        "messages", (Words(f"message/{name}", pieces) for name, pieces in said.items() if pieces)
    )


def gains_words(found: SelfAssessment) -> Words:
    """Return what the gains come to, made and planned; only those that free money are added up."""
    return Words("gains/words", tuple(_gains(found)))


def nil_words(found: SelfAssessment) -> str:
    """Return which lines the metrics took as nil, by entity; nothing where there was none."""
    held = taken_as_nil(found.run, books_of(found.run), KEYS)
    if not held:
        return ""
    told = "; ".join(f"{code}: {', '.join(titles)}" for code, titles in held.items())
    return f"Taken as nil in {found.run.period.year_label}, as no row was entered. {told}."


def _gains(found: SelfAssessment) -> Iterator[str | Figure | Wording]:
    for slot, rows, verb in (
        ("made", found.made, f"made in {found.run.period.year_label}"),
        ("planned", found.planned, "planned for the years after"),
    ):
        if not rows:
            yield f"No gain {verb} is entered. "
            continue
        counted = [row for row in rows if row.peek("cashable") and row.peek("amount") is not None]
        noun = "gain" if len(rows) == 1 else "gains"
        yield Wording(f"gains/{slot}/number", opening(len(rows)))
        yield f" {noun} {verb}"
        if counted:
            yield f", of which {len(counted)} free "
            yield found.gains[slot]
            yield " a year"
        yield ". "


def _supply(found: SelfAssessment) -> Pieces:
    year = found.run.period
    reinvested, new = found.metric("1").at(year), found.metric("2a").at(year)
    if reinvested.value is None or new.value is None:
        return ()
    return (
        "Reinvestment was ", reinvested, " of the value of housing properties; new social homes"
        " came to ", new, " of those owned.",
    )  # fmt: skip


def _metric(found: SelfAssessment, key: str) -> Pieces:
    metric, year, last = found.metric(key), found.run.period, found.run.period.shift(-1)
    now, before = metric.at(year), metric.years.get(last)
    if now.value is None or before is None or before.value is None:
        return ()
    if now.short == before.short:
        return (f"{metric.title} did not change: ", now, f" in {last.year_label} and",
                f" {year.year_label}.")  # fmt: skip
    verb = "rose" if now.value > before.value else "fell"
    return (f"{metric.title} {verb} from ", before, f" in {last.year_label} to ", now,
            f" in {year.year_label}.")  # fmt: skip


def _own(found: SelfAssessment) -> Pieces:
    judged = [one for one in found.own if one.status in (Status.GREEN, Status.AMBER, Status.RED)]
    if not judged:
        return ()
    met = sum(one.status is Status.GREEN for one in judged)
    return (
        "Of our own measures of economy and efficiency, ", Wording("own/met", str(met)), " of ",
        Wording("own/judged", str(len(judged))), " met their target at the end of the year.",
    )  # fmt: skip


def _moved(metric: Metric, last: Period, year: Period) -> Wording | None:
    now, before = metric.at(year), metric.years.get(last)
    if now.value is None or before is None or before.value is None:
        return None
    change = now.value - before.value
    if now.short == before.short:
        return Wording(f"{metric.key}/moved-words", "as in")
    size = gap_form(change, now.unit, now.places)
    return Wording(
        f"{metric.key}/moved-words", f"{size} {'more' if change > 0 else 'less'} than in"
    )
