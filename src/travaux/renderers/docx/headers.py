"""House style -> running headers and footers: upright, landscape, and empty ones for the title page."""

from __future__ import annotations

import re

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context

_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def headers(context: Context) -> dict[str, str]:
    """The parts by file name."""
    empty_header = xml.paragraph(context.reference.ids["Section Break"], "")
    return {
        "header.xml": _part("hdr", _header(context, landscape=False)),
        "headerLandscape.xml": _part("hdr", _header(context, landscape=True)),
        "headerFirst.xml": _part("hdr", empty_header),
        "footer.xml": _part("ftr", _footer(context)),
        "footerFirst.xml": _part("ftr", empty_header),
    }


def _part(element: str, content: str) -> str:
    return f"{xml.DECLARATION}<w:{element} {xml.NAMESPACES}>{content}</w:{element}>"


def _header(context: Context, landscape: bool) -> str:
    """The first line left, the second right, further ones below; the short title where the house has none."""
    lines = context.document.draft.house.header or (context.document.draft.short_title,)
    words = context.run(lines[0])
    if len(lines) > 1:
        words += xml.raw_run("<w:tab/>") + context.run(lines[1])
    words += "".join(xml.raw_run("<w:br/>") + context.run(line) for line in lines[2:])
    width = context.reference.page.text_width(landscape)
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    return xml.paragraph(context.reference.ids["header"], words, tabs)


def _footer(context: Context) -> str:
    pieces = re.split(r"(\{pages?\})", context.document.draft.house.page_format)
    words = "".join(
        context.field(_FIELDS[piece], "1") if piece in _FIELDS else context.run(piece) for piece in pieces if piece
    )
    return xml.paragraph(context.reference.ids["footer"], words)
