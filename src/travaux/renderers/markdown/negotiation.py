"""Brackets and redlines: what surrounds competing wordings and changes, whatever kind of node they are of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from travaux.renderers._shared import attribution, author, choice
from travaux.renderers.markdown.context import Context
from travaux.renderers.markdown.words import escape
from travaux.tree import Alternatives, Change, Option

X = TypeVar("X")
Write = Callable[[Context, tuple[X, ...]], Iterator[str]]


def bracket(option: Option[X]) -> str:
    """The bracket before an option, with those who stand behind it."""
    who = attribution(option)
    return f"\\[{escape(who)}: " if who else "\\["


def reason(node: Alternatives[X]) -> str:
    """Why the alternatives are open, as a comment, or nothing."""
    return f"{{>>{escape(node.reason)}<<}}" if node.reason else ""


def mark(context: Context, change: Change[X]) -> tuple[str, str]:
    """The marks before and after a change; the second names the one who did it."""
    sign = "++" if change.kind == "inserted" else "--"
    who = escape(author(context.document.draft, change.author))
    return f"{{{sign}", f"{sign}}}" + (f"{{>>{who}<<}}" if who else "")


def alternatives_of(context: Context, node: Alternatives[X], write: Write[X]) -> Iterator[str]:
    """Alternatives of whole blocks or provisions: each option between a bracket above and one below."""
    chosen = choice(node)
    if chosen is not None:
        yield from write(context, chosen)
        return
    for option in node.options:
        yield bracket(option).rstrip()
        yield from write(context, option.content)
        yield "\\]"
    if node.reason:
        yield reason(node)


def change_of(context: Context, node: Change[X], write: Write[X]) -> Iterator[str]:
    """A change of whole blocks or provisions."""
    opening, closing = mark(context, node)
    yield opening
    yield from write(context, node.content)
    yield closing
