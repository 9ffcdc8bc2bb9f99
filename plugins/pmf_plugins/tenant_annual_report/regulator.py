"""The tables of Tenant Satisfaction Measures, as tenants are told of them."""

from __future__ import annotations

from pmf_engine.api import CellValue, Grid, Run, Wording
from pmf_engine.model.numbers import gap_form, table_form
from pmf_plugins.tenant_annual_report.looks import Look
from pmf_plugins.tenant_annual_report.tables import grid
from pmf_plugins.tsm.parts import Part

_PLACES = {
    "Top quartile": "In the best quarter",
    "Second quartile": "Better than the middle",
    "Third quartile": "Not as good as the middle",
    "Bottom quartile": "In the lowest quarter",
    "Below the lower quartile": "Among the lowest",
    "Lower quartile to median": "Lower than the middle",
    "Median to upper quartile": "Higher than the middle",
    "Above the upper quartile": "Among the highest",
}
_ASKED = {
    "population": "Homes that we could ask",
    "responses": "Answers that we got",
    "sample_needed": "Answers that we needed",
}


def tsm(run: Run, part: Part, look: Look) -> Grid:
    """Return the regulator's measures of a part: this year, last year and the typical landlord."""
    rows: list[tuple[CellValue, ...]] = []
    for line in part.lines:
        typical = (
            "No comparison"
            if line.among is None
            else table_form(line.among.median, line.figure.unit, 1)
        )
        place = _PLACES.get(line.position, line.position)
        rows.append((line.title, line.figure, line.before, typical, place))
    now, before = run.period.year_label, run.period.shift(-1).year_label
    fields = (
        ("Measure", look.tsm[0]),
        (now, look.tsm[1]),
        (before, look.tsm[1]),
        ("Typical landlord", look.tsm[2]),
        ("How we compare", look.tsm[3]),
    )
    slot = f"{part.key}/tenants"
    return grid(slot, part.title, "measure", fields, rows, right=(1, 2, 3))


def survey(run: Run) -> Grid | None:
    """Return how many were asked and answered; None without a survey of rented homes."""
    rows: list[tuple[str, CellValue]] = [
        (title, figure)
        for name, title in _ASKED.items()
        if (figure := run.figures.get(f"lcra/{name}")) is not None
    ]
    margin = run.figures.get("lcra/margin_of_error")
    if margin is not None and margin.value is not None:
        points = gap_form(margin.value, "%", 1)
        rows.append(("How far out a result may be, up or down", Wording("asked/margin", points)))
    fields = (("About the survey", 12.0), ("How many", 5.0))
    return grid("asked", "Who answered", "fact", fields, rows, right=(1,)) if rows else None
