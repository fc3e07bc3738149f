"""Signatures -> a block for each party: whom it signs for, the line to sign on, and lines to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from travaux.renderers._shared import word
from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.paragraphs import SIGNATURE
from travaux.tree import Signature

#: The lines to fill in, by the names of their words.
FIELDS = ("name", "capacity", "place", "date")
_LABEL = 1134  # twentieths of a point: room for the longest word
_EDGE = 800  # between the end of the dots and the next block
_TOGETHER = 3
"""Rows that fit on one page with the closing words: so many stay together, more take the pages they need."""


def signatures(items: Sequence[Signature], context: Context) -> Iterator[str]:
    """The blocks, two to a row; none is broken over pages, and the first is kept with the closing words."""
    if not items:
        return
    half = context.reference.page.text_width() // 2
    rows = [items[place : place + 2] for place in range(0, len(items), 2)]
    caption = xml.escape(word(context.document, "signature-page"))
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{context.reference.ids["Signature Table"]}"/>{context.across}'
        f'<w:tblW w:w="{2 * half}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCaption w:val="{caption}"/>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid>'
    )
    for place, row in enumerate(rows, 1):
        yield _row(row, half, context, free=place == len(rows) or len(rows) > _TOGETHER)
    yield f"</w:tbl>{context.paragraph('Section Break', '')}"


def _row(pair: Sequence[Signature], width: int, context: Context, free: bool) -> str:
    """The styles keep a row with the next; a free one may end a page."""
    loose = '<w:keepNext w:val="0"/>' * free
    cells = [_block(signature, width, context, loose) for signature in pair]
    cells += [context.paragraph("Signature Party", "", properties=loose)] * (2 - len(cells))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(_cell(cell, width) for cell in cells)}</w:tr>"


def _cell(content: str, width: int) -> str:
    """The lines to sign on stand level where the name of one party takes more lines than that of the other."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>{content}</w:tc>'


def _block(signature: Signature, width: int, context: Context, loose: str) -> str:
    signed = context.bookmark(f"{SIGNATURE}{signature.party}", context.run(signature.line))
    return (
        context.paragraph("Signature Party", signed, properties=loose)
        + context.paragraph("Signature Line", "", properties=loose)
        + "".join(_field(name, width, context, loose) for name in FIELDS)
    )


def _field(name: str, width: int, context: Context, loose: str) -> str:
    """A word and a dotted line up to the edge of the block."""
    edge = width - _EDGE
    dots = f'<w:tab w:val="right" w:leader="dot" w:pos="{edge}"/>'
    words = context.run(f"{word(context.document, name)}:") + xml.raw_run("<w:tab/>") * 2
    stops = f'<w:tabs><w:tab w:val="left" w:pos="{_LABEL}"/>{dots}</w:tabs>'
    return context.paragraph("Signature Field", words, properties=loose + stops)
