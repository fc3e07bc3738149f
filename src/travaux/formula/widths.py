"""Digits of a formula: from the ranges of its inputs to the range and decimal places of every node.

Engines hold 38 digits. A node of at most 37, cast after every operation, is exact in all of them; a wider one is an
error here that names it and says what to round, instead of a cent that differs in one row of ten million.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import reduce
from typing import assert_never

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.linear import linear
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
    Node,
    Not,
    Or,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
)
from travaux.formula.numbers import EXACT, divided, rounded, trimmed
from travaux.formula.whole import Formula

LIMIT = 37
#: Integer division of engines yields 64 bits, so a ratio has at most 18 digits.
RATIO_LIMIT = 18


@dataclass(frozen=True, slots=True)
class Width:
    """The range of a node and its decimal places; `work` is the digits an engine needs on the way to it."""

    low: Decimal
    high: Decimal
    places: int
    work: int = 0

    @property
    def whole(self) -> int:
        """Digits before the decimal mark."""
        return max(len(str(abs(int(bound)))) for bound in (self.low, self.high))

    @property
    def digits(self) -> int:
        """All digits: the precision of the decimal type that holds every value."""
        return self.whole + self.places

    @property
    def needs(self) -> int:
        """The most digits that the node or the way to it takes."""
        return max(self.digits, self.work)

    def plus(self, other: Width) -> Width:
        """The width of a sum of two."""
        work = self.join(other).digits
        return Width(self.low + other.low, self.high + other.high, max(self.places, other.places), work)

    def less(self, other: Width) -> Width:
        """The width of a difference."""
        work = self.join(other).digits
        return Width(self.low - other.high, self.high - other.low, max(self.places, other.places), work)

    def times(self, other: Width) -> Width:
        """The width of a product of two; engines size it by the digits of both."""
        ends = [mine * its for mine in (self.low, self.high) for its in (other.low, other.high)]
        return Width(min(ends), max(ends), self.places + other.places, self.digits + other.digits)

    def join(self, other: Width) -> Width:
        """The width of either of two."""
        return Width(min(self.low, other.low), max(self.high, other.high), max(self.places, other.places))

    def rounded(self, places: int) -> Width:
        """The width after rounding to decimal places."""
        return Width(
            rounded(self.low, places), rounded(self.high, places), places, self.whole + max(places, self.places)
        )

    def over(self, other: Width, places: int) -> Width:
        """The width of a ratio; the denominator must not hold zero."""
        ends = [divided(mine, its, places) for mine in (self.low, self.high) for its in (other.low, other.high)]
        shift = ratio_shift(self, other, places)
        work = max(self.digits + places + shift + 1, other.digits + shift + 1) + 1
        return Width(min(ends), max(ends), places, work)


def ratio_shift(numerator: Width, denominator: Width, places: int) -> int:
    """The power of ten that makes whole numbers of denominator and scaled numerator of a ratio."""
    return max(numerator.places - places, denominator.places, 0)


def least(items: Iterable[Width]) -> Width:
    """The width of the least of several."""
    found = tuple(items)
    return Width(min(w.low for w in found), min(w.high for w in found), max(w.places for w in found))


def greatest(items: Iterable[Width]) -> Width:
    """The width of the greatest of several."""
    found = tuple(items)
    return Width(max(w.low for w in found), max(w.high for w in found), max(w.places for w in found))


def hull(items: Iterable[Width]) -> Width:
    """The common type of several widths: what operands of a comparison are brought to."""
    return reduce(Width.join, items)


def of_constant(node: Constant) -> Width:
    """The width of a fixed number."""
    short = trimmed(node.value)
    exponent = short.as_tuple().exponent
    return Width(short, short, -exponent if isinstance(exponent, int) else 0)


def widths_of(formula: Formula) -> Widths:
    """The widths of a formula. Raises FormulaError naming what is too wide."""
    found = Widths(formula)
    if found.faults:
        raise FormulaError(*found.faults)
    return found


def width_faults(formula: Formula) -> tuple[Fault, ...]:
    """Every node that is too wide, and every ratio whose denominator may be zero."""
    return tuple(Widths(formula).faults)


class Widths:
    """The width of every input and step by symbol, of every table by name, and of any node of the formula."""

    def __init__(self, formula: Formula) -> None:
        self.known = {given.symbol: Width(given.low, given.high, given.places) for given in formula.inputs}
        self.tables = {table.name: Width(table.low, table.high, table.places) for table in formula.tables}
        self.faults: list[Fault] = []
        self.place = "inputs"
        for symbol, width in self.known.items():
            self.fits(Symbol(symbol), width)
        with localcontext(EXACT):
            for number, step in enumerate(formula.steps, 1):
                self.place = f"step {number} ({step.symbol}, {step.name})"
                self.known[step.symbol] = self.of(step.value)

    def of(self, node: Expression) -> Width:
        """The width of a node."""
        return self.fits(node, self._of(node))

    def _of(self, node: Expression) -> Width:
        match node:
            case Constant():
                return of_constant(node)
            case Symbol():
                return self.known[node.symbol]
            case Lookup():
                return self.tables[node.table]
            case Sum(terms):
                return self.fold(node, terms, Width.plus)
            case Product(factors):
                return self.fold(node, factors, Width.times)
            case Difference(minuend, subtrahend):
                return self.of(minuend).less(self.of(subtrahend))
            case Max(options):
                return self.joined(node, options, greatest)
            case Min(options):
                return self.joined(node, options, least)
            case FirstKnown(options):
                return hull(map(self.of, options))
            case Round(value, places):
                return self.of(value).rounded(places)
            case Ratio():
                return self.ratio(node)
            case Conditional(cases, otherwise):
                for case in cases:
                    self.condition(case.condition)
                return hull([self.of(case.value) for case in cases] + [self.of(otherwise)])
            case _:
                assert_never(node)

    def condition(self, node: Condition) -> None:
        match node:
            case Comparison(left, _, right):
                self.fits(left, hull([self.of(left), self.of(right)]))
            case And(conditions) | Or(conditions):
                for condition in conditions:
                    self.condition(condition)
            case Not(condition):
                self.condition(condition)
            case _:
                assert_never(node)

    def joined(self, node: Node, options: Iterable[Expression], by: Callable[[Iterable[Width]], Width]) -> Width:
        found = [self.of(option) for option in options]
        self.fits(node, hull(found))
        return by(found)

    def fold(self, node: Node, items: Iterable[Expression], by: Callable[[Width, Width], Width]) -> Width:
        """The last width of adding or multiplying from the left, each on the way within the limit."""
        *before, last = itertools.accumulate(map(self.of, items), by)
        for partial in before:
            self.fits(node, partial)
        return last

    def ratio(self, node: Ratio) -> Width:
        numerator, denominator = self.of(node.numerator), self.of(node.denominator)
        if denominator.low <= 0 <= denominator.high:
            message = f"{linear(node.denominator)} may be zero, and nothing is divided by zero"
            self.faults.append(Fault(self.place, message, "give it a range above zero"))
            return Width(Decimal(0), Decimal(0), node.places)
        found = numerator.over(denominator, node.places)
        if found.digits > RATIO_LIMIT:
            self.too_wide(node, found.digits, RATIO_LIMIT)
        return found

    def fits(self, node: Node, width: Width) -> Width:
        """The width itself, after a fault where it is beyond the limit."""
        if width.needs > LIMIT:
            self.too_wide(node, width.needs, LIMIT)
        return width

    def too_wide(self, node: Node, digits: int, limit: int) -> None:
        told = linear(node)  # type: ignore[arg-type]
        fault = Fault(
            self.place, f"{told} takes {digits} digits, and {limit} are exact in every engine", _advice(digits - limit)
        )
        if all(other.place != self.place for other in self.faults):
            self.faults.append(fault)


def _advice(excess: int) -> str:
    places = "one decimal place" if excess == 1 else f"{excess} decimal places"
    return f"round a part of it in a step of its own, to {places} less, or narrow the range of an input"
