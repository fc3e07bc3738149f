"""Units of amounts: a vector of currencies and masses in which the basis of a mass is part of the unit.

A kilogram of contained Nd and one of Nd2O3 are two units, so a price per one does not meet a price per the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_NAME = re.compile(r"[^\s/*\[\]{},;:=]+(?: [^\s/*\[\]{},;:=]+)*")


@dataclass(frozen=True, slots=True, order=True)
class Base:
    """A unit that is not made of others: `USD`, or a mass of a basis, `kg` of `contained Nd`."""

    name: str
    of: str = ""

    def __post_init__(self) -> None:
        for word in filter(None, (self.name or "?", self.of)):
            if not _NAME.fullmatch(word) or word == "?":
                raise ValueError(f"{word!r} is not the name of a unit")

    @property
    def is_currency(self) -> bool:
        """True for a currency code."""
        return not self.of and re.fullmatch("[A-Z]{3}", self.name) is not None

    def __str__(self) -> str:
        return f"{self.name} {self.of}".strip()


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is counted in: units above and below the line, nothing for a plain number.

    `share` only says that a plain number is written in hundredths; it makes no other unit of it.
    """

    above: tuple[Base, ...] = ()
    below: tuple[Base, ...] = ()
    share: bool = False

    @classmethod
    def made(cls, above: Iterable[Base], below: Iterable[Base] = ()) -> Self:
        """The unit of these factors, with what stands on both sides of the line struck out."""
        up, down = Counter(above), Counter(below)
        return cls(tuple(sorted((up - down).elements())), tuple(sorted((down - up).elements())))

    def times(self, other: Unit) -> Unit:
        """The unit of a product."""
        if self.share and other.share:
            return SHARE
        return Unit.made(self.above + other.above, self.below + other.below)

    def per(self, other: Unit) -> Unit:
        """The unit of a ratio."""
        return Unit.made(self.above + other.below, self.below + other.above)

    def meets(self, other: Unit) -> bool:
        """True where amounts of the two may be added and compared."""
        return (self.above, self.below) == (other.above, other.below)

    def __str__(self) -> str:
        if not self.above and not self.below:
            return "share" if self.share else "number"
        return "/".join(["*".join(map(str, self.above)) or "1", *map(str, self.below)])


PURE = Unit()
SHARE = Unit(share=True)


def currency(code: str) -> Unit:
    """The unit of an amount of money."""
    return Unit.made([Base(code)])


def mass(unit: str, basis: str) -> Unit:
    """The unit of a mass of a basis: `mass("kg", "contained Ga")`."""
    return Unit.made([Base(unit, basis)])
