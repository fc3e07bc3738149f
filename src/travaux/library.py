"""The library: clauses with their contracts, families, templates and drafting languages, as typed values.

What a clause file, a family file, a template and a language file may say; `travaux.parse` makes these from files.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Annotated, Literal, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from travaux.formula.words import FormulaWords
from travaux.model.base import Key, LanguageTag, Model, NonEmpty, SourceKey, Suppression, Texts
from travaux.model.constructions import Constructions
from travaux.model.duty import ProvisionId, Told
from travaux.model.instrument import House
from travaux.model.source import Grade
from travaux.naming import placed
from travaux.read import Raw
from travaux.span import Span
from travaux.tree import Register, Writing

Place: TypeAlias = Literal["article", "opening", "recitals", "enacting", "closing", "annex"]
T = TypeVar("T")
_SOURCE_CALL = re.compile(r"""\bsource\(\s*["']([^"']+)["']\s*\)""")


class Parameter(Model):
    """A number or choice of a clause that belongs to no mechanism."""

    type: Literal["period", "count", "percentage", "choice", "text", "date"]
    default: str | int
    meaning: NonEmpty
    choices: tuple[NonEmpty, ...] = ()
    no_shorter_than: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z_]+)+$")], ...] = ()
    """Periods that have to be over before this one is: `consultations.hold` of a clause, or a field of the instrument
    (`instrument.entry_into_force.delay`). One that does not stand in the text bounds nothing."""


class ClauseNeeds(Model):
    """What must stand in the same text."""

    mechanism: Key | None = None
    clauses: tuple[Key, ...] = ()
    participation: Literal["any", "limited", "opt-in", "opt-out", "carve-outs", "phase-in"] | None = None
    """What the participation of the instrument must have: anything, a mechanism that not every party has to take, one
    with a mode, goods left out, or steps of a party's own."""


class Precedent(Model):
    """An instrument that shows the same thing, and how well that is confirmed."""

    instrument: NonEmpty
    article: NonEmpty | None = None
    shows: NonEmpty
    grade: Grade
    sources: tuple[SourceKey, ...] = ()
    """Where it was confirmed."""


class FrontMatter(Model):
    """The contract of a clause: what it is for, what it defines and uses, and what it needs beside it."""

    heading: NonEmpty | None = None
    """The heading of the article or annex; clauses of the preamble and the closing have none."""
    purpose: NonEmpty
    order: int
    """Its place among the clauses of its family."""
    place: Place = "article"
    tier: Annotated[int, Field(ge=1, le=3)]
    """1: needed in a first complete text; 2: usual; 3: optional or contested."""
    optional: bool = False
    """True: it stands in a text only when the instrument names it."""
    defines: dict[Key, tuple[NonEmpty, ...]] = {}
    """Terms defined here, with the forms by which they are recognised; the first form is the one defined."""
    uses: tuple[Key, ...] = ()
    """Terms used here."""
    needs: ClauseNeeds = ClauseNeeds()
    becomes: tuple[Key, ...] = ()
    """In a text that does not bind: the binding clauses into which what is said here grows; none where it ends."""
    parameters: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Parameter] = {}
    duties: dict[ProvisionId, Told] = {}
    """Who owes what, by when, and what follows, by id of the provision; `rule` for one that asks nobody for an act."""
    precedents: tuple[Precedent, ...] = ()
    rests_on: tuple[SourceKey, ...] = ()
    """Sources on which the clause as a whole rests; an unconfirmed one puts it in brackets."""
    plain: tuple[NonEmpty, ...] = ()
    """Phrases in which the words of a defined term are meant in their plain sense."""
    suppress: tuple[Suppression, ...] = ()


class FamilyFile(Model):
    """`clauses/<family>/family.yaml`: where the family stands in a text, and what brings it in."""

    chapter: Key
    order: int
    """Its place among the families of the chapter."""
    register_: Annotated[Register, Field(alias="register")]
    """`binding` or `non-binding`: a family stands only under templates of its register."""
    mechanism: Key | None = None
    """The kind of mechanism that brings the family in; none means that it always stands."""
    heading: Texts | None = None
    """The chapter's heading, where the family brings a chapter that the template does not have."""
    after: Key | None = None
    """The chapter after which such a chapter stands."""


class TemplateChapter(Model):
    """A chapter of a template; without a heading its articles stand directly in the body."""

    id: Key
    heading: Texts | None = None


class Template(Model):
    """`templates/<kind>.yaml`: the frame of one kind of instrument."""

    register_: Annotated[Register, Field(alias="register")]
    """`binding` (Parties shall) or `non-binding` (Participants will)."""
    words: dict[LanguageTag, dict[str, NonEmpty]] = {}
    """Words that differ from the language's own: an article of a non-binding text is a Section."""
    house: House | None = None
    """House style of this kind of text, where it differs from the instrument's."""
    chapters: Annotated[tuple[TemplateChapter, ...], Field(min_length=1)]
    contents: bool = True
    """Whether a table of contents is printed."""
    signatures: bool = True
    parties: Annotated[int, Field(ge=1)] | None = None
    """How many parties a text of this kind has, where the kind says so: a letter and its reply have two."""
    required: tuple[Key, ...] = ()
    """Clauses without which the text is not complete; the one with the closing formula is among them."""
    forbidden: tuple[Key, ...] = ()
    """Clauses that have no place in a text of this kind: they never stand in it, and naming one is an error."""
    remedies: dict[Key, tuple[Key, ...]] = {}
    """By term for those who owe duties: the clauses that follow on a breach, where the clause does not say so."""
    fields: tuple[Literal["entry_into_force", "depositary", "timetable", "authentic", "routes", "mechanisms"], ...] = ()
    """Fields of the instrument that a text of this kind cannot do without."""


def _pattern(*names: str, whole: bool = True) -> AfterValidator:
    """A text in which `{name}` stands for a value of that name, and for nothing that could be reached through it.

    A pattern that is not `whole` may leave some of them out.
    """

    def check(text: str) -> str:
        for _, name, form, conversion in Formatter().parse(text):
            if name is not None and (name not in names or form or conversion):
                raise ValueError(f"{text!r}: only {' '.join(f'{{{n}}}' for n in names)} can stand in this pattern")
        missing = [name for name in names if whole and f"{{{name}}}" not in text]
        if missing:
            raise ValueError(f"{text!r}: {{{missing[0]}}} is missing, and it would be printed nowhere")
        return text

    return AfterValidator(check)


def _complete(*names: str) -> AfterValidator:
    """A mapping without one of whose entries no text can be numbered or printed."""

    def check(entries: dict[str, T]) -> dict[str, T]:
        missing = [name for name in names if name not in entries]
        if missing:
            raise ValueError(f"missing here: {', '.join(missing)}")
        return entries

    return AfterValidator(check)


_WORDS = (
    *("part", "chapter", "section", "article", "paragraph", "paragraphs", "subparagraph", "subparagraphs"),
    *("point", "points", "annex", "this", "of", "and", "to", "page"),
)
_Substance: TypeAlias = Annotated[NonEmpty, _pattern("substance", whole=False)]
_Counted: TypeAlias = Annotated[NonEmpty, _pattern("", whole=False)]


class Fonts(Model):
    """Fonts of a language, by the letters they are for; without one the font of the reference document."""

    latin: NonEmpty | None = None
    east_asia: NonEmpty | None = None
    complex: NonEmpty | None = None
    """For letters that run from right to left and others that join."""


class WordFile(Model):
    """What the Word file says of a language."""

    tag: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}$")]
    """The language with a region, as Word wants it for its dictionaries: en-GB, ja-JP."""
    fonts: Fonts = Fonts()


def _formula_words(value: object) -> FormulaWords:
    if isinstance(value, Mapping):
        return FormulaWords.of_mapping(value)
    raise ValueError("the words of a formula are a mapping, as in templates/languages/en.yaml")


class Language(Constructions):
    """`templates/languages/<tag>.yaml`: the words and formats of a drafting language."""

    name: NonEmpty
    script: Literal["european", "east-asian", "right-to-left"] = "european"
    """How it is set: in letters like those of Europe, in East Asian ones, or from right to left."""
    spaced: bool = True
    """False where words are not set apart by blanks: a term is then found wherever its letters stand."""
    word: WordFile | None = None
    """What the Word file says of it; without this the language without a region, and no font of its own."""
    words: Annotated[dict[str, NonEmpty], _complete(*_WORDS), AfterValidator(placed)]
    """Words of the structure and of references: chapter, article, paragraph, this, of, and, to, ...

    A word stands before the number with a blank, or has `{}` where the number stands: `第{}条`. Such a word has a
    companion for "this Article": `this-article`. `and` and `to` may have two: `{}から{}まで`. `of` may say the order
    of a reference: `{whole}の{part}`; `of-article`, `of-annex` and so on are for one kind of unit.
    """
    months: Annotated[tuple[NonEmpty, ...], Field(min_length=12, max_length=12)]
    date: Annotated[NonEmpty, _pattern("day", "month", "year")]
    """Pattern with {day}, {month}, {year}."""
    decimal_mark: Literal[".", ","]
    group_mark: Literal[",", ".", " ", ""]
    percent: Annotated[NonEmpty, _pattern("number")]
    """Pattern with {number}."""
    money: Annotated[NonEmpty, _pattern("currency", "number")]
    """Pattern with {currency} and {number}."""
    currencies: dict[Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")], NonEmpty] = {}
    """Names of currencies by their code; without one the code is printed."""
    price: Annotated[NonEmpty, _pattern("currency", "number", "unit", "basis")]
    """Pattern with {currency}, {number}, {unit} and {basis}."""
    bases: Annotated[
        dict[Literal["contained", "equivalent", "treo", "gross"], _Substance],
        _complete("contained", "equivalent", "treo", "gross"),
    ]
    """Patterns with {substance}."""
    units: Annotated[dict[str, tuple[_Counted, _Counted]], _complete("day", "week", "month", "year")]
    """Units of time in the singular and the plural: day, week, month, year. They follow the number, or have `{}`
    where it stands: `{}日`."""
    period_and: str | None = None
    """What stands between the parts of a period, where it is not `list_and`."""
    numbers: Annotated[tuple[NonEmpty, ...], Field(min_length=21)]
    """Number words from zero to at least twenty."""
    quotes: Annotated[str, Field(min_length=4, max_length=4)] = "“”‘’"
    """Opening and closing quotation marks, double and single, for straight ones in the clauses."""
    list_separator: str
    list_and: str
    list_or: str
    formula: Annotated[FormulaWords, BeforeValidator(_formula_words)] | None = None
    """Sentence patterns in which a calculation is told step by step."""
    languages: dict[LanguageTag, NonEmpty] = {}
    """Names of languages, by tag: for the clauses on authentic texts."""
    blanks: Annotated[dict[Key, NonEmpty], _complete("other")]
    """What is printed where a fact is filled in at signature, by its name; `other` for any other."""
    binding_verbs: tuple[NonEmpty, ...] = ()
    """Words that bind: out of place in a non-binding text."""
    non_binding_verbs: tuple[NonEmpty, ...] = ()
    """Words that do not bind: out of place as the verb of a treaty duty."""
    permission_verbs: tuple[NonEmpty, ...] = ()
    """Verbs that leave a choice: `may`."""
    verb_particles: tuple[NonEmpty, ...] = ()
    """Words between such a verb and what is done: `not`, `be`, `first`."""
    future_verbs: tuple[NonEmpty, ...] = ()
    """Verbs that tell what is to come: in a treaty article a reader asks whether a duty is meant."""
    status_clause_words: tuple[NonEmpty, ...] = ()
    """Binding words that the status sentence of a non-binding text may use."""
    status_phrases: tuple[NonEmpty, ...] = ()
    """Words by which the status sentence of a non-binding text is known: `not legally binding`."""
    harmless_phrases: tuple[NonEmpty, ...] = ()
    """Phrases in which a word of the lists above or below says nothing about binding: `human rights`."""
    duty_verbs: tuple[NonEmpty, ...] = ()
    """Verbs that lay a duty in a treaty: `shall`."""
    false_duty_verbs: tuple[NonEmpty, ...] = ()
    """Verbs that sound like a duty and are not the treaty's verb for it: `must`."""
    soft_verbs: tuple[NonEmpty, ...] = ()
    """Verbs that recommend: allowed in a treaty, but no duty: `should`."""
    duty_bearers: tuple[NonEmpty, ...] = ()
    """Nouns for those on whom a treaty lays duties: `Party`, `Committee`."""
    determiners: tuple[NonEmpty, ...] = ()
    """Words with which a sentence about one of them begins: `Each`, `The`, `No`."""
    negative_determiners: tuple[NonEmpty, ...] = ()
    """Those that turn what follows into its opposite: `No Party shall ...`."""
    negations: tuple[NonEmpty, ...] = ()
    """Words by which a sentence bars something or takes it out: `not`, `except`."""
    counted_back: tuple[NonEmpty, ...] = ()
    """Words after a period that is counted up to something: `before`."""
    counted_on: tuple[NonEmpty, ...] = ()
    """Words after a period that is counted from something: `after`."""
    permitted_not: tuple[NonEmpty, ...] = ()
    """Words of which nobody can say whether they bar something or leave it free: `may not`."""
    defining_verbs: tuple[NonEmpty, ...] = ()
    """Verbs between a term and its meaning: `means`."""
    to_do_phrases: tuple[NonEmpty, ...] = ()
    """Words that say, in brackets, that something is still to be done: `to be confirmed`."""
    relative_words: tuple[NonEmpty, ...] = ()
    """Words that point to a place of the text without naming it: `herein`, `set out above`."""
    reference_verbs: tuple[NonEmpty, ...] = ()
    """Words between a thing and the reference to the place where it is to be found: `referred to in`."""
    things_referred_to: dict[NonEmpty, tuple[NonEmpty, ...]] = {}
    """Things that are said to stand in a place, each with the beginnings of words by which the place shows that it has
    them; with none, the place has to have a time."""
    bilateral_phrases: tuple[NonEmpty, ...] = ()
    """Words that fit a text of two parties only: `the other Party`."""
    pair_phrases: tuple[NonEmpty, ...] = ()
    """Words that make two of several parties the pair that such a phrase means: `between two Parties`."""
    tacit_phrases: tuple[NonEmpty, ...] = ()
    """Words by which silence counts as agreement: `in the absence of an objection`."""
    silence_words: tuple[NonEmpty, ...] = ()
    """Words for saying nothing: `silence`."""
    assent_words: tuple[NonEmpty, ...] = ()
    """Words for agreement: `consent`."""
    secret_phrases: tuple[NonEmpty, ...] = ()
    """Words by which a part of the text is kept from the public: `shall not be published`."""
    within_law_phrases: tuple[NonEmpty, ...] = ()
    """Words by which a text stays within laws and budgets in force: `availability of appropriated funds`."""
    incorporating_phrases: tuple[NonEmpty, ...] = ()
    """Words by which another text is made part of this one: `incorporated into and made part of`."""
    as_of_phrases: tuple[NonEmpty, ...] = ()
    """Words that say in which version another text is meant: `as amended`."""
    joint_bearers: tuple[NonEmpty, ...] = ()
    """Words for all that bind themselves, together: `the Parties`."""
    own_words: tuple[NonEmpty, ...] = ()
    """Words for what one alone has: `its`."""
    passive_duties: tuple[NonEmpty, ...] = ()
    """How a duty begins that names nobody: `shall be`."""
    owed_acts: tuple[NonEmpty, ...] = ()
    """What follows there for an act that somebody has to do: `paid`. "Shall be deemed" is a rule and asks nobody."""
    other_bearers: tuple[NonEmpty, ...] = ()
    """Those beside the duty bearers who can owe such an act: `importer`."""
    softeners: tuple[NonEmpty, ...] = ()
    """Words that take from a duty; two of them in one sentence leave little: `as appropriate`."""
    vague_phrases: tuple[NonEmpty, ...] = ()
    """Words for a time that nobody can count: `promptly`."""
    working_days: tuple[NonEmpty, ...] = ()
    """Words for days on which offices work: `working days`."""
    treaty_titles: tuple[NonEmpty, ...] = ()
    """Words with which the title of a treaty begins: `Agreement`."""
    treaty_matters: tuple[NonEmpty, ...] = ()
    """What only a treaty has: `arbitration`."""
    superseded: dict[NonEmpty, NonEmpty] = {}
    """Instruments and organisations that another has taken the place of, each with that one: `GATT 1947`."""
    commencing_phrases: tuple[NonEmpty, ...] = ()
    """Words before the day on which a text begins: `enter into force on`."""
    of_another_day: tuple[NonEmpty, ...] = ()
    """Words before the day of another text: `done at ...`, where words may stand in place of the dots."""
    ambiguous_masses: tuple[NonEmpty, ...] = ()
    """Words for several units of mass: `tons`."""
    telling_masses: tuple[NonEmpty, ...] = ()
    """Words before one of them that tell which is meant: `short`."""
    other_spellings: dict[NonEmpty, NonEmpty] = {}
    """Words as another standard of the language spells them, each with the spelling of this one."""
    participating: dict[NonEmpty, NonEmpty] = {}
    """Phrases for the parties, as the clauses have them, and as they stand in those about a mechanism that not every
    party takes: `each Party` and `each participating Party`."""
    every_party: tuple[NonEmpty, ...] = ()
    """Phrases in which such a clause goes on speaking of every party: `the Party in the chair`."""

    @model_validator(mode="after")
    def _marks_tell_apart(self) -> Self:
        if self.decimal_mark == self.group_mark:
            raise ValueError(f"`group_mark` and decimal_mark are both {self.decimal_mark!r}: 1,500 could be 1.5")
        return self

    @property
    def writing(self) -> Writing:
        """How the language is written and set."""
        listed = (self.list_separator, self.list_and)
        if self.word is None:
            return Writing("", self.script, self.spaced, listed=listed)
        fonts = self.word.fonts
        own = (("latin", fonts.latin), ("east_asia", fonts.east_asia), ("complex", fonts.complex))
        return Writing(
            self.word.tag, self.script, self.spaced, tuple((kind, font) for kind, font in own if font), listed
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """One text: a clause, or a variant of it, in one language."""

    key: str
    variant: str
    language: str
    family: str
    front: FrontMatter
    body: str
    body_line: int
    raw: Raw
    version: str

    @property
    def file(self) -> str:
        """The name of the file, as messages print it."""
        return self.raw.file.name

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources that the clause names, in its front matter and in its body."""
        return tuple(dict.fromkeys((*self.front.rests_on, *_SOURCE_CALL.findall(self.body))))

    def source_span(self, key: str) -> Span:
        """The place that names a source: in the front matter, or else in the body."""
        if key in self.front.rests_on:
            return self.raw.span("rests_on", self.front.rests_on.index(key))
        at = next(call.start() for call in _SOURCE_CALL.finditer(self.body) if call[1] == key)
        return self.place(at)

    def named_sources(self) -> Iterator[tuple[str, Span]]:
        """Every source that the clause names, those that confirm its precedents among them, each with the place."""
        yield from ((key, self.source_span(key)) for key in self.sources)
        for number, precedent in enumerate(self.front.precedents):
            for n, key in enumerate(precedent.sources):
                yield key, self.raw.span("precedents", number, "sources", n)

    def place(self, at: int) -> Span:
        """The place of a character of the body."""
        return self.span(self.body.count("\n", 0, at) + 1, at - self.body.rfind("\n", 0, at))

    def span(self, line: int = 0, column: int = 1) -> Span:
        """A place in the body, its first line being 1; without a line, the head of the file."""
        return Span(self.file, self.body_line + line - 1, column) if line else Span(self.file, 1, 1)


@dataclass(frozen=True, slots=True)
class Library:
    """Clauses by (key, variant), families, the template and the language of one text, and renderers' files."""

    language: str
    clauses: Mapping[tuple[str, str], Clause]
    families: Mapping[str, tuple[FamilyFile, Raw]]
    template: Template
    words: Language
    known_clauses: frozenset[str] = frozenset()

    def absent_kind(self, clause: Clause, kinds: Container[str]) -> str:
        """The kind of mechanism that has to be there for a clause to stand and is not among some kinds; "" for none."""
        family = self.families.get(clause.family)
        wanted = (family[0].mechanism if family else None, clause.front.needs.mechanism)
        return next((kind for kind in wanted if kind and kind not in kinds), "")
