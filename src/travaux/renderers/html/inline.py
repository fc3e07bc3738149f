"""Inline nodes become phrases of HTML: links, definitions, values, marks of footnotes and notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from travaux.renderers._shared import choice, citation, comments, word
from travaux.renderers.html.context import Context, attribute, escape, identifier
from travaux.renderers.html.negotiation import bracket, changed, inside, open_question
from travaux.tree import (
    Alternatives,
    Change,
    Definition,
    Emphasis,
    Footnote,
    Inline,
    Note,
    Option,
    Ref,
    Segment,
    Text,
    Use,
    Value,
)


def phrase(context: Context, nodes: Iterable[Inline]) -> str:
    """Running text."""
    return "".join(_inline(context, node) for node in nodes)


def _inline(context: Context, node: Inline) -> str:
    match node:
        case Text():
            return escape(node.text)
        case Emphasis():
            tag = "strong" if node.strong else "em"
            return f"<{tag}>{phrase(context, node.content)}</{tag}>"
        case Definition():
            return f"<dfn{context.anchor('term:' + identifier(node.term))}>{escape(node.text)}</dfn>"
        case Use():
            return _use(context, node)
        case Ref():
            return _ref(context, node)
        case Value():
            return _value(node)
        case Footnote():
            return _footnote(context, node)
        case Note():
            return _note(context, node)
        case Alternatives():
            return _alternatives(context, node)
        case Change():
            return changed(context, node, phrase(inside(context, node), node.content))
        case _:
            assert_never(node)


def _use(context: Context, use: Use) -> str:
    if use.term not in context.printed.terms:
        return escape(use.text)
    return f'<a class="term" href="#term:{identifier(use.term)}">{escape(use.text)}</a>'


def _ref(context: Context, ref: Ref) -> str:
    found = citation(context.document, ref)
    whole = "".join(segment.text for segment in found)
    if not any(segment.target for segment in found):
        return _link(context, whole, ref.targets[0] if ref.targets else "")
    return segments(context, found)


def segments(context: Context, found: Iterable[Segment]) -> str:
    """The pieces of a citation, each with its link."""
    return "".join(_segment(context, segment) for segment in found)


def _segment(context: Context, segment: Segment) -> str:
    if segment.part == "footnote":
        return f'<a class="ref" href="#footnote:{identifier(segment.target)}">{escape(segment.text)}</a>'
    return _link(context, segment.text, segment.target)


def _link(context: Context, text: str, target: str) -> str:
    if target not in context.printed.anchors:
        return escape(text)
    return f'<a class="ref" href="#{identifier(target)}">{escape(text)}</a>'


def _value(value: Value) -> str:
    """A value without path and machine value (as in a copy that goes out) is plain text."""
    if not value.path and not value.machine:
        return escape(value.text)
    return f'<data value="{escape(value.machine)}"{attribute("data-path", value.path)}>{escape(value.text)}</data>'


def _footnote(context: Context, footnote: Footnote) -> str:
    number, name = context.printed.footnote_number(footnote), identifier(footnote.key)
    mark = context.mark(f"footnote-mark:{name}")
    return f'<sup class="footnote-mark"{mark}><a href="#footnote:{name}" role="doc-noteref">{number}</a></sup>'


def _note(context: Context, note: Note) -> str:
    match note.kind:
        case "finding":
            label = escape(word(context.document, "finding"))
            return f'<mark class="finding">[{label}: {escape(note.text)}]</mark>'
        case "drafting":
            number, name = context.printed.note_number(note), identifier(note.key)
            label = escape(word(context.document, "note"))
            mark = context.mark(f"note-mark:{name}")
            return f'<a class="note-mark"{mark} href="#note:{name}">[{label} {number}]</a>'
        case "comment":
            name, label = identifier(note.key), escape(word(context.document, "comment"))
            mark = context.mark(f"comment-mark:{name}")
            return f'<a class="note-mark"{mark} href="#comment:{name}">[{label} {_place(context, note)}]</a>'
        case "remark":
            return ""
        case _:
            assert_never(note.kind)


def _place(context: Context, note: Note) -> int:
    return [found for _, found in comments(context.document, context.printed.comments)].index(note) + 1


def _alternatives(context: Context, node: Alternatives[Inline]) -> str:
    chosen = choice(node)
    if chosen is not None:
        return phrase(context, chosen)
    options = " ".join(_option(context, option) for option in node.options)
    return f'<span class="alternatives"{open_question(context, node)}>{options}</span>'


def _option(context: Context, option: Option[Inline]) -> str:
    return f'<span class="option">{bracket(option)}{phrase(context, option.content)}]</span>'
