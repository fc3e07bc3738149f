"""A consignment and its parts: whether they owe together what the whole owes, tried in round figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from travaux.prove._charged import Setting

#: Into how many parts consignments are divided, which masses they have, and what share of the level they cost.
_NUMBERS = (10, 2, 100, 1000)
_MASSES = (*(Decimal(10) ** n for n in range(7)), *(Decimal("0.49").scaleb(-n) for n in range(8)))
_PRICES = tuple(Decimal(share) / 100 for share in (50, 75, 25, 90, 110))
#: Goods are weighed to three decimal places; of less substance there is only as a part of them.
_WEIGHED = Decimal("0.001")
ASSAYS = ("declared_assay", "default_assay", "highest_assay")


@dataclass(frozen=True, slots=True)
class Parts:
    """A consignment that is brought in in equal parts, each of a mass and a value."""

    setting: Setting
    number: int
    mass: Decimal
    value: Decimal

    @property
    def together(self) -> Fraction:
        """What the parts owe, by the evaluator."""
        return self.number * self.setting.amount(self.mass, self.value)

    @property
    def whole(self) -> Fraction:
        """What the whole owes."""
        return self.setting.amount(self.number * self.mass, self.number * self.value)

    @property
    def allowed(self) -> Fraction:
        """What roundings of the amounts alone may come to: half a unit of money for each part and for the whole."""
        return (self.number + 1) * Fraction(self.setting.cent) / 2

    def differs(self) -> bool:
        """The amounts worked out again, one step after the other."""
        return abs(self.whole - self.together) > self.allowed

    @property
    def assay(self) -> Decimal:
        """The assay of the goods."""
        return next((self.setting.figures[name] for name in ASSAYS if name in self.setting.figures), Decimal(1))


def _trials(setting: Setting, level: Decimal, number: int) -> Iterator[Parts]:
    for substance in _MASSES:
        mass = substance if substance >= 1 else max(Decimal("1E1").scaleb(substance.adjusted()), _WEIGHED)
        low = {} if mass == substance else dict.fromkeys(ASSAYS, substance / mass)
        for share in _PRICES:
            value = (level * substance * share).quantize(Decimal("0.01"))
            if setting.takes(number * mass, number * value):
                yield Parts(replace(setting, figures={**setting.figures, **low}), number, mass, value)


def _saved(parts: Parts) -> tuple[Decimal, Decimal]:
    """What share of the larger amount is saved or lost, and how much that is; nothing where roundings explain it."""
    of_parts = parts.setting.amounts([(parts.mass, parts.value)])[0] * parts.number
    (whole,) = parts.setting.amounts([(parts.number * parts.mass, parts.number * parts.value)])
    apart = abs(whole - of_parts)
    more = apart > (parts.number + 1) * parts.setting.cent / 2
    return (apart / max(whole, of_parts), apart) if more else (Decimal(0), Decimal(0))


def uneven(setting: Setting, level: Decimal) -> Parts | None:
    """Parts that owe something else than the whole; of one number those by which most of it is saved or lost."""
    for number in _NUMBERS:
        found = [(_saved(parts), n, parts) for n, parts in enumerate(_trials(setting, level, number))]
        (_, saved), _, parts = max(found, key=lambda trial: (trial[0], -trial[1]))
        if saved:
            return parts
    return None
