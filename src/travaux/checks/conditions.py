"""Checks of conditions (REF): the clause or variant after which a clause asks can stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._walk import clauses
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.validate import closest

_ASKED = re.compile(r"""\bstands\(\s*["'](?P<name>[a-z0-9-]+(?:~[a-z0-9-]+)?)["']""")


@check("REF009", Severity.WARNING)
def condition_on_nothing(s: Subject) -> Iterator[Found]:
    """A clause asks whether another stands, or stands in a variant, and nobody has written that one.

    Why: the condition never holds, so that its words are never printed, and nobody sees that they are gone.
    Source: drafting practice: keys are changed in one place and asked for in another.
    Covers: REF-01.
    Fix: the key of the clause, or `clause~variant`; or take the condition out.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Asks for a clause that is not there.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods{% if stands("comittee") %} and tell the Joint Committee{% endif %}.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Asks for a variant that is not there.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods{% if stands("committee~small") %} and tell the Joint Committee{% endif %}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Asks for a clause that can stand.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods{% if not stands("committee") %} without delay{% endif %}.
    """
    for text in s.texts:
        known = _known(text)
        for clause in clauses(text).values():
            for asked in _ASKED.finditer(clause.body):
                name = asked["name"]
                if name not in known:
                    message = f"the clause asks whether {name!r} stands, and nobody has written that"
                    hint = closest(name, known) or "take the condition out"
                    yield Found(message, clause.place(asked.start("name")), hint, text.instrument.record.id)


def _known(text: Text) -> set[str]:
    """Clauses by key, those for other kinds of text too, and variants as `clause~variant`."""
    variants = {f"{key}~{variant}" for key, variant in text.library.clauses if variant}
    return {*text.library.known_clauses, *variants}
