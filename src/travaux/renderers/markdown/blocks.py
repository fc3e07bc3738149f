"""Blocks become paragraphs of Markdown: running text, tables, formulas, and words in the place of figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from travaux.renderers._shared import clean, number_of
from travaux.renderers.markdown.context import Context
from travaux.renderers.markdown.inline import phrase
from travaux.renderers.markdown.negotiation import alternatives_of, change_of
from travaux.renderers.markdown.words import escape, paragraph, styled
from travaux.tree import Align, Alternatives, Block, Change, Figure, Formula, Para, Row, RowSource, Table


def blocks(context: Context, nodes: Iterable[Block]) -> Iterator[str]:
    """Blocks after each other; each string is a paragraph or a table."""
    for node in nodes:
        yield from filter(None, _block(context, node))


def numbered(context: Context, number: str, nodes: tuple[Block, ...]) -> Iterator[str]:
    """The blocks with a number before the first of them."""
    match nodes:
        case (Para() as first, *rest):
            yield paragraph(f"{escape(number)} {phrase(context, first.content)}")
            yield from blocks(context, rest)
        case _:
            yield paragraph(escape(number))
            yield from blocks(context, nodes)


def _block(context: Context, node: Block) -> Iterator[str]:
    match node:
        case Para():
            yield paragraph(phrase(context, node.content))
        case Table():
            yield from _table(context, node)
        case Formula():
            yield _formula(node)
        case Figure():
            yield styled(paragraph(escape(node.caption)), strong=True)
            yield escape(f"[{node.alternative}]")
        case Alternatives():
            yield from alternatives_of(context, node, blocks)
        case Change():
            yield from change_of(context, node, blocks)
        case _:
            assert_never(node)


def _formula(formula: Formula) -> str:
    """A block of code, so that its signs stay as they are; the fence is longer than any in the formula."""
    text = "\n".join(clean(formula.text).splitlines())
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


# --- tables ----------------------------------------------------------------------------------------------------

_RULES: dict[Align, str] = {"left": "---", "centre": ":---:", "right": "---:"}


def _table(context: Context, table: Table) -> Iterator[str]:
    caption = " ".join(filter(None, (number_of(context.document, table.key), table.caption)))
    yield styled(paragraph(escape(caption)), strong=True)
    head = [escape(column.heading) for column in table.columns] or [""]
    rules = [_RULES[column.align] for column in table.columns] or ["---"]
    rows = _rows(context, table.rows) if isinstance(table.rows, tuple) else _schedule(table.rows)
    yield "\n".join(_line(cells, len(head)) for cells in (head, rules, *rows))


def _rows(context: Context, rows: tuple[Row, ...]) -> Iterator[list[str]]:
    for row in rows:
        cells = [phrase(context, cell) for cell in row.cells]
        yield [styled(" ".join(cells).strip(), strong=True)] if row.group else cells


def _schedule(rows: RowSource) -> Iterator[list[str]]:
    for group, members in rows.by_group():
        if group:
            yield [styled(escape(group), strong=True)]
        yield from ([escape(cell) for cell in cells] for _, cells in members)


def _line(cells: list[str], columns: int) -> str:
    """A line of the table. A cell too many joins the last one, because Markdown would drop it."""
    kept = [*cells[: columns - 1], " ".join(cells[columns - 1 :])]
    padded = [cell.strip() for cell in kept] + [""] * (columns - len(kept))
    return f"| {' | '.join(padded)} |"
