"""Word documents: templates filled with live figures, tables, native charts and repeated blocks."""

from __future__ import annotations

from pmf_engine.documents.word.build import build_word, read_lineage
from pmf_engine.documents.word.lint import lint_template
from pmf_engine.documents.word.page import build_page
from pmf_engine.documents.word.refresh import refresh_word
from pmf_engine.documents.word.styles import add_house_styles

__all__ = [
    "add_house_styles",
    "build_page",
    "build_word",
    "lint_template",
    "read_lineage",
    "refresh_word",
]
