"""An entry in the unit of mass of its floor level and in a smaller one, with the level restated: two amounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from travaux.calculation.border import formula_of
from travaux.model.quantity import KILOGRAMS
from travaux.prove._charged import Charged, Setting, widened
from travaux.prove._parts import ASSAYS

#: The least mass that is weighed, of goods that hold just so much that the last place of the content goes one way.
_MASS = Decimal("0.001")
_ASSAYS = tuple(map(Decimal, ("0.4995", "0.49995", "0.495", "0.49")))
_PRICES = tuple(map(Decimal, ("0.9", "0.99", "0.5")))
#: Prices have so many decimal places at most.
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Restated:
    """One entry, by the formula in the unit of the level and by that in a smaller one."""

    own: Setting
    smaller: Setting
    unit: str
    """The smaller unit, of which `factor` make one."""
    factor: Decimal
    mass: Decimal
    value: Decimal

    def amounts(self) -> tuple[Fraction, Fraction]:
        """Both amounts before they are rounded, by the evaluator."""
        own = self.own.traced(self.mass, self.value)
        other = self.smaller.traced(self.mass * self.factor, self.value)
        return Fraction(own.steps[-1].exact), Fraction(other.steps[-1].exact)

    def differs(self) -> bool:
        """Whether the unit moves the amount by more than half a cent."""
        own, other = self.amounts()
        return abs(own - other) > Fraction(self.own.cent) / 2


def restated(one: Charged, setting: Setting) -> Iterator[Restated]:
    """Entries to try; none where the level has no exact price in a smaller unit, or the mass no whole number of it."""
    for unit in ("kg", "g"):
        factor = KILOGRAMS[one.charge.price.per] / KILOGRAMS[unit]
        price = Fraction(one.level) / Fraction(factor) * 10**_PLACES
        if factor > 1 and factor % 1 == 0 and price.denominator == 1:
            smaller = _per(one, unit, Decimal(price.numerator).scaleb(-_PLACES))
            yield from _trials(one, setting, smaller, unit, factor)
            return


def _trials(one: Charged, setting: Setting, smaller: Setting, unit: str, factor: Decimal) -> Iterator[Restated]:
    for assay in _ASSAYS:
        low = dict.fromkeys(ASSAYS, assay)
        own, other = (replace(each, figures={**each.figures, **low}) for each in (setting, smaller))
        for share in _PRICES:
            value = (one.level * _MASS * assay * share).quantize(Decimal("0.01"))
            yield Restated(own, other, unit, factor, _MASS, value)


def _per(one: Charged, unit: str, amount: Decimal) -> Setting:
    """The charge with its level per another unit."""
    price = one.charge.price.model_copy(update={"amount": amount, "per": unit})
    line = one.charge.line.model_copy(update={"levels": dict.fromkeys(one.charge.line.levels, price)})
    formula = formula_of(replace(one.charge, line=line))
    return Setting(widened(formula, amount), {"floor_level": amount})
