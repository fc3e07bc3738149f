"""A way of calculating -> what a text prints of it: numbered steps, symbols, the whole equation, rows of examples.

A line of a worked example is printed as a row of three cells: what is found, how, and the amount. The patterns for
rows are those of the language with a tab where a cell ends, so that a row is read back as a line is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from travaux.calculation.examples import Worked
from travaux.calculation.methods import Method
from travaux.formula.evaluate import Assessed, Traced
from travaux.formula.example import example_text
from travaux.formula.linear import equation
from travaux.formula.nodes import Expression, Lookup, Product, Round, Symbol
from travaux.formula.numbers import Notation, trimmed, unit_of
from travaux.formula.reason import Leaf
from travaux.formula.rebuild import rebuilt
from travaux.formula.says import FormulaLanguage
from travaux.formula.text import steps_text
from travaux.formula.unit import Unit
from travaux.formula.whole import Step
from travaux.model.quantity import MINOR_UNITS

#: How a good is named, from its key in tables and entries.
Named = Callable[[str], str]
TAB = "\t"
_BEFORE = " :=,;，：；＝"


def tabular(language: FormulaLanguage) -> FormulaLanguage:
    """The language with the lines of examples as rows: tabs in place of the marks before working and amount."""
    words = language.words
    middle = {"example_taken": "symbol", "example_step": "equation", "example_rounded": "equation"}
    names = ("example_given", "example_key", "example_found", "example_found_by", *middle)
    cells: dict[str, Any] = {name: _cells(getattr(words, name), middle.get(name, "")) for name in names}
    return replace(language, words=replace(words, **cells))


def _cells(pattern: str, middle: str) -> str:
    """The pattern with a tab before the slot of the working, where it has one, and before that of the amount."""
    head, _, rest = pattern.rpartition("{value}")
    if not middle:
        return f"{head.rstrip(_BEFORE)}{TAB}{TAB}{{value}}{rest}"
    title, _, working = head.partition(f"{{{middle}}}")
    return f"{title.rstrip(_BEFORE)}{TAB}{{{middle}}}{working.rstrip(_BEFORE)}{TAB}{{value}}{rest}"


def symbols(method: Method, language: FormulaLanguage) -> tuple[tuple[str, str], ...]:
    """The symbols that an entry gives, each with what it stands for."""
    return tuple((given.symbol, language.words.title(given.name)) for given in method.formula.inputs)


def steps_of(method: Method, language: FormulaLanguage) -> tuple[str, ...]:
    """The numbered steps."""
    return steps_text(method.formula, language)


def whole(steps: Sequence[Step]) -> Step:
    """The result with the steps from the shortfall on put into one another.

    Raises ValueError where there is no such step.
    """
    names = [step.name for step in steps]
    first, last = names.index("shortfall"), names.index("border_adjustment")
    inner = {s.symbol: s.value for s in steps[first:last] if not isinstance(s.value, Lookup)}
    due = steps[last]
    return Step(due.symbol, due.name, _put_in(due.value, inner))


def whole_text(steps: Sequence[Step], language: FormulaLanguage) -> str:
    """The equation of the result."""
    return equation(whole(steps), plain(language))


def plain(language: FormulaLanguage) -> Notation:
    """How an equation writes numbers: with the decimal mark of the language and no mark between thousands."""
    return Notation(language.notation.decimal_mark, "")


def _put_in(node: Expression, inner: Mapping[str, Expression]) -> Expression:
    """The expression with steps in the place of their symbols; products within a product become one."""
    if isinstance(node, Symbol) and node.symbol in inner:
        return _put_in(inner[node.symbol], inner)
    anew = rebuilt(node, lambda child: _put_in(child, inner))
    if not isinstance(anew, Product):
        return anew
    return Product(tuple(f for each in anew.factors for f in (each.factors if isinstance(each, Product) else (each,))))


def rows(method: Method, worked: Worked, language: FormulaLanguage, named: Named) -> tuple[tuple[str, ...], ...]:
    """The cells of each line of an example."""
    assessed = Assessed(worked.assessed.amount, worked.assessed.unit, tuple(map(_tidy, worked.assessed.steps)))
    tidy = {traced.step.symbol: traced.value for traced in assessed.steps}
    put_in = tuple(replace(traced, given=_given(traced, tidy)) for traced in assessed.steps)
    lines = example_text(method.formula, worked.given, replace(assessed, steps=put_in), tabular(language), named)
    return tuple(tuple(re.split(TAB, line)) for line in lines)


def _given(traced: Traced, tidy: dict[str, Decimal]) -> tuple[tuple[Leaf, Decimal | None, Unit], ...]:
    return tuple(
        (leaf, tidy.get(leaf.symbol, value) if isinstance(leaf, Symbol) else value, unit)
        for leaf, value, unit in traced.given
    )


def _tidy(traced: Traced) -> Traced:
    """Without idle zeros behind the minor unit; what a step rounds keeps the places to which it does."""
    money = traced.unit.above[0].name if len(traced.unit.above) == 1 and not traced.unit.below else ""
    least = MINOR_UNITS.get(money, 0)
    value = traced.value if isinstance(traced.step.value, Round | Lookup) else _at_least(traced.value, least)
    return replace(traced, exact=_at_least(traced.exact, least), value=value)


def _at_least(value: Decimal, places: int) -> Decimal:
    """The same number with its idle zeros gone, and no fewer than some decimal places."""
    short = trimmed(value)
    exponent = short.as_tuple().exponent
    return short.quantize(unit_of(places)) if isinstance(exponent, int) and -exponent < places else short
