"""What stands above or below another in an equation -> its place on one line: fractions and cases.

The words by which a Word file is compared are written with this, and the equations of a file are read with it, so
that a program that splits or joins runs does not change them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BLANKS = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)?")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_HEAD = re.compile(r"[^\W\d]*(?=[(\[{])")


def squeezed(text: str) -> str:
    """The text without blanks; those that do not break stay, since they tell a number from its unit."""
    return _BLANKS.sub("", text)


def fraction(above: str, below: str) -> str:
    """A fraction with a stroke; in brackets what is not one word, one call or one pair of brackets."""
    return f"{_bracketed(above)}/{_bracketed(below)}"


def cases(rows: Iterable[tuple[str, str]]) -> str:
    """Amounts with their conditions, the last without one: `if(x>1;0;x)`."""
    told = [word for value, condition in rows for word in (condition, value) if word]
    return f"if({';'.join(told)})"


def _bracketed(text: str) -> str:
    return text if not text or _WORD.fullmatch(text) or _enclosed(text) else f"({text})"


def _enclosed(text: str) -> bool:
    """Whether the bracket that opens the text, or that follows a name at its head, closes at its end."""
    head = _HEAD.match(text)
    if not head:
        return False
    depth = 0
    for place in range(head.end(), len(text)):
        depth += (text[place] in _PAIRS) - (text[place] in _PAIRS.values())
        if depth == 0:
            return place == len(text) - 1
    return False
