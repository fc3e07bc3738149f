"""A document becomes Markdown: CommonMark with the tables and footnotes of GitHub, one paragraph to a line.

Markdown has no legal numbering, so the numbers are typed, and escaped where a processor would count for itself
(`1\\.`). Points and what is below them are items of nested lists. Changes and reasons stand in the marks of
CriticMarkup (`{++inserted++}`, `{--deleted--}`, `{>>comment<<}`), which read well as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from travaux.renderers import Rendered
from travaux.renderers._shared import comments, defined_terms, number_of, pages_only, said_by, word
from travaux.renderers.markdown.blocks import blocks
from travaux.renderers.markdown.context import Context, context_of
from travaux.renderers.markdown.inline import phrase
from travaux.renderers.markdown.provisions import annexes, provisions, recitals
from travaux.renderers.markdown.words import escape, paragraph, styled
from travaux.tree import DefinitionEntry, Document

suffix = "md"
resources: tuple[str, ...] = ()


def render(document: Document, resources: Mapping[str, bytes]) -> Rendered:
    """The document in UTF-8, paragraphs apart by an empty line."""
    paragraphs = filter(None, _paragraphs(context_of(document)))
    return Rendered(("\n\n".join(paragraphs) + "\n").encode("utf-8"), tuple(_unrepresented(context_of(document))))


def _paragraphs(context: Context) -> Iterator[str]:
    draft = context.document.draft
    yield styled(escape(draft.house.classification), strong=True)
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
    yield from _terms(context)
    yield from _notes(context)
    yield from _comments(context)
    yield from _footnotes(context)


def _terms(context: Context) -> Iterator[str]:
    entries = defined_terms(context.document)
    if entries:
        yield f"## {escape(word(context.document, 'index-of-terms'))}"
        heads = " | ".join(escape(word(context.document, name)) for name in ("term", "defined-in"))
        rows = (f"| {styled(escape(entry.text), strong=True)} | {_place(entry)} |" for entry in entries)
        yield "\n".join((f"| {heads} |", "| --- | --- |", *rows))


def _place(entry: DefinitionEntry) -> str:
    return escape("".join(segment.text for segment in entry.place))


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
    if context.document.draft.house.footnotes == "by-chapter":
        yield from _footnotes_by_chapter(context)
        return
    for number, footnote in enumerate(context.printed.footnotes, start=1):
        yield f"[^{number}]: {paragraph(phrase(context, footnote.content))}".strip()


def _footnotes_by_chapter(context: Context) -> Iterator[str]:
    """The footnotes with their numbers typed, under the chapters and annexes that count them."""
    document, printed = context.document, context.printed
    if printed.footnotes:
        yield f"## {escape(word(document, 'footnotes'))}"
    for chapter, notes in groupby(printed.footnotes, key=printed.counted_in):
        yield f"### {escape(number_of(document, chapter) or word(document, 'preamble'))}"
        for note in notes:
            yield paragraph(f"{printed.footnote_number(note)}. {phrase(context, note.content)}")


def _unrepresented(context: Context) -> Iterator[str]:
    """What Markdown has no place for."""
    yield "keys, links and machine values: Markdown shows the printed words only"
    if context.document.draft.house.page_format:
        yield "page numbers: Markdown has no pages"
    yield from pages_only(context.document)
    for table in context.printed.tables:
        if table.landscape:
            yield f"table {table.key}: its landscape page"
    for figure in context.printed.figures:
        yield f"figure {figure.key}: the picture; the words that stand for it are printed"
