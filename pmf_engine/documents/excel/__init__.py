"""Excel files: companions of reports with their lineage, contract workbooks, filling in place."""

from pmf_engine.documents.excel.companion import build_excel
from pmf_engine.documents.excel.fill import fill_book
from pmf_engine.documents.excel.lineage import read_lineage
from pmf_engine.documents.excel.refresh import Touched, refresh_excel, touch_excel
from pmf_engine.documents.excel.tables import write_tables

__all__ = [
    "Touched",
    "build_excel",
    "fill_book",
    "read_lineage",
    "refresh_excel",
    "touch_excel",
    "write_tables",
]
