"""Stage 6, index: a draft gets its numbers, and tables of its definitions, uses, references and values.

Total: a broken reference or a missing heading is for a check to find, never a crash here. Numbers follow the
rules by which Word counts a multilevel list, so that what is cached in a field is what Word computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, assert_never

from travaux.cite import Citer, Place
from travaux.elsewhere import Neighbours
from travaux.footnotes import at_heading, footnote_numbers
from travaux.numbering import Numbering, printed
from travaux.span import NOWHERE, Span
from travaux.terms import Terms
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
    Formula,
    Inline,
    Label,
    Level,
    Note,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Ref,
    RefEntry,
    Row,
    Segment,
    Table,
    Text,
    Use,
    UseEntry,
    Value,
    ValueEntry,
)

X = TypeVar("X")
ALONE = Neighbours()
"""For a text with no others beside it."""


@dataclass
class _Marking:
    """Rebuilds the tree with the uses of terms marked, and fills the side tables on the way."""

    finder: Terms
    terms: Mapping[str, Sequence[str]]
    citer: Citer
    others: Neighbours
    """The other texts of the build, which this one may cite."""
    citations: dict[str, Any] = field(default_factory=dict)
    definitions: list[DefinitionEntry] = field(default_factory=list)
    uses: list[UseEntry] = field(default_factory=list)
    refs: list[RefEntry] = field(default_factory=list)
    values: list[ValueEntry] = field(default_factory=list)
    span: Span = NOWHERE
    preamble: frozenset[str] = frozenset()
    """Keys under which the words before the first article stand."""

    # --- inline -----------------------------------------------------------------------------------------------

    def content(self, nodes: Sequence[Inline], at: str) -> tuple[Inline, ...]:
        result: list[Inline] = []
        for node in nodes:
            result.extend(self.inline(node, at))
        return tuple(result)

    def inline(self, node: Inline, at: str) -> Iterable[Inline]:
        match node:
            case Text():
                return self.text(node, at)
            case Emphasis():
                return (replace(node, content=self.content(node.content, at)),)
            case Definition():
                forms = tuple(self.terms.get(node.term, (node.text,)))
                entry = DefinitionEntry(node.term, node.text, at, forms, self.span, self.defining(at))
                self.definitions.append(entry)
                return (node,)
            case Use():
                self.uses.append(UseEntry(node.term, node.text, at))
                return (node,)
            case Ref():
                self.refs.append(RefEntry(node, at))
                self.citations[node.id] = self.cited(node, at if at in self.citer.places else "")
                return (node,)
            case Value():
                self.values.append(ValueEntry(node, at))
                return (node,)
            case Footnote():
                return (replace(node, content=self.content(node.content, at)),)
            case Note():
                return (node,)
            case Alternatives():
                return (self.alternatives(node, lambda x: self.inline(x, at)),)
            case Change():
                return (replace(node, content=self.content(node.content, at)),)
            case _ as never:
                assert_never(never)

    def cited(self, node: Ref, at: str) -> tuple[Segment, ...]:
        """What is printed for a reference, to this text or to another one."""
        if node.elsewhere:
            return self.others.cite(node.elsewhere, self.citer.house)
        return self.citer.cite(node, at)

    def defining(self, at: str) -> tuple[Segment, ...]:
        """Where a term is defined: the number of the article or annex, or the word for the preamble."""
        if at in self.citer.places:
            return (self.citer.number(self.citer.places[self.citer.home(at)]),)
        return (Segment(self.citer.words.get("preamble", "Preamble")),) if at in self.preamble else ()

    def text(self, node: Text, at: str) -> Iterable[Inline]:
        if node.plain:
            return (node,)
        result: list[Inline] = []
        done = 0
        for begin, end, term in self.finder.find(node.text):
            if not term:
                continue
            if begin > done:
                result.append(Text(node.text[done:begin]))
            result.append(Use(term, node.text[begin:end]))
            self.uses.append(UseEntry(term, node.text[begin:end], at))
            done = end
        if not result:
            return (node,)
        return (*result, Text(node.text[done:])) if done < len(node.text) else result

    # --- blocks and structure ---------------------------------------------------------------------------------

    @staticmethod
    def alternatives(node: Alternatives[X], each: Any) -> Alternatives[X]:
        options = (
            replace(option, content=tuple(new for old in option.content for new in each(old)))
            for option in node.options
        )
        return replace(node, options=tuple(options))

    def blocks(self, blocks: Sequence[Block], at: str) -> tuple[Block, ...]:
        return tuple(self.block(block, at) for block in blocks)

    def block(self, block: Block, at: str) -> Block:
        match block:
            case Para():
                return Para(self.content(block.content, at))
            case Table():
                return self.table(block, at)
            case Formula() | Figure():
                return block
            case Alternatives():
                return self.alternatives(block, lambda x: (self.block(x, at),))
            case Change():
                return replace(block, content=self.blocks(block.content, at))
            case _ as never:
                assert_never(never)

    def table(self, table: Table, at: str) -> Table:
        if not isinstance(table.rows, tuple):
            return table
        rows = (Row(r.key, tuple(self.content(cell, at) for cell in r.cells), r.group) for r in table.rows)
        return replace(table, rows=tuple(rows))

    def provisions(self, items: Sequence[ProvisionItem]) -> tuple[ProvisionItem, ...]:
        return tuple(self.provision(item) for item in items)

    def provision(self, item: ProvisionItem) -> ProvisionItem:
        match item:
            case Provision():
                self.span = item.span
                note: Any = next(iter(self.content(at_heading(item), item.key)), None)
                before = self.blocks(item.content, item.key)
                children = self.provisions(item.children)
                self.span = item.span
                tail = self.blocks(item.tail, item.key)
                return replace(item, content=before, children=children, tail=tail, heading_note=note)
            case Alternatives():
                return self.alternatives(item, lambda x: (self.provision(x),))
            case Change():
                content: Any = self.provisions(item.content)
                return replace(item, content=content)
            case _ as never:
                assert_never(never)

    def recital(self, item: RecitalItem) -> RecitalItem:
        match item:
            case Recital():
                self.span = item.span
                return replace(item, content=self.content(item.content, item.key))
            case Alternatives():
                return self.alternatives(item, lambda x: (self.recital(x),))
            case Change():
                content: Any = tuple(self.recital(x) for x in item.content)
                return replace(item, content=content)
            case _ as never:
                assert_never(never)

    def annex(self, item: AnnexItem) -> AnnexItem:
        match item:
            case Annex():
                self.span = item.span
                note: Any = next(iter(self.content(at_heading(item), item.key)), None)
                blocks = self.blocks(item.content, item.key)
                return replace(item, content=blocks, children=self.provisions(item.children), heading_note=note)
            case Alternatives():
                return self.alternatives(item, lambda x: (self.annex(x),))
            case Change():
                content: Any = tuple(self.annex(x) for x in item.content)
                return replace(item, content=content)
            case _ as never:
                assert_never(never)


#: Keys under which the parts of a text stand that are not provisions.
OPENING, ENACTING, CLOSING = "#opening", "#enacting", "#closing"


def index(draft: Draft, others: Neighbours = ALONE) -> Document:
    """The draft with its numbers and side tables; `others` are the texts that it may cite. Never fails."""
    numbering = Numbering(draft)
    numbering.run()
    places = {**numbering.places, "": Place("", Level.PART, (), "", "")}
    footnotes = footnote_numbers(draft)
    citer = Citer(draft.house, places, footnotes)
    terms = draft.terms or {}
    terms_of = Terms(terms, draft.plain, draft.house.writing.spaced)
    marking = _Marking(terms_of, terms, citer, others, preamble=_preamble(draft))
    marked = replace(
        draft,
        opening=marking.blocks(draft.opening, OPENING),
        recitals=tuple(marking.recital(item) for item in draft.recitals),
        enacting=marking.blocks(draft.enacting, ENACTING),
        body=marking.provisions(draft.body),
        closing=marking.blocks(draft.closing, CLOSING),
        annexes=tuple(marking.annex(item) for item in draft.annexes),
    )
    labels = {
        key: Label(numbering.own[key], place.number, citer.cited(key), numbering.eids[key], place.level)
        for key, place in numbering.places.items()
    }
    return Document(
        draft=marked,
        labels=labels,
        citations=marking.citations,
        definitions=tuple(marking.definitions),
        uses=tuple(marking.uses),
        refs=tuple(marking.refs),
        values=tuple(marking.values),
        headings={key: place.heading for key, place in numbering.places.items() if place.heading},
        footnotes=footnotes,
    )


def _preamble(draft: Draft) -> frozenset[str]:
    return frozenset((OPENING, ENACTING, *(recital.key for recital in printed(draft.recitals))))
