"""Words of a source become others."""

from __future__ import annotations

import re

from travaux.edit import Reword
from travaux.fixing._yaml import Unchangeable


def reworded(text: str, edit: Reword) -> str:
    """The text with the first `old` from the place on as `new`. Raises `Unchangeable` where it does not stand there."""
    start = _offset(text, edit.span.line, edit.span.column)
    pattern = r"\s+".join(map(re.escape, re.split(r"\s+", edit.old)))
    pattern = rf"(?<!\w){pattern}" if edit.old[:1].isalnum() else pattern
    pattern = rf"{pattern}(?!\w)" if edit.old[-1:].isalnum() else pattern
    match = re.compile(pattern).search(text, start)
    if match is None:
        raise Unchangeable(f"{edit.span.file} does not have the words {edit.old!r} as they are printed")
    return text[: match.start()] + edit.new + text[match.end() :]


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(max(line, 1) - 1):
        start = text.find("\n", start) + 1 or len(text)
    return min(start + max(column, 1) - 1, len(text))
