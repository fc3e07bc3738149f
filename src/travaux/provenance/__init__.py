"""A drafted text -> what it rests on: facts, figures and precedents, each with its grade and where it is used.

A fact is a record of `seeds/sources/`; a figure is a number, an amount, a period or a day that the text prints from a
record; a precedent is named by a clause. What stands in no printed wording is not listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from travaux.library import Precedent
from travaux.model.source import Grade, Source
from travaux.records import Entry
from travaux.span import Span

#: How well a figure is grounded: the best grade of its sources; or it is an example, rests only on the sources of its
#: record as a whole, is a choice of the drafters in a clause, or has no source.
Standing: TypeAlias = Literal["official", "reported", "unconfirmed", "illustrative", "record", "choice", "none"]
GRADES: tuple[Grade, ...] = get_args(Grade)
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the printed text: the key of the provision, and its name as the text cites it."""

    key: str
    cited: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where something is named: the record or clause, its field, the place in the file, and where that is printed.

    `places` are the provisions that print what the field vouches for; none where nothing of it is printed.
    """

    owner: str
    field: str
    span: Span
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A source and every use of it, in the order of the records and clauses."""

    source: Entry[Source]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: the path of its field, its printed words, where it is written, and what it rests on."""

    path: str
    text: str
    span: Span
    standing: Standing
    sources: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A precedent, and the clauses that name it."""

    precedent: Precedent
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are by grade, in the order of the grades."""

    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(number for _, number in self.counts)

    @property
    def confirmed(self) -> int:
        """How many are official or reported."""
        return sum(number for grade, number in self.counts if grade in ("official", "reported"))


def tally(grades: Iterable[str], known: tuple[str, ...]) -> Tally:
    """The grades counted; `known` gives their order."""
    counted = Counter(grades)
    return Tally(tuple((grade, counted[grade]) for grade in known))


@dataclass(frozen=True)
class Provenance:
    """What one text rests on."""

    instrument: str
    language: str
    title: str
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    precedents: tuple[Cited, ...]

    @cached_property
    def report(self) -> dict[str, Tally]:
        """How many facts, figures and precedents there are by grade."""
        return {
            "facts": tally((fact.source.record.grade for fact in self.facts), GRADES),
            "figures": tally((figure.standing for figure in self.figures), STANDINGS),
            "precedents": tally((cited.precedent.grade for cited in self.precedents), GRADES),
        }
