"""Refreshing a companion that people have edited: all but the figures stays as they left it."""

from pmf_engine.documents.excel.refresh.refreshing import refresh_excel

__all__ = ["refresh_excel"]
