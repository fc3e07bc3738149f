"""Printed text back to the tree: declarations of inputs and numbered steps become the formula they were made from.

The grammar is the patterns of the language. An unreadable text is a `FormulaError` that says where reading stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import TypeVar

from travaux.formula.nodes import (
    SYMBOL,
    And,
    Case,
    Comparison,
    Condition,
    Conditional,
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
)
from travaux.formula.reader import Reader, Slot
from travaux.formula.says import FormulaLanguage
from travaux.formula.text import LABELS
from travaux.formula.whole import Formula, Step, Table, Variable

T = TypeVar("T")


def parse_formula(name: str, declarations: Iterable[str], steps: Iterable[str], language: FormulaLanguage) -> Formula:
    """A whole formula from the texts of `inputs_text` and `steps_text`."""
    declared = [_declaration(text, language) for text in declarations]
    inputs = tuple(thing for thing in declared if isinstance(thing, Variable))
    tables = tuple(thing for thing in declared if isinstance(thing, Table))
    return Formula(name, inputs, parse_steps(steps, language), tables)


def parse_steps(steps: Iterable[str], language: FormulaLanguage) -> tuple[Step, ...]:
    """The steps alone, where inputs and tables are known."""
    return tuple(parse_step(number, text, language) for number, text in enumerate(steps, 1))


def _declaration(text: str, language: FormulaLanguage) -> Variable | Table:
    reader = _Expressions(text, language, "declaration")
    for pattern, kind in ((language.words.input, Variable), (language.words.table, Table)):
        found = reader.whole(
            pattern,
            symbol=lambda: reader.match(SYMBOL),
            title=reader.title,
            unit=reader.in_unit,
            places=reader.places,
            low=reader.number,
            high=reader.number,
        )
        if found is not None:
            found["name"] = found.pop("title")
            return kind(**found)
    raise reader.error()


def parse_step(number: int, text: str, language: FormulaLanguage) -> Step:
    """One step, from its number and its text."""
    for old, new in language.words.synonyms.items():
        text = text.replace(old, new)
    reader = _Expressions(text, language, f"step {number}")
    slots: dict[str, Slot] = {
        "n": lambda: reader.match(str(number)),
        "title": reader.title,
        "symbol": lambda: reader.match(SYMBOL),
        "expression": lambda: reader.amount(0),
        "places": reader.places,
    }
    words = language.words
    if (found := reader.whole(words.step + words.round_result, **slots)) is not None:
        return Step(found["symbol"], found["title"], Round(found["expression"], found["places"]))
    if (found := reader.whole(words.step, **slots)) is not None:
        return Step(found["symbol"], found["title"], found["expression"])
    raise reader.error()


class _Expressions(Reader):
    """Reads expressions. What is read once at a place and depth is kept."""

    def __init__(self, text: str, language: FormulaLanguage, place: str) -> None:
        super().__init__(text, language, place)
        self.kept: dict[tuple[int, int], tuple[Expression | None, int]] = {}

    def amount(self, depth: int) -> Expression | None:
        """An expression at this place, with the chain of deductions that follows it."""
        start = self.at
        if (start, depth) not in self.kept:
            found = self.chain(depth)
            self.kept[start, depth] = (found, self.at)
        found, self.at = self.kept[start, depth]
        return found

    def chain(self, depth: int) -> Expression | None:
        found = self.single(depth)
        while found is not None and (less := self.pattern(self.words.minus, amount=self.leaf)) is not None:
            found = Difference(found, less["amount"])
        return found

    def single(self, depth: int) -> Expression | None:
        for name, make in self.forms(depth).items():
            pattern, slots, build = getattr(self.words, name), *make
            if (found := self.pattern(pattern, **slots)) is not None:
                built: Expression = build(**found)
                return built
        return self.leaf()

    def leaf(self) -> Expression | None:
        if (constant := self.taken(self.quantities.constant(self.text, self.at))) is not None:
            return constant
        symbol = self.match(rf"{SYMBOL}(?![A-Za-zΑ-Ωα-ω0-9])")
        return None if symbol is None else Symbol(symbol)

    def forms(self, depth: int) -> Mapping[str, tuple[dict[str, Slot], Callable[..., Expression]]]:
        """By pattern: what its slots are read by, and the node they make."""
        items: dict[str, Slot] = {"items": lambda: self.items(depth)}
        listed: dict[str, Slot] = {"items": lambda: self.listed(depth, lambda: self.amount(depth + 1))}
        less: dict[str, Slot] = {"items": lambda: self.deductions(depth)}
        cases: dict[str, Slot] = {"items": lambda: self.listed(depth, lambda: self.case(depth + 1))}
        value: dict[str, Slot] = {"places": self.places, "value": lambda: self.amount(depth)}
        ratio: dict[str, Slot] = {
            "places": self.places,
            "numerator": lambda: self.operand(depth, 0),
            "denominator": lambda: self.operand(depth, 1),
        }
        table: dict[str, Slot] = {"table": self.title, "keys": self.keys, "date": self.title}
        return {
            "sum": (items, lambda items: Sum(items)),
            "product": (items, lambda items: Product(items)),
            "greatest": (items, lambda items: Max(items)),
            "least": (items, lambda items: Min(items)),
            "first_known": (listed, lambda items: FirstKnown(items)),
            "applicable": (cases, lambda items: Conditional(items[:-1], items[-1])),
            "result": (less, lambda items: reduce(Difference, items)),
            "rounded": (value, lambda places, value: Round(value, places)),
            "ratio": (ratio, lambda places, numerator, denominator: Ratio(numerator, denominator, places)),
            "lookup_by": (table, lambda table, keys, date: Lookup(table, keys, date)),
            "lookup": (table, lambda table, date: Lookup(table, (), date)),
        }

    def operand(self, depth: int, number: int) -> Expression | None:
        return self.amount(depth + 1) if self.label(depth, number) else self.leaf()

    def items(self, depth: int) -> tuple[Expression, ...] | None:
        start = self.at
        listed: tuple[Expression, ...] | None = self.listed(depth, lambda: self.amount(depth + 1))
        if listed is not None:
            return listed
        self.at = start
        return self.row(self.leaf)

    def keys(self) -> tuple[str, ...] | None:
        return self.row(self.title)

    def row(self, read: Callable[[], T | None]) -> tuple[T, ...] | None:
        """`A`, `A and B`, `A, B and C`."""
        found: list[T] = []
        while (item := read()) is not None:
            found.append(item)
            if self.literal(self.words.last_separator):
                last = read()
                return None if last is None else (*found, last)
            if not self.literal(self.words.separator):
                return tuple(found)
        return None

    def label(self, depth: int, number: int) -> bool:
        """The label of a list at this place."""
        return depth < len(LABELS) and number < len(LABELS[depth]) and self.literal(LABELS[depth][number])

    def listed(self, depth: int, read: Callable[[], T | None]) -> tuple[T, ...] | None:
        """A list with labels; its last item follows one of the last separators."""
        found: list[T] = []
        last = False
        while not last and self.label(depth, len(found)) and (item := read()) is not None:
            found.append(item)
            last = self.literal(self.words.last_item_separator) or self.literal(self.words.last_option_separator)
            if not last and not self.literal(self.words.item_separator):
                return None
        if not last or not self.label(depth, len(found)) or (item := read()) is None:
            return None
        return (*found, item)

    def deductions(self, depth: int) -> Sequence[Expression] | None:
        """`(i) A; less (ii) B; less (iii) C`."""
        found: list[Expression] = []
        while self.label(depth, len(found)) and (item := self.amount(depth + 1)) is not None:
            found.append(item)
            if not self.literal(self.words.item_separator + self.words.less):
                return found if len(found) > 1 else None
        return None

    # --- conditions

    def case(self, depth: int) -> Case | Expression | None:
        slots: dict[str, Slot] = {"condition": lambda: self.condition(depth), "value": lambda: self.amount(depth)}
        if found := self.pattern(self.words.case, **slots):
            return Case(**found)
        found = self.pattern(self.words.otherwise, **slots)
        return None if found is None else found["value"]

    def condition(self, depth: int) -> Condition | None:
        listed: dict[str, Slot] = {"items": lambda: self.listed(depth, lambda: self.condition(depth + 1))}
        if found := self.pattern(self.words.all_of, **listed):
            return And(found["items"])
        if found := self.pattern(self.words.any_of, **listed):
            return Or(found["items"])
        if found := self.pattern(self.words.not_so, condition=lambda: self.condition(depth)):
            return Not(found["condition"])
        return self.comparison(depth)

    def comparison(self, depth: int) -> Comparison | None:
        sides: dict[str, Slot] = {"left": lambda: self.amount(depth), "right": lambda: self.amount(depth)}
        for operator, pattern in self.words.comparisons.items():
            if found := self.pattern(pattern, **sides):
                return Comparison(found["left"], _operator(operator), found["right"])
        return None


def _operator(text: str) -> Operator:
    operators: dict[str, Operator] = {"<": "<", "<=": "<=", "=": "=", ">=": ">=", ">": ">"}
    return operators[text]
