"""Rates that change by a percentage: of themselves, or in percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import any_of, met
from travaux.checks._walk import found_in
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.scripts import ended

#: What is said this many letters before the percentage is what changes by it.
_NEAR = 160


@check("VAL003", Severity.WARNING)
def per_cent_of_what(s: Subject) -> Iterator[Found]:
    """A rate is raised or lowered "by" a percentage, and it is not said whether of itself or in percentage points.

    Why: a duty of 4 per cent that is raised by 5 per cent is 4.2 or 9 per cent.
    Source: arithmetic; legal scrub practice.
    Covers: THR-08.
    Fix: "by 5 percentage points", or "by 5 per cent of that rate".
    Follows: VAL001.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Two rates at once.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        A Party may raise the rate of duty on covered goods by five per cent.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: One rate.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        A Party may raise the rate of duty on covered goods by five percentage points, and lower it by ten per cent of
        that rate.
    """
    for text in s.texts:
        words = text.library.words
        verbs, rates, by = any_of(words.change_verbs), any_of(words.rate_words), _by(text)
        for passage, match in met(text, by, "printed"):
            verb = _changed(passage.printed, match, verbs, rates)
            if verb:
                message = f"{' '.join(match[0].split())!r}: of itself, or in percentage points?"
                hint = 'write "percentage points", or "of that rate"' if text.language == "en" else ""
                yield found_in(text, passage, verb, message, hint)


def _by(text: Text) -> re.Pattern[str] | None:
    """A percentage by which something changes, as the language says it, and not a share of something named."""
    words, numbers = text.library.words, text.instrument.record.numbers
    if not (words.changed_by and words.change_verbs and words.rate_words):
        return None
    unit = numbers.percent or words.percent.replace("{number}", "").strip()
    amount = rf"[^\W_][\w.,]* ?(?:{ended(unit)}|%|{ended('percent')})"
    either = "|".join(re.escape(by).replace(r"\{\}", amount) for by in words.changed_by)
    of = "|".join(map(ended, words.share_words))
    return re.compile(rf"(?:{either})" + (rf"(?! (?:{of}))" if of else ""), re.IGNORECASE)


def _changed(printed: str, by: re.Match[str], verbs: re.Pattern[str], rates: re.Pattern[str]) -> str:
    """The verb that changes a rate by the percentage; "" where another thing changes.

    It stands before the rate, or, in a language that ends its sentences with the verb, in the percentage's own words.
    """
    before = re.split(r"[.;:。]", printed[max(0, by.start() - _NEAR) : by.start()])[-1]
    own = verbs.search(by[0])
    if own:
        return own[0] if rates.search(before) else ""
    verb = verbs.search(before)
    return verb[0] if verb and rates.search(before, verb.end()) else ""
