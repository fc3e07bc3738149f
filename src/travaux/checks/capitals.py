"""Checks of capitals (TRM): a term is written as it is defined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._phrases import NOTHING, any_of, met
from travaux.checks._terms import part_of_a_name, proper
from travaux.checks._walk import HOLES, Passage, found_in, passages, reworded, typed
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity


@check("TRM010", Severity.WARNING, fix="safe")
def term_in_capitals(s: Subject) -> Iterator[Found]:
    """A term that is defined in lower case is written in capitals.

    Why: capitals claim that another term is meant, and nothing defines that one.
    Source: legal scrub practice ("Reference Price" in one article, "reference price" in the definition).
    Covers: TRM-01.
    Fix: write the term as it is defined.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Writes a term in capitals.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods. It shall publish a list of the Covered Goods that it has admitted.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Writes a term of one word in capitals.
        order: 50
        tier: 1
        uses: [covered-good, party]
        defines:
          importer: [importer, importers]
        ---
        1. {#importer} For the purposes of this Article, **importer** means a person that brings in covered goods.

        2. {#hearing} Each Party shall hear the Importers of covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Writes it as it is defined.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Covered goods are admitted by each Party. It shall publish a list of the covered goods that it has admitted.
    """
    for text in s.texts:
        record, named_for = text.instrument.record, _named_for(text)
        forms = {proper(f): f for entry in text.document.definitions for f in entry.forms if f == f.lower()}
        pattern = any_of(filter(None, forms))
        titles = {titles.get(text.language, "") for titles in (record.title, record.short_title)}
        for passage, match in met(text, pattern, "plain_words"):
            in_a_name = passage.heading or _in_a_name(passage.plain_words, match, named_for)
            if not in_a_name and not any(match[0] in title for title in titles):
                message = f"{match[0]!r} is in capitals, and the term is defined as {forms[match[0]]!r}"
                fix = reworded(passage, match[0], forms[match[0]], safe=True)
                yield found_in(text, passage, match[0], message, "write it as it is defined", fix=fix)
        for passage in passages(text):
            yield from _uses(text, passage) if not passage.heading else ()


#: Where a sentence, an item or a quotation begins, so that a word has its capital from there.
_HEAD = re.compile(rf"(?:^|[.;:?!–—]|[\[(“‘\"/]|{HOLES.pattern})\s*$")


def _uses(text: Text, passage: Passage) -> Iterator[Found]:
    """Terms of one word with a capital within a sentence; the index finds them so since a sentence can begin so."""
    pieces = [typed(leaf, terms=False) for leaf in passage.leaves]
    links = "|".join(map(re.escape, text.library.words.name_links)) or "(?!)"
    named_before = re.compile(rf"[A-Z][\w’'-]*(?: (?:{links}))* $")
    named_after = re.compile(rf"(?: (?:{links}))* [A-Z]|[\w-]")
    for number, use in enumerate(passage.leaves):
        small = _small(text, use) if isinstance(use, tree.Use) else ""
        if not isinstance(use, tree.Use) or not small:
            continue
        before, after = "".join(pieces[:number]), "".join(pieces[number + 1 :])
        if not (_HEAD.search(before) or named_before.search(before) or named_after.match(after)):
            message = f"{use.text!r} is in capitals, and the term is defined as {small!r}"
            around = f"{' '.join(before.split(' ')[-3:])}{use.text}"
            yield found_in(text, passage, around, message, "write it as it is defined")


def _small(text: Text, use: tree.Use) -> str:
    """The form with a small letter in which a term is defined, where it is used with a capital; "" otherwise."""
    forms = text.once("forms by term", lambda: {e.term: e.forms for e in text.document.definitions}).get(use.term, ())
    small = use.text[0].lower() + use.text[1:]
    return small if small != use.text and use.text not in forms and small in forms else ""


def _in_a_name(words: str, match: re.Match[str], named_for: re.Pattern[str]) -> bool:
    """Whether capitals around a match make it part of a longer name: `the Committee on Trade in Critical Minerals`."""
    return part_of_a_name(words, match) or bool(named_for.search(words[: match.start()]))


def _named_for(text: Text) -> re.Pattern[str]:
    """A word with a capital and a link, with which a name goes on; "and" joins two names as often as it goes on."""
    links = [link for link in text.library.words.name_links if link != text.library.words.list_and.strip()]
    return re.compile(rf"[A-Z][\w’'-]+ (?:{'|'.join(map(re.escape, links))}) $") if links else NOTHING
