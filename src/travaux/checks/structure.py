"""Structure: levels, headings and keys by which a reader and a machine find a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._mending import excluded
from travaux.checks._walk import Unit, clauses, open_items, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.edit import Fix
from travaux.library import Clause
from travaux.span import Span

_HEADING = re.compile(r"^(#+) ", re.MULTILINE)


def _found(
    text: Text, node: tree.Provision | tree.Annex, message: str, hint: str, *related: Related, fix: Fix | None = None
) -> Found:
    return Found(message, node.span, hint, text.instrument.record.id, node.key, related, fix=fix)


def _headings(clause: Clause) -> Iterator[tuple[int, Span]]:
    """The headings in the body of a clause: depth and place."""
    for match in _HEADING.finditer(clause.body):
        yield len(match[1]), clause.span(clause.body.count("\n", 0, match.start()) + 1)


# --- STR001 --------------------------------------------------------------------------------------------------------


@check("STR001", Severity.ERROR)
def level_skipped(s: Subject) -> Iterator[Found]:
    """A number stands two levels below the last number above it, or a heading below a heading.

    Why: "paragraph 1(i)" cites a point that the reader looks for under an (a) that is not there.
    Source: the level table of the United States, the Union and Japan: Article, paragraph, (a), (i), (A), no gaps.
    Covers: NUM-02, DC-030.
    Fix: number the level between, or take the inner list up one level.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A numbered list inside a bullet.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods:
            - {#price} at a price that is:
                1. {#fair} fair; and
                2. {#public} public.

        2. {#more} It may admit others.
    Fails:
        == clauses/example/goods-annex.en.md ==
        ---
        heading: Covered goods
        purpose: A heading below a heading, which would be printed as its equal.
        order: 90
        place: annex
        tier: 1
        ---
        ## {#list} List

        ### {#ores} Ores

        Ores and concentrates.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A numbered list inside a numbered list.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods:
            1. {#price} at a price that is:
                1. {#fair} fair; and
                2. {#public} public; and
            2. {#time} in time.

        2. {#more} It may admit others.
    """
    for text in s.texts:
        for unit in units(text):
            if isinstance(unit.node, tree.Provision) and _hangs(unit, unit.node):
                hint = "number the items of the list around it"
                yield _found(text, unit.node, "the number stands under a level that has none", hint)
        for clause in clauses(text).values():
            found = list(_headings(clause)) if clause.front.place == "annex" else []
            for depth, span in found:
                if depth != found[0][0]:
                    message = "a heading of another depth would be printed as a section like those around it"
                    hint = f"give every heading of the annex {found[0][0]} signs"
                    yield Found(message, span, hint, text.instrument.record.id)


def _hangs(unit: Unit, node: tree.Provision) -> bool:
    """True for a numbered item directly below an item without a number. A definition may have points: it is named."""
    above = unit.above[-1] if unit.above else None
    inside = isinstance(above, tree.Provision) and not above.numbered and above.level > tree.Level.PARAGRAPH
    return node.numbered and inside


# --- STR003 --------------------------------------------------------------------------------------------------------


@check("STR003", Severity.WARNING)
def heading_twice(s: Subject) -> Iterator[Found]:
    """Two articles of one chapter, or two annexes, have one heading.

    Why: headings are printed with references so that a wrong number is noticed; equal headings defeat that.
    Source: the TPP text of November 2015, measured: 51 of 918 titled references disagreed with the heading, and only
    the title showed it. Articles called "Definitions" in different chapters are usual and are left alone.
    Fix: name the difference, such as the mechanism that the article is about.
    At: clauses/example/committee.en.md: ---

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Joint Committee
        purpose: Has the heading of another article.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods.
    Passes:
        == clauses/example-zone/free-trade.en.md ==
        ---
        heading: Definitions
        purpose: Has the heading of an article in another chapter.
        order: 10
        tier: 1
        uses: [covered-good, party]
        ---
        A covered good of a Party is free of customs duty in every other Party.
    """
    for text in s.texts:
        seen: dict[tuple[str, str], Unit] = {}
        for unit in units(text):
            if not isinstance(unit.node, tree.Annex | tree.Provision) or not _headed(unit.node):
                continue
            around = "annexes" if isinstance(unit.node, tree.Annex) else ".".join(node.key for node in unit.above)
            first = seen.setdefault((around, unit.node.heading), unit)
            same_place = {key for key, _ in first.branch} & {key for key, _ in unit.branch}
            if first is not unit and not same_place:
                message = f"the heading {unit.node.heading!r} is used a second time"
                other = Related(first.node.span, text.document.labels[first.node.key].cited)
                yield _found(text, unit.node, message, "name the difference in the heading", other)


def _headed(node: tree.Annex | tree.Provision) -> bool:
    levels = (tree.Level.ARTICLE, tree.Level.CHAPTER)
    return bool(node.heading) and (isinstance(node, tree.Annex) or node.level in levels)


# --- STR005, STR006, STR007 ----------------------------------------------------------------------------------------


@check("STR005", Severity.ERROR, fix="unsafe")
def article_without_text(s: Subject) -> Iterator[Found]:
    """An article or annex has a heading and nothing under it.

    Why: its number and heading promise a rule; most often a condition in the clause has left everything out.
    Source: how clauses are drafted here: each sentence can depend on the model.
    Fix: exclude the clause from the instrument, or say what holds in this case.
    At: clauses/example/duty.en.md: ---

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Says something only where a language prevails.
        order: 50
        tier: 1
        ---
        {% if instrument.prevails %}Each Party shall admit covered goods.{% endif %}
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Says something in every case.
        order: 50
        tier: 1
        ---
        {% if instrument.prevails %}Each Party shall admit them.{% else %}No Party shall refuse them.{% endif %}
    """
    for text in s.texts:
        for unit in units(text):
            if isinstance(unit.node, tree.Annex | tree.Provision) and _headed(unit.node) and _empty(unit.node):
                message = f"{unit.node.heading!r} has a number and a heading, but no text"
                hint = "exclude the clause, or say what holds in this case"
                fix = excluded(text, clauses(text).get(unit.node.span.file))
                yield _found(text, unit.node, message, hint, fix=fix)


def _empty(node: tree.Annex | tree.Provision) -> bool:
    tail = node.tail if isinstance(node, tree.Provision) else ()
    return not any(True for _ in open_items((*node.content, *node.children, *tail)))


@check("STR006", Severity.ERROR)
def heading_inside_an_article(s: Subject) -> Iterator[Found]:
    """The body of an article has a heading of its own, which is not printed.

    Why: words that stand in the clause and not in the text have been agreed by nobody.
    Source: how clauses are drafted here: only an annex is divided by headings.
    Fix: make two clauses of it, or number the paragraphs.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Has a heading inside.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        ## {#goods} Goods

        Each Party shall admit covered goods.
    Passes:
        == clauses/example/goods-annex.en.md ==
        ---
        heading: Covered goods
        purpose: An annex may have headings.
        order: 90
        place: annex
        tier: 1
        ---
        ## {#ores} Ores

        Ores and concentrates.

        ## {#metals} Metals

        Unwrought metal.
    """
    for text in s.texts:
        for clause in clauses(text).values():
            if clause.front.place != "annex":
                for _, span in _headings(clause):
                    message = "the heading stands inside an article, where it is not printed"
                    yield Found(message, span, "make two clauses of it", text.instrument.record.id)
