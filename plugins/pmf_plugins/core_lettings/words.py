"""The sentences of the monitoring report."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Run, Words
from pmf_engine.framework.sentences import brief_date
from pmf_plugins.core_lettings.figures import RULE, newest_start
from pmf_plugins.core_lettings.found import lettings_told
from pmf_plugins.core_lettings.shown_counts import counts


def verdict(run: Run) -> Words:
    """Return how many homes were let and how long those let again stood empty."""
    lettings, days = run.figures["lettings"], run.figures["relet-days"]
    newest = newest_start(run)
    if newest is None:
        return run.words("verdict", f"No letting of {run.period.name} is in the export.")
    if lettings.missing:
        few = f"Fewer than {RULE.threshold} lettings of {run.period.name} are in the export."
        return run.words("verdict", few)
    until = f" from April to {brief_date(newest)}"
    if days.missing:
        return run.words("verdict", lettings, until, ". No home was let again in that time.")
    return run.words("verdict", lettings, until, "; homes let again stood empty for ", days, ".")


def bullets(run: Run) -> Iterator[Words]:
    """Yield what managers want to know at once."""
    empty, nominated, share = (
        run.figures[key] for key in ("void-days", "nominated", "affordability")
    )
    if not empty.missing:
        yield run.words(
            "bullet/void", "With major works counted in, homes stood empty for ", empty, "."
        )
    if not nominated.missing:
        yield run.words(
            "bullet/nominated",
            nominated,
            " of lettings went to households that a council nominated or referred.",
        )
    if not share.missing:
        charge, income = run.figures["weekly-charge"], run.figures["weekly-income"]
        yield run.words(
            "bullet/affordability", "Rent and charges take ", share, " of net income: ", charge,
            " of ", income, " a week, before housing benefit.",
        )  # fmt: skip
    yield from _faults(run)


def _faults(run: Run) -> Iterator[Words]:
    """Yield how many lettings still have something to put right, which may move the figures."""
    grave = {one.row for one in lettings_told(run) if one.grave and one.row is not None}
    if grave:
        many = f"{len(grave)} lettings have" if len(grave) > 1 else "1 letting has"
        text = (
            f"{many} an answer that CORE would not take. Such answers count here as entered; the"
            " error workbook lists each cell."
        )
        yield run.words("bullet/faults", text)


def small_numbers(run: Run) -> str:
    """Return why counts are held back, nothing where none is."""
    if not any(counts(run, name).hidden for name in ("need", "ethnic", "source")):
        return ""
    return (
        f"Counts under {RULE.threshold} are not shown, nor those from which they could be worked"
        " out, to protect people's privacy."
    )
