"""Cross-references: each leads to a numbered place of this text, and none is typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._walk import HOLES, REF, Passage, any_of, found_in, open_items, passages, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.validate import closest


def _references(text: Text) -> Iterator[tuple[Passage, str]]:
    """Every target of every printed reference, with the passage in which it is named."""
    for passage in passages(text):
        for leaf in passage.leaves:
            if isinstance(leaf, tree.Ref):
                yield from ((passage, target) for target in leaf.targets)


def _base(target: str) -> str:
    """A target as a clause writes it: without the mechanism or the wording that tells instances apart."""
    return re.sub(r"[@~][a-z0-9-]+", "", target)


def _pointing(text: Text, passage: Passage, target: str, message: str, hint: str, severity: Severity) -> Found:
    return found_in(text, passage, f'"{_base(target)}"', message, hint, severity)


def _unnumbered(document: tree.Document) -> Mapping[str, str]:
    """What stands in the text without a number of its own, by key: recitals, tables, formulas, figures, rows."""
    found: dict[str, str] = {}
    for unit in units(document):
        if isinstance(unit.node, tree.Recital):
            found[unit.node.key] = "a recital"
            continue
        tail = unit.node.tail if isinstance(unit.node, tree.Provision) else ()
        for block, _ in open_items((*unit.node.content, *tail)):
            match block:
                case tree.Table():
                    found[block.key] = "a table"
                    rows = block.rows if isinstance(block.rows, tuple) else ()
                    found.update((row.key, "a row of a table") for row in rows)
                case tree.Formula():
                    found[block.key] = "a formula"
                case tree.Figure():
                    found[block.key] = "a figure"
    return found


# --- REF001, REF002 ------------------------------------------------------------------------------------------------


@check("REF001", Severity.ERROR)
def dangling_reference(s: Subject) -> Iterator[Found]:
    """A cross-reference names a provision that does not exist.

    Why: the reader of the signed text cannot follow it, and a panel has to guess what was meant.
    Source: legal scrub practice; of 792 references in the signed TPP text none dangled, so none is the norm.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to nothing.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods under {{ ref("nowhere") }}.

        2. {#reason} It shall act in accordance with {{ ref("duty.acept") }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a clause and to a paragraph.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods listed in {{ ref("goods-annex") }}.

        2. {#reason} It shall act in accordance with {{ ref("duty.accept") }}.
    """
    for text in s.texts:
        unnumbered = _unnumbered(text.document)
        for passage, target in _references(text):
            clause = _base(target).partition(".")[0]
            elsewhere = clause in text.library.known_clauses and not _stands(text, clause)
            if target in text.document.labels or target in unnumbered or elsewhere:
                continue
            hint = closest(target, text.document.labels) or "refer to a clause, or to a paragraph of it by its id"
            message = f"the reference to {_base(target)!r} leads nowhere: there is no such provision"
            yield _pointing(text, passage, target, message, hint, Severity.ERROR)


def _stands(text: Text, clause: str) -> bool:
    return any(selected.clause.key == clause for selected in text.outline.all())


@check("REF002", Severity.ERROR)
def reference_to_an_absent_clause(s: Subject) -> Iterator[Found]:
    """A cross-reference names a clause that exists but does not stand in this text.

    Why: the reference was right for another instrument, or before the clause was left out; here it leads nowhere.
    Source: legal scrub practice: references to articles of the text from which a clause was copied.
    Fix: let the clause stand in the text, or write the reference only where `stands("...")` is true.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a section of the action plan.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods in accordance with {{ ref("plan-work") }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a section only where it stands.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods{% if stands("plan-work") %} under {{ ref("plan-work") }}{% endif %}.
    """
    for text in s.texts:
        for passage, target in _references(text):
            clause = _base(target).partition(".")[0]
            if clause in text.library.known_clauses and not _stands(text, clause):
                message = f"the reference leads to the clause {clause!r}, which does not stand in this text"
                hint = f'let it stand in the text, or test with `stands("{clause}")`'
                yield _pointing(text, passage, target, message, hint, Severity.ERROR)


# --- REF003 --------------------------------------------------------------------------------------------------------


@check("REF003", Severity.ERROR)
def reference_to_something_without_a_number(s: Subject) -> Iterator[Found]:
    """A cross-reference names something that carries no number: a recital, a table, a definition.

    Why: what is printed is then no number, or the number of the whole article, and says less than was meant.
    Source: how references are printed here: a citation is made of numbers alone.
    Fix: refer to the numbered provision in which it stands.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a recital.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods for the reasons given in {{ ref("recitals.trade") }}.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to a definition in a list.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods in the sense of {{ ref("definitions.good") }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Refers to the article of the definitions.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods in the sense of {{ ref("definitions") }}.
    """
    for text in s.texts:
        unnumbered = _unnumbered(text.document)
        for passage, target in _references(text):
            label = text.document.labels.get(target)
            if target in unnumbered:
                message = f"the reference leads to {unnumbered[target]}, which has no number to print"
                severity = Severity.ERROR
            elif label is not None and (not label.own or _under_unnumbered(text, target)):
                message = f"the reference leads into a list without numbers, so that only {label.cited!r} is printed"
                severity = Severity.WARNING
            else:
                continue
            hint = "refer to the numbered provision in which it stands"
            yield _pointing(text, passage, target, message, hint, severity)


def _under_unnumbered(text: Text, target: str) -> bool:
    """True for a point below a provision without a number: two of those points can have one citation."""
    for unit in units(text.document):
        if unit.node.key == target:
            return any(isinstance(node, tree.Provision) and not node.numbered for node in unit.above)
    return False


# --- REF004 --------------------------------------------------------------------------------------------------------


@check("REF004", Severity.ERROR)
def reference_typed_by_hand(s: Subject) -> Iterator[Found]:
    """A reference to a place of this text is typed as a number.

    Why: a typed number stays as it is when an article is inserted, and then leads to another rule.
    Source: the TPP text of November 2015, measured: 30 of 918 titled references led to the wrong article, most of
    them after one article had been inserted.
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
        pattern = _typed_reference(text)
        for passage in passages(text):
            words = passage.words()
            for match in pattern.finditer(words):
                if not _of_another_text(text, words, match):
                    typed = HOLES.sub("...", match[0])
                    message = f"the reference {typed!r} is typed by hand"
                    hint = 'write ref("...") with the id of the provision'
                    yield found_in(text, passage, match[0], message, hint)


#: A number of a provision: 5, 2.10, 7.2(f), XXIV:5, 2-A, 1A.
_NUMBER = r"(?:\d+(?:[.:-]\w+)*[A-Z]?|[IVXLC]+(?::\d+)?|\([a-z]{1,4}\))(?:\(\w{1,4}\))*"


def _typed_reference(text: Text) -> re.Pattern[str]:
    """A word for a kind of provision with numbers after it, and what those are parts of: `paragraph 2 of Article 5`."""
    names = ("article", "articles", "chapter", "section", "annex", "part", "paragraph", "paragraphs", "subparagraph",
             "subparagraphs", "point", "points")  # fmt: skip
    words = text.library.words.words
    known = {words[name] for name in names if name in words} | set(text.document.draft.house.words[n] for n in names)
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


@check("REF005", Severity.WARNING)
def relative_reference(s: Subject) -> Iterator[Found]:
    """A place of the text is pointed to by "herein", "set out above" or the like.

    Why: what stands above changes when provisions are moved, and nobody can say how far "herein" reaches.
    Source: Joint Practical Guide of the Union's institutions, guideline 16; above and below stand at most 0.31 times
    in a thousand words in 11 of 12 agreements measured.
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
        for passage in passages(text) if pattern else ():
            for match in pattern.finditer(passage.words()) if pattern else ():
                message = f"{match[0]!r} points to a place without naming it"
                yield found_in(text, passage, match[0], message, 'name the provision with ref("...")')
