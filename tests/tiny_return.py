"""A tiny return to a regulator as a loose plugin: two figures, three checks, all documents."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.workbooks import save
from tools import return_template

YEAR_BEFORE, YEAR = "2023/24", "2024/25"
PLUGIN = '''"""Homes let and rent lost, a year."""

from pathlib import Path

from pmf_engine.api import *
from pmf_engine.framework.returns import closing_sheets, review, review_sheets

report = Report(
    key="lettings", title="Lettings return", audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY, due=Due(day=30, month=6), main=("lettings", "year"),
    definitions=Path(__file__).with_name("lettings.yaml"), figures=["let", "lost", "rate"],
    documents=[Word("review.docx"), Excel("lettings.xlsx"), Csv("lettings.csv")],
    inputs={
        "lettings": Table(
            name="Lettings", workbook="lettings",
            columns={"year": Year(), "let": Whole(minimum=0), "homes": Whole(minimum=0),
                     "lost": Number(), "remark": Text(required=False)},
        )
    },
)


def total(run, column):
    rows = run.data.lettings.where(year=run.period)
    return sum(row[column] for row in rows) if rows else Missing("no row for the year")


@report.term
def let(run):
    return total(run, "let")


@report.term
def homes(run):
    return total(run, "homes")


@report.term
def lost(run):
    return total(run, "lost")


@report.check(title="Homes let in homes owned", compares="Homes let against homes owned", part="1")
def parts_and_whole(run):
    for row in run.data.lettings.where(year=run.period):
        if row.let > row.homes:
            yield error("too-many", "More homes were let than there are.", **row.place("let"))
        if row.let == row.homes:
            yield warning("all-let", "Every home was let.", **row.place("let"))


@report.check(title="Stock return", compares="Homes owned against the stock return")
def other_return(run):
    raise NotRun("the stock return is not in this workspace")
    yield


@report.check
def unlisted(run):
    return ()


@report.content
def names(run):
    return review(run, list(run.figures.values()))


@report.sheets
def sheets(run):
    return [*review_sheets(run, list(run.figures.values())), *closing_sheets(run)]


@report.rows("lettings.csv")
def rows(run):
    remarks = run.data.lettings.where(year=run.period)
    return Listing(
        header=("figure", "value", "remark"),
        rows=[(one.slot, one, remarks[0].remark) for one in run.figures.values()],
    )


@hookimpl
def pmf_reports():
    return [report]
'''
YAML = """\
let:
  title: Homes let
  editions:
    "2023/24": {unit: homes, places: 0, top: {add: [let]}, source: {title: Made up}}
lost:
  title: Rent lost
  editions:
    "2023/24": {unit: "£", places: 0, top: {add: [lost]}, verified: false}
rate:
  title: Homes let, of those owned
  editions:
    "2023/24": {unit: "%", places: 1, top: {add: [let]}, bottom: {add: [homes]}, scale: 100}
"""
HEADER = ["year", "let", "homes", "lost", "remark"]


def make(root: Path, *rows: list[Any], settings: str = "") -> Path:
    """Write a workspace of the return with these rows, and return its folder."""
    (root / "workbooks").mkdir(parents=True, exist_ok=True)
    (root / "plugins").mkdir(exist_ok=True)
    (root / "plugins" / "lettings.py").write_text(PLUGIN, encoding="utf-8")
    (root / "plugins" / "lettings.yaml").write_text(YAML, encoding="utf-8")
    (root / "pmf.toml").write_text(f'name = "tiny"\n{settings}', encoding="utf-8")
    target = root / "report_templates" / "lettings" / "2023-24" / "review.docx"
    if not target.exists():
        target.parent.mkdir(parents=True)
        shutil.copyfile(return_template.target("tsm"), target)
    save(root / "workbooks" / "lettings.xlsx", {"Lettings": [HEADER, *rows]})
    return root
