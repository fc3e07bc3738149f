"""Checks of what follows on the breach of a duty, as the front matter of a clause tells it: is it there?"""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._duties import Declared, declared, has_id, standing, wordings
from travaux.checks._terms import library_terms
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.model.duty import NOTHING
from travaux.validate import closest


@check("OWE007", Severity.ERROR)
def consequence_that_is_nowhere(s: Subject) -> Iterator[Found]:
    """What follows on a breach is said to stand in a clause, or a paragraph of one, that the library does not have.

    Why: the register would promise a remedy that no text can have.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: name a clause of the library, or `none`; likewise under `remedies` of the template.
    At: seeds/instruments/example.yaml: kind:

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Names a clause that is not there.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: admit covered goods, consequence: comittee}
        ---
        Each Party shall admit covered goods.
    Fails:
        == templates/example-treaty.yaml ==
        remedies: {party: [comittee]}
    Fails:
        == templates/example-treaty.yaml ==
        remedies: {partie: [committee]}
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Names what follows.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: admit covered goods, consequence: committee}
        ---
        Each Party shall admit covered goods.
    """
    for text in s.texts:
        yield from _remedies(text)
        for entry in declared(text):
            for place in _places(entry):
                clause, _, own = place.partition(".")
                texts = [c for (key, _), c in text.library.clauses.items() if key == clause]
                if clause not in text.library.known_clauses:
                    message = f"what follows on a breach is said to stand in {clause!r}, and there is no such clause"
                    hint = closest(clause, text.library.known_clauses)
                elif own and texts and not any(has_id(c, own) for c in texts):
                    message = f"what follows on a breach is said to stand in {place!r}, and the clause has no {own!r}"
                    hint = "name a paragraph that it has, or the clause alone"
                else:
                    continue
                yield Found(message, entry.span("consequence"), hint, text.instrument.record.id, entry.provision)


def _remedies(text: Text) -> Iterator[Found]:
    """What the template says to follow on a breach, and is in no clause."""
    known = text.library.known_clauses
    for who, named in text.library.template.remedies.items():
        terms = library_terms(text)
        if who not in terms and who not in text.library.words.duty_bearers:
            message = f"the template names {who!r} under `remedies`, and no clause defines such a term"
            yield Found(message, text.instrument.span("kind"), closest(who, terms), text.instrument.record.id)
        for clause in named:
            if clause not in known:
                message = f"the template names {clause!r} under `remedies` of {who!r}, and there is no such clause"
                span = text.instrument.span("kind")
                yield Found(message, span, closest(clause, known), text.instrument.record.id)


@check("OWE008", Severity.WARNING)
def duty_without_consequence(s: Subject) -> Iterator[Found]:
    """A duty from which something should follow on a breach, and nothing of that stands in this text.

    Why: the clause was written to rest on a remedy. Where the instrument leaves the remedy out, the duty has none, and
    who negotiates should know.
    Source: the contract of a clause's front matter; legal scrub practice asks of each duty what follows.
    Fix: include one of the clauses, name another in `consequence`, or write `none`.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Rests on a clause that stands in no agreement.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: admit covered goods, consequence: annex}
        ---
        Each Party shall admit covered goods.
        == clauses/example/annex.en.md ==
        ---
        heading: Return of benefits
        purpose: What follows.
        order: 80
        tier: 1
        optional: true
        uses: [party]
        ---
        A Party may suspend a benefit.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: One of two remedies stands.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: admit covered goods, consequence: [annex, committee]}
        ---
        Each Party shall admit covered goods.
        == clauses/example/annex.en.md ==
        ---
        heading: Return of benefits
        purpose: What follows.
        order: 80
        tier: 1
        optional: true
        uses: [party]
        ---
        A Party may suspend a benefit.
    """
    for text in s.texts:
        standing_clauses = {wording.clause.key for _, wording, _ in wordings(text)}
        known = text.library.known_clauses
        for entry in declared(text):
            places = _places(entry) if entry.units else ()
            wanted = [place for place in places if place.partition(".")[0] in known]
            if wanted and len(wanted) == len(places) and not any(standing(text, place) for place in wanted):
                absent = [p for p in wanted if p.partition(".")[0] not in standing_clauses]
                what = ", ".join(map(repr, absent or wanted))
                message = f"a duty without consequence in this text: {what} does not stand in it"
                hint = "let what follows stand in the text, or write what else follows, or `none`"
                yield Found(message, entry.span("consequence"), hint, text.instrument.record.id, entry.provision)


def _places(entry: Declared) -> tuple[str, ...]:
    """What the clause itself says follows."""
    return tuple(place for place in (entry.duty.consequence if entry.duty else ()) if place != NOTHING)
