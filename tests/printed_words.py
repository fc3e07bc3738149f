"""Document -> every paragraph of its Word file, in printed order, from the tree alone.

The words of the text are those of `travaux.renderers.docx.plain`. Here the title page, the contents, the heads of
tables, the rows of long schedules, the lines to fill in and the index of terms are put where they are printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from travaux.renderers._shared import defined_terms, walk_draft, word
from travaux.renderers.docx.contents import listed
from travaux.renderers.docx.paragraphs import FOOTNOTE, SIGNATURE
from travaux.renderers.docx.plain import pieces
from travaux.renderers.docx.signatures import FIELDS
from travaux.renderers.docx.survey import survey
from travaux.renderers.docx.words import row_words
from travaux.renderers.docx.xml import allowed
from travaux.tree import TITLE, Document, Formula, Table


def words(document: Document, formulas: bool = True, footnotes: bool = True) -> list[str]:
    """The paragraphs with single blanks, without the empty ones; the cells of a row are joined."""
    return normal(_words(document, formulas, footnotes))


def normal(paragraphs: Iterator[str]) -> list[str]:
    """Single blanks between words, no empty paragraphs, and nothing that XML cannot hold."""
    return [text for each in paragraphs if (text := " ".join(allowed(each).split()))]


def _words(document: Document, formulas: bool, footnotes: bool) -> Iterator[str]:
    nodes = [node for node, _ in walk_draft(document.draft)]
    tables = {node.key: node for node in nodes if isinstance(node, Table)}
    left_out = {TITLE} if formulas else {TITLE, *(node.key for node in nodes if isinstance(node, Formula))}
    yield from _title_page(document)
    for piece in pieces(document):
        if piece.id in tables:
            yield from _table(tables[piece.id])
        elif piece.id.startswith(SIGNATURE):
            yield " ".join((piece.text, *(f"{word(document, name)}:" for name in FIELDS)))
        elif piece.id not in left_out and (footnotes or not piece.id.startswith(FOOTNOTE)):
            yield piece.text
    yield from _index_of_terms(document)


def _index_of_terms(document: Document) -> Iterator[str]:
    entries = defined_terms(document)
    if entries:
        yield word(document, "index-of-terms")
        yield f"{word(document, 'term')} {word(document, 'defined-in')}"
    for entry in entries:
        yield f"{entry.text} {''.join(segment.text for segment in entry.place)}"


def _title_page(document: Document) -> Iterator[str]:
    draft, known = document.draft, document.draft.house.words
    names = [(draft.party_names or {}).get(party, party) for party in draft.named or draft.parties]
    yield draft.title
    if len(names) > 12:
        comma, last = draft.house.writing.listed
        names = [*filter(None, [known.get("between")]), f"{comma.join(names[:-1])}{last}{names[-1]}"]
    elif len(names) > 1 and "between" in known and "and" in known:
        names = [known["between"], *names[:-1], f"{known['and']} {names[-1]}"]
    yield from names
    yield from draft.house.cover
    headings = listed(document, survey(document))
    if headings:
        yield known.get("contents", "Contents")
    for heading in headings:
        label = document.labels.get(heading.key)
        yield f"{label.own if label else ''} {heading.text}"
    yield draft.title


def _table(table: Table) -> Iterator[str]:
    head = " ".join(column.heading for column in table.columns)
    yield table.caption
    if isinstance(table.rows, tuple):
        yield head
        return
    for group, rows in table.rows.by_group():
        yield head
        yield group
        yield from (row_words(cells[: len(table.columns)]) for _, cells in rows)
