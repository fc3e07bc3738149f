"""The rendered Markdown of a clause becomes blocks and lists, whose items do not know their level yet.

Ordered lists are paragraphs, nested lists points and subpoints, text after a nested list the closing words of
its parent; a bullet list holds definitions, which have keys but no numbers. Every item begins with `{#id}`.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from travaux.draft.inline import InlineMarks, Scribe, inline, plain_text, taken_id
from travaux.draft.marks import TableMark
from travaux.scripts import joins
from travaux.span import Span
from travaux.tree import (
    Align,
    Block,
    Column,
    Figure,
    Formula,
    Inline,
    Para,
    Row,
    Table,
    Text,
)

#: Syntax of CommonMark that a clause has no use for, and that could only come in by mistake.
LEFT_OUT = ("code", "blockquote", "lheading", "reference", "html_block", "hr")
LEFT_OUT_INLINE = ("backticks", "autolink", "html_inline", "image", "link")
_ID_CALL = re.compile(r"(?<![\w.])id\((?P<parts>[^()]+)\)")
_FENCE = re.compile(r"formula\s*(\{#(?P<id>[^}]*)\})?\s*")


@functools.cache
def _parser(quotes: str) -> MarkdownIt:
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": quotes})
    parser.enable(["table", "smartquotes"]).use(footnote_plugin)
    return parser.disable([*LEFT_OUT, *LEFT_OUT_INLINE])


@dataclass
class Item:
    """An item of a list before its level is known."""

    id: str
    ordered: bool
    span: Span
    parts: list[Part]
    sources: list[str]


@dataclass
class Heading:
    """A heading inside an annex."""

    id: str
    text: str
    span: Span


ListPart: TypeAlias = "list[Item]"
Part: TypeAlias = "Block | ListPart | Heading"


@dataclass
class Parsed:
    """A clause's body: its parts in order, and the sources named outside any item."""

    parts: list[Part] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass
class _Blocks:
    """Reads block tokens one after another."""

    scribe: Scribe
    tokens: list[Any]
    lines: Sequence[str]
    schedules: Mapping[str, Table]
    pending: TableMark | None = None

    def parts(self, closing: str = "") -> tuple[list[Part], list[str], str]:
        """Parts up to a closing token, sources named in them, and the id at their head."""
        parts: list[Part] = []
        sources: list[str] = []
        own_id = ""
        while self.tokens:
            token = self.tokens.pop(0)
            if token.type in (closing, "footnote_block_open"):
                break
            match token.type:
                case "paragraph_open":
                    block, marks, found = self.paragraph(token)
                    if found and (own_id or parts):
                        hint = "an id stands at the head of its item"
                        self.scribe.fault(f"the id {found!r} is out of place", hint, self.item_span(token, found))
                    own_id = own_id or found
                    sources += marks.sources
                    if block is not None:
                        parts.append(block)
                case "ordered_list_open" | "bullet_list_open":
                    parts.append(self.items(token))
                case "heading_open":
                    parts.append(self.heading(token))
                case "table_open":
                    parts.append(self.table(token))
                case "fence":
                    parts.append(self.formula(token))
                case _:
                    self.scribe.fault(f"{token.type} is not part of the clause language", span=self.scribe.line(token))
        return parts, sources, own_id

    def take_inline(self) -> tuple[tuple[Inline, ...], InlineMarks, str]:
        token = self.tokens.pop(0)
        self.scribe.reading = self.scribe.line(token)
        children = list(token.children)
        own_id = taken_id(children)
        marks = InlineMarks()
        return inline(self.scribe, children, marks), marks, own_id

    def paragraph(self, opening: Any) -> tuple[Block | None, InlineMarks, str]:
        content, marks, own_id = self.take_inline()
        self.tokens.pop(0)
        span = self.scribe.line(opening)
        empty = all(isinstance(node, Text) and not node.text.strip() for node in content)
        if marks.row is not None:
            self.scribe.fault("row() stands outside a table", "it belongs in the first cell of a row", span)
        if marks.table is not None:
            self.pending = marks.table
        if marks.schedule is not None:
            if not empty:
                self.scribe.fault("words stand beside schedule()", "give them a paragraph of their own", span)
            return self.schedule(marks.schedule.key, span), marks, own_id
        if marks.figure is not None:
            if not empty:
                self.scribe.fault("words stand beside chart()", "give it a paragraph of its own", span)
            return self.figure(marks.figure.figure, span), marks, own_id
        return (None if empty else Para(trimmed(content))), marks, own_id

    def schedule(self, key: str, span: Span) -> Block | None:
        if key not in self.schedules:
            known = ", ".join(sorted(self.schedules)) or "none"
            self.scribe.fault(f"the instrument has no schedule {key!r}", f"its schedules: {known}", span)
            return None
        return self.schedules[key]

    def figure(self, figure: Figure, span: Span) -> Figure:
        if figure.key in self.scribe.ids:
            self.scribe.fault(f"two figures have the key {figure.key!r}", "give chart() another key", span)
        self.scribe.ids.add(figure.key)
        return replace(figure, span=span)

    def items(self, opening: Any) -> list[Item]:
        ordered = opening.type == "ordered_list_open"
        closing = opening.type.replace("open", "close")
        items: list[Item] = []
        while self.tokens:
            token = self.tokens.pop(0)
            if token.type == closing:
                break
            parts, sources, own_id = self.parts("list_item_close")
            items.append(Item(own_id, ordered, self.item_span(token, own_id), parts, sources))
        return items

    def item_span(self, token: Any, own_id: str) -> Span:
        """The place of an item: where its id is written or made, or the line that the parser reports."""
        clause, mark = self.scribe.clause, f"{{#{own_id}}}"
        for number, line in enumerate(clause.body.split("\n"), clause.body_line):
            if own_id and mark in line:
                return Span(clause.file, number, line.index(mark) + 1)
        made = [at for pattern, *at in _made_ids(clause.body) if own_id and pattern.fullmatch(own_id)]
        return (
            Span(clause.file, clause.body_line + made[0][0], made[0][1]) if len(made) == 1 else self.scribe.line(token)
        )

    def heading(self, opening: Any) -> Heading:
        content, _, own_id = self.take_inline()
        self.tokens.pop(0)
        return Heading(own_id, plain_text(content).strip(), self.item_span(opening, own_id))

    def formula(self, token: Any) -> Formula:
        match = _FENCE.fullmatch(token.info.strip())
        if match is None:
            self.scribe.fault(f"a fenced block {token.info!r} is not part of the clause language", "write ```formula")
        words = "".join(
            part if isinstance(part, str) else plain_text(getattr(part, "content", ()))
            for part in self.scribe.marks.split(token.content.strip())
        )
        own_id = (match and match["id"]) or f"formula-{len(self.scribe.ids) + 1}"
        return Formula(f"{self.scribe.key}.{own_id}", words, self.scribe.line(token))

    # --- tables -----------------------------------------------------------------------------------------------

    def table(self, opening: Any) -> Table:
        mark, self.pending = self.pending, None
        if mark is None:
            self.scribe.fault("a table has no key", 'write {{ table("key") }} before it', self.scribe.line(opening))
            mark = TableMark(f"{self.scribe.key}.table", "", False)
        widths = [max(cell.count("-"), 1) for cell in self.lines[opening.map[0] + 1].strip().strip("|").split("|")]
        columns: list[Column] = []
        rows: list[Row] = []
        while (token := self.tokens.pop(0)).type != "table_close":
            if token.type == "tr_open" and not columns:
                columns = [
                    Column(plain_text(content), align, width)
                    for (content, _, align), width in zip(self.cells(), widths, strict=False)
                ]
            elif token.type == "tr_open":
                rows.append(self.row(mark.key, len(rows) + 1))
        span = Span(self.scribe.clause.file, mark.line, 1) if mark.line else self.scribe.line(opening)
        return Table(mark.key, tuple(columns), tuple(rows), mark.caption, mark.landscape, span)

    def cells(self) -> list[tuple[tuple[Inline, ...], InlineMarks, Align]]:
        cells: list[tuple[tuple[Inline, ...], InlineMarks, Align]] = []
        while (token := self.tokens.pop(0)).type != "tr_close":
            if token.type in ("th_open", "td_open"):
                style = str(token.attrs.get("style", ""))
                align: Align = "right" if "right" in style else "centre" if "center" in style else "left"
                content, marks, _ = self.take_inline()
                cells.append((trimmed(content), marks, align))
        return cells

    def row(self, table: str, number: int) -> Row:
        cells = self.cells()
        mark = cells[0][1].row if cells else None
        key = f"{table}.{mark.key if mark else number}"
        if key in self.scribe.ids:
            self.scribe.fault(f"two rows of the table have the key {key!r}", "give row() more to tell them apart")
        self.scribe.ids.add(key)
        group = mark is not None and mark.group
        content = tuple(content for content, _, _ in cells)
        return Row(key, content[:1] if group else content, group)


def trimmed(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The same nodes without blank space at the two ends."""
    nodes = list(content)
    if nodes and isinstance(nodes[0], Text):
        nodes[0] = Text(nodes[0].text.lstrip(), nodes[0].plain)
    if nodes and isinstance(nodes[-1], Text):
        nodes[-1] = Text(nodes[-1].text.rstrip(), nodes[-1].plain)
    return tuple(node for node in nodes if node != Text(""))


def _pair_quotes(tokens: Sequence[Token], quotes: str) -> None:
    """Straight quotation marks between letters without blanks tell nothing of their side: every second one closes."""
    sides = itertools.cycle(quotes[:2])
    for token in tokens:
        if token.type == "text":
            token.content = re.sub('"', lambda _: next(sides), token.content)


@functools.lru_cache(maxsize=2000)  # a clause of which nothing has changed is read once in a process
def _read(rendered: str, quotes: str) -> tuple[tuple[Token, ...], tuple[Mapping[str, Any], ...], tuple[str, ...]]:
    """The block tokens of a rendered body, its footnotes, and the labels of those whose text stands elsewhere."""
    env: dict[str, Any] = {}
    tokens = _parser(quotes).parse(rendered, env)
    notes = env.get("footnotes", {})
    footnotes = [notes["list"][i] for i in sorted(notes.get("list", {}))]
    if joins(quotes):
        for token in tokens:
            _pair_quotes(token.children or (), quotes)
        for note in footnotes:
            _pair_quotes(note.get("tokens", ()), quotes)
    return tuple(tokens), tuple(footnotes), tuple(notes.get("refs", {}))


def parse_markup(scribe: Scribe, rendered: str, schedules: Mapping[str, Table], quotes: str) -> Parsed:
    """The parts of a rendered body. Faults are noted in the scribe."""
    read, scribe.footnotes, elsewhere = _read(rendered, quotes)
    tokens = list(read)
    for label in elsewhere:
        hint = "write ^[its text] where the note stands"
        scribe.fault(f"the footnote [^{label.removeprefix(':')}] has its text elsewhere", hint)
    scribe.rendered = rendered.split("\n")
    blocks = _Blocks(scribe, tokens, scribe.rendered, schedules)
    parts, sources, own_id = blocks.parts()
    scribe.reading = None
    if own_id:
        scribe.fault(f"the id {own_id!r} stands on a paragraph outside a list", "only items of lists carry ids")
    if blocks.pending is not None:
        scribe.fault("no table follows table()", "a line with | must come next")
    return Parsed(parts, sources)


@functools.lru_cache(maxsize=1000)  # of each clause it is asked for each of its items
def _made_ids(body: str) -> tuple[tuple[re.Pattern[str], int, int], ...]:
    """What the ids can be that `id(...)` makes in a clause, each with its line, counted from 0, and column."""
    found = []
    for number, line in enumerate(body.split("\n")):
        for call in _ID_CALL.finditer(line):
            parts = (part.strip() for part in call["parts"].split(","))
            made = "-".join(re.escape(part[1:-1].strip("-")) if part[:1] in "\"'" else ".+" for part in parts)
            found.append((re.compile(made), number, call.start() + 1))
    return tuple(found)
