"""Units of a formula: what each step is counted in, and every place where two units do not meet.

Nothing is computed here: a price per kilogram of contained Nd and one per kilogram of Nd2O3 are told apart before
any number is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import assert_never

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.linear import linear
from travaux.formula.nodes import (
    Comparison,
    Conditional,
    Constant,
    Difference,
    Expression,
    FirstKnown,
    Lookup,
    Max,
    Min,
    Node,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
    children,
)
from travaux.formula.unit import PURE, SHARE, Base, Unit
from travaux.formula.whole import Formula, Step


def units_of(formula: Formula) -> dict[str, Unit]:
    """The unit of every input and step by symbol. Raises FormulaError that names every place of a fault."""
    told = _Units(formula)
    if told.faults:
        raise FormulaError(*told.faults)
    return {symbol: unit or PURE for symbol, unit in told.known.items()}


def unit_faults(formula: Formula) -> tuple[Fault, ...]:
    """Every place where units do not meet."""
    return tuple(_Units(formula).faults)


class _Units:
    """Infers units step by step. None is the unit of zero, which meets every other, and of what is at fault.

    A step that is at fault is taken to be in the unit of the first amount that did not meet another.
    """

    def __init__(self, formula: Formula) -> None:
        self.known: dict[str, Unit | None] = {given.symbol: given.unit for given in formula.inputs}
        self.tables: Mapping[str, Unit] = {table.name: table.unit for table in formula.tables}
        self.faults: list[Fault] = []
        for number, step in enumerate(formula.steps, 1):
            self.place = f"step {number} ({step.symbol}, {step.name})"
            self.first: Unit | None = None
            self.known[step.symbol] = self.of(step.value) or self.first
        self.result(formula.result)

    def result(self, step: Step) -> None:
        """Money comes out as money, or as a price: no mass that ought to cancel is left beside a currency."""
        unit = self.known[step.symbol] or PURE
        money = [base for base in unit.above if base.is_currency]
        if money and len(money) < len(unit.above) and not self.faults:
            rest = Unit.made(_without(unit.above, money[0]), unit.below)
            message = f"{step.symbol} comes out in {unit}, which is neither money nor a price"
            self.faults.append(Fault(self.place, message, _left_over(rest)))

    def of(self, node: Expression) -> Unit | None:
        match node:
            case Constant():
                return node.unit
            case Symbol():
                return self.known[node.symbol]
            case Lookup():
                return self.tables[node.table]
            case Sum(items) | Max(items) | Min(items):
                return self.common(node, items)
            case FirstKnown(items):
                return self.common(node, items)
            case Difference(minuend, subtrahend):
                return self.common(node, (minuend, subtrahend))
            case Product(factors):
                return reduce(_times, map(self.of, factors))
            case Ratio(numerator, denominator):
                return self.ratio(self.of(numerator), self.of(denominator))
            case Round(value):
                return self.of(value)
            case Conditional(cases, otherwise):
                self.conditions(node)
                return self.common(node, (*(case.value for case in cases), otherwise))
            case _:
                assert_never(node)

    def conditions(self, node: Node) -> None:
        """Visits every comparison below a conditional that stands in no amount of its own."""
        match node:
            case Conditional(cases):
                for case in cases:
                    self.conditions(case.condition)
            case Comparison(left, _, right):
                self.common(node, (left, right))
            case _:
                for child in children(node):
                    self.conditions(child)

    def common(self, node: Node, items: Iterable[Expression]) -> Unit | None:
        """The one unit of all items; a fault where two of them do not meet."""
        units = [(item, self.of(item)) for item in items]
        told = [(item, unit) for item, unit in units if unit is not None]
        if not told:
            return None
        first, unit = told[0]
        for item, other in told[1:]:
            if not unit.meets(other):
                self.faults.append(self.fault(first, unit, item, other))
                self.first = self.first or unit
                return None
        return unit if all(other.share == unit.share for _, other in told) else PURE

    def fault(self, first: Expression, unit: Unit, item: Expression, other: Unit) -> Fault:
        message = f"{linear(first)} is in {unit}, {linear(item)} is in {other}: they cannot be added or compared"
        return Fault(self.place, message, advice(unit, other))

    def ratio(self, numerator: Unit | None, denominator: Unit | None) -> Unit | None:
        if numerator is None or denominator is None:
            return None
        quotient = numerator.per(denominator)
        return SHARE if quotient.meets(PURE) and not numerator.meets(PURE) else quotient


def _times(first: Unit | None, second: Unit | None) -> Unit | None:
    return None if first is None or second is None else first.times(second)


def _without(bases: Iterable[Base], one: Base) -> list[Base]:
    found = list(bases)
    found.remove(one)
    return found


def advice(unit: Unit, other: Unit) -> str:
    """What to do where two units do not meet: a factor between bases or masses, a rate between currencies."""
    here, there = (*unit.above, *unit.below), (*other.above, *other.below)
    if [base.name for base in here] == [base.name for base in there]:
        return "the basis differs: multiply by the factor of stoichiometry between the two"
    if here and [base.of for base in here] == [base.of for base in there]:
        if any(base.is_currency for base in set(here) ^ set(there)):
            return "the currency differs: convert at a stated rate"
        return "the unit of mass differs: multiply by the exact factor between the two"
    if not here or not there:
        return f"one of the two is a plain number: state it in {other if there else unit}"
    return _left_over(unit.per(other))


def _left_over(unit: Unit) -> str:
    """What to do with what does not cancel."""
    if len(unit.above) != 1 or len(unit.below) != 1:
        return f"{unit} is left over: a factor is missing, or there is one too many"
    above, below = unit.above[0], unit.below[0]
    wanted = Unit.made([below], [above])
    if above.is_currency and below.is_currency:
        return f"{above} does not cancel {below}: convert at a rate of exchange in {wanted}"
    if above.name == below.name:
        return f"{above} does not cancel {below}: multiply by the factor of stoichiometry, in {wanted}"
    return f"{above} does not cancel {below}: multiply by the exact factor between the two, in {wanted}"
