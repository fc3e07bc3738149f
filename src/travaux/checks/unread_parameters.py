"""Parameters that their clause does not read (MEC)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._walk import clauses
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.library import Clause


@check("MEC008", Severity.WARNING)
def parameter_that_is_not_read(s: Subject) -> Iterator[Found]:
    """A clause declares a parameter, and its words neither print it nor ask for it.

    Why: an instrument can set it, and the text stays as it is. It is what remains when a number is typed in its place.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: print `{{ param.<name> }}` where the number stands, or take the parameter out.

    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters: {members: {type: count, default: 3, meaning: How many each Party sends}}
        ---
        The Parties hereby establish a Joint Committee of four members from each Party.
    Passes:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters: {members: {type: count, default: 3, meaning: How many each Party sends}}
        ---
        The Parties hereby establish a Joint Committee of {{ param.members | words }} members from each Party.
    """
    for text in s.texts:
        for clause in clauses(text).values():
            for name in clause.front.parameters:
                if not _read(clause, name) and not _timed_by(clause, name):
                    message = f"the clause declares the parameter {name!r} and does not read it"
                    hint = f"print {{{{ param.{name} }}}}, or take it out"
                    yield Found(message, clause.raw.key_span("parameters", name), hint, text.instrument.record.id)


def _read(clause: Clause, name: str) -> bool:
    """Whether the body reads a parameter by its name, or all of them by names that it makes."""
    return bool(re.search(rf"\bparam(?:\.{re.escape(name)}\b|\s*\[)", clause.body))


def _timed_by(clause: Clause, name: str) -> bool:
    """Whether a duty is told to be timed by a parameter: OWE006 then says that it is not printed."""
    told = (duty for duties in clause.front.duties.values() for duty in duties)
    return any(duty.field == ("param", name) for duty in told)
