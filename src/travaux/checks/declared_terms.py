"""The terms that a clause declares in its front matter, and those that it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._terms import term_pattern
from travaux.checks._walk import Passage, clauses, found_in, passages
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.edit import Add, Fix, Remove


@check("TRM004", Severity.WARNING, fix="safe")
def idle_use(s: Subject) -> Iterator[Found]:
    """A clause declares the use of a term whose words it does not contain.

    Why: `uses` decides which definitions a text needs; a stale line keeps a definition alive.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: take the term out of `uses`; `scripts/sync_uses.py` does so for the whole library.

    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Declares a term that it does not use.
        order: 60
        tier: 1
        uses: [committee, covered-good, party]
        ---
        The Parties hereby establish a Joint Committee.
    Passes:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Uses a term in a sentence that this instrument does not print.
        order: 60
        tier: 1
        uses: [committee, covered-good, party]
        ---
        The Parties hereby establish a Joint Committee.
        {% if instrument.prevails %}It shall list the covered goods.{% endif %}
    """
    for text in s.texts:
        printed = printed_uses(text)
        for clause in clauses(text).values():
            body = " ".join(clause.body.split())
            for number, term in enumerate(clause.raw.value.get("uses", ())):
                pattern = None if term in printed.get(clause.file, {}) else term_pattern(text, term)
                if pattern and not pattern.search(body):
                    message = f"the clause declares the use of the term {term!r} and does not use it"
                    span = clause.raw.span("uses", number)
                    hint = f"take {term!r} out of `uses`"
                    fix = Fix(hint, (Remove(clause.file, ("uses", number)),))
                    yield Found(message, span, hint, text.instrument.record.id, fix=fix)


@check("TRM005", Severity.WARNING, fix="safe")
def undeclared_use(s: Subject) -> Iterator[Found]:
    """A clause uses a defined term that it does not declare.

    Why: an instrument that leaves out the clause with the definition would then not be told what it lacks.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: add the term to `uses`, or say with `plain` that the words have their plain sense; `scripts/sync_uses.py`
    writes the list for the whole library.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee for covered goods.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee for {{ plain("covered goods") }} of every kind.
    """
    for text in s.texts:
        for file, uses in printed_uses(text).items():
            front = clauses(text)[file].front
            for term, (words, passage) in uses.items():
                if term not in front.uses and term not in front.defines:
                    message = f"the clause uses the term {words!r} without declaring it"
                    hint = f"add {term!r} to `uses`"
                    yield found_in(text, passage, words, message, hint, fix=Fix(hint, (Add(file, ("uses",), term),)))


def printed_uses(text: Text) -> dict[str, dict[str, tuple[str, Passage]]]:
    """By file of a clause: each term that it uses in print, with the words and the place of its first use."""
    found: dict[str, dict[str, tuple[str, Passage]]] = {}
    for passage in passages(text):
        for leaf in passage.leaves:
            if passage.clause and isinstance(leaf, tree.Use):
                found.setdefault(passage.clause.file, {}).setdefault(leaf.term, (leaf.text, passage))
    return found


@check("TRM011", Severity.ERROR)
def undeclared_definition(s: Subject) -> Iterator[Found]:
    """Words in bold are given a meaning, and the clause does not declare that it defines them.

    Why: their uses are then not known as uses of the term, in no check, index or translation. Where another clause
    defines the same words, the text has two meanings for one term.
    Source: the TPP defines terms in several chapters, each for its own chapter and saying so (measured).
    Covers: TRM-03.
    Fix: name the term under `defines`; or take the second definition out.
    Follows: TRM003.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term that another clause defines.
        order: 50
        tier: 1
        uses: [party]
        ---
        Each Party shall admit covered goods. For the purposes of this Article, **covered good** means a good of tin.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term and does not declare it.
        order: 50
        tier: 1
        uses: [party]
        ---
        Each Party shall charge no surtax. For the purposes of this Article, **surtax** means a further duty.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term and declares it.
        order: 50
        tier: 1
        defines: {surtax: [surtax]}
        uses: [party]
        ---
        Each Party shall charge no surtax. For the purposes of this Article, **surtax** means a further duty.
    """
    for text in s.texts:
        verbs = "|".join(map(re.escape, text.library.words.defining_verbs))
        pattern = re.compile(rf"\*\*(?P<term>[^*{{}}\n]+)\*\*\s+(?:{verbs})(?!\w)") if verbs else None
        defined = {form: entry for entry in text.document.definitions for form in entry.forms}
        for clause in clauses(text).values() if pattern else ():
            declared = {forms[0] for forms in clause.front.defines.values()}
            for match in pattern.finditer(clause.body) if pattern else ():
                term = match["term"]
                if term in declared:
                    continue
                message = f"{term!r} is given a meaning here, and the clause does not declare it"
                related: tuple[Related, ...] = ()
                if term in defined and defined[term].span.file != clause.file:
                    message = f"{term!r} is given a meaning here, and another clause defines it"
                    related = (Related(defined[term].span, "the other definition"),)
                hint = "name it under `defines`, or take the definition out"
                yield Found(message, clause.place(match.start()), hint, text.instrument.record.id, related=related)
