"""What a plugin imports.

What declares a report is loaded at once; what only a run needs, when it is first asked for, so that
the catalogue opens fast.
"""

from typing import TYPE_CHECKING

from pmf_engine.catalogue.hookspecs import hookimpl
from pmf_engine.model.errors import NotRun, PmfError
from pmf_engine.model.findings import FileFinding, Finding, error, note, warning
from pmf_engine.model.lazy import exports
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.report import (
    Audience,
    Coverage,
    Csv,
    Due,
    Excel,
    GivenFile,
    Option,
    Report,
    Web,
    Word,
)
from pmf_engine.model.tables import (
    Batches,
    Choice,
    Code,
    Date,
    Flag,
    Money,
    Month,
    NamedCell,
    Number,
    Percent,
    Table,
    Tally,
    Text,
    Whole,
    Year,
)

if TYPE_CHECKING:
    from pmf_engine.model.content import (
        Block,
        CellValue,
        Chart,
        Field,
        Flagged,
        Grid,
        Label,
        Link,
        Listing,
        Narrative,
        Region,
        Series,
        Shade,
        Sheet,
        Wording,
        Words,
        sentences,
        table_if_any,
        unless,
    )
    from pmf_engine.model.values import Absence, Figure, Measured, Missing, Status
    from pmf_engine.model.web import Page, Site
    from pmf_engine.run import Run
    from pmf_engine.workbook import Data, Row
else:
    __getattr__ = exports(globals(), {
        "pmf_engine.model.content": (
            "Block", "CellValue", "Chart", "Field", "Flagged", "Grid", "Label", "Link", "Listing",
            "Narrative", "Region", "Series", "Shade", "Sheet", "Wording", "Words", "sentences",
            "table_if_any", "unless",
        ),
        "pmf_engine.model.values": ("Absence", "Figure", "Measured", "Missing", "Status"),
        "pmf_engine.model.web": ("Page", "Site"),
        "pmf_engine.run": ("Run",),
        "pmf_engine.workbook": ("Data", "Row"),
    })  # fmt: skip

__all__ = [
    "Absence", "Audience", "Batches", "Block", "CellValue", "Chart", "Choice", "Code",
    "Coverage", "Csv", "Data", "Date", "Due", "Excel", "Field", "Figure", "FileFinding", "Finding",
    "Flag", "Flagged", "Frequency", "GivenFile", "Grid", "Label", "Link", "Listing", "Measured",
    "Missing", "Money", "Month", "NamedCell", "Narrative", "NotRun", "Number", "Option", "Page",
    "Percent", "Period", "PmfError", "Region", "Report", "Row", "Run", "Series", "Shade", "Sheet",
    "Site", "Status", "Table", "Tally", "Text", "Web", "Whole", "Word", "Wording", "Words", "Year",
    "error", "hookimpl", "note", "sentences", "table_if_any", "unless", "warning",
]  # fmt: skip
