"""Units of mass: whether prices per pound and kilogram are equal that should be, and whether the unit moves amounts."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from travaux.checks._model import good, mechanisms
from travaux.compilation import Subject
from travaux.figures import counted, percent, plain, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.mechanism.reference_price import ReferenceLine, ReferencePrice
from travaux.model.quantity import KILOGRAMS, Price, value_at
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._charged import Charged, charged
from travaux.prove._parts import ASSAYS
from travaux.prove._restated import Restated, restated
from travaux.prove._scaling import Uneven, narrowed, slack
from travaux.prove.amounts import finer
from travaux.records import Entry
from travaux.span import Span


@invariant("I-10")
def same_in_any_unit_of_mass(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Goods owe the same in whatever unit of mass they and the floor level are stated.

    Prices that are to be equal are compared by the exact definitions of their units. Content is rounded in the unit of
    the level, and that must not be worth more than half a cent.

    Why: a pound of 0.4536 kilograms instead of 0.45359237 is 17 dollars on a shipment of a million; content rounded to
    a gram is nothing at a dollar a kilogram and 29 cents at 580,000 dollars a tonne.
    Source: the international pound of 1959, and the customs of the metal trade for the other units.
    Assumes: masses of entries are converted by the exact definitions.
    """
    levels = list(_equal_prices(s, instrument))
    yield from (found for _, found in levels if found is not None)
    own = [one for one in charged(s, instrument) if not one.charge.derivative]
    outcomes = [_rounded(one) for one in own]
    yield from (outcome for outcome in outcomes if outcome is not None)
    exact = sum(outcome is None for outcome in outcomes)
    equal = sum(found is None for _, found in levels)
    if not levels and not own:
        yield Inapplicable("no price of this text follows another, and no charge is calculated entry by entry")
    if equal:
        yield Holds(f"{counted(equal, 'level')}: equal to the reference price by the exact definitions of their units")
    if exact:
        what = f"{counted(exact, 'charge')}: the rounding of content moves no amount by more than half a cent"
        yield Holds(what, ("masses of entries are converted by the exact definitions",))


# --- prices that are to be equal -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pair:
    """A level and the reference price that it is to equal, on a day."""

    what: str
    day: datetime.date
    level: Price
    price: Price
    span: Span

    def apart(self) -> Fraction:
        """How far the two are apart, per kilogram."""
        return _per_kilogram(self.level) - _per_kilogram(self.price)


def _per_kilogram(price: Price) -> Fraction:
    return Fraction(price.amount) / Fraction(KILOGRAMS[price.per])


def _equal_prices(s: Subject, instrument: Entry[Instrument]) -> Iterator[tuple[_Pair, Counterexample | None]]:
    """Levels that follow a reference price in another unit of mass, with what is wrong."""
    references = {entry.record.id: entry.record for entry in mechanisms(s, instrument, ReferencePrice)}
    for floor in mechanisms(s, instrument, PriceFloor):
        record = floor.record
        for priced in references[record.reference].lines if record.reference in references else ():
            for n, line in enumerate(record.lines if record.level_rule == "reference-equal" else ()):
                for pair in _pairs(s, floor, n, line, priced):
                    yield pair, _unequal(pair) if pair.apart() else None


def _pairs(s: Subject, floor: Entry[PriceFloor], n: int, line: FloorLine, priced: ReferenceLine) -> Iterator[_Pair]:
    if (line.product, line.stage, line.grade) != (priced.product, priced.stage, priced.grade):
        return
    for day, level in line.levels.items():
        price = value_at(priced.prices, day)
        same = price and (price.currency, price.basis) == (level.currency, level.basis)
        if price and same and price.per != level.per:
            yield _Pair(good(s, line), day, level, price, floor.span("lines", n, "levels", day.isoformat()))


def _unequal(pair: _Pair) -> Counterexample:
    level, price = pair.level, pair.price
    taken, exact = Fraction(level.amount) / Fraction(price.amount), KILOGRAMS[level.per] / KILOGRAMS[price.per]
    thousand = abs(pair.apart()) * 1000
    return Counterexample(
        f"{pair.what}: the level of {level.amount} {level.unit} follows the reference price of {price.amount} "
        f"{price.unit}, which takes 1 {level.per} as {shown(taken)} {price.per}, and it is {shown(Fraction(exact))}",
        pair.span,
        lambda: level.amount * KILOGRAMS[price.per] != price.amount * KILOGRAMS[level.per],
        (f"on 1000 kg the two are {shown(thousand)} {level.currency} apart",),
        (f"state both per {level.per}, or both per {price.per}",),
    )


# --- the rounding of content -----------------------------------------------------------------------------------------


def _rounded(one: Charged) -> Outcome | None:
    """What is wrong or open with the rounding of content in the unit of the level."""
    (setting, *_) = one.settings()
    cent = Fraction(setting.cent)
    try:
        most = slack(narrowed(one.formula, {"floor_level": one.level, "indicator_price": one.level}))
    except Uneven as error:
        return Undecided(f"{one.what}: {error}", one.span, "round where nothing is decided by it")
    if most <= cent:
        return None
    found = next((trial for trial in restated(one, setting) if trial.differs()), None)
    if found is None:
        return Undecided(f"{one.what}: roundings on the way move the amount", one.span, finer(most, cent))
    return _told(one, found, finer(most, cent))


def _told(one: Charged, found: Restated, repair: str) -> Counterexample:
    own, other = found.amounts()
    unit, code = one.charge.price.per, one.charge.price.currency
    assay = found.own.figures[ASSAYS[0]]
    restated_level = plain(Fraction(found.smaller.figures["floor_level"]))
    return Counterexample(
        f"{one.what}: {plain(Fraction(found.mass))} {unit} of goods that are {percent(Fraction(assay))} of the "
        f"substance, worth {shown(Fraction(found.value))} {code}, owe {shown(own)} {code} before the amount is "
        f"rounded, and {shown(other)} with mass and level in {found.unit}",
        one.span,
        lambda: found.differs() and _moved(one, found) > Fraction(found.own.cent) / 2,
        (f"content is rounded in {unit}, at a level of {plain(Fraction(one.level))} {one.charge.price.unit}",),
        (f"state the level per {found.unit}, as {restated_level} {code}", repair),
    )


def _moved(one: Charged, found: Restated) -> Fraction:
    """What the rounding of the content of an entry is worth at the level, without the formula."""
    exact = Fraction(found.mass) * Fraction(found.own.figures[ASSAYS[0]])
    unit = Fraction(1, 10**one.charge.content.content_decimals)
    return abs(math.floor(exact / unit + Fraction(1, 2)) * unit - exact) * Fraction(one.level)
