"""A working document -> its annotated edition: drafting notes and precedents as footnotes.

Tree to tree, so that no format needs to know of editions. The precedents of a clause are one footnote at its heading;
of recitals at the first, and of the words before and after the articles at the end of these. Footnotes are numbered
anew, and so are the references to them; the numbers of the other editions do not change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from travaux.compilation import Text as Compiled
from travaux.footnotes import at_heading, footnote_numbers
from travaux.library import Clause, Precedent
from travaux.outline import Selected
from travaux.tree import (
    Alternatives,
    Annex,
    Block,
    Change,
    Document,
    Draft,
    Emphasis,
    Footnote,
    FootnoteNumber,
    Inline,
    Level,
    Note,
    Option,
    Para,
    Provision,
    Recital,
    Row,
    Segment,
    Table,
    Text,
)

#: An article that is named by its number alone.
_NUMBER = re.compile(r"[0-9]|[IVXL]+\b")


def annotated(document: Document, text: Compiled) -> Document:
    """The document with its drafting notes and the precedents of its clauses as footnotes."""
    draft = _Annotator(document.draft, text).draft()
    numbers = footnote_numbers(draft)
    citations = {ref: _renumbered(segments, numbers) for ref, segments in document.citations.items()}
    return replace(document, draft=draft, citations=citations, footnotes=numbers)


def _renumbered(segments: tuple[Segment, ...], numbers: Mapping[str, FootnoteNumber]) -> tuple[Segment, ...]:
    """A citation with the new number of the footnote that it is of."""
    return tuple(
        replace(segment, text=str(numbers[segment.target].number))
        if segment.part == "footnote" and segment.target in numbers
        else segment
        for segment in segments
    )


@dataclass(slots=True)
class _Annotator:
    """Rebuilds the tree with footnotes in the place of drafting notes, and those of the precedents."""

    source: Draft
    text: Compiled
    in_footnote: bool = False
    waiting: list[Footnote] = field(default_factory=list)
    """Drafting notes met inside a footnote, which can hold none: they follow it."""
    said: list[str] = field(default_factory=list)
    """The words of the drafting notes met so far."""

    def word(self, name: str) -> str:
        """A word in the drafting language, or its name where the language has none."""
        return self.source.house.words.get(name) or name.replace("-", " ").capitalize()

    def draft(self) -> Draft:
        """The whole text; the cover says which edition it is."""
        outline, source = self.text.outline, self.source
        cover = (*source.house.cover, self.word("annotated-edition"))
        return replace(
            source,
            house=replace(source.house, cover=cover),
            opening=self.frame(source.opening, outline.opening),
            recitals=self.recitals(self.nodes(source.recitals), outline.recitals),
            enacting=self.frame(source.enacting, outline.enacting),
            body=self.nodes(source.body),
            closing=self.frame(source.closing, outline.closing),
            annexes=self.nodes(source.annexes),
        )

    # --- precedents -------------------------------------------------------------------------------------------

    def precedents(self, key: str, clause: Clause | None) -> tuple[Footnote, ...]:
        """The footnote with the precedents of a clause, in its order; none for a clause that names none."""
        if clause is None or not clause.front.precedents:
            return ()
        listed = "; ".join(map(self.precedent, clause.front.precedents))
        return (self.labelled(f"{key}#precedents", "precedents", f"{listed}."),)

    def precedent(self, precedent: Precedent) -> str:
        """`GATT 1994, Article X (publication of measures; official)`."""
        article = precedent.article or ""
        if _NUMBER.match(article):
            article = f"{self.word('cited-article')} {article}"
        named = ", ".join(filter(None, (precedent.instrument, article)))
        return f"{named} ({precedent.shows}; {self.word(precedent.grade)})"

    def labelled(self, key: str, label: str, words: str) -> Footnote:
        """A footnote that says what it is, in words in which no term is recognised."""
        return Footnote(key, (Emphasis((Text(f"{self.word(label)}:", plain=True),)), Text(f" {words}", plain=True)))

    def recitals(self, recitals: tuple[Any, ...], selected: Iterable[Selected]) -> tuple[Any, ...]:
        """The recitals, the first of each clause with the clause's precedents."""
        clauses = {each.key: _printed(each) for each in selected}
        return tuple(self.recital(item, clauses) for item in recitals)

    def recital(self, item: Any, clauses: dict[str, Clause]) -> Any:
        """A recital; of alternatives and changes what is in them."""
        match item:
            case Recital():
                key = item.key.partition(".")[0]
                notes = self.precedents(key, clauses.pop(key, None))
                return replace(item, content=(*item.content, *notes)) if notes else item
            case Alternatives():
                return replace(item, options=_options(item, lambda x: (self.recital(x, clauses),)))
            case _:
                return replace(item, content=tuple(self.recital(x, clauses) for x in item.content))

    def frame(self, blocks: tuple[Block, ...], selected: Iterable[Selected]) -> tuple[Block, ...]:
        """The words of a part of the frame, the last paragraph with the precedents of its clauses."""
        found = self.nodes(blocks)
        notes = tuple(note for each in selected for note in self.precedents(each.key, _printed(each)))
        last = next((n for n in range(len(found) - 1, -1, -1) if isinstance(found[n], Para)), None)
        if not notes:
            return found
        if last is None:
            return (*found, Para(notes))
        return (*found[:last], Para((*found[last].content, *notes)), *found[last + 1 :])

    # --- the tree ---------------------------------------------------------------------------------------------

    def nodes(self, nodes: Iterable[Any]) -> tuple[Any, ...]:
        """Nodes in the place of nodes."""
        return tuple(new for node in nodes for new in self.node(node))

    def node(self, node: Any) -> Iterator[Any]:
        """What stands in the place of a node."""
        match node:
            case Note(kind="drafting"):
                self.said.append(node.text)
                note = self.labelled(node.key, "drafting-note", node.text)
                if self.in_footnote:
                    self.waiting.append(note)
                else:
                    yield note
            case Footnote():
                yield from self.footnote(node)
            case Alternatives():
                yield self.alternatives(node)
            case Para() | Emphasis() | Recital() | Change():
                yield replace(node, content=self.nodes(node.content))
            case Table() if isinstance(node.rows, tuple):
                yield replace(node, rows=self.nodes(node.rows))
            case Row():
                yield replace(node, cells=tuple(self.nodes(cell) for cell in node.cells))
            case Provision() | Annex():
                yield self.unit(node)
            case _:
                yield node

    def footnote(self, node: Footnote) -> tuple[Inline, ...]:
        """A footnote, and after it the drafting notes that stood in it; one inside another keeps its place."""
        if self.in_footnote:
            return (replace(node, content=self.nodes(node.content)),)
        self.in_footnote = True
        kept = replace(node, content=self.nodes(node.content))
        self.in_footnote = False
        found, self.waiting = (kept, *self.waiting), []
        return found

    def alternatives(self, node: Alternatives[Any]) -> Alternatives[Any]:
        """Alternatives whose reason no drafting note in them gives: a reason is said once."""
        before = len(self.said)
        options = _options(node, self.node)
        given = any(node.reason in words for words in self.said[before:])
        return replace(node, options=options, reason="" if given else node.reason)

    def unit(self, node: Provision | Annex) -> Provision | Annex:
        """A provision or annex; an article or annex with the precedents of its clause."""
        notes = self.nodes(at_heading(node))
        if node.origin is not None and (isinstance(node, Annex) or node.level is Level.ARTICLE):
            clause = self.text.library.clauses.get((node.origin.clause, node.origin.variant))
            notes = (*notes, *self.precedents(node.key, clause))
        note = _as_one(notes)
        content, children = self.nodes(node.content), self.nodes(node.children)
        if isinstance(node, Annex):
            return replace(node, heading_note=note, content=content, children=children)
        return replace(node, heading_note=note, content=content, children=children, tail=self.nodes(node.tail))


def _as_one(notes: tuple[Footnote, ...]) -> Footnote | None:
    """Several footnotes as one: a heading has one mark, or Word would take what parts two marks into the contents."""
    if len(notes) < 2:
        return notes[0] if notes else None
    first, *others = notes
    return replace(first, content=(*first.content, *(x for note in others for x in (Text(" "), *note.content))))


def _options(node: Alternatives[Any], each: Any) -> tuple[Option[Any], ...]:
    return tuple(replace(o, content=tuple(new for old in o.content for new in each(old))) for o in node.options)


def _printed(selected: Selected) -> Clause:
    """The wording of a clause that a text without brackets prints."""
    return selected.wordings[selected.settled or 0].clause
