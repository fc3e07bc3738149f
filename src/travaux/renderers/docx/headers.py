"""House style -> running headers and footers: upright, landscape, and those of the title page."""

from __future__ import annotations

import re

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.watermark import NAMESPACES, watermark

_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_LETTER = 130  # twentieths of a point: a wide letter of a header in a large font


def headers(context: Context) -> dict[str, str]:
    """The parts by file name; each header has the watermark, as Word wants it there."""
    empty = xml.paragraph(context.reference.ids["Section Break"], "")
    return {
        "header.xml": _part("hdr", _header(context, 1, landscape=False)),
        "headerLandscape.xml": _part("hdr", _header(context, 2, landscape=True)),
        "headerFirst.xml": _part("hdr", _first(context, 3)),
        "footer.xml": _part("ftr", _footer(context)),
        "footerFirst.xml": _part("ftr", empty),
    }


def _part(element: str, content: str) -> str:
    return f"{xml.DECLARATION}<w:{element} {xml.NAMESPACES} {NAMESPACES}>{content}</w:{element}>"


def _watermark(context: Context, number: int) -> str:
    text = context.document.draft.house.watermark
    return watermark(text, number) if text else ""


def _header(context: Context, number: int, landscape: bool) -> str:
    """Classification, short title and version, then the markings in a line that wraps; the rule stands below it."""
    house = context.document.draft.house
    lines = house.header or (context.document.draft.short_title,)
    room = context.reference.page.text_width(landscape)
    marking = [context.run(" · ".join(house.marking))] if house.marking else []
    rows = [_classification(context), *_titles(lines, room, context), *marking]
    words = xml.raw_run("<w:br/>").join(row for row in rows if row)
    stops = sorted({**dict.fromkeys(context.reference.header_tabs, "clear"), room: "right"}.items())
    tabs = "".join(f'<w:tab w:val="{kind}" w:pos="{stop}"/>' for stop, kind in stops)
    return xml.paragraph(
        context.reference.ids["header"], _watermark(context, number) + words, f"<w:tabs>{tabs}</w:tabs>"
    )


def _classification(context: Context) -> str:
    text = context.document.draft.house.classification
    return context.run(text, style="Strong") if text else ""


def _titles(lines: tuple[str, ...], room: int, context: Context) -> list[str]:
    """The first line left and the second right where both have room beside each other, further ones below."""
    if len(lines) < 2 or (len(lines[0]) + len(lines[1]) + 2) * _LETTER > room:
        return [context.run(line) for line in lines]
    beside = context.run(lines[0]) + xml.raw_run("<w:tab/>") + context.run(lines[1])
    return [beside, *map(context.run, lines[2:])]


def _first(context: Context, number: int) -> str:
    """On the title page only what must not be missed: classification and watermark."""
    mark, classification = _watermark(context, number), _classification(context)
    if not classification:
        return xml.paragraph(context.reference.ids["Section Break"], mark)
    return xml.paragraph(context.reference.ids["Cover Mark"], mark + classification)


def _footer(context: Context) -> str:
    pieces = re.split(r"(\{pages?\})", context.document.draft.house.page_format)
    words = "".join(
        context.field(_FIELDS[piece], "1") if piece in _FIELDS else context.run(piece) for piece in pieces if piece
    )
    return xml.paragraph(context.reference.ids["footer"], words)
