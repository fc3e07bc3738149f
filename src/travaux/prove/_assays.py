"""Ranges of assays on the line from none to all: what they leave open, and where two of them meet.

Every range is a pair of cuts. A cut lies just below a number or just above it, so that "at least" and "more than",
"less than" and "at most" are told apart and nothing is lost between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from travaux.model.product import AssayRange

#: A number, in hundredths, and 1 where the cut lies just above it.
Cut: TypeAlias = tuple[Decimal, int]
NONE: Cut = (Decimal(0), 0)
ALL: Cut = (Decimal(100), 1)


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """What lies between two cuts."""

    low: Cut
    high: Cut

    @property
    def witness(self) -> Decimal:
        """An assay within it, as near to its upper end as the figures have decimal places, or half way up."""
        (low, past), (high, whole) = self.low, self.high
        if whole:
            return high
        places = [figure.normalize().as_tuple().exponent for figure in (low, high)]
        unit = Decimal(1).scaleb(min(0, *(place for place in places if isinstance(place, int))))
        near = high - unit
        return near if near > low or (near == low and not past) else (low + high) / 2

    def __str__(self) -> str:
        (low, past), (high, whole) = self.low, self.high
        first = "" if self.low == NONE else f"{'more than' if past else 'at least'} {_percent(low)}"
        last = "" if self.high == ALL else f"{'at most' if whole else 'less than'} {_percent(high)}"
        if low == high:
            return f"exactly {_percent(low)}"
        return " and ".join(filter(None, (first, last))) or "any assay"


def _percent(number: Decimal) -> str:
    return f"{number.normalize():f}%"


def cuts(assay: AssayRange) -> Range:
    """The cuts of a range."""
    low = (assay.at_least.value, 0) if assay.at_least else NONE
    high = (assay.at_most.value, 1) if assay.at_most else ALL
    return Range((assay.above.value, 1) if assay.above else low, (assay.below.value, 0) if assay.below else high)


def gaps(spans: Iterable[Range]) -> Iterator[Range]:
    """What no range has."""
    reached = NONE
    for one in sorted(spans):
        if one.low > reached:
            yield Range(reached, one.low)
        reached = max(reached, one.high)
    if reached < ALL:
        yield Range(reached, ALL)


def overlap(one: Range, other: Range) -> Range | None:
    """What two ranges share."""
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Range(low, high) if low < high else None
