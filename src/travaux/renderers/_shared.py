"""What every text format asks of a document: which nodes are printed, in what order, and under what name.

Names that begin with an underscore are not formats.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar, assert_never

from travaux.footnotes import at_heading
from travaux.tree import (
    Alternatives,
    Annex,
    AnnexItem,
    Block,
    Change,
    Definition,
    DefinitionEntry,
    Document,
    Draft,
    Emphasis,
    Figure,
    Footnote,
    FootnoteNumber,
    Formula,
    Inline,
    Note,
    Option,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Ref,
    Reply,
    Row,
    Segment,
    Table,
    Text,
    Use,
    Value,
)

X = TypeVar("X")
Node: TypeAlias = "Inline | Block | Row | ProvisionItem | RecitalItem | AnnexItem"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without the characters that XML or HTML forbids: controls and halves of surrogate pairs."""
    return _FORBIDDEN.sub("", text)


def attribution(option: Option[X]) -> str:
    """Who stands behind an option: `US, EU`, proposers before supporters, after the drafters' label if any."""
    parties = ", ".join(key.upper() for key in dict.fromkeys((*option.proposed, *option.supported)))
    return f"{option.label} ({parties})" if option.label and parties else option.label or parties


def author(draft: Draft, name: str) -> str:
    """The author of a change as printed: the key of a party in capitals, any other name as it is."""
    return name.upper() if name in draft.parties else name


def choice(node: Alternatives[X]) -> tuple[X, ...] | None:
    """What the clean text prints in the place of the alternatives; None while they are still open."""
    if node.chosen is None:
        return None
    return node.options[node.chosen].content if 0 <= node.chosen < len(node.options) else ()


def shown(node: Alternatives[X]) -> tuple[X, ...]:
    """What is printed of the alternatives: the choice, or the content of every option."""
    chosen = choice(node)
    return chosen if chosen is not None else tuple(x for option in node.options for x in option.content)


def number_of(document: Document, key: str) -> str:
    """What stands in front of the node with this key, or nothing."""
    label = document.labels.get(key)
    return label.own if label else ""


def citation(document: Document, ref: Ref) -> tuple[Segment, ...]:
    """The pieces of a printed cross-reference; the targets' keys in brackets if the index has no words for it."""
    return document.citations.get(ref.id) or (Segment(f"[{', '.join(ref.targets)}]"),)


def word(document: Document, name: str) -> str:
    """A word of the frame in the language of the document, or its name where the language has none."""
    return document.draft.house.words.get(name) or name.replace("-", " ").capitalize()


def pages_only(document: Document) -> Iterator[str]:
    """What the house style asks for that only a file with pages can show."""
    house = document.draft.house
    if house.watermark:
        yield "the watermark: it needs pages"
    if house.line_numbers is not None:
        yield "line numbers: they need pages"
    if house.paragraph_numbers:
        yield "paragraph numbers at the edge: they need pages"


def defined_terms(document: Document) -> tuple[DefinitionEntry, ...]:
    """The entries of the index of terms in alphabetical order; none where the house style wants no index.

    A term that two open wordings define in one place is named once. The order knows no locale: letters count without
    their marks and without their case.
    """
    if not document.draft.house.index_of_terms:
        return ()
    entries = {(entry.text, entry.place): entry for entry in document.definitions if entry.place}
    return tuple(sorted(entries.values(), key=lambda entry: (_folded(entry.text), entry.text, str(entry.place))))


def _folded(text: str) -> str:
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(bare).casefold()


def comments(document: Document, inline: Iterable[Note]) -> tuple[tuple[str, Note], ...]:
    """The comments of a document with the key of the unit each is on: first those, then those in running text."""
    units = ((key, note) for key, notes in document.comments.items() for note in notes if note.kind == "comment")
    return (*units, *(("", note) for note in inline))


def said_by(draft: Draft, said: Note | Reply) -> str:
    """Who says something in the margin, and when: `EU, 2026-11-02`."""
    return ", ".join(filter(None, (author(draft, said.author), said.date)))


# --- the printed nodes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Printed:
    """The nodes that a document prints, by kind, each in order of appearance.

    `anchors` are the keys that a link can lead to and `terms` the terms whose definition is printed: neither
    has those of deleted text. Drafting notes are numbered from 1, footnotes as `numbers` says.
    """

    anchors: frozenset[str]
    terms: frozenset[str]
    footnotes: Mapping[Footnote, int]
    notes: Mapping[Note, int]
    comments: tuple[Note, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    numbers: Mapping[str, FootnoteNumber]

    def footnote_number(self, footnote: Footnote) -> int:
        """The number of a footnote of this document; one inside another, which has none, is counted in the list."""
        known = self.numbers.get(footnote.key)
        return known.number if known else self.footnotes[footnote]

    def counted_in(self, footnote: Footnote) -> str:
        """The key of the chapter or annex that counts a footnote; "" where the whole text does."""
        known = self.numbers.get(footnote.key)
        return known.chapter if known else ""

    def note_number(self, note: Note) -> int:
        """The number of a drafting note of this document."""
        return self.notes[note]


def printed(draft: Draft, numbers: Mapping[str, FootnoteNumber] | None = None) -> Printed:
    """What a document prints of this draft: of closed alternatives the choice, of a redline also the deletions."""
    nodes = list(walk_draft(draft))
    every = [node for node, _ in nodes]
    live = [node for node, alive in nodes if alive]
    return Printed(
        anchors=frozenset(key for node in live for key in _keys(node)),
        terms=frozenset(node.term for node in live if isinstance(node, Definition)),
        footnotes=_numbered(node for node in every if isinstance(node, Footnote)),
        notes=_numbered(n for n in every if isinstance(n, Note) and n.kind == "drafting"),
        comments=tuple(dict.fromkeys(n for n in every if isinstance(n, Note) and n.kind == "comment")),
        tables=tuple(node for node in every if isinstance(node, Table)),
        figures=tuple(node for node in every if isinstance(node, Figure)),
        numbers=numbers or {},
    )


def _numbered(nodes: Iterable[X]) -> Mapping[X, int]:
    """Nodes in order of appearance with their numbers; what is printed twice has one number."""
    return {node: number for number, node in enumerate(dict.fromkeys(nodes), 1)}


def walk(nodes: Iterable[Node], alive: bool = True) -> Iterator[tuple[Node, bool]]:
    """Each node and what it contains, in printed order, and whether it stands in the text (not deleted).

    What is still to come is kept on one pile, so that a node costs the same however deep it stands.
    """
    pile = [(node, alive) for node in nodes]
    pile.reverse()
    while pile:
        node, alive = pile.pop()
        yield node, alive
        parts = _parts(node)
        if parts:
            alive = alive and not (isinstance(node, Change) and node.kind == "deleted")
            pile += [(part, alive) for part in reversed(parts)]


def walk_draft(draft: Draft) -> Iterator[tuple[Node, bool]]:
    """Each node of a text, in printed order, and whether it stands in the text."""
    return walk(_roots(draft))


def _roots(draft: Draft) -> tuple[Node, ...]:
    return (*draft.opening, *draft.recitals, *draft.enacting, *draft.body, *draft.closing, *draft.annexes)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Text() | Use():
            return ()
        case Provision():
            return (*at_heading(node), *node.content, *node.children, *node.tail)
        case Annex():
            return (*at_heading(node), *node.content, *node.children)
        case Recital() | Para() | Emphasis() | Footnote() | Change():
            return node.content
        case Table():
            return node.rows if isinstance(node.rows, tuple) else ()
        case Row():
            return tuple(inline for cell in node.cells for inline in cell)
        case Alternatives():
            return shown(node)
        case Definition() | Ref() | Value() | Note() | Formula() | Figure():
            return ()
        case _:
            assert_never(node)


def _keys(node: Node) -> Iterator[str]:
    if isinstance(node, Provision | Annex | Recital | Table | Row | Formula | Figure | Alternatives):
        yield node.key
    if isinstance(node, Table) and not isinstance(node.rows, tuple):
        yield from (key for key, _ in node.rows)
