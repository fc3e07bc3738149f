"""References to this text that somebody has typed: as a number, or as a place above or below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import any_of, met
from travaux.checks._walk import HOLES, REF, Passage, found_in, reworded
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.edit import Fix
from travaux.naming import HOLE

# --- REF004 --------------------------------------------------------------------------------------------------------


@check("REF004", Severity.ERROR, fix="safe")
def reference_typed_by_hand(s: Subject) -> Iterator[Found]:
    """A reference to a place of this text is typed as a number.

    Why: a typed number stays as it is when an article is inserted, and then leads to another rule.
    Source: the TPP text of November 2015, measured: 30 of 918 titled references led to the wrong article, most of
    them after one article had been inserted.
    Covers: REF-02, REF-06, REF-08, DC-042.
    Fix: write `ref("clause.paragraph")`; a provision of another treaty is named with it, as in "Article XX of GATT
    1994".

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Types a number.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods.

        2. {#notice} Paragraph 1 and Article 2.2 of this Agreement apply to scrap.
    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall admit covered goods listed in
        Article 2.1 of this Agreement.
    Fails:
        == clauses/example/goods-annex.en.md ==
        ## {#list} Goods

        1. {#reading} A good is covered where it is named in Section B.

        2. {#names} The names are those of the Harmonized System.

        ## {#lines} Lines

        The covered goods are those of heading 2846.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Names articles of other treaties.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods in accordance with Articles II and XI:1 of GATT 1994 and
           Article 7.2(f) of the Customs Valuation Agreement, set out in Annex 1A to the WTO Agreement.

        2. {#notice} {{ ref("duty.accept") }} applies to scrap.
    """
    for text in s.texts:
        pattern, joined = _typed_reference(text), _joined_reference(text)
        for passage, match in met(text, pattern):
            if not _of_another_text(text, passage.all_words, match):
                yield _typed(text, passage, match[0])
        for passage, match in met(text, joined):
            if not _noun_before(passage.all_words[: match.start()]):
                yield _typed(text, passage, match[0])


def _typed(text: Text, passage: Passage, words: str) -> Found:
    """An error for a number of this text; a warning for one that it does not have, which may be another text's."""
    shown = HOLES.sub("...", words)
    message = f"the reference {shown!r} is typed by hand"
    if REF in words or words[0].islower() or _is_here(text, words):
        hint = 'write ref("...") with the id of the provision'
        return found_in(text, passage, words, message, hint, fix=_as_reference(text, passage, words))
    message += ", and this text has no such place"
    hint = "name the text that it belongs to, or write ref() with the id of the provision"
    return found_in(text, passage, words, message, hint, Severity.WARNING)


def _as_reference(text: Text, passage: Passage, words: str) -> Fix | None:
    """The reference that prints the very words that are typed; None where none does, or where several do."""
    keys = [key for key, label in text.document.labels.items() if label.field == words]
    return reworded(passage, words, f'{{{{ ref("{keys[0]}") }}}}', safe=True) if len(keys) == 1 else None


def _is_here(text: Text, words: str) -> bool:
    """True where words name a paragraph, or an article, chapter or annex whose number this text has."""
    if any(label.field and words.startswith(label.field) for label in text.document.labels.values()):
        return True
    unit, _, number = words.partition(" ")
    small = {name for key, name in text.library.words.words.items() if key.startswith(("para", "subpara", "point"))}
    numbers = (label.field.rpartition(" ")[2] for label in text.document.labels.values() if " " in label.field)
    return unit.lower() in small or any(re.match(rf"{re.escape(own)}(?![\w-])", number) for own in numbers)


#: A number of a provision: 5, 2.10, 7.2(f), XXIV:5, 2-A, 1A, B.
_NUMBER = r"(?:\d+(?:[.:-]\w+)*[A-Z]?|[IVXLC]+(?::\d+)?|[A-Z](?![\w’'-]|\.\w)|\([a-z]{1,4}\))(?:\(\w{1,4}\))*"


_NAMES = ("article", "articles", "chapter", "section", "annex", "part", "paragraph", "paragraphs", "subparagraph",
          "subparagraphs", "point", "points")  # fmt: skip


def _names(text: Text) -> set[str]:
    """The words for kinds of provisions, as the language and as the text has them."""
    sources = (text.library.words.words, text.document.draft.house.words)
    return {source[name] for source in sources for name in _NAMES if name in source}


def _joined_reference(text: Text) -> re.Pattern[str] | None:
    """A word with the number inside it, and paragraphs and points behind it: `第2.10条2(a)`."""
    known = sorted(
        (re.escape(word) for word in _names(text) if HOLE in word and word != HOLE), key=lambda w: (-len(w), w)
    )
    inside = (word.replace(re.escape(HOLE), r"(?:\d+(?:[.-]\w+)*|[IVXLC]+)") for word in known)
    return re.compile(rf"(?:{'|'.join(inside)})(?:\d+)?(?:\(\w{{1,4}}\))*") if known else None


def _noun_before(before: str) -> bool:
    """Whether a noun stands right before a reference, or is joined to it by `の`: it is then of that other text."""
    return bool(re.search("[A-Za-z0-9\u30a1-\u30ff\u3400-\u9fff\u300d\u300f\uff09]の?$", before))


def _typed_reference(text: Text) -> re.Pattern[str] | None:
    """A word for a kind of provision with numbers after it, and what those are parts of: `paragraph 2 of Article 5`."""
    words, known = text.library.words.words, {word for word in _names(text) if HOLE not in word}
    if not known or any(HOLE in words[name] for name in ("and", "to")):
        return None
    cased = sorted({w[0].upper() + w[1:] for w in known} | known, key=lambda w: (-len(w), w))
    unit = f"(?:{'|'.join(map(re.escape, cased))})"
    joint = rf"(?:,| {re.escape(words['and'])}| {re.escape(words['to'])}| {re.escape(words['of'])})"
    return re.compile(rf"\b{unit} {_NUMBER}(?!\w)(?:{joint} (?:(?:{unit} )?{_NUMBER}(?!\w)|{REF}))*")


def _of_another_text(text: Text, words: str, match: re.Match[str]) -> bool:
    """True where the words around a number name another treaty or law."""
    own = text.library.words.words
    after = words[match.end() :]
    before = words[: match.start()].rstrip()
    if REF in match[0]:
        return False
    belongs = re.match(rf"\s(?:{re.escape(own['of'])}|{re.escape(own['to'])}|in|under)\s(\S+)", after)
    if belongs:
        return belongs[1] != own["this"] and not belongs[1].startswith(REF)
    named = re.search(r"[A-Z0-9][\w’-]*$", before)
    return bool(named and not re.search(r"(?:^|[.;:] )\w+$", before)) or bool(re.match(r"\s[A-Z]{2,}", after))


# --- REF005 --------------------------------------------------------------------------------------------------------


@check("REF005", Severity.WARNING, fix="unsafe")
def relative_reference(s: Subject) -> Iterator[Found]:
    """A place of the text is pointed to by "herein", "set out above" or the like.

    Why: what stands above changes when provisions are moved, and nobody can say how far "herein" reaches.
    Source: Joint Practical Guide of the Union's institutions, guideline 16; above and below stand at most 0.31 times
    in a thousand words in 11 of 12 agreements measured.
    Covers: REF-05, DC-041.
    Fix: name the provision with `ref("...")`.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Points without naming.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods on the conditions set out above.
    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall admit covered goods on the conditions stated herein.
    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall admit covered goods on the conditions of the Article on price floors.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A price lies below a level.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods whose price is not below the level in {{ ref("price-floor") }}.
    """
    for text in s.texts:
        pattern = any_of(text.library.words.relative_words)
        for passage, match in met(text, pattern):
            message = f"{match[0]!r} points to a place without naming it"
            fix = _in_own_article(text, passage, match[0])
            yield found_in(text, passage, match[0], message, 'name the provision with ref("...")', fix=fix)


def _in_own_article(text: Text, passage: Passage, word: str) -> Fix | None:
    """The article in which such a word stands, named: how far the word was meant to reach nobody can say for sure."""
    before = text.library.words.pointing_words.get(word.lower())
    if before is None or passage.clause is None or passage.clause.key not in text.document.labels:
        return None
    before = before.capitalize() if word[0].isupper() else before
    return reworded(passage, word, f'{before} {{{{ ref("{passage.clause.key}") }}}}')
