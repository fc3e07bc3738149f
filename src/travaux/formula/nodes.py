"""The tree of a calculation: a closed list of node types, from which text, example, amount and query are made.

There are no loops; every rounding is a node; the only division is a ratio rounded to stated digits. Rounding is
always half away from zero. A formula is an ordered list of named steps; the last of them is its result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias, assert_never

from travaux.formula.numbers import rounded
from travaux.formula.unit import PURE, Unit

#: One letter, Latin or Greek, with an optional number: F, S1, φ.
SYMBOL = r"[A-Za-zΑ-ΡΣ-Ωα-ω][0-9]{0,2}"
#: What inputs, steps, tables and keys are called in data: the columns of a table of entries.
NAME = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"

Operator: TypeAlias = Literal["<", "<=", "=", ">=", ">"]


def _at_least(count: int, what: str, items: tuple[object, ...]) -> None:
    if len(items) < count:
        raise ValueError(f"{what} has at least {count} operands, not {len(items)}")


def _digits(places: int) -> None:
    if not 0 <= places <= 18:
        raise ValueError(f"{places} is not a number of decimal places from 0 to 18")


# --- amounts -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that the text fixes. Zero has no unit, because it is nothing of anything."""

    value: Decimal
    unit: Unit | None = PURE

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise ValueError(f"{self.value!r} is not an exact finite number")
        if self.value == 0:
            object.__setattr__(self, "value", Decimal(0))
            object.__setattr__(self, "unit", None)
        elif self.unit is None:
            raise ValueError(f"{self.value} has no unit")


ZERO = Constant(Decimal(0))


@dataclass(frozen=True, slots=True)
class Symbol:
    """The amount of an input or of an earlier step, by its symbol."""

    symbol: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Two or more amounts added."""

    terms: tuple[Expression, ...]

    def __post_init__(self) -> None:
        _at_least(2, "a sum", self.terms)


@dataclass(frozen=True, slots=True)
class Difference:
    """One amount less another."""

    minuend: Expression
    subtrahend: Expression


@dataclass(frozen=True, slots=True)
class Product:
    """Two or more amounts multiplied."""

    factors: tuple[Expression, ...]

    def __post_init__(self) -> None:
        _at_least(2, "a product", self.factors)


@dataclass(frozen=True, slots=True)
class Max:
    """The greatest of two or more amounts."""

    options: tuple[Expression, ...]

    def __post_init__(self) -> None:
        _at_least(2, "a maximum", self.options)


@dataclass(frozen=True, slots=True)
class Min:
    """The least of two or more amounts."""

    options: tuple[Expression, ...]

    def __post_init__(self) -> None:
        _at_least(2, "a minimum", self.options)


@dataclass(frozen=True, slots=True)
class Round:
    """An amount rounded to decimal places."""

    value: Expression
    places: int

    def __post_init__(self) -> None:
        _digits(self.places)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One amount divided by another and rounded once to decimal places."""

    numerator: Expression
    denominator: Expression
    places: int

    def __post_init__(self) -> None:
        _digits(self.places)


@dataclass(frozen=True, slots=True)
class Case:
    """An amount and the condition under which it applies."""

    condition: Condition
    value: Expression


@dataclass(frozen=True, slots=True)
class Conditional:
    """The amount of the first case whose condition is met, and another where none is."""

    cases: tuple[Case, ...]
    otherwise: Expression

    def __post_init__(self) -> None:
        _at_least(1, "a conditional", self.cases)


@dataclass(frozen=True, slots=True)
class Lookup:
    """The value of a table for keys, in force on a date. Keys and date are named as columns of the entries."""

    table: str
    keys: tuple[str, ...]
    date: str


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """The first of several inputs or table values that is known: a ladder of evidence."""

    options: tuple[Symbol | Lookup, ...]

    def __post_init__(self) -> None:
        _at_least(2, "a ladder of evidence", self.options)


Expression: TypeAlias = (
    "Constant | Symbol | Sum | Difference | Product | Max | Min | Round | Ratio | Conditional | Lookup | FirstKnown"
)

# --- conditions ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two amounts compared."""

    left: Expression
    operator: Operator
    right: Expression


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more conditions."""

    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _at_least(2, "a conjunction", self.conditions)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more conditions."""

    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _at_least(2, "a disjunction", self.conditions)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    condition: Condition


Condition: TypeAlias = "Comparison | And | Or | Not"

# --- the whole -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Variable:
    """An input: its symbol and name, its unit, and the range and decimal places that its values keep to."""

    symbol: str
    name: str
    unit: Unit
    low: Decimal
    high: Decimal
    places: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a formula looks values up in: by keys, each value from a first day on."""

    name: str
    unit: Unit
    low: Decimal
    high: Decimal
    places: int


@dataclass(frozen=True, slots=True)
class Step:
    """A named step: what the text numbers and the worked example prints as a line."""

    symbol: str
    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Formula:
    """A calculation: inputs, tables, and steps of which each sees the inputs and the steps before it."""

    name: str
    inputs: tuple[Variable, ...]
    steps: tuple[Step, ...]
    tables: tuple[Table, ...] = ()

    def __post_init__(self) -> None:
        _at_least(1, "a formula", self.steps)
        symbols = [given.symbol for given in self.inputs] + [step.symbol for step in self.steps]
        names = [*self.columns, *(step.name for step in self.steps), *(table.name for table in self.tables)]
        _well_formed(SYMBOL, "symbol", symbols)
        _well_formed(NAME, "name", names)
        for given in self.inputs:
            _ranged(given)
        for table in self.tables:
            _ranged(table)
        _known(self)

    @property
    def result(self) -> Step:
        """The last step."""
        return self.steps[-1]

    @property
    def columns(self) -> tuple[str, ...]:
        """What an entry gives: the names of the inputs, then keys and dates by which tables are read."""
        looked_up = [column for look in self.lookups for column in (*look.keys, look.date)]
        return (*(given.name for given in self.inputs), *dict.fromkeys(looked_up))

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """Every table look-up, once, in the order of the steps."""
        found = (part for step in self.steps for part in parts(step.value) if isinstance(part, Lookup))
        return tuple(dict.fromkeys(found))


Node: TypeAlias = "Expression | Condition | Case"


def children(node: Node) -> tuple[Node, ...]:
    """What stands directly below a node."""
    match node:
        case Constant() | Symbol() | Lookup():
            return ()
        case Sum(items) | Product(items) | Max(items) | Min(items):
            return items
        case FirstKnown(items):
            return items
        case And(items) | Or(items):
            return items
        case Difference(first, second) | Ratio(first, second):
            return (first, second)
        case Comparison(left=first, right=second):
            return (first, second)
        case Round(value=only):
            return (only,)
        case Not(only):
            return (only,)
        case Case(condition, value):
            return (condition, value)
        case Conditional(cases, otherwise):
            return (*cases, otherwise)
        case _:
            assert_never(node)


def rebuilt(node: Expression, make: Callable[[Expression], Expression]) -> Expression:
    """The expression with every amount directly below it, or in its conditions, made anew."""
    match node:
        case Constant() | Symbol() | Lookup() | FirstKnown():
            return node
        case Sum(items):
            return Sum(tuple(map(make, items)))
        case Product(items):
            return Product(tuple(map(make, items)))
        case Max(items):
            return Max(tuple(map(make, items)))
        case Min(items):
            return Min(tuple(map(make, items)))
        case Difference(first, second):
            return Difference(make(first), make(second))
        case Ratio(first, second, places):
            return Ratio(make(first), make(second), places)
        case Round(value, places):
            return Round(make(value), places)
        case Conditional(cases, otherwise):
            anew = (Case(_condition_rebuilt(case.condition, make), make(case.value)) for case in cases)
            return Conditional(tuple(anew), make(otherwise))
        case _:
            assert_never(node)


def _condition_rebuilt(node: Condition, make: Callable[[Expression], Expression]) -> Condition:
    match node:
        case Comparison(left, operator, right):
            return Comparison(make(left), operator, make(right))
        case And(items):
            return And(tuple(_condition_rebuilt(item, make) for item in items))
        case Or(items):
            return Or(tuple(_condition_rebuilt(item, make) for item in items))
        case Not(item):
            return Not(_condition_rebuilt(item, make))
        case _:
            assert_never(node)


def parts(node: Node) -> Iterator[Node]:
    """A node and everything below it, from left to right."""
    yield node
    for child in children(node):
        yield from parts(child)


def _well_formed(pattern: str, what: str, words: list[str]) -> None:
    for word in words:
        if not re.fullmatch(pattern, word):
            raise ValueError(f"{word!r} is not a {what}")
        if words.count(word) > 1:
            raise ValueError(f"the {what} {word} is given twice")


def _ranged(thing: Variable | Table) -> None:
    _digits(thing.places)
    if not (thing.low.is_finite() and thing.high.is_finite() and thing.low <= thing.high):
        raise ValueError(f"{thing.name} ranges from {thing.low} to {thing.high}, which holds nothing")
    for bound in (thing.low, thing.high):
        if rounded(bound, thing.places) != bound:
            raise ValueError(f"the bound {bound} of {thing.name} has more than {thing.places} decimal places")


def _known(formula: Formula) -> None:
    """Raises ValueError where a step names what does not stand before it."""
    seen, tables = {given.symbol for given in formula.inputs}, {table.name for table in formula.tables}
    inputs = frozenset(seen)
    for step in formula.steps:
        for part in parts(step.value):
            if isinstance(part, Symbol) and part.symbol not in seen:
                raise ValueError(f"step {step.symbol} uses {part.symbol}, which no input and no earlier step gives")
            if isinstance(part, Lookup) and part.table not in tables:
                raise ValueError(f"step {step.symbol} looks up {part.table}, which is not among the tables")
            if isinstance(part, FirstKnown) and any(
                isinstance(o, Symbol) and o.symbol not in inputs for o in part.options
            ):
                raise ValueError(
                    f"step {step.symbol} has a ladder of evidence with a step in it: a step is always known"
                )
        seen.add(step.symbol)
