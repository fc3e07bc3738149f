"""How steeply the result of a formula rises and falls with some of its inputs: bounds that follow from the tree.

Sums, differences, the greatest and the least, and products with what does not depend on those inputs have slopes
between two bounds. A product of two that depend on them, and a case that is chosen by them, have none that the tree
tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import assert_never

from travaux.formula.linear import linear
from travaux.formula.nodes import (
    Condition,
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
    parts,
)
from travaux.formula.whole import Formula
from travaux.formula.widths import Widths


class NoSlope(ValueError):
    """A part of a formula whose slope the tree does not bound."""


@dataclass(frozen=True, slots=True)
class Slope:
    """Between what bounds an amount changes for one unit more of an input."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    def plus(self, other: Slope) -> Slope:
        """The slope of a sum."""
        return Slope(self.low + other.low, self.high + other.high)

    def times(self, low: Fraction, high: Fraction) -> Slope:
        """The slope of a product with an amount between two bounds that does not change."""
        ends = [mine * its for mine in (self.low, self.high) for its in (low, high)]
        return Slope(min(ends), max(ends))

    def or_(self, other: Slope) -> Slope:
        """The slope of either of two."""
        return Slope(min(self.low, other.low), max(self.high, other.high))


FLAT = Slope()
ALONE = Slope(Fraction(1), Fraction(1))


def slope(formula: Formula, name: str) -> Slope:
    """The slope of the result by one input, but for the rounding of its last step. Raises `NoSlope`."""
    return _Slopes(formula, name).result()


class _Slopes:
    def __init__(self, formula: Formula, name: str) -> None:
        self.formula, self.widths = formula, Widths(formula)
        self.leaves: dict[str, Slope] = {
            given.symbol: ALONE if given.name == name else FLAT for given in formula.inputs
        }

    def result(self) -> Slope:
        *before, last = self.formula.steps
        for step in before:
            self.leaves[step.symbol] = self.of(step.value)
        return self.of(last.value.value if isinstance(last.value, Round) else last.value)

    def of(self, node: Expression) -> Slope:
        match node:
            case Constant() | Lookup() | FirstKnown():
                return FLAT
            case Symbol(symbol):
                return self.leaves[symbol]
            case Sum(terms):
                return reduce(Slope.plus, map(self.of, terms))
            case Difference(minuend, subtrahend):
                return self.of(minuend).plus(self.of(subtrahend).times(Fraction(-1), Fraction(-1)))
            case Max(options) | Min(options):
                return reduce(Slope.or_, map(self.of, options))
            case Product(factors):
                return self.product(node, factors)
            case Round(value):
                return self.flat(node, value)
            case Ratio(numerator, denominator):
                return self.flat(node, numerator, denominator)
            case Conditional(cases, otherwise):
                if any(self.varies(case.condition) for case in cases):
                    raise NoSlope(f"{linear(node)} is chosen by what changes")
                return reduce(Slope.or_, (self.of(case.value) for case in cases), self.of(otherwise))
            case _:
                assert_never(node)

    def flat(self, node: Expression, *operands: Expression) -> Slope:
        """No slope of what is rounded on the way; it has steps where it depends on the input."""
        if any(self.of(each) != FLAT for each in operands):
            raise NoSlope(f"{linear(node)} has steps")
        return FLAT

    def product(self, node: Expression, factors: tuple[Expression, ...]) -> Slope:
        moving = [factor for factor in factors if self.of(factor) != FLAT]
        if len(moving) > 1:
            raise NoSlope(f"{linear(node)} has two factors that change")
        found = self.of(moving[0]) if moving else FLAT
        for factor in factors:
            if factor not in moving:
                width = self.widths.of(factor)
                found = found.times(Fraction(width.low), Fraction(width.high))
        return found

    def varies(self, condition: Condition) -> bool:
        """Whether a condition depends on the input."""
        return any(isinstance(part, Symbol) and self.leaves[part.symbol] != FLAT for part in parts(condition))
