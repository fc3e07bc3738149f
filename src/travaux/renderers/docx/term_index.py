"""Defined terms -> an index at the end: each term, and the article that defines it as a live field."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.renderers._shared import defined_terms, word
from travaux.renderers.docx import xml
from travaux.renderers.docx.context import PLAIN, Context
from travaux.renderers.docx.references import printed
from travaux.renderers.docx.sections import orient
from travaux.tree import DefinitionEntry


def index_of_terms(context: Context) -> Iterator[str]:
    """The index on a new page; nothing where none is wanted or no term is defined."""
    entries = defined_terms(context.document)
    if not entries:
        return
    yield orient(False, context)
    title = word(context.document, "index-of-terms")
    yield context.paragraph("Index Heading", context.run(title))
    yield _opening(title, context)
    yield from (_row(entry, context) for entry in entries)
    yield f"</w:tbl>{context.paragraph('Table Spacer', '')}"


def _opening(title: str, context: Context) -> str:
    first, second = _widths(context)
    heads = [word(context.document, name) for name in ("term", "defined-in")]
    cells = "".join(f"<w:tc>{context.paragraph('Table Heading', context.run(head))}</w:tc>" for head in heads)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{context.reference.ids["Treaty Table"]}"/>'
        f'<w:tblW w:w="{first + second}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val="{xml.escape(title)}"/>'
        f'<w:tblDescription w:val="{xml.escape("; ".join(heads))}"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{first}"/><w:gridCol w:w="{second}"/></w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    )


def _widths(context: Context) -> tuple[int, int]:
    room = context.reference.page.text_width()
    return room - room // 2, room // 2


def _row(entry: DefinitionEntry, context: Context) -> str:
    term = context.paragraph("Index Entry", context.run(entry.text, style="Strong"))
    where = context.paragraph("Index Entry", printed(entry.place, context, PLAIN))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{term}</w:tc><w:tc>{where}</w:tc></w:tr>"
