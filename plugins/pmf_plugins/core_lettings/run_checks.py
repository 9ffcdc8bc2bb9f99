"""The checks of a run: the mapping itself, every letting, issued files, and the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from pmf_engine.api import FileFinding, Finding, NotRun, Run, error, note, warning
from pmf_engine.framework.sentences import listed
from pmf_engine.model.findings import Level
from pmf_engine.model.naming import some_of
from pmf_plugins.core_lettings import register_feed
from pmf_plugins.core_lettings.found import lettings_told
from pmf_plugins.core_lettings.lettings import edition_for, lettings_of
from pmf_plugins.core_lettings.mapping import mapping_rows
from pmf_plugins.core_lettings.told import CATEGORIES, Told

_FEW = 8  # names in one sentence
_LEVELS = {"setup": Level.ERROR, "not_run": Level.NOTE, "soft": Level.NOTE}


def mapping(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with the mapping, and what it leaves out."""
    edition, rows = edition_for(run.period), mapping_rows(run, run.period)
    place = {"sheet": "CORE_Mapping", "period": run.period.id}
    if not rows:
        text = (
            f"There is no row for {run.period.year_label}. Copy those of the year before, and"
            " correct the numbers of the fields."
        )
        yield error("core-no-mapping", text, **place)
        return
    there = [name for name in run.data.lettings.columns if name != "submitted"]
    for row in rows:
        if row.field not in edition.by_number:
            text = f"The upload file of {edition.title} has no field {row.field}. Correct it."
            yield error("core-no-field", text, **row.place("field"))
        if row.column not in there:
            near = get_close_matches(row.column, there, 1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            text = f"Lettings has no column “{row.column}”.{hint} Correct it, or delete the row."
            yield error("core-no-column", text, **row.place("column"))
    yield from _left_out(run, {row.field for row in rows}, {row.column for row in rows}, there)


def _left_out(run: Run, fields: set[int], columns: set[str], there: list[str]) -> Iterator[Finding]:
    """Yield the fields that no column fills, and the columns that fill none."""
    place = {"entity": run.entity.code, "period": run.period.id}
    gaps = sorted(set(edition_for(run.period).by_number) - fields)
    if gaps:
        text = f"No column fills {_some('field', [str(one) for one in gaps])}; they stay blank."
        yield note("core-fields-blank", text, sheet="CORE_Mapping", **place)
    unused = [name for name in there if name not in columns]
    if unused:
        text = f"Not used by the mapping: {_some('column', [f'“{one}”' for one in unused])}."
        yield note("core-columns-unused", text, sheet="Lettings", **place)


def rows(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with each letting, at its cell; setup errors stop the upload file."""
    if not lettings_of(run).fresh.height:
        raise NotRun("no letting of the year is left to upload")
    for one in lettings_told(run):
        yield _finding(run, one)


def _finding(run: Run, one: Told) -> Finding:
    kind = CATEGORIES[one.category].title.lower()
    about = f"{one.heading} (field {one.number}, upload column {one.letter}, {kind}): "
    about = about if one.number else ""
    place = {"entity": run.entity.code, "period": run.period.id, **one.place(run)}
    return FileFinding(
        level=_LEVELS.get(one.category, Level.WARNING),
        code=one.code,
        message=f"{about}{one.says}",
        category=one.category,
        row=one.line(run),
        **place,
    )


def kept(run: Run) -> Iterator[Finding]:
    """Yield that issued files cannot be compared with, where the key to them is gone."""
    if run.known.lost:
        text = (
            "Lettings are not compared with issued files: the file .pmf/key is gone. Put it back"
            " from a backup, or compare by hand."
        )
        yield warning("core-key-lost", text, entity=run.entity.code, period=run.period.id)


def shares(run: Run) -> Iterator[Finding]:
    """Yield how many lettings were left out since they are of other years, or uploaded before."""
    found = lettings_of(run)
    sent = found.every.height - found.fresh.height
    others = len(run.data.lettings) - found.every.height
    told = Counter({"uploaded already": sent, "of another year or organisation": others})
    said = [f"{count} {what}" for what, count in told.items() if count]
    if said:
        text = f"Left out of the upload file: {listed(said)}. It holds {found.fresh.height}."
        yield note("core-left-out", text, entity=run.entity.code, period=run.period.id)


def register(run: Run) -> Iterator[Finding]:
    """Yield months of which the indicator register holds another figure."""
    yield from register_feed.missing(run)
    yield from register_feed.compared(run)


def _some(noun: str, names: list[str]) -> str:
    plural = noun if len(names) == 1 else f"{noun}s"
    return f"{plural} {some_of(names, _FEW)}"
