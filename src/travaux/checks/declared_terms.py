"""The terms that a clause declares in its front matter, and those that it uses."""

from __future__ import annotations

from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._terms import term_pattern
from travaux.checks._walk import Passage, clauses, found_in, passages
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
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
