"""Rows of a long schedule -> w:tr, a batch at a time: a row costs its own text and no nodes.

Cells that hold nothing XML or the map of keys would write otherwise go into the row as they are, and whether they do
is asked once for a whole batch. A batch with any other cell is put in order cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from travaux.renderers.docx.context import Context
from travaux.renderers.docx.names import bookmark
from travaux.renderers.docx.rows import row_lines
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
_MARK = '<w:bookmarkStart w:id="%d" w:name="%s"/>{}<w:bookmarkEnd w:id="%d"/>'


@dataclass(frozen=True, slots=True)
class _Templates:
    """A row with a place for the words, or the runs, of each cell: without and with a bookmark round the first."""

    alone: str
    """Its first place is for the runs of the first cell with all that stands round them."""
    marked: str
    cell: str


def long_rows(rows: Iterator[LongRow], node: Table, context: Context) -> Iterator[str]:
    """The rows as pieces of text; their keys and words are added to the schedule of the table."""
    columns = node.columns
    of_words, of_runs = _templates(columns, _run("%s"), context), _templates(columns, "%s", context)
    while batch := list(islice(rows, _BATCH)):
        keys = [key for key, _ in batch]
        lines = row_lines([f"{key}\0{_words(cells)}\n" for key, cells in batch])
        if _are_plain(lines, len(batch), len(columns)) and context.scripts.one_run(lines.decode()):
            context.schedules[node.key].add_lines(keys, lines)
            yield _written(keys, [cells for _, cells in batch], of_words, context).replace(_EMPTY, "")
        else:
            yield _written(keys, _with_care(keys, batch, node, context), of_runs, context)


def _with_care(keys: list[str], batch: list[LongRow], node: Table, context: Context) -> list[tuple[str, ...]]:
    """The runs of each cell, for a batch that is not written as it stands; the rows are put down as written."""
    width = len(node.columns)
    lines = row_lines([f"{key}\0{row_words(cells[:width])}\n" for key, cells in batch])
    context.schedules[node.key].add_lines(keys, lines)
    return [_fitted(key, cells, width, context) for key, cells in batch]


def warn_of_lost_cells(cells: int, columns: int, key: str, context: Context) -> None:
    """Say so where a row has more cells than the table has columns."""
    if cells > columns:
        context.note(f'The row "{key}" has {cells} cells for {columns} columns; the last are not shown.')


def _written(keys: list[str], batch: list[tuple[str, ...]], templates: _Templates, context: Context) -> str:
    """The rows; one by one where a key was met before or has a comment."""
    if not context.are_new(keys):
        firsts = (context.bookmark(key, templates.cell % cells[0]) for key, cells in zip(keys, batch, strict=True))
        return "".join([templates.alone % (first, *cells[1:]) for first, cells in zip(firsts, batch, strict=True)])
    context.bookmarked |= dict.fromkeys(keys, "")
    rows = zip(context.ids.marks(len(keys)), keys, batch, strict=True)
    return "".join(
        [templates.marked % (number, bookmark(key), cells[0], number, *cells[1:]) for number, key, cells in rows]
    )


def _are_plain(lines: bytes, rows: int, width: int) -> bool:
    """Whether every row has a cell for each column, and no cell a character that is written otherwise."""
    return (
        not lines.translate(None, _PLAIN)
        and (lines.count(b"\0"), lines.count(b"\n"), lines.count(b"\t")) == (rows, rows, rows * (width - 1))
        and _NOT_IN_XML not in lines
    )


def _fitted(key: str, cells: tuple[str, ...], width: int, context: Context) -> tuple[str, ...]:
    """The runs of the cells, one for each column."""
    warn_of_lost_cells(len(cells), width, key, context)
    runs = (context.scripts.runs(text) if text else "" for text in cells[:width])
    return (*runs, *("",) * (width - len(cells)))


def _templates(columns: Sequence[Column], cell: str, context: Context) -> _Templates:
    """`cell` is what stands in a cell: the place for its runs, or a run with the place for its words."""
    ids = (context.reference.ids[CELLS[column.align]].replace("%", "%%") for column in columns)
    first, *others = (f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>' for name in ids)
    further = "".join(f"<w:tc><w:p>{style}{cell}</w:p></w:tc>" for style in others)
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p>{first}{{}}</w:p></w:tc>{further}</w:tr>"
    return _Templates(row.format("%s"), row.format(_MARK.format(cell)), cell)
