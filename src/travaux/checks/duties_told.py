"""Checks of the duties that clauses tell in their front matter: is each told, of a provision and of somebody there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._duties import (
    Declared,
    by_clause,
    could_name,
    declared,
    has_id,
    matches,
    owed_by,
    own_id,
)
from travaux.checks._phrases import any_of, said
from travaux.checks._walk import Passage, Unit, found_in
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.library import Clause
from travaux.model.duty import ITSELF, Duty
from travaux.validate import closest


@check("OWE002", Severity.WARNING)
def duty_that_is_not_told(s: Subject) -> Iterator[Found]:
    """A provision lays a duty, and the front matter of its clause, which tells the others, does not tell it.

    Why: the register of duties is what a ministry works from once the text is in force. A duty that is missing there
    is the one that nobody performs.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: add the provision to `duties`; write `rule` for one that says what holds and asks nobody for an act. A clause
    without `duties` is not asked.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Tells one of two duties.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          admit: {by: party, act: admit covered goods}
        ---
        1. {#admit} Each Party shall admit covered goods.

        2. {#notice} Each Party shall publish a list of covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Tells its duty, and says that the rest is a rule.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          admit: {by: party, act: admit covered goods}
          scrap: rule
        ---
        1. {#admit} Each Party shall admit:
            1. {#new} new covered goods, which shall be marked as such; and
            2. {#old} other covered goods.

        2. {#scrap} Scrap shall be treated as a covered good.
    """
    for text in s.texts:
        verbs = any_of(text.library.words.duty_verbs)
        above = {unit.node.key: unit for every in by_clause(text).values() for unit in every}
        for passage, match in said(text, verbs) if text.binding else ():
            clause = passage.clause
            if clause and clause.front.duties and not passage.heading and not _told(passage, clause, above):
                name = own_id(above[passage.key]) if passage.key in above else ITSELF
                message = f"{match[0]!r}: `duties` of the clause does not tell what is owed here"
                hint = f"add {name!r} to `duties`, or `{name}: rule` if nobody has to act"
                yield found_in(text, passage, match[0], message, hint)


def _told(passage: Passage, clause: Clause, above: Mapping[str, Unit]) -> bool:
    """Whether a provision, one that it is a point of, or one of its points has an entry."""
    unit = above.get(passage.key)
    if unit is None:
        return ITSELF in clause.front.duties
    around = [up for up in unit.above if isinstance(up, tree.Provision) and _holds(up, unit.node)]
    ids = [own_id(Unit(node, unit.part)) for node in (unit.node, *around)]
    if getattr(unit.node, "level", 0) >= tree.Level.ARTICLE:
        ids += [own_id(Unit(child, unit.part)) for child in _points(unit.node)]
    return any(matches(name, own) for name in clause.front.duties for own in ids)


def _holds(outer: tree.Provision, inner: object) -> bool:
    """Whether an entry for one provision tells what stands in another below it: that of a sentence and its points."""
    own = isinstance(inner, tree.Provision) and inner.level >= tree.Level.POINT
    return own and (outer.level >= tree.Level.PARAGRAPH or _is_sentence(outer))


def _is_sentence(node: object) -> bool:
    """An article of one sentence with points."""
    children = [child for child in getattr(node, "children", ()) if isinstance(child, tree.Provision)]
    return getattr(node, "level", 0) == tree.Level.ARTICLE and all(c.level >= tree.Level.POINT for c in children)


def _points(node: object) -> Iterator[tree.Provision]:
    for child in getattr(node, "children", ()):
        if isinstance(child, tree.Provision) and child.level >= tree.Level.POINT:
            yield child
            yield from _points(child)


@check("OWE003", Severity.ERROR)
def duty_of_no_provision(s: Subject) -> Iterator[Found]:
    """A clause tells a duty of a provision that it does not have, printed or behind a condition.

    Why: the entry was left over when a paragraph went, or its id is misspelled; either way the register lacks a duty.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: write the id of the provision, or take the entry out.

    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Tells a duty of a paragraph that is not there.
        order: 60
        tier: 1
        uses: [committee, party]
        duties:
          itself: {by: committee, act: meet, time: once a year}
          record: {by: committee, act: publish a record}
        ---
        The Parties hereby establish a Joint Committee. The Committee shall meet once a year.
    Passes:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Tells a duty of a paragraph that this instrument does not print.
        order: 60
        tier: 1
        uses: [committee, party]
        duties:
          meet: {by: committee, act: meet, time: once a year}
          record: {by: committee, act: publish a record}
        ---
        1. {#establishment} The Parties hereby establish a Joint Committee.

        2. {#meet} The Committee shall meet once a year.

        {% if instrument.prevails %}
        3. {#record} The Committee shall publish a record.
        {% endif %}
    """
    for text in s.texts:
        for entry in _entries(text):
            if not has_id(entry.clause, entry.key):
                message = f"the clause tells a duty of the provision {entry.key!r}, which it does not have"
                known = re.findall(r"\{#([a-z0-9-]+)\}", entry.clause.body)
                hint = closest(entry.key, known) or f"`{ITSELF}` is for words in no paragraph with an id"
                span = entry.clause.raw.key_span("duties", entry.key)
                yield Found(message, span, hint, text.instrument.record.id)


def _entries(text: Text) -> Iterator[Declared]:
    """One entry for each provision that a clause names, where the clause stands more than once too."""
    seen: set[tuple[str, str]] = set()
    for entry in declared(text):
        if (entry.clause.file, entry.key) not in seen:
            seen.add((entry.clause.file, entry.key))
            yield entry


@check("OWE004", Severity.WARNING)
def addressee_that_is_not_named(s: Subject) -> Iterator[Found]:
    """A duty is told of somebody whom its provision does not name.

    Why: either the front matter has the wrong addressee, or the text leaves open who owes the act.
    Source: legal scrub practice; the one who owes, the act, the time and what follows are asked of each duty.
    Covers: PTY-05.
    Fix: `by` is the key of a defined term that the provision uses, or words that it prints.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Tells it of another body.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: committee, act: publish the list}
        ---
        Each Party shall publish a list of covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Tells it of those who are named.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: [{by: party, act: publish the list}, {by: importer, act: show the list}]
        ---
        Each Party shall publish a list of covered goods. The importer shall show it.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: One or the other, as the instrument has it.
        order: 50
        tier: 1
        uses: [committee, covered-good, party]
        duties:
          list: [{by: party, act: publish the list}, {by: committee, act: publish the list}]
        ---
        {% if instrument.depositary %}
        1. {#list} Each Party shall publish a list of covered goods.
        {% else %}
        1. {#list} The Committee shall publish a list of covered goods.
        {% endif %}
    """
    for text in s.texts:
        for entry in declared(text):
            for who in _nowhere(text, entry, entry.duty) if entry.duty and entry.units else ():
                message = f"the duty is told of {who!r}, and {entry.place} does not name them"
                hint = "name them there, or say in `by` who owes it"
                yield Found(message, entry.span("by"), hint, text.instrument.record.id, entry.provision)


def _nowhere(text: Text, entry: Declared, duty: Duty) -> Iterator[str]:
    """Those of a duty whom neither the text nor another choice of the model names."""
    there = owed_by(text, entry, duty)
    others = (who for who in duty.by if who != there)
    return (who for who in others if not could_name(text, entry, who, elsewhere=bool(there)))
