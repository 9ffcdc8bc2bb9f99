"""What stands on the first page of a pack: the verdict, the counts, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.packs import COUNTED, Pack
from pmf_engine.framework.scorecards import status
from pmf_engine.framework.sentences import SPOKEN, Pieces, listed, opening, spoken_date
from pmf_engine.model.content import Field, Grid, Wording, Words
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure, Status

MOST_NAMED = 4
_RANK = {Status.GREEN: 0, Status.AMBER: 1, Status.RED: 2}


def verdict(pack: Pack, readers: str = "this Board") -> Words:
    """Return the one sentence that says how things stand."""
    counts = pack.counts
    if not counts["judged"].value:
        return Words("verdict", (f"No measure with a target is reported to {readers}.",))
    noun = "measure" if counts["judged"].value == 1 else "measures"
    pieces: Pieces = (
        "Of the ", counts["judged"], f" {noun} with a target, ", *_or_none(counts["met"]),
        " met it, ", *_or_none(counts["near"]), " came within tolerance and ",
        *_or_none(counts["missed"]), " missed it",
    )  # fmt: skip
    if counts["no-figure"].value:
        pieces += ("; ", counts["no-figure"], " had no figure")
    return Words("verdict", (*pieces, "."))


def changes(pack: Pack) -> dict[str, Pieces]:
    """Return what got worse, what improved, or that nothing did, each in a sentence or nothing."""
    worse = worsened(pack)
    better = [one for one in pack.moved if one not in worse]
    return {
        "worse": _moved("got worse", worse),
        "better": _moved("improved", better),
        "still": () if pack.moved else (f"No measure changed status since {earlier(pack)}.",),
    }


def worsened(pack: Pack) -> list[Assessment]:
    """Return the measures whose verdict is worse than before."""
    return [one for one in pack.moved if _RANK[one.status] > _RANK[pack.before[one.indicator.code]]]


def missing(pack: Pack) -> Pieces:
    """Return which measures with a target have no figure; nothing where all have one."""
    found = [one for one in pack.judged if one.latest.missing]
    return (f"Without a figure: {named(found)}.",) if found else ()


def compared(pack: Pack, paper: str = "pack") -> str:
    """Return what movement is measured against."""
    reported = pack.run.reported
    if reported is None:
        return (
            f"No earlier {paper} has been issued, so changes of status are against"
            f" {earlier(pack)} as the workbooks show it now."
        )
    day = spoken_date(date.fromisoformat(reported.issued_on))
    return f"Changes of status are against the {paper} issued for {earlier(pack)} on {day}."


def count_strip(pack: Pack) -> Grid:
    """Return how many measures met, came near or missed, now and in the earlier period."""
    shapes = (Status.GREEN, Status.AMBER, Status.RED, Status.NO_DATA)
    before = [pack.before[one.indicator.code] for one in pack.judged]
    rows = []
    for (slot, (_, wanted)), colour in zip(COUNTED.items(), shapes, strict=True):
        was = sum(one in wanted for one in before)
        label = status(f"summary/{slot}-label", colour)
        rows.append((label, pack.counts[slot], Wording(f"summary/{slot}-before", str(was))))
    return Grid(
        slot="summary/counts",
        caption="Measures by status",
        summary="One status a row, 4 rows; columns status to the earlier count.",
        fields=(
            Field(title="Status", width=4.0, chars=16),
            Field(title=pack.run.period.name, width=4.6, chars=20, right=True),
            Field(title=earlier(pack), width=4.6, chars=20, right=True),
        ),
        rows=rows,
    )


def earlier(pack: Pack) -> str:
    """Return the period that changes of status are told against."""
    reported = pack.run.reported
    if reported is not None:
        return Period.parse(reported.period).name
    return pack.run.period.shift(-1).name


def named(found: Sequence[Assessment]) -> str:
    """Return the first few measures by title, and how many more there are."""
    names = [one.indicator.title for one in found[:MOST_NAMED]]
    more = len(found) - len(names)
    return listed([*names, *([f"{more} more"] if more else [])])


def _or_none(figure: Figure) -> Pieces:
    return (figure,) if figure.value else (Wording(f"{figure.slot}-word", "none"),)


def _moved(verb: str, found: list[Assessment]) -> Pieces:
    if not found:
        return ()
    if len(found) == 1:
        (one,) = found
        return (f"{one.indicator.title} {verb}, to {SPOKEN[one.status]}: ", one.latest, ".")
    number = Wording(f"summary/{verb.replace(' ', '-')}-number", opening(len(found)))
    return (number, f" measures {verb} in status: {named(found)}.")
