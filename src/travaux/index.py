"""Stage 6, index: a draft gets its numbers, and tables of its definitions, uses, references and values.

Total: a broken reference or a missing heading is for a check to find, never a crash here. Numbers follow the
rules by which Word counts a multilevel list, so that what is cached in a field is what Word computes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, assert_never

from travaux.cite import Citer, Place
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
    Table,
    Text,
    Use,
    UseEntry,
    Value,
    ValueEntry,
)

X = TypeVar("X")
_WORD = re.compile(r"\w+(?:-\w+)*")
_GOES_ON = re.compile(r"\w|-\w")
_EIDS: Mapping[Level, str] = {
    Level.PART: "part",
    Level.CHAPTER: "chp",
    Level.SECTION: "sec",
    Level.ARTICLE: "art",
    Level.PARAGRAPH: "para",
    Level.POINT: "point",
    Level.SUBPOINT: "subpoint",
    Level.ITEM: "item",
}


# --- numerals ----------------------------------------------------------------------------------------------------


def letters(number: int) -> str:
    """a, b, ..., z, aa, bb, ..., as Word counts: the letter repeated, not a second place."""
    times, rest = divmod(number - 1, 26)
    return chr(ord("a") + rest) * (times + 1)


def roman(number: int) -> str:
    """i, ii, iii, iv, ..."""
    steps = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    result = ""
    for value, sign in steps:
        times, number = divmod(number, value)
        result += sign * times
    return result


# --- walking -----------------------------------------------------------------------------------------------------


def printed(items: Iterable[Any]) -> Iterable[Any]:
    """The nodes that are printed among items that may be alternatives or changes, in order."""
    for item in items:
        match item:
            case Alternatives():
                options = item.options if item.chosen is None else item.options[item.chosen : item.chosen + 1]
                if item.chosen != -1:
                    for option in options:
                        yield from printed(option.content)
            case Change():
                if item.kind == "inserted":
                    yield from printed(item.content)
            case _:
                yield item


@dataclass
class _Numbering:
    """Counts provisions and notes the place and number of each."""

    draft: Draft
    places: dict[str, Place] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    eids: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    counts: dict[Level, int] = field(default_factory=dict)
    chapter: int = 0
    annexes: dict[str, int] = field(default_factory=dict)

    @property
    def by_chapter(self) -> bool:
        return self.draft.house.articles == "by-chapter" and self.has_chapters

    def __post_init__(self) -> None:
        top = list(printed(self.draft.body))
        within = [child for part in top if part.level is Level.PART for child in printed(part.children)]
        self.has_chapters = any(p.level is Level.CHAPTER for p in (*top, *within))

    def run(self) -> None:
        for provision in printed(self.draft.body):
            self.provision(provision, (), "")
        for annex in printed(self.draft.annexes):
            self.annex(annex)

    def count(self, level: Level) -> int:
        """The next number of a level; counters of deeper levels start again, except continuous articles."""
        self.counts[level] = self.counts.get(level, 0) + 1
        for deeper in Level:
            kept = deeper is Level.ARTICLE and not self.by_chapter
            if deeper > level and not kept and not (deeper is Level.ARTICLE and level is Level.SECTION):
                self.counts[deeper] = 0
        return self.counts[level]

    def number(self, provision: Provision) -> tuple[str, str]:
        """What stands in front of the provision, and what a field prints of it."""
        if not provision.numbered:
            return "", ""
        words = self.draft.house.words
        n = self.count(provision.level)
        match provision.level:
            case Level.PART:
                return (f"{words['part']} {roman(n).upper()}",) * 2
            case Level.CHAPTER:
                self.chapter = n
                shown = roman(n).upper() if self.draft.house.chapters == "roman" else str(n)
                return (f"{words['chapter']} {shown}",) * 2
            case Level.SECTION:
                return (f"{words['section']} {letters(n).upper()}",) * 2
            case Level.ARTICLE:
                shown = f"{self.chapter}.{n}" if self.by_chapter else str(n)
                return (f"{words['article']} {shown}",) * 2
            case Level.PARAGRAPH:
                return f"{n}.", str(n)
            case Level.POINT:
                return (f"({letters(n)})",) * 2
            case Level.SUBPOINT:
                return (f"({roman(n)})",) * 2
            case Level.ITEM:
                return (f"({letters(n).upper()})",) * 2
            case _ as never:
                assert_never(never)

    def provision(self, provision: Provision, above: tuple[str, ...], eid: str) -> None:
        if not provision.numbered and provision.level >= Level.PARAGRAPH:
            self.restart(provision.level)
        own, field_text = self.number(provision)
        eid = self.eid(eid, _EIDS[provision.level], field_text or provision.key.rpartition(".")[2])
        self.note(provision.key, provision.level, above, own, field_text, provision.heading, eid)
        for child in printed(provision.children):
            self.provision(child, (*above, provision.key), eid)

    def restart(self, level: Level) -> None:
        """An unnumbered provision begins its lists anew: its points are (a), (b) again."""
        for deeper in Level:
            if deeper > level:
                self.counts[deeper] = 0

    def eid(self, prefix: str, kind: str, number: str) -> str:
        """An Akoma Ntoso identifier, unique in the document."""
        tail = re.sub(r"[^a-z0-9]+", "-", number.rpartition(" ")[2].lower()).strip("-")
        base = f"{prefix}__{kind}_{tail}" if prefix else f"{kind}_{tail}"
        eid, again = base, 2
        while eid in self.taken:
            eid, again = f"{base}-{again}", again + 1
        self.taken.add(eid)
        return eid

    def note(
        self, key: str, level: Level | None, above: tuple[str, ...], own: str, field_text: str, heading: str, eid: str
    ) -> None:
        self.places[key] = Place(key, level, above, field_text, heading)
        self.own[key] = own
        self.eids[key] = eid

    def annex(self, annex: Annex) -> None:
        label = f"{self.draft.house.words['annex']} {self.annex_number(annex)}"
        eid = self.eid("", "annex", label)
        self.note(annex.key, None, (), label, label, annex.heading, eid)
        self.counts = {}
        self.has_chapters = False  # articles of an annex are counted on their own
        for child in printed(annex.children):
            self.provision(child, (annex.key,), eid)

    def annex_number(self, annex: Annex) -> str:
        style = self.draft.house.annexes
        chapter = self.places.get(annex.chapter)
        if style == "by-chapter" and chapter is not None:
            n = self.annexes[annex.chapter] = self.annexes.get(annex.chapter, 0) + 1
            return f"{chapter.number.rpartition(' ')[2]}-{letters(n).upper()}"
        n = self.annexes[""] = self.annexes.get("", 0) + 1
        match style:
            case "by-chapter" | "arabic":
                return str(n)
            case "roman":
                return roman(n).upper()
            case "letter":
                return letters(n).upper()


# --- terms -------------------------------------------------------------------------------------------------------


class Terms:
    """Finds the forms of defined terms in words, the longest first, each with its term.

    A form that begins in lower case is also found at the beginning of a sentence. A plain phrase is found as well,
    so that the term inside it is not; its term is "".
    """

    def __init__(self, terms: Mapping[str, Sequence[str]], plain: Sequence[str], language: str) -> None:
        self.forms: dict[str, str] = {}
        for term, variants in terms.items():
            for form in variants:
                self.forms.setdefault(form, term)
                self.forms.setdefault(form[0].upper() + form[1:], term)
        self.forms.update(dict.fromkeys(plain, ""))
        self.spaced = language not in ("ja", "zh")  # words are not set apart by spaces in Japanese and Chinese
        by_start: dict[str, list[str]] = {}
        for form in sorted(self.forms, key=lambda form: (-len(form), form)):
            by_start.setdefault(self.start(form), []).append(form)
        self.by_start = by_start

    def start(self, form: str) -> str:
        """The word or letter with which a form begins; looking it up is quicker than trying every form."""
        match = _WORD.match(form) if self.spaced else None
        return match[0] if match else form[0]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Beginning, end and term of each form in a text."""
        at = 0
        starts = _WORD.finditer(text) if self.spaced else re.finditer(r"(?s).", text)
        for match in starts:
            begin = match.start()
            for form in self.by_start.get(match[0], ()) if begin >= at else ():
                if text.startswith(form, begin) and self.ends(text, begin + len(form)):
                    at = begin + len(form)
                    yield begin, at, self.forms[form]
                    break

    def ends(self, text: str, end: int) -> bool:
        """True where a word ends; a hyphen goes on with it when a letter follows."""
        return not self.spaced or not _GOES_ON.match(text, end)


@dataclass
class _Marking:
    """Rebuilds the tree with the uses of terms marked, and fills the side tables on the way."""

    finder: Terms
    terms: Mapping[str, Sequence[str]]
    citer: Citer
    citations: dict[str, Any] = field(default_factory=dict)
    definitions: list[DefinitionEntry] = field(default_factory=list)
    uses: list[UseEntry] = field(default_factory=list)
    refs: list[RefEntry] = field(default_factory=list)
    values: list[ValueEntry] = field(default_factory=list)
    span: Any = None

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
                self.definitions.append(DefinitionEntry(node.term, node.text, at, forms, self.span))
                return (node,)
            case Use():
                self.uses.append(UseEntry(node.term, node.text, at))
                return (node,)
            case Ref():
                self.refs.append(RefEntry(node, at))
                self.citations[node.id] = self.citer.cite(node, at if at in self.citer.places else "")
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
                before = self.blocks(item.content, item.key)
                children = self.provisions(item.children)
                self.span = item.span
                return replace(item, content=before, children=children, tail=self.blocks(item.tail, item.key))
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
                return replace(
                    item, content=self.blocks(item.content, item.key), children=self.provisions(item.children)
                )
            case Alternatives():
                return self.alternatives(item, lambda x: (self.annex(x),))
            case Change():
                content: Any = tuple(self.annex(x) for x in item.content)
                return replace(item, content=content)
            case _ as never:
                assert_never(never)


#: Keys under which the parts of a text stand that are not provisions.
OPENING, ENACTING, CLOSING = "#opening", "#enacting", "#closing"


def index(draft: Draft) -> Document:
    """The draft with its numbers and side tables. Never fails."""
    numbering = _Numbering(draft)
    numbering.run()
    places = {**numbering.places, "": Place("", Level.PART, (), "", "")}
    citer = Citer(draft.house, places)
    terms = draft.terms or {}
    marking = _Marking(Terms(terms, draft.plain, draft.language), terms, citer)
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
    )
