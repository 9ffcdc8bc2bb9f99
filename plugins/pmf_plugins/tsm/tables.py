"""The tables of the published report."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_engine.api import CellValue, Field, Grid, Run
from pmf_engine.framework.sentences import listed
from pmf_engine.model.numbers import table_form
from pmf_plugins.tsm import counts, sample
from pmf_plugins.tsm.codes import ENDINGS, TENURES
from pmf_plugins.tsm.data import layout
from pmf_plugins.tsm.parts import Line, Part, lines_of

_UNIT = {"%": "", "per 1,000 homes": ", per 1,000 homes"}


def summary(run: Run, part: Part) -> Grid:
    """Return the measures of a part: this year, last year, the median and the place among all."""
    before = run.period.shift(-1).year_label
    return Grid(
        slot=f"{part.key}/summary",
        caption=part.title,
        summary=f"One measure a row, {len(part.lines)} rows; columns measure to position.",
        fields=(
            Field(title="Measure", width=6.4, chars=58),
            Field(title="Code", width=1.8, chars=12),
            Field(title=run.period.year_label, width=1.7, chars=14, right=True),
            Field(title=before, width=1.7, chars=14, right=True),
            Field(title="Median of landlords", width=2.1, chars=16, right=True),
            Field(title="Position", width=3.3, chars=26),
        ),
        rows=[_row(line) for line in part.lines],
    )


def survey(run: Run) -> Grid:
    """Return how many could have answered the survey, how many did, and what that is good for."""
    rows: list[tuple[CellValue, ...]] = []
    for tenure in counts.tenures(run):
        row = sample.survey(run, tenure)
        if row is not None:
            name = tenure.lower()
            parts = ("population", "responses", "sample_needed")
            figures = [run.figures[f"{name}/{part}"] for part in parts]
            error = run.figures[f"{name}/margin_of_error"].value
            margin = "None" if error is None else f"± {table_form(error, '%', 1)}"
            rows.append((TENURES[tenure].capitalize(), *figures, margin, _asked(row.census)))
    return Grid(
        slot="survey/sample",
        caption="Who answered the survey",
        summary=f"One kind of tenure a row, {len(rows)} rows; columns tenure to who was asked.",
        fields=(
            Field(title="Tenure", width=4.4, chars=34),
            Field(title="Tenant households", width=2.6, chars=14, right=True),
            Field(title="Responses", width=2.4, chars=14, right=True),
            Field(title="Responses needed", width=2.6, chars=14, right=True),
            Field(title="Margin of error", width=2.6, chars=14, right=True),
            Field(title="Who was asked", width=2.4, chars=16),
        ),
        rows=rows or [("No survey is entered", None, None, None, None, None)],
    )


def methods(run: Run) -> Grid | None:
    """Return the responses by way of collecting; None where they are not entered."""
    rows = [
        (TENURES[row.tenure].capitalize(), _way(row.method), f"{row.responses:,}")
        for row in counts.rows(run, "methods")
        if row.responses
    ]
    if not rows:
        return None
    return Grid(
        slot="survey/methods",
        caption="How responses were collected",
        summary=f"One way a row, {len(rows)} rows; columns tenure to responses.",
        fields=(
            Field(title="Tenure", width=7.0, chars=34),
            Field(title="Way", width=6.0, chars=20),
            Field(title="Responses", width=4.0, chars=14, right=True),
        ),
        rows=rows,
    )


def context(run: Run) -> Grid | None:
    """Return the other lines of the return that are entered; None where there are none."""
    titles = {line["field"]: line for line in layout(run.period)[1]}
    rows = [
        (_whose(titles[row.field]), run.figures.get(f"return/{row.field}") or row.text)
        for row in counts.rows(run, "context")
        if row.field in titles and row.field != "Online_Publication_URL"
    ]
    if not rows:
        return None
    return Grid(
        slot="context",
        caption="Behind the figures",
        summary=f"One line of the return a row, {len(rows)} rows; columns line to what was said.",
        fields=(
            Field(title="Line of the return", width=9.0, chars=62),
            Field(title="What was said", width=8.0, chars=44),
        ),
        rows=rows,
    )


def _whose(line: Mapping[str, str]) -> str:
    ending = line["field"].rsplit("_", 1)[-1]
    tenure = next((name for name, end in ENDINGS.items() if end == ending), "")
    return f"{line['title']} ({TENURES[tenure]})" if tenure else line["title"]


def sources(run: Run) -> str:
    """Return where the national figures are from, in one sentence; nothing where there are none."""
    among = [line.among for line in lines_of(run) if line.among is not None]
    told = listed(sorted({f"{one.source} ({one.year.name})" for one in among}))
    return f"National quartiles are computed from {told}, each landlord one value." if told else ""


def _row(line: Line) -> tuple[CellValue, ...]:
    among, unit = line.among, line.figure.unit
    median = "None" if among is None else table_form(among.median, unit, line.figure.places)
    title = f"{line.title}{_UNIT.get(unit, '')}"
    return title, line.measure, line.figure, line.before or "None", median, line.position


def _way(method: str) -> str:
    return method[:1].upper() + method[1:]


def _asked(census: bool) -> str:
    return "All (census)" if census else "A sample"
