"""Lives: whether the levels and prices that a mechanism reads are there for as long as it lasts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, TypeAlias

from travaux.checks._model import good, mechanisms, shorter, spelled
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.flooding_safeguard import FloodingSafeguard
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.mechanism.reference_price import ReferenceLine, ReferencePrice
from travaux.model.period import Period
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._calendar import after
from travaux.prove._texts import placed
from travaux.records import Entry

_DAY = datetime.timedelta(days=1)
#: An entry into force for the example, where the text has no date.
EXAMPLE = datetime.date(2027, 1, 1)
#: The paragraph that says which level is read once the floors have ended, and the one that ends a safeguard with them.
LAST_LEVEL, END_OF_FLOORS = ("floor-suspension", "last-level"), ("safeguard-duration", "end-of-floors")
End: TypeAlias = datetime.date | Period | None
"""When something ends: on a day, so long after entry into force, or never."""


@invariant("I-32")
def values_cover_the_life(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A level or price is there from the first day to the last of every mechanism that reads it.

    A mechanism has levels from its own first day on; a level that follows a reference price has one to follow; and what
    reads the levels or prices of another mechanism ends no later, unless the text says what is read after that.

    Why: a level that is dated to 2029 leaves a clause that lasts until 2036 without a number for seven years.
    Source: drafting practice; legislation as code keeps every parameter with its dates for this reason (reported).
    Assumes: a mechanism without dates begins with the text and ends with it.
    """
    found = [*_beginnings(s, instrument), *_ends(s, instrument)]
    faults = [outcome for outcome in found if not isinstance(outcome, Holds)]
    yield from faults or found or [Inapplicable("no mechanism of this text has or reads a level or a price")]


# --- first days ------------------------------------------------------------------------------------------------------

Line: TypeAlias = FloorLine | ReferenceLine


def _lines(record: Mechanism) -> tuple[Line, ...]:
    """The lines of a mechanism that have dated values."""
    return record.lines if isinstance(record, PriceFloor | ReferencePrice) else ()


def _first(line: Line) -> datetime.date:
    return min(line.levels if isinstance(line, FloorLine) else line.prices)


def _beginnings(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Mechanisms that begin before their own values, and levels that begin before the price that they follow."""
    for entry in s.mechanisms(instrument):
        dated = entry.record.in_force
        for n, line in enumerate(_lines(entry.record)):
            if dated is not None and dated.since < _first(line):
                yield _no_value(s, entry, n, line, dated.since)
    for floor in mechanisms(s, instrument, PriceFloor):
        for reference in mechanisms(s, instrument, ReferencePrice):
            if reference.record.id in floor.record.reads():
                yield from _follows(s, floor, reference)


def _no_value(s: Subject, entry: Entry[Any], number: int, line: Line, since: datetime.date) -> Counterexample:
    field = "levels" if isinstance(line, FloorLine) else "prices"
    what = "level" if isinstance(line, FloorLine) else "price"
    return Counterexample(
        f"{entry.record.id!r} is in force from {since}, and {good(s, line)} has no {what} before {_first(line)}",
        entry.span("lines", number, field),
        lambda: not any(day <= since for day in (line.levels if isinstance(line, FloorLine) else line.prices)),
        repairs=(f"give a {what} from {since} on, or let it begin on {_first(line)}",),
    )


def _follows(s: Subject, floor: Entry[PriceFloor], reference: Entry[ReferencePrice]) -> Iterator[Counterexample]:
    """Goods whose level is there before the price that it follows."""
    prices = {(line.product, line.stage, line.grade): _first(line) for line in reference.record.lines}
    for n, line in enumerate(floor.record.lines):
        priced = prices.get((line.product, line.stage, line.grade))
        if priced is not None and priced > _first(line):
            yield Counterexample(
                f"the level of {good(s, line)} applies from {_first(line)} and follows {reference.record.id!r}, which "
                f"has no price before {priced}",
                floor.span("lines", n, "levels"),
                lambda line=line: (
                    not any(  # type: ignore[misc]
                        day <= min(line.levels)
                        for other in reference.record.lines
                        if (other.product, other.stage, other.grade) == (line.product, line.stage, line.grade)
                        for day in other.prices
                    )
                ),
                repairs=(f"give a reference price from {_first(line)} on",),
            )


# --- last days -------------------------------------------------------------------------------------------------------


def end_of(record: Mechanism) -> End:
    """When a mechanism ends."""
    dated = record.in_force.until if record.in_force else None
    return dated or record.ends_after()


def outlives(reader: End, read: End) -> bool | None:
    """Whether what reads lasts longer than what it reads; None where that depends on the day of entry into force."""
    match reader, read:
        case _, None:
            return False
        case None, _:
            return True
        case datetime.date(), datetime.date():
            return reader > read
        case Period(), Period():
            return shorter(read, reader)
        case _:
            return None


def _ends(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    known = {entry.record.id: entry for entry in s.mechanisms(instrument)}
    covered = 0
    for reader in known.values():
        for read in (known[key] for key in dict.fromkeys(reader.record.reads()) if key in known):
            longer = outlives(end_of(reader.record), end_of(read.record))
            if longer is False:
                covered += 1
            elif (place := _said(s, instrument, reader, read)) is not None:
                yield Holds(f"{reader.record.id!r} may outlast {read.record.id!r}: {place} says what holds then")
            elif longer is None:
                yield _unknown(reader, read)
            else:
                yield _outlived(instrument, reader, read)
    if covered:
        yield Holds(f"{covered} times a mechanism reads levels or prices of another that lasts as long or longer")


def _said(s: Subject, instrument: Entry[Instrument], reader: Entry[Any], read: Entry[Any]) -> str | None:
    """Where the text says what holds after the end of what is read; only floors have such a paragraph."""
    if not isinstance(read.record, PriceFloor):
        return None
    asked = (END_OF_FLOORS, LAST_LEVEL) if isinstance(reader.record, FloodingSafeguard) else (LAST_LEVEL,)
    places = (placed(s, instrument, *paragraph, read.record.id) for paragraph in asked)
    return next((place for place in places if place is not None), None)


def _told(end: End) -> str:
    match end:
        case None:
            return "never"
        case datetime.date():
            return f"on {end}"
        case Period():
            return f"{spelled(end)} after entry into force"


def _unknown(reader: Entry[Any], read: Entry[Any]) -> Undecided:
    ends = f"{reader.record.id!r} ends {_told(end_of(reader.record))}, {read.record.id!r} {_told(end_of(read.record))}"
    span = reader.span("in_force") if reader.record.in_force else read.span("id")
    return Undecided(f"{ends}: which comes first is not on record", span, "give both as dates, or both as periods")


def _outlived(instrument: Entry[Instrument], reader: Entry[Any], read: Entry[Any]) -> Counterexample:
    begins = instrument.record.status.date or EXAMPLE
    end, own = end_of(read.record), end_of(reader.record)
    without = end if isinstance(end, datetime.date) else after(begins, end or Period()) + _DAY
    lasts = "lasts as long as the text" if own is None else f"ends {_told(own)}"
    return Counterexample(
        f"{reader.record.id!r} {lasts} and reads {read.record.id!r}, which ends {_told(end)}: with an entry into force "
        f"on {begins} there is nothing to read from {without} on",
        read.span("in_force") if isinstance(end, datetime.date) else read.span("sunset"),
        lambda: _applies(reader.record, begins, without) and not _applies(read.record, begins, without),
        repairs=(
            "say in the text which level holds then, as paragraph `last-level` of the clause `floor-suspension` does",
            f"let {reader.record.id!r} end no later, or {read.record.id!r} last as long",
        ),
        assumptions=("the day of entry into force is chosen for the example",),
    )


def _applies(record: Mechanism, begins: datetime.date, day: datetime.date) -> bool:
    """Whether a mechanism has not ended on a day, from its two fields."""
    period = record.ends_after()
    if record.in_force and record.in_force.until and day >= record.in_force.until:
        return False
    return period is None or day <= after(begins, period)
