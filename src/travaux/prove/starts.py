"""Starts of time limits: whether the event from which each runs always comes, and how its days are counted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from travaux.checks._model import binds, spelled
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.timing import TimeLimit
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, invariant
from travaux.prove._calendar import after
from travaux.prove._stated import stated
from travaux.prove._texts import placed
from travaux.records import Entry

#: The day of an event, for the example.
EXAMPLE = datetime.date(2027, 3, 1)


@invariant("I-40")
def limits_begin(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A time limit runs from an event that comes, and the text says whether the day of the event counts.

    Each kind of mechanism says beside its fields from which event which period runs, and which events nobody has to
    bring about. A limit that runs from such an event may never begin, and nor does what follows when it has ended.

    Why: "within 30 days of the recommendation" is no duty where nobody has to recommend; and who counts the day of the
    event is a day early.
    Source: drafting practice; Regulation (EEC, Euratom) 1182/71 Article 3 on the day of the event (unconfirmed).
    Assumes: the text enters into force (I-33); a limit that belongs to an act, such as a release, runs after that act.
    """
    faults = list(_unsure(s, instrument))
    yield from faults
    limits = [limit for entry in s.mechanisms(instrument) for limit in entry.record.time_limits() if limit.periods]
    if limits and not faults:
        yield Holds(f"{len(limits)} limits of mechanisms run from events that come")
    yield from _counted(s, instrument, bool(limits))


# --- the event -------------------------------------------------------------------------------------------------------


def _unsure(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    """Limits that run from an event which nobody has to bring about."""
    entries = s.mechanisms(instrument)
    present = {entry.record.id for entry in entries}
    why = {event: said for entry in entries for event, said in entry.record.may_not_come(present).items()}
    for entry in entries:
        for limit in entry.record.time_limits():
            if limit.kind == "most" and limit.periods and limit.since in why:
                yield _never(entry, limit, why, entries)


def _never(
    entry: Entry[Any], limit: TimeLimit, why: Mapping[str, str], entries: tuple[Entry[Any], ...]
) -> Counterexample:
    named = " and ".join(map(spelled, limit.periods))
    return Counterexample(
        f"{entry.record.id!r} gives {named} from where {limit.since} until {limit.until}; but {why[limit.since]}. "
        "Where none is made that time never begins, and what follows its end never comes",
        entry.span(*limit.path),
        lambda: limit.until not in _come(entries, frozenset(why)),
        repairs=("count from an event that comes by itself, such as the end of a period, or let somebody owe it",),
    )


def _come(entries: tuple[Entry[Any], ...], without: frozenset[str]) -> frozenset[str]:
    """The events that come even if some do not: the first ones, and whatever has to come within a time after those."""
    limits = [limit for entry in entries for limit in entry.record.time_limits() if limit.kind == "most"]
    later = {limit.until for limit in limits}
    found = {limit.since for limit in limits} - later - without
    while more := {limit.until for limit in limits if limit.since in found and limit.until not in found}:
        found |= more
    return frozenset(found)


# --- the days --------------------------------------------------------------------------------------------------------


def _counted(s: Subject, instrument: Entry[Instrument], limits: bool) -> Iterator[Outcome]:
    """Whether the text says from which day on the days of a period are counted."""
    periods = list(stated(s, instrument))
    if not periods or not binds(s, instrument):
        if not limits:
            yield Inapplicable("the text binds nobody to a time limit")
        return
    what, span, period = next((one for one in periods if one[2].days), periods[0])
    last = after(EXAMPLE, period)
    place = placed(s, instrument, "interpretation-rules", "period")
    example = f"{spelled(period)} from an event on {EXAMPLE}"
    if place is not None:
        day = "the day of the event is not counted"
        yield Holds(f"{len(periods)} periods: by {place} {day}, and {example} end on {last}")
        return
    early = last - datetime.timedelta(days=1)
    others = len(periods) - 1
    yield Counterexample(
        f"{what}: {example} end on {last} where that day is not counted, and on {early} where it is; nothing in the "
        "text says which",
        span,
        lambda: after(EXAMPLE - datetime.timedelta(days=1), period) <= early < last,
        (f"so do {others} other periods",) if others else (),
        ("add the clause `interpretation-rules`",),
    )
