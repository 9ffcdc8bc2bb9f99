"""The formulas in force, and which of them nobody has held against their source yet."""

from __future__ import annotations

from collections.abc import Iterable

from pmf_engine.model.content import Field, Grid
from pmf_engine.model.definitions import Edition
from pmf_engine.run import Run

_SIGNS = {1: " + ", -1: " − "}


def formulas(run: Run) -> Grid:
    """Return each formula that gave a figure of the run, once, with its edition and source."""
    editions = list(dict.fromkeys(map(_key, run.editions.values())))
    found = {_key(one): one for one in run.editions.values()}
    rows = [
        (one.title, written(one), one.label, "Yes" if one.verified else "No", _source(one))
        for one in (found[key] for key in editions)
    ]
    return Grid(
        slot="formulas",
        caption="Formulas in force",
        summary=f"One formula a row, {len(rows)} rows; columns figure to source.",
        fields=(
            Field(title="Figure", width=4.4, chars=56),
            Field(title="Formula", width=5.6, chars=56),
            Field(title="Since", width=1.6, chars=10),
            Field(title="Verified", width=1.6, chars=10),
            Field(title="Source", width=3.8, chars=70),
        ),
        rows=rows,
    )


def unverified_words(run: Run) -> str:
    """Return the sentence that names figures of unverified formulas; nothing where there is none.

    It belongs to every output that shows one of them, beside the mark on the figure itself.
    """
    titles = sorted({run.editions[slot].title for slot in _unverified(run)})
    if not titles:
        return ""
    noun = "formula has" if len(titles) == 1 else "formulas have"
    return (
        f"[u] marks what rests on an unverified formula: {len(titles)} {noun} not been confirmed"
        f" against the source ({'; '.join(titles)})."
    )


def written(edition: Edition) -> str:
    """Return a formula as a reader writes it: satisfied ÷ answered × 100."""
    if edition.function:
        return edition.text or f"worked out by {_plain(edition.function)}"
    parts = [_sum(edition.top, bool(edition.bottom) or edition.scale != 1)]
    if edition.bottom:
        parts.append(f"÷ {_sum(edition.bottom, True)}")
    if edition.scale != 1:
        parts.append(f"× {edition.scale.normalize():,f}")
    return " ".join(parts)


def _unverified(run: Run) -> Iterable[str]:
    return [slot for slot, one in run.editions.items() if not one.verified and slot in run.figures]


def _key(edition: Edition) -> tuple[str, str, str]:
    return edition.title, edition.label, written(edition)


def _sum(signed: tuple[tuple[int, str], ...], inner: bool) -> str:
    text = "".join(f"{_SIGNS[sign]}{_plain(name)}" for sign, name in signed)
    text = text.removeprefix(_SIGNS[1]).strip()
    return f"({text})" if inner and len(signed) > 1 else text


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _source(edition: Edition) -> str:
    given = edition.source or {}
    return ", ".join(filter(None, (given.get("title", ""), given.get("url", "")))) or "Not stated"
