"""Rows of a long schedule -> w:tr, a batch at a time: a row costs its own text and no nodes.

Cells that hold nothing XML or the map of keys would write otherwise go into the row as they are, and whether they do
is asked once for a whole batch. A batch with any other cell is put in order cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.names import bookmark
from travaux.renderers.docx.rows import Schedule, row_lines
from travaux.renderers.docx.styles import CELLS
from travaux.renderers.docx.words import row_words
from travaux.tree import Column, Table

LongRow: TypeAlias = "tuple[str, tuple[str, ...]]"

_BATCH = 200
_WANTS_CARE = bytes({*range(32), *b'&<>"'} - {*b"\0\t\n"})  # \0, \t and \n are what `row_lines` puts between the words
_PLAIN = bytes(set(range(256)) - {*_WANTS_CARE})
_NOT_IN_XML = "\uffff".encode()[:2]  # how U+FFFE and U+FFFF begin, and some letters that do no harm
_words = "\t".join


def _run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


_EMPTY = _run("")
_MARKED = f'<w:bookmarkStart w:id="%d" w:name="%s"/>{_run("%s")}<w:bookmarkEnd w:id="%d"/>'


def long_rows(rows: Iterator[LongRow], node: Table, context: Context) -> Iterator[str]:
    """The rows as pieces of text; their keys and words are added to the schedule of the table."""
    columns, written = node.columns, context.schedules[node.key]
    alone, marked = _template(columns, "%s", context), _template(columns, _MARKED, context)
    while batch := list(islice(rows, _BATCH)):
        keys = [key for key, _ in batch]
        plain = _in_order(keys, batch, len(columns), written, context)
        text = _new(keys, plain, marked, context) if context.are_new(keys) else _other(keys, plain, alone, context)
        yield text.replace(_EMPTY, "")


def warn_of_lost_cells(cells: int, columns: int, key: str, context: Context) -> None:
    """Say so where a row has more cells than the table has columns."""
    if cells > columns:
        context.note(f'The row "{key}" has {cells} cells for {columns} columns; the last are not shown.')


def _in_order(
    keys: list[str], batch: list[LongRow], width: int, written: Schedule, context: Context
) -> list[tuple[str, ...]]:
    """The cells as they go into the rows, which are put down as written."""
    lines = row_lines([f"{key}\0{_words(cells)}\n" for key, cells in batch])
    plain = _are_plain(lines, len(batch), width)
    if not plain:
        lines = row_lines([f"{key}\0{row_words(cells[:width])}\n" for key, cells in batch])
    written.add_lines(keys, lines)
    return [cells if plain else _fitted(key, cells, width, context) for key, cells in batch]


def _new(keys: list[str], batch: list[tuple[str, ...]], template: str, context: Context) -> str:
    """Rows that need no more than a bookmark each."""
    context.bookmarked |= dict.fromkeys(keys, "")
    rows = zip(context.ids.marks(len(keys)), keys, batch, strict=True)
    return "".join([template % (number, bookmark(key), cells[0], number, *cells[1:]) for number, key, cells in rows])


def _other(keys: list[str], batch: list[tuple[str, ...]], template: str, context: Context) -> str:
    """Rows of which one has a comment, or was met before."""
    rows = zip(keys, batch, strict=True)
    return "".join([template % (context.bookmark(key, _run(cells[0])), *cells[1:]) for key, cells in rows])


def _are_plain(lines: bytes, rows: int, width: int) -> bool:
    """Whether every row has a cell for each column, and no cell a character that is written otherwise."""
    return (
        not lines.translate(None, _PLAIN)
        and (lines.count(b"\0"), lines.count(b"\n"), lines.count(b"\t")) == (rows, rows, rows * (width - 1))
        and _NOT_IN_XML not in lines
    )


def _fitted(key: str, cells: tuple[str, ...], width: int, context: Context) -> tuple[str, ...]:
    """The cells as XML has them, one for each column."""
    warn_of_lost_cells(len(cells), width, key, context)
    return (*map(xml.escape, cells[:width]), *("",) * (width - len(cells)))


def _template(columns: Sequence[Column], first_cell: str, context: Context) -> str:
    """A row with what its first cell has a place for, and with a place for the words of each further one."""
    ids = (context.reference.ids[CELLS[column.align]].replace("%", "%%") for column in columns)
    first, *others = (f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>' for name in ids)
    cells = (f"<w:tc><w:p>{style}{_run('%s')}</w:p></w:tc>" for style in others)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p>{first}{first_cell}</w:p></w:tc>{''.join(cells)}</w:tr>"
