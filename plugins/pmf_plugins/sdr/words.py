"""The sentences of the reviewer's pack."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Region, Run, Words, sentences
from pmf_engine.framework.sentences import listed
from pmf_plugins.sdr.codes import PARTS
from pmf_plugins.sdr.forms import LONG, asked, form, large_from
from pmf_plugins.sdr.movements import unexplained
from pmf_plugins.sdr.stock import is_group
from pmf_plugins.sdr.validations import asked as validated


def verdict(run: Run) -> Words:
    """Return whether the return can be submitted, in one sentence."""
    hard = sum(not c.passed and not c.not_run for one, c in validated(run) if one.hard)
    soft = sum(not c.passed and not c.not_run for one, c in validated(run) if not one.hard)
    total = run.figures["lcr/total/total"]
    lead = (f"{run.entity.title} has ", total, " of total social stock")
    if hard:
        tail = f"; {_so_many(hard, 'hard validation')} must be put right before submission."
    elif soft:
        tail = f". No hard validation failed; {_so_many(soft, 'soft one')} must be explained."
    else:
        tail = ". No validation failed."
    return Words("verdict", (*lead, tail))


def bullets(run: Run) -> Region:
    """Return what a reviewer needs first: the form, what stands empty, what is not explained."""
    return sentences("bullets", _bullets(run))


def _bullets(run: Run) -> Iterator[Words]:
    yield Words("summary/form", (_form(run),))
    if "su/total/vacancy" in run.figures:
        empty, fails = run.figures["su/total/vacancy"], run.figures["su/decent/fails"]
        yield Words(
            "summary/usage",
            ("Of low cost rental homes, ", empty, " are vacant, and ", fails,
             " do not meet the Decent Homes Standard."),
        )  # fmt: skip
    if form(run) == LONG:
        count = unexplained(run).height
        said = f"The changes of {_so_many(count, 'home')} and their movements do not agree."
        text = said if count else "Every home that came, left or changed has its movement."
        yield Words("summary/changes", (text,))
    not_run = [f"“{one.title}”" for one, checked in validated(run) if checked.not_run]
    if not_run:
        yield Words("summary/not-run", (f"Not run: {listed(not_run)}.",))


def _form(run: Run) -> str:
    if is_group(run):
        return (
            "The group makes no return: this adds up those of its landlords, and is not submitted."
        )
    if form(run) == LONG:
        return f"The long form applies, from {large_from(run.period):,} social homes."
    left = [name.lower() for part, name in PARTS.items() if part not in asked(run)]
    return (
        f"The short form applies, below {large_from(run.period):,} social homes. It does not ask"
        f" for {listed(left)}; that is not nil."
    )


def _so_many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
