"""A worked example: every input, every value that is looked up and every step, with units and rounding."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from travaux.formula.evaluate import Assessed, Given, Traced
from travaux.formula.linear import equation, linear
from travaux.formula.nodes import Constant, Expression, FirstKnown, Lookup, Round, Symbol
from travaux.formula.reason import Leaf
from travaux.formula.rebuild import rebuilt
from travaux.formula.says import FormulaLanguage
from travaux.formula.unit import PURE, SHARE, Unit
from travaux.formula.whole import Formula, Variable

#: How the value of a key is printed: the name of a good instead of its key.
Named = Callable[[str], str]


def example_text(
    formula: Formula, given: Given, assessed: Assessed, language: FormulaLanguage, named: Named = str
) -> tuple[str, ...]:
    """The lines of a worked example of one entry."""
    return tuple(_Example(formula, given, assessed, language, named).lines())


def inserted(node: Expression, values: dict[Leaf, tuple[Decimal | None, Unit]]) -> Expression:
    """The expression with numbers in the place of symbols; units are left to the lists of inputs and results."""
    match node:
        case Symbol() | Lookup():
            value, unit = values[node]
            assert value is not None, f"{node} has no value"
            return _number(value, unit)
        case FirstKnown(options):
            return inserted(next(option for option in options if values[option][0] is not None), values)
        case Constant(value, unit):
            return node if unit is None else _number(value, unit)
        case _:
            return rebuilt(node, lambda child: inserted(child, values))


def bare(node: Expression) -> Expression:
    """The expression without the units of its numbers, which the step states in the words of its language."""
    if isinstance(node, Constant):
        return node if node.unit is None else _number(node.value, node.unit)
    return rebuilt(node, bare)


def _number(value: Decimal, unit: Unit) -> Constant:
    return Constant(value, SHARE if unit.share else PURE)


class _Example:
    def __init__(
        self, formula: Formula, given: Given, assessed: Assessed, language: FormulaLanguage, named: Named
    ) -> None:
        self.formula, self.given, self.assessed = formula, given, assessed
        self.language, self.words, self.named = language, language.words, named
        self.values = {leaf: (value, unit) for t in assessed.steps for leaf, value, unit in t.given}

    def lines(self) -> Iterator[str]:
        yield from (self.input(each) for each in self.formula.inputs if self.known(each))
        yield from (self.key(name) for name in self.formula.columns[len(self.formula.inputs) :] if name in self.given)
        yield from (self.found(look) for look in self.formula.lookups if self.values[look][0] is not None)
        yield from (self.step(number, traced) for number, traced in enumerate(self.assessed.steps, 1))

    def known(self, variable: Variable) -> bool:
        return self.given.get(variable.name) is not None

    def input(self, variable: Variable) -> str:
        value = self.given[variable.name]
        assert isinstance(value, Decimal | int)
        told = self.language.amount(Decimal(value), variable.unit)
        return self.words.example_given.format(
            title=self.words.title(variable.name), symbol=variable.symbol, value=told
        )

    def key(self, name: str) -> str:
        return self.words.example_key.format(title=self.words.title(name), value=self.told_key(name))

    def told_key(self, name: str) -> str:
        value = self.given[name]
        if isinstance(value, datetime.date):
            return self.language.day(value)
        return self.language.currencies.get(str(value)) or self.named(str(value))

    def found(self, look: Lookup) -> str:
        value, unit = self.values[look]
        assert value is not None, f"{look} has no value"
        pattern = self.words.example_found_by if look.keys else self.words.example_found
        return pattern.format(
            title=self.words.title(look.table),
            keys=", ".join(map(self.told_key, look.keys)),
            date=self.told_key(look.date),
            value=self.language.amount(value, unit),
        )

    def step(self, number: int, traced: Traced) -> str:
        words, step, notation = self.words, traced.step, self.language.notation
        title, value = words.title(step.name), self.language.amount(traced.value, traced.unit)
        if isinstance(step.value, Lookup):
            return words.example_taken.format(n=number, title=title, symbol=step.symbol, value=value)
        calculated = step.value.value if isinstance(step.value, Round) else step.value
        told = linear(inserted(calculated, self.values), notation)
        left = equation(type(step)(step.symbol, step.name, bare(calculated)), notation)
        if not isinstance(step.value, Round):
            return words.example_step.format(n=number, title=title, equation=left, inserted=told, value=value)
        places, exact = self.language.places(step.value.places), self.language.amount(traced.exact, traced.unit)
        return words.example_rounded.format(
            n=number, title=title, equation=left, inserted=told, exact=exact, places=places, value=value
        )
