"""The document tree: what the text says, and nothing about numbers or looks.

A closed set of frozen node types without behaviour. Numbers are computed beside the tree (`travaux.index`),
looks are named in styles by the renderers. Every provision carries a stable key that does not depend on its
number or its neighbours. Adding a node type is a change that the type checker shows in every `match`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

from travaux.span import NOWHERE, Span

X = TypeVar("X", covariant=True)

Language: TypeAlias = str
Register: TypeAlias = Literal["binding", "non-binding"]
Align: TypeAlias = Literal["left", "centre", "right"]


class Level(IntEnum):
    """Depth of a provision; a child is always deeper than its parent, and may skip levels."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    PARAGRAPH = 5
    POINT = 6
    SUBPOINT = 7
    ITEM = 8


# --- competing wordings and changes, over any kind of node ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option(Generic[X]):
    """One of several wordings. `proposed` and `supported` are party keys; `label` is what drafters call it."""

    content: tuple[X, ...]
    label: str = ""
    proposed: tuple[str, ...] = ()
    supported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternatives(Generic[X]):
    """Wordings of which the negotiation has not chosen one; a single option is text in square brackets.

    `chosen` is the index of the option that the clean text prints; None leaves the brackets in (an option that
    is to be left out of the clean text altogether is chosen with -1). `reason` says why it is open.
    """

    key: str
    options: tuple[Option[X], ...]
    chosen: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change(Generic[X]):
    """Inserted or deleted nodes of a redline, with the one who made the change.

    `date` is the day of the change (ISO 8601) where the data gives one; it never comes from the clock.
    """

    kind: Literal["inserted", "deleted"]
    content: tuple[X, ...]
    author: str
    date: str = ""


# --- inline ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Words. In `plain` words a defined term is meant in its plain sense and is not recognised."""

    text: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that stand out; `strong` is bold, otherwise italic."""

    content: tuple[Inline, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """The place where a term is defined; `term` is the key of the term, `text` the printed form."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a defined term, found by the index."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Provisions of another instrument: its key, its title in the language of the text, its kind, and their keys."""

    instrument: str
    title: str
    kind: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A cross-reference to one or more keys of this document. `id` is unique within the document.

    What is printed stands in `Document.citations[id]`, because it depends on numbers and house style.
    `through` means the two targets are the ends of a range.
    """

    id: str
    targets: tuple[str, ...]
    span: Span = NOWHERE
    through: bool = False
    elsewhere: Elsewhere | None = None
    """What is cited of another instrument; there are then no `targets`, and what is printed is literal text."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the model: where it comes from, the machine value as exact text, and the printed text."""

    path: str
    machine: str
    text: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote at this place; `key` is unique within the document."""

    key: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a comment."""

    author: str
    text: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about the text and is never part of what is signed.

    A `drafting` note is the drafters' own, a `finding` the visible mark of a fault in a faulty draft, a `comment`
    what a delegation or the secretariat says in the margin, and a `remark` what this program says there (a finding,
    why brackets are open). Formats without a margin leave remarks out. A comment in running text is about the words
    before it in its paragraph.
    """

    key: str
    text: str
    kind: Literal["drafting", "finding", "comment", "remark"] = "drafting"
    author: str = ""
    date: str = ""
    resolved: bool = False
    replies: tuple[Reply, ...] = ()


Inline: TypeAlias = (
    "Text | Emphasis | Definition | Use | Ref | Value | Footnote | Note | Alternatives[Inline] | Change[Inline]"
)

# --- blocks ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of running text without a number of its own."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, alignment, and width relative to the other columns."""

    heading: str
    align: Align = "left"
    width: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A `group` row has one cell that spans the table and heads the rows below it."""

    key: str
    cells: tuple[tuple[Inline, ...], ...]
    group: bool = False


class RowSource(Protocol):
    """Rows of a long schedule, kept outside the tree: iterated as often as wanted, always the same rows.

    Each row is `(key, cells)`, the cells being printed text in the order of the columns. `by_group` gives the same
    rows below the headings under which they stand ("" for none), which need not be the words of a column.
    """

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]: ...

    def __len__(self) -> int: ...

    def by_group(self) -> Iterator[tuple[str, Iterator[tuple[str, tuple[str, ...]]]]]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `rows` are nodes, or for a long schedule a lazy source whose cells have no nodes."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] | RowSource
    caption: str = ""
    landscape: bool = False
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula in linear notation (`A = max(0, F × C − W − D)`)."""

    key: str
    text: str
    span: Span = NOWHERE


class Drawing(Protocol):
    """A picture that is drawn when a format asks for it, kept outside the tree like the rows of a long schedule."""

    def svg(self, title: str, told: str) -> str: ...

    def png(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (PNG, or one that is drawn) with its caption and the text that stands for it where it is not seen."""

    key: str
    image: bytes | Drawing
    alternative: str
    span: Span = NOWHERE
    caption: str = ""


Block: TypeAlias = "Para | Table | Formula | Figure | Alternatives[Block] | Change[Block]"

# --- structure -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """The clause a provision was drafted from: key, variant, and a short hash of the clause's source."""

    clause: str
    variant: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """A unit of the text: part, chapter, section, article, paragraph, point, subpoint or item.

    `content` precedes the children, `tail` follows them (the closing words of a list). A provision that is not
    `numbered` has a key but no number: the single paragraph of an article, or a definition in a list of them.
    """

    level: Level
    key: str
    heading: str = ""
    content: tuple[Block, ...] = ()
    children: tuple[ProvisionItem, ...] = ()
    tail: tuple[Block, ...] = ()
    numbered: bool = True
    origin: Origin | None = None
    span: Span = NOWHERE
    heading_note: Footnote | None = None
    """A footnote at the heading; before the first words where there is none."""


ProvisionItem: TypeAlias = "Provision | Alternatives[Provision] | Change[Provision]"


@dataclass(frozen=True, slots=True)
class Recital:
    """A recital of the preamble."""

    key: str
    content: tuple[Inline, ...]
    span: Span = NOWHERE


RecitalItem: TypeAlias = "Recital | Alternatives[Recital] | Change[Recital]"


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex, numbered with the chapter it belongs to (`chapter` is that chapter's key, or "")."""

    key: str
    heading: str
    content: tuple[Block, ...] = ()
    children: tuple[ProvisionItem, ...] = ()
    chapter: str = ""
    origin: Origin | None = None
    span: Span = NOWHERE
    heading_note: Footnote | None = None
    """A footnote at the heading."""


AnnexItem: TypeAlias = "Annex | Alternatives[Annex] | Change[Annex]"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block: the party's key and the line above the signature ("For the European Union")."""

    party: str
    line: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language is written and set.

    `tag` names it with a region, for dictionaries and fonts ("en-GB", "ja-JP"; "" for the language alone). `fonts`
    are pairs of a kind of letters (latin, east_asia, complex) and a font, where the language has its own. `spaced`:
    blanks stand between words. `listed` stands between the items of a list, and before the last.
    """

    tag: str = ""
    script: Literal["european", "east-asian", "right-to-left"] = "european"
    spaced: bool = True
    fonts: tuple[tuple[str, str], ...] = ()
    listed: tuple[str, str] = (", ", " and ")


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """Line numbers in the margin of a file with pages: every how many lines, and where they begin again."""

    every: int = 5
    restart: Literal["page", "continuous", "section"] = "page"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How a document numbers and cites, resolved once from template, instrument and language.

    `words` are the language's words for the structure ("chapter": "Chapter", "article": "Article" or, in a
    non-binding text, "Section", ...). `reference` is one of the three house styles of cross-references.
    """

    language: Language
    reference: Literal["us", "eu", "japan"]
    chapters: Literal["arabic", "roman"]
    articles: Literal["by-chapter", "continuous"]
    annexes: Literal["by-chapter", "arabic", "roman", "letter"]
    words: Mapping[str, str]
    header: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()
    page_format: str = "Page {page} of {pages}"
    contents: bool = True
    """Whether a table of contents is printed."""
    drafting_notes: Literal["endnotes", "comments"] = "endnotes"
    """Where a file with margins puts drafting notes."""
    writing: Writing = Writing()
    """How the language is written."""
    classification: str = ""
    """Who may read the text ("LIMITED"), at the head of every page; "" for anyone."""
    marking: tuple[str, ...] = ()
    """Lines of the running header below `header`; the cover has them too."""
    watermark: str = ""
    line_numbers: LineNumbers | None = None
    paragraph_numbers: bool = False
    """Whether paragraphs are counted through in the margin, beside their own numbers."""
    footnotes: Literal["continuous", "by-chapter"] = "continuous"
    index_of_terms: bool = False
    """Whether an index of the defined terms stands at the end."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text without numbers: everything between title page and last annex."""

    instrument: str
    kind: str
    register: Register
    language: Language
    title: str
    short_title: str
    parties: tuple[str, ...]
    house: HouseStyle
    opening: tuple[Block, ...] = ()
    recitals: tuple[RecitalItem, ...] = ()
    enacting: tuple[Block, ...] = ()
    body: tuple[ProvisionItem, ...] = ()
    closing: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    annexes: tuple[AnnexItem, ...] = ()
    party_names: Mapping[str, str] | None = None
    """Official names of the parties, by key."""
    named: tuple[str, ...] = ()
    """The parties in the order in which this original names them; () for the order of `parties`."""
    rests_on: tuple[tuple[str, str], ...] = ()
    """Pairs of a provision's key and the key of a source it rests on."""
    plain: tuple[str, ...] = ()
    """Phrases in which no defined term is recognised."""
    terms: Mapping[str, tuple[str, ...]] | None = None
    """The forms of the defined terms, by key of the term."""


# --- the numbered text -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """What a provision is called.

    `own` is what stands in front of it in the text ("Chapter 2", "Article 2.3", "1.", "(a)", "Annex 2-A", or ""
    when it has no number); `field` is the same as a cross-reference field prints it (no trailing full stop);
    `cited` is its full name in the house style of the document ("Article 2.3.1(a)"); `eid` is its Akoma Ntoso
    identifier.
    """

    own: str
    field: str
    cited: str
    eid: str
    level: Level | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a printed cross-reference.

    With `target` it is live: the number of that key (`part="number"`), its heading (`part="heading"`), or the number
    of a footnote (`part="footnote"`). Without, it is literal text.
    """

    text: str
    target: str = ""
    part: Literal["", "number", "heading", "footnote"] = ""


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    """A defined term of the document: key, printed form, the provision that defines it, and its other forms.

    `place` is the article, annex or chapter of that provision as a cross-reference prints it; () outside them.
    """

    term: str
    text: str
    provision: str
    forms: tuple[str, ...]
    span: Span = NOWHERE
    place: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class UseEntry:
    """One use of a defined term and the provision in which it stands."""

    term: str
    text: str
    provision: str


@dataclass(frozen=True, slots=True)
class RefEntry:
    """One cross-reference and the provision in which it stands."""

    ref: Ref
    provision: str


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One printed value of the model and the provision in which it stands."""

    value: Value
    provision: str


@dataclass(frozen=True, slots=True)
class FootnoteNumber:
    """The number of a footnote, and the key of the chapter or annex in which it is counted ("": the whole text)."""

    number: int
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A draft with its numbers and side tables. `draft` is the tree with the uses of terms marked in it."""

    draft: Draft
    labels: Mapping[str, Label]
    citations: Mapping[str, tuple[Segment, ...]]
    definitions: tuple[DefinitionEntry, ...]
    uses: tuple[UseEntry, ...]
    refs: tuple[RefEntry, ...]
    values: tuple[ValueEntry, ...]
    headings: Mapping[str, str]
    comments: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    """Comments and remarks on a whole unit, by its key; `TITLE` stands for the text as a whole."""
    footnotes: Mapping[str, FootnoteNumber] = field(default_factory=dict)
    """The numbers of the footnotes, by key."""


TITLE = "#title"
