"""Tables -> w:tbl: repeated header row, rows that do not break, widths from the content.

Rows of a long schedule are written as text from a template of each cell; one table for each group, because
Word and LibreOffice lay out one very long table in time that grows with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice, zip_longest

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context, Place, Revision, Setting
from travaux.renderers.docx.inline import inlines, words_of
from travaux.renderers.docx.rows import Schedule
from travaux.renderers.docx.words import row_words
from travaux.tree import Align, Column, Row, RowSource, Table, Text

STYLES: dict[Align, str] = {"left": "Table Text", "centre": "Table Centre", "right": "Table Number"}
HEADINGS: dict[Align, str] = {
    "left": "Table Heading",
    "centre": "Table Heading Centre",
    "right": "Table Heading Number",
}
_SAMPLE = 200
_SHORT = 16  # characters
_AIR = 2  # characters
_WIDEST = 90  # characters; a longer cell is broken into lines
_CHARACTER = 98  # twentieths of a point at 9 pt
_PADDING = 300  # margins of the cell, and room for wide letters
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
_BATCH = 200


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
    head = _head(node, key, context, cell)
    spacer = context.paragraph("Table Spacer", "")
    if isinstance(node.rows, tuple):
        yield head
        yield from (_row(row, node.columns, context, cell) for row in node.rows)
        yield f"</w:tbl>{spacer}"
        return
    if not setting.deleted:
        context.schedules[node.key] = Schedule()
    for group, rows in groupby(node.rows, key=lambda row: _source(node).group_of(row[1])):
        yield head
        if group:
            yield _group_row(context.run(group, cell), len(node.columns), context, cell, "<w:tblHeader/>")
        yield from _long_rows(rows, node, context, cell)
        yield f"</w:tbl>{spacer}"
        head = _head(node, "", context, cell)


def _source(node: Table) -> RowSource:
    assert not isinstance(node.rows, tuple)
    return node.rows


def _head(node: Table, key: str, context: Context, setting: Setting) -> str:
    widths = column_widths(node, context.reference.page.text_width(context.landscape))
    headings = [context.run(column.heading, setting) for column in node.columns]
    headings[0] = context.bookmark(key, headings[0], setting)
    cells = "".join(
        _cell(context.paragraph(HEADINGS[column.align], words, setting))
        for words, column in zip(headings, node.columns, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    described = f'<w:tblCaption w:val="{xml.escape(node.caption)}"/>' if node.caption else ""
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


def _warn_of_lost_cells(cells: int, columns: int, key: str, context: Context) -> None:
    if cells > columns:
        context.note(f'The row "{key}" has {cells} cells for {columns} columns; the last are not shown.')


# --- rows that are nodes ---------------------------------------------------------------------------------------


def _row(row: Row, columns: Sequence[Column], context: Context, setting: Setting) -> str:
    cells = [inlines(cell, context, setting) for cell in row.cells] or [""]
    cells[0] = context.bookmark(row.key, cells[0], setting)
    if row.group:
        return _group_row(" ".join(cells), len(columns), context, setting)
    _warn_of_lost_cells(len(row.cells), len(columns), row.key, context)
    printed = "".join(
        _cell(context.paragraph(STYLES[column.align], words, setting))
        for words, column in zip_longest(cells[: len(columns)], columns, fillvalue="")
        if isinstance(column, Column)
    )
    return f"<w:tr>{_row_properties(context, setting)}{printed}</w:tr>"


def _group_row(words: str, columns: int, context: Context, setting: Setting, more: str = "") -> str:
    properties = f'<w:tcPr><w:gridSpan w:val="{columns}"/>{_SHADE}</w:tcPr>'
    cell = _cell(context.paragraph("Table Group", words, setting), properties)
    return f"<w:tr>{_row_properties(context, setting, more)}{cell}</w:tr>"


# --- rows of a long schedule -----------------------------------------------------------------------------------


def _long_rows(
    rows: Iterator[tuple[str, tuple[str, ...]]], node: Table, context: Context, setting: Setting
) -> Iterator[str]:
    columns = node.columns
    written = Schedule() if setting.deleted else context.schedules[node.key]
    opening, between, closing = _row_template(columns, context)
    while batch := list(islice(rows, _BATCH)):
        if not setting.deleted:
            written.add([(key, row_words(cells[: len(columns)])) for key, cells in batch])
        if setting.revision is not None:
            for key, cells in batch:
                yield _row(Row(key, tuple((Text(text),) for text in cells)), columns, context, setting)
            continue
        yield "".join([_long_row(key, cells, opening, between, closing, context) for key, cells in batch])


def _row_template(columns: Sequence[Column], context: Context) -> tuple[str, tuple[str, ...], str]:
    """The row up to the first cell's words, what stands before each further cell, and the end."""
    styles = [context.reference.ids[STYLES[column.align]] for column in columns]
    starts = [f'<w:tc><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>' for style in styles]
    end = "</w:p></w:tc>"
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{starts[0]}", tuple(end + s for s in starts[1:]), f"{end}</w:tr>"


def _long_row(
    key: str, cells: tuple[str, ...], opening: str, between: tuple[str, ...], closing: str, context: Context
) -> str:
    _warn_of_lost_cells(len(cells), len(between) + 1, key, context)
    first = context.bookmark(key, _words(cells[0] if cells else "", context))
    others = zip_longest(between, cells[1 : len(between) + 1], fillvalue="")
    return opening + first + "".join([start + _words(text, context) for start, text in others]) + closing


def _words(text: str, context: Context) -> str:
    """The runs of a cell; most cells are plain, and there are tens of thousands of them."""
    if not text:
        return ""
    if context.plain_ascii and text.isascii():
        return f'<w:r><w:t xml:space="preserve">{xml.escape(text)}</w:t></w:r>'
    return context.scripts.runs(text)


# --- widths ----------------------------------------------------------------------------------------------------


def column_widths(node: Table, room: int) -> list[int]:
    """Widths in twentieths of a point that fill the room: by the longest content seen, and `Column.width`.

    Every column has room for its longest word and, where the page allows it, for its short entries as a whole;
    what is left goes to the columns that would otherwise break their lines most.
    """
    seen = list(_sample(node))
    whole, words, more = [], [], []
    for place, column in enumerate(node.columns):
        texts = [cells[place] for cells in seen if place < len(cells)]
        word = max(len(piece) for text in (column.heading, *texts) for piece in text.split(" "))
        longest = max(map(len, texts), default=0)
        entry = longest if longest <= _SHORT else word
        words.append(word * _CHARACTER + _PADDING)
        whole.append(max(word, entry) * _CHARACTER + _PADDING)
        more.append(max(min(max(longest, len(column.heading)), _WIDEST) - word, 0) * max(column.width, 1) + _AIR)
    return _shared(whole if sum(whole) <= room * 5 // 6 else words, more, room)


def _sample(node: Table) -> Iterator[tuple[str, ...]]:
    if isinstance(node.rows, tuple):
        for row in node.rows[:_SAMPLE]:
            if not row.group:
                yield tuple(words_of(cell) for cell in row.cells)
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
