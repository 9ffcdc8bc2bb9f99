"""The text that the editor may change, with a first draft of it, and sentences that stand as is."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_engine.api import Narrative, Row, Run, Status
from pmf_engine.framework.sentences import spoken_date
from pmf_plugins.tenant_annual_report.inputs import public
from pmf_plugins.tenant_annual_report.looks import look_of
from pmf_plugins.tenant_annual_report.promises import Promise

PROVISIONAL = "Our Board has not signed off these figures yet. They may change. Each is marked [p]."
NO_TSM = "The Tenant Satisfaction Measures of this year are not in yet."
UNMEASURED = "We do not count this. We will say here what we did."


def texts(run: Run) -> Mapping[str, Narrative]:
    """Return the text slots of whole pages by the name that the templates use."""
    drafts = {
        "welcome": "Thank you for reading our report. It says what we promised, what we did, and"
        " where we fell short. Tell us what you think of it: the last page says how to reach us.",
        "told": "Thank you to all who told us what you think. Here is what you said.",
        "lessons": "Write here what you learnt from complaints, and what is different now.",
        "contact": "Call us, write to us or come and see us. Write here the phone number, the"
        " e-mail address, the website and the opening hours.\n"
        "Do you want this report in another language, in Braille or read aloud? Ask us.\n"
        "Are you not happy with how we dealt with a complaint? You can ask the Housing Ombudsman"
        " to look at it: www.housing-ombudsman.org.uk.",
    }
    if look_of(run).easy:
        drafts = {name: text.replace(". ", ".\n") for name, text in drafts.items()}
    return {name: Narrative(name, text) for name, text in drafts.items()}


def pay_whose(group: bool) -> str:
    """Return of whom pay is told, and how it is shared out."""
    who = "our whole group" if group else "us"
    return (
        f"These figures are for {who}. We divide what was paid by the number of homes that we own"
        " or look after."
    )


def doing(run: Run, promise: Promise) -> Narrative:
    """Return what is being done about a promise: the next action of the plans, or a plain word."""
    found = [_told(run, row) for row in _actions(run, promise)]
    one = promise.measure
    if not found and one is not None and one.status is Status.GREEN:
        found = ["We will keep it up."]
    return Narrative(
        f"{promise.code}/doing", "\n".join(found or ["We have not set out a plan yet."])
    )


def _actions(run: Run, promise: Promise) -> list[Row]:
    code = promise.measure.indicator.code if promise.measure else ""
    own = [
        row
        for row in run.data.actions
        if code in (row.indicators or ())
        and row.state != "cancelled"
        and row.due >= run.period.start_date
        and row.start <= run.today
    ]
    ahead = sorted((row for row in own if row.state != "completed"), key=lambda row: row.due)
    done = sorted((row for row in own if row.state == "completed"), key=lambda row: row.due)
    return [*ahead[:1], *done[-1:]][:1]


def _told(run: Run, row: Row) -> str:
    title = public(run, row.title).rstrip(".")
    done = row.state == "completed"
    when = "done" if done else f"due by {spoken_date(row.due)}"
    return f"{title} ({when})."
