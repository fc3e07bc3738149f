"""Inline nodes become running text of Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from travaux.renderers._shared import choice, citation, comments, word
from travaux.renderers.markdown.context import Context
from travaux.renderers.markdown.negotiation import bracket, mark, reason
from travaux.renderers.markdown.words import escape, glue, styled
from travaux.tree import (
    Alternatives,
    Change,
    Definition,
    Emphasis,
    Footnote,
    Inline,
    Note,
    Ref,
    Text,
    Use,
    Value,
)


def phrase(context: Context, nodes: Iterable[Inline]) -> str:
    """Running text."""
    return glue(_inline(context, node) for node in nodes)


def _inline(context: Context, node: Inline) -> str:
    match node:
        case Text() | Use() | Value():
            return escape(node.text)
        case Emphasis():
            return styled(phrase(context, node.content), node.strong)
        case Definition():
            return styled(escape(node.text), strong=True)
        case Ref():
            return escape("".join(segment.text for segment in citation(context.document, node)))
        case Footnote():
            return footnote_mark(context, node)
        case Note():
            return _note(context, node)
        case Alternatives():
            return _alternatives(context, node)
        case Change():
            opening, closing = mark(context, node)
            return f"{opening}{phrase(context, node.content)}{closing}"
        case _:
            assert_never(node)


def footnote_mark(context: Context, footnote: Footnote) -> str:
    """A footnote of Markdown; where each chapter counts for itself, which Markdown cannot, the number alone."""
    number = context.printed.footnote_number(footnote)
    by_chapter = context.document.draft.house.footnotes == "by-chapter"
    return f"<sup>{number}</sup>" if by_chapter else f"[^{number}]"


def _note(context: Context, note: Note) -> str:
    match note.kind:
        case "finding":
            label = word(context.document, "finding")
            return styled(escape(f"[{label}: {note.text}]"), strong=True)
        case "drafting":
            return " " + escape(f"[{word(context.document, 'note')} {context.printed.note_number(note)}]")
        case "comment":
            listed = [found for _, found in comments(context.document, context.printed.comments)]
            return " " + escape(f"[{word(context.document, 'comment')} {listed.index(note) + 1}]")
        case "remark":
            return ""
        case _:
            assert_never(note.kind)


def _alternatives(context: Context, node: Alternatives[Inline]) -> str:
    chosen = choice(node)
    if chosen is not None:
        return phrase(context, chosen)
    options = (f"{bracket(option)}{phrase(context, option.content)}\\]" for option in node.options)
    return " ".join(options) + reason(node)
