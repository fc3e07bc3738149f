"""Checks of definitions: none leads back to itself, each means or includes, and they stand in order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._listed_terms import in_order
from travaux.checks._phrases import NOTHING, said
from travaux.checks._walk import clauses, found_in, open_items, passages, reworded, typed_at, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity


def _chains(text: Text) -> Mapping[str, list[str]]:
    """By defined term: the defined terms that its meaning uses, in order."""
    defined = {entry.term for entry in text.document.definitions}
    found: dict[str, list[str]] = {}
    for passage in passages(text):
        own = [leaf.term for leaf in passage.leaves if isinstance(leaf, tree.Definition)]
        if len(own) == 1:
            after = list(itertools.dropwhile(lambda leaf: not isinstance(leaf, tree.Definition), passage.leaves))[1:]
            used = [leaf.term for leaf in after if isinstance(leaf, tree.Use)]
            # A term in its own meaning is part of a longer name there: "Committee" means the Joint Committee.
            found[own[0]] = [term for term in dict.fromkeys(used) if term in defined and term != own[0]]
    return found


def _circle(start: str, chains: Mapping[str, list[str]]) -> list[str]:
    """The shortest way from a term back to itself; [] for none."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for term in chains.get(way[-1], ()):
            if term == start:
                return [*way, start]
            if term not in seen:
                seen.add(term)
                ways.append([*way, term])
    return []


@check("TRM007", Severity.WARNING)
def circular_definition(s: Subject) -> Iterator[Found]:
    """The meaning of a term leads, by way of other terms, back to the term.

    Why: who does not know the term learns nothing from the definition. A lawyer has to say whether the circle is only
    one of names, as where a body is defined by the agreement that is defined by its parties.
    Source: legal scrub practice.
    Covers: TRM-06.
    Fix: say in one of the definitions what is meant without the other terms, or without the term itself.

    Fails:
        == clauses/example/definitions.en.md ==
        For the purposes of this Agreement:

        - {#committee} **Committee** means the body that deals with covered goods;

        - {#good} **covered good** means a good with which the Committee deals.
    Fails:
        == clauses/example/definitions.en.md ==
        For the purposes of this Agreement:

        - {#committee} **Committee** means the Joint Committee established by {{ ref("committee") }};

        - {#good} **covered good** means a covered good of {{ ref("goods-annex") }}.
    Passes:
        == clauses/example/definitions.en.md ==
        For the purposes of this Agreement:

        - {#committee} **Committee** means the body that deals with covered goods;

        - {#good} **covered good** means a good of {{ ref("goods-annex") }}.
    """
    for text in s.texts:
        chains, told = _chains(text), set[frozenset[str]]()
        for entry in text.document.definitions:
            way = _circle(entry.term, chains)
            if way and frozenset(way) not in told:
                told.add(frozenset(way))
                circle = " -> ".join(way)
                message = f"the definition of {entry.text!r} leads back to itself: {circle}"
                hint = "let one of them say what is meant without the others"
                yield Found(message, entry.span, hint, text.instrument.record.id, entry.provision)
        yield from _of_themselves(text)


def _of_themselves(text: Text) -> Iterator[Found]:
    """Definitions that say with the very term what it means: `a covered good that ...`.

    One word may be narrowed by what follows ("panel means a panel established under ..."), and a term in capitals be
    part of a longer name.
    """
    articles = "|".join(map(re.escape, text.library.words.indefinite_articles)) or "(?!)"
    for passage in passages(text):
        own = [leaf for leaf in passage.leaves if isinstance(leaf, tree.Definition)]
        leaves = list(itertools.dropwhile(lambda leaf: not isinstance(leaf, tree.Definition), passage.leaves))[1:]
        before = ""
        for number, leaf in enumerate(leaves if len(own) == 1 and own[0].text == own[0].text.lower() else ()):
            after = getattr(leaves[number + 1], "text", "") if number + 1 < len(leaves) else ""
            bare = re.search(rf"(?:^|\s)(?:{articles})\s$", before) and "." not in before
            whole = " " in own[0].text or re.match(r"\s*[;.]|\s*$", after)
            if isinstance(leaf, tree.Use) and leaf.term == own[0].term and bare and whole:
                message = f"{own[0].text!r} is defined by itself"
                yield found_in(text, passage, f"{before.split(' ')[-2]} {leaf.text}", message, "say what it is")
            before += getattr(leaf, "text", " ")


@check("TRM008", Severity.WARNING, fix="unsafe")
def means_and_includes(s: Subject) -> Iterator[Found]:
    """A definition says "means and includes".

    Why: "means" closes the meaning and "includes" opens it, so that nobody knows whether more is covered.
    Source: drafting manuals; legal scrub practice.
    Covers: TRM-07.
    Fix: "means", and what belongs to it in the same list; or "includes" alone.

    Fails:
        == clauses/example/definitions.en.md ==
        1. {#committee} For the purposes of this Agreement, **Committee** means the Joint Committee.

        2. {#good} For the purposes of this Agreement, **covered good** means and includes a good of
           {{ ref("goods-annex") }}.
    Passes:
        == clauses/example/definitions.en.md ==
        1. {#committee} For the purposes of this Agreement, **Committee** means the Joint Committee.

        2. {#good} For the purposes of this Agreement, **covered good** means a good of {{ ref("goods-annex") }},
           which includes its scrap.
    """
    for text in s.texts:
        verbs = text.library.words.defining_verbs
        either = "|".join(map(re.escape, verbs))
        joint = re.escape(text.library.words.list_and.strip())
        pattern = re.compile(rf"\b(?:{either}),? {joint} (?:{either})\b") if verbs and joint else NOTHING
        for passage, match in said(text, pattern):
            message = f"{match[0]!r} closes the meaning and opens it again"
            fix = reworded(passage, match[0], match[0].split()[0].rstrip(","))
            yield found_in(text, passage, match[0], message, "write one of the two", fix=fix)


@check("TRM009", Severity.WARNING, fix="safe")
def definitions_out_of_order(s: Subject) -> Iterator[Found]:
    """The definitions of a list do not stand in the order of the alphabet.

    Why: a reader looks for a term where it should stand, and takes it for undefined. In a language in which the order
    is another it is wrong after translation.
    Source: twelve trade agreements in English, of which each has its definitions in that order (reported).
    Covers: TRM-08.
    Fix: put the items in order; a list that is lettered is lettered anew by itself.

    Fails:
        == clauses/example/definitions.en.md ==
        For the purposes of this Agreement:

        - {#good} **covered good** means a good of {{ ref("goods-annex") }};

        - {#committee} **Committee** means the Joint Committee.
    Passes:
        == clauses/example/definitions.en.md ==
        For the purposes of this Agreement:

        - {#committee} **Committee** means the Joint Committee;

        - {#good} **covered good** means a good of {{ ref("goods-annex") }}.
    """
    for text in s.texts:
        words = {entry.provision: entry for entry in text.document.definitions}
        ordered = text.library.words.script == "european" and text.library.words.defining_verbs
        for unit in units(text) if ordered else ():
            if isinstance(unit.node, tree.Recital):
                continue
            items = [item for item, branch in open_items(unit.node.children) if not branch]
            terms = [words[item.key] for item in items if item.key in words and not item.numbered]
            for first, second in itertools.pairwise(terms):
                if second.text.casefold() < first.text.casefold():
                    message = f"{second.text!r} stands after {first.text!r}"
                    clause = clauses(text).get(second.span.file)
                    span = typed_at(clause, f"**{second.text}**") if clause else second.span
                    hint = "put the definitions in the order of the alphabet"
                    fix = in_order(clause) if clause else None
                    yield Found(message, span, hint, text.instrument.record.id, second.provision, fix=fix)
