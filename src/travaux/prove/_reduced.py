"""A formula -> the part of it that depends on some inputs; whatever does not becomes an input of its own, in its range.

What holds of the smaller formula for all values of the new inputs holds of the whole one, and a solver needs a
hundredth of the time for it.
"""

from __future__ import annotations

import string
from collections.abc import Collection
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from travaux.formula.nodes import Constant, Expression, Symbol, parts
from travaux.formula.numbers import WIDE
from travaux.formula.rebuild import rebuilt
from travaux.formula.unit import PURE
from travaux.formula.whole import Formula, Variable
from travaux.formula.widths import Width, Widths

_MOST_PLACES = 18


def reduced(formula: Formula, varying: Collection[str]) -> Formula:
    """The formula with the steps alone that depend on the inputs of these names. Units are no longer to be read."""
    return _Reduced(formula, varying).formula()


class _Reduced:
    def __init__(self, whole: Formula, varying: Collection[str]) -> None:
        self.whole, self.widths = whole, Widths(whole)
        self.own = [given for given in whole.inputs if given.name in varying]
        self.depend = {given.symbol for given in self.own}
        self.new: dict[Expression, Variable] = {}
        used = {given.symbol[0] for given in whole.inputs} | {step.symbol[0] for step in whole.steps}
        self.letter = next(letter for letter in string.ascii_letters if letter not in used)

    def formula(self) -> Formula:
        steps = []
        for step in self.whole.steps:
            if self.varies(step.value):
                self.depend.add(step.symbol)
                steps.append(replace(step, value=self.anew(step.value)))
        return Formula(self.whole.name, (*self.own, *self.new.values()), tuple(steps))

    def varies(self, node: Expression) -> bool:
        return any(isinstance(part, Symbol) and part.symbol in self.depend for part in parts(node))

    def anew(self, node: Expression) -> Expression:
        if self.varies(node):
            return rebuilt(node, self.anew)
        return node if isinstance(node, Constant) else Symbol(self.given(node).symbol)

    def given(self, node: Expression) -> Variable:
        """The input that stands for an amount."""
        if node not in self.new:
            symbol, name = f"{self.letter}{len(self.new)}", f"shared_{len(self.new)}"
            self.new[node] = _ranged(symbol, name, self.widths.of(node))
        return self.new[node]


def _ranged(symbol: str, name: str, width: Width) -> Variable:
    """An input that takes every value of a range."""
    places = min(width.places, _MOST_PLACES)
    unit = Decimal(1).scaleb(-places)
    low, high = width.low.quantize(unit, ROUND_FLOOR, WIDE), width.high.quantize(unit, ROUND_CEILING, WIDE)
    return Variable(symbol, name, PURE, low, high, places)
