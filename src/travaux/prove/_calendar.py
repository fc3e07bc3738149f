"""The calendar: on which day a period ends, and every day of the 400 years after which it begins again."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator

from travaux.model.period import after as after

_FIRST, _CYCLE = datetime.date(2000, 3, 1), 146_097


def days() -> Iterator[datetime.date]:
    """Every day of the 400 years."""
    return (_FIRST + datetime.timedelta(days=n) for n in range(_CYCLE))


def month_ends() -> Iterator[datetime.date]:
    """The last day of every month of the 400 years."""
    for n in range(4_800):
        year, month = divmod(_FIRST.year * 12 + _FIRST.month - 1 + n, 12)
        yield datetime.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
