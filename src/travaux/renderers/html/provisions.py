"""The structure of the text becomes sections with headings, and numbered provisions nested in each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from travaux.footnotes import at_heading
from travaux.renderers._shared import number_of
from travaux.renderers.html.blocks import blocks
from travaux.renderers.html.context import Context, attribute, escape, identifier, keyed
from travaux.renderers.html.inline import phrase
from travaux.renderers.html.negotiation import alternatives_of, change_of
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
    Signature,
)


def provisions(context: Context, items: Iterable[ProvisionItem]) -> str:
    """Provisions after each other."""
    return "".join(_provision(context, item) for item in items)


def _provision(context: Context, item: ProvisionItem) -> str:
    match item:
        case Provision():
            return _section(context, item) if item.level <= Level.ARTICLE else _numbered(context, item)
        case Alternatives():
            return alternatives_of(context, item, provisions)
        case Change():
            return change_of(context, item, provisions)
        case _:
            assert_never(item)


def _section(context: Context, unit: Provision) -> str:
    """A part, chapter, section or article."""
    name = unit.level.name.lower()
    opening, inner = _headed(context, name, unit)
    return f"{opening}{_inside(inner, unit)}</section>\n"


def _headed(context: Context, name: str, unit: Provision | Annex) -> tuple[str, Context]:
    """The opening of a section with its heading, and the place below that heading.

    The id stands on the heading, so that a link shows it; a section without heading carries the id itself.
    """
    key, number, heading = unit.key, number_of(context.document, unit.key), unit.heading
    notes = phrase(context, at_heading(unit))
    if not number and not heading:
        return f'<section class="{name}"{keyed(context, key)}>\n{_line(notes)}', context
    attributes = context.anchor(identifier(key))
    labelled = f' aria-labelledby="{identifier(key)}"' if attributes else ""
    section = f'<section class="{name}"{labelled}{attribute("data-key", key)}>\n'
    tag = f"h{context.heading}"
    return f"{section}<{tag}{attributes}>{_title(number, heading)}{notes}</{tag}>\n", context.deeper()


def _line(words: str, name: str = "") -> str:
    """Words on a line of their own, or nothing."""
    return f"<p{attribute('class', name)}>{words}</p>\n" if words else ""


def _title(number: str, heading: str) -> str:
    spans = (("number", number), ("heading", heading))
    return " ".join(f'<span class="{name}">{escape(words)}</span>' for name, words in spans if words)


def _inside(context: Context, unit: Provision) -> str:
    return blocks(context, unit.content) + provisions(context, unit.children) + blocks(context, unit.tail)


def _numbered(context: Context, unit: Provision) -> str:
    """A paragraph, point, subpoint or item: its number beside its text."""
    number = number_of(context.document, unit.key)
    heading = _line(escape(unit.heading) + phrase(context, at_heading(unit)), "run-in")
    return _beside(context, f"provision {unit.level.name.lower()}", unit.key, number, heading + _inside(context, unit))


def _beside(context: Context, name: str, key: str, number: str, content: str) -> str:
    opening = f'<div class="{name}"{keyed(context, key)}>'
    if not number:
        return f"{opening}\n{content}</div>\n"
    return f'{opening}<span class="number">{escape(number)}</span>\n<div class="text">\n{content}</div></div>\n'


# --- preamble, signatures, annexes -------------------------------------------------------------------------------


def recitals(context: Context, items: Iterable[RecitalItem]) -> str:
    """The recitals of the preamble."""
    return "".join(_recital(context, item) for item in items)


def _recital(context: Context, item: RecitalItem) -> str:
    match item:
        case Recital():
            number = number_of(context.document, item.key)
            return _beside(context, "recital", item.key, number, f"<p>{phrase(context, item.content)}</p>\n")
        case Alternatives():
            return alternatives_of(context, item, recitals)
        case Change():
            return change_of(context, item, recitals)
        case _:
            assert_never(item)


def signatures(items: Iterable[Signature]) -> str:
    """The signature blocks, each with room to sign."""
    return "".join(
        f'<div class="signature"{attribute("data-party", item.party)}><p>{escape(item.line)}</p></div>\n'
        for item in items
    )


def annexes(context: Context, items: Iterable[AnnexItem]) -> str:
    """The annexes, each on a page of its own when printed."""
    return "".join(_annex(context, item) for item in items)


def _annex(context: Context, item: AnnexItem) -> str:
    match item:
        case Annex():
            opening, inner = _headed(context, "annex", item)
            return f"{opening}{blocks(inner, item.content)}{provisions(inner, item.children)}</section>\n"
        case Alternatives():
            return alternatives_of(context, item, annexes)
        case Change():
            return change_of(context, item, annexes)
        case _:
            assert_never(item)
