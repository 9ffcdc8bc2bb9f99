"""Refreshing a companion that people have edited: all but the figures stays as they left it."""

from pmf_engine.documents.excel.refresh.refreshing import refresh_excel
from pmf_engine.documents.excel.refresh.touching import Touched, touch_excel

__all__ = ["Touched", "refresh_excel", "touch_excel"]
