"""Parts 1 and 2: the decisions asked, and the register in numbers, now and in the last paper."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Field, Figure, Grid, Narrative, Wording, Words
from pmf_engine.framework.risk_looks import band, standing
from pmf_engine.framework.risk_sentences import late, move, rebanded, shown
from pmf_engine.framework.sentences import Pieces, listed, spoken_date
from pmf_engine.measures.risk import Band, Move, Standing
from pmf_engine.model.numbers import MINUS
from pmf_plugins.gbac_risk_review.paper import Paper, slug

_NAMED, _BULLETS = 4, 6
_ALWAYS = (Standing.OUTSIDE, Standing.ABOVE, Standing.WITHIN)


def decisions(paper: Paper) -> list[Words]:
    """Return what the committee is asked, verb first."""
    return [Words(f"decision/{name}", pieces) for name, pieces in _asked(paper)]


def _asked(paper: Paper) -> Iterator[tuple[str, Pieces]]:
    outside = paper.standings[Standing.OUTSIDE]
    if outside.value:
        noun = _plural(outside, "risk", "risks")
        lead = "Decide whether the action on the "
        yield "outside", (lead, outside, f" {noun} outside tolerance is enough.")
    if paper.dives:
        number = paper.count("dives", "Risks for a deep dive", len(paper.dives))
        noun = _plural(number, "risk", "risks")
        names = listed([one.risk.name for one in paper.dives[:_NAMED]])
        lead = "Choose a deep dive from the "
        yield "dives", (lead, number, f" {noun} very high twice without movement: {names}.")
    if paper.gaps:
        number = gap_count(paper)
        noun = _plural(number, "key control", "key controls")
        lead = "Agree who will look at the "
        yield "gaps", (lead, number, f" {noun} without assurance from line 2 or 3 in a year.")
    yield from _to_rescore(paper)
    noun = _plural(paper.open, "open risk", "open risks")
    yield "note", ("Note the rest of the register: ", paper.open, f" {noun}.")


def _to_rescore(paper: Paper) -> Iterator[tuple[str, Pieces]]:
    late, silent = owed_count(paper), prompt_count(paper)
    if late.value:
        noun = _plural(late, "risk", "risks")
        yield "reviews", ("Ask owners to review the ", late, f" {noun} past the day of review.")
    if silent.value:
        noun = _plural(silent, "measure is", "measures are")
        lead = "Ask owners why no score changed though "
        yield "prompts", (lead, silent, f" linked {noun} off target or missing.")


def _plural(figure: Figure, one: str, many: str) -> str:
    return one if figure.value == 1 else many


def secretary(paper: Paper) -> Narrative:
    """Return the slot for the secretary's own words."""
    day = spoken_date(paper.run.today)
    return Narrative("decision/secretary", f"Nothing had been added by {day}.")


def verdict(paper: Paper) -> Words:
    """Return the one sentence that says how the register stands."""
    if not paper.review.judged:
        return Words("verdict", ("No risk is open in this part of the register.",))
    noun = "risk" if paper.open.value == 1 else "risks"
    return Words(
        "verdict",
        (
            "Of the ", paper.open, f" open {noun}, ", paper.bands[Band.VERY_HIGH],
            " are very high and ", paper.standings[Standing.OUTSIDE], " stand outside tolerance; ",
            paper.moves[Move.UP], " rose and ", paper.moves[Move.DOWN],
            f" fell since {paper.review.earlier.period.name}.",
        ),
    )  # fmt: skip


def bullets(paper: Paper) -> list[Words]:
    """Return at most six sentences on what moved: up first, then new, re-shaped and down."""
    order = (Move.UP, Move.NEW, Move.RESHAPED, Move.DOWN)
    found = [one for kind in order for one in paper.review.moved(kind)]
    said = [Words(f"{one.code}/course", move(one)) for one in found[:_BULLETS]]
    return said or [Words("still", (f"No risk moved since {paper.review.earlier.period.name}.",))]


def compared(paper: Paper) -> list[str]:
    """Return what movement is told against, and what the matrix alone changed."""
    review = paper.review
    said = [review.earlier.words]
    number = sum(one.rebanded for one in review.judged)
    if number:
        since = review.register.edition(review.day)
        said.append(rebanded(number, f" on {spoken_date(since)}" if since else ""))
    return said


def late_scores(paper: Paper) -> list[Words]:
    """Return what has been re-scored late against what the committee was shown."""
    return [
        Words(f"late/{one.period.id}/{one.risk.code}", (late(one),)) for one in paper.review.late
    ]


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


def escalated(paper: Paper) -> Grid | None:
    """Return the risks that the rules send on, and where; None without any."""
    found = [one for one in paper.review.judged if one.steps]
    if not found:
        return None
    return Grid(
        slot="escalated",
        caption="Risks that the rules of escalation send on",
        summary=f"One risk a row, {len(found)} rows; columns identifier to rule; gravest first.",
        fields=(
            Field(title="Id", width=1.4, chars=8),
            Field(title="Risk", width=5.6, chars=40),
            Field(title="Score", width=2.0, chars=12, right=True),
            Field(title="Band", width=2.6, chars=14),
            Field(title="Goes to", width=5.4, chars=50),
        ),
        rows=[
            (
                one.code,
                one.risk.title,
                shown(one),
                band(f"{one.code}/band", one.position.band),
                _capital("; ".join(one.steps)),
            )
            for one in found
        ],
    )


def gap_count(paper: Paper) -> Figure:
    """Return how many key controls lack assurance."""
    return paper.count("gaps", "Key controls without assurance in a year", len(paper.gaps))


def owed_count(paper: Paper) -> Figure:
    """Return how many reviews are late."""
    return paper.count("reviews-late", "Reviews past their day", len(paper.owed))


def prompt_count(paper: Paper) -> Figure:
    """Return how many indicators met no new score."""
    title = "Linked measures off target or missing without a new score"
    return paper.count("prompts", title, len(paper.prompts))


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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
