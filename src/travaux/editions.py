"""A working document -> what may leave the house: the words, and nothing of how they were made.

Tree to tree, so that no format needs to know of editions. Keys become opaque but stay the same from one draft to the
next; notes, comments, paths, places, fallbacks and reasons are gone; chosen wordings and changes are carried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal, TypeAlias, assert_never

from travaux.footnotes import at_heading, footnote_numbers
from travaux.span import NOWHERE
from travaux.tree import (
    Alternatives,
    Annex,
    Block,
    Change,
    Definition,
    DefinitionEntry,
    Document,
    Draft,
    Emphasis,
    Figure,
    Footnote,
    Formula,
    Inline,
    Label,
    Note,
    Option,
    Para,
    Provision,
    Recital,
    Ref,
    RefEntry,
    Row,
    RowSource,
    Segment,
    Table,
    Text,
    Use,
    UseEntry,
    Value,
)

Edition: TypeAlias = Literal["working", "outgoing", "clean", "annotated"]

Node: TypeAlias = "Inline | Block | Row | Provision | Recital | Annex | Alternatives[Any] | Change[Any]"


def opaque(instrument: str, key: str) -> str:
    """The key that goes out: the same for the same key of an instrument, in every build; an empty key stays empty."""
    words = f"travaux:{instrument}:{key}".encode("utf-8", "surrogatepass")
    return f"k{sha256(words).hexdigest()[:15]}" if key else ""


def outgoing(document: Document) -> Document:
    """The document as a counterparty may see it."""
    return _Outgoing(document.draft.instrument).document(document)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a long schedule under opaque keys."""

    rows: RowSource
    keys: _Outgoing

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        return self.opaque(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def by_group(self) -> Iterator[tuple[str, Iterator[tuple[str, tuple[str, ...]]]]]:
        return ((heading, self.opaque(rows)) for heading, rows in self.rows.by_group())

    def opaque(self, rows: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
        return ((self.keys.key(key), cells) for key, cells in rows)


@dataclass(slots=True)
class _Outgoing:
    """Rebuilds the tree, and the side tables from what is left of it."""

    instrument: str
    at: str = ""
    definitions: list[DefinitionEntry] = field(default_factory=list)
    uses: list[UseEntry] = field(default_factory=list)
    refs: list[RefEntry] = field(default_factory=list)

    def key(self, key: str) -> str:
        return opaque(self.instrument, key)

    # --- tree -------------------------------------------------------------------------------------------------

    def nodes(self, nodes: Iterable[Any]) -> tuple[Any, ...]:
        found: list[Any] = []
        for node in nodes:
            for new in self.node(node):
                if isinstance(new, Text) and found and isinstance(found[-1], Text):
                    found[-1] = Text(found[-1].text + new.text)
                else:
                    found.append(new)
        return tuple(found)

    def node(self, node: Node) -> tuple[Any, ...]:
        """What stands in the place of a node: nothing, itself without what is ours, or what was chosen."""
        match node:
            case Note():
                return ()
            case Text(text) | Value(text=text):
                return (Text(text),)
            case Definition(term, text):
                self.definitions.append(DefinitionEntry(self.key(term), text, self.at, (text,)))
                return (Definition(self.key(term), text),)
            case Use(term, text):
                self.uses.append(UseEntry(self.key(term), text, self.at))
                return (Use(self.key(term), text),)
            case Ref():
                return (self.ref(node),)
            case Alternatives():
                return self.alternatives(node)
            case Change(kind, content):
                return self.nodes(content) if kind == "inserted" else ()
            case Para(content):
                kept = self.nodes(content)
                return (Para(kept),) if kept or not content else ()  # a line that held only a note goes with it
            case Recital():
                self.at = self.key(node.key)
                return (self.bare(node, content=self.nodes(node.content)),)
            case Emphasis() | Footnote():
                return (self.bare(node, content=self.nodes(node.content)),)
            case Table():
                return (self.bare(node, rows=self.rows(node.rows)),)
            case Row():
                return (self.bare(node, cells=tuple(self.nodes(cell) for cell in node.cells)),)
            case Formula():
                return (self.bare(node),)
            case Figure(image=bytes(image)):
                return (self.bare(node, image=_picture_alone(image)),)
            case Figure():
                return (self.bare(node),)
            case Provision() | Annex():
                return (self.unit(node),)
            case _ as never:
                assert_never(never)

    def bare(self, node: Any, **changes: Any) -> Any:
        """A node with an opaque key, where it has one, and without its place in the sources."""
        names = type(node).__dataclass_fields__
        own = {"key": self.key(node.key)} if "key" in names else {}
        place = {"span": NOWHERE} if "span" in names else {}
        return replace(node, **own, **place, **changes)

    def unit(self, node: Provision | Annex) -> Provision | Annex:
        self.at = self.key(node.key)
        note = next(iter(self.nodes(at_heading(node))), None)
        content, children = self.nodes(node.content), self.nodes(node.children)
        self.at = self.key(node.key)
        more = {"tail": self.nodes(node.tail)} if isinstance(node, Provision) else {"chapter": self.key(node.chapter)}
        unit: Provision | Annex = self.bare(
            node, content=content, children=children, origin=None, heading_note=note, **more
        )
        return unit

    def ref(self, ref: Ref) -> Ref:
        sent = Ref(self.key(ref.id), tuple(self.key(target) for target in ref.targets), NOWHERE, ref.through)
        self.refs.append(RefEntry(sent, self.at))
        return sent

    def rows(self, rows: tuple[Row, ...] | RowSource) -> tuple[Row, ...] | RowSource:
        return self.nodes(rows) if isinstance(rows, tuple) else _Rows(rows, self)

    def alternatives(self, node: Alternatives[Any]) -> tuple[Any, ...]:
        """The choice alone; what is still open in its brackets, but without our label and reason."""
        if node.chosen is not None:
            chosen = node.options[node.chosen].content if 0 <= node.chosen < len(node.options) else ()
            return self.nodes(chosen)
        options = (Option(self.nodes(o.content), "", o.proposed, o.supported) for o in node.options)
        return (Alternatives(self.key(node.key), tuple(options)),)

    # --- the document -----------------------------------------------------------------------------------------

    def draft(self, draft: Draft) -> Draft:
        bare: dict[str, Any] = {}
        for part in ("opening", "recitals", "enacting", "body", "closing", "annexes"):
            self.at = self.key(f"#{part}")
            bare[part] = self.nodes(getattr(draft, part))
        return replace(
            draft,
            instrument=self.key(draft.instrument),
            signatures=tuple(self.bare(signature) for signature in draft.signatures),
            rests_on=(),
            plain=(),
            terms=None,
            **bare,
        )

    def document(self, document: Document) -> Document:
        draft = self.draft(document.draft)
        printed = {entry.ref.id for entry in self.refs}
        cited = ((self.key(ref), self.segments(found)) for ref, found in document.citations.items())
        return Document(
            draft=draft,
            labels={self.key(key): self.label(label) for key, label in document.labels.items()},
            citations={ref: found for ref, found in cited if ref in printed},
            definitions=self.placed(document.definitions),
            uses=tuple(self.uses),
            refs=tuple(self.refs),
            values=(),
            headings={self.key(key): heading for key, heading in document.headings.items()},
            footnotes=footnote_numbers(draft),
        )

    def placed(self, working: tuple[DefinitionEntry, ...]) -> tuple[DefinitionEntry, ...]:
        """The definitions with the places in which the working document has them."""
        places = {(self.key(entry.term), entry.text, self.key(entry.provision)): entry.place for entry in working}
        found = (places.get((entry.term, entry.text, entry.provision), ()) for entry in self.definitions)
        return tuple(
            replace(entry, place=self.segments(place)) for entry, place in zip(self.definitions, found, strict=True)
        )

    def label(self, label: Label) -> Label:
        """The identifier of an unnumbered unit is made from its key, so none goes out."""
        return replace(label, eid="")

    def segments(self, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
        return tuple(replace(segment, target=self.key(segment.target)) for segment in segments)


def _picture_alone(image: bytes) -> bytes:
    """A PNG without the chunks that say who made it, when and with what; anything else as it is."""
    kept, place = [image[:8]], 8
    while image.startswith(b"\x89PNG") and place + 12 <= len(image):
        end = place + 12 + int.from_bytes(image[place : place + 4], "big")
        if image[place + 4 : place + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"):
            kept.append(image[place:end])
        place = end
    return b"".join(kept) if len(kept) > 1 else image
