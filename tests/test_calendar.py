"""`pmf calendar`: the framework's timetable by working day, and what the ledger says was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.documents.calendar_file import Event, write_calendar
from pmf_engine.engine.due import moved, working, working_days_after
from pmf_engine.framework.timetable import Cycle, Row, deadlines
from pmf_engine.framework.timetable_file import load_timetable
from pmf_engine.model.periods import Period
from tests.command import Pmf
from tests.test_docs import DOCS, fences
from tests.tiny import Tiny, value

ROWS = {row.key: row for row in load_timetable()[0]}
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
# Every row of the framework's reporting table by the key of its report.
REPORTS = {
    "sdr", "core-lettings", "vfm-self-assessment", "tenant-annual-report", "tsm",
    "efficiency-savings", "annual-accounts", "fraud-report", "strategy-review", "board-pack",
    "gbac-risk-review", "managers-briefing", "tenant-kpis", "customer-scorecard",
    "executive-scorecard", "service-scorecard", "one-to-one", "appraisal",
}  # fmt: skip


@pytest.fixture
def packs(tiny: Tiny) -> Tiny:
    """OVH with values for June and September."""
    tiny.only(value("REP01", "2026-06", 96, 100), value("REP01", "2026-09", 90, 100))
    return tiny.write()


def listed(pmf: Pmf, *words: str | Path) -> list[dict[str, Any]]:
    said = pmf("calendar", "--json", *words)
    assert said.status == 0, said.out
    entries: list[dict[str, Any]] = said.json["entries"]
    return entries


def of(entries: Sequence[dict[str, Any]], key: str, **values: Any) -> list[dict[str, Any]]:
    wanted = {"key": key, **values}
    return [one for one in entries if wanted.items() <= one.items()]


def days(key: str, start: str, end: str) -> list[str]:
    """The nominal days of a shipped row."""
    found = deadlines(ROWS[key], date.fromisoformat(start), date.fromisoformat(end))
    return [one.nominal.isoformat() for one in found]


def test_every_row_of_the_reporting_table_is_in_the_timetable() -> None:
    assert {row.report for row in ROWS.values()} - {""} == REPORTS


def test_every_edition_names_its_source() -> None:
    assert all(edition.source.title for row in ROWS.values() for edition in row.editions)


def test_what_the_framework_does_not_say_is_marked() -> None:
    marked = {key: row.editions[-1] for key, row in ROWS.items()}
    unverified = {key for key, edition in marked.items() if not edition.verified}
    assert unverified == {
        "tsm", "efficiency-savings", "fraud-report", "audit-letter", "tsm-direction",
    }  # fmt: skip
    assert all(marked[key].assumed for key in ("fraud-report", "board-quarterly", "one-to-one"))
    planning = [row for row in ROWS.values() if row.cycle is Cycle.PLANNING]
    assert len(planning) == 11 and all(row.editions[0].assumed for row in planning)
    about = {key for key, edition in marked.items() if edition.about}
    assert about == {
        "executive-scorecard", "customer-scorecard", "managers-scorecards", "managers-plans",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "start", "end", "due"),
    [
        ("pi-data", "2026-10-01", "2026-12-31", ["2026-10-14", "2026-11-14", "2026-12-14"]),
        ("service-scorecard", "2026-10-01", "2026-10-31", ["2026-10-16"]),
        ("executive-scorecard", "2026-10-01", "2026-10-31", ["2026-10-20"]),
        ("customer-scorecard", "2026-10-01", "2026-10-31", ["2026-10-23"]),
        ("one-to-one", "2027-02-01", "2027-03-01", ["2027-02-28"]),
        ("managers-plans", "2026-04-01", "2027-03-31", ["2026-04-23", "2026-10-23"]),
        ("gbac-risk-review", "2026-07-01", "2026-12-31", ["2026-07-30", "2026-10-30"]),
        ("sdr", "2026-01-01", "2026-12-31", ["2026-05-31"]),
        ("annual-accounts", "2026-01-01", "2026-12-31", ["2026-09-30"]),
        ("tsm", "2023-04-01", "2024-12-31", ["2024-06-30"]),
        ("core-lettings", "2024-01-01", "2028-12-31",
         ["2024-06-07", "2025-06-06", "2026-06-05", "2027-06-04", "2028-06-05"]),
        ("quarterly-survey", "2014-07-01", "2015-06-30",
         ["2014-07-14", "2014-10-14", "2015-01-14", "2015-04-21"]),
        ("quarterly-survey", "2021-07-01", "2022-07-31",
         ["2021-07-21", "2021-10-21", "2022-01-21", "2022-04-25", "2022-07-21"]),
        ("stairs-requests", "2026-01-01", "2027-12-31", ["2027-04-01"]),
        ("actions-updated", "2026-10-01", "2026-10-17", ["2026-10-02", "2026-10-09", "2026-10-16"]),
        ("plan-strategy", "2026-10-01", "2027-09-30", ["2027-01-31"]),
        ("plan-board", "2027-10-01", "2028-09-30", ["2028-02-29"]),
    ],
)  # fmt: skip
def test_a_row_falls_due_on_these_days(key: str, start: str, end: str, due: list[str]) -> None:
    assert days(key, start, end) == due


def test_the_planning_year_runs_from_october_to_september() -> None:
    (first,) = deadlines(ROWS["plan-strategy"], date(2026, 10, 1), date(2027, 9, 30))
    assert (first.opens, first.label) == (date(2026, 12, 1), "planning 2026/27")
    (last,) = deadlines(ROWS["plan-accounts"], date(2026, 10, 1), date(2027, 9, 30))
    assert (last.opens, last.label) == (date(2027, 7, 1), "planning 2026/27")


@given(st.sampled_from(sorted(ROWS)), DAYS, st.integers(0, 500))
def test_a_row_falls_due_once_a_period_and_within_the_days_asked_for(
    key: str, start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    found = list(deadlines(ROWS[key], start, end))
    assert all(start <= one.nominal <= end for one in found)
    assert len(
        {(one.period, one.nominal.year if one.period else one.nominal) for one in found}
    ) == len(found)
    half = start + timedelta(days=length // 2)
    parts = [*deadlines(ROWS[key], start, half), *deadlines(ROWS[key], half + timedelta(1), end)]
    assert parts == found


@given(DAYS)
def test_a_day_moves_to_the_next_working_day_and_no_further(day: date) -> None:
    later = moved(day)
    assert working(later) and later >= day
    assert not any(working(day + timedelta(n)) for n in range((later - day).days))


def test_three_working_days_after_maundy_thursday_jump_easter() -> None:
    assert working_days_after(date(2026, 4, 2), 3) == date(2026, 4, 9)


def test_the_due_day_of_a_shipped_report_is_that_of_the_timetable(pmf: Pmf, packs: Tiny) -> None:
    last = Period.parse("2025/26").last_month
    for report in (entry.report for entry in packs.engine().catalogue):
        cycle, rows = str(report.frequency), ROWS.values()
        for row in [one for one in rows if (one.report, one.cycle) == (report.key, cycle)]:
            period = Period.last_ending_by(last, report.frequency)
            (edition,) = row.editions[-1:]
            assert edition.due.after(period) == report.due.nominal(period), report.key
            unsure = edition.assumed or not edition.verified
            assert unsure == report.due.assumed, report.key


def test_a_due_day_that_is_no_working_day_moves_and_keeps_its_nominal_day(
    pmf: Pmf, packs: Tiny
) -> None:
    entries = listed(pmf, "--from", "2026-05-01", "--to", "2026-06-30", "--today", "2026-05-01")
    (sdr,) = of(entries, "sdr")
    assert (sdr["nominal"], sdr["due"]) == ("2026-05-31", "2026-06-01")  # a Sunday
    (panels,) = of(entries, "customer-scorecard", period="2026-04")
    assert panels["due"] == "2026-05-26"  # a Saturday before the bank holiday of 25 May


def test_a_published_date_stands_as_published(pmf: Pmf, packs: Tiny) -> None:
    (one,) = of(listed(pmf, "--from", "2022-04-01", "--to", "2022-04-30"), "quarterly-survey")
    assert one["due"] == one["nominal"] == "2022-04-25"
    (core,) = of(listed(pmf, "--from", "2026-06-01", "--to", "2026-06-30"), "core-lettings")
    assert (core["due"], core["assumed"]) == ("2026-06-05", False)


def board(pmf: Pmf, today: str, *words: str) -> list[tuple[str, str]]:
    entries = listed(
        pmf, "--report", "board-quarterly", "--entity", "OVH", "--today", today, *words
    )
    return [(one["period"], one["state"]) for one in entries]


def test_a_report_is_due_until_its_day_late_after_it_and_done_once_issued(
    pmf: Pmf, packs: Tiny
) -> None:
    assert board(pmf, "2026-10-23")[1] == ("2026-Q2", "due")
    assert board(pmf, "2026-10-24")[0] == ("2026-Q2", "late")
    pmf.build()
    assert board(pmf, "2026-10-24")[0] == ("2026-Q2", "late")
    pmf("issue", pmf.file("docx"))
    assert board(pmf, "2026-10-24") == [("2026-Q3", "due")]
    (done,) = of(
        listed(pmf, "--from", "2026-10-01", "--to", "2026-10-31", "--today", "2026-10-24"),
        "board-quarterly", entity="OVH",
    )  # fmt: skip
    assert (done["state"], done["done_as"]) == ("done", "issued")
    assert done["done_on"] == datetime.now(UTC).date().isoformat()


def test_a_report_is_done_once_it_is_signed_off(pmf: Pmf, packs: Tiny) -> None:
    pmf.build()
    by = ("--role", "Board", "--name", "Ann Chair", "--on", "2026-10-22")
    pmf("sign-off", pmf.file("docx"), *by)
    (done,) = of(
        listed(pmf, "--from", "2026-10-01", "--to", "2026-10-31"), "board-quarterly", entity="OVH"
    )
    assert (done["state"], done["done_as"], done["done_on"]) == ("done", "approved", "2026-10-22")
    said = pmf("calendar", "--from", "2026-10-01", "--to", "2026-10-31")
    assert "approved 22 Oct 2026" in said.out


def test_everything_late_is_told_from_the_first_recorded_run_on(pmf: Pmf, packs: Tiny) -> None:
    assert board(pmf, "2026-10-24") == [("2026-Q2", "late"), ("2026-Q3", "due")]
    pmf.build("--period", "2026-Q1")
    assert board(pmf, "2026-10-24")[:2] == [("2026-Q1", "late"), ("2026-Q2", "late")]


def test_pis_are_done_once_the_workbook_holds_the_month(pmf: Pmf, packs: Tiny) -> None:
    span = ("--from", "2026-10-01", "--to", "2026-12-31", "--today", "2026-11-20")
    states = {one["period"]: one["state"] for one in of(listed(pmf, *span), "pi-data")}
    assert states == {"2026-09": "done", "2026-10": "late", "2026-11": "due"}


@pytest.mark.parametrize(
    ("today", "state"), [("2026-10-20", "due"), ("2026-10-23", "due"), ("2026-10-24", "past")]
)
def test_about_a_day_is_not_over_before_three_working_days_have_passed(
    pmf: Pmf, packs: Tiny, today: str, state: str
) -> None:
    entries = listed(pmf, "--from", "2026-10-01", "--to", "2026-10-31", "--today", today)
    (one,) = of(entries, "executive-scorecard")
    assert (one["due"], one["state"], one["about"]) == ("2026-10-20", state, True)


def test_what_no_report_answers_is_past_and_never_late(pmf: Pmf, packs: Tiny) -> None:
    entries = listed(pmf, "--from", "2025-10-01", "--to", "2026-09-30", "--today", "2026-10-24")
    late = {one["key"] for one in entries if one["state"] == "late"}
    assert late == {"board-quarterly", "tenant-kpis"}
    assert of(entries, "sdr")[0]["state"] == "past"


def test_the_list_says_late_first_and_marks_what_is_assumed_or_unverified(
    pmf: Pmf, packs: Tiny
) -> None:
    said = pmf("calendar", "--today", "2026-10-24")
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[1].startswith("LATE") and "Thu 30 Jul 2026" in lines[1]
    assert any(one.startswith("LATE") and "Fri 23 Oct 2026" in one for one in lines)
    assert "Tenant Satisfaction Measures return [UNVERIFIED]" in said.out
    assert "Fraud report [assumed, UNVERIFIED]" in said.out
    assert "about Fri 20 Nov 2026" in said.out
    assert "late," in lines[-2] and "On 24 Oct 2026:" in lines[-2]


def test_a_report_that_covers_many_is_counted(pmf: Pmf, tiny: Tiny) -> None:
    from tests.tiny import entity

    tiny.rows["entities"] += [entity(f"E{n:02}") for n in range(20)]
    tiny.write()
    (late, _) = listed(pmf, "--report", "board-quarterly", "--today", "2026-10-24")
    assert (late["entity"], late["count"]) == (None, "0 of 23 done")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--report", "tsn"], "Did you mean “tsm”?"),
        (["--entity", "OVV"], "Did you mean “OVH”?"),
        (["--from", "2026-13-01"], "2026-13-01"),
        (["--from", "2026-12-01", "--to", "2026-01-01"], "is before"),
    ],
)
def test_wrong_usage_gets_a_sentence(
    pmf: Pmf, packs: Tiny, words: list[str], sentence: str
) -> None:
    said = pmf("calendar", *words)
    assert said.status == 2 and sentence in said.err


# The calendar file


def ics(pmf: Pmf, path: Path, *words: str) -> list[Any]:
    """The events of a calendar file as another library reads them."""
    said = pmf("calendar", "--ics", path, *words)
    assert said.status == 0, said.err
    return list(vobject.readOne(path.read_text(encoding="utf-8")).vevent_list)


def test_the_calendar_file_holds_every_day_as_another_library_reads_it(
    pmf: Pmf, packs: Tiny, tmp_path: Path
) -> None:
    span = ("--from", "2026-10-01", "--to", "2027-09-30", "--today", "2026-10-01")
    events = ics(pmf, tmp_path / "due.ics", *span)
    entries = listed(pmf, *span)
    assert [event.dtstart.value.isoformat() for event in events] == [e["due"] for e in entries]
    assert all(e.dtend.value - e.dtstart.value == timedelta(days=1) for e in events)
    (tsm,) = [e for e in events if "Tenant Satisfaction" in e.summary.value]
    assert "[UNVERIFIED]" in tsm.summary.value and tsm.status.value == "TENTATIVE"
    assert "Source: NROSH+" in tsm.description.value
    assert tsm.uid.value == "tsm.2026-27@tiny.pmf-engine"


def test_every_event_has_a_name_of_its_own_that_stays(
    pmf: Pmf, packs: Tiny, tmp_path: Path
) -> None:
    first = ics(pmf, tmp_path / "a.ics", "--from", "2024-01-01", "--to", "2027-12-31")
    names = [event.uid.value for event in first]
    assert len(set(names)) == len(names)
    later = ics(pmf, tmp_path / "b.ics", "--from", "2026-01-01", "--to", "2026-12-31")
    assert {event.uid.value for event in later} < set(names)


def test_the_same_days_give_the_same_bytes_whatever_the_day(
    pmf: Pmf, packs: Tiny, tmp_path: Path
) -> None:
    span = ("--from", "2026-10-01", "--to", "2026-12-31")
    ics(pmf, tmp_path / "a.ics", *span, "--today", "2026-10-01")
    ics(pmf, tmp_path / "b.ics", *span, "--today", "2027-01-31")
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()


def test_a_calendar_file_is_replaced_and_nothing_else_is(
    pmf: Pmf, packs: Tiny, tmp_path: Path
) -> None:
    path = tmp_path / "due.ics"
    ics(pmf, path)
    ics(pmf, path)
    path.write_text("my notes", encoding="utf-8")
    said = pmf("calendar", "--ics", path)
    assert said.status == 2 and "is not a calendar file" in said.err
    assert path.read_text(encoding="utf-8") == "my notes"
    assert pmf("calendar", "--ics", tmp_path / "nowhere" / "due.ics").status == 2


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300),
)
def test_a_line_of_a_calendar_file_is_never_too_long_and_says_what_was_given(
    summary: str, line: str
) -> None:
    event = Event(
        uid="one@here", summary=f"x{summary}x", description=f"a\n{line}z", first=date(2026, 10, 14),
        last=date(2026, 10, 15), changed=date(2023, 4, 1),
    )  # fmt: skip
    data = write_calendar("Days", [event])
    lines = data.split(b"\r\n")
    assert lines[-1] == b"" and all(len(one) <= 75 and b"\n" not in one for one in lines)
    (read,) = vobject.readOne(data.decode()).vevent_list
    assert read.summary.value == event.summary
    assert read.description.value == event.description
    assert read.dtstamp.value == datetime(2023, 4, 1, tzinfo=UTC)
    assert read.dtend.value == date(2026, 10, 16)


# A workspace's own timetable

OWN = """\
rows:
  tsm:
    title: TSM return
    theme: The regulator
    to: the regulator
    by: Insight
    cycle: yearly
    report: tsm
    editions:
      "2023-04-01":
        due: {day: 29, month: 6}
        source: nrosh
"""


def own(tiny: Tiny, text: str) -> None:
    (tiny.root / "timetable.yaml").write_text(text, encoding="utf-8")


def test_a_workspace_corrects_a_row_and_keeps_the_rest(pmf: Pmf, packs: Tiny) -> None:
    own(packs, OWN)
    entries = listed(pmf, "--from", "2027-01-01", "--to", "2027-12-31")
    (tsm,) = of(entries, "tsm")
    assert (tsm["due"], tsm["title"], tsm["verified"]) == ("2027-06-29", "TSM return", True)
    assert of(entries, "sdr")


def test_the_timetable_shown_in_the_documentation_is_one_that_is_read(
    pmf: Pmf, packs: Tiny
) -> None:
    (shown,) = [text for words, text in fences(DOCS / "calendar.md") if words[0] == "yaml"]
    own(packs, shown)
    (tsm,) = listed(pmf, "--report", "tsm", "--from", "2027-01-01", "--to", "2027-12-31")
    assert (tsm["due"], tsm["source"]["url"]) == ("2027-06-29", "https://example.org/letter")


def test_a_row_that_is_withdrawn_no_longer_falls_due(pmf: Pmf, packs: Tiny) -> None:
    own(packs, f'{OWN}      "2026-04-01":\n        withdrawn: true\n')
    entries = listed(pmf, "--from", "2026-01-01", "--to", "2027-12-31")
    assert [one["period"] for one in of(entries, "tsm")] == ["2025-26"]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("day: 29", "day: 32", 11, "must be a whole number from 1 to 31, not “32”"),
        ("day: 29, ", "", 11, "needs “day” or “days_after”"),
        ("due: {day: 29, month: 6}", "dew: {day: 29}", 11, "Did you mean “due”?"),
        ("yearly", "yeerly", 7, "Did you mean “yearly”?"),
        ("source: nrosh", "source: nosh", 12, "Did you mean “nrosh”?"),
        ('"2023-04-01"', '"2023-04-31"', 10, "must be a date, such as 2026-09-30"),
        ("    by: Insight\n", "", 2, "has no by; give one"),
        ("cycle: yearly", "cycle: weekly", 11, "needs “weekday”, as it is weekly"),
        ("due: {day", "about: perhaps\n        due: {day", 11, "must be true or false"),
        ("due: {day", "published: {2026-Q9: 2027-01-01}\n        due: {day", 11, "not a period"),
        ("due: {day", "published: {2026-27: soon}\n        due: {day", 11, "not “soon”"),
        ("rows:", "rowz:", 1, "Did you mean “rows”?"),
    ],
)
def test_a_bad_line_is_named_and_its_row_left_out(
    pmf: Pmf, packs: Tiny, old: str, new: str, line: int, sentence: str
) -> None:
    assert old in OWN
    own(packs, OWN.replace(old, new))
    said = pmf("calendar", "--json")
    assert said.status == 1
    found = [one for one in said.findings if sentence in one["message"]]
    assert found and found[0]["code"] == "timetable-line"
    assert found[0]["workbook"] == "timetable.yaml"
    assert found[0]["message"].startswith(f"line {line}:"), found[0]["message"]
    assert of(said.json["entries"], "sdr")
    assert old == "rows:" or not of(said.json["entries"], "tsm")
    assert sentence in pmf("calendar").err


def test_a_timetable_that_is_no_yaml_is_a_finding_too(pmf: Pmf, packs: Tiny) -> None:
    own(packs, "rows: [")
    said = pmf("calendar", "--json")
    assert said.status == 1 and "is not YAML" in said.findings[0]["message"]


def test_every_bad_line_is_told_at_once(pmf: Pmf, packs: Tiny) -> None:
    own(packs, OWN.replace("day: 29", "day: 32").replace("yearly", "yeerly"))
    assert len(pmf("calendar", "--json").findings) == 2


def test_check_tells_of_bad_lines_too(pmf: Pmf, packs: Tiny) -> None:
    own(packs, OWN.replace("day: 29", "day: 32"))
    assert pmf("check", "--json").codes() == ["timetable-line"]
    assert pmf("check", "board-pack", "--json").codes() == []


def test_the_periods_published_are_periods(pmf: Pmf, packs: Tiny) -> None:
    rows: list[Row] = list(ROWS.values())
    labels = [label for row in rows for e in row.editions for label in e.published]
    assert labels and all(Period.parse(label).id == label for label in labels)
