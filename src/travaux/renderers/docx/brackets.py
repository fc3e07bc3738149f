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
    Note,
    Option,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Text,
)
from travaux.wording import Worded, behind, worded

X = TypeVar("X")

REASON = "#reason"  # after the key of alternatives: the remark that says why they are open


def opening(node: Alternatives[X], option: Option[X]) -> Emphasis:
    """The opening bracket of an option with those who stand behind it: "[US, EU: "; on the first, why it is open."""
    who = attribution(option)
    words: list[Inline] = [Text(f"[{who}: " if who else "[")]
    if node.reason and option is node.options[0]:
        words.append(Note(f"{node.key}{REASON}", node.reason, "remark"))
    return Worded(tuple(words), True, behind(option))


def closing(option: Option[X]) -> Emphasis:
    """The closing bracket of an option."""
    return Worded((Text("]"),), True, behind(option))


def inlines(node: Alternatives[Inline]) -> tuple[Inline, ...]:
    """The words of the alternatives, a space between two options."""
    clean = choice(node)
    if clean is not None:
        return clean
    printed: list[Inline] = []
    for option in node.options:
        printed += [*([Text(" ")] if printed else []), opening(node, option), *worded(option), closing(option)]
    return tuple(printed)


def blocks(node: Alternatives[Block]) -> tuple[Block, ...]:
    """The blocks of the alternatives."""
    clean = choice(node)
    if clean is not None:
        return clean
    return tuple(
        block
        for option in node.options
        for block in _closed_blocks(_opened_blocks(worded(option), opening(node, option)), closing(option))
    )


def provisions(node: Alternatives[Provision]) -> Iterator[ProvisionItem | Para]:
    """The provisions of the alternatives; a bare `Para` is a line that holds a bracket only."""
    clean = choice(node)
    if clean is not None:
        yield from clean
        return
    for option in (option for option in node.options if option.content):
        content, mark, end = worded(option), opening(node, option), closing(option)
        if all(item.level > Level.ARTICLE for item in content):
            yield from _bracketed(content, mark, end)
        else:
            yield Para((mark,))
            yield from content[:-1]
            yield _closed_provision(content[-1], end)


def recitals(node: Alternatives[Recital]) -> Iterator[RecitalItem]:
    """The recitals of the alternatives."""
    clean = choice(node)
    if clean is not None:
        yield from clean
        return
    for option in node.options:
        content = list(worded(option))
        if content:
            content[0] = replace(content[0], content=(opening(node, option), *content[0].content))
            content[-1] = replace(content[-1], content=(*content[-1].content, closing(option)))
        yield from content


def annexes(node: Alternatives[Annex]) -> Iterator[AnnexItem]:
    """The annexes of the alternatives, the brackets below the first heading and at the end of the last."""
    clean = choice(node)
    if clean is not None:
        yield from clean
        return
    for option in node.options:
        content = list(worded(option))
        if content:
            content[0] = replace(content[0], content=(Para((opening(node, option),)), *content[0].content))
            content[-1] = _closed_annex(content[-1], closing(option))
        yield from content


def split(item: Provision) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """The words of the first paragraph, which carries number and bookmark, and the blocks after it."""
    first = item.content[:1]
    if item.level > Level.ARTICLE and first and isinstance(first[0], Alternatives):
        opened = blocks(first[0])
        return split_blocks((*opened, *item.content[1:]))
    return split_blocks(item.content) if item.level > Level.ARTICLE else ((), item.content)


def split_blocks(content: tuple[Block, ...]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """The words of the first paragraph, if the blocks begin with one, and the blocks after it."""
    if content and isinstance(content[0], Para):
        return content[0].content, content[1:]
    return (), content


def _bracketed(content: tuple[Provision, ...], mark: Inline, end: Inline) -> Iterator[Provision]:
    first = replace(content[0], content=_opened_blocks(content[0].content, mark))
    *others, last = (first, *content[1:])
    yield from (*others, _closed_provision(last, end))


def _closed_provision(node: Provision, end: Inline) -> Provision:
    if not node.children:
        if node.tail:
            return replace(node, tail=_closed_blocks(node.tail, end))
        return replace(node, content=_closed_blocks(node.content, end))
    last = node.children[-1]
    if node.tail or isinstance(last, Alternatives | Change):
        return replace(node, tail=_closed_blocks(node.tail, end))
    return replace(node, children=(*node.children[:-1], _closed_provision(last, end)))


def _closed_annex(node: Annex, end: Inline) -> Annex:
    if not node.children:
        return replace(node, content=_closed_blocks(node.content, end))
    last = node.children[-1]
    if isinstance(last, Alternatives | Change):
        closing = Provision(Level.PARAGRAPH, "", content=(Para((end,)),), numbered=False)
        return replace(node, children=(*node.children, closing))
    return replace(node, children=(*node.children[:-1], _closed_provision(last, end)))


def _opened_blocks(content: tuple[Block, ...], mark: Inline) -> tuple[Block, ...]:
    if content and isinstance(content[0], Para):
        return (Para((mark, *content[0].content)), *content[1:])
    return (Para((mark,)), *content)


def _closed_blocks(content: tuple[Block, ...], mark: Inline) -> tuple[Block, ...]:
    if content and isinstance(content[-1], Para):
        return (*content[:-1], Para((*content[-1].content, mark)))
    return (*content, Para((mark,)))
