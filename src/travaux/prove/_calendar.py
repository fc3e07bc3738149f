"""The calendar: on which day a period ends, and every day of the 400 years after which it begins again."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator

from travaux.model.period import Period

_FIRST, _CYCLE = datetime.date(2000, 3, 1), 146_097


def days() -> Iterator[datetime.date]:
    """Every day of the 400 years."""
    return (_FIRST + datetime.timedelta(days=n) for n in range(_CYCLE))


def month_ends() -> Iterator[datetime.date]:
    """The last day of every month of the 400 years."""
    for n in range(4_800):
        year, month = divmod(_FIRST.year * 12 + _FIRST.month - 1 + n, 12)
        yield datetime.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def after(day: datetime.date, period: Period) -> datetime.date:
    """The last day of a period from an event on a day: in a month that has no such day, the last day of that month."""
    month = day.year * 12 + day.month - 1 + period.years * 12 + period.months
    year, number = divmod(month, 12)
    last = calendar.monthrange(year, number + 1)[1]
    clamped = datetime.date(year, number + 1, min(day.day, last))
    return clamped + datetime.timedelta(days=period.days + 7 * period.weeks)
