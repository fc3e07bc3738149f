"""The tree of a calculation: a closed list of node types, from which text, example, amount and query are made.

There are no loops; every rounding is a node; the only division is a ratio rounded to stated digits. Rounding is
always half away from zero. `whole` makes formulas of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias, assert_never

from travaux.formula.unit import PURE, Unit

#: One letter, Latin or Greek, with an optional number: F, S1, φ.
SYMBOL = r"[A-Za-zΑ-ΡΣ-Ωα-ω][0-9]{0,2}"
#: What inputs, steps, tables and keys are called in data: the columns of a table of entries.
NAME = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"

Operator: TypeAlias = Literal["<", "<=", "=", ">=", ">"]


def at_least(count: int, what: str, items: tuple[object, ...]) -> None:
    """Raises ValueError where there are fewer."""
    if len(items) < count:
        raise ValueError(f"{what} has at least {count} operands, not {len(items)}")


def digits(places: int) -> None:
    """Raises ValueError for more decimal places than any engine holds."""
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
        at_least(2, "a sum", self.terms)


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
        at_least(2, "a product", self.factors)


@dataclass(frozen=True, slots=True)
class Max:
    """The greatest of two or more amounts."""

    options: tuple[Expression, ...]

    def __post_init__(self) -> None:
        at_least(2, "a maximum", self.options)


@dataclass(frozen=True, slots=True)
class Min:
    """The least of two or more amounts."""

    options: tuple[Expression, ...]

    def __post_init__(self) -> None:
        at_least(2, "a minimum", self.options)


@dataclass(frozen=True, slots=True)
class Round:
    """An amount rounded to decimal places."""

    value: Expression
    places: int

    def __post_init__(self) -> None:
        digits(self.places)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One amount divided by another and rounded once to decimal places."""

    numerator: Expression
    denominator: Expression
    places: int

    def __post_init__(self) -> None:
        digits(self.places)


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
        at_least(1, "a conditional", self.cases)


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
        at_least(2, "a ladder of evidence", self.options)


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
        at_least(2, "a conjunction", self.conditions)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more conditions."""

    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        at_least(2, "a disjunction", self.conditions)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    condition: Condition


Condition: TypeAlias = "Comparison | And | Or | Not"

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


def parts(node: Node) -> Iterator[Node]:
    """A node and everything below it, from left to right."""
    yield node
    for child in children(node):
        yield from parts(child)
