"""Workbooks: locating, opening and typing declared tables and named cells; recording reads."""

from pmf_engine.workbook.codes import CODES
from pmf_engine.workbook.data import Data, NamedValue, Row, TableData
from pmf_engine.workbook.files import Binding, hash_files, locate
from pmf_engine.workbook.reading import Reading, read_inputs
from pmf_engine.workbook.reads import Reads, recording

__all__ = [
    "CODES", "Binding", "Data", "NamedValue", "Reading", "Reads", "Row", "TableData",
    "hash_files", "locate", "read_inputs", "recording",
]  # fmt: skip
