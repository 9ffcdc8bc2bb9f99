"""The chart of social stock by local authority."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import Chart, Run, Series
from pmf_engine.model.numbers import number
from pmf_plugins.sdr import areas
from pmf_plugins.sdr.codes import GROUPS
from pmf_plugins.sdr.tables import by_authority

_COLOURS = {"gn_sc": "#12436D", "gn_bsp": "#A8AEB8", "sh_hop": "#28A197", "lcho": "#E98A33"}
_NAMES = {
    "gn_sc": "General needs",
    "gn_bsp": "Bedspaces",
    "sh_hop": "Supported and older people",
    "lcho": "Home ownership",
}
_MOST = 12


def stock_chart(run: Run) -> Chart | None:
    """Return stacked bars of the authorities with most stock, the rest together; None for none."""
    codes = by_authority(run)
    if not codes:
        return None
    shown, rest = codes[:_MOST], codes[_MOST:]
    names = [areas.name_of(run, code) for code in shown]
    names += [f"{len(rest)} others"] if rest else []
    series = [
        Series(
            name=_NAMES[group],
            values=tuple(_values(run, shown, rest, group)),
            colour=_COLOURS[group],
        )
        for group in GROUPS
        if run.figures[f"lcr/total/{group}"].value
    ]
    first = run.figures[f"lcr/{codes[0]}/total"].value or Decimal(0)
    whole = run.figures["lcr/total/total"].value or Decimal(1)
    share = number(first / whole * 100, 0) if whole else "0"
    return Chart(
        slot="lcr/chart",
        kind="stacked",
        title=f"{names[0]} holds {share}% of the social stock",
        subtitle=f"Social homes by local authority, 31 March {run.period.end_date.year}",
        alt=_alt(run, names, shown),
        categories=tuple(names),
        series=tuple(series),
        format="#,##0",
        minimum=0,
        height_cm=2.6 + 0.62 * len(names),
    )


def _values(run: Run, shown: list[str], rest: list[str], group: str) -> list[Decimal | None]:
    def of(code: str) -> Decimal:
        return run.figures[f"lcr/{code}/{group}"].value or Decimal(0)

    values: list[Decimal | None] = [of(code) for code in shown]
    return [*values, sum(map(of, rest), Decimal(0))] if rest else values


def _alt(run: Run, names: list[str], shown: list[str]) -> str:
    told = "; ".join(
        f"{name} {run.figures[f'lcr/{code}/total'].short}"
        for name, code in zip(names, shown, strict=False)
    )
    return f"Stacked bar chart of social homes by local authority. {told}."
