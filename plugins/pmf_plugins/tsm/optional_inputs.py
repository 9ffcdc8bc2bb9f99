"""The tables of `tenant_satisfaction.xlsx` that may be absent."""

from __future__ import annotations

from dataclasses import replace

from pmf_engine.api import Choice, Code, Number, Table, Tally, Text, Whole, Year
from pmf_plugins.tsm.codes import METHODS, PERCEPTION, SPOKEN, TENURES

BOOK = "tenant_satisfaction"
LANDLORD = Code(references=("landlords", "landlord"))
TENURE = Choice(*TENURES)
_ANY_TENURE = Choice(*TENURES, required=False, help="Blank where it is said of all homes")

METHOD_COUNTS = Table(
    name="TSM_Methods",
    workbook=BOOK,
    key=("landlord", "year", "tenure", "method"),
    optional=True,
    help="Responses by the way in which they were collected.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "tenure": TENURE,
        "method": Choice(*METHODS),
        "responses": Whole(minimum=0),
        "satisfied_percent": Number(
            required=False, minimum=0, maximum=100, help="TP01 by this method, in points"
        ),
    },
)
APPROACH = Table(
    name="TSM_Approach",
    workbook=BOOK,
    key=("landlord", "year", "tenure", "heading"),
    optional=True,
    help="The summary of approach that is published with the perception measures.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "tenure": _ANY_TENURE,
        "heading": Text(help="Such as Timing, Collection methods, Weighting"),
        "text": Text(),
    },
)
CONTEXT = Table(
    name="TSM_Context",
    workbook=BOOK,
    key=("landlord", "year", "field"),
    optional=True,
    help="Other lines of the return, by the name of the field in it.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "field": Code(help="Field of the return, such as Repairs_Raised"),
        "value": Number(required=False, help="Where the field holds a number"),
        "text": Text(required=False, help="Where the field holds words"),
    },
)
STOCK_RETURN = Table(
    name="SDR_Homes",
    workbook=BOOK,
    key=("landlord", "year"),
    optional=True,
    help="Homes owned as in the Statistical Data Return, to be compared with.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "homes_lcra": Whole(minimum=0),
        "homes_lcho": Whole(minimum=0),
    },
)
RESPONSES = Table(
    name="Survey_Responses",
    workbook=BOOK,
    optional=True,
    personal=True,
    help="One row an answer sheet. Where a question has no row in TSM_Perception, its answers are"
    " counted from here; where it has, the two must agree.",
    tally=Tally(by=("landlord", "year", "tenure"), counted=PERCEPTION, weight="weight"),
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "tenure": TENURE,
        "weight": Number(minimum=0, help="1 where the survey is not weighted"),
        **{
            code: Choice(*SPOKEN, optional=True, help="Blank where it was not asked or answered")
            for code in PERCEPTION
        },
    },
)
RESPONSES_FILE = replace(RESPONSES, workbook="survey_responses")
