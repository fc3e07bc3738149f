"""Checks of packages (PKG): words that mean one thing in one instrument and another, or are another, in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._model import name, title
from travaux.checks._packages import texts_in_pairs, together
from travaux.checks._walk import Passage, found_in, passages
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.model.party import Party
from travaux.records import Entry

# --- terms -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Defined:
    """A term where it is defined. `alone`: the paragraph is its definition and says nothing else."""

    text: Text
    passage: Passage
    term: str
    words: str
    alone: bool

    @property
    def meaning(self) -> str:
        """The whole paragraph, with one word for what each text calls itself."""
        own = self.text.document.draft.house.words.get("text", "Agreement")
        return " ".join(re.sub(rf"\b{re.escape(own)}\b", "Agreement", self.passage.printed).split()).rstrip(".; ")

    def related(self) -> tuple[Related, ...]:
        """The place of this definition, for a finding about another one."""
        found = found_in(self.text, self.passage, self.words, "")
        return (Related(found.span, f"{self.words!r} in {title(self.text.instrument)}"),)


def _defined(text: Text) -> Mapping[str, _Defined]:
    """The first definition of each term of a text."""

    def made() -> dict[str, _Defined]:
        found: dict[str, _Defined] = {}
        for passage in passages(text):
            for leaf in passage.leaves:
                if isinstance(leaf, tree.Definition):
                    alone = passage.part in ("body", "annex") and leaf is passage.leaves[0]
                    found.setdefault(leaf.term, _Defined(text, passage, leaf.term, leaf.text, alone))
        return found

    return text.once("defined", made)


@check("PKG005", Severity.WARNING, across=True)
def another_meaning(s: Subject) -> Iterator[Found]:
    """A term has one definition in one instrument of a package and another in the next.

    Why: the same words on the same table then mean two things, and a party reads into one text what it agreed in the
    other. An error between two binding texts.
    Source: Vienna Convention on the Law of Treaties, Article 31(2)(a) and (3)(a) (gn-01, not opened): what was
    agreed in connection with a treaty is read with it.
    Fix: one definition for both, or another term in one of them.

    Fails:
        == clauses/example-plan/terms.en.md ==
        ---
        heading: Terms
        purpose: Defines a term of the treaty in its own way.
        order: 5
        tier: 1
        defines: {covered-good: [covered good, covered goods]}
        ---
        For the purposes of this Action Plan:

        - {#good} **covered good** means any good made of examplium.
    Passes:
        == clauses/example-plan/terms.en.md ==
        ---
        heading: Terms
        purpose: Defines a term of the treaty as the treaty does.
        order: 5
        tier: 1
        defines: {covered-good: [covered good, covered goods]}
        ---
        For the purposes of this Action Plan:

        - {#good} **covered good** means a good listed in {{ elsewhere("example", "goods-annex") }};
    """
    for one, other in texts_in_pairs(s):
        known = {entry.words.casefold(): entry for entry in _defined(one).values() if entry.alone}
        for entry in _defined(other).values():
            first = known.get(entry.words.casefold())
            if first and entry.alone and first.meaning != entry.meaning:
                message = f"{entry.words!r} has another definition in {title(one.instrument)}"
                grave = Severity.ERROR if one.binding and other.binding else None
                hint = "one definition for both, or another term in one of them"
                related = first.related()
                yield found_in(other, entry.passage, entry.words, message, hint, grave, related)


@check("PKG006", Severity.WARNING, across=True)
def another_name(s: Subject) -> Iterator[Found]:
    """What one instrument of a package defines under a name has another name in the next.

    Why: two names for one body or one thing are read as two.
    Source: drafting practice: the same word for the same thing, throughout what is concluded together.
    Fix: the same name in both, or another key for what is another thing.

    Fails:
        == clauses/example-plan/terms.en.md ==
        ---
        heading: Terms
        purpose: Names the committee of the treaty in its own way.
        order: 5
        tier: 1
        defines: {committee: [Joint Panel]}
        ---
        - {#panel} **Joint Panel** means the body that the treaty establishes.
    Passes:
        == clauses/example-plan/terms.en.md ==
        ---
        heading: Terms
        purpose: Names the committee as the treaty does.
        order: 5
        tier: 1
        defines: {committee: [Committee]}
        ---
        - {#panel} **Committee** means the Joint Committee;
    """
    for one, other in texts_in_pairs(s):
        for term, entry in _defined(other).items():
            first = _defined(one).get(term)
            if first and not {first.words.casefold(), *_forms(one, term)} & {
                entry.words.casefold(),
                *_forms(other, term),
            }:
                message = f"{entry.words!r} is called {first.words!r} in {title(one.instrument)}"
                hint = "the same name in both, or another key for another thing"
                related = first.related()
                yield found_in(other, entry.passage, entry.words, message, hint, related=related)


def _forms(text: Text, term: str) -> set[str]:
    return {form.casefold() for form in (text.document.draft.terms or {}).get(term, ())}


# --- bodies ----------------------------------------------------------------------------------------------------------


@check("PKG007", Severity.WARNING, across=True)
def body_named_otherwise(s: Subject) -> Iterator[Found]:
    """A body has one name where a State or union acts itself and another where an institution acts for it.

    Why: a letter to one of the two names reaches nobody, and two bodies seem to lead the same work.
    Source: drafting practice for lead bodies; the Commission acts for the Union in some texts of a package (ev-011).
    Fix: the same words under `bodies` in both records.

    Given:
        == seeds/instruments/example-plan.yaml ==
        parties: [alba-ministry, borea]
        timetable: []
        == seeds/parties/alba-ministry.yaml ==
        id: alba-ministry
        names: {en: {long: the Ministry of Alba, short: the Ministry}}
        entity: institution
        part_of: alba
        signature: {en: For the Ministry of Alba}
        capacities: {example-plan: {role: participant, acts_for: alba}}
        languages: [en]
        currency: USD
    Fails:
        == seeds/parties/alba-ministry.yaml ==
        bodies: {trade: {en: the Office for Commerce of Alba}}
    Passes:
        == seeds/parties/alba-ministry.yaml ==
        bodies: {customs: {en: the Customs Office of Alba}}
    """
    seen: set[frozenset[str]] = set()
    for one, other in together(s):
        for whole in (*s.parties(one), *s.parties(other)):
            for part in (*s.parties(one), *s.parties(other)):
                pair = frozenset((whole.record.id, part.record.id))
                if part.record.part_of == whole.record.id and pair not in seen:
                    seen.add(pair)
                    yield from _bodies(whole, part)


def _bodies(whole: Entry[Party], part: Entry[Party]) -> Iterator[Found]:
    for function, texts in part.record.bodies.items():
        known = whole.record.bodies.get(function, {})
        for language, words in texts.items():
            if language in known and known[language] != words:
                message = f"{words!r} is {known[language]!r} in the record of {name(whole)}"
                related = (Related(whole.span("bodies", function, language), f"the body for {function!r}"),)
                span = part.span("bodies", function, language)
                yield Found(message, span, "name the body alike in both records", related=related)
