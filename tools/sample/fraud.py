"""The rows of the fraud workbook, by table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.sample.files import read_yaml

Row = dict[str, Any]
_IN = ("entity", "year", "type", "state", "found_on", "found_by")
_BY = ("action_owner", "action_due", "action_done")


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the fraud workbook, in a fixed order."""
    told = read_yaml("fraud.yaml")
    years = [
        {
            "entity": entity,
            "year": year,
            "nil_return": nil,
            "confirmed_by": told["confirmed_by"],
            "confirmed_on": told["confirmed_on"][year],
        }
        for entity, by_year in told["years"].items()
        for year, nil in by_year.items()
    ]
    return {"years": years, "cases": [_case(*one) for one in told["cases"].items()]}


def _case(reference: str, told: Mapping[str, Any]) -> Row:
    loss, recovered = told["money"]
    return {
        "reference": reference,
        **dict(zip(_IN, told["in"], strict=True)),
        "loss": loss,
        "recovered": recovered,
        "failed_control": told.get("failed"),
        "action": told.get("action"),
        **dict(zip(_BY, told.get("by", (None, None, None)), strict=True)),
        "police": told["police"],
        "people": told["people"],
        "details": told.get("details"),
    }
