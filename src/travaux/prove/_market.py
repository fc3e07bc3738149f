"""Market days and publications: how many observations a window of market days holds, on the worst day to calculate."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from travaux.model.mechanism.reference_price import Frequency
from travaux.model.period import Period
from travaux.prove._calendar import after, days

_DAY = datetime.timedelta(days=1)


def is_market_day(day: datetime.date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def _first(day: datetime.date, since: int) -> bool:
    """Whether a day is the first market day of its month from a day of the month on."""
    return day.day >= since and not any(is_market_day(day.replace(day=earlier)) for earlier in range(since, day.day))


#: Whether the benchmark is published on a market day.
PUBLISHED: Mapping[Frequency, Callable[[datetime.date], bool]] = {
    "market-day": lambda day: True,
    "week": lambda day: day.weekday() == 4,
    "half-month": lambda day: _first(day, 1) or _first(day, 16),
    "month": lambda day: _first(day, 1),
    "quarter": lambda day: day.month % 3 == 1 and _first(day, 1),
}
#: In so many market days there is one publication for certain.
WITHIN: Mapping[Frequency, int] = {"market-day": 1, "week": 5, "half-month": 12, "month": 23, "quarter": 66}


@dataclass(frozen=True, slots=True)
class Fewest:
    """A day on which the indicator price has the fewest observations, and what they are."""

    day: datetime.date
    begins: datetime.date
    """The first market day of the window."""
    observed: tuple[datetime.date, ...]


@cache
def _market_days() -> list[datetime.date]:
    return [day for day in days() if is_market_day(day)]


@cache
def fewest(window: int, stale_after: Period, frequency: Frequency) -> Fewest:
    """The day of the 400 years on which the window has the fewest observations that are not too old."""
    market, published = _market_days(), PUBLISHED[frequency]
    seen = [day for day in market if published(day)]
    fresh_until = [after(day, stale_after) for day in seen]
    best: tuple[int, int, int, int] | None = None
    for n in range(window, len(market)):
        first = max(bisect_left(seen, market[n - window]), bisect_left(fresh_until, market[n]))
        last = bisect_left(seen, market[n])
        if best is None or last - first < best[0]:
            best = (last - first, n, first, last)
    assert best is not None  # a window is shorter than 400 years
    _, n, first, last = best
    return Fewest(market[n], market[n - window], tuple(seen[first:last]))


def recount(day: datetime.date, window: int, stale_after: Period, frequency: Frequency) -> int:
    """The observations of one day again, going back through the calendar day by day."""
    found, at, left = 0, day, window
    while left:
        at -= _DAY
        if is_market_day(at):
            left -= 1
            found += PUBLISHED[frequency](at) and after(at, stale_after) >= day
    return found
