"""A tree on one line: `A = max(0, F × C − W − D)`.

Constants carry their unit behind a no-break space: `500 USD`, `5 USD/kg contained Ga`. `linear_parse` reads it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

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
)
from travaux.formula.numbers import PLAIN, Notation, trimmed
from travaux.formula.precedence import operands
from travaux.formula.unit import Unit
from travaux.formula.whole import Step

NBSP = "\N{NO-BREAK SPACE}"
SIGNS = {"<": "<", "<=": "≤", "=": "=", ">=": "≥", ">": ">"}
AND, OR, NOT = "∧", "∨", "¬"

#: What is written for a symbol or a look-up.
Leaf = Callable[[Symbol | Lookup], str]


def equation(step: Step, notation: Notation = PLAIN) -> str:
    """A step as an equation."""
    return f"{step.symbol} = {linear(step.value, notation)}"


def linear(node: Expression, notation: Notation = PLAIN, leaf: Leaf | None = None) -> str:
    """An expression on one line. With `leaf`, symbols and look-ups are written as it says."""
    return _Line(notation, leaf or _name).amount(node)


def linear_condition(node: Condition, notation: Notation = PLAIN, leaf: Leaf | None = None) -> str:
    """A condition on one line."""
    return _Line(notation, leaf or _name).condition(node)


def constant(node: Constant, notation: Notation = PLAIN) -> str:
    """A number with its unit; a share in hundredths."""
    if node.unit is None:
        return "0"
    if node.unit.share:
        return notation.write(trimmed(node.value.scaleb(2))) + "%"
    number = notation.write(node.value)
    return number + NBSP + unit_word(node.unit) if node.unit.above or node.unit.below else number


def unit_word(unit: Unit) -> str:
    """A unit without breaking spaces."""
    return str(unit).replace(" ", NBSP)


def _name(node: Symbol | Lookup) -> str:
    return node.symbol if isinstance(node, Symbol) else f"{node.table}[{', '.join((*node.keys, node.date))}]"


class _Line:
    def __init__(self, notation: Notation, leaf: Leaf) -> None:
        self.notation, self.leaf = notation, leaf

    def amount(self, node: Expression) -> str:
        match node:
            case Constant():
                return constant(node, self.notation)
            case Symbol() | Lookup():
                return self.leaf(node)
            case Sum() | Difference() | Product():
                return "".join(self.operand(*operand) for operand in operands(node))
            case Max(options):
                return self.call("max", options)
            case Min(options):
                return self.call("min", options)
            case FirstKnown(options):
                return self.call("first", options)
            case Round(value, places):
                return self.call("round", [value], str(places))
            case Ratio(numerator, denominator, places):
                return self.call("ratio", [numerator, denominator], str(places))
            case Conditional(cases, otherwise):
                told = [word for case in cases for word in (self.condition(case.condition), self.amount(case.value))]
                return self.call("if", [], *told, self.amount(otherwise))
            case _:
                assert_never(node)

    def condition(self, node: Condition) -> str:
        match node:
            case Comparison(left, operator, right):
                return f"{self.amount(left)} {SIGNS[operator]} {self.amount(right)}"
            case And(conditions):
                return f" {AND} ".join(map(self.inner, conditions))
            case Or(conditions):
                return f" {OR} ".join(map(self.inner, conditions))
            case Not(condition):
                return f"{NOT}({self.condition(condition)})"
            case _:
                assert_never(node)

    def inner(self, node: Condition) -> str:
        told = self.condition(node)
        return f"({told})" if isinstance(node, And | Or) else told

    def operand(self, operator: str, node: Expression, bracketed: bool) -> str:
        told = self.amount(node)
        told = f"({told})" if bracketed else told
        return f" {operator} {told}" if operator else told

    def call(self, function: str, arguments: Iterable[Expression], *more: str) -> str:
        return f"{function}({self.notation.separator.join((*map(self.amount, arguments), *more))})"
