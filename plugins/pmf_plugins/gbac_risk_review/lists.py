"""Parts 6 to 9: what is overdue by owner, assurance, linked measures and the horizon."""

from __future__ import annotations

from typing import Any

from pmf_engine.api import Field, Grid, Narrative, Words
from pmf_engine.framework.risk_assurance import LINES
from pmf_engine.framework.risk_links import LISTED_AFTER, by_owner
from pmf_engine.framework.risk_sentences import prompt
from pmf_engine.framework.scorecards import status
from pmf_engine.framework.sentences import brief_date, spoken_date
from pmf_plugins.gbac_risk_review.paper import Paper
from pmf_plugins.gbac_risk_review.summary import gap_count, owed_count, prompt_count


def late_actions_words(paper: Paper) -> Words:
    """Return how many actions are overdue."""
    number = paper.count("actions-late", "Overdue actions behind risks", len(paper.late_actions))
    verb = "action behind a risk is" if number.value == 1 else "actions behind risks are"
    return Words(
        "late-actions/words", (number, f" {verb} overdue as at {spoken_date(paper.run.today)}.")
    )


def late_actions(paper: Paper) -> Grid | None:
    """Return overdue actions by the owner of the risk; None without any."""
    found = by_owner(paper.late_actions)
    rows = [
        (
            owner,
            f"{risk.code} {risk.title}",
            f"{one.code} {one.title}",
            one.owner,
            one.due,
            (paper.run.today - one.due).days,
        )
        for owner, pairs in found.items()
        for risk, one in pairs
    ]
    fields = (
        Field(title="Owner of the risk", width=3.0, chars=26),
        Field(title="Risk", width=3.2, chars=34),
        Field(title="Action", width=4.8, chars=50),
        Field(title="Owner of the action", width=2.6, chars=24),
        Field(title="Due", width=2.0, chars=12),
        Field(title="Days late", width=1.4, chars=10, right=True),
    )
    return _table("late-actions", "Overdue actions by owner of the risk", "action", fields, rows)


def late_reviews_words(paper: Paper) -> Words:
    """Return how many reviews are late, and from when on they are listed."""
    number = owed_count(paper)
    verb = "review is" if number.value == 1 else "reviews are"
    said = f" {verb} past the day. Those over {LISTED_AFTER} days late are listed by owner."
    return Words("late-reviews/words", (number, said))


def late_reviews(paper: Paper) -> Grid | None:
    """Return reviews more than 30 days late, by owner; None without any."""
    listed = by_owner(one for one in paper.owed if one.listed)
    rows = [
        (owner, one.risk.code, one.risk.title, one.due, one.late)
        for owner, found in listed.items()
        for one in found
    ]
    fields = (
        Field(title="Owner", width=4.6, chars=28),
        Field(title="Id", width=1.6, chars=8),
        Field(title="Risk", width=6.2, chars=44),
        Field(title="Due", width=2.6, chars=13),
        Field(title="Days late", width=2.0, chars=10, right=True),
    )
    return _table("late-reviews", "Reviews more than 30 days late", "risk", fields, rows)


def gap_words(paper: Paper) -> Words:
    """Return how many key controls nobody independent has looked at."""
    number = gap_count(paper)
    if not number.value:
        said = "Line 2 or 3 has looked at every key control in the last twelve months."
        return Words("gaps/words", (said,))
    verb = "key control has" if number.value == 1 else "key controls have"
    said = f" {verb} had no assurance from line 2 or 3 in twelve months."
    return Words("gaps/words", (number, said))


def assurance(paper: Paper, *, every: bool = False) -> Grid | None:
    """Return who has looked at each risk above appetite or with a gap; at each risk, `every`."""
    gaps: dict[str, list[str]] = {}
    for risk, control in paper.gaps:
        gaps.setdefault(risk.code, []).append(control.row["title"])
    wanted = {*gaps, *(one.code for one in paper.outside)}
    rows = [
        _assured(paper, one.risk, gaps.get(one.code, []))
        for one in paper.review.judged
        if every or one.code in wanted
    ]
    fields = (
        Field(title="Risk", width=4.0, chars=40),
        *(
            Field(title=f"Line {line}: {who}", width=3.0, chars=28)
            for line, who in zip(LINES, ("management", "oversight", "independent"), strict=True)
        ),
        Field(title="Gap", width=4.0, chars=44),
    )
    return _table("assurance", "Assurance map: newest in twelve months", "risk", fields, rows)


def _assured(paper: Paper, risk: Any, gaps: list[str]) -> tuple[str, ...]:
    lines = paper.review.assurances.lines(risk.code)
    cells = [
        f"{(row['rating'] or 'no rating').capitalize()}, {brief_date(row['date'])}"
        if (row := lines.get(line)) is not None
        else "None"
        for line in LINES
    ]
    return (risk.name, *cells, f"■ {'; '.join(gaps)}" if gaps else "● None")


def poor(paper: Paper) -> Grid | None:
    """Return independent reports that found little assurance: open findings; None without any."""
    rows = [
        (risk.name, row["source"] or "No source", row["rating"].capitalize(), row["date"])
        for risk in paper.review.open_risks
        for row in paper.review.assurances.poor(risk.code)
    ]
    fields = (
        Field(title="Risk", width=5.6, chars=40),
        Field(title="Report", width=6.4, chars=50),
        Field(title="Rating", width=2.4, chars=14),
        Field(title="Date", width=2.6, chars=13),
    )
    return _table("open-findings", "Independent findings still open", "report", fields, rows)


def links_words(paper: Paper) -> Words:
    """Return how many measures ask for a new score."""
    number = prompt_count(paper)
    noun = "measure is" if number.value == 1 else "measures are"
    when = paper.run.period.name
    said = f" linked {noun} off target or missing while the risk was not re-scored in {when}."
    return Words("links/words", (number, said))


def links(paper: Paper) -> Grid | None:
    """Return the measures that ask for a new score; None without any."""
    rows = [
        (
            one.risk.name,
            one.indicator.title,
            status(f"{one.risk.code}/measure/{one.indicator.code}", one.status),
            one.scored_on or "Never",
            prompt(one),
        )
        for one in paper.prompts
    ]
    fields = (
        Field(title="Risk", width=3.6, chars=36),
        Field(title="Measure", width=3.6, chars=36),
        Field(title="Status", width=2.4, chars=14),
        Field(title="Last scored", width=2.2, chars=13),
        Field(title="In words", width=5.2, chars=70),
    )
    return _table("links", "Linked measures whose risk was not re-scored", "measure", fields, rows)


def horizon(paper: Paper) -> Grid | None:
    """Return the list of what may become a risk as it stands at the period's end; None if empty."""
    day, register = paper.review.day, paper.review.register.risks
    rows = []
    for row in paper.run.data.horizon:
        if (row.valid_from or day) <= day <= (row.valid_to or day):
            answers = [register[code].name for code in row.risks or () if code in register]
            rows.append(
                (
                    row.theme,
                    row.source,
                    row.valid_from,
                    "; ".join(answers) or "■ No risk answers it",
                    row.note or "",
                )
            )
    fields = (
        Field(title="Theme", width=3.2, chars=30),
        Field(title="Source", width=3.8, chars=50),
        Field(title="Since", width=2.0, chars=13),
        Field(title="Risks that answer it", width=4.2, chars=50),
        Field(title="Note", width=3.8, chars=60),
    )
    return _table("horizon", "Horizon", "theme", fields, rows)


def horizon_note(paper: Paper) -> Narrative:
    """Return the slot for what people add on the horizon."""
    return Narrative("horizon/note", f"Nothing had been added by {spoken_date(paper.run.today)}.")


def _table(slot: str, caption: str, noun: str, fields: Any, rows: list[Any]) -> Grid | None:
    if not rows:
        return None
    ends = f"{fields[0].title.lower()} to {fields[-1].title.lower()}"
    summary = f"One {noun} a row, {len(rows)} rows; columns {ends}."
    return Grid(slot=slot, caption=caption, summary=summary, fields=fields, rows=rows)
