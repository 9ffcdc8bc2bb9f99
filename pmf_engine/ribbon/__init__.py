"""The ribbon in Excel: what its buttons do to the open workbook, through xlwings.

`dispatch` is the one door. It knows nothing of how a press of a button reaches it.
"""

from pmf_engine.ribbon.answer import Answer
from pmf_engine.ribbon.dispatch import dispatch

__all__ = ["Answer", "dispatch"]
