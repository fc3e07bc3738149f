"""Provisions -> numbered paragraphs and headings, each in a content control with its key, with a bookmark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import assert_never

from travaux.footnotes import at_heading
from travaux.renderers.docx import brackets, names, styles, xml
from travaux.renderers.docx.blocks import blocks
from travaux.renderers.docx.context import Context, Revision, Setting
from travaux.renderers.docx.inline import inlines
from travaux.renderers.docx.numbering import number_property
from travaux.renderers.docx.paragraph_numbers import counted
from travaux.renderers.docx.paragraphs import TAIL, Paragraphs
from travaux.renderers.docx.sections import count_anew, orient
from travaux.tree import (
    Alternatives,
    Change,
    Definition,
    Emphasis,
    Inline,
    Level,
    Para,
    Provision,
    ProvisionItem,
)


def provisions(items: Iterable[ProvisionItem | Para], context: Context, setting: Setting) -> Iterator[str]:
    """The provisions in order; a bare `Para` is a line that holds a bracket."""
    for item in items:
        match item:
            case Provision():
                yield from _provision(item, context, setting)
            case Para(content):
                yield context.paragraph("Bracket Line", inlines(content, context, setting), setting)
            case Alternatives():
                yield from provisions(brackets.provisions(item), context, setting)
            case Change(kind, content, author, date):
                yield from provisions(content, context, setting.revised(Revision(kind, author, date)))
            case _ as never:
                assert_never(never)


def children(items: Iterable[ProvisionItem], context: Context, setting: Setting) -> Iterator[str]:
    """The provisions below one parent: a list begun again among them ends with them."""
    before = context.numbering.enter()
    yield from provisions(items, context, setting)
    context.numbering.leave(before)


def controlled(key: str, parts: Iterator[str], context: Context, setting: Setting) -> Iterator[str]:
    """The paragraphs of a key in its content control; what is deleted belongs to none.

    A control cannot hold the end of a section of pages: beside a landscape table it holds the first paragraph.
    """
    if not key or setting.deleted:
        yield from parts
        return
    start = xml.control_start(names.tag(key, context.version), context.ids.control(f"key:{key}"))
    if key in context.survey.landscape and not context.landscape:
        yield start
        yield next(parts)
        yield xml.CONTROL_END
        yield from parts
    else:
        yield start + next(parts, "")
        yield from parts
        yield xml.CONTROL_END


def _provision(item: Provision, context: Context, setting: Setting) -> Iterator[str]:
    """Own text, children, closing words.

    The control holds the own text alone: one control round a chapter with all its articles inside would be
    hard to edit in Word, and LibreOffice loses fields behind nested controls.
    """
    turned = item.key in context.survey.turned and not context.landscape
    outer = context.version
    own = context.version = item.origin.version if item.origin else outer
    if item.level is Level.CHAPTER and context.part == "body" and not setting.deleted:
        yield count_anew(context)
    if turned:
        yield orient(True, context)
    yield from controlled(item.key, _own(item, context, setting), context, setting)
    if item.children:
        yield from children(item.children, context, setting)
    if item.tail:
        context.version = own
        tail = item.key and f"{item.key}{TAIL}"
        context.unit = Paragraphs(tail)
        yield from controlled(tail, blocks(item.tail, _continued(item), context, setting), context, setting)
    context.version = outer
    if turned:
        yield orient(False, context)


def _own(item: Provision, context: Context, setting: Setting) -> Iterator[str]:
    context.unit = Paragraphs(item.key)
    first, rest = brackets.split(item)
    yield _head(item, first, context, setting)
    yield from blocks(rest, _continued(item), context, setting)


def _head(item: Provision, words: tuple[Inline, ...], context: Context, setting: Setting) -> str:
    """The bookmark is round the heading alone where there is one: references print what is inside it."""
    context.unit.next()
    if item.level <= Level.ARTICLE:
        heading = context.bookmark(item.key, context.run(item.heading, setting), setting)
        content = heading + inlines(at_heading(item), context, setting)
    elif item.heading:
        heading = context.bookmark(item.key, context.run(item.heading, setting, "Strong"), setting)
        heading += inlines(at_heading(item), context, setting)
        content = heading + context.run(". ", setting, "Strong") + inlines(words, context, setting)
    else:
        content = inlines(at_heading(item), context, setting)
        content += context.bookmark(item.key, inlines(words, context, setting), setting)
    write = context.paragraph if item.level <= Level.ARTICLE else partial(counted, context=context)
    return write(_style(item, context), content, setting=setting, properties=_number(item, context, setting))


def _number(item: Provision, context: Context, setting: Setting) -> str:
    """Deleted provisions are not counted, so that the text that stays has the numbers it will have.

    They keep the numbering of their style: whoever rejects the deletion gets the numbered text back.
    """
    if not item.numbered:
        return number_property(0, 0) if item.level <= Level.ARTICLE else ""
    if setting.deleted:
        return ""
    label = context.document.labels.get(item.key)
    return context.numbering.provision(context.part, item.level, label.own if label else "")


def _style(item: Provision, context: Context) -> str:
    if not item.numbered and item.level > Level.ARTICLE:
        return "Treaty Definition" if _defines(item) else styles.UNNUMBERED[item.level]
    return (styles.BODY if context.part == "body" else styles.ANNEX)[item.level]


def _continued(item: Provision) -> str:
    if item.numbered or item.level <= Level.ARTICLE:
        return styles.CONTINUED[item.level]
    return "Treaty Paragraph Continued" if _defines(item) else styles.UNNUMBERED[item.level]


def _defines(item: Provision) -> bool:
    """Whether the provision opens with the term it defines."""
    words, _ = brackets.split_blocks(item.content)
    while words and isinstance(words[0], Emphasis):
        words = words[0].content
    return bool(words) and isinstance(words[0], Definition)
