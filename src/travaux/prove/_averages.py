"""Means of prices over two lengths of time: a run of daily prices in which the one is high and the other is not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from travaux.model.period import Period


@dataclass(frozen=True, slots=True)
class Run:
    """So many days at one price and then so many at another, as shares of the floor level."""

    first: tuple[int, Fraction]
    then: tuple[int, Fraction]

    def mean(self, days: int) -> Fraction:
        """The mean of the last so many days, day by day."""
        prices = [self.first[1]] * self.first[0] + [self.then[1]] * self.then[0]
        return sum(prices[-days:], Fraction(0)) / days


def days_of(period: Period) -> int | None:
    """The days of a period; None where they depend on the months."""
    return None if period.years or period.months else period.days + 7 * period.weeks


def sold_while_on(release: int, above: Fraction, floor: int, stops: Fraction, resumes: Fraction) -> Run | None:
    """Prices with which the mean of `release` days exceeds `above` while that of `floor` days leaves the floor on.

    A shorter mean is ahead of the other when prices rise: the floor is not off yet. A longer one is behind when they
    fall: the floor is on again.
    """
    level = Fraction(1)
    if release < floor:
        most = (stops * floor - level * (floor - release)) / release
        return Run((floor - release, level), (release, (above + most) / 2)) if most > above else None
    if release > floor:
        low = level if resumes > level else resumes * Fraction(9, 10)
        least = (above * release - low * floor) / (release - floor)
        return Run((release - floor, least + Fraction(1, 100)), (floor, low))
    return None
