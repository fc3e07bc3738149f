"""Inline nodes -> runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from travaux.renderers.docx import brackets, names, notes, parties, xml
from travaux.renderers.docx.comments import in_margin
from travaux.renderers.docx.context import Context, Place, Revision, Setting
from travaux.renderers.docx.paragraphs import FOOTNOTE
from travaux.renderers.docx.references import citation
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
from travaux.wording import Worded

_WORDS = (Text, Use)


def inlines(content: Iterable[Inline], context: Context, setting: Setting) -> str:
    """The runs of a sequence of nodes; words and terms in a row are one run."""
    runs: list[str] = []
    last: Inline | None = None
    for node in _joined(content):
        if isinstance(node, Note) and in_margin(node, context.document):
            runs = _commented(node, runs, context, setting)
            continue
        if isinstance(node, Note | Footnote) and isinstance(last, Note | Footnote):
            runs.append(context.run(" ", setting, "footnote reference"))  # or the marks of two notes read as one number
        runs.append(inline(node, context, setting))
        last = node
    return "".join(runs)


def _joined(content: Iterable[Inline]) -> Iterator[Inline]:
    words = ""
    for node in content:
        if isinstance(node, _WORDS):
            words += node.text
            continue
        if words:
            yield Text(words)
            words = ""
        yield node
    if words:
        yield Text(words)


def _commented(note: Note, runs: list[str], context: Context, setting: Setting) -> list[str]:
    """The runs so far with a comment on them; in a note, where Word has none, it waits for the note's mark."""
    if note.kind == "remark" and note.text in context.said:
        return runs
    if setting.place is Place.NOTE:
        context.waiting.append(note)
        return runs
    return [context.comments.round(note, "".join(runs))]


def inline(node: Inline, context: Context, setting: Setting) -> str:
    """The runs of one node."""
    match node:
        case Text(text) | Use(_, text):
            return context.run(text, setting)
        case Worded():
            return inlines(node.content, context, _worded(setting, node, context))
        case Emphasis(content, strong):
            return inlines(content, context, _emphasised(setting, strong, context))
        case Definition(_, text):
            return context.run(text, setting, "Defined Term")
        case Ref():
            return citation(node, context, setting)
        case Value():
            return _value(node, context, setting)
        case Footnote():
            return _footnote(node, context, setting)
        case Note():
            return _note(node, context, setting)
        case Alternatives():
            return inlines(brackets.inlines(node), context, setting)
        case Change():
            return _change(node, context, setting)
        case _ as never:
            assert_never(never)


def _emphasised(setting: Setting, strong: bool, context: Context) -> Setting:
    """The style of the name where there is none yet; on top of another style bold or italic."""
    if not setting.style:
        return replace(setting, style=context.reference.ids["Strong" if strong else "Emphasis"])
    return replace(setting, bold=setting.bold or strong, italic=setting.italic or not strong)


def _worded(setting: Setting, node: Worded, context: Context) -> Setting:
    """The style of the parties, on top of which emphasis stays; nobody's brackets are words that stand out."""
    name = parties.name_of(node.parties, context.document.draft)
    ids = context.reference.ids
    if not name:
        return _emphasised(setting, node.strong, context)
    return replace(
        setting,
        style=ids[name],
        bold=setting.bold or node.strong or setting.style == ids["Strong"],
        italic=setting.italic or setting.style == ids["Emphasis"],
        party_colour=context.party_colours.get(name, ""),
    )


def _value(node: Value, context: Context, setting: Setting) -> str:
    """A value in a control with its path; cells have none, for there would be tens of thousands of them."""
    words = context.run(node.text, setting)
    if setting.place is Place.CELL or setting.deleted:
        return words
    context.values[node.path] = None
    return xml.control(names.tag(node.path), context.ids.control(f"value:{node.path}"), words)


def _footnote(node: Footnote, context: Context, setting: Setting) -> str:
    """A footnote; in another note, where Word has none, its words in parentheses."""
    if setting.place is Place.NOTE:
        return context.run(" (", setting) + inlines(node.content, context, setting) + context.run(")", setting)
    number = notes.reserve(context.footnotes)
    words = inlines(node.content, context, Setting(Place.NOTE))
    words = context.bookmark(f"{FOOTNOTE}{node.key}", words, setting)
    context.footnotes[number - 1] = notes.footnote(number, words, context)
    printed = _cited(node, notes.mark("footnote", number, context), context)
    while context.waiting:
        printed = _at_the_mark(context.waiting.pop(0), printed, context, setting)
    return printed


def _cited(node: Footnote, mark: str, context: Context) -> str:
    """The mark in a bookmark where a reference wants its number."""
    return context.ids.bookmarked(names.bookmark(node.key), mark) if node.key in context.cited_footnotes else mark


def _at_the_mark(note: Note, printed: str, context: Context, setting: Setting) -> str:
    """What a footnote cannot hold stands at its mark: a comment round it, a drafting note after it."""
    if in_margin(note, context.document):
        return context.comments.round(note, printed)
    return printed + context.run(" ", setting, "footnote reference") + _note(note, context, setting)


def _note(node: Note, context: Context, setting: Setting) -> str:
    if node.kind == "finding":
        return context.run(f"[{node.text}]", setting, "Finding")
    if setting.place is Place.NOTE:
        context.waiting.append(node)
        return ""
    number = notes.reserve(context.endnotes)
    context.endnotes[number - 1] = notes.endnote(number, context.run(node.text), context)
    return notes.mark("endnote", number, context)


def _change(node: Change[Inline], context: Context, setting: Setting) -> str:
    """A tracked change; inside a deletion there is nothing further to track."""
    if setting.deleted:
        return inlines(node.content, context, setting)
    revision = Revision(node.kind, node.author, node.date)
    words = inlines(node.content, context, replace(setting, deleted=node.kind == "deleted"))
    return context.revised(revision, words)


def words_of(content: Iterable[Inline], context: Context) -> str:
    """The bare words, for measuring, with the citations that references print."""
    return "".join(_bare(node, context) for node in content)


def _bare(node: Inline, context: Context) -> str:
    match node:
        case Text() | Definition() | Use() | Value():
            return node.text
        case Note():
            return node.text if node.kind == "finding" else ""
        case Emphasis() | Change():
            return words_of(node.content, context)
        case Alternatives():
            return words_of(brackets.inlines(node), context)
        case Ref():
            return "".join(segment.text for segment in context.document.citations.get(node.id, ()))
        case Footnote():
            return ""
        case _ as never:
            assert_never(never)
