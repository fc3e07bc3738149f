"""Footnotes get their numbers: through the whole text, or anew in each chapter and each annex.

As Word counts them: a footnote in words that a redline deletes keeps its number until the deletion is accepted, and
one inside another, which Word does not have, has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, assert_never

from travaux.tree import (
    Alternatives,
    Annex,
    AnnexItem,
    Block,
    Change,
    Definition,
    Draft,
    Emphasis,
    Figure,
    Footnote,
    FootnoteNumber,
    Formula,
    Inline,
    Level,
    Note,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Ref,
    Row,
    Table,
    Text,
    Use,
    Value,
)

_Node: TypeAlias = "Inline | Block | Row | ProvisionItem | RecitalItem | AnnexItem"


def at_heading(unit: Provision | Annex) -> tuple[Footnote, ...]:
    """The footnote at the heading of a unit, as the content of a paragraph."""
    return () if unit.heading_note is None else (unit.heading_note,)


def footnote_numbers(draft: Draft) -> dict[str, FootnoteNumber]:
    """The numbers by key, in printed order."""
    numbers: dict[str, FootnoteNumber] = {}
    chapter, count = "", 0
    for node in _printed(_parts_of(draft)):
        if isinstance(node, Footnote):
            count += 1
            numbers[node.key] = FootnoteNumber(count, chapter)
        elif draft.house.footnotes == "by-chapter":
            chapter, count = node.key, 0
    return numbers


def _parts_of(draft: Draft) -> tuple[_Node, ...]:
    return (*draft.opening, *draft.recitals, *draft.enacting, *draft.body, *draft.closing, *draft.annexes)


def _printed(nodes: Iterable[_Node], counting: bool = True) -> Iterator[Footnote | Provision | Annex]:
    """Footnotes, and the chapters and annexes at which a count begins: none in what is deleted, none in an annex."""
    for node in nodes:
        match node:
            case Footnote():
                yield node
            case Provision():
                if counting and node.level is Level.CHAPTER:
                    yield node
                yield from _printed((*at_heading(node), *node.content, *node.children, *node.tail), counting)
            case Annex():
                if counting:
                    yield node
                yield from _printed((*at_heading(node), *node.content, *node.children), counting=False)
            case Change():
                yield from _printed(node.content, counting and node.kind == "inserted")
            case Alternatives():
                yield from _printed(_shown(node), counting)
            case Recital() | Para() | Emphasis():
                yield from _printed(node.content, counting)
            case Table():
                yield from _printed(node.rows if isinstance(node.rows, tuple) else (), counting)
            case Row():
                yield from _printed((inline for cell in node.cells for inline in cell), counting)
            case Text() | Definition() | Use() | Ref() | Value() | Note() | Formula() | Figure():
                pass
            case _ as never:
                assert_never(never)


def _shown(node: Alternatives[Any]) -> tuple[Any, ...]:
    """Of alternatives that are open every wording, of others the choice."""
    if node.chosen is None:
        return tuple(each for option in node.options for each in option.content)
    return node.options[node.chosen].content if 0 <= node.chosen < len(node.options) else ()
