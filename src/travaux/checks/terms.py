"""Terms: each that is used is defined, once; each that is defined is used; and a definition only defines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._listed_terms import without
from travaux.checks._phrases import any_of
from travaux.checks._terms import library_terms, unknown_uses, unprinted_definitions, words_of_absent_terms
from travaux.checks._walk import Branch, Passage, clauses, found_in, open_items, passages, typed_at, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.library import Clause
from travaux.span import NOWHERE

# --- TRM001 --------------------------------------------------------------------------------------------------------


@check("TRM001", Severity.ERROR)
@keeps("I-51")
def undefined_term(s: Subject) -> Iterator[Found]:
    """A term is used in this text, and nothing in this text defines it.

    Why: the word then has its ordinary meaning, which is not the one that the clause was drafted with.
    Source: legal scrub practice; of the twelve agreements measured, the TPP text alone defines 157 terms.
    Covers: TRM-01.
    Fix: let the clause that defines it stand in the text, define the term, or use other words.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Uses a term that no clause defines.
        order: 50
        tier: 1
        uses: [party, covered-mineral]
        ---
        Each Party shall admit covered minerals.
    Fails:
        == clauses/example-plan/terms.en.md ==
        ---
        heading: Terms
        purpose: Defines a term that stands only where it is asked for.
        order: 5
        tier: 3
        optional: true
        defines: {pilot-mineral: [pilot mineral, pilot minerals]}
        ---
        A **pilot mineral** is one that the Participants have chosen.
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: Uses the term with capitals.
        order: 40
        tier: 1
        uses: [participant]
        ---
        The Participants intend to publish a list of Pilot Minerals.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Uses a term that the definitions define.
        order: 50
        tier: 1
        uses: [party, covered-good]
        ---
        Each Party shall admit covered goods.
    """
    for text in s.texts:
        known = library_terms(text)
        yield from unknown_uses(text, known)
        yield from unprinted_definitions(text)
        kinds = {entry.record.kind for entry in s.mechanisms(text.instrument)}
        yield from words_of_absent_terms(text, known, kinds)


# --- TRM002, TRM003 ------------------------------------------------------------------------------------------------


@check("TRM002", Severity.WARNING, fix="unsafe")
@keeps("I-51")
def unused_definition(s: Subject) -> Iterator[Found]:
    """A term is defined and never used.

    Why: a reader looks for the rule that the definition serves, and may read one into the text.
    Source: legal scrub practice: a term that is left over when a chapter is dropped.
    Covers: TRM-02.
    Fix: leave the definition out.

    Fails:
        == clauses/example/definitions.en.md ==
        ---
        heading: Definitions
        purpose: Defines one term too many.
        order: 40
        tier: 1
        defines: {committee: [Committee], covered-good: [covered good, covered goods], surtax: [surtax]}
        ---
        For the purposes of this Agreement:

        - {#committee} **Committee** means the Joint Committee;

        - {#good} **covered good** means a good listed in {{ ref("goods-annex") }};

        - {#surtax} **surtax** means a further customs duty.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A term that is defined and used in one sentence.
        order: 50
        tier: 1
        defines: {surtax: [surtax, surtaxes]}
        uses: [party]
        ---
        For the purposes of this Agreement, **surtax** means a further customs duty. No Party shall charge a surtax.
    """
    for text in s.texts:
        used = {use.term for use in text.document.uses}
        elsewhere = " ".join(_words_outside_passages(text))
        for entry in text.document.definitions:
            pattern = any_of(entry.forms)
            if entry.term in used or pattern.search(elsewhere):
                continue
            clause = clauses(text).get(entry.span.file)
            span = typed_at(clause, f"**{entry.text}**", entry.span) if clause else entry.span
            message = f"the term {entry.text!r} is defined, but nothing in this text uses it"
            fix = without(clause, entry.term, entry.text) if clause and not _led_to(text, entry.provision) else None
            hint = "leave the definition out"
            yield Found(message, span, hint, text.instrument.record.id, entry.provision, fix=fix)


def _led_to(text: Text, key: str) -> bool:
    """Whether a reference leads to a provision."""
    return any(key in entry.ref.targets for entry in text.document.refs)


def _words_outside_passages(text: Text) -> Iterator[str]:
    """Words in which no use of a term is recognised: headings, captions, columns, formulas."""
    for unit in units(text):
        if isinstance(unit.node, tree.Recital):
            continue
        yield unit.node.heading
        tail = unit.node.tail if isinstance(unit.node, tree.Provision) else ()
        for block, _ in open_items((*unit.node.content, *tail)):
            match block:
                case tree.Table():
                    yield block.caption
                    yield from (column.heading for column in block.columns)
                case tree.Formula():
                    yield block.text


@check("TRM003", Severity.ERROR)
@keeps("I-51")
def term_defined_twice(s: Subject) -> Iterator[Found]:
    """One term is defined in two places, or one word belongs to two terms.

    Why: the two meanings drift apart, and nothing says which of them a use has.
    Source: legal scrub practice; the TPP text defines seven terms in more than one chapter.
    Covers: TRM-03.
    Fix: define the term once, or give the second meaning a word of its own.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term that the definitions define already.
        order: 50
        tier: 1
        defines: {covered-good: [covered good, covered goods]}
        uses: [party]
        ---
        Each Party shall admit every **covered good**.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Gives a word to a second term.
        order: 50
        tier: 1
        defines: {listed-good: [listed good, covered goods]}
        uses: [party]
        ---
        Each Party shall admit every **listed good**.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Defines a term of its own.
        order: 50
        tier: 1
        defines: {sample: [sample, samples]}
        uses: [covered-good, party]
        ---
        Each Party shall admit a **sample** of a covered good. Samples are free of duty.
    """
    for text in s.texts:
        yield from _two_definitions(text)
        yield from _words_of_two_terms(text)


def _exclude(one: Branch, other: Branch) -> bool:
    """True where two places stand in different options of one alternative, so that only one can remain."""
    options = dict(one)
    return any(options.get(key, number) != number for key, number in other)


def _two_definitions(text: Text) -> Iterator[Found]:
    found: dict[str, list[Passage]] = {}
    for passage in passages(text):
        for leaf in passage.leaves:
            if not isinstance(leaf, tree.Definition):
                continue
            earlier = [p for p in found.setdefault(leaf.term, []) if not _exclude(p.branch, passage.branch)]
            found[leaf.term].append(passage)
            if earlier:
                message = f"the term {leaf.text!r} is defined a second time"
                related = (Related(earlier[0].span, "the other definition"),)
                hint = "keep one of the two definitions"
                yield found_in(text, passage, f"**{leaf.text}**", message, hint, related=related)


def _words_of_two_terms(text: Text) -> Iterator[Found]:
    owners: dict[str, tuple[str, Clause]] = {}
    for clause in clauses(text).values():
        for term, forms in clause.front.defines.items():
            for form in forms:
                owner, home = owners.setdefault(form, (term, clause))
                if owner != term:
                    message = f"the words {form!r} are a form of two terms, {owner!r} and {term!r}"
                    related = (Related(home.raw.span("defines", owner), "the other term"),)
                    span = clause.raw.span("defines", term)
                    yield Found(message, span, "give it to one of the two", text.instrument.record.id, related=related)


# --- TRM006 --------------------------------------------------------------------------------------------------------


@check("TRM006", Severity.WARNING)
def duty_in_a_definition(s: Subject) -> Iterator[Found]:
    """A definition lays a duty on somebody.

    Why: a duty is looked for in the operative articles; in a definition it binds, if at all, only where the term is
    used.
    Source: legal scrub practice; whether a given definition does so is for a lawyer to say.
    Covers: TRM-05.
    Fix: move the duty to an article and leave the meaning in the definition.

    Fails:
        == clauses/example/definitions.en.md ==
        ---
        heading: Definitions
        purpose: Hides a duty in a meaning.
        order: 40
        tier: 1
        defines: {committee: [Committee], covered-good: [covered good, covered goods]}
        uses: [party]
        ---
        For the purposes of this Agreement:

        - {#committee} **Committee** means the Joint Committee;

        - {#good} **covered good** means a good of {{ ref("goods-annex") }}, which each Party shall admit.
    Passes:
        == clauses/example/definitions.en.md ==
        ---
        heading: Definitions
        purpose: The duty is a sentence of its own.
        order: 40
        tier: 1
        defines: {committee: [Committee], covered-good: [covered good, covered goods]}
        ---
        1. {#committee} For the purposes of this Agreement, **Committee** means the Joint Committee. It shall meet
           once a year.

        2. {#good} For the purposes of this Agreement, **covered good** means a good of {{ ref("goods-annex") }}.
    """
    for text in s.texts:
        verbs, means = any_of(text.library.words.duty_verbs), any_of(text.library.words.defining_verbs)
        for passage in passages(text):
            for term, sentence in _meanings(passage):
                match = verbs.search(sentence)
                if match and means.match(sentence):
                    message = f"the definition of {term!r} lays a duty: {match[0]!r}"
                    yield found_in(text, passage, match[0], message, "say the duty in an article")


def _meanings(passage: Passage) -> Iterator[tuple[str, str]]:
    """Each term that a passage defines, with the words from there to the end of the sentence."""
    for number, leaf in enumerate(passage.leaves):
        if isinstance(leaf, tree.Definition):
            after = Passage(passage.key, NOWHERE, passage.part, passage.leaves[number + 1 :]).words()
            yield leaf.text, re.split(r"[.;](?:\s|$)", after)[0].lstrip()
