"""Document -> the words that the Word file prints, by the name under which the file carries them.

Every paragraph of the text, every row and every footnote has a name: the key of its provision, recital, annex,
formula, figure, table or row; `KEY#2`, `KEY#3` for the further paragraphs of a unit; `KEY#tail` for its closing
words; `#title`, `#opening`, `#enacting`, `#closing`, `#signature:PARTY`; `fn:KEY` for a footnote. Reading an
unchanged file back gives these very words.

Normalisation. Numbers that Word counts are not part of the words; references, values, terms and the brackets of
open alternatives are, as printed. Of alternatives that are settled the choice counts; insertions count and
deletions do not. Notes, comments, findings and the marks of notes do not count. Cells are joined by a tab; a
formula counts as the text of its equation, without blanks; tabs and line breaks in a text are blanks; what XML cannot
hold is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from travaux.footnotes import at_heading
from travaux.renderers.docx import brackets
from travaux.renderers.docx.paragraphs import FOOTNOTE, SIGNATURE, TAIL, Paragraphs
from travaux.renderers.docx.survey import Survey, survey
from travaux.renderers.docx.words import formula_words, normal, row_words
from travaux.span import NOWHERE, Span
from travaux.tree import (
    TITLE,
    Alternatives,
    Annex,
    AnnexItem,
    Block,
    Change,
    Definition,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Formula,
    Inline,
    Level,
    Note,
    Origin,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Ref,
    Table,
    Text,
    Use,
    Value,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece of the text: its name, its words, where it was drafted, and the version of its clause."""

    id: str
    text: str
    span: Span = NOWHERE
    version: str = ""


def texts(document: Document) -> dict[str, str]:
    """The words of a document by name, in printed order; rows of long schedules are left to `rows`."""
    return {piece.id: piece.text for piece in printed(document)}


def rows(table: Table) -> Iterator[tuple[str, str]]:
    """Key and words of the rows of a long schedule; nothing for a table whose rows are nodes."""
    if not isinstance(table.rows, tuple):
        width = len(table.columns)
        for key, cells in table.rows:
            yield key, row_words(cells[:width])


def schedules(document: Document) -> tuple[Table, ...]:
    """The tables whose rows are kept outside the tree, in printed order."""
    return tuple(survey(document).schedules)


def printed(document: Document, found: Survey | None = None) -> Iterator[Printed]:
    """The pieces of the text, in printed order; of a name met twice only the first, as in the file.

    `found` is the survey of the document where it is at hand.
    """
    seen: set[str] = set()
    for piece in pieces(document, found):
        if piece.id and piece.id not in seen:
            seen.add(piece.id)
            yield piece


def pieces(document: Document, found: Survey | None = None) -> Iterator[Printed]:
    """All pieces of the text in printed order, also those that the file carries without a name."""
    return _Walk(document, found or survey(document)).run()


class _Walk:
    """The walk over one document. `place` and `origin` are those of the unit at hand."""

    def __init__(self, document: Document, found: Survey) -> None:
        self.document = document
        self.keys = found.keys | set(document.footnotes)
        self.span: Span = NOWHERE
        self.origin: Origin | None = None
        self.waiting: list[Footnote] = []

    def run(self) -> Iterator[Printed]:
        draft = self.document.draft
        yield from self.piece(TITLE, normal(draft.title))
        yield from self.blocks(draft.opening, Paragraphs("#opening"))
        yield from self.recitals(draft.recitals)
        yield from self.blocks(draft.enacting, Paragraphs("#enacting"))
        yield from self.provisions(draft.body)
        yield from self.blocks(draft.closing, Paragraphs("#closing"))
        for signature in draft.signatures:
            self.span = signature.span
            yield from self.piece(f"{SIGNATURE}{signature.party}", normal(signature.line))
        yield from self.annexes(draft.annexes)

    # --- words ------------------------------------------------------------------------------------------------

    def piece(self, name: str, text: str) -> list[Printed]:
        """A paragraph, and the footnotes that its words brought."""
        found = [Printed(name, text, self.span, self.origin.version if self.origin else "")]
        notes, self.waiting = self.waiting, []
        for note in notes:
            found += self.piece(f"{FOOTNOTE}{note.key}", self.words(note.content, in_note=True))
        return found

    def words(self, content: Iterable[Inline], in_note: bool = False) -> str:
        return normal("".join([self.word(node, in_note) for node in content]))

    def word(self, node: Inline, in_note: bool) -> str:
        match node:
            case Text() | Definition() | Use() | Value():
                return node.text
            case Emphasis():
                return "".join(self.word(inner, in_note) for inner in node.content)
            case Ref():
                segments = self.document.citations.get(node.id, ())
                return "".join(s.text for s in segments if not s.target or s.target in self.keys)
            case Footnote():
                if in_note:
                    return f" ({self.words(node.content, in_note)})"
                self.waiting.append(node)
                return ""
            case Note():
                return ""
            case Alternatives():
                return "".join(self.word(inner, in_note) for inner in brackets.inlines(node))
            case Change():
                return "".join(self.word(inner, in_note) for inner in node.content) if node.kind == "inserted" else ""
            case _ as never:
                assert_never(never)

    # --- blocks -----------------------------------------------------------------------------------------------

    def blocks(self, items: Iterable[Block], names: Paragraphs) -> Iterator[Printed]:
        for item in items:
            yield from self.block(item, names)

    def block(self, item: Block, names: Paragraphs) -> Iterator[Printed]:
        match item:
            case Para():
                yield from self.piece(names.next(), self.words(item.content))
            case Table():
                yield from self.table(item)
            case Formula():
                yield from self.piece(item.key, formula_words(item.text))
            case Figure():
                yield from self.piece(item.key, normal(item.caption))
            case Alternatives():
                yield from self.blocks(brackets.blocks(item), names)
            case Change():
                if item.kind == "inserted":
                    yield from self.blocks(item.content, names)
            case _ as never:
                assert_never(never)

    def table(self, item: Table) -> Iterator[Printed]:
        if not item.columns:
            return
        yield from self.piece(item.key, normal(item.caption or item.columns[0].heading))
        for row in item.rows if isinstance(item.rows, tuple) else ():
            cells = [self.words(cell) for cell in row.cells]
            joined = " ".join(cells) if row.group else "\t".join(cells[: len(item.columns)])
            yield from self.piece(row.key, joined)

    # --- structure --------------------------------------------------------------------------------------------

    def recitals(self, items: Iterable[RecitalItem]) -> Iterator[Printed]:
        for item in items:
            match item:
                case Recital():
                    self.span = item.span
                    yield from self.piece(item.key, self.words(item.content))
                case Alternatives():
                    yield from self.recitals(brackets.recitals(item))
                case Change():
                    yield from self.recitals(item.content if item.kind == "inserted" else ())
                case _ as never:
                    assert_never(never)

    def provisions(self, items: Iterable[ProvisionItem | Para]) -> Iterator[Printed]:
        for item in items:
            match item:
                case Provision():
                    yield from self.provision(item)
                case Para():
                    continue  # a line that holds only a bracket
                case Alternatives():
                    yield from self.provisions(brackets.provisions(item))
                case Change():
                    yield from self.provisions(item.content if item.kind == "inserted" else ())
                case _ as never:
                    assert_never(never)

    def provision(self, item: Provision) -> Iterator[Printed]:
        outer = self.span, self.origin
        self.span, self.origin = item.span, item.origin or self.origin
        own = self.span, self.origin
        names = Paragraphs(item.key)
        first, rest = brackets.split(item)
        yield from self.piece(names.next(), self.head(item, first))
        yield from self.blocks(rest, names)
        if item.children:
            yield from self.provisions(item.children)
            self.span, self.origin = own
        if item.tail:
            yield from self.blocks(item.tail, Paragraphs(item.key and f"{item.key}{TAIL}"))
        self.span, self.origin = outer

    def head(self, item: Provision, first: tuple[Inline, ...]) -> str:
        """The words of the first paragraph; the footnotes at the heading wait, with the others, for their turn."""
        self.words(at_heading(item))
        if item.level <= Level.ARTICLE:
            return normal(item.heading)
        return (f"{normal(item.heading)}. " if item.heading else "") + self.words(first)

    def annexes(self, items: Iterable[AnnexItem]) -> Iterator[Printed]:
        for item in items:
            match item:
                case Annex():
                    self.span, self.origin = item.span, item.origin
                    names = Paragraphs(item.key)
                    self.words(at_heading(item))
                    yield from self.piece(names.next(), normal(item.heading))
                    yield from self.blocks(item.content, names)
                    yield from self.provisions(item.children)
                case Alternatives():
                    yield from self.annexes(brackets.annexes(item))
                case Change():
                    yield from self.annexes(item.content if item.kind == "inserted" else ())
                case _ as never:
                    assert_never(never)
