"""Checks of units (UNI) as they are typed: a word or sign that stands for more than one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import NOTHING, met
from travaux.checks._walk import found_in
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity

_SIGN = re.compile(r"(?<![A-Z])[$€£¥] ?\d[\d.,]*(?<![.,])")


@check("UNI003", Severity.WARNING)
def word_for_several_units(s: Subject) -> Iterator[Found]:
    """An amount is typed with a word or sign that stands for more than one unit: tons, or a dollar sign.

    Why: a short ton is 907 and a long ton 1,016 kilograms; more than twenty States have a dollar.
    Source: the trade in minerals counts in short tons, long tons and tonnes side by side (reported); drafting practice.
    Covers: THR-11.
    Fix: the unit in full (`t`, `short tons`), the code of the currency (`USD`), best printed from a record.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, to which each shall report stocks in tons.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, whose costs shall not exceed $50,000 in a calendar year.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, to which each shall report stocks in short tons.
    """
    for text in s.texts:
        for pattern in (_SIGN, _masses(text)):
            for passage, match in met(text, pattern):
                if passage.part in ("body", "annex"):
                    message = f"{match[0]!r} stands for more than one unit"
                    yield found_in(text, passage, match[0], message, "write the unit or the code of the currency")


def _masses(text: Text) -> re.Pattern[str]:
    """Words for a mass that need another before them, which these do not have."""
    words = text.library.words.ambiguous_masses
    before = "".join(rf"(?<!{re.escape(word)} )" for word in text.library.words.telling_masses)
    return re.compile(rf"(?<![\w-]){before}(?:{'|'.join(map(re.escape, words))})(?![\w-])") if words else NOTHING
