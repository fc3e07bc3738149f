"""A safeguard duty and a border adjustment on one good: what each charges, and at which value both are too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from travaux.checks._model import good
from travaux.compilation import Subject
from travaux.figures import shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.flooding_safeguard import AdditionalDuty, FloodingSafeguard, TariffQuota
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.quantity import Percentage, Price
from travaux.prove import Counterexample, Holds, Outcome, Undecided
from travaux.prove._kept import FOLLOWING, Kept
from travaux.prove._stock import of_one
from travaux.records import Entry

_CHOSEN = "the value is chosen for the example"


@dataclass(frozen=True, slots=True)
class Both:
    """What two charges make up to: a floor with the limit of its adjustment, and a price with that of the measure."""

    floor: Fraction
    cap: Fraction | None
    price: Fraction | None
    """None where the measure does not look at a price."""
    share: Fraction | None
    """The limit of the measure, of the value."""

    @property
    def limit(self) -> Fraction:
        """The price that is to be reached, by whichever of the two asks for more."""
        return max(self.floor, self.price or Fraction(0))

    def adjustment(self, value: Fraction) -> Fraction:
        """The border price adjustment."""
        gap = max(Fraction(0), self.floor - value)
        return gap if self.cap is None else min(gap, self.cap * value)

    def measure(self, value: Fraction) -> Fraction:
        """The most that the measure charges."""
        limits = [] if self.share is None else [self.share * value]
        return min([*limits, *([] if self.price is None else [max(Fraction(0), self.price - value)])])

    def landed(self, value: Fraction) -> Fraction:
        """Where the good lands with both."""
        return value + self.adjustment(value) + self.measure(value)

    def too_much(self) -> Fraction | None:
        """A value at which both are due and more than the gap; None where there is none.

        Each charge is a line between the values at which it meets its limit, so these and those between them decide.
        """
        turns = {Fraction(0), self.floor, self.floor / (1 + (self.cap or 0))}
        if self.price is not None:
            turns |= {self.price, self.price / (1 + (self.share or 0))}
        order = sorted(turns)
        tried = [self.floor / 2, self.floor * 9 / 10, *((one + two) / 2 for one, two in pairwise(order)), *order]
        due = (value for value in tried if self.adjustment(value) and self.measure(value))
        return next((value for value in due if self.landed(value) > self.limit), None)


def falls_on(safeguard: FloodingSafeguard, kept: Kept) -> bool:
    """Whether a safeguard and an adjustment can be charged on one good in one Party."""
    same = any((line.product, line.stage) == (kept.line.product, kept.line.stage) for line in safeguard.lines)
    return same and safeguard.owed_by(kept.party)


def _first(kept: Kept) -> Price:
    return kept.line.levels[min(kept.line.levels)]


def _compared(s: Subject, safeguard: FloodingSafeguard, kept: Kept) -> Fraction | None:
    """The level or price with which the safeguard compares the good, where it is in the unit of the floor."""
    named = s.records.mechanisms[safeguard.prices].record if safeguard.prices else None
    priced: list[tuple[tuple[str, str], Price]] = []
    if isinstance(named, PriceFloor):
        priced = [((line.product, line.stage), line.levels[min(line.levels)]) for line in named.lines]
    elif isinstance(named, ReferencePrice):
        priced = [((line.product, line.stage), line.prices[min(line.prices)]) for line in named.lines]
    own = (kept.line.product, kept.line.stage)
    return next((Fraction(p.amount) for at, p in priced if at == own and p.unit == _first(kept).unit), None)


def _share(rate: Percentage | None) -> Fraction | None:
    return None if rate is None else of_one(rate)


def _both(s: Subject, safeguard: FloodingSafeguard, kept: Kept) -> Both | None:
    """The two charges on a good; None where their prices do not compare, or one does not follow the declared price."""
    measure, floor = safeguard.measure, Fraction(_first(kept).amount)
    cap, adjustment = _share(kept.adjustment.record.cap), kept.adjustment.record
    if adjustment.form not in FOLLOWING or adjustment.base == "index-price":
        return None
    if isinstance(measure, TariffQuota):
        return Both(floor, cap, None, of_one(measure.over_quota))
    if not isinstance(measure, AdditionalDuty):
        return None
    if measure.up_to == "cap":
        return Both(floor, cap, None, _share(measure.cap))
    price = _compared(s, safeguard, kept)
    return None if price is None else Both(floor, cap, price, _share(measure.cap))


def together(
    s: Subject, instrument: Entry[Instrument], safeguard: Entry[FloodingSafeguard], own: Sequence[Kept]
) -> Outcome:
    """Whether the record says which of the two gives way, with a good on which both fall."""
    record, kept = safeguard.record, own[0]
    both, names = _both(s, record, kept), f"{record.id!r} and {kept.adjustment.record.id!r}"
    if kept.adjustment.record.id in record.beside:
        return Holds(f"{names}: {_gives_way(record, kept, both)}")
    what = f"{names} fall on {good(s, kept.line)}, and nothing says which of them gives way"
    value = both.too_much() if both else None
    if both is None or value is None:
        why = "what they charge does not compare" if both is None else "together they never charge more than the gap"
        return Undecided(f"{what}; {why}", safeguard.span("measure"), "name the adjustment under `beside`")
    others = len({(k.line.product, k.line.stage, k.line.grade) for k in own}) - 1
    return Counterexample(
        f"{what}: at a value of {shown(value)} {_first(kept).unit} the adjustment is {shown(both.adjustment(value))} "
        f"and the measure {shown(both.measure(value))}: the good lands at {shown(both.landed(value))} where "
        f"{shown(both.limit)} is to be reached",
        safeguard.span("measure"),
        lambda: _pays_twice(record, kept, both.price, value),
        (f"so for {others} other goods",) if others else (),
        (f"name {kept.adjustment.record.id!r} under `beside`, with `cumulation: credited` or `exclusive`",),
        (_CHOSEN,),
    )


def _gives_way(record: FloodingSafeguard, kept: Kept, both: Both | None) -> str:
    credited = record.cumulation == "credited"
    way = "the first is reduced by the second" if credited else "the first is not applied beside the second"
    if both is None:
        return way
    value = both.floor / 2
    due = both.adjustment(value)
    measure = max(Fraction(0), both.measure(value) - due) if credited else Fraction(0)
    return (
        f"{way}; at a value of {shown(value)} {_first(kept).unit} the adjustment is {shown(due)}, the measure "
        f"{shown(measure)}, and the good lands at {shown(value + due + measure)}"
    )


def _pays_twice(record: FloodingSafeguard, kept: Kept, price: Fraction | None, value: Fraction) -> bool:
    """The same sums in hundredths, from the two records: both are due, and more than is lacking."""
    floor = 100 * Fraction(_first(kept).amount)
    due = _least(floor - 100 * value, kept.adjustment.record.cap, value)
    gap = None if price is None else 100 * (price - value)
    charged = _least(gap, _rate(record), value)
    return due > 0 and charged > 0 and due + charged > max(floor, 100 * (price or 0)) - 100 * value


def _rate(record: FloodingSafeguard) -> Percentage | None:
    measure = record.measure
    if isinstance(measure, TariffQuota):
        return measure.over_quota
    return measure.cap if isinstance(measure, AdditionalDuty) else None


def _least(gap: Fraction | None, rate: Percentage | None, value: Fraction) -> Fraction:
    """A gap in hundredths, or a share of the value where that is less or there is no gap."""
    share = None if rate is None else Fraction(rate.value) * value
    return min(amount for amount in (gap, share) if amount is not None)
