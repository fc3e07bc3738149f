"""What the lower end of the band of a reserve weighs and costs, where a table has the use of its goods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from travaux.checks._model import good, listed, name
from travaux.compilation import Subject
from travaux.figures import plain, shown
from travaux.lookup import Exchange, Figure, lookup
from travaux.model.instrument import Instrument
from travaux.model.mechanism.strategic_reserve import Holding, StrategicReserve
from travaux.model.quantity import KILOGRAMS, Money
from travaux.prove._stock import Stocked, stocked
from travaux.records import Entry

#: Days of the year by which the use of a calendar year is divided.
DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class Part:
    """The lower end of the band of one good of one holder."""

    stock: Stocked
    use: Figure
    kilograms: Fraction
    cost: Fraction
    """At the floor level, in the currency of the holder's limit."""


@dataclass(frozen=True)
class Purse:
    """A holder with a limit of money, and what the goods of a reserve cost it."""

    s: Subject
    instrument: Entry[Instrument]
    reserve: Entry[StrategicReserve]
    holding: Holding
    cap: Money

    @property
    def party(self) -> str:
        """The name of the holder."""
        return name(self.s.records.parties[self.holding.party])

    @cached_property
    def goods(self) -> tuple[Stocked, ...]:
        """The goods of the reserve that have a floor level."""
        every = stocked(self.s, self.instrument)
        return tuple(stock for stock in every if stock.reserve.record.id == self.reserve.record.id)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The goods whose use and price are on record."""
        return tuple(part for stock in self.goods if (part := self._part(stock)))

    @property
    def known(self) -> bool:
        """Whether that is every good of the reserve."""
        return len(self.parts) == len(self.reserve.record.lines)

    @property
    def cost(self) -> Fraction:
        """Of the lower end of every band, at the floor levels."""
        return sum((part.cost for part in self.parts), Fraction(0))

    def missing(self) -> str:
        """The goods whose cost is not known, as a list."""
        known = [part.stock.line for part in self.parts]
        return listed(good(self.s, line) for line in self.reserve.record.lines if line not in known)

    def _part(self, stock: Stocked) -> Part | None:
        about = {"party": self.holding.party, "product": stock.line.product, "stage": stock.line.stage}
        use = lookup(self.s, self.instrument, "consumption").find(**about)
        price = stock.priced.levels[min(stock.priced.levels)]
        exchange = Exchange(lookup(self.s, self.instrument, "exchange-rate"))
        rate = exchange.rate(price.currency, self.cap.currency)
        if use is None or rate is None or use.unit.basis not in ("", str(price.basis)):
            return None
        yearly = use.value * Fraction(KILOGRAMS[use.unit.per])
        kilograms = yearly * stock.line.at_least / DAYS_OF_YEAR
        return Part(stock, use, kilograms, kilograms / Fraction(KILOGRAMS[price.per]) * Fraction(price.amount) * rate)

    def told(self) -> Iterator[str]:
        """Each good: its days, its mass and what that costs at the floor level."""
        for part in self.parts:
            line, (level, unit) = part.stock.line, part.stock.first
            yield (
                f"{good(self.s, line)}: {line.at_least} days of a use of {plain(part.use.value)} {part.use.unit} a "
                "year "
                f"are {shown(part.kilograms)} kg, at {shown(level)} {unit} {shown(part.cost)} {self.cap.currency}"
            )

    def assumed(self) -> tuple[str, ...]:
        """The tables behind the figures."""
        return (f"use: {lookup(self.s, self.instrument, 'consumption').said()}; a year of {DAYS_OF_YEAR} days",)


def purses(s: Subject, instrument: Entry[Instrument], reserve: Entry[StrategicReserve]) -> Iterator[tuple[int, Purse]]:
    """Each holder that has a limit of money, with its place in the record."""
    for n, holding in enumerate(reserve.record.holdings):
        if holding.part == "hold" and holding.yearly_cap is not None:
            yield n, Purse(s, instrument, reserve, holding, holding.yearly_cap)
