"""The rows of the efficiency workbook, by table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.sample.files import read_yaml

Row = dict[str, Any]
_WHAT = ("entity", "year", "title", "theme", "cashable", "lasting")
_MONEY = ("baseline", "cost_after", "cost_of_change")
_PROOF = ("baseline_year", "method", "evidence", "cost_line")
_QUALITY = ("indicator", "quality_note")


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the efficiency workbook, in a fixed order."""
    told = read_yaml("efficiency.yaml")
    years = [
        {
            "entity": entity,
            "year": year,
            "target": target,
            "running_costs": costs,
            "approved_by": told["approved_by"][entity],
        }
        for entity, by_year in told["years"].items()
        for year, (target, costs) in by_year.items()
    ]
    return {"years": years, "savings": [_saving(*one) for one in told["savings"].items()]}


def _saving(reference: str, told: Mapping[str, Any]) -> Row:
    parts = ((_WHAT, "what"), (_MONEY, "money"), (_PROOF, "proof"), (_QUALITY, "quality"))
    row = {"reference": reference, "owner": told["owner"], "counted_once": told.get("once")}
    for names, part in parts:
        row |= dict(zip(names, told[part], strict=True))
    return row
