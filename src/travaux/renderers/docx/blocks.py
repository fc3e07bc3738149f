"""Blocks -> paragraphs, tables, equations and pictures, in the style that the place asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from travaux.renderers.docx import brackets, formula
from travaux.renderers.docx.context import Context, Revision, Setting
from travaux.renderers.docx.figures import figure
from travaux.renderers.docx.inline import inlines
from travaux.renderers.docx.paragraph_numbers import counted
from travaux.renderers.docx.sections import orient
from travaux.renderers.docx.tables import table
from travaux.tree import Alternatives, Block, Change, Figure, Formula, Para, Table


def blocks(items: Iterable[Block], style: str, context: Context, setting: Setting) -> Iterator[str]:
    """The blocks, running text in the named style."""
    for item in items:
        yield from block(item, style, context, setting)


def block(item: Block, style: str, context: Context, setting: Setting) -> Iterator[str]:
    """One block."""
    match item:
        case Para(content):
            name = "" if setting.deleted else context.unit.next()
            words = context.bookmark(name, inlines(content, context, setting), setting)
            yield counted(style, words, context, setting)
        case Table():
            yield from _table(item, context, setting)
        case Formula():
            content_of = context.bookmark(item.key, formula.equation(item.text), setting)
            yield context.paragraph("Formula", content_of, setting)
        case Figure():
            yield from figure(item, context, setting)
        case Alternatives():
            yield from blocks(brackets.blocks(item), style, context, setting)
        case Change(kind, content, author, date):
            yield from blocks(content, style, context, setting.revised(Revision(kind, author, date)))
        case _ as never:
            assert_never(never)


def _table(item: Table, context: Context, setting: Setting) -> Iterator[str]:
    """A landscape table turns the page for itself, unless the page is turned already."""
    upright = not context.landscape
    if item.landscape:
        yield orient(True, context)
    yield from table(item, context, setting)
    if item.landscape and upright:
        yield orient(False, context)
