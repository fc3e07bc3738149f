"""From time limits to the smallest set of them that cannot be kept together: a cycle of difference constraints."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from travaux.model.period import Period
from travaux.model.timing import TimeLimit
from travaux.prove._calendar import after, days

Edge = tuple[str, str, int, TimeLimit]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits of one cycle, and a day from which they cannot be kept; without one it is not decided."""

    limits: tuple[TimeLimit, ...]
    day: datetime.date | None
    needed: datetime.date | None
    """When the least times have run."""
    allowed: datetime.date | None
    """When the most time has."""


def conflict(limits: Sequence[TimeLimit]) -> Conflict | None:
    """A conflict that holds on any day, or else one that holds on some; None where every day is sound."""
    for certain in (True, False):
        on_it = _cycle(list(_edges(limits, certain)))
        cycle = tuple(limit for limit in limits if limit in on_it)
        if cycle:
            day = first_day(cycle)
            if day is None and not certain and _plain(cycle):
                continue  # the longest least times and the shortest most time never meet
            return Conflict(cycle, day, *(_ends(cycle, day) if day else (None, None)))
    return None


def _edges(limits: Sequence[TimeLimit], certain: bool) -> Iterator[Edge]:
    """`until - since <= most`, `since - until <= -least`, with the bounds that make least trouble, or most."""
    for limit in limits:
        shortest = sum(period.shortest_days for period in limit.periods)
        longest = sum(period.longest_days for period in limit.periods)
        if limit.kind == "most":
            yield limit.since, limit.until, longest if certain else shortest, limit
        else:
            yield limit.until, limit.since, -(shortest if certain else longest), limit


def _cycle(edges: Sequence[Edge]) -> tuple[TimeLimit, ...]:
    """A cycle of less than nothing (Bellman and Ford); () where there is none."""
    events = list(dict.fromkeys(event for edge in edges for event in edge[:2]))
    best, before, last = dict.fromkeys(events, 0), dict[str, Edge](), ""
    for _ in events:
        last = ""
        for edge in edges:
            one, other, weight, _ = edge
            if best[one] + weight < best[other]:
                best[other], before[other], last = best[one] + weight, edge, other
    if not last:
        return ()
    for _ in events:
        last = before[last][0]
    cycle = [before[last]]
    while cycle[-1][0] != last:
        cycle.append(before[cycle[-1][0]])
    return tuple(edge[3] for edge in cycle)


# --- the calendar ----------------------------------------------------------------------------------------------------


def _plain(limits: Sequence[TimeLimit]) -> bool:
    """Whether there is one most time, with all the least times within it."""
    return sum(limit.kind == "most" for limit in limits) == 1


def _ends(limits: Sequence[TimeLimit], day: datetime.date) -> tuple[datetime.date, datetime.date]:
    least = _in_order([limit for limit in limits if limit.kind == "least"])
    most = [period for limit in limits if limit.kind == "most" for period in limit.periods]
    return _run(day, least), _run(day, most)


def _in_order(least: Sequence[TimeLimit]) -> list[Period]:
    """The least times in the order of their events, the first event being one that no other leads to."""
    after_it = {limit.since: limit for limit in least}
    at = next(since for since in after_it if since not in {limit.until for limit in least})
    found: list[Period] = []
    while at in after_it:
        found += after_it[at].periods
        at = after_it[at].until
    return found


def _run(day: datetime.date, periods: Sequence[Period]) -> datetime.date:
    for period in periods:
        day = after(day, period)
    return day


@cache
def first_day(limits: tuple[TimeLimit, ...]) -> datetime.date | None:
    """A day of the 400 years from which the limits of a cycle cannot be kept together; None where there is none."""
    if not _plain(limits):
        return None
    return next((day for day in days() if shortest_way(limits, day)), None)


def shortest_way(limits: Sequence[TimeLimit], day: datetime.date) -> bool:
    """Whether, from a day, the least times run out after the most time has."""
    needed, allowed = _ends(limits, day)
    return needed > allowed
