"""Blocks become elements of HTML: paragraphs, tables, formulas and figures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import assert_never

from travaux.formula.layout import set_text
from travaux.formula.mathml import display
from travaux.renderers._shared import clean, number_of
from travaux.renderers.html.context import Context, escape, keyed
from travaux.renderers.html.inline import phrase
from travaux.renderers.html.negotiation import alternatives_of, change_of
from travaux.tree import Alternatives, Block, Change, Column, Figure, Formula, Para, Row, RowSource, Table


def blocks(context: Context, nodes: Iterable[Block]) -> str:
    """Blocks below each other."""
    return "".join(_block(context, node) for node in nodes)


def _block(context: Context, node: Block) -> str:
    match node:
        case Para():
            return f"<p>{phrase(context, node.content)}</p>\n"
        case Table():
            return _table(context, node)
        case Formula():
            return f'<p class="formula"{keyed(context, node.key)}>{_equation(node.text)}</p>\n'
        case Figure():
            return _figure(context, node)
        case Alternatives():
            return alternatives_of(context, node, blocks)
        case Change():
            return change_of(context, node, blocks)
        case _:
            assert_never(node)


def _equation(text: str) -> str:
    """MathML with the linear notation as its alternative; a formula in another notation stands as it is."""
    row = set_text(text)
    return escape(text) if row is None else display(row, text)


def _figure(context: Context, figure: Figure) -> str:
    caption = f"<figcaption>{escape(figure.caption)}</figcaption>" if figure.caption else ""
    return f"<figure{keyed(context, figure.key)}>{caption}{_picture(figure)}</figure>\n"


def _picture(figure: Figure) -> str:
    """A drawing as SVG with its words, any other picture as dots."""
    if not isinstance(figure.image, bytes):
        return figure.image.svg(clean(figure.caption or figure.alternative), clean(figure.alternative))
    image = b64encode(figure.image).decode("ascii")
    return f'<img src="data:image/png;base64,{image}" alt="{escape(figure.alternative)}">'


# --- tables ----------------------------------------------------------------------------------------------------


def _table(context: Context, table: Table) -> str:
    name = "schedule landscape" if table.landscape else "schedule"
    pieces = [f'<div class="{name}"><table{keyed(context, table.key)}>\n', _caption(context, table)]
    pieces += _head(table.columns)
    if isinstance(table.rows, tuple):
        pieces += _rows(context, table.rows, table.columns)
    else:
        pieces += _schedule(context, table.rows, table.columns)
    return "".join((*pieces, "</table></div>\n"))


def _caption(context: Context, table: Table) -> str:
    words = " ".join(filter(None, (number_of(context.document, table.key), table.caption)))
    return f"<caption>{escape(words)}</caption>\n" if words else ""


def _head(columns: tuple[Column, ...]) -> Iterator[str]:
    whole = sum(column.width for column in columns) or 1
    for column in columns:
        yield f'<col style="width:{100 * column.width // whole}%">'
    cells = (f'<th scope="col"{_aligned(column)}>{escape(column.heading)}</th>' for column in columns)
    yield f"\n<thead><tr>{''.join(cells)}</tr></thead>\n"


def _aligned(column: Column | None) -> str:
    return f' class="{column.align}"' if column and column.align != "left" else ""


def _rows(context: Context, rows: tuple[Row, ...], columns: tuple[Column, ...]) -> Iterator[str]:
    """Rows that are nodes; each group heading begins a body of the table of its own."""
    yield "<tbody>\n"
    for position, row in enumerate(rows):
        if row.group and position:
            yield "</tbody>\n<tbody>\n"
        cells = [phrase(context, cell) for cell in row.cells]
        if row.group:
            yield _group(context, row.key, " ".join(cells), columns)
        else:
            yield _row(context, row.key, cells, columns)
    yield "</tbody>\n"


def _schedule(context: Context, rows: RowSource, columns: tuple[Column, ...]) -> Iterator[str]:
    """The rows of a long schedule, one string each, so that no second copy of the schedule is built."""
    for group, members in rows.by_group():
        yield "<tbody>\n"
        if group:
            yield _group(context, "", escape(group), columns)
        for key, cells in members:
            yield _row(context, key, [escape(cell) for cell in cells], columns)
        yield "</tbody>\n"


def _group(context: Context, key: str, words: str, columns: tuple[Column, ...]) -> str:
    attributes = keyed(context, key) if key else ""
    return f'<tr{attributes}><th class="group" scope="rowgroup" colspan="{len(columns) or 1}">{words}</th></tr>\n'


def _row(context: Context, key: str, cells: list[str], columns: tuple[Column, ...]) -> str:
    pairs = zip_longest(columns, cells, fillvalue=None)
    written = "".join(f"<td{_aligned(column)}>{cell or ''}</td>" for column, cell in pairs)
    return f"<tr{keyed(context, key)}>{written}</tr>\n"
