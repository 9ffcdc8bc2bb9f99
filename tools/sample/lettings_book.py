"""The tables of the CORE lettings workbook, the export under the headings of the sample."""

from __future__ import annotations

from dataclasses import replace

from pmf_plugins.core_lettings.export import EXPORT, LETTINGS
from pmf_plugins.core_lettings.tables import REFERENCE

from pmf_engine.model.tables import Column, Date, Number, Table, Text
from tools.sample import lettings

_DAYS = ("Tenancy start", "Void from", "Major repairs done")
_NUMBERS = (
    "Bedrooms", "Age", "Fixed term in years", "Household income", "Basic rent", "Service charge",
    "Personal service charge", "Support charge", "Shortfall amount",
)  # fmt: skip


def inputs() -> dict[str, Table]:
    """Return the tables by name; those of the export and its lists first."""
    columns = {**LETTINGS.columns, **{name: _column(name) for name in lettings.headings()}}
    return {**EXPORT, "lettings": replace(LETTINGS, columns=columns), **REFERENCE}


def _column(name: str) -> Column:
    if name in _DAYS:
        return Date(required=False)
    if name in _NUMBERS or name.endswith(" age"):
        return Number(required=False)
    return Text(required=False)
