"""Every figure of the report: promises, the regulator's measures, pay, rent pound and feedback."""

from __future__ import annotations

from pmf_engine.api import Run
from pmf_plugins.tenant_annual_report.feedback import feedback_of
from pmf_plugins.tenant_annual_report.money import pay_of, rent_of
from pmf_plugins.tenant_annual_report.promises import promises_of
from pmf_plugins.tsm import figures as tsm


def make(run: Run) -> None:
    """Add every figure to the run."""
    promises_of(run)
    pay_of(run)
    rent_of(run)
    feedback_of(run)
    if has_tsm(run):
        for _ in tsm.make(run):
            pass


def has_tsm(run: Run) -> bool:
    """Whether Tenant Satisfaction Measures are entered for the landlord's year."""
    return bool(run.data.landlords.where(landlord=run.entity.code, year=run.period))
