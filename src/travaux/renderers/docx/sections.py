"""Sections of pages: upright and landscape, each with running header and footer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context


class Break(str):
    """The paragraph that ends a section of pages."""

    __slots__ = ()


def orient(landscape: bool, context: Context) -> str:
    """Turn the page for what follows; nothing where it lies that way already."""
    if landscape == context.landscape:
        return ""
    ended = xml.paragraph(context.reference.ids["Section Break"], "", section(context))
    context.landscape = landscape
    return Break(ended)


def without_empty_sections(pieces: Iterable[str], context: Context) -> Iterator[str]:
    """The text without the sections that would hold nothing: between two turns of the page, and at the end."""
    held = ""
    for piece in pieces:
        if isinstance(piece, Break):
            held = "" if held else piece
        elif piece:
            if held:
                yield held
                held = ""
            yield piece
    if held:
        context.landscape = not context.landscape


def section(context: Context) -> str:
    """The properties of the section that ends here; only the first has a title page."""
    first = context.sections == 0
    context.sections += 1
    page, way = context.reference.page, "Landscape" if context.landscape else ""
    width, height = (page.height, page.width) if context.landscape else (page.width, page.height)
    top, right, bottom, left = (
        (page.left, page.top, page.right, page.bottom)
        if context.landscape
        else (page.top, page.right, page.bottom, page.left)
    )
    parts = [f'<w:headerReference w:type="default" r:id="rIdHeader{way}"/>']
    parts += ['<w:headerReference w:type="first" r:id="rIdHeaderFirst"/>'] * first
    parts += ['<w:footerReference w:type="default" r:id="rIdFooter"/>']
    parts += ['<w:footerReference w:type="first" r:id="rIdFooterFirst"/>'] * first
    return (
        f"<w:sectPr>{''.join(parts)}"
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{_orientation(context)}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/>{"<w:titlePg/>" * first}</w:sectPr>'
    )


def _orientation(context: Context) -> str:
    return ' w:orient="landscape"' if context.landscape else ""
