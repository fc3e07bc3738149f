"""Words and phrases of the language file as patterns, and the passages of a text in which they stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from travaux.checks._walk import Passage, passages
from travaux.compilation import Text
from travaux.scripts import joins, whole

NOTHING = re.compile(r"(?!)")


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds whole words or phrases, longest first; one in lower case also at the head of a sentence.

    A language that has no such phrases has a pattern that finds nothing, `NOTHING`.
    """
    return _any_of(tuple(sorted(phrases, key=lambda p: (-len(p), p))))


@functools.cache
def _any_of(known: tuple[str, ...]) -> re.Pattern[str]:
    if not known:
        return NOTHING
    if any(map(joins, known)):
        return re.compile("|".join(map(whole, known)))
    initial = (f"[{p[0]}{p[0].upper()}]{re.escape(p[1:])}" if p[0].islower() else re.escape(p) for p in known)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(initial)})(?![\w-])")


def said(text: Text, pattern: re.Pattern[str]) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Each passage in which a pattern is found, with the first place at which it is."""
    for passage in passages(text):
        match = pattern.search(passage.words())
        if match:
            yield passage, match
