"""Words and phrases of the language file as patterns, and the passages of a text in which they stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

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


View: TypeAlias = Literal["all_words", "plain_words", "printed"]
"""What of a passage is read: what is typed, that without the terms, or what is printed."""


def said(text: Text, pattern: re.Pattern[str], view: View = "all_words") -> Iterator[tuple[Passage, re.Match[str]]]:
    """Each passage in which a pattern is found, with the first place at which it is."""
    for passage in _holding(text, pattern, view):
        match = pattern.search(getattr(passage, view))
        if match:
            yield passage, match


def met(
    text: Text, pattern: re.Pattern[str] | None, view: View = "all_words"
) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Each place at which a pattern is found, with its passage, in the order of the text; none without a pattern."""
    for passage in _holding(text, pattern, view) if pattern else ():
        for match in pattern.finditer(getattr(passage, view)) if pattern else ():
            yield passage, match


def _holding(text: Text, pattern: re.Pattern[str], view: View) -> Iterator[Passage]:
    """The passages in which a pattern is found somewhere."""
    known = _known(pattern)
    if len(known) > _MOST_REMEMBERED:
        known.clear()
    for passage in passages(text):
        words = getattr(passage, view)
        holds = known.get(words)
        if holds is None:
            holds = known[words] = pattern.search(words) is not None
        if holds:
            yield passage


#: As many passages as some long texts have together.
_MOST_REMEMBERED = 50_000


@functools.lru_cache(maxsize=256)
def _known(pattern: re.Pattern[str]) -> dict[str, bool]:
    """Whether words hold the pattern. Most passages of a text stay as they are between two builds of one process."""
    return {}
