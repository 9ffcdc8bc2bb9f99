"""The counts that the paper speaks of, each a figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pmf_engine.api import Figure, Run, Wording
from pmf_engine.framework.risk_assurance import Control
from pmf_engine.framework.risk_links import Prompt
from pmf_engine.framework.risk_links import Review as Owed
from pmf_engine.framework.risk_review import Judged, Review, review_of
from pmf_engine.framework.risks import Risk
from pmf_engine.framework.sentences import Pieces
from pmf_engine.framework.thread import Tracked
from pmf_engine.measures.risk import Band, Move, Standing

MOVES = {
    Move.UP: "Risks whose score rose", Move.DOWN: "Risks whose score fell",
    Move.RESHAPED: "Risks that moved with the same score",
    Move.SIDEWAYS: "Risks that did not move", Move.NEW: "New risks",
    Move.CLOSED: "Risks closed", Move.MERGED: "Risks merged",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Paper:
    """The review of a run, with its counts and lists made once."""

    run: Run
    review: Review

    def count(self, slot: str, title: str, number: int) -> Figure:
        """Return a count under `summary/`, the same one each time it is asked for."""
        return self.review.count(f"summary/{slot}", title, number)

    @cached_property
    def open(self) -> Figure:
        """How many risks are open."""
        return self.count("open", "Open risks", len(self.review.judged))

    @cached_property
    def bands(self) -> dict[Band | None, Figure]:
        """Open risks by band, the gravest first; None for those without a score."""
        found = [one.position.band for one in self.review.judged]
        return {
            band: self.count(
                f"band/{slug(band or 'no score')}",
                f"Open risks: {band or 'no score'}",
                found.count(band),
            )
            for band in (*reversed(Band), None)
        }

    @cached_property
    def standings(self) -> dict[Standing, Figure]:
        """Open risks by how they stand against appetite, the worst first."""
        found = [one.position.standing for one in self.review.judged]
        order = (
            Standing.OUTSIDE, Standing.ABOVE, Standing.WITHIN, Standing.NO_APPETITE,
            Standing.NO_DATA,
        )  # fmt: skip
        return {
            one: self.count(f"appetite/{slug(one)}", f"Open risks: {one}", found.count(one))
            for one in order
        }

    @cached_property
    def moves(self) -> dict[Move, Figure]:
        """Risks by what became of them since the last paper."""
        found = [one.move for one in self.review.judged] + [one.move for one in self.review.ended]
        return {
            move: self.count(f"moved/{slug(move)}", title, found.count(move))
            for move, title in MOVES.items()
        }

    @cached_property
    def outside(self) -> list[Judged]:
        """The risks above their appetite: those outside tolerance first, each the gravest first."""
        return self.review.beyond(Standing.OUTSIDE) + self.review.beyond(Standing.ABOVE)

    @cached_property
    def late_actions(self) -> list[tuple[Risk, Tracked]]:
        """Overdue actions, each with a risk that it serves."""
        return self.review.links.overdue(self.review.open_risks)

    @cached_property
    def owed(self) -> list[Owed]:
        """Reviews past their day, the latest of all first."""
        found = map(self.review.links.review, self.review.open_risks)
        return sorted((one for one in found if one.late > 0), key=lambda one: -one.late)

    @cached_property
    def gaps(self) -> list[tuple[Risk, Control]]:
        """Key controls that neither line 2 nor line 3 has looked at in a year."""
        return [
            (risk, control)
            for risk in self.review.open_risks
            for control in self.review.assurances.controls(risk.code)
            if control.gap
        ]

    @cached_property
    def prompts(self) -> list[Prompt]:
        """Indicators off target or missing whose risk was not re-scored."""
        return [one for risk in self.review.open_risks for one in self.review.links.prompts(risk)]

    @cached_property
    def dives(self) -> list[Judged]:
        """Risks very high two papers running without movement."""
        return [one for one in self.review.judged if "deep dive" in one.steps]


def paper_of(run: Run) -> Paper:
    """Return the paper of a run, made once."""
    return run.remember("paper", lambda: Paper(run, review_of(run)))  # type: ignore[no-any-return]


def or_none(figure: Figure) -> Pieces:
    """Return a count in the middle of a sentence, 0 as a word."""
    return (figure,) if figure.value else (Wording(f"{figure.slot}-word", "none"),)


def slug(words: str) -> str:
    """Return words as they stand in the id of a figure."""
    return words.replace(" ", "-")
