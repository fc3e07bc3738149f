"""Time limits that a mechanism lays down between events: declared beside its fields, compared by proofs (I-39)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from travaux.model.period import Period


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """At least, or at most, so much time from one event to another; events are told apart by their words."""

    kind: Literal["least", "most"]
    since: str
    until: str
    periods: tuple[Period, ...] = ()
    """One after the other; none says only that `until` does not come before `since`."""
    path: tuple[str | int, ...] = ()
    """The field that says so."""


def recommended(floor: str) -> str:
    """The event from which the time for a decision on a level runs."""
    return f"a recommendation on the levels of {floor!r} is received"


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something for a time that another mechanism carries: how long it lasts at most, and what it must not outlive."""

    what: str
    periods: tuple[Period, ...]
    """One after the other."""
    path: tuple[str | int, ...]
    within: str
    """The key of the mechanism that carries it."""


def at_least(since: str, until: str, *periods: Period, path: tuple[str | int, ...] = ()) -> TimeLimit:
    """`until` comes no sooner than so long after `since`."""
    return TimeLimit("least", since, until, periods, path)


def at_most(since: str, until: str, *periods: Period, path: tuple[str | int, ...] = ()) -> TimeLimit:
    """`until` comes no later than so long after `since`."""
    return TimeLimit("most", since, until, periods, path)
