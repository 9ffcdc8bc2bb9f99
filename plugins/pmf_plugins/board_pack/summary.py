"""The first page: what moved, what needs a decision."""

from __future__ import annotations

from pmf_engine.api import Region, Status, Wording, Words, sentences
from pmf_engine.framework.pack_words import MOST_NAMED, changes, missing
from pmf_engine.framework.sentences import Pieces, opening, spoken_date
from pmf_engine.framework.thread import STALLED
from pmf_engine.measures.progress import State
from pmf_plugins.board_pack.pack import Pack


def bullets(pack: Pack) -> Region:
    """Return at most six messages: worse, better, critical, decision, actions, missing."""
    said = {
        **changes(pack),
        "critical": _critical(pack),
        "missing": missing(pack),
        "actions": _actions(pack),
        "decision": _decision(pack),
    }
    words = [Words(f"summary/{name}-words", pieces) for name, pieces in said.items() if pieces]
    return sentences("bullets", words[:6])


def _critical(pack: Pack) -> Pieces:
    found = [one for one in pack.exceptions if one.indicator.critical and one.status is Status.RED]
    if not found:
        return ()
    pieces: Pieces = ()
    for one in found[:MOST_NAMED]:
        lead = "; " if pieces else "Critical and off target: "
        pieces += (f"{lead}{one.indicator.title} at ", one.latest)
    return (*pieces, ".")


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
