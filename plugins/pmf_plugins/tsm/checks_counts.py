"""Checks of the counts entered: pairs, parts and wholes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pmf_engine.api import Finding, Run, error, warning
from pmf_plugins.tsm import counts
from pmf_plugins.tsm.codes import ENDINGS, shares
from pmf_plugins.tsm.figures import slot

_TABLES = ("management", "complaints")


def numerators(run: Run) -> Iterator[Finding]:
    """Yield pairs of which one half is missing, and shares above the whole."""
    for row in (row for table in _TABLES for row in counts.rows(run, table)):
        top, bottom = row.numerator, row.denominator
        if (top is None) != (bottom is None):
            lone, gap = (
                ("denominator", "numerator") if top is None else ("numerator", "denominator")
            )
            if row.place(gap)["cell"] is None:  # the whole column is not there, which is told once
                continue
            text = f"{row.measure} has a {lone} and no {gap}. Fill it, or clear both."
            yield error("half-a-pair", text, **row.place(gap))
        elif top is not None and shares(row.measure) and top > bottom:
            text = f"{row.measure}: the numerator {top:,f} is above the denominator {bottom:,f}."
            yield error(
                "numerator-above-denominator", f"{text} Correct one.", **row.place("numerator")
            )


def parts(run: Run) -> Iterator[Finding]:
    """Yield parts that are more than their whole, and wholes that their parts do not add up to."""
    yield from _hate(run)
    yield from _homes(run)
    for tenure in counts.tenures(run):
        name = tenure.lower()
        for stage in "12":
            made = _value(run, f"{name}/CH01-{stage}/numerator")
            asked = _value(run, f"{name}/CH02-{stage}/denominator")
            yield from _differ(
                f"CH02 ({stage}), {tenure}: complaints answered are out of", asked,
                "complaints made", made,
                counts.place(run, tenure, f"CH02 ({stage})", "denominator"),
            )  # fmt: skip
            answered = _value(run, f"{name}/CH02-{stage}/numerator")
            yield from _differ(
                f"CH02 ({stage}), {tenure}: complaints answered in time are", answered,
                "those with and without an extension", _extended(run, tenure, stage),
                counts.place(run, tenure, f"CH02 ({stage})", "numerator"),
            )  # fmt: skip
    done = [_value(run, f"all/RP02-{part}/denominator") for part in "12"]
    every = _value(run, "return/Repairs_Calculated_Value")
    whole = None if None in done else sum((one for one in done if one is not None), Decimal(0))
    fields = counts.rows(run, "context", field="Repairs_Calculated_Value")
    yield from _differ(
        "Repairs completed are", every, "RP02 (1) and (2) together", whole,
        fields[0].place("value") if fields else {},
    )  # fmt: skip


def _extended(run: Run, tenure: str, stage: str) -> Decimal | None:
    """Complaints answered with and without an extension; None where either is not entered."""
    ending = ENDINGS[tenure]
    both = [_value(run, f"return/Stg{stage}_comp_{w}_Ext_{ending}") for w in ("without", "with")]
    return None if None in both else sum((one for one in both if one is not None), Decimal(0))


def _hate(run: Run) -> Iterator[Finding]:
    every, hate = (_value(run, f"all/NM01-{part}/numerator") for part in "12")
    if every is not None and hate is not None and hate > every:
        text = f"Cases with hate incidents, {hate:,f}, are more than all cases, {every:,f}."
        yield error(
            "tsm-part-over-whole",
            f"{text} Correct one.",
            **counts.place(run, "all", "NM01 (2)", "numerator"),
        )


def _homes(run: Run) -> Iterator[Finding]:
    owned = counts.homes(run)
    if owned is None:
        return
    rented, shared = owned.homes_lcra, owned.homes_lcho
    every = Decimal(rented + shared)
    for measure in ("NM01 (1)", "NM01 (2)"):
        stated = _value(run, slot("all", measure, "denominator"))
        at = counts.place(run, "all", measure, "denominator")
        yield from _differ(f"Homes behind {measure} are", stated, "homes owned", every, at)
    for measure in ("BS01", "BS02", "BS03", "BS04", "BS05", "RP01"):
        stated = _value(run, slot("all", measure, "denominator"))
        if stated is not None and stated > every:
            text = f"{measure} counts {stated:,f} homes of {every:,f} owned. Correct one."
            at = counts.place(run, "all", measure, "denominator")
            yield error("tsm-part-over-whole", text, **at)
    of = {"LCRA": rented, "LCHO": shared, "Combined": rented + shared}
    for tenure in counts.tenures(run):
        for measure in ("CH01 (1)", "CH01 (2)"):
            stated = _value(run, slot(tenure, measure, "denominator"))
            lead = f"Homes behind {measure}, {tenure}, are"
            at = counts.place(run, tenure, measure, "denominator")
            yield from _differ(lead, stated, "homes owned", Decimal(of[tenure]), at)


def _differ(
    lead: str,
    stated: Decimal | None,
    other: str,
    whole: Decimal | None,
    at: Mapping[str, str | None],
) -> Iterator[Finding]:
    if stated is None or whole is None or stated == whole:
        return
    text = f"{lead} {stated:,f}, but {other} are {whole:,f}. Correct one, or explain it."
    yield warning("tsm-parts-differ", text, **at)


def _value(run: Run, name: str) -> Decimal | None:
    figure = run.figures.get(name)
    return figure.value if figure else None
