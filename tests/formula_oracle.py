"""A second evaluator, of fractions: what every other evaluation is compared with."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Mapping
from fractions import Fraction
from math import floor, prod
from typing import Any

from travaux.formula.nodes import (
    And,
    Comparison,
    Conditional,
    Constant,
    Difference,
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
from travaux.formula.whole import Formula

_COMPARE = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}


def half_away(number: Fraction, places: int) -> Fraction:
    """Rounded half away from zero."""
    scaled = abs(number) * 10**places
    size = Fraction(floor(scaled + Fraction(1, 2)), 10**places)
    return -size if number < 0 else size


class Oracle:
    """The steps of a formula on one entry. Values are found by name; a table gives (keys, day) -> value."""

    def __init__(self, formula: Formula, given: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
        self.given, self.tables = given, tables
        self.values = {each.symbol: given[each.name] for each in formula.inputs}
        self.steps: dict[str, Fraction] = {}
        for step in formula.steps:
            self.steps[step.name] = self.values[step.symbol] = self.of(step.value)

    def leaf(self, node: Symbol | Lookup) -> Fraction | None:
        if isinstance(node, Symbol):
            value = self.values[node.symbol]
        else:
            day = self.given[node.date]
            keys = tuple(self.given[key] for key in node.keys)
            known = isinstance(day, datetime.date) and None not in keys
            value = self.tables[node.table].at(keys, day) if known else None
        return None if value is None else Fraction(value)

    def of(self, node: Any) -> Any:
        match node:
            case Constant(value):
                return Fraction(value)
            case Symbol() | Lookup():
                found = self.leaf(node)
                assert found is not None
                return found
            case Sum(items):
                return sum(map(self.of, items), Fraction(0))
            case Difference(first, second):
                return self.of(first) - self.of(second)
            case Product(items):
                return prod(map(self.of, items), start=Fraction(1))
            case Max(items):
                return max(map(self.of, items))
            case Min(items):
                return min(map(self.of, items))
            case Round(value, places):
                return half_away(self.of(value), places)
            case Ratio(first, second, places):
                return half_away(self.of(first) / self.of(second), places)
            case Conditional(cases, otherwise):
                return self.of(next((case.value for case in cases if self.of(case.condition)), otherwise))
            case FirstKnown(options):
                return next(found for option in options if (found := self.leaf(option)) is not None)
            case Comparison(left, sign, right):
                return _COMPARE[sign](self.of(left), self.of(right))
            case And(items):
                return all(map(self.of, items))
            case Or(items):
                return any(map(self.of, items))
            case Not(item):
                return not self.of(item)
        raise AssertionError(node)
