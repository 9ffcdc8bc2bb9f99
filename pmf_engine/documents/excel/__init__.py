"""Excel files: companions of reports, with their lineage, and contract workbooks."""

from pmf_engine.documents.excel.companion import build_excel
from pmf_engine.documents.excel.lineage import read_lineage
from pmf_engine.documents.excel.tables import write_tables

__all__ = ["build_excel", "read_lineage", "write_tables"]
