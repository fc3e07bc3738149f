"""The table of contents: parts, chapters, sections, articles and annexes as nested lists of links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from travaux.renderers._shared import number_of, shown
from travaux.renderers.html.context import Context, escape, identifier
from travaux.tree import Alternatives, Annex, AnnexItem, Change, Level, Provision, ProvisionItem


def contents(context: Context) -> str:
    """The contents of the whole document; what is deleted is not listed."""
    draft = context.document.draft
    if not draft.house.contents:
        return ""
    return _entries(context, (*draft.body, *draft.annexes))


def _entries(context: Context, items: Iterable[ProvisionItem | AnnexItem]) -> str:
    entries = "".join(_entry(context, unit) for unit in _units(items))
    return f"<ol>\n{entries}</ol>\n" if entries else ""


def _units(items: Iterable[ProvisionItem | AnnexItem]) -> Iterator[Provision | Annex]:
    """The provisions and annexes themselves, out of open alternatives and insertions."""
    for item in items:
        match item:
            case Provision() | Annex():
                yield item
            case Alternatives():
                yield from _units(shown(item))
            case Change(kind="inserted"):
                yield from _units(item.content)


def _entry(context: Context, unit: Provision | Annex) -> str:
    if isinstance(unit, Provision) and unit.level > Level.ARTICLE:
        return ""
    below = _entries(context, unit.children)
    words = [words for words in (number_of(context.document, unit.key), unit.heading) if words]
    if not words:
        return f"<li>{below}</li>\n" if below else ""
    spans = " ".join(f"<span>{escape(piece)}</span>" for piece in words)
    return f'<li><a href="#{identifier(unit.key)}">{spans}</a>{below}</li>\n'
