"""Annexes -> a numbered heading on a new page, text, and lists that begin again in each annex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from travaux.footnotes import at_heading
from travaux.renderers.docx import brackets
from travaux.renderers.docx.blocks import blocks
from travaux.renderers.docx.context import Context, Revision, Setting
from travaux.renderers.docx.inline import inlines
from travaux.renderers.docx.paragraphs import Paragraphs
from travaux.renderers.docx.provisions import children, controlled
from travaux.renderers.docx.sections import count_anew, orient
from travaux.tree import Alternatives, Annex, AnnexItem, Change


def annexes(items: Iterable[AnnexItem], context: Context, setting: Setting) -> Iterator[str]:
    """The annexes in order."""
    context.part = "annex"
    for item in items:
        match item:
            case Annex():
                context.version = item.origin.version if item.origin else ""
                yield orient(item.key in context.survey.turned, context)
                yield count_anew(context, new_page=True) if not setting.deleted else ""
                yield from controlled(item.key, _own(item, context, setting), context, setting)
                yield from children(item.children, context, setting)
            case Alternatives():
                yield from annexes(brackets.annexes(item), context, setting)
            case Change(kind, content, author, date):
                yield from annexes(content, context, setting.revised(Revision(kind, author, date)))
            case _ as never:
                assert_never(never)


def _own(item: Annex, context: Context, setting: Setting) -> Iterator[str]:
    context.unit = Paragraphs(item.key)
    context.unit.next()
    heading = context.bookmark(item.key, context.run(item.heading, setting), setting)
    heading += inlines(at_heading(item), context, setting)
    yield context.paragraph("Annex Heading", heading, setting, _number(item, context, setting))
    yield from blocks(item.content, "Treaty Text", context, setting)


def _number(item: Annex, context: Context, setting: Setting) -> str:
    if setting.deleted:
        return ""
    label = context.document.labels.get(item.key)
    return context.numbering.annex(label.own if label else "")
