"""The measures, tenures and answers, as the workbook, the figures and readers write them."""

from __future__ import annotations

from collections.abc import Mapping

PERCEPTION = tuple(f"TP{number:02}" for number in range(1, 13))
RENT_ONLY = ("TP02", "TP03", "TP04")
MANAGEMENT = (
    "BS01", "BS02", "BS03", "BS04", "BS05", "NM01 (1)", "NM01 (2)", "RP01", "RP02 (1)", "RP02 (2)",
)  # fmt: skip
COMPLAINTS = ("CH01 (1)", "CH01 (2)", "CH02 (1)", "CH02 (2)")
TENURES: Mapping[str, str] = {
    "LCRA": "low cost rental",
    "LCHO": "low cost home ownership",
    "Combined": "low cost rental and home ownership together",
}
ENDINGS = {"LCRA": "LCRA", "LCHO": "LCHO", "Combined": "COMB"}  # of fields of the return
ANSWERS = (
    "very_satisfied",
    "fairly_satisfied",
    "neither",
    "fairly_dissatisfied",
    "very_dissatisfied",
)
SATISFIED, NOT_APPLICABLE = ANSWERS[:2], "not_applicable"
SPOKEN: Mapping[str, str] = {
    "very satisfied": "very_satisfied",
    "fairly satisfied": "fairly_satisfied",
    "neither": "neither",
    "fairly dissatisfied": "fairly_dissatisfied",
    "very dissatisfied": "very_dissatisfied",
    "strongly agree": "very_satisfied",
    "agree": "fairly_satisfied",
    "disagree": "fairly_dissatisfied",
    "strongly disagree": "very_dissatisfied",
    "not applicable": NOT_APPLICABLE,
    "don't know": NOT_APPLICABLE,
}
METHODS = ("telephone", "internet", "face to face", "postal", "SMS", "other")
HIGH_IS_GOOD = ("TP", "BS", "RP02", "CH02")


def key(measure: str) -> str:
    """Return a measure as figures and definitions write it: RP02 (2) is RP02-2."""
    return measure.replace(" (", "-").removesuffix(")")


def national(measure: str) -> str:
    """Return the key of a measure as the national file writes it: NM01 1."""
    return measure.replace(" ", "-")


def asked(tenure: str) -> tuple[str, ...]:
    """Return the perception measures that a tenure reports."""
    return tuple(one for one in PERCEPTION if tenure != "LCHO" or one not in RENT_ONLY)


def shares(measure: str) -> bool:
    """Whether a measure is a share of its denominator, so that it cannot exceed it."""
    return not measure.startswith(("NM01", "CH01"))
