"""Stage 5, draft: an outline becomes a text without numbers.

Each clause is rendered by Jinja2, its Markdown is parsed, and its nodes take their place in the tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.draft.calculations import Calculations
from travaux.draft.environment import Desk, render
from travaux.draft.functions import Functions
from travaux.draft.inline import Scribe
from travaux.draft.markup import Item, Parsed, parse_markup
from travaux.draft.others import Others
from travaux.draft.participation import Matters, Wordings
from travaux.draft.printing import Printer, Unprintable
from travaux.draft.structure import Builder, bracket, unbracketed
from travaux.draft.tracked import Tracked, track
from travaux.library import Library
from travaux.model.instrument import House, Instrument
from travaux.model.source import Source
from travaux.outline import Outline, OutlineChapter, Selected, Wording
from travaux.participation import printed
from travaux.records import Entry, Records
from travaux.span import Span
from travaux.tree import (
    Alternatives,
    Annex,
    AnnexItem,
    Block,
    Draft,
    HouseStyle,
    Level,
    LineNumbers,
    Option,
    Origin,
    Para,
    Provision,
    ProvisionItem,
    Recital,
    RecitalItem,
    Signature,
    Table,
)

STAGE_CODES: Mapping[str, str] = {
    "DRF001": "A clause uses a variable or field that does not exist.",
    "DRF002": "A clause reaches for what it may not: arithmetic, Python internals, other files.",
    "DRF003": "A clause's template cannot be read or carried out.",
    "DRF004": "A clause prints a value that has no printed form, or calls a function wrongly.",
    "DRF005": "A clause's Markdown has something that the clause language does not have.",
    "DRF006": "A paragraph or point has no id, a malformed one, or one that stands twice.",
    "DRF007": "A text is not available in the drafting language.",
}


@dataclass(frozen=True, slots=True)
class Material:
    """All that a text is drafted from, beside its outline."""

    instrument: Entry[Instrument]
    records: Records
    library: Library
    sources: Mapping[str, Entry[Source]]
    schedules: Mapping[str, Table]
    others: Others = field(default_factory=Others)

    @property
    def language(self) -> str:
        """The drafting language."""
        return self.library.language


@dataclass
class _Piece:
    """A clause in one wording, parsed, with what builds its provisions."""

    parsed: Parsed
    builder: Builder
    selected: Selected
    wording: Wording
    unconfirmed: list[str]


@dataclass
class _Drafter:
    outline: Outline
    material: Material
    printer: Printer
    faults: list[Diagnostic] = field(default_factory=list)
    rests_on: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        record = self.material.instrument.record
        records = self.material.records
        self.desk = Desk(self.printer)
        self.keys = frozenset((*(s.key for s in self.outline.all()), *self.outline.variants()))
        self.mechanisms = {key: printed(record, records.mechanisms[key]) for key in record.mechanisms}
        self.participation = Wordings(record, self.outline, self.material.library)
        self.unconfirmed = frozenset(
            key for key, entry in self.material.sources.items() if entry.record.grade == "unconfirmed"
        )
        library = self.material.library
        self.frame = {**library.words.words, **library.template.words.get(self.material.language, {})}
        self.named = alternat(record)
        self.shared = {
            "instrument": track(record, f"instruments/{record.id}"),
            "parties": self.parties(record.parties),
            "products": tuple(Tracked(records.products[key].record, f"products/{key}") for key in record.products),
        }

    def parties(self, keys: tuple[str, ...]) -> tuple[Tracked, ...]:
        return tuple(Tracked(self.material.records.parties[key].record, f"parties/{key}") for key in keys)

    def context(self, selected: Selected) -> dict[str, Any]:
        parameters = {name: track(value, selected.parameter_paths[name]) for name, value in selected.parameters.items()}
        about = self.mechanisms[selected.mechanism.record.id] if selected.mechanism else None
        mechanism = track(about.record, f"mechanisms/{about.record.id}") if about else None
        shared = self.shared
        if about and self.material.instrument.record.limited(about.record.id):
            shared = {**shared, "parties": self.parties(self.material.instrument.record.taking(about.record.id))}
        if selected.clause.front.place in ("opening", "closing"):
            shared = {**shared, "parties": self.parties(self.named)}
        return {**shared, "param": parameters, **({"mechanism": mechanism} if mechanism is not None else {})}

    def piece(self, selected: Selected, wording: Wording, key: str) -> _Piece:
        clause = wording.clause
        functions = Functions(
            key,
            selected.key,
            clause.span(),
            self.printer,
            self.material.records,
            self.mechanisms,
            selected.mechanism,
            self.keys,
            Calculations(
                self.material.instrument.record, self.material.records, self.outline, selected.mechanism, self.printer
            ),
            self.unconfirmed,
            self.frame,
            self.material.others,
            Matters(
                self.material.instrument.record, self.outline, self.material.records, self.mechanisms, self.printer
            ),
            self.participation.phrases(selected) or str,
        )
        marks = self.desk.lay(functions.filters())
        rendered = render(self.desk.env, clause, {**functions.globals(), **self.context(selected)})
        rendered = self.participation.worded(rendered, selected, clause, marks)
        scribe = Scribe(clause, key, marks)
        parsed = parse_markup(scribe, rendered, self.material.schedules, self.material.library.words.quotes)
        origin = Origin(clause.key, clause.variant, clause.version)
        builder = Builder(scribe, origin, self.unconfirmed, self.material.instrument.record.rests_on)
        unconfirmed = builder.open_sources(key, [*clause.front.rests_on, *parsed.sources])
        return _Piece(parsed, builder, selected, wording, unconfirmed)

    def finish(self, piece: _Piece) -> None:
        self.faults.extend(piece.builder.scribe.faults)
        self.rests_on.extend(piece.builder.rests_on)

    def pieces(self, selected: Selected) -> list[_Piece]:
        """Every wording of a clause that can be drafted; a fault of one does not hide those of the others."""
        found: list[_Piece] = []
        for number, wording in enumerate(selected.wordings):
            key = selected.key if number == (selected.settled or 0) else f"{selected.key}~{number + 1}"
            try:
                found.append(self.piece(selected, wording, key))
            except Failure as failure:
                self.faults.extend(failure.diagnostics)
        return found

    def printed(self, selected: Selected) -> list[_Piece]:
        """The chosen or first wording alone, for the parts of a text that have no brackets."""
        shown = selected.wordings[selected.settled or 0]
        return [piece for piece in self.pieces(selected) if piece.wording is shown]

    # --- articles and annexes ---------------------------------------------------------------------------------

    def article(self, selected: Selected) -> ProvisionItem | None:
        options = [(self.one_article(piece), piece) for piece in self.pieces(selected)]
        article: ProvisionItem | None = self.open(selected, options)
        return article

    def one_article(self, piece: _Piece) -> ProvisionItem:
        content, children, tail = piece.builder.provisions(piece.parsed.parts)
        front = piece.wording.clause.front
        key = piece.builder.scribe.key
        article = Provision(
            Level.ARTICLE, key, front.heading or "", content, children, tail, True, piece.builder.origin,
            piece.wording.clause.span(),
        )  # fmt: skip
        self.finish(piece)
        return bracket(article, key, piece.unconfirmed) if piece.unconfirmed else article

    def annex(self, chapter: str, selected: Selected) -> AnnexItem | None:
        options = [(self.one_annex(chapter, piece), piece) for piece in self.pieces(selected)]
        annex: AnnexItem | None = self.open(selected, options)
        return annex

    def one_annex(self, chapter: str, piece: _Piece) -> AnnexItem:
        content, children = piece.builder.annex(piece.parsed.parts)
        front = piece.wording.clause.front
        self.finish(piece)
        key = piece.builder.scribe.key
        heading = front.heading or ""
        span = piece.wording.clause.span()
        annex = Annex(key, heading, content, children, chapter, piece.builder.origin, span)
        return bracket(annex, key, piece.unconfirmed) if piece.unconfirmed else annex

    def open(self, selected: Selected, options: list[tuple[Any, _Piece]]) -> Any:
        """One wording as it is; several as alternatives with the parties behind each."""
        if len(options) < 2 and (selected.settled == 0 or not selected.wordings[0].proposed):
            return options[0][0] if options else None
        return Alternatives(
            f"{selected.key}#open",
            tuple(
                Option(
                    (option,) if piece.wording.chosen else unbracketed(option),
                    piece.wording.clause.variant or "standard",
                    piece.wording.proposed,
                    piece.wording.supported,
                )
                for option, piece in options
            ),
            selected.settled,
            "the parties have not chosen between these wordings" if selected.settled is None else "",
        )

    def chapter(self, chapter: OutlineChapter) -> tuple[ProvisionItem, ...]:
        drafted = (self.article(selected) for selected in chapter.clauses)
        articles = tuple(article for article in drafted if article is not None)
        if not chapter.heading:
            return articles
        return (Provision(Level.CHAPTER, chapter.key, chapter.heading, children=articles),)

    # --- preamble and closing ---------------------------------------------------------------------------------

    def blocks(self, clauses: tuple[Selected, ...]) -> tuple[Block, ...]:
        blocks: list[Block] = []
        for selected in clauses:
            for piece in self.printed(selected):
                content, items, tail = piece.builder.split(piece.parsed.parts)
                if items:
                    piece.builder.scribe.fault("a list has no place in this part of the text")
                blocks += [*content, *tail]
                self.finish(piece)
        return tuple(blocks)

    def recitals(self, clauses: tuple[Selected, ...]) -> tuple[RecitalItem, ...]:
        recitals: list[RecitalItem] = []
        for selected in clauses:
            for piece in self.printed(selected):
                content, items, tail = piece.builder.split(piece.parsed.parts)
                if content or tail:
                    piece.builder.scribe.fault("recitals are the items of one list", "move the other text elsewhere")
                recitals += [self.recital(piece.builder, item, piece.unconfirmed) for item in items]
                self.finish(piece)
        return tuple(recitals)

    def recital(self, builder: Builder, item: Item, open_for_all: list[str]) -> RecitalItem:
        key = builder.key(item.id, item.span, "a recital")
        content, nested, _ = builder.split(item.parts)
        if nested or len(content) != 1 or not isinstance(content[0], Para):
            builder.scribe.fault("a recital is a single paragraph", "", item.span)
        recital = Recital(key, content[0].content if content and isinstance(content[0], Para) else (), item.span)
        unconfirmed = [*open_for_all, *builder.open_sources(key, item.sources)]
        return bracket(recital, key, unconfirmed) if unconfirmed else recital

    def signatures(self) -> tuple[Signature, ...]:
        if not self.material.library.template.signatures:
            return ()
        lines = []
        for key in self.named:
            entry = self.material.records.parties[key]
            lines.append(Signature(key, self.said(entry.record.signature, entry.span("signature")), entry.span()))
        return tuple(lines)

    def long_name(self, key: str) -> str:
        """The official name of a party, or a fault at its record where the language lacks it."""
        entry = self.material.records.parties[key]
        return self.said({tag: names.long for tag, names in entry.record.names.items()}, entry.span("names"))

    def said(self, texts: dict[str, str], span: Span) -> str:
        """A text in the drafting language, or a fault at the place that lacks it."""
        try:
            return self.printer.texts(texts)
        except Unprintable as error:
            hint = f"add it in {self.printer.tag!r}"
            self.faults.append(Diagnostic("DRF007", Severity.ERROR, span, str(error), hint))
            return ""

    # --- the whole --------------------------------------------------------------------------------------------

    def house(self) -> HouseStyle:
        record, library = self.material.instrument.record, self.material.library
        style: House = library.template.house or record.house
        status = record.status
        date = self.printer.date(status.date) if status.date else ""
        version = library.words.list_separator.join(part for part in (status.draft, status.round or "", date) if part)
        marking = (*status.marking, *((status.reservation,) if status.reservation else ()))
        short = self.said(record.short_title, self.material.instrument.span("short_title"))
        return HouseStyle(
            language=self.material.language,
            reference=style.references,
            chapters=style.chapters,
            articles=style.articles,
            annexes=style.annexes,
            words=self.frame,
            header=(short, version),
            cover=(version, *marking),
            page_format=library.words.words["page"],
            contents=library.template.contents,
            drafting_notes=style.drafting_notes,
            writing=library.words.writing,
            classification=status.classification or "",
            marking=marking,
            watermark=style.watermark or "",
            line_numbers=_line_numbers(style),
            paragraph_numbers=style.paragraph_numbers,
            footnotes=style.footnotes,
            index_of_terms=style.index_of_terms,
        )

    def run(self) -> Draft:
        record, entry = self.material.instrument.record, self.material.instrument
        body = tuple(item for chapter in self.outline.chapters for item in self.chapter(chapter))
        annexes = (self.annex(chapter, selected) for chapter, selected in self.outline.annexes)
        clauses = [wording.clause for selected in self.outline.all() for wording in selected.wordings]
        return Draft(
            instrument=record.id,
            kind=record.kind,
            register=self.material.library.template.register_,
            language=self.material.language,
            title=self.said(record.title, entry.span("title")),
            short_title=self.said(record.short_title, entry.span("short_title")),
            parties=record.parties,
            house=self.house(),
            opening=self.blocks(self.outline.opening),
            recitals=self.recitals(self.outline.recitals),
            enacting=self.blocks(self.outline.enacting),
            body=body,
            closing=self.blocks(self.outline.closing),
            signatures=self.signatures(),
            annexes=tuple(annex for annex in annexes if annex is not None),
            party_names={key: self.long_name(key) for key in record.parties},
            named=self.named,
            plain=tuple(dict.fromkeys(phrase for clause in clauses for phrase in clause.front.plain)),
            terms={term: forms for clause in clauses for term, forms in clause.front.defines.items()},
        )


def alternat(record: Instrument) -> tuple[str, ...]:
    """The parties in the order in which this original names them: its keeper first, the others as the record has them.

    A keeper that is no party is for a check to find.
    """
    return tuple(sorted(record.parties, key=lambda party: party != record.signing.original_of))


def _line_numbers(style: House) -> LineNumbers | None:
    wanted = style.line_numbers
    return LineNumbers(wanted.every, wanted.restart) if wanted else None


def draft(outline: Outline, material: Material) -> Draft:
    """The text of an outline. Raises `Failure` with every fault of every clause."""
    numbers = material.instrument.record.numbers
    drafter = _Drafter(outline, material, Printer(material.language, material.library.words, numbers))
    result = drafter.run()
    if drafter.faults:
        raise Failure(tuple(drafter.faults))
    return replace(result, rests_on=tuple(dict.fromkeys(drafter.rests_on)))
