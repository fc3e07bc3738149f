"""Imports that never change, compared with themselves: how much longer a window can be than the mean of its base."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from travaux.model.period import Period
from travaux.prove._calendar import after, days, month_ends


@dataclass(frozen=True, slots=True)
class Windows:
    """The first days of the base windows, of the window that follows, and of the one after that."""

    begins: tuple[datetime.date, ...]

    @property
    def window(self) -> int:
        """The days of the window."""
        return (self.begins[-1] - self.begins[-2]).days

    @property
    def base(self) -> Fraction:
        """The mean days of the base windows."""
        return Fraction((self.begins[-2] - self.begins[0]).days, len(self.begins) - 2)

    @property
    def growth(self) -> Fraction:
        """By which share of the base steady imports exceed it."""
        return self.window / self.base - 1


def windows(day: datetime.date, length: Period, number: int) -> Windows:
    """So many base windows from a day on, one after the other, and the window that begins where the last ends."""
    return Windows(tuple(after(day, _times(length, n)) if n else day for n in range(number + 2)))


def _times(length: Period, n: int) -> Period:
    return Period(length.years * n, length.months * n, length.days * n, length.weeks * n)


@cache
def longest(length: Period, number: int) -> Windows:
    """The windows in which the last is longest against its base, over the 400 years of the calendar."""
    found = (windows(day, length, number) for day in _starts(length))
    return max(found, key=lambda one: (one.growth, one.begins[0].day == 1))


def _starts(length: Period) -> Iterator[datetime.date]:
    """Days that give every length: for whole months the first of a month, and the days that not all months have."""
    if not (length.years or length.months):
        yield next(days())
    elif length.days or length.weeks:
        yield from days()
    else:
        for end in month_ends():
            yield end.replace(day=1)
            yield from (end.replace(day=day) for day in range(29, end.day + 1))


def counted(begins: datetime.date, ends: datetime.date) -> int:
    """The days from one day until another, counted month by month."""
    total, day = 0, begins
    while (day.year, day.month) != (ends.year, ends.month):
        total += calendar.monthrange(day.year, day.month)[1] - day.day + 1
        day = datetime.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return total + ends.day - day.day
