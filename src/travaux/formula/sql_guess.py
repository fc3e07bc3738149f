"""An expression -> a binary number near it, from which DuckDB takes the guess of a rounding that it then proves.

To round a decimal of more than 18 digits DuckDB divides numbers of 128 bits, which takes as long as all other steps of
a formula together. A guess costs next to nothing, and whether it is right is a comparison of decimals: where it is not
less than half a unit from the exact value, the exact value is rounded. So no amount rests on a binary number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from travaux.formula.nodes import (
    Conditional,
    Constant,
    Difference,
    Expression,
    FirstKnown,
    Lookup,
    Max,
    Min,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
)
from travaux.formula.reason import Leaf


class Guesses:
    """Guesses of one formula. `near` says how each of its values is told as a binary number, where it is."""

    def __init__(self) -> None:
        self.near: dict[Leaf, str | None] = {}

    def of(self, node: Expression) -> str | None:
        """A binary number near an amount; None where there is none."""
        match node:
            case Constant(value):
                return f"CAST('{value:f}' AS DOUBLE)"
            case Symbol() | Lookup():
                return self.near.get(node)
            case Sum(items):
                return self.joined(" + ", items)
            case Difference(first, second):
                return self.joined(" - ", (first, second))
            case Product(items):
                return self.joined(" * ", items)
            case Max(items):
                return self.joined(", ", items, "GREATEST")
            case Min(items):
                return self.joined(", ", items, "LEAST")
            case FirstKnown(items):
                return self.joined(", ", items, "COALESCE")
            case Round(value):
                return self.of(value)
            case Ratio(numerator, denominator):
                return self.joined(" / ", (numerator, denominator))
            case Conditional():
                return None
            case _:
                assert_never(node)

    def joined(self, sign: str, items: Iterable[Expression], function: str = "") -> str | None:
        told = [self.of(item) for item in items]
        known = [each for each in told if each is not None]
        return f"{function}({sign.join(known)})" if len(known) == len(told) else None
