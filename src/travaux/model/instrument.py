"""Instruments: what to build. The texts that are signed or issued, and every choice that shapes them."""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from travaux.keeps import keeps
from travaux.model.base import (
    Key,
    LanguageTag,
    MechanismKey,
    Model,
    NonEmpty,
    PartyKey,
    ProductKey,
    Record,
    SourceKey,
    TableKey,
    Texts,
)
from travaux.model.participation import Participation
from travaux.model.period import Date, IsoPeriod
from travaux.model.quantity import Share
from travaux.model.status import Status

Scalar: TypeAlias = str | int | bool
PositiveInt: TypeAlias = Annotated[int, Field(ge=1)]


def _one_chosen(wanted: Key | tuple[Position, ...]) -> Key | tuple[Position, ...]:
    if not isinstance(wanted, str) and sum(position.chosen for position in wanted) > 1:
        raise ValueError("only one position on a clause can be `chosen`")
    return wanted


class LineNumbering(Model):
    """Line numbers in the margin of the Word file; tables, title page, contents and notes have none."""

    every: Annotated[int, Field(ge=1, le=100)] = 5
    restart: Literal["page", "continuous", "section"] = "page"
    """Where they begin again: on each page, never, or with each section of pages."""


class House(Model):
    """House style of numbering, references and pages."""

    references: Literal["us", "eu", "japan"] = "us"
    """`Article 2.10.2(a) (Title)`, `Article 2.10(2), point (a)`, or `paragraph 2 of Article 2.10`."""
    chapters: Literal["arabic", "roman"] = "arabic"
    articles: Literal["by-chapter", "continuous"] = "by-chapter"
    annexes: Literal["by-chapter", "arabic", "roman", "letter"] = "by-chapter"
    drafting_notes: Literal["endnotes", "comments"] = "endnotes"
    """Drafting notes of the Word file: at the end of the text, or as comments in its margin."""
    footnotes: Literal["continuous", "by-chapter"] = "continuous"
    """`by-chapter`: footnotes are counted anew in each chapter and each annex."""
    watermark: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    """A word across every page of the Word file: `DRAFT`."""
    line_numbers: LineNumbering | None = None
    paragraph_numbers: bool = False
    """Paragraphs of the Word file are counted through in the margin, to be called up in a meeting."""
    index_of_terms: bool = False
    """An index at the end: each defined term and the article that defines it."""


class Numbers(Model):
    """Formats of printed numbers; what is left out comes from the language."""

    decimal_mark: Literal[".", ","] | None = None
    group_mark: Literal[",", ".", " ", ""] | None = None
    percent: NonEmpty | None = None
    """The word after a percentage in running text: `per cent`, `percent`."""


class Threshold(Model):
    """A share that the States whose consent has been given must reach together, on a named basis."""

    share: Share
    measure: NonEmpty
    """What is shared: `imports of covered goods`."""
    dataset: NonEmpty
    year: Annotated[int, Field(ge=1990, le=2100)]
    shares: dict[PartyKey, Share]
    """The share of each party in that dataset; they sum to no more than 100%."""
    illustrative: bool
    """True where the shares are an example and not taken from the dataset."""
    sources: tuple[SourceKey, ...] = ()

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Self:
        total = sum(share.value for share in self.shares.values())
        if total > 100:
            raise ValueError(f"the shares add up to {total}%, which is more than 100%")
        return self


class EntryIntoForce(Model):
    """When a binding text enters into force: so many parties, and where given so large a share."""

    min_parties: PositiveInt
    threshold: Threshold | None = None
    required: tuple[PartyKey, ...] = ()
    """Parties without which it cannot enter into force; naming them shows a veto that a share would hide."""
    delay: IsoPeriod
    """After the last consent that is needed."""
    later: IsoPeriod
    """For a party that consents afterwards."""
    provisional: bool = False


class Decisions(Model):
    """How the Committee decides where it does not need every party: quorum, and the share that has to agree."""

    quorum: Share
    """The share of the parties that has to be represented."""
    majority: Share
    """The share that has to agree; just that share is enough."""
    of: Literal["parties", "present"]
    """Of what it is a share: of all parties, or of those that are represented."""
    illustrative: bool
    """True where the figures are an example for the draft and no party has proposed them."""
    sources: tuple[SourceKey, ...] = ()

    @model_validator(mode="after")
    @keeps("I-36", quorum="0%", majority="50%", of="parties", illustrative=True)
    def _ask_for_something(self) -> Self:
        """Quorum and majority ask for somebody."""
        if self.quorum.value == 0 or self.majority.value == 0:
            raise ValueError("`quorum` or `majority` is 0%: nobody at all could decide")
        return self


class Signing(Model):
    """Where and when the text is opened for signature."""

    place: NonEmpty | None = None
    """None while it is not agreed: the draft then prints a blank."""
    opens: Date | None = None
    closes: Date | None = None
    date: Date | None = None
    original_of: PartyKey | None = None
    """The party that keeps this original. The title page, the preamble and the signatures name it first."""


class Action(Model):
    """A line of the timetable of a non-binding instrument."""

    id: Key
    action: Texts
    leads: dict[PartyKey, Key]
    """By participant: the function of its lead body, from the `bodies` of its record."""
    due: IsoPeriod
    """Counted from the day on which the text takes effect."""
    output: Texts
    clause: Key | None = None
    """The clause of this text that the action carries out."""
    sources: tuple[SourceKey, ...] = ()


class Position(Model):
    """A variant of a clause that some parties propose or support, where the text is still open."""

    variant: Key | Literal["standard"]
    proposed: tuple[PartyKey, ...] = ()
    supported: tuple[PartyKey, ...] = ()
    chosen: bool = False
    """True for the one that the text prints; the others stay on record as fallbacks."""


class Reply(Model):
    """An answer to a comment."""

    author: NonEmpty
    """The key of a party, or any name."""
    text: NonEmpty
    date: Date | None = None


class Comment(Model):
    """What a delegation or the secretariat says in the margin of a provision; never part of what is signed."""

    on: NonEmpty
    """The key of what the comment is about: a chapter, an article, a paragraph (`clause.id`), a row of a table."""
    author: NonEmpty
    """The key of a party, or any name: `Secretariat`."""
    text: NonEmpty
    date: Date | None = None
    resolved: bool = False
    replies: tuple[Reply, ...] = ()

    @model_validator(mode="after")
    def _answers_come_later(self) -> Self:
        days = [day for day in (self.date, *(reply.date for reply in self.replies)) if day]
        for earlier, later in itertools.pairwise(days):
            if later < earlier:
                raise ValueError(f"an answer under `replies` is of {later}, and answers what was said on {earlier}")
        return self


class ClauseChoice(Model):
    """Which optional clauses stand in the text. What is not named follows from the mechanisms and the template."""

    tier: Annotated[int, Field(ge=1, le=3)] = 3
    """The last tier that stands: 1 gives the short form. Clauses that are named, or that the template requires, stand
    whatever their tier."""
    include: tuple[Key, ...] = ()
    exclude: tuple[Key, ...] = ()


class ScheduleColumn(Model):
    """A column of a schedule that is kept in a CSV file."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """The name in the first line of the CSV file."""
    heading: Texts
    type: Literal["text", "hs", "percentage", "decimal", "integer", "date", "choice", "party"]
    """What each cell holds; a `party` is the key of a party of the instrument and is printed by its name."""
    choices: tuple[NonEmpty, ...] = ()
    required: bool = True
    printed: bool = True
    """False for a column that only names rows or groups them."""
    width: PositiveInt | None = None

    @model_validator(mode="after")
    def _choices_belong_to_a_choice(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("give `choices` with the type choice, and only with it")
        return self


class Schedule(Model):
    """A long table whose rows come from a CSV file."""

    id: Key
    file: Annotated[str, Field(pattern=r"^[^/\\].*\.csv$")]
    """The path of the CSV file (UTF-8, comma), relative to the folder of this record."""
    columns: Annotated[tuple[ScheduleColumn, ...], Field(min_length=1)]
    key: NonEmpty
    """The column that names a row; its values are unique."""
    group_by: NonEmpty | None = None
    """A column whose equal cells stand together under one heading, or `hs-chapter`; rows must be in that order."""
    caption: Texts | None = None
    mechanism: MechanismKey | None = None
    """The mechanism that it belongs to: lines of a party that does not take it, and of goods that a party leaves out,
    stay in the file and are not printed."""
    sources: tuple[SourceKey, ...] = ()

    @model_validator(mode="after")
    def _key_is_a_column(self) -> Self:
        names = [column.name for column in self.columns]
        if self.key not in names:
            raise ValueError(f"the key column {self.key!r} is not among the columns: {', '.join(names)}")
        if len(set(names)) != len(names):
            raise ValueError("two columns have one name")
        if not any(column.printed for column in self.columns):
            raise ValueError("no column is printed")
        return self

    @model_validator(mode="after")
    def _group_is_printed(self) -> Self:
        printed = [column.name for column in self.columns if column.printed]
        if self.group_by == "hs-chapter":
            if not any(column.type == "hs" and column.printed for column in self.columns):
                raise ValueError("grouping by hs-chapter needs a printed column of the type hs")
        elif self.group_by is not None and self.group_by not in printed:
            raise ValueError(f"the group {self.group_by!r} is not a printed column: {', '.join(printed)}")
        return self

    @model_validator(mode="after")
    def _says_whose_lines(self) -> Self:
        if self.mechanism is not None and sum(column.type == "party" for column in self.columns) != 1:
            raise ValueError("`mechanism` wants one column of the type party, which says whose line it is")
        return self


class Instrument(Record):
    """A text to build: kind, parties, mechanisms, choices of wording, and the facts of its conclusion."""

    kind: Key
    """The kind names the template (`templates/<kind>.yaml`), which sets register, structure and closing."""
    title: Texts
    short_title: Texts
    parties: Annotated[tuple[PartyKey, ...], Field(min_length=1)]
    mechanisms: tuple[MechanismKey, ...] = ()
    participation: dict[MechanismKey, Participation] = {}
    """By mechanism: which parties take it, which goods one leaves out, and how one phases in. What is not named here
    every party takes."""
    products: tuple[ProductKey, ...] = ()
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)]
    """Languages in which the text is drafted; the first is the working language."""
    authentic: tuple[LanguageTag, ...] = ()
    """Languages in which the text will be authentic."""
    prevails: LanguageTag | None = None
    """The authentic language that prevails in case of divergence."""
    template: Key | None = None
    """A template other than that of the kind."""
    house: House = House()
    numbers: Numbers = Numbers()
    status: Status
    clauses: ClauseChoice = ClauseChoice()
    variants: dict[Key, Annotated[Key | tuple[Position, ...], AfterValidator(_one_chosen)]] = {}
    """By clause: the variant to use, or the positions between which the text is still open."""
    parameters: dict[Key, dict[str, Scalar]] = {}
    """By clause: values that differ from the clause's own defaults."""
    entry_into_force: EntryIntoForce | None = None
    decisions: Decisions | None = None
    """How the Committee decides, for the variant `majority` of the clause on decisions; None: every party agrees."""
    depositary: PartyKey | None = None
    signing: Signing = Signing()
    routes: dict[PartyKey, Key] = {}
    """By party: the domestic route by which it is to be bound, from its record."""
    approvals: dict[PartyKey, NonEmpty] = {}
    """By party: the approval that is on record for its signature."""
    timetable: tuple[Action, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    tables: tuple[TableKey, ...] = ()
    """Tables of figures that mechanisms and proofs look up: freight, costs of conversion, prices, shares."""
    pilot_products: tuple[ProductKey, ...] = ()
    comments: tuple[Comment, ...] = ()
    """Comments for the margin of the working copy, with their replies."""
    rests_on: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)?$")], tuple[SourceKey, ...]] = {}
    """By clause, or by paragraph as `clause.id`: on which sources it rests in this text, beside its own. An unconfirmed
    one puts it in brackets."""
    leads_to: Key | None = None
    """The instrument that this one is a step towards."""
    sources: tuple[SourceKey, ...] = ()

    def takes(self, party: str, mechanism: str) -> bool:
        """Whether a party of the instrument takes a mechanism."""
        terms = self.participation.get(mechanism)
        return terms is None or terms.taken_by(party)

    def taking(self, mechanism: str) -> tuple[str, ...]:
        """The parties that take a mechanism, in the order of the instrument."""
        return tuple(party for party in self.parties if self.takes(party, mechanism))

    def limited(self, mechanism: str) -> bool:
        """Whether a mechanism is one that not every party has to take."""
        terms = self.participation.get(mechanism)
        return terms is not None and terms.limited

    @model_validator(mode="after")
    def _participation_is_in_its_mechanisms(self) -> Self:
        other = [key for key in self.participation if key not in self.mechanisms]
        if other:
            raise ValueError(
                f"`participation` names {', '.join(other)}, which the instrument does not name under mechanisms"
            )
        return self
