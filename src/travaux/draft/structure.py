"""The parsed parts of a clause become provisions: each gets its level and its key.

What rests on a source that nobody has confirmed is put into square brackets here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from travaux.draft.inline import GOOD_ID, Scribe
from travaux.draft.markup import Heading, Item, Part
from travaux.span import Span
from travaux.tree import (
    Alternatives,
    Annex,
    Block,
    Level,
    Note,
    Option,
    Origin,
    Para,
    Provision,
    ProvisionItem,
)

UNCONFIRMED = "rests on an unconfirmed source"


@dataclass
class Builder:
    """Gives parts their level and key."""

    scribe: Scribe
    origin: Origin
    unconfirmed: frozenset[str]
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sources that the instrument names for a clause or a paragraph, by key."""
    rests_on: list[tuple[str, str]] = field(default_factory=list)

    def split(self, parts: list[Part]) -> tuple[tuple[Block, ...], list[Item], tuple[Block, ...]]:
        """Blocks before the list, the items, and the blocks after it."""
        lists = [i for i, part in enumerate(parts) if isinstance(part, list)]
        if not lists:
            return tuple(p for p in parts if not isinstance(p, list | Heading)), [], ()
        if len(lists) > 1:
            self.scribe.fault("text stands between two lists of one provision", "give it a number of its own")
        first = lists[0]
        items = parts[first]
        assert isinstance(items, list)
        before = tuple(p for p in parts[:first] if not isinstance(p, list | Heading))
        after = tuple(p for p in parts[first + 1 :] if not isinstance(p, list | Heading))
        return before, items, after

    def key(self, item_id: str, span: Span, what: str) -> str:
        if not item_id:
            self.scribe.fault(f"{what} has no id", "begin it with {#id}", span, "DRF006")
            item_id = f"unnamed-{len(self.scribe.ids) + 1}"
        if not GOOD_ID.fullmatch(item_id):
            self.scribe.fault(f"{item_id!r} is not an id", "lower-case letters, digits, hyphens", span, "DRF006")
        key = f"{self.scribe.key}.{item_id}"
        if key in self.scribe.ids:
            self.scribe.fault(f"the id {item_id!r} stands twice in the clause", "", span, "DRF006")
        self.scribe.ids.add(key)
        return key

    def item(self, item: Item, level: Level) -> ProvisionItem:
        key = self.key(item.id, item.span, "a list item")
        content, children, tail = self.split(item.parts)
        below = Level(level + 1) if level < Level.ITEM else None
        if children and below is None:
            self.scribe.fault("lists are nested too deeply", "four levels are the most", item.span)
            children = []
        provision = Provision(
            level,
            key,
            content=content,
            children=tuple(self.item(child, below) for child in children if below),
            tail=tail,
            numbered=item.ordered,
            origin=self.origin,
            span=item.span,
        )
        return self.bracketed(provision, item.sources)

    def open_sources(self, key: str, sources: list[str]) -> list[str]:
        """Notes what a provision rests on, and returns the sources that are not confirmed."""
        sources = list(dict.fromkeys((*sources, *self.more.get(key, ()))))
        self.rests_on += [(key, source) for source in sources]
        return [source for source in sources if source in self.unconfirmed]

    def bracketed(self, provision: Provision, sources: list[str]) -> ProvisionItem:
        unconfirmed = self.open_sources(provision.key, sources)
        return bracket(provision, provision.key, unconfirmed) if unconfirmed else provision

    def provisions(self, parts: list[Part]) -> tuple[tuple[Block, ...], tuple[ProvisionItem, ...], tuple[Block, ...]]:
        """Content, children and tail of an article or annex."""
        content, items, tail = self.split(parts)
        direct = any(isinstance(block, Para) for block in content) and all(item.ordered for item in items)
        level = Level.POINT if direct else Level.PARAGRAPH
        return content, tuple(self.item(item, level) for item in items), tail

    def annex(self, parts: list[Part]) -> tuple[tuple[Block, ...], tuple[ProvisionItem, ...]]:
        """Content and children of an annex, in which headings open sections."""
        heads = [i for i, part in enumerate(parts) if isinstance(part, Heading)]
        first = heads[0] if heads else len(parts)
        content, children, tail = self.annex_provisions(parts[:first])
        sections = [self.section(parts[at:end]) for at, end in pairwise([*heads, len(parts)])]
        return (*content, *tail), (*children, *sections)

    def annex_provisions(
        self, parts: list[Part]
    ) -> tuple[tuple[Block, ...], tuple[ProvisionItem, ...], tuple[Block, ...]]:
        """An annex may introduce its paragraphs in a sentence: its lists are numbered paragraphs all the same."""
        content, items, tail = self.split(parts)
        return content, tuple(self.item(item, Level.PARAGRAPH) for item in items), tail

    def section(self, parts: list[Part]) -> Provision:
        head = parts[0]
        assert isinstance(head, Heading)
        key = self.key(head.id, head.span, "a heading")
        content, children, tail = self.annex_provisions(parts[1:])
        return Provision(Level.SECTION, key, head.text, content, children, tail, origin=self.origin, span=head.span)


def bracket(node: Any, key: str, sources: list[str]) -> Any:
    """A node in square brackets, because it rests on sources that nobody has confirmed."""
    reason = f"{UNCONFIRMED}: {', '.join(sources)}"
    return Alternatives(f"{key}#open", (Option((noted(node, f"{key}#open-note", reason),)),), reason=reason)


def unbracketed(node: Any) -> tuple[Any, ...]:
    """What stands in the brackets of a node, or the node itself: brackets of their own are enough for an option."""
    content: tuple[Any, ...] = node.options[0].content if isinstance(node, Alternatives) else (node,)
    return content


def noted(node: Any, key: str, reason: str) -> Any:
    """A recital, provision or annex with a drafting note that says why it is in brackets.

    It stands at the end of its own words; where it has none, at those of its last provision, for a mark needs words.
    """
    note = Note(key, f"In brackets because it {reason}.")
    if isinstance(node, Provision | Annex):
        below = [number for number, child in enumerate(node.children) if isinstance(child, Provision)]
        if below and not node.content:
            last_child = noted(node.children[below[-1]], key, reason)
            return replace(node, children=(*node.children[: below[-1]], last_child, *node.children[below[-1] + 1 :]))
        content = node.content or (Para(()),)
        last = content[-1]
        if isinstance(last, Para):
            return replace(node, content=(*content[:-1], Para((*last.content, note))))
        return replace(node, content=(*content, Para((note,))))
    return replace(node, content=(*node.content, note))
