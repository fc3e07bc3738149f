"""Whether a text says who somebody is before it says what they do."""

from __future__ import annotations

import re

from travaux.checks._walk import passages
from travaux.compilation import Text


def introduced(text: Text, name: str) -> bool:
    """Whether a text says in some sentence who is meant: `a Joint Committee`, `the Joint Committee (...)`."""
    words = text.once("printed words", lambda: "\n".join(p.printed for p in passages(text)))
    before = text.once("words that introduce", lambda: _before(text))
    met = re.finditer(rf"{re.escape(name)}(?!\w)", words)
    return any(before.search(words[max(0, match.start() - 20) : match.start()]) for match in met)


def _before(text: Text) -> re.Pattern[str]:
    """Words before somebody who is named for the first time: `a`, `means the`, or a colon."""
    words = text.library.words
    first, known, means = (
        "|".join(map(re.escape, each)) or "(?!)"
        for each in (words.indefinite_articles, words.definite_articles, words.defining_verbs)
    )
    return re.compile(rf"(?:\b(?:{first}) |(?:{means}|:) (?:(?:{known}) )?)$")
