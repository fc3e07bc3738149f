"""Brackets and redlines: what surrounds competing wordings and changes, whatever kind of node they are of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from travaux.renderers._shared import attribution, author, choice
from travaux.renderers.html.context import Context, attribute, escape, keyed
from travaux.tree import Alternatives, Change, Option

X = TypeVar("X")
Write = Callable[[Context, tuple[X, ...]], str]


def bracket(option: Option[X]) -> str:
    """The bracket before an option, with those who stand behind it."""
    who = attribution(option)
    return f'[<b class="attribution">{escape(who)}:</b> ' if who else "["


def open_question(context: Context, node: Alternatives[X]) -> str:
    """The attributes of alternatives that are still open: key, and the reason as a hint."""
    return keyed(context, node.key) + attribute("title", node.reason)


def inside(context: Context, change: Change[X]) -> Context:
    """The place inside a change: what is deleted is no target of links."""
    return context.deleted() if change.kind == "deleted" else context


def changed(context: Context, change: Change[X], content: str) -> str:
    """Content marked as inserted or deleted, with the one who did it."""
    tag = "ins" if change.kind == "inserted" else "del"
    who = author(context.document.draft, change.author)
    said = attribute("data-author", who) + attribute("title", who) + attribute("datetime", change.date)
    return f"<{tag}{said}>{content}</{tag}>"


def alternatives_of(context: Context, node: Alternatives[X], write: Write[X]) -> str:
    """Alternatives of whole blocks or provisions: each option between a bracket above and one below."""
    chosen = choice(node)
    if chosen is not None:
        return write(context, chosen)
    options = "".join(_option(context, option, write) for option in node.options)
    return f'<div class="alternatives"{open_question(context, node)}>{options}</div>\n'


def _option(context: Context, option: Option[X], write: Write[X]) -> str:
    head = f'<p class="bracket">{bracket(option).rstrip()}</p>\n'
    return f'<div class="option">{head}{write(context, option.content)}<p class="bracket">]</p></div>\n'


def change_of(context: Context, node: Change[X], write: Write[X]) -> str:
    """A change of whole blocks or provisions."""
    return changed(context, node, write(inside(context, node), node.content)) + "\n"
