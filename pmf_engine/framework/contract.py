"""The workbooks of the framework: their tables, columns, keys and references."""

from __future__ import annotations

from pmf_engine.model.tables import (
    Choice,
    Code,
    Date,
    Flag,
    Month,
    Number,
    Percent,
    Table,
    Text,
    Whole,
)

POLARITIES = ("maximise", "minimise", "goldilocks", "data only")
FREQUENCIES = ("monthly", "quarterly", "half-yearly", "yearly")
PERSPECTIVES = ("Customer", "Finance", "Internal process", "Learning and growth")
AUDIENCES = ("board", "emt", "managers", "team", "panel", "tenants")

ENTITIES = Table(
    name="Entities",
    workbook="indicators",
    key=("code", "valid_from"),
    help="The companies of the group, and the group itself.",
    columns={
        "code": Code(help="Short code used throughout, such as OVH"),
        "title": Text(),
        "kind": Text(help="group for the group itself; any word for a company"),
        "parent": Code(required=False, references=("entities", "code")),
        "board_frequency": Choice(*FREQUENCIES, help="How often its Board has a report"),
        "homes": Whole(required=False, minimum=0),
        "valid_from": Date(),
        "valid_to": Date(required=False),
    },
)

INDICATORS = Table(
    name="Indicators",
    workbook="indicators",
    key=("code",),
    help="One row a performance indicator of one company.",
    columns={
        "code": Code(),
        "title": Text(),
        "entity": Code(references=("entities", "code")),
        "measure": Code(help="Shared by the same indicator of several companies"),
        "service": Text(),
        "perspective": Text(help="Perspective of the balanced scorecard"),
        "dimension": Text(help="Economy, efficiency or effectiveness"),
        "unit": Text(required=False, help="%, £, days, homes, per 1,000 homes ..."),
        "scale": Choice("100", "1000", "1", help="Times numerator over denominator"),
        "kind": Choice("count", "sum", "snapshot", "rate", "average"),
        "polarity": Choice(*POLARITIES),
        "places": Whole(minimum=0, maximum=6),
        "frequency": Choice(*FREQUENCIES),
        "owner": Text(help="The role that answers for it"),
        "objective": Code(required=False, references=("objectives", "code")),
        "weight": Number(required=False, help="Above 0; 1 when blank"),
        "critical": Flag(),
        "audiences": Choice(*AUDIENCES, many=True, help="Parted by semicolons"),
        "definition": Text(),
        "source": Text(),
        "over_100": Flag(optional=True, help="yes where a percentage may exceed 100"),
        "judge_rounded": Flag(optional=True, help="yes to judge the figure as it is shown"),
        "mean_of_periods": Flag(optional=True, help="yes to average months that have no pairs"),
        "roll_up": Choice("pairs", "homes", optional=True, help="homes: weighted by homes"),
        "regulatory": Flag(
            optional=True, help="yes where the regulator requires it so often, however small"
        ),
    },
)

TARGETS = Table(
    name="Targets",
    workbook="indicators",
    key=("code", "valid_from"),
    help="The target in force from a date; judged at the end of each period.",
    columns={
        "code": Code(references=("indicators", "code")),
        "valid_from": Date(),
        "target": Number(required=False),
        "amber": Number(required=False, help="Worst value still within tolerance"),
        "tolerance_points": Number(optional=True, minimum=0, help="Instead of amber: this far off"),
        "tolerance_percent": Number(optional=True, minimum=0, help="Instead of amber: in percent"),
        "lower": Number(required=False, help="Bottom of the target range (goldilocks)"),
        "upper": Number(required=False, help="Top of the target range (goldilocks)"),
        "outer_lower": Number(required=False),
        "outer_upper": Number(required=False),
        "polarity": Choice(*POLARITIES, required=False),
        "weight": Number(required=False),
        "definition": Text(required=False),
        "approved_by": Text(required=False),
        "approved_on": Date(required=False),
    },
)

MONTHLY = Table(
    name="Monthly",
    workbook="indicators",
    key=("code", "month", "entered_on"),
    help="One row a value entered; a correction is a new row with a later entered_on.",
    columns={
        "code": Code(references=("indicators", "code")),
        "month": Month(help="Last month of the period the value is for"),
        "numerator": Number(required=False),
        "denominator": Number(required=False, minimum=0),
        "value": Number(required=False, help="Blank where numerator and denominator stand"),
        "status": Choice("actual", "provisional", "estimate"),
        "commentary": Text(required=False),
        "entered_by": Text(required=False),
        "entered_on": Date(),
    },
)

BENCHMARKS = Table(
    name="Benchmarks",
    workbook="indicators",
    key=("code", "year", "peer_group"),
    optional=True,
    help="Quartiles of a peer group for a year.",
    columns={
        "code": Code(references=("indicators", "code")),
        "year": Text(help="Financial year, such as 2025/26"),
        "peer_group": Text(),
        "n": Whole(minimum=0, help="Landlords in the peer group"),
        "q1": Number(required=False),
        "median": Number(required=False),
        "q3": Number(required=False),
        "source": Text(),
    },
)

ADJUSTMENTS = Table(
    name="Adjustments",
    workbook="indicators",
    key=("figure", "period"),
    optional=True,
    help="The only way to override a figure; each shows wherever the figure is.",
    columns={
        "figure": Text(help="Figure id, such as board-pack/OVH/2026-Q2/OVH-REP01"),
        "period": Text(help="The period in the id, such as 2026-Q2"),
        "value": Number(),
        "reason": Text(),
        "approved_by": Text(),
        "approved_on": Date(),
    },
)

PLANS = Table(
    name="Plans",
    workbook="golden_thread",
    key=("code",),
    help="Corporate strategy, five-year strategic plans, yearly service delivery plans.",
    columns={
        "code": Code(),
        "title": Text(),
        "entity": Code(references=("entities", "code")),
        "kind": Choice("strategy", "strategic plan", "service delivery plan"),
        "parent": Code(required=False, references=("plans", "code")),
        "owner": Text(required=False),
        "valid_from": Date(),
        "valid_to": Date(required=False),
    },
)

OBJECTIVES = Table(
    name="Objectives",
    workbook="golden_thread",
    key=("code",),
    columns={"code": Code(), "title": Text(), "plan": Code(references=("plans", "code"))},
)

ACTIONS = Table(
    name="Actions",
    workbook="golden_thread",
    key=("code",),
    columns={
        "code": Code(),
        "title": Text(),
        "objective": Code(required=False, references=("objectives", "code")),
        "plan": Code(references=("plans", "code")),
        "owner": Code(required=False, references=("people", "code")),
        "start": Date(),
        "due": Date(),
        "percent": Percent(required=False),
        "state": Choice("open", "completed", "cancelled"),
        "closed_on": Date(required=False),
        "updated_on": Date(required=False),
        "indicators": Code(required=False, many=True, references=("indicators", "code")),
    },
)

MILESTONES = Table(
    name="Milestones",
    workbook="golden_thread",
    key=("code",),
    columns={
        "code": Code(),
        "action": Code(references=("actions", "code")),
        "title": Text(),
        "weight": Number(required=False, minimum=0),
        "due": Date(),
        "percent": Percent(required=False),
        "state": Choice("open", "completed", "cancelled"),
    },
)

PEOPLE = Table(
    name="People",
    workbook="golden_thread",
    key=("code",),
    personal=True,
    columns={
        "code": Code(),
        "name": Text(),
        "team": Code(references=("teams", "code")),
        "manager": Code(required=False, references=("people", "code")),
        "valid_from": Date(),
        "valid_to": Date(required=False),
    },
)

TEAMS = Table(
    name="Teams",
    workbook="golden_thread",
    key=("code",),
    columns={
        "code": Code(),
        "title": Text(),
        "entity": Code(references=("entities", "code")),
        "service": Text(),
        "head": Code(required=False, references=("people", "code")),
    },
)

INDICATOR_INPUTS = {
    "entities": ENTITIES,
    "indicators": INDICATORS,
    "targets": TARGETS,
    "monthly": MONTHLY,
    "benchmarks": BENCHMARKS,
    "adjustments": ADJUSTMENTS,
}
THREAD_INPUTS = {
    "plans": PLANS,
    "objectives": OBJECTIVES,
    "actions": ACTIONS,
    "milestones": MILESTONES,
    "people": PEOPLE,
    "teams": TEAMS,
}
