"""The lint of Word files, under the names that the tests use."""

from __future__ import annotations

from travaux.docx_reader.fields import results as field_results
from travaux.docx_reader.lint import lint
from travaux.docx_reader.lint_sections import noted
from travaux.docx_reader.numbers import bookmarked_words, counted
from travaux.docx_reader.opened import Opened, opened
from travaux.docx_reader.xmlnames import W

__all__ = ["Opened", "W", "bookmarked_words", "counted", "field_results", "lint", "noted", "opened"]
