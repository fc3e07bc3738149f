"""Checks of brackets: what opens in an article closes there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._walk import Passage, found_in, passages
from travaux.compilation import Subject
from travaux.diagnostic import Severity

_BRACKETS = re.compile(r"[\[\]]")


@check("STR008", Severity.ERROR)
def bracket_left_open(s: Subject) -> Iterator[Found]:
    """A square bracket opens in a provision and does not close in it, or closes what is not open.

    Why: brackets mark what is not agreed. Of one that does not close nobody can say how far it reaches, so that words
    are taken for open that were settled, or the other way round.
    Source: consolidated texts of negotiations, in which brackets of several delegations stand within each other; the
    TPP text of November 2015 still had provisional numbers in it (measured).
    Covers: NUM-06, REF-06, DC-080.
    Fix: close it. What parties hold against each other is better given under `variants` with their positions.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A bracket that nobody closes.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods [without a fee.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Brackets over two paragraphs.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} [Each Party shall admit covered goods.

        2. {#fee} Each Party shall admit [them] without a fee.]
    """
    for text in s.texts:
        for _, group in itertools.groupby(passages(text), key=_article):
            depth, opened = 0, None
            for passage in group:
                for letter in _BRACKETS.findall(passage.all_words):
                    if letter == "[":
                        depth, opened = depth + 1, passage if depth == 0 else opened
                    elif letter == "]" and depth == 0:
                        yield found_in(text, passage, "]", "a square bracket closes that was not opened", "take it out")
                    elif letter == "]":
                        depth -= 1
            if depth and opened:
                message = "a square bracket opens and does not close in this provision"
                yield found_in(text, opened, "[", message, "close it where what is open ends")


def _article(passage: Passage) -> str:
    """What stands for an article, annex or frame in the key of a passage: its first part."""
    return passage.key.partition(".")[0]
