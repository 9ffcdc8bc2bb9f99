"""What must hold of the report: promises that can be told of, and text that can be read."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Iterator

from pmf_engine.api import Finding, Narrative, Region, Run, Words, note, warning
from pmf_engine.measures.readability import reading
from pmf_engine.model.naming import some_of
from pmf_plugins.tenant_annual_report.promises import in_force

_LISTED = 8  # hard words named in one sentence


def promises(run: Run) -> Iterator[Finding]:
    """Yield promises held against an indicator of another company."""
    owners = {row.peek("code"): row.peek("entity") for row in run.data.indicators}
    for row in in_force(run):
        owner = owners.get(row.indicator or "", run.entity.code)
        if owner != run.entity.code:
            yield warning(
                "promise-of-another",
                f"the promise {row.code} of {run.entity.code} is held against {row.indicator},"
                f" which is an indicator of {owner}. Name one of {run.entity.code}.",
                **row.place("indicator"),
            )


def plain(run: Run) -> Iterator[Finding]:
    """Yield the reading grade of all that the report says, and the words that make it hard."""
    titles = (run.entity.title, *filter(None, run.data.entities.peek("title")))
    known = {word for title in titles for word in title.split()} | {*month_name, "ombudsman"}
    found = reading(_texts(run.content.values()), known)
    if found is None:
        return
    hard = some_of(found.hard, _LISTED) or "none"
    yield note(
        "readability",
        f"the text reads at grade {found.grade:.1f}, for readers of about {found.age} and up, with"
        f" {found.words_a_sentence:.0f} words a sentence. Hard words:"
        f" {hard}.",
        entity=run.entity.code,
        period=run.period.id,
    )


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Yield every sentence among some content, those of repeated blocks too."""
    for value in values:
        if isinstance(value, Region):
            for block in value:
                yield from _texts(block.values.values())
        elif isinstance(value, Narrative):
            yield value.text
        elif isinstance(value, str | Words) and str(value).endswith("."):
            yield str(value)  # a label or a name is no sentence
