"""The wordings between which a negotiation has not chosen, each marked with the parties behind it.

A renderer that puts brackets into the text prints `Worded` words in the style of their parties; to all others they
are words like any.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Definition,
    Emphasis,
    Footnote,
    Note,
    Option,
    Para,
    Provision,
    Recital,
    Ref,
    Table,
    Text,
    Use,
    Value,
)

X = TypeVar("X")

_INLINE = (Text, Emphasis, Definition, Use, Ref, Value, Footnote, Note)


@dataclass(frozen=True, slots=True)
class Worded(Emphasis):
    """Words that are set in the style of the parties who stand behind them; `strong` is bold on top of it."""

    parties: tuple[str, ...] = ()


def behind(option: Option[X]) -> tuple[str, ...]:
    """The parties whose wording an option is: those who propose it, or else those who support it."""
    return tuple(dict.fromkeys(option.proposed or option.supported))


def worded(option: Option[X]) -> tuple[X, ...]:
    """The content of an option with its words marked; headings keep their look, whoever proposes them."""
    parties = behind(option)
    return _by(option.content, parties) if parties else option.content


def _by(nodes: Any, parties: tuple[str, ...]) -> Any:
    """A sequence of nodes; running text is wrapped as a whole, so that a comment in it keeps the words before it."""
    if any(isinstance(node, _INLINE) for node in nodes):
        return (Worded(tuple(nodes), False, parties),)
    return tuple(_node(node, parties) for node in nodes)


def _node(node: Any, parties: tuple[str, ...]) -> Any:
    match node:
        case Provision():
            below = (_by(part, parties) for part in (node.content, node.children, node.tail))
            content, children, tail = below
            return replace(node, content=content, children=children, tail=tail)
        case Annex():
            return replace(node, content=_by(node.content, parties), children=_by(node.children, parties))
        case Para() | Recital() | Change():
            return replace(node, content=_by(node.content, parties))
        case Alternatives():
            options = (replace(option, content=_by(option.content, parties)) for option in node.options)
            return replace(node, options=tuple(options))
        case Table() if isinstance(node.rows, tuple):
            rows = (replace(row, cells=tuple(_by(cell, parties) for cell in row.cells)) for row in node.rows)
            return replace(node, rows=tuple(rows))
    return node
