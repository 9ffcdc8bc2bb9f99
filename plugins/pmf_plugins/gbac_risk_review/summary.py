"""Part 2: the register in numbers, now and in the last paper."""

from __future__ import annotations

from pmf_engine.api import Block, Field, Figure, Grid, Region, Wording, Words
from pmf_engine.framework.risk_looks import band, standing
from pmf_engine.framework.risk_sentences import late, move, rebanded
from pmf_engine.framework.sentences import spoken_date
from pmf_engine.measures.risk import Band, Move, Standing
from pmf_engine.model.numbers import MINUS
from pmf_plugins.gbac_risk_review.paper import Paper, or_none, slug
from pmf_plugins.gbac_risk_review.tables import said

_NAMED, _BULLETS = 4, 6
_ALWAYS = (Standing.OUTSIDE, Standing.ABOVE, Standing.WITHIN)


def verdict(paper: Paper) -> Words:
    """Return the one sentence that says how the register stands."""
    if not paper.review.judged:
        return Words("verdict", ("No risk is open in this part of the register.",))
    noun = "risk" if paper.open.value == 1 else "risks"
    return Words(
        "verdict",
        (
            "Of the ", paper.open, f" open {noun}, ", *or_none(paper.bands[Band.VERY_HIGH]),
            " scored very high and ", *or_none(paper.standings[Standing.OUTSIDE]),
            " scored outside tolerance; ",
            *or_none(paper.moves[Move.UP]), " rose and ", *or_none(paper.moves[Move.DOWN]),
            f" fell since {paper.review.earlier.period.name}.",
        ),
    )  # fmt: skip


def bullets(paper: Paper) -> Region:
    """Return at most six sentences on what moved: up first, then new, re-shaped and down."""
    order = (Move.UP, Move.NEW, Move.RESHAPED, Move.DOWN)
    found = [one for kind in order for one in paper.review.moved(kind)]
    moved = [Words(f"{one.code}/course", move(one)) for one in found[:_BULLETS]]
    still = Words("still", (f"No risk moved since {paper.review.earlier.period.name}.",))
    return said("bullets", moved or [still])


def compared(paper: Paper) -> Words:
    """Return what movement is told against, and what the matrix alone changed."""
    review = paper.review
    told = [review.earlier.words]
    number = sum(one.rebanded for one in review.judged)
    if number:
        since = review.register.edition(review.day)
        told.append(rebanded(number, f" on {spoken_date(since)}" if since else ""))
    return Words("compared", (" ".join(told),))


def late_title(paper: Paper) -> Region:
    """Return the heading over late scores; no block without any."""
    block = Block("late", {"title": "Changed since GBAC was shown"})
    return Region("late-title", (block,) if paper.review.late else (), ended="")


def late_scores(paper: Paper) -> Region:
    """Return what has been re-scored late against what the committee was shown."""
    found = paper.review.late
    return said(
        "late", (Words(f"late/{one.period.id}/{one.risk.code}", (late(one),)) for one in found)
    )


def band_counts(paper: Paper) -> Grid:
    """Return how many risks stand in each band, now and in the last paper."""
    before = [one.band for one in paper.review.earlier.risks.values()]
    rows = [
        (name, figure, before.count(one))
        for one, figure in paper.bands.items()
        if one or figure.value or None in before
        for name in (band("summary/band-label/" + slug(one or "none"), one),)
    ]
    return _compared(paper, "summary/bands", "Open risks by band", "Band", rows)


def appetite_counts(paper: Paper) -> Grid:
    """Return how many risks stand within and beyond appetite, now and in the last paper."""
    before = [one.standing for one in paper.review.earlier.risks.values()]
    rows = [
        (standing(f"summary/appetite-label/{slug(one)}", one), figure, before.count(one))
        for one, figure in paper.standings.items()
        if figure.value or before.count(one) or one in _ALWAYS
    ]
    return _compared(paper, "summary/appetite", "Open risks against appetite", "Standing", rows)


def moves(paper: Paper) -> Grid:
    """Return how many risks moved in each way since the last paper, on one row."""
    titles = {
        Move.UP: "↑ Up", Move.NEW: "New", Move.DOWN: "↓ Down", Move.RESHAPED: "↔ Re-shaped",
        Move.SIDEWAYS: "→ No change", Move.CLOSED: "Closed", Move.MERGED: "Merged",
    }  # fmt: skip
    return Grid(
        slot="summary/moves",
        caption=f"Movement since {paper.review.earlier.period.name}",
        summary="Risks by what became of them, on one row: up to merged.",
        fields=tuple(Field(title=title, width=17 / 7, right=True) for title in titles.values()),
        rows=[tuple(paper.moves[move] for move in titles)],
    )


def _compared(
    paper: Paper, slot: str, caption: str, first: str, rows: list[tuple[Wording, Figure, int]]
) -> Grid:
    return Grid(
        slot=slot,
        caption=caption,
        summary=f"One {first.lower()} a row, {len(rows)} rows; columns {first.lower()} to change.",
        fields=(
            Field(title=first, width=5.0, chars=20),
            Field(title=paper.run.period.name, width=4.0, chars=20, right=True),
            Field(title=paper.review.earlier.period.name, width=4.0, chars=20, right=True),
            Field(title="Change", width=4.0, chars=12, right=True),
        ),
        rows=[
            (
                label,
                figure,
                Wording(f"{figure.slot}-before", str(was)),
                Wording(f"{figure.slot}-change", _signed(figure, was)),
            )
            for label, figure, was in rows
        ],
    )


def _signed(figure: Figure, was: int) -> str:
    if figure.value is None:
        return "None"
    change = int(figure.value) - was
    return f"+{change}" if change > 0 else str(change).replace("-", MINUS)
