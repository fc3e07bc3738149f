"""Time limits: whether the least and the most times that mechanisms lay down between events can be kept together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from travaux.checks._model import spelled
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.period import Period
from travaux.model.timing import Lasting, TimeLimit, at_least, at_most
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._conflict import Conflict, conflict, first_day, shortest_way
from travaux.records import Entry
from travaux.span import Span


@invariant("I-39")
def limits_can_be_kept(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Least and most times between the same events can be kept together, whatever the month.

    Each mechanism says beside its fields which period bounds which events. Limits that cannot be kept together are a
    cycle whose least times sum to more than its most; where that hangs on the calendar, a day is looked for in its 400
    years. What is printed is one cycle: without any one of its limits the others can be kept.

    Why: who keeps the one breaks the other, and a panel has to choose between them.
    Source: arithmetic; difference constraints (Bellman and Ford).
    Assumes: events of one mechanism; a month that has no such day ends the period on its last day.
    """
    seen = 0
    for entry in s.mechanisms(instrument):
        limits = entry.record.time_limits()
        seen += sum(bool(limit.periods) for limit in limits)
        found = conflict(limits)
        if found is not None:
            yield _told(entry, found)
    if not seen:
        yield Inapplicable("no mechanism of this text bounds the time between two events")
        return
    if not any(conflict(entry.record.time_limits()) for entry in s.mechanisms(instrument)):
        yield Holds(f"{seen} least and most times between events can be kept together, from any day on")


def _said(limit: TimeLimit) -> str:
    least = "at least" if limit.kind == "least" else "at most"
    field = ".".join(map(str, limit.path))
    named = " and ".join(map(spelled, limit.periods))
    return f"from where {limit.since} until {limit.until}: {least} {named} ({field})" if named else ""


def _span(entry: Entry[Any], limits: Sequence[TimeLimit]) -> Span:
    path = next(limit.path for limit in limits if limit.kind == "most")
    return entry.span(*path)


def _told(entry: Entry[Any], found: Conflict) -> Outcome:
    least, most = (
        " and ".join(spelled(period) for limit in found.limits if limit.kind == kind for period in limit.periods)
        for kind in ("least", "most")
    )
    what = f"{entry.record.id!r} asks for {least} at least within {most} at most"
    day = found.day
    if day is None:
        return Undecided(f"{what}: it depends on the months", _span(entry, found.limits), "state both in days")
    named = " and ".join(
        ".".join(map(str, limit.path)) for limit in found.limits if limit.kind == "least" and limit.path
    )
    fields = ".".join(map(str, next(limit.path for limit in found.limits if limit.kind == "most")))
    return Counterexample(
        f"{what}: counted from {day}, the one ends on {found.needed} and the other on {found.allowed}",
        _span(entry, found.limits),
        lambda: shortest_way(found.limits, day) and first_day(found.limits) == day,
        tuple(filter(None, map(_said, found.limits))),
        (f"lengthen `{fields}`, or shorten `{named}`",),
        ("a month that has no such day ends the period on its last day",),
    )


@invariant("I-42")
def ends_with_what_carries_it(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """What a mechanism lets happen for a time lasts no longer than the mechanism that carries it.

    Why: after that end there is nothing to compare with or to except from, and the text promises what cannot happen.
    Source: drafting practice: periods inside a term have to fit into it.
    Assumes: it can begin with the mechanism that carries it; what begins later ends with it by the words of the text.
    """
    carriers = {entry.record.id: entry for entry in s.mechanisms(instrument)}
    seen, proved = False, []
    for entry in s.mechanisms(instrument):
        for lasting in entry.record.lasting():
            carrier = carriers.get(lasting.within)
            end = carrier.record.ends_after() if carrier else None
            if end is None:
                continue
            seen = True
            outcome = _outlives(entry, lasting, end)
            if outcome is None:
                proved.append(f"{lasting.what} of {entry.record.id!r}: {_spelled(lasting)} within {spelled(end)}")
            else:
                yield outcome
    if not seen:
        yield Inapplicable("nothing lasts for a time within a mechanism that has an end of its own")
    elif proved:
        yield Holds("; ".join(dict.fromkeys(proved)))


def _spelled(lasting: Lasting) -> str:
    return " and ".join(map(spelled, lasting.periods))


def _outlives(entry: Entry[Any], lasting: Lasting, end: Period) -> Counterexample | Undecided | None:
    """What is wrong with something that lasts: it outlives its carrier from some day on; None where it never does."""
    limits = (
        at_least("begin", "over", *lasting.periods, path=lasting.path),
        at_most("begin", "over", end, path=lasting.path),
    )
    found = conflict(limits)
    if found is None:
        return None
    what = f"{lasting.what} of {entry.record.id!r} can last {_spelled(lasting)}, and {lasting.within!r} ends after "
    day, span = found.day, entry.span(*lasting.path)
    if day is None:
        return Undecided(f"{what}{spelled(end)}: it depends on the months", span, "state both in days")
    return Counterexample(
        f"{what}{spelled(end)}: counted from {day}, the one runs to {found.needed} and the other to {found.allowed}",
        span,
        lambda: shortest_way(limits, day),
        repairs=(f"shorten `{'.'.join(map(str, lasting.path))}`, or let {lasting.within!r} last longer",),
        assumptions=("a month that has no such day ends the period on its last day",),
    )
