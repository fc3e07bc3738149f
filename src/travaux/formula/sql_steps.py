"""The steps of several formulas -> the columns of one query: a step that two of them have stands in one column.

Its type holds the values of all of them, so that what follows is the same expression for each and is computed once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from travaux.formula.evaluate import leaves
from travaux.formula.literals import among, name
from travaux.formula.nodes import Conditional, Expression, Max, Min, Round, Symbol, parts
from travaux.formula.reason import Leaf, needs_of
from travaux.formula.sql_amount import WIDE, Amounts, Dialect, cast, decimal_type, literal
from travaux.formula.sql_given import Given
from travaux.formula.sql_guess import Guesses
from travaux.formula.tables import Tables
from travaux.formula.whole import Formula, Step
from travaux.formula.widths import Width, Widths, hull

#: A binary number of more characters is a column, so that it is written and computed once.
_SHORT = 100
#: The column with the number of the way that serves an entry without a reason.
SERVED = "_served"


@dataclass(frozen=True, slots=True)
class Way:
    """A formula for the entries that have its number."""

    formula: Formula
    tables: Tables | None = None
    """The rows of its tables; without them, relations of their names are joined."""
    number: int = 1


class Served:
    """A way and the columns in which its values and steps stand."""

    def __init__(self, way: Way) -> None:
        self.formula, self.tables, self.number = way.formula, way.tables, way.number
        self.needs = needs_of(way.formula)
        self.widths = Widths(way.formula)
        self.given: dict[Leaf, Given] = {}
        self.shown = tuple(step.name for step in way.formula.steps)
        self.columns: dict[Leaf, str] = {}
        self.guesses = Guesses()

    def give(self, leaf: Leaf, given: Given) -> None:
        """Says where a value stands."""
        self.given[leaf], self.columns[leaf] = given, given.value
        self.guesses.near[leaf] = _binary(given.value) if given.width.digits < WIDE else None


@dataclass(slots=True)
class StepColumn:
    """A column of a step: its expressions, each with the numbers of the ways that have it."""

    name: str
    width: Width
    depth: int
    """How many columns of steps lead to it, one from the other."""
    by: dict[str, set[int]] = field(default_factory=dict)
    lenient: bool = False
    """Whether it passes over what is NULL: a maximum, a minimum and a condition do."""
    uses: set[str] = field(default_factory=set)
    guess: tuple[str, str] | None = None
    """A column to compute before, under its name: what a rounding is guessed to be."""
    near: tuple[str, str] | None = None
    """A column to compute beside it, under its name: a binary number near it."""

    @property
    def numbers(self) -> set[int]:
        """The ways that have the step."""
        return {number for numbers in self.by.values() for number in numbers}


def step_columns(ways: Sequence[Served], dialect: Dialect, taken: Collection[str]) -> list[StepColumn]:
    """The columns, each after those that it uses. Steps of one name share a column unless it would be too wide."""
    if dialect == "duckdb":
        _split(ways)
    order = _ordered(ways)
    shared = _columns(ways, order, dialect, set(taken)) if order is not None else None
    if shared is not None:
        return shared
    apart = [[(way, step)] for way in ways for step in way.formula.steps]
    found = _columns(ways, apart, dialect, set(taken))
    assert found is not None
    return found


def _split(ways: Sequence[Served]) -> None:
    """Makes two steps of the rounding of a long decimal that has no step of its own: only one that has is guessed."""
    names = {step.name for way in ways for step in way.formula.steps if _long(way, step.value)}
    steps = [step for way in ways for step in way.formula.steps]
    symbols = {step.symbol for step in steps} | {given.symbol for way in ways for given in way.formula.inputs}
    free = (f"Z{n}" for n in range(100) if f"Z{n}" not in symbols)
    told = {word: (next(free), _free(f"exact_{word}", {step.name for step in steps})) for word in sorted(names)}
    for way in ways:
        way.formula = replace(way.formula, steps=tuple(part for s in way.formula.steps for part in _parted(s, told)))


def _long(way: Served, value: Expression) -> bool:
    if not isinstance(value, Round) or isinstance(value.value, Symbol):
        return False
    width = way.widths.of(value.value)
    return width.digits >= WIDE and value.places < width.places


def _parted(step: Step, told: Mapping[str, tuple[str, str]]) -> tuple[Step, ...]:
    if step.name not in told or not isinstance(step.value, Round) or isinstance(step.value.value, Symbol):
        return (step,)
    symbol, word = told[step.name]
    return (Step(symbol, word, step.value.value), replace(step, value=Round(Symbol(symbol), step.value.places)))


def _ordered(ways: Sequence[Served]) -> list[list[tuple[Served, Step]]] | None:
    """The steps by name, each after those that it uses in any way; None where there is no such order."""
    waiting: dict[str, list[tuple[Served, Step]]] = {}
    for way in ways:
        for step in way.formula.steps:
            waiting.setdefault(step.name, []).append((way, step))
    names = {(way.number, step.symbol): step.name for way in ways for step in way.formula.steps}
    order: list[list[tuple[Served, Step]]] = []
    while waiting:
        free = (
            word
            for word, members in waiting.items()
            if not any(names.get((way.number, s)) in waiting for way, step in members for s in _symbols(step))
        )
        word = next(free, None)
        if word is None:
            return None
        order.append(waiting.pop(word))
    return order


def _symbols(step: Step) -> list[str]:
    return [leaf.symbol for leaf in leaves(step.value) if isinstance(leaf, Symbol)]


def _columns(
    ways: Sequence[Served], order: Sequence[Sequence[tuple[Served, Step]]], dialect: Dialect, taken: set[str]
) -> list[StepColumn] | None:
    """The columns in an order; None where one is too wide."""
    found: dict[str, StepColumn] = {}
    for way in ways:
        way.widths = Widths(way.formula)
    for members in order:
        width = hull(way.widths.of(step.value) for way, step in members)
        uses = {way.columns[leaf] for way, step in members for leaf in leaves(step.value)}
        depth = 1 + max((found[column].depth for column in uses if column in found), default=0)
        column = StepColumn(name(_free(members[0][1].name, taken), dialect), width, depth, uses=uses)
        for way, step in members:
            sql = Amounts(dialect, way.widths, way.columns).amount(step.value)
            own = way.widths.of(step.value)
            same = (own.digits, own.places) == (width.digits, width.places)
            column.by.setdefault(sql if same else cast(sql, width), set()).add(way.number)
            column.lenient |= any(isinstance(part, Max | Min | Conditional) for part in parts(step.value))
        if len(column.by) == 1:
            _guessed(column, members[0][0], members[0][1].value, len(found) + 1, dialect)
        near = _near(members, column, len(ways)) if dialect == "duckdb" else None
        if near is not None and len(near) > _SHORT:
            column.near = (name(f"_near_{len(found) + 1}", dialect), near)
            near = column.near[0]
        for way, step in members:
            way.widths.known[step.symbol] = width
            way.columns[Symbol(step.symbol)] = column.name
            way.guesses.near[Symbol(step.symbol)] = near
        found[column.name] = column
    return None if any(way.widths.faults for way in ways) else list(found.values())


def served(numbers: Collection[int], ways: int) -> str:
    """Whether an entry without a reason is served by one of some of several ways."""
    if len(numbers) == ways:
        return f"{SERVED} IS NOT NULL"
    return among(SERVED, numbers)


def _binary(column: str) -> str:
    return f"CAST({column} AS DOUBLE)"


def _near(members: Sequence[tuple[Served, Step]], column: StepColumn, ways: int) -> str | None:
    """A binary number near a column: of a long decimal what its expressions come to, as it is slow to convert."""
    if column.width.digits < WIDE:
        return _binary(column.name)
    by: dict[str, set[int]] = {}
    for way, step in members:
        told = way.guesses.of(step.value)
        if told is None:
            return None
        by.setdefault(told, set()).add(way.number)
    if len(by) == 1:
        return next(iter(by))
    return f"CASE{''.join(f' WHEN {served(numbers, ways)} THEN {told}' for told, numbers in by.items())} END"


def _guessed(column: StepColumn, way: Served, value: Expression, number: int, dialect: Dialect) -> None:
    """Makes a guess and its proof of a step that is the rounding of a long decimal."""
    if dialect != "duckdb" or not isinstance(value, Round) or not isinstance(value.value, Symbol):
        return
    before, guess = way.widths.of(value.value), way.guesses.of(value.value)
    if before.digits < WIDE or value.places >= before.places or guess is None:
        return
    ((sql, numbers),) = column.by.items()
    guessed, half = name(f"_guess_{number}", dialect), literal(Decimal("0.5").scaleb(-value.places))
    gap = f"{way.columns[value.value]} - TRY_CAST({guessed} AS {decimal_type(before)})"
    column.guess = (guessed, f"TRY_CAST({guess} AS {decimal_type(column.width)})")
    column.by = {f"CASE WHEN {gap} < {half} AND {gap} > -{half} THEN {guessed} ELSE {sql} END": numbers}


def _free(word: str, taken: set[str]) -> str:
    """A name for a column that no other has."""
    found, number = word, 1
    while found in taken:
        number += 1
        found = f"{word}_{number}"
    taken.add(found)
    return found


def layers(columns: Sequence[StepColumn]) -> Iterator[list[StepColumn]]:
    """Columns that can be computed beside each other, one layer after the other."""
    for depth in range(1, max(column.depth for column in columns) + 1):
        yield [column for column in columns if column.depth == depth]
