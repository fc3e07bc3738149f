"""Dates and periods of the calendar: `2027-01-01`, `P30D`, `P1Y6M`."""

from __future__ import annotations

import calendar
import datetime
import functools
import itertools
import re
from dataclasses import dataclass
from typing import Annotated, Literal, Self, TypeAlias

from travaux.model.scalar import Scalar


def parse_date(text: str) -> datetime.date:
    """A calendar date written YYYY-MM-DD. Raises ValueError otherwise."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"{text!r} is not a date; write it as 2027-01-31")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not a day of the calendar") from None


Date: TypeAlias = Annotated[datetime.date, Scalar(parse_date, r"^\d{4}-\d{2}-\d{2}$", "2027-01-31")]

_CYCLE_MONTHS, _CYCLE_DAYS = 4_800, 146_097


@functools.cache
def _calendar() -> tuple[list[int], list[int]]:
    """Lengths of the months of twice 400 years, and the days before each of them."""
    lengths = 2 * [calendar.monthrange(2001 + n // 12, n % 12 + 1)[1] for n in range(_CYCLE_MONTHS)]
    return lengths, list(itertools.accumulate(lengths, initial=0))


@functools.cache
def _days_of_months(months: int) -> tuple[int, int]:
    """The fewest and the most days of so many months, counted from any day of the 400 years of the calendar.

    They end on the same day of a later month, or on its last day where it is shorter.
    """
    lengths, days = _calendar()
    starts = range(_CYCLE_MONTHS)
    whole = [days[start + months] - days[start] for start in starts]
    cut = [min(0, lengths[start + months] - lengths[start]) for start in starts]
    return min(map(sum, zip(whole, cut, strict=True))), max(whole)


_PERIOD = r"^P(?=\d)(\d+Y)?(\d+M)?(\d+D)?$|^P\d+W$"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of calendar time, ISO 8601: years, months and days, or weeks alone."""

    years: int = 0
    months: int = 0
    days: int = 0
    weeks: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """A period from `P30D`, `P6M`, `P1Y6M`, `P2W`. Raises ValueError for anything else, and for none."""
        if not re.fullmatch(_PERIOD, text, re.ASCII):
            raise ValueError(f"{text!r} is not a period; write 30 days as P30D, six months as P6M")
        parts = {unit: int(n) for n, unit in re.findall(r"(\d+)([YMDW])", text)}
        period = cls(parts.get("Y", 0), parts.get("M", 0), parts.get("D", 0), parts.get("W", 0))
        if not any((period.years, period.months, period.days, period.weeks)):
            raise ValueError(f"{text} lasts no time at all")
        return period

    @property
    def shortest_days(self) -> int:
        """The fewest calendar days this period can last, over the 400-year cycle."""
        return self._days(0)

    @property
    def longest_days(self) -> int:
        """The most calendar days this period can last, over the 400-year cycle."""
        return self._days(1)

    def _days(self, bound: Literal[0, 1]) -> int:
        cycles, months = divmod(self.years * 12 + self.months, _CYCLE_MONTHS)
        return cycles * _CYCLE_DAYS + _days_of_months(months)[bound] + self.days + 7 * self.weeks

    def __str__(self) -> str:
        if self.weeks:
            return f"P{self.weeks}W"
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + "".join(f"{n}{unit}" for n, unit in parts if n)


def after(day: datetime.date, period: Period) -> datetime.date:
    """The last day of a period from an event on a day: in a month that has no such day, the last day of that month."""
    month = day.year * 12 + day.month - 1 + period.years * 12 + period.months
    year, number = divmod(month, 12)
    last = calendar.monthrange(year, number + 1)[1]
    clamped = datetime.date(year, number + 1, min(day.day, last))
    return clamped + datetime.timedelta(days=period.days + 7 * period.weeks)


IsoPeriod: TypeAlias = Annotated[Period, Scalar(Period.parse, _PERIOD, "P30D")]
