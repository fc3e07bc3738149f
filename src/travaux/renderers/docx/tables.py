"""Tables -> w:tbl: repeated header row, rows that do not break, widths from the content.

Rows of a long schedule are written as text from a template of each cell; one table for each group, because
Word and LibreOffice lay out one very long table in time that grows with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context, Place, Revision, Setting
from travaux.renderers.docx.inline import inlines, words_of
from travaux.renderers.docx.long_rows import LongRow, long_rows, warn_of_lost_cells
from travaux.renderers.docx.rows import Schedule
from travaux.renderers.docx.styles import CELLS, HEADINGS
from travaux.renderers.docx.words import row_words
from travaux.tree import Column, Row, Table, Text

_SAMPLE = 200
_SHORT = 16  # characters
_AIR = 2  # characters
_WIDEST = 90  # characters; a longer cell is broken into lines
_CHARACTER = 98  # twentieths of a point at 9 pt
_PADDING = 300  # margins of the cell, and room for wide letters
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'


def table(node: Table, context: Context, setting: Setting) -> Iterator[str]:
    """The caption, the table or tables, and a small paragraph after each."""
    if not node.columns:
        context.note(f'The table "{node.caption or node.key}" has no columns and is not shown.')
        return
    cell = Setting(Place.CELL, revision=setting.revision, deleted=setting.deleted)
    key = node.key
    if node.caption:
        words = context.bookmark(key, context.run(node.caption, setting), setting)
        yield context.paragraph("caption", words, setting)
        key = ""
    widths = column_widths(node, context)
    head = _head(node, widths, key, context, cell)
    spacer = context.paragraph("Table Spacer", "")
    if isinstance(node.rows, tuple):
        yield head
        yield from (_row(row, node.columns, context, cell) for row in node.rows)
        yield f"</w:tbl>{spacer}"
        return
    if not setting.deleted:
        context.schedules[node.key] = Schedule()
    for group, rows in node.rows.by_group() if len(node.rows) else [("", iter(()))]:
        yield head
        if group:
            yield _group_row(context.run(group, cell), len(node.columns), context, cell, "<w:tblHeader/>")
        yield from _long_rows(rows, node, context, cell)
        yield f"</w:tbl>{spacer}"
        head = _head(node, widths, "", context, cell)


def _head(node: Table, widths: Sequence[int], key: str, context: Context, setting: Setting) -> str:
    headings = [context.run(column.heading, setting) for column in node.columns]
    headings[0] = context.bookmark(key, headings[0], setting)
    cells = "".join(
        _cell(context.paragraph(HEADINGS[column.align], words, setting))
        for words, column in zip(headings, node.columns, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    described = f'<w:tblCaption w:val="{xml.escape(node.caption)}"/>' if node.caption else ""
    described += f'<w:tblDescription w:val="{xml.escape("; ".join(column.heading for column in node.columns))}"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{context.reference.ids["Treaty Table"]}"/>{context.across}'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr>{_row_properties(context, setting, '<w:tblHeader/>')}{cells}</w:tr>"
    )


def _row_properties(context: Context, setting: Setting, more: str = "") -> str:
    return f"<w:trPr><w:cantSplit/>{more}{_row_revision(setting.revision, context)}</w:trPr>"


def _row_revision(revision: Revision | None, context: Context) -> str:
    return f"{context.revision(revision)}/>" if revision else ""


def _cell(content: str, properties: str = "") -> str:
    return f"<w:tc>{properties}{content}</w:tc>"


# --- rows that are nodes ---------------------------------------------------------------------------------------


def _row(row: Row, columns: Sequence[Column], context: Context, setting: Setting) -> str:
    cells = [inlines(cell, context, setting) for cell in row.cells] or [""]
    cells[0] = context.bookmark(row.key, cells[0], setting)
    if row.group:
        return _group_row(" ".join(cells), len(columns), context, setting)
    warn_of_lost_cells(len(row.cells), len(columns), row.key, context)
    printed = "".join(
        _cell(context.paragraph(CELLS[column.align], words, setting))
        for words, column in zip_longest(cells[: len(columns)], columns, fillvalue="")
        if isinstance(column, Column)
    )
    return f"<w:tr>{_row_properties(context, setting)}{printed}</w:tr>"


def _long_rows(rows: Iterator[LongRow], node: Table, context: Context, setting: Setting) -> Iterator[str]:
    """The rows of a long schedule; in a tracked change one by one, and deleted ones are not in the map of keys."""
    if setting.revision is None:
        yield from long_rows(rows, node, context)
        return
    width = len(node.columns)
    for key, cells in rows:
        if not setting.deleted:
            context.schedules[node.key].add(((key, row_words(cells[:width])),))
        yield _row(Row(key, tuple((Text(text),) for text in cells)), node.columns, context, setting)


def _group_row(words: str, columns: int, context: Context, setting: Setting, more: str = "") -> str:
    properties = f'<w:tcPr><w:gridSpan w:val="{columns}"/>{_SHADE}</w:tcPr>'
    cell = _cell(context.paragraph("Table Group", words, setting), properties)
    return f"<w:tr>{_row_properties(context, setting, more)}{cell}</w:tr>"


# --- widths ----------------------------------------------------------------------------------------------------


def column_widths(node: Table, context: Context) -> list[int]:
    """Widths in twentieths of a point that fill the page: by the longest content seen, and `Column.width`.

    Every column has room for its longest word and, where the page allows it, for its short entries as a whole;
    what is left goes to the columns that would otherwise break their lines most.
    """
    room = context.reference.page.text_width(context.landscape)
    seen = list(_sample(node, context))
    whole, words, more = [], [], []
    for place, column in enumerate(node.columns):
        texts = [cells[place] for cells in seen if place < len(cells)]
        heading = max(map(len, column.heading.split(" "))) + 1  # it is set bold, and begins with a capital
        word = max(heading, *(len(piece) for text in texts for piece in text.split(" ")), 0)
        longest = max(map(len, texts), default=0)
        entry = longest if longest <= _SHORT else word
        words.append(word * _CHARACTER + _PADDING)
        whole.append(max(word, entry) * _CHARACTER + _PADDING)
        more.append(max(min(max(longest, len(column.heading)), _WIDEST) - word, 0) * max(column.width, 1) + _AIR)
    return _shared(whole if sum(whole) <= room * 5 // 6 else words, more, room)


def _sample(node: Table, context: Context) -> Iterator[tuple[str, ...]]:
    if isinstance(node.rows, tuple):
        for row in node.rows[:_SAMPLE]:
            if not row.group:
                yield tuple(words_of(cell, context) for cell in row.cells)
    else:
        yield from (cells for _, cells in islice(node.rows, _SAMPLE))


def _shared(least: list[int], more: list[int], room: int) -> list[int]:
    """Where the least is too much already, the room is shared out by the least."""
    spare = room - sum(least)
    if spare < 0:
        least, more, spare = [0] * len(least), least, room
    widths = [low + spare * want // sum(more) for low, want in zip(least, more, strict=True)]
    widths[-1] += room - sum(widths)
    return widths
