"""The formulas in force, and which of them nobody has held against their source yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmf_engine.model.content import Field, Grid
from pmf_engine.model.definitions import Edition
from pmf_engine.run import Run

_SIGNS = {1: " + ", -1: " − "}


def formulas(run: Run) -> Grid:
    """Return each formula that gave a figure of the run, once, with its editions and source."""
    alike: dict[tuple[str, str], dict[str, Edition]] = {}
    for one in run.editions.values():
        alike.setdefault((one.title, written(one)), {})[one.label] = one
    rows = [
        (title, formula, ", ".join(sorted(found)), _verified(found.values()), _source(found))
        for (title, formula), found in alike.items()
    ]
    return Grid(
        slot="formulas",
        caption="Formulas in force",
        summary=f"One formula a row, {len(rows)} rows; columns figure to source.",
        fields=(
            Field(title="Figure", width=5.4, chars=56),
            Field(title="Formula", width=4.8, chars=56),
            Field(title="Editions", width=1.8, chars=18),
            Field(title="Verified", width=1.6, chars=20),
            Field(title="Source", width=3.4, chars=60),
        ),
        rows=rows,
    )


def formula_sources(run: Run) -> str:
    """Return where the sources of the formulas are to be found, each once."""
    given = [one.source for one in run.editions.values() if one.source]
    found = {one.get("title", ""): one.get("url", "") for one in given}
    told = "; ".join(f"{title}, {url}" for title, url in found.items() if url)
    return f"Sources: {told}." if told else "No source is given with an address."


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


def _verified(found: Iterable[Edition]) -> str:
    gaps = [one.label for one in found if not one.verified]
    return f"No: {', '.join(gaps)}" if gaps else "Yes"


def _sum(signed: tuple[tuple[int, str], ...], inner: bool) -> str:
    text = "".join(f"{_SIGNS[sign]}{_plain(name)}" for sign, name in signed)
    text = text.removeprefix(_SIGNS[1]).strip()
    return f"({text})" if inner and len(signed) > 1 else text


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _source(found: Mapping[str, Edition]) -> str:
    given = [one.source.get("title", "") for one in found.values() if one.source]
    return "; ".join(dict.fromkeys(filter(None, given))) or "Not stated"
