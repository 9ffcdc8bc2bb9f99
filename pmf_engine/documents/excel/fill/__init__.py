"""Filling a workbook that somebody else made: only the cells asked for change."""

from pmf_engine.documents.excel.fill.filling import fill_book

__all__ = ["fill_book"]
