"""Draft -> what must be known before the first line is written: headings, bookmarked keys, pictures, depth.

A walk over the text as it is printed (choices made, deleted provisions without bookmarks).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar, assert_never

from travaux.renderers.docx import brackets
from travaux.renderers.docx.paragraphs import TAIL
from travaux.renderers.docx.words import normal
from travaux.tree import (
    Alternatives,
    Annex,
    AnnexItem,
    Block,
    Change,
    Document,
    Figure,
    Formula,
    Level,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Table,
)

X = TypeVar("X")


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the contents; an annex has no level."""

    key: str
    level: Level | None
    in_annex: bool
    text: str


@dataclass(slots=True)
class Survey:
    """What the walk found: `landscape` are keys beside a landscape table, `turned` units laid across as a whole."""

    keys: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    levels: set[Level] = field(default_factory=set)
    annex_levels: set[Level] = field(default_factory=set)
    landscape: set[str] = field(default_factory=set)
    turned: set[str] = field(default_factory=set)
    schedules: list[Table] = field(default_factory=list)

    def outline(self, level: Level | None, in_annex: bool) -> int:
        """Depth of a heading in the outline, from 0: levels that the text does not use are not counted."""
        if level is None:
            return 0
        used = self.annex_levels if in_annex else self.levels
        return sum(other < level for other in used) + in_annex

    def within(self, change: Change[X]) -> Survey:
        """Where to note what stands in a change: of what is deleted, only what is shown without its key."""
        if change.kind == "inserted":
            return self
        return Survey(figures=self.figures, turned=self.turned)

    @property
    def depth(self) -> int:
        """How many levels the contents have, at least one."""
        return 1 + max((self.outline(each.level, each.in_annex) for each in self.headings), default=0)


def survey(document: Document) -> Survey:
    """Walk over the document."""
    draft, found = document.draft, Survey()
    _blocks(draft.opening, found)
    _recitals(draft.recitals, found)
    _blocks(draft.enacting, found)
    _provisions(draft.body, found, found.levels, in_annex=False)
    _blocks(draft.closing, found)
    _annexes(draft.annexes, found)
    _cited_rows(document, found)
    return found


def _cited_rows(document: Document, found: Survey) -> None:
    """Rows of long schedules are looked at only where something cites a key not found elsewhere."""
    cited = {segment.target for segments in document.citations.values() for segment in segments}
    sought = cited - found.keys - set(document.footnotes) - {""}
    for table in found.schedules if sought else ():
        found.keys.update(key for key, _ in table.rows if key in sought)  # type: ignore[misc]


def _recitals(items: Iterable[RecitalItem], found: Survey) -> None:
    for item in items:
        match item:
            case Recital():
                found.keys.add(item.key)
            case Alternatives():
                _recitals(brackets.recitals(item), found)
            case Change():
                _recitals(item.content, found.within(item))
            case _ as never:
                assert_never(never)


def _annexes(items: Iterable[AnnexItem], found: Survey) -> None:
    for item in items:
        match item:
            case Annex():
                found.keys.add(item.key)
                found.headings.append(Heading(item.key, None, True, normal(item.heading)))
                if _blocks(item.content, found):
                    found.turned.add(item.key)
                _provisions(item.children, found, found.annex_levels, in_annex=True)
            case Alternatives():
                _annexes(brackets.annexes(item), found)
            case Change():
                _annexes(item.content, found.within(item))
            case _ as never:
                assert_never(never)


def _provisions(items: Iterable[ProvisionItem | Para], found: Survey, levels: set[Level], in_annex: bool) -> None:
    for item in items:
        match item:
            case Provision():
                _provision(item, found, levels, in_annex)
            case Para():
                continue
            case Alternatives():
                _provisions(brackets.provisions(item), found, levels, in_annex)
            case Change():
                below = found.within(item)
                _provisions(item.content, below, levels if below is found else set(), in_annex)
            case _ as never:
                assert_never(never)


def _provision(item: Provision, found: Survey, levels: set[Level], in_annex: bool) -> None:
    found.keys.add(item.key)
    if item.level <= Level.ARTICLE:
        levels.add(item.level)
        found.headings.append(Heading(item.key, item.level, in_annex, normal(item.heading)))
    if _blocks(item.content, found):
        found.landscape.add(item.key)
    if item.level <= Level.ARTICLE and _begins_across(item):
        found.turned.add(item.key)
    _provisions(item.children, found, levels, in_annex)
    if _blocks(item.tail, found):
        found.landscape.add(f"{item.key}{TAIL}")


def _begins_across(item: Provision) -> bool:
    """Whether a landscape table follows the heading, perhaps after the words that introduce it."""
    first = item.children[0] if item.children else None
    content = item.content or (first.content if isinstance(first, Provision) else ())
    return any(isinstance(block, Table) and block.landscape for block in content)


def _blocks(items: Iterable[Block], found: Survey) -> bool:
    """True when a landscape table stands among the blocks."""
    landscape = False
    for item in items:
        match item:
            case Para():
                continue
            case Table():
                landscape |= item.landscape
                _table(item, found)
            case Formula():
                found.keys.add(item.key)
            case Figure():
                found.keys.add(item.key)
                found.figures.append(item)
            case Alternatives():
                landscape |= _blocks(brackets.blocks(item), found)
            case Change():
                landscape |= _blocks(item.content, found.within(item))
            case _ as never:
                assert_never(never)
    return landscape


def _table(item: Table, found: Survey) -> None:
    found.keys.add(item.key)
    if isinstance(item.rows, tuple):
        found.keys.update(row.key for row in item.rows)
    else:
        found.schedules.append(item)
