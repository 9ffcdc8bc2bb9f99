"""`pmf calendar`: what is due, late and done, printed or as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmf_engine.cli.opening import open_engine
from pmf_engine.cli.output import show_findings, show_json, show_table
from pmf_engine.engine.calendar import Calendar, Entry, State
from pmf_engine.framework.timetable_file import load_timetable
from pmf_engine.ledger import today
from pmf_engine.model.errors import PmfError

if TYPE_CHECKING:
    from pmf_engine.documents.calendar_file import Event

_YEAR = timedelta(days=366)
_BEGINS = b"BEGIN:VCALENDAR"


def show_calendar(options: dict[str, Any]) -> int:
    """Print the timetable of a workspace, or write it as a calendar file."""
    engine = open_engine(options)
    now: date = options["today"] or today()
    start, end = _range(options, now)
    rows, findings = load_timetable(engine.workspace.root)
    calendar = Calendar(engine, rows, now).only(options["report"], options["entity"])
    entries = calendar.between(start, end) if start and end else calendar.standing()
    path: Path | None = options["ics"]
    if path is not None:
        _write(path, engine.workspace.name, engine.workspace.title, entries)
    if options["as_json"]:
        show_json({
            "today": now.isoformat(),
            "from": start and start.isoformat(),
            "to": end and end.isoformat(),
            "ics": path and str(path),
            "entries": [_as_json(one) for one in entries],
            "findings": [finding.as_json() for finding in findings],
        })  # fmt: skip
    else:
        _say(entries, path, now)
        show_findings(findings)
    return int(bool(findings))


def _range(options: dict[str, Any], now: date) -> tuple[date | None, date | None]:
    """The days asked for; a year where one end is left open, or for a file; else None."""
    start, end = options["first"], options["last"]
    if start is None and end is None and options["ics"] is None:
        return None, None
    start = start or min(now, end or now)
    end = end or start + _YEAR
    if end < start:
        raise click.BadParameter(f"{end} is before {start}.", param_hint="--to")
    return start, end


def _as_json(one: Entry) -> dict[str, Any]:
    deadline, edition, row = one.deadline, one.deadline.edition, one.row
    return {
        "key": row.key,
        "report": row.report or None,
        "title": row.title,
        "theme": row.theme,
        "to": row.to,
        "by": row.by,
        "cycle": str(row.cycle),
        "entity": one.entity,
        "period": deadline.period.id if deadline.period else None,
        "for": deadline.label,
        "opens": deadline.opens.isoformat() if deadline.opens else None,
        "nominal": deadline.nominal.isoformat(),
        "due": one.due.isoformat(),
        "state": str(one.state),
        "done_on": one.done.on.isoformat() if one.done and one.done.on else None,
        "done_as": one.done.how if one.done else None,
        "count": one.count or None,
        "about": "about" in deadline.marks,
        "assumed": "assumed" in deadline.marks,
        "verified": "UNVERIFIED" not in deadline.marks,
        "note": edition.note,
        "source": {"title": edition.source.title, "url": edition.source.url or None},
    }


def _say(entries: Sequence[Entry], path: Path | None, now: date) -> None:
    if path is not None:
        click.echo(f"Wrote {path} with {len(entries)} days.")
        return
    rows = [(_state(one), _day(one), _title(one), one.entity or "", _for(one)) for one in entries]
    show_table(("State", "Due", "What", "Entity", "For"), rows)
    late = sum(one.state is State.LATE for one in entries)
    click.echo(f"\nOn {_short(now)}: {late} late, {len(entries) - late} others.")
    click.echo(
        "“assumed”: the day is ours, not the framework's. “UNVERIFIED”: check it at the source,"
        " which --json and --ics name."
    )


def _state(one: Entry) -> str:
    said = {State.LATE: "LATE", State.DUE: "due", State.DONE: "done", State.PAST: "past"}
    return f"{said[one.state]}, {one.count}" if one.count else said[one.state]


def _day(one: Entry) -> str:
    about = "about " if "about" in one.deadline.marks else ""
    return f"{about}{one.due:%a} {one.due.day:2} {one.due:%b %Y}"


def _title(one: Entry) -> str:
    marks = [mark for mark in one.deadline.marks if mark != "about"]
    return f"{one.row.title} [{', '.join(marks)}]" if marks else one.row.title


def _for(one: Entry) -> str:
    done = ""
    if one.done:
        done = f"{one.done.how} {_short(one.done.on)}" if one.done.on else one.done.how
    return ", ".join(filter(None, (one.deadline.label, done)))


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _write(path: Path, workspace: str, title: str, entries: Sequence[Entry]) -> None:
    """Write the calendar file; raises PmfError where another file stands, or none can."""
    from pmf_engine.documents.calendar_file import write_calendar

    content = write_calendar(f"Deadlines: {title}", [_event(one, workspace) for one in entries])
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        if path.exists() and not path.read_bytes().startswith(_BEGINS):
            raise PmfError(f"{path} is not a calendar file. Name another; it stands as it was.")
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as fault:
        raise PmfError(f"{path} cannot be written: {fault.strerror}.") from None


def _event(one: Entry, workspace: str) -> Event:
    from pmf_engine.documents.calendar_file import Event

    deadline, edition, row = one.deadline, one.deadline.edition, one.row
    which = deadline.period.id if deadline.period else deadline.nominal.isoformat()
    parts = (row.key, one.entity, which)
    return Event(
        uid=f"{'.'.join(filter(None, parts))}@{workspace}.pmf-engine",
        summary=": ".join(filter(None, (one.entity, _summary(one)))),
        first=one.due,
        last=one.due,
        changed=edition.first,
        description="\n".join(_lines(one)),
        category=row.theme,
        url=edition.source.url,
        tentative=bool(deadline.marks),
    )


def _summary(one: Entry) -> str:
    deadline = one.deadline
    marks = f" [{', '.join(deadline.marks)}]" if deadline.marks else ""
    label = f" ({deadline.label})" if deadline.label else ""
    return f"{one.row.title}{label}{marks}"


def _lines(one: Entry) -> Iterator[str]:
    deadline, edition = one.deadline, one.deadline.edition
    yield f"To: {one.row.to}. By: {one.row.by}."
    if deadline.opens:
        yield f"From {_short(deadline.opens)} to {_short(one.due)}."
    if one.moved:
        yield f"Moved to a working day from {deadline.nominal:%A} {_short(deadline.nominal)}."
    if "about" in deadline.marks:
        yield "About this day; late once three working days have passed."
    if "assumed" in deadline.marks:
        yield "The day is assumed."
    if "UNVERIFIED" in deadline.marks:
        yield "UNVERIFIED: check the day at the source."
    if edition.note:
        yield edition.note
    yield f"Source: {edition.source.title}."
