"""An expression -> the same expression with other amounts in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from travaux.formula.nodes import (
    And,
    Case,
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
)


def rebuilt(node: Expression, make: Callable[[Expression], Expression]) -> Expression:
    """The expression with every amount directly below it, or in its conditions, made anew."""
    match node:
        case Constant() | Symbol() | Lookup() | FirstKnown():
            return node
        case Sum(items):
            return Sum(tuple(map(make, items)))
        case Product(items):
            return Product(tuple(map(make, items)))
        case Max(items):
            return Max(tuple(map(make, items)))
        case Min(items):
            return Min(tuple(map(make, items)))
        case Difference(first, second):
            return Difference(make(first), make(second))
        case Ratio(first, second, places):
            return Ratio(make(first), make(second), places)
        case Round(value, places):
            return Round(make(value), places)
        case Conditional(cases, otherwise):
            anew = (Case(_condition_rebuilt(case.condition, make), make(case.value)) for case in cases)
            return Conditional(tuple(anew), make(otherwise))
        case _:
            assert_never(node)


def _condition_rebuilt(node: Condition, make: Callable[[Expression], Expression]) -> Condition:
    match node:
        case Comparison(left, operator, right):
            return Comparison(make(left), operator, make(right))
        case And(items):
            return And(tuple(_condition_rebuilt(item, make) for item in items))
        case Or(items):
            return Or(tuple(_condition_rebuilt(item, make) for item in items))
        case Not(item):
            return Not(_condition_rebuilt(item, make))
        case _:
            assert_never(node)
