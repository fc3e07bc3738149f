"""Reserves beside the floors whose levels they are compared with, and the calendar months in which they can buy."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from travaux.checks._model import mechanisms
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.mechanism.strategic_reserve import ReserveLine, StrategicReserve
from travaux.model.period import Period
from travaux.model.quantity import Percentage
from travaux.prove._calendar import after, days, month_ends
from travaux.records import Entry


@dataclass(frozen=True, slots=True)
class Stocked:
    """A good of a reserve with the line of the floor that gives it its price."""

    reserve: Entry[StrategicReserve]
    line: ReserveLine
    floor: Entry[PriceFloor]
    priced: FloorLine

    @property
    def first(self) -> tuple[Fraction, str]:
        """The first level and its unit."""
        price = self.priced.levels[min(self.priced.levels)]
        return Fraction(price.amount), price.unit


def of_one(share: Percentage) -> Fraction:
    """A percentage as a share of one."""
    return Fraction(share.value) / 100


def stocked(s: Subject, instrument: Entry[Instrument]) -> Iterator[Stocked]:
    """Every good of every reserve for which its floor has a level, in the order of the instrument."""
    floors = {floor.record.id: floor for floor in mechanisms(s, instrument, PriceFloor)}
    for reserve in mechanisms(s, instrument, StrategicReserve):
        floor = floors.get(reserve.record.floor)
        for line in reserve.record.lines if floor else ():
            for priced in floor.record.lines if floor else ():
                grades = {line.grade, priced.grade}
                if (line.product, line.stage) == (priced.product, priced.stage) and (
                    len(grades) == 1 or None in grades
                ):
                    yield Stocked(reserve, line, floor, priced)  # type: ignore[arg-type]


# --- calendar months -------------------------------------------------------------------------------------------------


def months_touched(day: datetime.date, notice: Period, within: Period) -> int:
    """The calendar months into which fall the days between the end of the notice and that of the time, from a day."""
    begins, ends = after(day, notice), after(day, within)
    return max(0, 12 * (ends.year - begins.year) + ends.month - begins.month + 1)


@cache
def fewest_months(notice: Period, within: Period) -> tuple[int, datetime.date]:
    """The fewest such months from any day of the 400 years, and a day from which they are so few.

    Where the time is one of months it ends so many months on from whichever day, and the notice takes up the most of
    them from the last day of a month.
    """
    starts = days() if within.days or within.weeks else month_ends()
    return min((months_touched(day, notice, within), day) for day in starts)


@cache
def fewest_years(notice: Period, within: Period) -> tuple[int, datetime.date]:
    """The fewest calendar years into which purchases of some months can fall, and a day from which they are so few."""
    years = ((after(day, within).year - after(day, notice).year + 1, day) for day in month_ends())
    return min((max(0, number), day) for number, day in years)
