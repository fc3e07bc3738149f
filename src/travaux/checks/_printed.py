"""The printed text of an annex by key: words of a provision, cells of a row joined by tabs, formulas as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from travaux import tree
from travaux.checks._walk import open_items, units
from travaux.compilation import Text
from travaux.span import Span


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed under a key, where it is drafted, and the provision or annex in which it stands."""

    text: str
    span: Span
    provision: str


def printed_annexes(text: Text) -> dict[str, dict[str, Printed]]:
    """By key of each annex that is printed: what it prints by key."""
    found: dict[str, dict[str, Printed]] = {}
    for unit in units(text):
        if unit.part == "annex":
            annex = unit.above[0].key if unit.above else unit.node.key
            told = {key: Printed(words, span, unit.node.key) for key, words, span in _texts(unit.node)}
            found.setdefault(annex, {}).update(told)
    return found


def printed_formulas(text: Text) -> dict[str, str]:
    """By key: every equation that is printed, as it stands."""
    blocks = (block for unit in units(text) for block, _ in open_items(_content(unit.node)))
    return {block.key: block.text for block in blocks if isinstance(block, tree.Formula)}


def _content(node: Any) -> tuple[tree.Block, ...]:
    return () if isinstance(node, tree.Recital) else (*node.content, *getattr(node, "tail", ()))


def _texts(node: Any) -> Iterator[tuple[str, str, Span]]:
    blocks = [block for block, _ in open_items((*node.content, *getattr(node, "tail", ())))]
    yield node.key, " ".join(_words(block.content) for block in blocks if isinstance(block, tree.Para)), node.span
    for block in blocks:
        match block:
            case tree.Formula(key, formula, span):
                yield key, formula, span
            case tree.Table(rows=tuple(rows), span=span):
                yield from ((row.key, "\t".join(map(_words, row.cells)), span) for row in rows)


def _words(content: Iterable[tree.Inline]) -> str:
    told = (_words(node.content) if isinstance(node, tree.Emphasis) else _text(node) for node, _ in open_items(content))
    return "".join(told)


def _text(node: tree.Inline) -> str:
    """The words of a node; a reference or a note adds none, because no step and no example has one."""
    match node:
        case tree.Text() | tree.Value() | tree.Use() | tree.Definition():
            return node.text
        case _:
            return ""
