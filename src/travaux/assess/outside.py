"""Who and what is outside the charge: parties that do not take it, goods that a party leaves out, goods of those.

Goods of a party that stays out, or has left them out, are treated as goods of a State outside, whatever zone treatment
is claimed; where an agreement in force bars new duties between the two, they are not charged all the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from travaux.calculation.charge import goods_of
from travaux.calculation.tables import months_after
from travaux.compilation import Subject
from travaux.formula.literals import among, day, listed, text
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.participation import CarveOut
from travaux.model.period import Period
from travaux.model.quantity import HSCode
from travaux.participation import barred, left_out
from travaux.records import Entry


@dataclass(frozen=True, slots=True)
class LeftGood:
    """A good that a party leaves out, as itself or as goods made from it, until a day."""

    party: str
    good: str
    derivative: bool
    ends: datetime.date | None
    """First day on which it is no longer left out; None for one without an end."""

    def stands(self, row: Mapping[str, Any], day: datetime.date | None) -> bool:
        """Whether an entry is of this good, on a day on which it is left out."""
        if (row.get("good"), bool(row.get("derivative"))) != (self.good, self.derivative):
            return False
        return self.ends is None or (day is not None and day < self.ends)


@dataclass(frozen=True, slots=True)
class Outside:
    """What is outside the charge of an instrument."""

    parties: frozenset[str] = frozenset()
    """Parties that do not take the charge."""
    left: tuple[LeftGood, ...] = ()
    barred: frozenset[tuple[str, str]] = frozenset()
    """Importing party and party of origin between which an agreement in force bars new duties."""

    def __bool__(self) -> bool:
        return bool(self.parties or self.left)

    # --- one entry

    def leaves_out(self, row: Mapping[str, Any], party: str, day: datetime.date | None) -> bool:
        """Whether a party leaves the good of an entry out."""
        return any(each.party == party and each.stands(row, day) for each in self.left)

    def foreign(self, row: Mapping[str, Any], day: datetime.date | None) -> bool:
        """Whether the good of an entry is one of a party that stays out, or has left it out."""
        origin = row.get("origin", "")
        return origin in self.parties or self.leaves_out(row, origin, day)

    # --- a query

    def leaving(self, column: str, numbers: Mapping[str, int]) -> Iterator[str]:
        """Conditions over an entry `e`: the party of a column leaves the good out. `numbers` are those of the lines."""
        alike: dict[tuple[str, bool, datetime.date | None], list[int]] = {}
        for each in self.left:
            alike.setdefault((each.party, each.derivative, each.ends), []).append(numbers[each.good])
        for (party, derivative, ends), found in alike.items():
            made = f"{'' if derivative else 'NOT '}coalesce(e.derivative, false)"
            until = f" AND e._day < {day(ends)}" if ends else ""
            yield f"(e.{column} = {text(party)} AND {among('e._line', found)} AND {made}{until})"

    def of_others(self, numbers: Mapping[str, int]) -> str:
        """A condition: the good is one of a party that stays out, or has left it out; true or false, never unknown."""
        staying = [f"e.origin IN ({listed(sorted(self.parties))})"] if self.parties else []
        return f"coalesce({' OR '.join((*staying, *self.leaving('origin', numbers)))}, false)"

    def under_agreements(self, column: str) -> str:
        """A condition: an agreement bars new duties between the party of a column and that of origin."""
        pairs = (f"(e.{column} = {text(a)} AND e.origin = {text(b)})" for a, b in sorted(self.barred))
        return f"coalesce({' OR '.join(pairs)}, false)" if self.barred else "false"


def outside_of(
    subject: Subject,
    instrument: Entry[Instrument],
    lines: Iterable[tuple[BorderAdjustment, PriceFloor, FloorLine]],
    in_force: datetime.date,
) -> Outside:
    """What is outside the lines of an instrument that entered into force on a day."""
    record, every = instrument.record, tuple(lines)
    keys = {key for adjustment, floor, _ in every for key in (adjustment.id, floor.id)}
    outside = frozenset(party for party in record.parties for key in keys if not record.takes(party, key))
    left = tuple(good for each in every for good in _left(record, *each, in_force)) if record.participation else ()
    found = Outside(outside, left)
    return Outside(outside, left, frozenset(barred(record, subject.records))) if found else found


def _left(
    record: Instrument, adjustment: BorderAdjustment, floor: PriceFloor, line: FloorLine, in_force: datetime.date
) -> Iterator[LeftGood]:
    """A line of a floor, and goods made from its mineral, for each party that leaves them out of floor or charge."""
    made = tuple(code for good in adjustment.downstream.lines if good.product == line.product for code in good.hs)
    forms: tuple[tuple[bool, tuple[HSCode, ...]], ...] = ((False, line.hs), (True, made))
    for party in record.parties:
        for derivative, codes in forms:
            found = (left_out(record, key, party, line.product, codes) for key in (floor.id, adjustment.id))
            carves = [carve for carve in found if carve is not None]
            if carves:
                yield LeftGood(party, goods_of(line), derivative, _end(carves, in_force))


def _end(carves: list[CarveOut], in_force: datetime.date) -> datetime.date | None:
    """The first day on which neither carve-out stands; None where one has no end."""
    periods = [carve.until for carve in carves]
    return None if None in periods else max(_after(in_force, period) for period in periods if period is not None)


def _after(day: datetime.date, period: Period) -> datetime.date:
    whole = months_after(day, period.years * 12 + period.months)
    return whole + datetime.timedelta(days=period.days + 7 * period.weeks)
