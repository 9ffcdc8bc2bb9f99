"""What the annual report to tenants reads, and which free text of it may be printed.

Text reaches the report through `public` alone, and only from the columns named here: promises,
recommendations, actions, themes, services, titles and lines. Commentary, owners and people do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pmf_engine.api import Table
from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.customers import CUSTOMER_INPUTS
from pmf_engine.framework.finance.contract import DIRECTORS_PAY
from pmf_engine.framework.finance.contract import inputs as finance_inputs
from pmf_plugins.tsm.inputs import INPUTS as TSM_INPUTS

if TYPE_CHECKING:
    from pmf_engine.api import Run


def _optional(tables: Mapping[str, Table]) -> dict[str, Table]:
    return {name: replace(table, optional=True) for name, table in tables.items()}


INPUTS = {
    **_optional(TSM_INPUTS),
    **_optional(THREAD_INPUTS),
    **finance_inputs(),
    "directors_pay": DIRECTORS_PAY,
    **INDICATOR_INPUTS,
    **CUSTOMER_INPUTS,
}


def public(run: Run, text: str | None) -> str:
    """Return text of a workbook as it may be printed: a name of the group's people is left out."""
    from pmf_engine.framework.named import people_named

    return people_named(run).left_out(" ".join((text or "").split()))
