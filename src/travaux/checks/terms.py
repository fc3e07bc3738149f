"""Terms: each that is used is defined, once; each that is defined is used; and clauses say truly which they use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._walk import (
    Branch,
    Passage,
    any_of,
    clauses,
    found_in,
    open_items,
    passages,
    typed_at,
    units,
)
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.parse import Clause
from travaux.span import NOWHERE
from travaux.validate import closest

_NAME_BEFORE = re.compile(r"(?<![.;:] )(?<!^)\b[A-Z][\w’'-]*\s$")
_NAME_AFTER = re.compile(r"^\s[A-Z]")


def _defined(text: Text) -> set[str]:
    return {entry.term for entry in text.document.definitions}


def _library_terms(text: Text) -> dict[str, tuple[tuple[str, ...], Clause]]:
    """Every term that a clause of the library defines: its forms, and the clause."""
    found: dict[str, tuple[tuple[str, ...], Clause]] = {}
    for _, clause in sorted(text.library.clauses.items()):
        for term, forms in clause.front.defines.items():
            found.setdefault(term, (forms, clause))
    return found


def _proper(form: str) -> str:
    """The form in which words of a text claim to be a term: as it is with a capital, else in Title Case."""
    if form != form.lower():
        return form
    return " ".join(word[0].upper() + word[1:] for word in form.split()) if " " in form else ""


def _part_of_a_name(words: str, match: re.Match[str]) -> bool:
    """True where capitals around a match make it part of a longer name."""
    return bool(_NAME_BEFORE.search(words[: match.start()]) or _NAME_AFTER.search(words[match.end() :]))


# --- TRM001 --------------------------------------------------------------------------------------------------------


@check("TRM001", Severity.ERROR)
def undefined_term(s: Subject) -> Iterator[Found]:
    """A term is used in this text, and nothing in this text defines it.

    Why: the word then has its ordinary meaning, which is not the one that the clause was drafted with.
    Source: legal scrub practice; of the twelve agreements measured, the TPP text alone defines 157 terms.
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
        known = _library_terms(text)
        yield from _unknown_uses(text, known)
        yield from _unprinted_definitions(text)
        yield from _words_of_absent_terms(text, known)


def _unknown_uses(text: Text, known: Mapping[str, object]) -> Iterator[Found]:
    """Terms that a clause declares and no clause of the library defines: most often a slip of spelling."""
    for clause in clauses(text).values():
        for number, term in enumerate(clause.front.uses):
            if term not in known:
                message = f"the clause declares the use of {term!r}, a term that no clause of the library defines"
                hint = closest(term, known) or "define the term in a clause, or leave it out of `uses`"
                yield Found(message, clause.raw.span("uses", number), hint, text.instrument.record.id)


def _unprinted_definitions(text: Text) -> Iterator[Found]:
    """Terms whose clause stands in the text without printing the definition."""
    undefined = {use.term for use in text.document.uses} - _defined(text)
    for clause in clauses(text).values():
        for term in clause.front.defines:
            if term in undefined:
                form = clause.front.defines[term][0]
                message = f"the clause declares that it defines {form!r}, but what it prints here does not define it"
                hint = f"write **{form}** in bold where it is defined"
                yield Found(message, clause.raw.span("defines", term), hint, text.instrument.record.id)


def _words_of_absent_terms(text: Text, known: Mapping[str, tuple[tuple[str, ...], Clause]]) -> Iterator[Found]:
    """Words that are a term of a clause which does not stand in this text."""
    standing = {term for clause in clauses(text).values() for term in clause.front.defines}
    absent = {term: entry for term, entry in known.items() if term not in standing}
    seen: set[tuple[str, str]] = set()
    for passage in passages(text):
        if passage.heading:
            continue
        declared = passage.clause.front.uses if passage.clause else ()
        for term, (forms, home) in absent.items():
            words = _absent_term(passage, forms, declared=term in declared)
            if words and (term, passage.span.file) not in seen:
                seen.add((term, passage.span.file))
                message = f"{words!r} is used as a defined term, but nothing in this text defines it"
                related = (Related(home.raw.span("defines", term), f"defined by the clause {home.key!r}"),)
                hint = f"let {home.key!r} stand in the text, or use other words"
                yield found_in(text, passage, words, message, hint, related=related)


def _absent_term(passage: Passage, forms: tuple[str, ...], declared: bool) -> str:
    """The words by which a passage uses a term; "" where it does not."""
    pattern = any_of(forms if declared else filter(None, map(_proper, forms)))
    words = passage.words(terms=False)
    for match in pattern.finditer(words) if pattern else ():
        if declared or not _part_of_a_name(words, match):
            return match[0]
    return ""


# --- TRM002, TRM003 ------------------------------------------------------------------------------------------------


@check("TRM002", Severity.WARNING)
def unused_definition(s: Subject) -> Iterator[Found]:
    """A term is defined and never used.

    Why: a reader looks for the rule that the definition serves, and may read one into the text.
    Source: legal scrub practice: a term that is left over when a chapter is dropped.
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
            if entry.term in used or (pattern and pattern.search(elsewhere)):
                continue
            clause = clauses(text).get(entry.span.file)
            span = typed_at(clause, f"**{entry.text}**", entry.span) if clause else entry.span
            message = f"the term {entry.text!r} is defined, but nothing in this text uses it"
            yield Found(message, span, "leave the definition out", text.instrument.record.id, entry.provision)


def _words_outside_passages(text: Text) -> Iterator[str]:
    """Words in which no use of a term is recognised: headings, captions, columns, formulas."""
    for unit in units(text.document):
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
def term_defined_twice(s: Subject) -> Iterator[Found]:
    """One term is defined in two places, or one word belongs to two terms.

    Why: the two meanings drift apart, and nothing says which of them a use has.
    Source: legal scrub practice; the TPP text defines seven terms in more than one chapter.
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


# --- what a clause declares ----------------------------------------------------------------------------------------


@check("TRM004", Severity.WARNING)
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
        terms, printed = text.document.draft.terms or {}, _printed_uses(text)
        for clause in clauses(text).values():
            body = " ".join(clause.body.split())
            for number, term in enumerate(clause.front.uses):
                pattern = any_of(terms.get(term, ()))
                if pattern and not pattern.search(body) and term not in printed.get(clause.file, {}):
                    message = f"the clause declares the use of {terms[term][0]!r} and does not use it"
                    span = clause.raw.span("uses", number)
                    yield Found(message, span, f"take {term!r} out of `uses`", text.instrument.record.id)


@check("TRM005", Severity.WARNING)
def undeclared_use(s: Subject) -> Iterator[Found]:
    """A clause uses a defined term that it does not declare.

    Why: an instrument that leaves out the clause with the definition would then not be told what it lacks.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: add the term to `uses`, or say with `plain` that the words have their plain sense; `scripts/sync_uses.py`
    writes the list for the whole library.

    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Uses three terms and declares two.
        order: 60
        tier: 1
        uses: [committee, party]
        ---
        The Parties hereby establish a Joint Committee for covered goods.
    Passes:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Uses words of a term in their plain sense.
        order: 60
        tier: 1
        uses: [committee, party]
        ---
        The Parties hereby establish a Joint Committee for {{ plain("covered goods") }} of every kind.
    """
    for text in s.texts:
        for file, uses in _printed_uses(text).items():
            front = clauses(text)[file].front
            for term, (words, passage) in uses.items():
                if term not in front.uses and term not in front.defines:
                    message = f"the clause uses the term {words!r} without declaring it"
                    yield found_in(text, passage, words, message, f"add {term!r} to `uses`")


def _printed_uses(text: Text) -> dict[str, dict[str, tuple[str, Passage]]]:
    """By file of a clause: each term that it uses in print, with the words and the place of its first use."""
    found: dict[str, dict[str, tuple[str, Passage]]] = {}
    for passage in passages(text):
        for leaf in passage.leaves:
            if passage.clause and isinstance(leaf, tree.Use):
                found.setdefault(passage.clause.file, {}).setdefault(leaf.term, (leaf.text, passage))
    return found


# --- TRM006 --------------------------------------------------------------------------------------------------------


@check("TRM006", Severity.WARNING)
def duty_in_a_definition(s: Subject) -> Iterator[Found]:
    """A definition lays a duty on somebody.

    Why: a duty is looked for in the operative articles; in a definition it binds, if at all, only where the term is
    used.
    Source: legal scrub practice; whether a given definition does so is for a lawyer to say.
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
        for passage in passages(text) if verbs and means else ():
            for term, sentence in _meanings(passage):
                match = verbs.search(sentence) if verbs else None
                if match and means and means.match(sentence):
                    message = f"the definition of {term!r} lays a duty: {match[0]!r}"
                    yield found_in(text, passage, match[0], message, "say the duty in an article")


def _meanings(passage: Passage) -> Iterator[tuple[str, str]]:
    """Each term that a passage defines, with the words from there to the end of the sentence."""
    for number, leaf in enumerate(passage.leaves):
        if isinstance(leaf, tree.Definition):
            after = Passage(passage.key, NOWHERE, passage.part, passage.leaves[number + 1 :]).words()
            yield leaf.text, re.split(r"[.;](?:\s|$)", after)[0].lstrip()
