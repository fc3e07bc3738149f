"""Words of a source become others."""

from __future__ import annotations

import re

from travaux.edit import Reword
from travaux.fixing._yaml import Unchangeable
from travaux.span import offset


def reworded(text: str, edit: Reword) -> str:
    """The text with the first `old` from the place on as `new`. Raises `Unchangeable` where it does not stand there."""
    start = offset(text, edit.span.line, edit.span.column)
    pattern = r"\s+".join(map(re.escape, re.split(r"\s+", edit.old)))
    pattern = rf"(?<!\w){pattern}" if edit.old[:1].isalnum() else pattern
    pattern = rf"{pattern}(?!\w)" if edit.old[-1:].isalnum() else pattern
    match = re.compile(pattern).search(text, start)
    if match is None:
        raise Unchangeable(f"{edit.span.file} does not have the words {edit.old!r} as they are printed")
    return text[: match.start()] + edit.new + text[match.end() :]
