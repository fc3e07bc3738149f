"""A place in a source file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something stands in a source: file (relative to its project), line and column, both from 1.

    A span whose line is 0 names the file as a whole; one without a file is about the call itself, not a source.
    """

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file or "travaux"
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Span()


def offset(text: str, line: int, column: int) -> int:
    """The index of a line and column of a text, both from 1; the end of the text for one that lies behind it."""
    start = 0
    for _ in range(max(line, 1) - 1):
        start = text.find("\n", start) + 1 or len(text)
    return min(start + max(column, 1) - 1, len(text))
