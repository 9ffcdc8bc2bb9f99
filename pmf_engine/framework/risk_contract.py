"""The workbook of risks: its tables, columns, keys and references."""

from __future__ import annotations

from pmf_engine.measures.risk import HIGHEST, LOWEST
from pmf_engine.model.tables import Choice, Code, Column, Date, Flag, Number, Table, Text, Whole

LEVELS = ("strategic", "operational")
RESPONSES = ("treat", "tolerate", "transfer", "terminate")
CURRENT, INHERENT, TARGET = "current", "inherent", "target"
KINDS = (INHERENT, CURRENT, TARGET)
CONTROL_TYPES = ("preventive", "detective", "corrective", "directive")
EFFECTIVENESS = ("full", "partial", "none", "untested")
BAND_WORDS = ("green", "yellow", "amber", "red", "low", "medium", "high", "very high")
IMPACTS = (
    "impact_finance",
    "impact_customer",
    "impact_regulation",
    "impact_reputation",
    "impact_service",
)


def _step(help: str = "", required: bool = False) -> Column:  # noqa: A002
    return Whole(required=required, minimum=LOWEST, maximum=HIGHEST, help=help)


RISKS = Table(
    name="Risks",
    workbook="risks",
    key=("code",),
    help="One row a risk, kept after it is closed or merged.",
    columns={
        "code": Code(),
        "title": Text(),
        "cause": Text(required=False, help="What could bring it about"),
        "event": Text(required=False, help="What would happen"),
        "effect": Text(required=False, help="What would follow"),
        "category": Text(help="As spelt in Appetite"),
        "entity": Code(references=("entities", "code")),
        "level": Choice(*LEVELS),
        "owner": Text(required=False, help="The role that answers for it, or a code of People"),
        "opened": Date(),
        "closed": Date(required=False),
        "merged_into": Code(required=False, references=("risks", "code")),
        "response": Choice(*RESPONSES, required=False),
        "proximity": Text(required=False, help="When it could strike, such as 0-3 months"),
        "velocity": Text(
            required=False, help="How fast the effect follows: immediate, days, weeks or months"
        ),
        "next_review": Date(
            optional=True, help="By default three months after the newest current assessment"
        ),
        "close_reason": Text(optional=True, help="Why it was closed or merged"),
    },
)

ASSESSMENTS = Table(
    name="Assessments",
    workbook="risks",
    key=("risk", "date", "kind"),
    help="One row a scoring; a re-score is a new row. The date of a target is the day to reach it.",
    columns={
        "risk": Code(references=("risks", "code")),
        "date": Date(),
        "kind": Choice(*KINDS, help="inherent: before controls; current: with those of today"),
        "likelihood": _step("1 rare to 5 almost certain"),
        **{name: _step("1 minor to 5 severe; the highest counts") for name in IMPACTS},
        "reason": Text(required=False, help="Why the score is what it is"),
        "by": Text(required=False),
    },
)

CONTROLS = Table(
    name="Controls",
    workbook="risks",
    key=("risk", "code"),
    optional=True,
    help="What keeps a risk down.",
    columns={
        "risk": Code(references=("risks", "code")),
        "code": Code(),
        "title": Text(),
        "type": Choice(*CONTROL_TYPES, required=False),
        "owner": Text(required=False),
        "key": Flag(required=False, help="yes for a control that the score depends on"),
        "effectiveness": Choice(*EFFECTIVENESS, required=False),
        "last_tested": Date(required=False),
    },
)

ASSURANCE = Table(
    name="Assurance",
    workbook="risks",
    key=("risk", "control", "line", "date"),
    optional=True,
    help="Who has looked at a control, and what they found.",
    columns={
        "risk": Code(references=("risks", "code")),
        "control": Code(required=False, references=("controls", "code")),
        "line": Whole(minimum=1, maximum=3, help="1 management, 2 oversight, 3 independent"),
        "date": Date(),
        "rating": Text(required=False, help="substantial, reasonable, limited or none"),
        "source": Text(required=False, help="The review, report or audit"),
    },
)

RISK_ACTIONS = Table(
    name="Risk_Actions",
    workbook="risks",
    key=("risk", "action"),
    optional=True,
    help="Which actions of the golden thread reduce a risk.",
    columns={
        "risk": Code(references=("risks", "code")),
        "action": Code(references=("actions", "code")),
    },
)

RISK_INDICATORS = Table(
    name="Risk_Indicators",
    workbook="risks",
    key=("risk", "indicator"),
    optional=True,
    help="Which indicators tell of a risk.",
    columns={
        "risk": Code(references=("risks", "code")),
        "indicator": Code(references=("indicators", "code")),
    },
)

APPETITE = Table(
    name="Appetite",
    workbook="risks",
    key=("category", "valid_from"),
    optional=True,
    help="The highest score wanted for a category, and the highest borne, from a date.",
    columns={
        "category": Text(),
        "valid_from": Date(),
        "appetite": Number(minimum=1, maximum=25),
        "tolerance": Number(minimum=1, maximum=25, help="At least the appetite"),
    },
)

MATRIX = Table(
    name="Matrix",
    workbook="risks",
    key=("valid_from", "likelihood", "impact"),
    optional=True,
    help="The band of each of the 25 cells from a date. Without rows the default matrix applies.",
    columns={
        "valid_from": Date(),
        "likelihood": _step(required=True),
        "impact": _step(required=True),
        "band": Choice(*BAND_WORDS, help="green is low, yellow medium, amber high, red very high"),
    },
)

HORIZON = Table(
    name="Horizon",
    workbook="risks",
    key=("theme", "valid_from"),
    optional=True,
    help="What may become a risk: a dated list, to be replaced when its source is.",
    columns={
        "theme": Text(),
        "valid_from": Date(help="The day the theme came on the list"),
        "valid_to": Date(required=False, help="The last day it stands on the list"),
        "source": Text(),
        "note": Text(required=False),
        "risks": Code(required=False, many=True, references=("risks", "code")),
    },
)

RISK_INPUTS = {
    "risks": RISKS,
    "assessments": ASSESSMENTS,
    "controls": CONTROLS,
    "assurance": ASSURANCE,
    "risk_actions": RISK_ACTIONS,
    "risk_indicators": RISK_INDICATORS,
    "appetite": APPETITE,
    "matrix": MATRIX,
    "horizon": HORIZON,
}
