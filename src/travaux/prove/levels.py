"""Levels: how far reviews can move a floor from its first level, against its ceiling and its lowest level."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from travaux.checks._model import good, mechanisms, spelled
from travaux.compilation import Subject
from travaux.figures import percent, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.floor_review import FloorReview
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.period import Period
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._stock import of_one
from travaux.prove._texts import placed
from travaux.records import Entry

#: Reviews that are looked at of a floor without an end.
MOST_REVIEWS = 1_000


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound of the level, as a share of the first one: `ceiling` or `lowest`."""

    field: str
    share: Fraction

    @property
    def up(self) -> bool:
        """Whether it bounds a rise."""
        return self.field == "ceiling"

    def passed(self, share: Fraction) -> bool:
        """Whether a level lies beyond it."""
        return share > self.share if self.up else share < self.share

    def after(self, step: Fraction, reviews: int) -> Fraction:
        """The share of the first level after so many of the largest steps towards it."""
        return (1 + step if self.up else 1 - step) ** reviews


@invariant("I-27")
def reviews_keep_the_bounds(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """However often a level is moved by the largest step, it stays under its ceiling and over its lowest level.

    Either the text holds each revision at the bound, and then the review is named from which it does; or as many of the
    largest steps as there are reviews before the scheme ends do not reach it. Levels that the record sets for later
    dates are compared one by one.

    Why: a ceiling that reviews can pass is no ceiling, and who relies on it has no ground for a claim.
    Source: arithmetic: steps of 5 per cent a year pass 150 per cent in the ninth; the natural rubber agreement of 1995
    moved its prices by steps of 5 per cent within fixed outer limits (reported).
    Assumes: every review moves the level by the most it may.
    """
    for floor in mechanisms(s, instrument, PriceFloor):
        bounds = _bounds(floor.record)
        faults: list[Outcome] = [fault for bound in bounds for fault in _scheduled(s, floor, bound)]
        yield from faults
        if not bounds:
            yield Inapplicable(f"{floor.record.id!r} has no ceiling and no lowest level")
        elif not faults:
            yield from (_reviewed(s, instrument, floor, bound) for bound in bounds)
    if not mechanisms(s, instrument, PriceFloor):
        yield Inapplicable("the text has no floor")


def _bounds(floor: PriceFloor) -> list[Bound]:
    stated = (("ceiling", floor.ceiling), ("lowest", floor.lowest))
    return [Bound(field, of_one(share)) for field, share in stated if share is not None]


# --- levels of the record --------------------------------------------------------------------------------------------


def _scheduled(s: Subject, floor: Entry[PriceFloor], bound: Bound) -> Iterator[Counterexample]:
    """A level of a later date that lies beyond the bound."""
    for n, line in enumerate(floor.record.lines):
        first = line.levels[min(line.levels)]
        for day, level in line.levels.items():
            limit = bound.share * Fraction(first.amount)
            if level.unit == first.unit and bound.passed(Fraction(level.amount) / Fraction(first.amount)):
                yield Counterexample(
                    f"the level of {good(s, line)} from {day} is {shown(Fraction(level.amount))} {level.unit}, and the "
                    f"{_named(bound)} of {floor.record.id!r} is {percent(bound.share)} of the first level, "
                    f"{shown(limit)}",
                    floor.span("lines", n, "levels", str(day)),
                    lambda level=level, first=first: _beyond(floor.record, bound, level.amount, first.amount),  # type: ignore[misc]
                    repairs=(f"a level of {shown(limit)} {'or less' if bound.up else 'or more'}",),
                )


def _beyond(floor: PriceFloor, bound: Bound, level: Decimal, first: Decimal) -> bool:
    """The same in the decimals of the record, multiplied out."""
    share = floor.ceiling if bound.up else floor.lowest
    return share is not None and (100 * level - share.value * first) * (1 if bound.up else -1) > 0


def _named(bound: Bound) -> str:
    return "ceiling" if bound.up else "lowest level"


# --- reviews ---------------------------------------------------------------------------------------------------------


def _times(within: Period, every: Period) -> tuple[int, int]:
    """The fewest and the most times that a period ends before another does."""
    months = [12 * p.years + p.months for p in (within, every)]
    if not any((within.days, within.weeks, every.days, every.weeks)):
        exact = math.ceil(Fraction(months[0], months[1])) - 1
        return exact, exact
    least = math.ceil(Fraction(within.shortest_days, every.longest_days)) - 1
    return max(0, least), max(0, math.ceil(Fraction(within.longest_days, every.shortest_days)) - 1)


def _reviews(s: Subject, instrument: Entry[Instrument], floor: PriceFloor) -> tuple[int, int]:
    """The fewest and the most revisions before the scheme ends; reviews between two periods count among the most."""
    if floor.sunset is None:
        return MOST_REVIEWS, MOST_REVIEWS
    least, most = _times(floor.sunset, floor.review)
    for review in mechanisms(s, instrument, FloorReview):
        if floor.id in review.record.floors and review.record.interim:
            most += _times(floor.sunset, review.record.interim.rest)[1]
    return least, most


def _first_beyond(bound: Bound, step: Fraction) -> int | None:
    """The first review that passes the bound by the largest steps; None where none ever does."""
    return next((n for n in range(1, MOST_REVIEWS + 1) if bound.passed(bound.after(step, n))), None) if step else None


def _reviewed(s: Subject, instrument: Entry[Instrument], floor: Entry[PriceFloor], bound: Bound) -> Outcome:
    step = of_one(floor.record.max_step)
    least, most = _reviews(s, instrument, floor.record)
    first, what = _first_beyond(bound, step), f"{floor.record.id!r}, {_named(bound)} of {percent(bound.share)}"
    if first is None or first > most:
        return Holds(f"{what}: {_reach(bound, step, min(most, MOST_REVIEWS), floor.record.sunset)}")
    place = placed(s, instrument, "price-floor-level", bound.field, floor.record.id)
    if place is not None:
        beyond = percent(bound.after(step, first))
        return Holds(
            f"{what}: by {place} no revision sets a level beyond it; review {first} of {percent(step)} each would, "
            "with "
            f"{beyond} of the first level, and is held there"
        )
    if first > least:
        why = f"{what}: {first} steps of {percent(step)} pass it, and between {least} and {most} fall before its end"
        return Undecided(why, floor.span("max_step"), "say in the text that no revision passes it")
    return _passes(s, floor, bound, first)


def _reach(bound: Bound, step: Fraction, reviews: int, sunset: Period | None) -> str:
    within = f"within {spelled(sunset)}" if sunset else f"in {MOST_REVIEWS} reviews"
    if not step:
        return "no review moves the level"
    return f"{reviews} steps of {percent(step)} {within} make {percent(bound.after(step, reviews))} of the first level"


def _passes(s: Subject, floor: Entry[PriceFloor], bound: Bound, reviews: int) -> Counterexample:
    record, step, line = floor.record, of_one(floor.record.max_step), floor.record.lines[0]
    price = line.levels[min(line.levels)]
    level, limit = Fraction(price.amount) * bound.after(step, reviews), Fraction(price.amount) * bound.share
    end = f", before its end after {spelled(record.sunset)}" if record.sunset else ""
    return Counterexample(
        f"{reviews} reviews of {record.id!r}, every {spelled(record.review)}{end}, each by {percent(step)}: from "
        f"{shown(Fraction(price.amount))} {price.unit} {good(s, line)} comes to {shown(level)}, "
        f"{percent(bound.after(step, reviews))} of the first level; its {_named(bound)} is {percent(bound.share)}, "
        f"{shown(limit)}, and nothing in the text holds a revision there",
        floor.span(bound.field),
        lambda: _step_by_step(record, bound, reviews),
        (f"so for {len(record.lines) - 1} other goods",) if len(record.lines) > 1 else (),
        (
            f"say in the text that no revision sets a level {'above' if bound.up else 'below'} it, as paragraph "
            f"`{bound.field}` of the clause `price-floor-level` does",
            f"let a review move a level by {percent(_largest(bound, reviews))} at most",
        ),
        ("levels are not rounded",),
    )


def _step_by_step(record: PriceFloor, bound: Bound, reviews: int) -> bool:
    """The level, moved once for each review, beside the bound; both in hundredths of the first level's hundredths."""
    level, change = Fraction(10_000), record.max_step.value if bound.up else -record.max_step.value
    for _ in range(reviews):
        level += level * Fraction(change) / 100
    share = record.ceiling if bound.up else record.lowest
    return share is not None and (level - 100 * Fraction(share.value)) * (1 if bound.up else -1) > 0


def _largest(bound: Bound, reviews: int) -> Fraction:
    """The largest step, in hundredths of a per cent, of which so many reviews keep the bound."""
    steps = range(10_001)
    beyond = bisect_left(steps, True, key=lambda n: bound.passed(bound.after(Fraction(n, 10_000), reviews)))
    return Fraction(beyond - 1, 10_000)
