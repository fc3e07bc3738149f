"""Findings as text for people: the message, the line of the source with a caret below it, and what helps."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from travaux.report.concise import closing, head, rest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from travaux.report import Report
    from travaux.span import Span

HELP = "messages with the source and a caret (default)"
_WORD = re.compile(r"[\w.\-]+")
#: A longer line is cut around the place, so that the caret stays on the screen.
_WIDEST = 100


def told(report: Report) -> str:
    """The findings one after another, and the closing lines."""
    lines: list[str] = []
    for group in report.groups:
        span = group.finding.span
        lines += [head(group), *excerpt(report.lines(span.file), span), *rest(group)]
    return "\n".join([*lines, *closing(report)])


def excerpt(source: Sequence[str], span: Span) -> list[str]:
    """The line of a place, and a caret below the word that stands there; nothing where there is no such line."""
    if not 0 < span.line <= len(source) or not source[span.line - 1].strip():
        return []
    line, column = _cut(source[span.line - 1].expandtabs(1), max(span.column, 1) - 1)
    word = _WORD.match(line, column)
    width = _columns(word[0]) if word else 1
    margin = f"{span.line:>5}"
    return [f"{margin} | {line}".rstrip(), f"{' ' * len(margin)} | {' ' * _columns(line[:column])}{'^' * width}"]


def _cut(line: str, column: int) -> tuple[str, int]:
    """A long line cut to what stands around a column, and the column in what is left."""
    first = max(0, min(column - _WIDEST // 3, len(line) - _WIDEST))
    shown = line[first : first + _WIDEST]
    before = "… " if first else ""
    return before + shown + (" …" if first + _WIDEST < len(line) else ""), column - first + len(before)


def _columns(text: str) -> int:
    """The columns that text takes on a screen: wide characters take two, marks above others none."""
    wide = {"W": 2, "F": 2}
    return sum(0 if unicodedata.combining(c) else wide.get(unicodedata.east_asian_width(c), 1) for c in text)
