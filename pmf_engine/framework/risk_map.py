"""The risk map: likelihood up, impact across, each risk in its cell, the appetite as a line.

It says nothing by colour alone: each cell prints its score and band, the marks are hollow, solid
and ringed, arrows show movement, and the appetite is a thick line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.framework.risk_review import Judged, Review
from pmf_engine.framework.sentences import listed, opening
from pmf_engine.measures.risk import STEPS, Band, Move, Score, Standing
from pmf_engine.model.content import Field, Grid, Shade
from pmf_engine.model.numbers import NO_BREAK

LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
IMPACT_WORDS = ("Minor", "Moderate", "Serious", "Major", "Severe")
SOLID, HOLLOW, RING = "●", "○", "◎"
_FILLS: Mapping[Band, tuple[str, str]] = {
    Band.LOW: ("#E3F1E7", "#000000"), Band.MEDIUM: ("#F4D35E", "#000000"),
    Band.HIGH: ("#E98A33", "#000000"), Band.VERY_HIGH: ("#9E1220", "#FFFFFF"),
}  # fmt: skip
_ARROWS = {Move.UP: "↑", Move.DOWN: "↓", Move.RESHAPED: "↔"}
_MOST = 8  # codes in a cell; the rest are listed below the map
_FEW = 12  # risks up to which hollow and ringed marks carry codes
_NAMED = 6  # risks named in the alt text, of each kind, while it keeps to its words
_ALT_WORDS = 40
_ROW_CM = 2.0

Cell = tuple[int, int]


def risk_map(review: Review, slot: str = "map") -> Grid:
    """Return the map of the open risks that have a score."""
    shown = [one for one in review.judged if one.position.score]
    layers = _layers(shown)
    limit = common_appetite(shown)
    cells = [[(likelihood, impact) for impact in STEPS] for likelihood in reversed(STEPS)]
    bands = {cell: review.register.band(Score(*cell), review.day) for row in cells for cell in row}
    steps = zip(STEPS, IMPACT_WORDS, strict=True)
    return Grid(
        slot=slot,
        caption=f"Risk map at {review.run.period.name}: likelihood up, impact across",
        summary=alt_text(review, shown),
        fields=(
            Field(title="Likelihood ↑  Impact →", width=2.5, chars=20),
            *(Field(title=f"{step} {word}", width=2.9, chars=24) for step, word in steps),
        ),
        rows=[[_axis(row), *(layers.words(cell, bands[cell]) for cell in row)] for row in cells],
        shades=[[None, *(_shade(cell, bands[cell], limit) for cell in row)] for row in cells],
        height=_ROW_CM,
        keep=True,
    )


def map_key(review: Review) -> list[str]:
    """Return what the marks of the map mean, in sentences."""
    shown = [one for one in review.judged if one.position.score]
    kinds = (
        f"{HOLLOW} before any control, {RING} the target."
        if len(shown) <= _FEW
        else f"{HOLLOW} and {RING} count the risks scored there before any control, and to be there"
        " by their target."
    )
    said = [
        f"{SOLID} a risk where it is now; {kinds}",
        "↑12 rose from 12; ↓12 fell from 12; ↔3×4 came from likelihood 3 and impact 4 with the same"
        " score; new was not in the last paper; ! is outside tolerance.",
    ]
    limit = common_appetite(shown)
    if limit is not None:
        own = sum(one.position.appetite == limit for one in shown)
        said.append(f"The thick line is an appetite of {limit:f}{_whose(own, len(shown))}.")
    return said


def _whose(own: int, shown: int) -> str:
    if own == shown:
        return ""
    return (
        f", that of {own} of the {shown} risks; the others are judged by the appetite of their own"
        " category"
    )


def crowded(review: Review) -> Grid | None:
    """Return every code of the cells that hold more than the map has room for; None without any."""
    shown = [one for one in review.judged if one.position.score]
    cells = _layers(shown).solid
    full = {cell: found for cell, found in cells.items() if len(found) > _MOST}
    if not full:
        return None
    return Grid(
        slot="map/crowded",
        caption="Cells that hold more risks than the map has room for",
        summary=f"One cell a row, {len(full)} rows; columns cell to risks; gravest first.",
        fields=(
            Field(title="Score", width=4.0, chars=24),
            Field(title="Number", width=1.8, chars=10, right=True),
            Field(title="Risks", width=11.2, chars=90),
        ),
        rows=[
            (_cell_words(cell), len(found), ", ".join(map(_marked, _movers_first(found))))
            for cell, found in sorted(full.items(), key=lambda item: -item[0][0] * item[0][1])
        ],
    )


def common_appetite(shown: Iterable[Judged]) -> Decimal | None:
    """Return the appetite that applies to most of the risks, the lower of two; None without any."""
    counts = Counter(one.position.appetite for one in shown if one.position.appetite is not None)
    return min(counts, key=lambda limit: (-counts[limit], limit), default=None)


def alt_text(review: Review, shown: Sequence[Judged]) -> str:
    """Return the map's story in 40 words at most: the gravest, what moved, what is out of bounds.

    It names as many risks as there is room for.
    """
    told = (_story(review, shown, named) for named in range(_NAMED, -1, -1))
    return next((one for one in told if len(one.split()) <= _ALT_WORDS), _story(review, shown, 0))


def _story(review: Review, shown: Sequence[Judged], named: int) -> str:
    kind = f" {review.run.options['level']}" if "level" in review.run.options else ""
    noun = "risk" if len(shown) == 1 else "risks"
    very_high = [one for one in shown if one.position.band is Band.VERY_HIGH]
    outside = [one for one in shown if one.position.standing is Standing.OUTSIDE]
    said = [
        f"Risk map, likelihood by impact, {len(shown)}{kind} {noun} at {review.run.period.name}.",
        _those(very_high, "is very high", "are very high", named),
        _moves(shown, review.earlier.period.name, named),
        _those(outside, "is outside tolerance", "are outside tolerance", named),
    ]
    return " ".join(said)


def _moves(shown: Sequence[Judged], since: str, named: int) -> str:
    words = {Move.UP: "rose", Move.DOWN: "fell", Move.RESHAPED: "moved with the same score"}
    said = [
        f"{_names(found, named)} {word}"
        for move, word in words.items()
        if (found := [one for one in shown if one.move is move])
    ]
    new = [one for one in shown if one.move is Move.NEW]
    if new:
        said.append(f"{_names(new, named)} {'is' if len(new) == 1 else 'are'} new")
    return f"{', '.join(said)} since {since}." if said else f"None moved since {since}."


def _those(found: Sequence[Judged], one: str, many: str, named: int) -> str:
    if not found:
        return f"None {one}."
    verb = one if len(found) == 1 else many
    names = f": {_names(found, named)}" if named else ""
    return f"{opening(len(found))} {verb}{names}."


def _names(found: Sequence[Judged], named: int) -> str:
    """Codes of the first so many; of none, how many there are."""
    if not named:
        return str(len(found))
    more = len(found) - named
    names = [one.code for one in found[:named]]
    return listed([*names, *([f"{more} more"] if more > 0 else [])])


@dataclass(frozen=True, slots=True)
class _Layers:
    """The risks of each cell: where they are, were before controls, and are to be."""

    solid: Mapping[Cell, list[Judged]]
    hollow: Mapping[Cell, list[Judged]]
    ring: Mapping[Cell, list[Judged]]
    few: bool

    def words(self, cell: Cell, band: Band) -> str:
        """What a cell prints: its score and band, then its marks."""
        first = f"{cell[0] * cell[1]} {band}"
        others = _others(self.hollow.get(cell, ()), self.ring.get(cell, ()), self.few)
        return "\n".join((first, *_current(self.solid.get(cell, ())), *others))


def _layers(shown: Sequence[Judged]) -> _Layers:
    return _Layers(
        _by_cell((one, one.position.score) for one in shown),
        _by_cell((one, one.inherent) for one in shown),
        _by_cell((one, one.target) for one in shown),
        len(shown) <= _FEW,
    )


def _axis(row: Sequence[Cell]) -> str:
    likelihood = row[0][0]
    return f"{likelihood} {LIKELIHOODS[likelihood - 1]}"


def _by_cell(scored: Iterable[tuple[Judged, Score | None]]) -> dict[Cell, list[Judged]]:
    cells: dict[Cell, list[Judged]] = {}
    for one, score in scored:
        if score is not None:
            cells.setdefault(score.cell, []).append(one)
    return cells


def _current(found: Sequence[Judged]) -> list[str]:
    if not found:
        return []
    named = _movers_first(found)[:_MOST]
    more = len(found) - len(named)
    said = ", ".join(map(_marked, named))
    return [f"{SOLID} {said}{f' +{more}' if more else ''}"]


def _movers_first(found: Iterable[Judged]) -> list[Judged]:
    return sorted(found, key=lambda one: one.move in (Move.SIDEWAYS, Move.BLANK))


def _marked(one: Judged) -> str:
    alarm = "!" if one.position.standing is Standing.OUTSIDE else ""
    return f"{one.code}{alarm}{_moved(one)}".replace(" ", NO_BREAK)


def _moved(one: Judged) -> str:
    if one.move is Move.NEW:
        return " new"
    before = one.before.score if one.before else None
    if before is None or one.move not in _ARROWS:
        return ""
    was = f"{before.likelihood}×{before.impact}" if one.move is Move.RESHAPED else before.value
    return f" {_ARROWS[one.move]}{was}"


def _others(hollow: Sequence[Judged], ringed: Sequence[Judged], few: bool) -> list[str]:
    pairs = [(HOLLOW, hollow), (RING, ringed)]
    if few:
        return [f"{mark} {', '.join(one.code for one in found)}" for mark, found in pairs if found]
    said = "   ".join(f"{mark} {len(found)}" for mark, found in pairs if found)
    return [said] if said else []


def _shade(cell: Cell, band: Band, limit: Decimal | None) -> Shade:
    fill, ink = _FILLS[band]
    return Shade(fill=fill, ink=ink, thick=_line(cell, limit))


def _line(cell: Cell, limit: Decimal | None) -> frozenset[str]:
    """The sides of a cell on which the appetite runs: between a cell within it and one beyond."""
    if limit is None:
        return frozenset()
    likelihood, impact = cell
    beside = {
        "top": (likelihood + 1, impact), "bottom": (likelihood - 1, impact),
        "right": (likelihood, impact + 1), "left": (likelihood, impact - 1),
    }  # fmt: skip
    inside = likelihood * impact <= limit
    return frozenset(
        side
        for side, (up, across) in beside.items()
        if up in STEPS and across in STEPS and (up * across <= limit) is not inside
    )


def _cell_words(cell: Cell) -> str:
    return f"{cell[0] * cell[1]} (likelihood {cell[0]}, impact {cell[1]})"
