"""Checks of level words: "this paragraph" stands in a paragraph, "this subparagraph" in a subparagraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._phrases import met
from travaux.checks._walk import Passage, Unit, found_in, reworded, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.edit import Fix
from travaux.naming import HOLE

_KINDS = ("chapter", "article", "paragraph", "subparagraph", "annex", "section")


@check("REF006", Severity.ERROR, fix="unsafe")
def wrong_level_word(s: Subject) -> Iterator[Found]:
    """A sentence speaks of "this subparagraph", or of another level, and does not stand in one.

    Why: the word decides how far an exception or a condition reaches, and a panel takes it as it stands.
    Source: in a footnote of chapter 18 of the TPP "paragraph" became "subparagraph" between the text of November 2015
    and the signed one, which narrowed a flexibility (reported).
    Covers: REF-04.
    Fix: the word for the level on which the sentence stands, or `ref("...")`, which prints it.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A word for a level on which nothing stands here.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods.

        2. {#notice} Nothing in this subparagraph prevents a Party from asking for a declaration.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: The one paragraph of an article has no number to be called by.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods.^[A declaration may be asked for under this paragraph.]
    Fails:
        == clauses/example/goods-annex.en.md ==
        ## {#list} Goods

        1. {#reading} This Article lists the covered goods.

        2. {#names} The names are those of the Harmonized System.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Words for the levels on which they stand.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods on the conditions of this Article.

        2. {#notice} Each Party may ask, under this paragraph, for:
            1. {#paper} a declaration, in which case this subparagraph and this paragraph apply; or
            2. {#proof} a proof.
        == clauses/example/remarks.en.md ==
        ---
        {heading: Remarks, purpose: Says what it is., order: 95, place: annex, tier: 1}
        ---
        This Annex is an example.
    """
    for text in s.texts:
        pattern, names = _pattern(text), {**text.library.words.words, **text.document.draft.house.words}
        by_key = {unit.node.key: unit for unit in units(text)}
        for passage, match in met(text, pattern):
            unit = by_key.get(passage.key)
            kind = next(kind for kind in _KINDS if match[kind])
            alike = [other for other in _KINDS if names[other] == names[kind]]
            if unit and not any(_stands_in(unit, other) for other in alike):
                message = f"{match[0]!r} stands in no {match[kind]}"
                hint = "write the word for the level on which it stands"
                fix = _on_its_level(text, passage, unit, match[0], match[kind])
                yield found_in(text, passage, match[0], message, hint, fix=fix)


def _on_its_level(text: Text, passage: Passage, unit: Unit, words: str, wrong: str) -> Fix | None:
    """The word for the lowest level on which the sentence does stand."""
    named = {**text.library.words.words, **text.document.draft.house.words}
    levels = ("subparagraph", "paragraph", "annex" if unit.part == "annex" else "article")
    own = next((named[kind] for kind in levels if _stands_in(unit, kind)), "")
    return reworded(passage, words, words.removesuffix(wrong) + own) if own else None


def _pattern(text: Text) -> re.Pattern[str] | None:
    """`this` with each word for a level; none for a language that writes the number inside the word."""
    words = {**text.library.words.words, **text.document.draft.house.words}
    if any(HOLE in words[kind] for kind in _KINDS):
        return None
    parts = (f"(?P<{kind}>{re.escape(words[kind])})" for kind in _KINDS)
    return re.compile(rf"\b(?:{words['this']}|{words['this'].capitalize()}) (?:{'|'.join(parts)})(?!\w)")


def _stands_in(unit: Unit, kind: str) -> bool:
    """Whether a unit is of a kind, or within one."""
    line = [*unit.above, unit.node]
    provisions = [node for node in line if isinstance(node, tree.Provision)]
    match kind:
        case "annex":
            return unit.part == "annex"
        case "subparagraph":
            return any(node.level >= tree.Level.POINT for node in provisions)
        case "paragraph":
            return any(node.level >= tree.Level.PARAGRAPH and node.numbered for node in provisions)
        case "section":
            return any(isinstance(node, tree.Provision) and node.level == tree.Level.SECTION for node in line)
        case "chapter":
            return any(node.level == tree.Level.CHAPTER for node in provisions)
        case _:
            return any(node.level == tree.Level.ARTICLE for node in provisions)
