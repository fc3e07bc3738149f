"""A time of no length (VAL): nought days, months or years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import met
from travaux.checks._walk import found_in
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity

_HOLE = "{}"


@check("VAL004", Severity.WARNING)
def time_of_no_length(s: Subject) -> Iterator[Found]:
    """The text prints nought days, weeks, months or years.

    Why: "0 months after entry into force" is the day itself; most often it stands in the wrong branch of a condition.
    Source: legal scrub practice.
    Fix: write the sentence for that case, or turn the condition round.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet 0 days after a request.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet 10 days after a request.
    """
    for text in s.texts:
        for passage, match in met(text, _nought(text), "printed"):
            message = f"{match[0]!r} is printed, a time of no length"
            yield found_in(text, passage, match[0], message, "write the sentence for that case")


def _nought(text: Text) -> re.Pattern[str]:
    """What finds nought of a unit of time, as the language sets the number to it."""
    forms = {form for pair in text.library.words.units.values() for form in pair}
    shown = (form.replace(_HOLE, "0") if _HOLE in form else f"0 {form}" for form in forms)
    return re.compile(rf"(?<![\w.,:-])(?:{'|'.join(sorted(map(re.escape, shown), key=lambda f: (-len(f), f)))})(?!\w)")
