"""How the result of a formula grows with its inputs, and by how much its roundings can move it; both from the tree.

A result of degree one doubles where every amount of money and mass is doubled. Degrees follow from the tree: sums,
differences, the greatest and the least want one degree, products add them, and a comparison of two degrees may come
out otherwise for the double.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import assert_never

from travaux.formula.linear import linear, linear_condition
from travaux.formula.nodes import (
    And,
    Comparison,
    Condition,
    Conditional,
    Constant,
    Difference,
    Expression,
    FirstKnown,
    Lookup,
    Max,
    Min,
    Not,
    Or,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
    parts,
)
from travaux.formula.reason import needs_of
from travaux.formula.unit import Unit
from travaux.formula.whole import Formula
from travaux.formula.widths import Widths


class Uneven(ValueError):
    """A part of a formula that does not grow evenly, or whose roundings have no bound."""


def extensive(unit: Unit) -> bool:
    """Whether an amount of this unit doubles with the goods: money and masses do, prices and shares do not."""
    return len(unit.above) == 1 and not unit.below


# --- degrees ---------------------------------------------------------------------------------------------------------


class Degrees:
    """The degree of every step. Raises `Uneven` where a part has none."""

    def __init__(self, formula: Formula) -> None:
        given = needs_of(formula).given
        self.leaves: dict[Symbol | Lookup, int | None] = {
            leaf: int(extensive(bounds.unit)) for leaf, bounds in given.items()
        }
        for step in formula.steps:
            self.leaves[Symbol(step.symbol)] = self.of(step.value)
        self.result = self.leaves[Symbol(formula.result.symbol)]

    def of(self, node: Expression) -> int | None:
        """The degree; None for nothing, which is of any degree."""
        match node:
            case Constant(value):
                return 0 if value else None
            case Symbol() | Lookup():
                return self.leaves[node]
            case Sum(items) | Max(items) | Min(items) | FirstKnown(items):
                return self.one(node, *map(self.of, items))
            case Difference(minuend, subtrahend):
                return self.one(node, self.of(minuend), self.of(subtrahend))
            case Product(factors):
                found = [self.of(factor) for factor in factors]
                return None if None in found else sum(filter(None, found))
            case Round(value):
                return self.of(value)
            case Ratio(numerator, denominator):
                above, below = self.of(numerator), self.of(denominator)
                return None if above is None else above - (below or 0)
            case Conditional(cases, otherwise):
                for case in cases:
                    self.condition(case.condition)
                return self.one(node, self.of(otherwise), *(self.of(case.value) for case in cases))
            case _:
                assert_never(node)

    def condition(self, node: Condition) -> None:
        """Raises `Uneven` for a condition that may hold of an entry and not of the double."""
        match node:
            case Comparison(left, _, right):
                degrees = {self.of(left), self.of(right)} - {None}
                if len(degrees) > 1:
                    raise Uneven(f"{linear_condition(node)} may hold of a part and not of the whole")
            case And(conditions) | Or(conditions):
                for condition in conditions:
                    self.condition(condition)
            case Not(condition):
                self.condition(condition)
            case _:
                assert_never(node)

    def one(self, node: Expression, *degrees: int | None) -> int | None:
        found = set(degrees) - {None}
        if len(found) > 1:
            raise Uneven(f"{linear(node)} does not grow with the goods")
        return next(iter(found), None)


# --- roundings -------------------------------------------------------------------------------------------------------


def narrowed(formula: Formula, highest: dict[str, Decimal]) -> Formula:
    """The same formula with tables that hold no more than the figures that are on record."""
    tables = (replace(t, high=min(t.high, highest.get(t.name, t.high))) for t in formula.tables)
    return replace(formula, tables=tuple(tables))


def slack(formula: Formula) -> Fraction:
    """By how much roundings of what grows with the goods can move the result, at most.

    A rate that is rounded is the same for a part and for the whole. Raises `Uneven` where a rounding decides on a case.
    """
    return _Slack(formula).result


class _Slack:
    def __init__(self, formula: Formula) -> None:
        given = needs_of(formula).given
        self.widths, self.leaves = Widths(formula), dict.fromkeys(given, Fraction(0))
        self.grow: set[Expression] = {leaf for leaf, bounds in given.items() if extensive(bounds.unit)}
        for step in formula.steps:
            self.leaves[Symbol(step.symbol)] = self.of(step.value)
            if self.grows(step.value):
                self.grow.add(Symbol(step.symbol))
        self.result = self.leaves[Symbol(formula.result.symbol)]

    def grows(self, node: Expression) -> bool:
        """Whether an amount depends on the quantity or the value of the goods."""
        return any(part in self.grow for part in parts(node) if isinstance(part, Symbol | Lookup))

    def of(self, node: Expression) -> Fraction:
        if not self.grows(node):
            return Fraction(0)
        match node:
            case Constant():
                return Fraction(0)
            case Symbol() | Lookup():
                return self.leaves[node]
            case Sum(terms):
                return sum(map(self.of, terms), Fraction(0))
            case Difference(minuend, subtrahend):
                return self.of(minuend) + self.of(subtrahend)
            case Max(options) | Min(options) | FirstKnown(options):
                return max(map(self.of, options))
            case Product(factors):
                return reduce(_times, ((self.size(each), self.of(each)) for each in factors))[1]
            case Round(value, places):
                return self.of(value) + Fraction(1, 2 * 10**places)
            case Ratio(numerator, denominator, places):
                self.exact(numerator, denominator)
                return Fraction(1, 2 * 10**places)
            case Conditional(cases, otherwise):
                for case in cases:
                    self.condition(case.condition)
                return max(self.of(otherwise), *(self.of(case.value) for case in cases))
            case _:
                assert_never(node)

    def size(self, node: Expression) -> Fraction:
        """The most that a node can be, without its sign."""
        width = self.widths.of(node)
        return Fraction(max(abs(width.low), abs(width.high)))

    def condition(self, node: Condition) -> None:
        match node:
            case Comparison(left, _, right):
                self.exact(left, right)
            case And(conditions) | Or(conditions):
                for condition in conditions:
                    self.condition(condition)
            case Not(condition):
                self.condition(condition)
            case _:
                assert_never(node)

    def exact(self, *nodes: Expression) -> None:
        for node in nodes:
            if self.of(node):
                raise Uneven(f"{linear(node)} is rounded, and decides on more than its roundings")


def _times(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """Size and slack of a product."""
    (size, moved), (by, also) = one, other
    return size * by, size * also + by * moved + moved * also
