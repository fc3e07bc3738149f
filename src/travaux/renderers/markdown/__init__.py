"""A document becomes Markdown: CommonMark with the tables and footnotes of GitHub, one paragraph to a line.

Markdown has no legal numbering, so the numbers are typed, and escaped where a processor would count for itself
(`1\\.`). Points and what is below them are items of nested lists. Changes and reasons stand in the marks of
CriticMarkup (`{++inserted++}`, `{--deleted--}`, `{>>comment<<}`), which read well as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from travaux.renderers import Rendered
from travaux.renderers._shared import comments, said_by, word
from travaux.renderers.markdown.blocks import blocks
from travaux.renderers.markdown.context import Context, context_of
from travaux.renderers.markdown.inline import phrase
from travaux.renderers.markdown.provisions import annexes, provisions, recitals
from travaux.renderers.markdown.words import escape, paragraph, styled
from travaux.tree import Document

suffix = "md"
resources: tuple[str, ...] = ()


def render(document: Document, resources: Mapping[str, bytes]) -> Rendered:
    """The document in UTF-8, paragraphs apart by an empty line."""
    paragraphs = filter(None, _paragraphs(context_of(document)))
    return Rendered(("\n\n".join(paragraphs) + "\n").encode("utf-8"), tuple(_unrepresented(context_of(document))))


def _paragraphs(context: Context) -> Iterator[str]:
    draft = context.document.draft
    yield from (styled(escape(line)) for line in draft.house.header)
    yield f"# {escape(draft.title).strip()}".strip()
    yield from (paragraph(escape(line)) for line in draft.house.cover)
    yield from blocks(context, draft.opening)
    yield from recitals(context, draft.recitals)
    yield from blocks(context, draft.enacting)
    yield from provisions(context, draft.body)
    yield from blocks(context, draft.closing)
    yield from (paragraph(escape(signature.line)) for signature in draft.signatures)
    yield from annexes(context, draft.annexes)
    yield from _notes(context)
    yield from _comments(context)
    yield from _footnotes(context)


def _notes(context: Context) -> Iterator[str]:
    if context.printed.notes:
        yield f"## {escape(word(context.document, 'drafting-notes'))}"
    for number, note in enumerate(context.printed.notes, start=1):
        yield paragraph(f"{number}. {escape(note.text)}")


def _comments(context: Context) -> Iterator[str]:
    draft, listed = context.document.draft, comments(context.document, context.printed.comments)
    if listed:
        yield f"## {escape(word(context.document, 'comments'))}"
    for number, (key, note) in enumerate(listed, start=1):
        label = context.document.labels.get(key)
        about = f"{label.cited if label and label.cited else key} - " if key else ""
        yield paragraph(f"{number}. {escape(f'{about}{said_by(draft, note)}: {note.text}')}")
        yield from (f"- {escape(f'{said_by(draft, reply)}: {reply.text}')}" for reply in note.replies)


def _footnotes(context: Context) -> Iterator[str]:
    for number, footnote in enumerate(context.printed.footnotes, start=1):
        yield f"[^{number}]: {paragraph(phrase(context, footnote.content))}".strip()


def _unrepresented(context: Context) -> Iterator[str]:
    """What Markdown has no place for."""
    yield "keys, links and machine values: Markdown shows the printed words only"
    if context.document.draft.house.page_format:
        yield "page numbers: Markdown has no pages"
    for table in context.printed.tables:
        if table.landscape:
            yield f"table {table.key}: its landscape page"
    for figure in context.printed.figures:
        yield f"figure {figure.key}: the picture; the words that stand for it are printed"
