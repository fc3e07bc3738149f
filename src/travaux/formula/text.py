"""A formula as treaty text: what each symbol stands for, and numbered steps in the words of a language.

Short operands stand in a row (`the product of F and C`), long ones in a numbered list, so that it is never open
what a rounding or a deduction belongs to. `parse` reads the text back to the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    Not,
    Or,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
)
from travaux.formula.says import FormulaLanguage
from travaux.formula.unit import Unit
from travaux.formula.whole import Formula, Step, Table, Variable

_ROMAN = re.findall(r"\w+", "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
#: Labels of lists by depth; a formula that needs more depth needs more steps.
LABELS: tuple[tuple[str, ...], ...] = (
    tuple(f"({n}) " for n in _ROMAN),
    tuple(f"({letter.upper()}) " for letter in _ALPHABET),
    tuple(f"({n}) " for n in range(1, 27)),
    tuple(f"({2 * letter}) " for letter in _ALPHABET),
)


def inputs_text(formula: Formula, language: FormulaLanguage) -> tuple[str, ...]:
    """What each symbol stands for and each table holds, one text for each."""
    declared: tuple[Variable | Table, ...] = (*formula.inputs, *formula.tables)
    return tuple(_declared(thing, language) for thing in declared)


def steps_text(formula: Formula, language: FormulaLanguage) -> tuple[str, ...]:
    """The steps, one text for each. Raises FormulaError where an expression is too deep to be told in one step."""
    return tuple(_Text(language, n, step).step() for n, step in enumerate(formula.steps, 1))


def in_unit(unit: Unit, language: FormulaLanguage) -> str:
    """How an input is counted: `in USD per kg of contained Ga`, `as a percentage`."""
    words = language.words
    if unit.above or unit.below:
        return words.in_unit.format(unit=language.unit(unit))
    return words.in_share if unit.share else words.in_number


def _declared(thing: Variable | Table, language: FormulaLanguage) -> str:
    pattern = language.words.input if isinstance(thing, Variable) else language.words.table
    return pattern.format(
        symbol=thing.symbol if isinstance(thing, Variable) else "",
        title=language.words.title(thing.name),
        unit=in_unit(thing.unit, language),
        places=language.places(thing.places),
        low=language.notation.write(thing.low),
        high=language.notation.write(thing.high),
    )


class _Text:
    def __init__(self, language: FormulaLanguage, number: int, step: Step) -> None:
        self.language, self.words, self.number, self.of = language, language.words, number, step

    def step(self) -> str:
        value, suffix = self.of.value, ""
        if isinstance(value, Round):
            suffix = self.words.round_result.format(places=self.language.places(value.places))
            value = value.value
        title, symbol = self.words.title(self.of.name), self.of.symbol
        told = self.words.step.format(n=self.number, title=title, symbol=symbol, expression=self.amount(value, 0))
        return told + suffix

    def amount(self, node: Expression, depth: int) -> str:
        words = self.words
        match node:
            case Constant():
                return self.language.constant(node)
            case Symbol(symbol):
                return symbol
            case Lookup():
                return self.lookup(node)
            case Sum(items):
                return words.sum.format(items=self.items(items, depth))
            case Product(items):
                return words.product.format(items=self.items(items, depth))
            case Max(items):
                return words.greatest.format(items=self.items(items, depth))
            case Min(items):
                return words.least.format(items=self.items(items, depth))
            case FirstKnown(options):
                told = [self.amount(option, depth + 1) for option in options]
                return words.first_known.format(items=self.labelled(told, depth, words.last_item_separator))
            case Difference():
                return self.difference(node, depth)
            case Round(value, places):
                return words.rounded.format(places=self.language.places(places), value=self.amount(value, depth))
            case Ratio():
                return self.ratio(node, depth)
            case Conditional():
                return self.conditional(node, depth)
            case _:
                assert_never(node)

    def lookup(self, node: Lookup) -> str:
        titles = [self.words.title(key) for key in node.keys]
        pattern = self.words.lookup_by if titles else self.words.lookup
        keys, date = self.row(titles), self.words.title(node.date)
        return pattern.format(table=self.words.title(node.table), keys=keys, date=date)

    def difference(self, node: Difference, depth: int) -> str:
        """`W less D`, and with longer operands `the result of (i) ...; less (ii) ...`."""
        chain = subtractions(node)
        if all(isinstance(item, Symbol | Constant) for item in chain):
            first, *rest = (self.amount(item, depth) for item in chain)
            return first + "".join(self.words.minus.format(amount=item) for item in rest)
        told = [self.amount(item, depth + 1) for item in chain]
        items = self.labelled(told, depth, self.words.item_separator, self.words.less)
        return self.words.result.format(items=items)

    def ratio(self, node: Ratio, depth: int) -> str:
        pair = (node.numerator, node.denominator)
        told = [self.amount(item, depth + 1) for item in pair]
        if not all(isinstance(item, Symbol | Constant) for item in pair):
            told = [self.label(n, depth) + item for n, item in enumerate(told)]
        places = self.language.places(node.places)
        return self.words.ratio.format(places=places, numerator=told[0], denominator=told[1])

    def conditional(self, node: Conditional, depth: int) -> str:
        told = [
            self.words.case.format(
                condition=self.condition(case.condition, depth + 1), value=self.amount(case.value, depth + 1)
            )
            for case in node.cases
        ]
        told.append(self.words.otherwise.format(value=self.amount(node.otherwise, depth + 1)))
        return self.words.applicable.format(items=self.labelled(told, depth, self.words.last_item_separator))

    def condition(self, node: Condition, depth: int) -> str:
        match node:
            case Comparison(left, operator, right):
                pattern = self.words.comparisons[operator]
                return pattern.format(left=self.amount(left, depth), right=self.amount(right, depth))
            case And(conditions):
                return self.conditions(self.words.all_of, conditions, depth, self.words.last_item_separator)
            case Or(conditions):
                return self.conditions(self.words.any_of, conditions, depth, self.words.last_option_separator)
            case Not(condition):
                return self.words.not_so.format(condition=self.condition(condition, depth))
            case _:
                assert_never(node)

    def conditions(self, pattern: str, conditions: Iterable[Condition], depth: int, last: str) -> str:
        told = [self.condition(condition, depth + 1) for condition in conditions]
        return pattern.format(items=self.labelled(told, depth, last))

    def items(self, items: Sequence[Expression], depth: int) -> str:
        """Symbols and numbers in a row, longer operands in a list."""
        if all(isinstance(item, Symbol | Constant) for item in items):
            return self.row([self.amount(item, depth) for item in items])
        told = [self.amount(item, depth + 1) for item in items]
        return self.labelled(told, depth, self.words.last_item_separator)

    def row(self, told: Sequence[str]) -> str:
        *before, last = told or [""]
        return self.words.last_separator.join(filter(None, (self.words.separator.join(before), last)))

    def labelled(self, told: Sequence[str], depth: int, last: str, before: str = "") -> str:
        """A list with labels; `before` stands in front of every label but the first."""
        pieces = [self.label(0, depth) + told[0]]
        for n, item in enumerate(told[1:], 1):
            mark = last if n == len(told) - 1 else self.words.item_separator
            pieces.append(mark + before + self.label(n, depth) + item)
        return "".join(pieces)

    def label(self, number: int, depth: int) -> str:
        if depth >= len(LABELS) or number >= len(LABELS[depth]):
            place = f"step {self.number} ({self.of.symbol}, {self.of.name})"
            what = "lists deeper" if depth >= len(LABELS) else "a list longer"
            raise FormulaError(
                Fault(
                    place, f"{linear(self.of.value)} takes {what} than a reader follows", "name a part of it as a step"
                )
            )
        return LABELS[depth][number]


def subtractions(node: Difference) -> tuple[Expression, ...]:
    """A chain of differences from the left: a − b − c is (a, b, c)."""
    first = subtractions(node.minuend) if isinstance(node.minuend, Difference) else (node.minuend,)
    return (*first, node.subtrahend)
