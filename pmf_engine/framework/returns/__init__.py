"""What all returns to a regulator share: a check list, the year before, formulas not verified.

A return is an ordinary report. Its plugin

- registers each check with `@report.check(title=…, compares=…, part=…)`, and lets it raise
  `NotRun(reason)` where there is nothing to look at;
- makes its figures with `run.measure(key, terms, slot=…)`, so that a formula whose edition says
  `verified: false` is marked beside the figure wherever it is shown;
- adds `Word("review.docx")` to its documents, gives `review(run, figures)` among its content, and
  `review_sheets(run, figures)` before its own sheets. `python -m tools.return_template KEY` makes
  the template. The check list is then the first page of the reviewer's document and the first sheet
  of the companion;
- registers the rows of a CSV file with `@report.rows("name.csv")`, for `Csv("name.csv")`.

Movement is told against last year's issued return (`run.reported`). What moved by more than
`run.thresholds`, the `[returns]` of `pmf.toml`, asks for a commentary, in a slot that belongs to
people.
"""

from pmf_engine.framework.returns.checklist import check_list, found_grid, initials_sheet, readiness
from pmf_engine.framework.returns.comparison import (
    Movement,
    compared_words,
    comparison,
    explanations,
    movements,
)
from pmf_engine.framework.returns.formulas import formulas, unverified_words
from pmf_engine.framework.returns.review import (
    closing_sheets,
    review,
    review_sheets,
    sources_grid,
)

__all__ = [
    "Movement",
    "check_list",
    "closing_sheets",
    "compared_words",
    "comparison",
    "explanations",
    "formulas",
    "found_grid",
    "initials_sheet",
    "movements",
    "readiness",
    "review",
    "review_sheets",
    "sources_grid",
    "unverified_words",
]
