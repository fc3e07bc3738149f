"""Checks of fixed days (TIM): a day that is typed in a provision can be past, or come before the text is in force."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._dates import date_pattern
from travaux.checks._phrases import met
from travaux.checks._walk import found_in
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity


@check("TIM004", Severity.ERROR)
def day_that_is_past(s: Subject) -> Iterator[Found]:
    """A provision sets a day that is past on the date of the draft, or a fixed day for the entry into force.

    Why: what was due before the text was drafted cannot be done. A fixed day for the entry into force comes whether
    or not the parliaments have approved. The day of another text, behind words such as "done at", is left alone.
    Source: legal scrub practice; days are left over from earlier drafts.
    Covers: DAT-04, PTY-10.
    Fix: count a period from the date of entry into force.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet for the first time by 1 January 2020.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. This Agreement enters into force on 1 July 2030.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. It shall apply the Vienna Convention, done at Vienna on 23 May
        1969, and meet by 1 January 2030.
    """
    for text in s.texts:
        words, draft = text.library.words, text.instrument.record.status.date
        day, begins = date_pattern(words), any_of_ends(words.commencing_phrases)
        of_others = any_of_ends(words.of_another_day)
        for passage, match in met(text, day):
            if passage.part in ("body", "annex"):
                before = passage.all_words[: match.start()]
                if begins.search(before):
                    message = f"a fixed day, {match[0]!r}, begins the text whatever has been approved by then"
                elif draft and (_day(text, match) or draft) < draft and not of_others.search(before[-60:]):
                    message = f"{match[0]!r} is past: the draft is of {draft}"
                else:
                    continue
                yield found_in(text, passage, match[0], message, "count a period from an event")


def any_of_ends(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for words that end in one of some phrases; one in angle brackets may have words behind it."""
    ends = [f"{re.escape(p[:-4])}[^.;]*$" if p.endswith(" ...") else f"{re.escape(p)}\\s*$" for p in phrases]
    return re.compile("|".join(ends) or r"(?!)")


def _day(text: Text, match: re.Match[str]) -> datetime.date | None:
    """The day that is written, None where the calendar has none such."""
    month = text.library.words.months.index(match["month"]) + 1
    try:
        return datetime.date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
