"""The words of a document, passage by passage, with the place of each in its clause file: what text checks look at.

A passage is what a reader reads in one go: a paragraph, a cell, a caption, a heading, a footnote. What is printed
from the model or computed (values, references) is kept apart from what somebody has typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias, assert_never

from travaux import tree
from travaux.checks import Found
from travaux.compilation import Text
from travaux.diagnostic import Related, Severity
from travaux.edit import Fix, Reword
from travaux.index import CLOSING, ENACTING, OPENING
from travaux.library import Clause
from travaux.outline import Selected
from travaux.span import NOWHERE, Span

#: Stand in typed words where a reference, a value, or words in their plain sense are printed.
REF, VALUE, PLAIN = "\ue010", "\ue011", "\ue012"
HOLES = re.compile(f"[{REF}{VALUE}{PLAIN}]")

Part: TypeAlias = Literal["opening", "recital", "enacting", "body", "closing", "annex"]
Branch: TypeAlias = tuple[tuple[str, int], ...]
"""The open alternatives around something, each with the number of the option in which it stands."""


# --- structure -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision, annex or recital with what stands above it, from the outside in."""

    node: tree.Provision | tree.Annex | tree.Recital
    part: Part
    above: tuple[tree.Provision | tree.Annex, ...] = ()
    branch: Branch = ()


def open_items(items: Iterable[Any], branch: Branch = ()) -> Iterator[tuple[Any, Branch]]:
    """The nodes that are printed among items that may be alternatives or changes, each with its open branch."""
    for item in items:
        match item:
            case tree.Alternatives():
                for number, option in enumerate(item.options):
                    if item.chosen is None:
                        yield from open_items(option.content, (*branch, (item.key, number)))
                    elif item.chosen == number:
                        yield from open_items(option.content, branch)
            case tree.Change():
                if item.kind == "inserted":
                    yield from open_items(item.content, branch)
            case _:
                yield item, branch


def units(text: Text) -> tuple[Unit, ...]:
    """Every recital, provision and annex that is printed, in the order of the text."""
    return text.once("units", lambda: tuple(_units(text.document.draft)))


def _units(draft: tree.Draft) -> Iterator[Unit]:
    for recital, branch in open_items(draft.recitals):
        yield Unit(recital, "recital", branch=branch)
    for provision, branch in open_items(draft.body):
        yield from _below(Unit(provision, "body", branch=branch))
    for annex, branch in open_items(draft.annexes):
        yield from _below(Unit(annex, "annex", branch=branch))


def _below(unit: Unit) -> Iterator[Unit]:
    yield unit
    if isinstance(unit.node, tree.Recital):
        return
    for child, branch in open_items(unit.node.children, unit.branch):
        yield from _below(Unit(child, unit.part, (*unit.above, unit.node), branch))


# --- passages ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """Words that are read in one go. `key` is the provision's, or that of a frame such as `#opening`.

    `clause` is the clause they were drafted from; None where more than one clause stands in a frame.
    """

    key: str
    span: Span
    part: Part
    leaves: tuple[tree.Inline, ...]
    branch: Branch = ()
    clause: Clause | None = None
    heading: bool = False

    @property
    def provides(self) -> bool:
        """Whether it is a sentence of an article or annex, and no heading."""
        return self.part in ("body", "annex") and not self.heading

    def words(self, terms: bool = True) -> str:
        """What somebody has typed, with holes where something is printed; without `terms`, those are holes too."""
        return self.all_words if terms else self.plain_words

    @cached_property
    def all_words(self) -> str:
        """The typed words, terms among them."""
        return "".join(typed(leaf) for leaf in self.leaves)

    @cached_property
    def plain_words(self) -> str:
        """The typed words with a hole for each term."""
        return "".join(typed(leaf, terms=False) for leaf in self.leaves)

    @cached_property
    def printed(self) -> str:
        """What is printed, with a hole for each reference."""
        return "".join(REF if isinstance(leaf, tree.Ref) else getattr(leaf, "text", "") for leaf in self.leaves)


def typed(leaf: tree.Inline, terms: bool = True) -> str:
    """What of a leaf somebody has typed, or the hole that it leaves."""
    match leaf:
        case tree.Text():
            return PLAIN if leaf.plain else leaf.text
        case tree.Definition() | tree.Use():
            return leaf.text if terms else PLAIN
        case tree.Ref():
            return REF
        case tree.Value():
            return VALUE
        case _:
            return ""


def _leaves(nodes: Iterable[Any], notes: list[tuple[tree.Inline, ...]]) -> Iterator[tree.Inline]:
    """The words among inline nodes, in order; footnotes go to `notes`."""
    for node, _ in open_items(nodes):
        match node:
            case tree.Emphasis():
                yield from _leaves(node.content, notes)
            case tree.Footnote():
                notes.append(node.content)
            case tree.Note():
                pass
            case _:
                yield node


def _contents(blocks: Iterable[Any]) -> Iterator[tuple[tree.Inline, ...]]:
    """The inline contents of blocks: paragraphs, captions, column headings, and cells that are nodes."""
    for block, _ in open_items(blocks):
        match block:
            case tree.Para():
                yield block.content
            case tree.Table():
                yield (tree.Text(block.caption),)
                yield from ((tree.Text(column.heading),) for column in block.columns)
                rows = block.rows if isinstance(block.rows, tuple) else ()
                yield from (cell for row in rows for cell in row.cells)
            case tree.Figure():
                yield (tree.Text(block.caption),)
            case tree.Formula():
                pass


@dataclass(frozen=True, slots=True)
class _Where:
    """The place of some contents: everything of their passages but the words."""

    key: str
    span: Span
    part: Part
    branch: Branch
    clause: Clause | None

    def passages(self, contents: Iterable[tuple[tree.Inline, ...]], heading: bool = False) -> Iterator[Passage]:
        for content in contents:
            notes: list[tuple[tree.Inline, ...]] = []
            leaves = tuple(_leaves(content, notes))
            if leaves:
                yield Passage(self.key, self.span, self.part, leaves, self.branch, self.clause, heading)
            yield from self.passages(notes)


def passages(text: Text) -> tuple[Passage, ...]:
    """Every passage of a text: those of the frame, then those of the units in order."""
    return text.once("passages", lambda: tuple(_passages(text)))


def _passages(text: Text) -> Iterator[Passage]:
    draft, outline = text.document.draft, text.outline
    yield from _frame(OPENING, "opening", outline.opening).passages(_contents(draft.opening))
    yield from _frame(ENACTING, "enacting", outline.enacting).passages(_contents(draft.enacting))
    yield from _frame(CLOSING, "closing", outline.closing).passages(_contents(draft.closing))
    by_file = clauses(text)
    for unit in units(text):
        yield from _of_unit(unit, by_file.get(unit.node.span.file))


def _frame(key: str, part: Part, selected: tuple[Selected, ...]) -> _Where:
    span = selected[0].clause.span() if selected else NOWHERE
    return _Where(key, span, part, (), selected[0].clause if len(selected) == 1 else None)


def _of_unit(unit: Unit, clause: Clause | None) -> Iterator[Passage]:
    where = _Where(unit.node.key, unit.node.span, unit.part, unit.branch, clause)
    match unit.node:
        case tree.Recital():
            yield from where.passages((unit.node.content,))
        case tree.Annex():
            yield from where.passages(((tree.Text(unit.node.heading),),), heading=True)
            yield from where.passages(_contents(unit.node.content))
        case tree.Provision():
            if unit.node.heading:
                yield from where.passages(((tree.Text(unit.node.heading),),), heading=True)
            yield from where.passages(_contents((*unit.node.content, *unit.node.tail)))
        case _ as never:
            assert_never(never)


def closing_words(node: tree.Provision) -> str:
    """The last words of a provision with all below it; "" where it ends in something else than words."""
    if node.tail:
        return _last(node.tail)
    children = [child for child, _ in open_items(node.children)]
    return closing_words(children[-1]) if children else _last(node.content)


def _last(blocks: tuple[tree.Block, ...]) -> str:
    if not blocks or not isinstance(blocks[-1], tree.Para):
        return ""
    leaves = tuple(_leaves(blocks[-1].content, []))
    return Passage("", NOWHERE, "body", leaves).printed.strip()


# --- clauses and places --------------------------------------------------------------------------------------------


def clauses(text: Text) -> Mapping[str, Clause]:
    """The clauses of a text in all their wordings, by file."""

    def made() -> Mapping[str, Clause]:
        every = (wording.clause for selected in text.outline.all() for wording in selected.wordings)
        return {clause.file: clause for clause in every}

    return text.once("clauses", made)


def typed_at(clause: Clause, words: str, after: Span = NOWHERE) -> Span:
    """The place in a clause where words are written, from a place on; that place where they cannot be found."""
    pieces = HOLES.split(words.strip())
    longest = max(pieces, key=len).strip()
    pattern = r"\s+".join(re.escape(word).replace("’", "['’]") for word in longest.split())
    start = 0
    for _ in range(after.line - clause.body_line):
        start = clause.body.find("\n", start) + 1
    match = re.compile(pattern).search(clause.body, start) if longest else None
    if match is None:
        return after if after.line else clause.span()
    line = clause.body.count("\n", 0, match.start()) + 1
    return clause.span(line, match.start() - clause.body.rfind("\n", 0, match.start()))


def found_in(
    text: Text,
    passage: Passage,
    words: str,
    message: str,
    hint: str = "",
    severity: Severity | None = None,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
) -> Found:
    """A finding about some words of a passage, at the place where they are typed."""
    span = passage.span
    if passage.clause and passage.heading and words in (passage.clause.front.heading or ""):
        span = passage.clause.raw.span("heading")
    elif passage.clause:
        span = typed_at(passage.clause, words, passage.span)
    return Found(message, span, hint, text.instrument.record.id, passage.key, related, severity=severity, fix=fix)


def reworded(passage: Passage, old: str, new: str, safe: bool = False) -> Fix | None:
    """The fix that types other words in a passage; None where the words are computed, or stand in no clause."""
    if passage.clause is None or passage.heading or HOLES.search(old):
        return None
    place = typed_at(passage.clause, old, passage.span)
    return Fix(f"write {new!r} for {old!r}", (Reword(place, old, new),), safe)
