"""A line back to the tree: what `linear` writes is read to the same expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.linear import AND, NBSP, NOT, OR, SIGNS
from travaux.formula.nodes import (
    NAME,
    SYMBOL,
    And,
    Case,
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
)
from travaux.formula.numbers import PLAIN, Notation
from travaux.formula.precedence import MINUS, PLUS, TIMES
from travaux.formula.unit import PURE, SHARE, Base, Unit

T = TypeVar("T")
#: Brackets within brackets, beyond what anyone writes.
_DEEPEST = 40
_OPERATORS: Mapping[str, Operator] = {"<": "<", "≤": "<=", "=": "=", "≥": ">=", ">": ">"}
#: Units of mass whose names hold a blank; of any other unit the first word is the name.
_LONG_NAMES = ("short ton", "long ton", "troy oz")


def parse_equation(text: str, notation: Notation = PLAIN) -> tuple[str, Expression]:
    """The symbol and the expression of `A = max(0, F × C − W)`."""
    symbol, found, rest = text.partition(" = ")
    if not found or not re.fullmatch(SYMBOL, symbol):
        raise FormulaError(Fault(repr(text), "an equation begins with a symbol and an equals sign, as in `A = F × C`"))
    return symbol, parse_linear(rest, notation)


def parse_linear(text: str, notation: Notation = PLAIN) -> Expression:
    """An expression from one line. Raises FormulaError that says where reading stopped."""
    return LineReader(text, notation).whole()


def read_linear(text: str, at: int, notation: Notation = PLAIN) -> tuple[Expression, int] | None:
    """An expression at a place of a text and where it ends; None where there is none."""
    reader = LineReader(text, notation)
    reader.at = at
    try:
        return reader.amount(), reader.at
    except ValueError:
        return None


def read_equation(text: str, at: int, notation: Notation = PLAIN) -> tuple[tuple[str, Expression], int] | None:
    """An equation at a place of a text and where it ends; None where there is none."""
    head = re.compile(rf"({SYMBOL}) = ").match(text, at)
    found = head and read_linear(text, head.end(), notation)
    return ((head[1], found[0]), found[1]) if head and found else None


class LineReader:
    """Reads one line from the left. What stands at a place is read once, however often it is tried."""

    def __init__(self, text: str, notation: Notation) -> None:
        self.text, self.notation, self.at, self.depth = text, notation, 0, 0
        self.kept: dict[tuple[str, int], tuple[Any, int]] = {}
        self.number = re.compile(rf"({notation.pattern})(%|{NBSP}[^\s,;)\]]+(?:{NBSP}[^\s,;)\]]+)*)?")
        self.functions: dict[str, Callable[[], Expression]] = {
            "max(": lambda: Max(self.arguments()),
            "min(": lambda: Min(self.arguments()),
            "first(": lambda: self.ladder(self.arguments()),
            "round(": self.rounding,
            "ratio(": self.ratio,
            "if(": self.conditional,
        }

    def whole(self) -> Expression:
        """What the rest of the text says. Raises FormulaError that says where reading stopped."""
        try:
            found = self.amount()
        except FormulaError:
            raise
        except ValueError as error:
            raise FormulaError(Fault(repr(self.text), str(error))) from None
        if self.at != len(self.text):
            raise self.error()
        return found

    def error(self) -> FormulaError:
        return FormulaError(Fault(repr(self.text), f"cannot be read at {self.text[self.at :][:30]!r}"))

    def takes(self, mark: str) -> bool:
        found = self.text.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found

    def wants(self, mark: str) -> None:
        if not self.takes(mark):
            raise self.error()

    def once(self, kind: str, read: Callable[[], T]) -> T:
        """What stands at this place, read once however often it is tried; an error is kept as well."""
        key = kind, self.at
        if key not in self.kept:
            self.kept[key] = (self.outcome(read), self.at)
        found, self.at = self.kept[key]
        if isinstance(found, FormulaError):
            raise found
        result: T = found
        return result

    def outcome(self, read: Callable[[], T]) -> T | FormulaError:
        self.depth += 1
        try:
            return read() if self.depth < _DEEPEST else self.error()
        except FormulaError as error:
            return error
        finally:
            self.depth -= 1

    def amount(self) -> Expression:
        return self.once("amount", self.chain)

    def chain(self) -> Expression:
        """A chain of sums and differences. An addition extends only a sum that this chain has begun."""
        found, begun = self.product(), False
        while True:
            if self.takes(f" {PLUS} "):
                term = self.product()
                terms = found.terms if begun and isinstance(found, Sum) else (found,)
                found, begun = Sum((*terms, term)), True
            elif self.takes(f" {MINUS} "):
                found, begun = Difference(found, self.product()), False
            else:
                return found

    def product(self) -> Expression:
        factors = [self.single()]
        while self.takes(f" {TIMES} "):
            factors.append(self.single())
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def single(self) -> Expression:
        if self.takes("("):
            found = self.amount()
            self.wants(")")
            return found
        for opening, read in self.functions.items():
            if self.takes(opening):
                found = read()
                self.wants(")")
                return found
        return self.leaf()

    def leaf(self) -> Expression:
        if found := self.number.match(self.text, self.at):
            self.at = found.end()
            return constant_of(self.notation.read(found[1]), found[2] or "")
        if found := re.compile(rf"({NAME})\[({NAME}(?:, {NAME})*)\]").match(self.text, self.at):
            self.at = found.end()
            *keys, date = found[2].split(", ")
            return Lookup(found[1], tuple(keys), date)
        if found := re.compile(SYMBOL).match(self.text, self.at):
            self.at = found.end()
            return Symbol(found[0])
        raise self.error()

    # --- functions

    def arguments(self) -> tuple[Expression, ...]:
        found = [self.amount()]
        while self.takes(self.notation.separator):
            found.append(self.amount())
        return tuple(found)

    def ladder(self, options: Sequence[Expression]) -> FirstKnown:
        known = tuple(option for option in options if isinstance(option, Symbol | Lookup))
        if len(known) != len(options):
            raise self.error()
        return FirstKnown(known)

    def places(self) -> int:
        self.wants(self.notation.separator)
        found = re.compile(r"\d{1,2}").match(self.text, self.at)
        if not found:
            raise self.error()
        self.at = found.end()
        return int(found[0])

    def rounding(self) -> Round | Ratio:
        return Round(self.amount(), self.places())

    def ratio(self) -> Ratio:
        numerator = self.amount()
        self.wants(self.notation.separator)
        return Ratio(numerator, self.amount(), self.places())

    def conditional(self) -> Conditional:
        cases: list[Case] = []
        while (condition := self.tried(self.conditions)) is not None:
            self.wants(self.notation.separator)
            cases.append(Case(condition, self.amount()))
            self.wants(self.notation.separator)
        return Conditional(tuple(cases), self.amount())

    def tried(self, read: Callable[[], Condition]) -> Condition | None:
        start = self.at
        try:
            return read()
        except FormulaError:
            self.at = start
            return None

    # --- conditions

    def conditions(self) -> Condition:
        first = self.condition()
        for mark, kind in ((AND, And), (OR, Or)):
            found = [first]
            while self.takes(f" {mark} "):
                found.append(self.condition())
            if len(found) > 1:
                return kind(tuple(found))
        return first

    def condition(self) -> Condition:
        return self.once("condition", self.single_condition)

    def single_condition(self) -> Condition:
        if self.takes(f"{NOT}("):
            inner = self.conditions()
            self.wants(")")
            return Not(inner)
        return self.tried(self.bracketed) or self.comparison()

    def bracketed(self) -> Condition:
        self.wants("(")
        found = self.conditions()
        self.wants(")")
        return found

    def comparison(self) -> Comparison:
        left = self.amount()
        for sign in SIGNS.values():
            if self.takes(f" {sign} "):
                return Comparison(left, _OPERATORS[sign], self.amount())
        raise self.error()


def constant_of(number: Decimal, unit: str) -> Constant:
    """A number and what stands behind it: nothing, `%`, or a unit."""
    if unit == "%":
        return Constant(number.scaleb(-2), SHARE)
    return Constant(number, _unit(unit.strip(NBSP)) if unit else PURE)


def _unit(text: str) -> Unit:
    above, *below = text.replace(NBSP, " ").split("/")
    return Unit.made([_base(word) for word in above.split("*") if word != "1"], map(_base, below))


def _base(text: str) -> Base:
    name = next((name for name in _LONG_NAMES if f"{text} ".startswith(f"{name} ")), text.partition(" ")[0])
    return Base(name, text[len(name) :].strip())
