"""An equation -> the boxes in which it is set, for every notation of mathematics alike.

A ratio becomes a fraction inside its rounding, a conditional a list of cases, an indexed symbol a letter with a
subscript. How a box is written is the affair of `omml`, `mathml` and `latex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from travaux.formula.fault import FormulaError
from travaux.formula.linear import AND, NOT, OR, SIGNS, constant, equation, linear
from travaux.formula.linear_parse import parse_equation
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
from travaux.formula.numbers import ENGLISH, PLAIN, Notation
from travaux.formula.precedence import operands
from travaux.formula.whole import Step


@dataclass(frozen=True, slots=True)
class Letter:
    """A symbol; its number, where it has one, stands below the line."""

    name: str
    index: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number."""

    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """An operator or a relation between two boxes."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Upright text: a unit, a table."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes beside each other."""

    items: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """Boxes in brackets, with a separator between them."""

    items: tuple[Box, ...]
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Function:
    """The upright name of a function before its arguments."""

    name: str
    arguments: Fence


@dataclass(frozen=True, slots=True)
class Fraction:
    """One box above another."""

    above: Box
    below: Box


@dataclass(frozen=True, slots=True)
class Cases:
    """Boxes below each other, each beside its condition; the last has none and holds in any other case."""

    rows: tuple[tuple[Box, Box | None], ...]


Box: TypeAlias = "Letter | Figure | Sign | Words | Row | Fence | Function | Fraction | Cases"


def set_equation(step: Step, notation: Notation = PLAIN) -> Row:
    """The boxes of an equation."""
    return Row((_letter(step.symbol), Sign("="), _Layout(notation).amount(step.value)))


def set_text(text: str) -> Row | None:
    """The boxes of an equation in linear notation, or None where it is not one that is written in just this way."""
    for notation in (PLAIN, ENGLISH, Notation(",", "."), Notation(",", "")):
        try:
            symbol, value = parse_equation(text, notation)
        except FormulaError:
            continue
        step = Step(symbol, "", value)
        if _squeezed(equation(step, notation)) == _squeezed(text):
            return set_equation(step, notation)
    return None


def is_tall(box: Box) -> bool:
    """True where brackets round the box must grow."""
    match box:
        case Fraction() | Cases():
            return True
        case Row(items) | Fence(items):
            return any(map(is_tall, items))
        case Function(arguments=arguments):
            return is_tall(arguments)
        case Letter() | Figure() | Sign() | Words():
            return False
        case _:
            assert_never(box)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _letter(symbol: str) -> Letter:
    return Letter(symbol[0], symbol[1:])


class _Layout:
    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    def amount(self, node: Expression) -> Box:
        match node:
            case Constant():
                return self.constant(node)
            case Symbol(symbol):
                return _letter(symbol)
            case Lookup():
                return Words(linear(node, self.notation))
            case Sum() | Difference() | Product():
                return Row(tuple(box for operand in operands(node) for box in self.operand(*operand)))
            case Max(options):
                return self.function("max", map(self.amount, options))
            case Min(options):
                return self.function("min", map(self.amount, options))
            case FirstKnown(options):
                return self.function("first", map(self.amount, options))
            case Round(value, places):
                return self.function("round", (self.amount(value), Figure(str(places))))
            case Ratio(numerator, denominator, places):
                fraction = Fraction(self.amount(numerator), self.amount(denominator))
                return self.function("round", (fraction, Figure(str(places))))
            case Conditional(cases, otherwise):
                rows = [(self.amount(case.value), self.condition(case.condition)) for case in cases]
                return Cases((*rows, (self.amount(otherwise), None)))
            case _:
                assert_never(node)

    def constant(self, node: Constant) -> Box:
        figure, _, unit = constant(node, self.notation).partition("\N{NO-BREAK SPACE}")
        return Row((Figure(figure), Words(f"\N{NO-BREAK SPACE}{unit}"))) if unit else Figure(figure)

    def operand(self, operator: str, node: Expression, bracketed: bool) -> Iterable[Box]:
        box = self.amount(node)
        if operator:
            yield Sign(operator)
        yield Fence((box,)) if bracketed else box

    def function(self, name: str, arguments: Iterable[Box]) -> Box:
        return Function(name, Fence(tuple(arguments), self.notation.separator.strip()))

    def condition(self, node: Condition) -> Box:
        match node:
            case Comparison(left, operator, right):
                return Row((self.amount(left), Sign(SIGNS[operator]), self.amount(right)))
            case And(conditions):
                return self.joined(AND, conditions)
            case Or(conditions):
                return self.joined(OR, conditions)
            case Not(condition):
                return Row((Sign(NOT), Fence((self.condition(condition),))))
            case _:
                assert_never(node)

    def joined(self, sign: str, conditions: tuple[Condition, ...]) -> Box:
        boxes: list[Box] = []
        for condition in conditions:
            box = self.condition(condition)
            boxes += [Sign(sign), Fence((box,)) if isinstance(condition, And | Or) else box]
        return Row(tuple(boxes[1:]))
