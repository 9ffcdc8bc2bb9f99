"""What the Word templates may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Narrative, Row, Run, Wording
from pmf_engine.framework.returns import review, unverified_words
from pmf_engine.framework.sources import legend
from pmf_plugins.tsm import counts, tables
from pmf_plugins.tsm.charts import chart
from pmf_plugins.tsm.codes import TENURES
from pmf_plugins.tsm.parts import Line, lines_of, parts_of
from pmf_plugins.tsm.words import bullets, said, verdict

HEADINGS = (
    "Achieved sample size", "Timing", "Collection methods", "Sample method", "Representativeness",
    "Weighting", "External contractors", "Tenants left out", "Failure to meet the sample size",
    "Incentives", "Other methodological issues",
)  # fmt: skip


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of both templates: the report to publish and the review."""
    return {
        "verdict": verdict(run),
        "bullets": bullets(run),
        "parts": [_part(run, part) for part in parts_of(run)],
        "survey": tables.survey(run),
        "methods": tables.methods(run),
        "approach": approach(run),
        "context": tables.context(run),
        "national": tables.sources(run),
        "marks": legend(run.figures.values()),
        "unverified": unverified_words(run),
        "address": _text(run, "Online_Publication_URL"),
        **review(run, [line.figure for line in lines_of(run)]),
    }


def approach(run: Run) -> list[dict[str, Any]]:
    """Return the headings of the summary of approach, in order, each with its text.

    A heading without a row says so; the text belongs to people once the report is built.
    """
    rows = counts.rows(run, "approach")
    names = list(dict.fromkeys((*HEADINGS, *(row.peek("heading") for row in rows))))
    several = len({row.peek("tenure") for row in rows}) > 1
    found = []
    for number, name in enumerate(names, 1):
        texts = [_tenure(row, several) + row.text for row in rows if row.heading == name]
        text = "\n".join(texts) or "Nothing has been entered under this heading."
        found.append({"title": name, "text": Narrative(f"approach/{number}", text)})
    return found


def _tenure(row: Row, several: bool) -> str:
    return f"{TENURES[row.tenure].capitalize()}: " if several and row.tenure else ""


def _part(run: Run, part: Any) -> dict[str, Any]:
    return {
        "title": part.title,
        "grid": tables.summary(run, part),
        "measures": [_measure(run, line) for line in part.lines],
    }


def _measure(run: Run, line: Line) -> dict[str, Any]:
    years = run.period.year_label, run.period.shift(-1).year_label
    return {
        "title": line.title,
        "code": line.measure,
        "said": said(line),
        "chart": None if line.figure.missing else chart(line, run.entity.title, *years),
        "rule": Wording(f"{line.figure.slot}/rule", line.figure.definition),
    }


def _text(run: Run, field: str) -> str:
    row = next(iter(counts.rows(run, "context", field=field)), None)
    return (row.text if row else None) or ""
