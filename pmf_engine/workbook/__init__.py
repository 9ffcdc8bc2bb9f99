"""Workbooks: locating, opening and typing declared tables and named cells; recording reads."""

from typing import TYPE_CHECKING

from pmf_engine.model.lazy import exports

if TYPE_CHECKING:
    from pmf_engine.workbook.codes import CODES
    from pmf_engine.workbook.data import Data, NamedValue, Row, TableData
    from pmf_engine.workbook.files import Binding, hash_files, locate
    from pmf_engine.workbook.reading import Reading, read_inputs
    from pmf_engine.workbook.reads import Reads, recording
else:
    __getattr__ = exports(globals(), {
        "pmf_engine.workbook.codes": ("CODES",),
        "pmf_engine.workbook.data": ("Data", "NamedValue", "Row", "TableData"),
        "pmf_engine.workbook.files": ("Binding", "hash_files", "locate"),
        "pmf_engine.workbook.reading": ("Reading", "read_inputs"),
        "pmf_engine.workbook.reads": ("Reads", "recording"),
    })  # fmt: skip

__all__ = [
    "CODES", "Binding", "Data", "NamedValue", "Reading", "Reads", "Row", "TableData",
    "hash_files", "locate", "read_inputs", "recording",
]  # fmt: skip
