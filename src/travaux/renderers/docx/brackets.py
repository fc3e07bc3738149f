"""Alternatives -> what is printed of them: the chosen wording, or every wording in square brackets.

Brackets are put into the nodes themselves, so that nothing after this module knows about alternatives:
`1. [US, EU: Each Party shall ...]`. A heading keeps its text clean (it goes into the contents and into
references); its opening bracket stands on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from travaux.renderers._shared import attribution, choice
from travaux.tree import (
    Alternatives,
    Annex,
    AnnexItem,
    Block,
    Change,
    Emphasis,
    Inline,
    Level,
    Option,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Text,
)

X = TypeVar("X")

CLOSE = Emphasis((Text("]"),), strong=True)


def opening(option: Option[X]) -> Emphasis:
    """The opening bracket of an option with those who stand behind it: "[US, EU: "."""
    who = attribution(option)
    return Emphasis((Text(f"[{who}: " if who else "["),), strong=True)


def inlines(node: Alternatives[Inline]) -> tuple[Inline, ...]:
    """The words of the alternatives, a space between two options."""
    clean = choice(node)
    if clean is not None:
        return clean
    printed: list[Inline] = []
    for option in node.options:
        printed += [*([Text(" ")] if printed else []), opening(option), *option.content, CLOSE]
    return tuple(printed)


def blocks(node: Alternatives[Block]) -> tuple[Block, ...]:
    """The blocks of the alternatives."""
    clean = choice(node)
    if clean is not None:
        return clean
    return tuple(
        block
        for option in node.options
        for block in _closed_blocks(_opened_blocks(option.content, opening(option)), CLOSE)
    )


def provisions(node: Alternatives[Provision]) -> Iterator[ProvisionItem | Para]:
    """The provisions of the alternatives; a bare `Para` is a line that holds a bracket only."""
    clean = choice(node)
    if clean is not None:
        yield from clean
        return
    for option in (option for option in node.options if option.content):
        if all(item.level > Level.ARTICLE for item in option.content):
            yield from _bracketed(option.content, opening(option))
        else:
            yield Para((opening(option),))
            yield from option.content[:-1]
            yield _closed_provision(option.content[-1])


def recitals(node: Alternatives[Recital]) -> Iterator[RecitalItem]:
    """The recitals of the alternatives."""
    clean = choice(node)
    if clean is not None:
        yield from clean
        return
    for option in node.options:
        content = list(option.content)
        if content:
            content[0] = replace(content[0], content=(opening(option), *content[0].content))
            content[-1] = replace(content[-1], content=(*content[-1].content, CLOSE))
        yield from content


def annexes(node: Alternatives[Annex]) -> Iterator[AnnexItem]:
    """The annexes of the alternatives, the brackets below the first heading and at the end of the last."""
    clean = choice(node)
    if clean is not None:
        yield from clean
        return
    for option in node.options:
        content = list(option.content)
        if content:
            content[0] = replace(content[0], content=(Para((opening(option),)), *content[0].content))
            content[-1] = _closed_annex(content[-1])
        yield from content


def _bracketed(content: tuple[Provision, ...], mark: Inline) -> Iterator[Provision]:
    first = replace(content[0], content=_opened_blocks(content[0].content, mark))
    *others, last = (first, *content[1:])
    yield from (*others, _closed_provision(last))


def _closed_provision(node: Provision) -> Provision:
    if not node.children:
        if node.tail:
            return replace(node, tail=_closed_blocks(node.tail, CLOSE))
        return replace(node, content=_closed_blocks(node.content, CLOSE))
    last = node.children[-1]
    if node.tail or isinstance(last, Alternatives | Change):
        return replace(node, tail=_closed_blocks(node.tail, CLOSE))
    return replace(node, children=(*node.children[:-1], _closed_provision(last)))


def _closed_annex(node: Annex) -> Annex:
    if not node.children:
        return replace(node, content=_closed_blocks(node.content, CLOSE))
    last = node.children[-1]
    if isinstance(last, Alternatives | Change):
        closing = Provision(Level.PARAGRAPH, "", content=(Para((CLOSE,)),), numbered=False)
        return replace(node, children=(*node.children, closing))
    return replace(node, children=(*node.children[:-1], _closed_provision(last)))


def _opened_blocks(content: tuple[Block, ...], mark: Inline) -> tuple[Block, ...]:
    if content and isinstance(content[0], Para):
        return (Para((mark, *content[0].content)), *content[1:])
    return (Para((mark,)), *content)


def _closed_blocks(content: tuple[Block, ...], mark: Inline) -> tuple[Block, ...]:
    if content and isinstance(content[-1], Para):
        return (*content[:-1], Para((*content[-1].content, mark)))
    return (*content, Para((mark,)))
