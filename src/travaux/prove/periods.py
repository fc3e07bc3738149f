"""Periods: whether one that must come after others can overtake them, and whether the calendar makes two readings."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cache

from travaux.checks._model import mechanisms, spelled, texts_of
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.period import Period
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._calendar import after, days
from travaux.prove._stated import stated
from travaux.records import Entry
from travaux.span import Span

#: The paragraph that says how a period of months ends in a month that has no such day.
RULE = "interpretation-rules.period"
_CLAMPED = "a month that has no such day ends the period on its last day"


# --- reviews ----------------------------------------------------------------------------------------------------------

_Rhythm = tuple[str, Span, Period, tuple[tuple[str, Period], ...]]


def _rhythms(s: Subject, instrument: Entry[Instrument]) -> Iterator[_Rhythm]:
    """Each periodic decision: what it is, where, how often, and what must have run before the next."""
    references = {r.record.id: r.record for r in mechanisms(s, instrument, ReferencePrice)}
    for floor in mechanisms(s, instrument, PriceFloor):
        spent = (("notice", floor.record.notice), *_challenge(references.get(floor.record.reference or "")))
        yield f"the review of {floor.record.id!r}", floor.span("review"), floor.record.review, spent
    for entry in mechanisms(s, instrument, ReferencePrice):
        spent = (("notice", entry.record.notice), *_challenge(entry.record))
        yield f"the update of {entry.record.id!r}", entry.span("update"), entry.record.update, spent


def _challenge(reference: ReferencePrice | None) -> tuple[tuple[str, Period], ...]:
    if reference is None or not reference.challenge_right:
        return ()
    return (("challenge", reference.challenge_period),)


def _end(day: datetime.date, periods: Sequence[Period]) -> datetime.date:
    for period in periods:
        day = after(day, period)
    return day


@cache
def _overtaken(every: Period, spent: tuple[Period, ...]) -> datetime.date | None:
    """A day from which `every` ends no later than all the others one after another; None where there is none at all."""
    if every.shortest_days > sum(period.longest_days for period in spent):
        return None
    return next((day for day in days() if after(day, every) <= _end(day, spent)), None)


@invariant("I-38")
def review_after_the_last(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Between two reviews there is time for notice and challenge of the first, whatever the month.

    Why: no level is ever final, and importers cannot know what they will pay.
    Source: GATT 1994 Article X, on publication before enforcement (wt-16, unconfirmed); the calendar.
    Assumes: every day of the 400 years of the calendar can be the first; a month that has no such day ends the period
    on its last day.
    """
    rhythms = list(_rhythms(s, instrument))
    if not rhythms:
        yield Inapplicable("nothing in this text is reviewed by period")
    for what, span, every, spent in rhythms:
        named = " and ".join(f"{name} of {spelled(period)}" for name, period in spent)
        periods = tuple(period for _, period in spent)
        day = _overtaken(every, periods)
        if day is None:
            least = every.shortest_days - sum(period.longest_days for period in periods)
            yield Holds(f"{what}, every {spelled(every)}: {named} have run, with {least} days or more to spare")
            continue
        review, needed = after(day, every), _end(day, periods)
        yield Counterexample(
            f"{what} comes every {spelled(every)}: after one on {day} the next is on {review}, "
            f"and {named} run to {needed}",
            span,
            lambda day=day, every=every, periods=periods: (  # type: ignore[misc]
                every.shortest_days <= (after(day, every) - day).days <= (_end(day, periods) - day).days
            ),
            repairs=("let more time pass between two, or shorten what must have run before",),
            assumptions=(_CLAMPED,),
        )


# --- months -----------------------------------------------------------------------------------------------------------


def _two_readings(period: Period) -> tuple[datetime.date, datetime.date, datetime.date]:
    """A day from which the period has two readings: the day, its end on the last day of the month, and the day after
    that month so many days on, which a reader who counts over takes."""
    for day in days():
        clamped = after(day, Period(period.years, period.months))
        if clamped.day != day.day:
            return day, clamped, clamped + datetime.timedelta(days=day.day - clamped.day)
    raise AssertionError(f"{period} has one reading on every day")  # not for a period of months: see the 31st


@invariant("I-41")
def months_have_one_reading(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A period of months or years ends on one day, from whichever day it is counted.

    Why: one month from 31 January ends on 28 February, or on 3 March; three days decide whether a claim is in time.
    Source: Regulation (EEC, Euratom) 1182/71 Article 3 settles it for Union law (unconfirmed); the calendar.
    Assumes: any day can be the first.
    """
    found = [one for one in stated(s, instrument) if one[2].months or one[2].years]
    if not found:
        yield Inapplicable("no period of this text is counted in months or years")
        return
    texts = texts_of(s, instrument)
    ruled = [text for text in texts if RULE in text.document.labels]
    what, span, period = found[0]
    day, clamped, over = _two_readings(period)
    example = f"{spelled(period)} from {day}"
    if texts and len(ruled) == len(texts):
        place = ruled[0].document.labels[RULE].cited
        yield Holds(f"{len(found)} periods of months or years: by {place}, {example} ends on {clamped}, not on {over}")
        return
    if not texts:
        yield Undecided("no text of the instrument was drafted", instrument.span("languages"))
        return
    yield Counterexample(
        f"{what}: {example} ends on {clamped}, or on {over}, and nothing in the text says which",
        span,
        lambda: clamped.day != day.day and over.day == (over - clamped).days and clamped < over,
        (f"so do {len(found) - 1} other periods of months or years",) if len(found) > 1 else (),
        ("add the clause `interpretation-rules`, or count in days",),
    )
