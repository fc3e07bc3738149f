"""A formula on one entry: the exact amount with every step that led to it, or the reason why there is none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, FloatOperation, localcontext
from functools import reduce
from operator import mul
from typing import TypeAlias, assert_never

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
    Operator,
    Or,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
    parts,
)
from travaux.formula.numbers import EXACT, divided, rounded
from travaux.formula.reason import Leaf, Reason, needs_of
from travaux.formula.tables import Tables
from travaux.formula.unit import Unit
from travaux.formula.units import units_of
from travaux.formula.whole import Formula, Step, Table, Variable

Given: TypeAlias = Mapping[str, Decimal | int | str | datetime.date | None]


@dataclass(frozen=True, slots=True)
class Traced:
    """One step as it was taken: what went in, the value before a rounding at its end, and the value."""

    step: Step
    given: tuple[tuple[Leaf, Decimal | None, Unit], ...]
    exact: Decimal
    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class Assessed:
    """An amount and the steps that led to it."""

    amount: Decimal
    unit: Unit
    steps: tuple[Traced, ...]


def evaluate(formula: Formula, given: Given, tables: Tables | None = None) -> Assessed | Reason:
    """The amount for one entry, whose values are named as columns; or the reason why there is none.

    Raises FormulaError where the units of the formula do not meet, and TypeError for a binary float.
    """
    units = units_of(formula)
    values = inputs_of(formula, given, tables or {})
    if isinstance(values, Reason):
        return values
    with localcontext(EXACT):
        steps = tuple(_Evaluation(formula, values, units).steps())
    return Assessed(steps[-1].value, steps[-1].unit, steps)


def inputs_of(formula: Formula, given: Given, tables: Tables) -> dict[Leaf, Decimal | None] | Reason:
    """The value of every input and look-up, or the first reason why the entry cannot be assessed."""
    needs, values = needs_of(formula), dict[Leaf, Decimal | None]()
    for leaf, bounds in needs.given.items():
        found = _input(bounds.name, given) if isinstance(leaf, Symbol) else _looked_up(leaf, given, tables)
        reason = found if isinstance(found, Reason) else bounded(found, bounds)
        if isinstance(reason, Reason) and (leaf in needs.required or reason.kind not in ("missing", "not-in-force")):
            return reason
        values[leaf] = None if isinstance(found, Reason) else found
    for ladder in needs.ladders:
        if all(values[option] is None for option in ladder.options):
            return Reason("missing", needs.given[ladder.options[0]].name)
    return values


def _input(name: str, given: Given) -> Decimal | Reason:
    value = given.get(name)
    if value is None:
        return Reason("missing", name)
    if isinstance(value, float | bool):
        raise FloatOperation(f"{name} is {value!r}: an amount is an exact decimal, not a binary number")
    if not isinstance(value, Decimal | int):
        raise TypeError(f"{name} is {value!r}, not a number")
    return Decimal(value)


def _looked_up(look: Lookup, given: Given, tables: Tables) -> Decimal | Reason:
    for column in (*look.keys, look.date):
        if given.get(column) is None:
            return Reason("missing", column)
    day = given[look.date]
    if not isinstance(day, datetime.date):
        raise TypeError(f"{look.date} is {day!r}, not a date")
    found = tables[look.table].at(tuple(str(given[key]) for key in look.keys), day)
    return Reason("not-in-force", look.table) if found is None else found


def bounded(value: Decimal, bounds: Variable | Table) -> Reason | None:
    """What is wrong with a value: it is out of its range, or has too many decimal places."""
    if not value.is_finite() or not bounds.low <= value <= bounds.high:
        return Reason("out-of-range", bounds.name)
    return None if rounded(value, bounds.places) == value else Reason("too-many-decimals", bounds.name)


class _Evaluation:
    def __init__(self, formula: Formula, values: dict[Leaf, Decimal | None], units: Mapping[str, Unit]) -> None:
        self.formula, self.values, self.units = formula, values, units
        self.tables = {table.name: table.unit for table in formula.tables}

    def steps(self) -> list[Traced]:
        return [self.step(step) for step in self.formula.steps]

    def step(self, step: Step) -> Traced:
        exact = self.amount(step.value.value if isinstance(step.value, Round) else step.value)
        value = rounded(exact, step.value.places) if isinstance(step.value, Round) else exact
        self.values[Symbol(step.symbol)] = value
        given = tuple((leaf, self.values[leaf], self.unit(leaf)) for leaf in leaves(step.value))
        return Traced(step, given, exact, value, self.units[step.symbol])

    def unit(self, leaf: Leaf) -> Unit:
        return self.units[leaf.symbol] if isinstance(leaf, Symbol) else self.tables[leaf.table]

    def leaf(self, leaf: Leaf) -> Decimal:
        value = self.values[leaf]
        assert value is not None, f"{leaf} was not asked for"
        return value

    def amount(self, node: Expression) -> Decimal:
        match node:
            case Constant(value):
                return value
            case Symbol() | Lookup():
                return self.leaf(node)
            case Sum(terms):
                return sum(map(self.amount, terms), Decimal(0))
            case Difference(minuend, subtrahend):
                return self.amount(minuend) - self.amount(subtrahend)
            case Product(factors):
                return reduce(mul, map(self.amount, factors))
            case Max(options):
                return max(map(self.amount, options))
            case Min(options):
                return min(map(self.amount, options))
            case FirstKnown(options):
                return next(known for option in options if (known := self.values[option]) is not None)
            case Round(value, places):
                return rounded(self.amount(value), places)
            case Ratio(numerator, denominator, places):
                return divided(self.amount(numerator), self.amount(denominator), places)
            case Conditional(cases, otherwise):
                met = (case.value for case in cases if self.holds(case.condition))
                return self.amount(next(met, otherwise))
            case _:
                assert_never(node)

    def holds(self, node: Condition) -> bool:
        match node:
            case Comparison(left, operator, right):
                return compared(self.amount(left), operator, self.amount(right))
            case And(conditions):
                return all(map(self.holds, conditions))
            case Or(conditions):
                return any(map(self.holds, conditions))
            case Not(condition):
                return not self.holds(condition)
            case _:
                assert_never(node)


def compared(left: Decimal, operator: Operator, right: Decimal) -> bool:
    """A comparison of two amounts."""
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right
        case ">=":
            return left >= right
        case ">":
            return left > right
        case _:
            assert_never(operator)


def leaves(node: Expression) -> tuple[Leaf, ...]:
    """The symbols and look-ups of an expression, each once, from left to right."""
    return tuple(dict.fromkeys(part for part in parts(node) if isinstance(part, Symbol | Lookup)))
