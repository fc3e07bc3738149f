"""Words that put one rule above another: they name the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import any_of, met
from travaux.checks._walk import HOLES, found_in
from travaux.compilation import Subject
from travaux.diagnostic import Severity

#: Where the words that name something have ended.
_END = re.compile(r"[.;,:]")
#: A name begins with a capital or a figure; a term, a reference or a value has left a hole.
_NAMED = re.compile(rf"{HOLES.pattern}|[A-Z0-9]|\[")


@check("REF007", Severity.WARNING)
def overriding_nothing(s: Subject) -> Iterator[Found]:
    """A rule stands "notwithstanding", "without prejudice to" or "subject to" something that is not named.

    Why: which rule gives way is then open, and a panel decides it. "Subject to the foregoing" may mean one paragraph
    or all of them.
    Source: legal scrub practice; drafting manuals ask for the article by its number (reported).
    Covers: DC-045.
    Fix: name the article with `ref("...")`, or the text that is meant.

    "Subject to" is also said of plain conditions ("subject to its law"); it is told only before words that name
    nothing. A language that says this behind what it names is not checked.

    Fails:
        == clauses/example/duty.en.md ==
        Notwithstanding other rules, each Party shall admit covered goods.
    Fails:
        == clauses/example/duty.en.md ==
        Except as otherwise provided, each Party shall, subject to the foregoing, admit covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        Notwithstanding {{ ref("price-floor") }} and subject to its law, each Party shall admit covered goods, without
        prejudice to Article XX of GATT 1994, to the position of a Party or to whether the Committee has met.
    """
    for text in s.texts:
        words = text.library.words
        strict, plain, vague = (
            any_of(words.overriding_words),
            any_of(words.conditional_words),
            any_of(words.vague_objects),
        )
        for pattern, has_to in ((strict, True), (plain, False)):
            for passage, match in met(text, pattern, "plain_words"):
                after = passage.plain_words[match.end() :].lstrip()
                end = _END.search(after)
                said = (after[: end.start()] if end else after).strip()
                if _NAMED.search(said) or (end and end[0] == ":"):
                    continue
                if vague.fullmatch(said) or (has_to and end):
                    message = f"{match[0]!r} does not say what: {_shown(said)} no rule"
                    yield found_in(
                        text, passage, match[0], message, 'name it, with ref("...") where it is of this text'
                    )


def _shown(said: str) -> str:
    """The first words that should name something."""
    words = " ".join(said.split()[:6])
    return f"{words!r} names" if words else "it names"
