"""The structure of the text becomes headings, numbered paragraphs and nested lists of points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from travaux.footnotes import at_heading
from travaux.renderers._shared import number_of
from travaux.renderers.markdown.blocks import blocks, numbered
from travaux.renderers.markdown.context import Context
from travaux.renderers.markdown.inline import phrase
from travaux.renderers.markdown.negotiation import alternatives_of, change_of
from travaux.renderers.markdown.words import escape, item, paragraph, styled
from travaux.tree import (
    Alternatives,
    Annex,
    AnnexItem,
    Change,
    Level,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
)


def provisions(context: Context, items: Iterable[ProvisionItem]) -> Iterator[str]:
    """Provisions after each other; each string is a paragraph, a table or an item of a list."""
    for one in items:
        yield from _provision(context, one)


def _provision(context: Context, one: ProvisionItem) -> Iterator[str]:
    match one:
        case Provision():
            yield from _unit(context, one)
        case Alternatives():
            yield from alternatives_of(context, one, provisions)
        case Change():
            yield from change_of(context, one, provisions)
        case _:
            assert_never(one)


def _unit(context: Context, unit: Provision) -> Iterator[str]:
    number = number_of(context.document, unit.key)
    if unit.level <= Level.ARTICLE:
        yield from _heading(context, number, unit)
        below = context.deeper() if number or unit.heading else context
        yield from _inside(below, unit, blocks(below, unit.content))
    elif unit.level == Level.PARAGRAPH:
        yield from _inside(context, unit, _content(context, unit, number))
    else:
        paragraphs = list(filter(None, _inside(context, unit, _content(context, unit, number))))
        yield item(paragraphs) if paragraphs else ""


def _inside(context: Context, unit: Provision, content: Iterator[str]) -> Iterator[str]:
    yield from content
    yield from provisions(context, unit.children)
    yield from blocks(context, unit.tail)


def _content(context: Context, unit: Provision, number: str) -> Iterator[str]:
    """The content after its number; a heading of its own stands between the two."""
    if unit.heading or unit.heading_note:
        heading = styled(escape(unit.heading)) + phrase(context, at_heading(unit))
        yield paragraph(f"{escape(number)} {heading}")
        yield from blocks(context, unit.content)
    else:
        yield from numbered(context, number, unit.content)


def _heading(context: Context, number: str, unit: Provision | Annex) -> Iterator[str]:
    words = ": ".join(filter(None, (number, unit.heading)))
    notes = phrase(context, at_heading(unit))
    if words:
        yield f"{'#' * context.heading} {escape(words).strip()}{notes}".strip()
    else:
        yield notes


# --- preamble and annexes ----------------------------------------------------------------------------------------


def recitals(context: Context, items: Iterable[RecitalItem]) -> Iterator[str]:
    """The recitals of the preamble."""
    for one in items:
        yield from _recital(context, one)


def _recital(context: Context, one: RecitalItem) -> Iterator[str]:
    match one:
        case Recital():
            number = escape(number_of(context.document, one.key))
            yield paragraph(f"{number} {phrase(context, one.content)}")
        case Alternatives():
            yield from alternatives_of(context, one, recitals)
        case Change():
            yield from change_of(context, one, recitals)
        case _:
            assert_never(one)


def annexes(context: Context, items: Iterable[AnnexItem]) -> Iterator[str]:
    """The annexes."""
    for one in items:
        yield from _annex(context, one)


def _annex(context: Context, one: AnnexItem) -> Iterator[str]:
    match one:
        case Annex():
            yield from _heading(context, number_of(context.document, one.key), one)
            yield from blocks(context.deeper(), one.content)
            yield from provisions(context.deeper(), one.children)
        case Alternatives():
            yield from alternatives_of(context, one, annexes)
        case Change():
            yield from change_of(context, one, annexes)
        case _:
            assert_never(one)
