"""The first page: the verdict, what moved, what needs a decision."""

from __future__ import annotations

from datetime import date

from pmf_engine.api import (
    Field,
    Figure,
    Grid,
    Period,
    Region,
    Status,
    Wording,
    Words,
    sentences,
)  # fmt: skip
from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.scorecards import status
from pmf_engine.framework.sentences import SPOKEN, Pieces, listed, opening, spoken_date
from pmf_engine.framework.thread import STALLED
from pmf_engine.measures.progress import State
from pmf_plugins.board_pack.pack import COUNTED, Pack

_MOST_NAMED = 4
_RANK = {Status.GREEN: 0, Status.AMBER: 1, Status.RED: 2}


def verdict(pack: Pack) -> Words:
    """Return the one sentence that says how things stand."""
    counts = pack.counts
    if not counts["judged"].value:
        return Words("verdict", ("No measure with a target is reported to this Board.",))
    noun = "measure" if counts["judged"].value == 1 else "measures"
    pieces: Pieces = (
        "Of the ", counts["judged"], f" {noun} with a target, ", *_or_none(counts["met"]),
        " met it, ", *_or_none(counts["near"]), " came within tolerance and ",
        *_or_none(counts["missed"]), " missed it",
    )  # fmt: skip
    if counts["no-figure"].value:
        pieces += ("; ", counts["no-figure"], " had no figure")
    return Words("verdict", (*pieces, "."))


def bullets(pack: Pack) -> Region:
    """Return at most six messages: worse, better, critical, decision, actions, missing."""
    worse = [
        one for one in pack.moved if _RANK[one.status] > _RANK[pack.before[one.indicator.code]]
    ]
    better = [one for one in pack.moved if one not in worse]
    said = {
        "worse": _moved("got worse", worse),
        "better": _moved("improved", better),
        "still": () if pack.moved else (f"No measure changed status since {_earlier(pack)}.",),
        "critical": _critical(pack),
        "missing": _missing(pack),
        "actions": _actions(pack),
        "decision": _decision(pack),
    }
    words = [Words(f"summary/{name}-words", pieces) for name, pieces in said.items() if pieces]
    return sentences("bullets", words[:6])


def compared(pack: Pack) -> str:
    """Return what movement is measured against."""
    reported = pack.run.reported
    if reported is None:
        return (
            f"No earlier pack has been issued, so changes of status are against"
            f" {_earlier(pack)} as the workbooks show it now."
        )
    day = spoken_date(date.fromisoformat(reported.issued_on))
    return f"Changes of status are against the pack issued for {_earlier(pack)} on {day}."


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
            Field(title=_earlier(pack), width=4.6, chars=20, right=True),
        ),
        rows=rows,
    )


def _earlier(pack: Pack) -> str:
    reported = pack.run.reported
    if reported is not None:
        return Period.parse(reported.period).name
    return pack.run.period.shift(-1).name


def _or_none(figure: Figure) -> Pieces:
    return (figure,) if figure.value else (Wording(f"{figure.slot}-word", "none"),)


def _names(found: list[Assessment]) -> str:
    names = [one.indicator.title for one in found[:_MOST_NAMED]]
    more = len(found) - len(names)
    return listed([*names, *([f"{more} more"] if more else [])])


def _moved(verb: str, found: list[Assessment]) -> Pieces:
    if not found:
        return ()
    if len(found) == 1:
        (one,) = found
        return (f"{one.indicator.title} {verb}, to {SPOKEN[one.status]}: ", one.latest, ".")
    number = Wording(f"summary/{verb.replace(' ', '-')}-number", opening(len(found)))
    return (number, f" measures {verb} in status: {_names(found)}.")


def _critical(pack: Pack) -> Pieces:
    found = [one for one in pack.exceptions if one.indicator.critical and one.status is Status.RED]
    if not found:
        return ()
    pieces: Pieces = ()
    for one in found[:_MOST_NAMED]:
        lead = "; " if pieces else "Critical and off target: "
        pieces += (f"{lead}{one.indicator.title} at ", one.latest)
    return (*pieces, ".")


def _missing(pack: Pack) -> Pieces:
    found = [one for one in pack.judged if one.latest.missing]
    return (f"Without a figure: {_names(found)}.",) if found else ()


def _actions(pack: Pack) -> Pieces:
    codes = {code for one in pack.exceptions for code in one.indicator.codes}
    linked = pack.thread.linked(codes)
    stalled = [one for one in linked if one.state in STALLED]
    if not stalled:
        return ()
    overdue = sum(one.state is State.OVERDUE for one in stalled)
    verb = "needs" if len(stalled) == 1 else "need"
    pieces: Pieces = (
        Wording("summary/stalled-number", opening(len(stalled))), " of the ",
        Wording("summary/linked-number", str(len(linked))),
        f" actions behind the exceptions {verb} attention",
    )  # fmt: skip
    late: Pieces = (", ", Wording("summary/overdue-number", str(overdue)), " of them overdue")
    return (*pieces, *(late if overdue else ()), ".")


def _decision(pack: Pack) -> Pieces:
    missed = pack.counts["missed"]
    if not missed.value:
        return ("The Board is asked to note this report.",)
    noun = "target" if missed.value == 1 else "targets"
    asked = "The Board is asked to decide whether the action on the "
    return (asked, missed, f" missed {noun} is enough, as at {spoken_date(pack.run.today)}.")
