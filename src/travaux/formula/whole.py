"""A whole formula: inputs, tables and an ordered list of named steps, the last of which is its result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from travaux.formula.nodes import NAME, SYMBOL, Expression, FirstKnown, Lookup, Symbol, at_least, digits, parts
from travaux.formula.numbers import rounded
from travaux.formula.unit import Unit


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
        at_least(1, "a formula", self.steps)
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


def _well_formed(pattern: str, what: str, words: list[str]) -> None:
    for word in words:
        if not re.fullmatch(pattern, word):
            raise ValueError(f"{word!r} is not a {what}")
        if words.count(word) > 1:
            raise ValueError(f"the {what} {word} is given twice")


def _ranged(thing: Variable | Table) -> None:
    digits(thing.places)
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
