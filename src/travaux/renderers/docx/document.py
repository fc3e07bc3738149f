"""Document -> word/document.xml, in pieces, in the order of the printed text."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.renderers.docx import frame, xml
from travaux.renderers.docx.annexes import annexes
from travaux.renderers.docx.contents import contents
from travaux.renderers.docx.context import PLAIN, Context
from travaux.renderers.docx.provisions import provisions
from travaux.renderers.docx.sections import sectioned
from travaux.renderers.docx.term_index import index_of_terms


def document_xml(context: Context) -> Iterator[str]:
    """The part; writing it also fills the notes and the lists of the context."""
    yield f"{xml.DECLARATION}<w:document {xml.NAMESPACES}><w:body>"
    yield from sectioned(_text(context), context)
    yield "</w:body></w:document>"


def _text(context: Context) -> Iterator[str]:
    draft = context.document.draft
    yield from frame.title_page(context)
    yield from contents(context)
    yield from frame.preamble(context)
    yield from provisions(draft.body, context, PLAIN)
    yield from frame.closing(context)
    yield from annexes(draft.annexes, context, PLAIN)
    yield from index_of_terms(context)
