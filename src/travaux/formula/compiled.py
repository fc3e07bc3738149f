"""A formula -> one Python function for long tables of entries: the same amounts and reasons as `evaluate`, no trace.

The function is written out from the closed tree: every name in it is a numbered local and every number a constant
beside it, so nothing of the data becomes code. What it does not expect (a number that is no Decimal, a NaN) goes to
`evaluate`, which says what is wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, FloatOperation, InvalidOperation, localcontext
from functools import lru_cache, reduce
from typing import Any, TypeAlias, TypeVar, assert_never

from travaux.formula.evaluate import Assessed, evaluate
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
from travaux.formula.numbers import EXACT, WIDE, divided, unit_of
from travaux.formula.reason import Leaf, Reason, needs_of
from travaux.formula.tables import Tables
from travaux.formula.units import units_of
from travaux.formula.whole import Formula, Table, Variable

Result: TypeAlias = Decimal | Reason
T = TypeVar("T")
_CHUNK = 4096
#: Look-ups that are remembered: entries have few goods and days.
_REMEMBERED = 65_536


def assessed(formula: Formula, rows: Iterable[Sequence[Any]], tables: Tables | None = None) -> Iterator[Result]:
    """The amount or the reason for each row; a row has its values in the order of `formula.columns`."""
    units_of(formula)
    return _run(formula, rows, tables or {}, _Source(formula, tables or {}).function(), lambda found: found.amount)


def every_step(
    formula: Formula, rows: Iterable[Sequence[Any]], tables: Tables | None = None
) -> Iterator[tuple[Decimal, ...] | Reason]:
    """The value of every step, in their order, or the reason for each row."""
    units_of(formula)
    run = _Source(formula, tables or {}).function(every=True)
    return _run(formula, rows, tables or {}, run, lambda found: tuple(traced.value for traced in found.steps))


def _run(
    formula: Formula,
    rows: Iterable[Sequence[Any]],
    tables: Tables,
    run: Callable[..., T | Reason],
    kept: Callable[[Assessed], T],
) -> Iterator[T | Reason]:
    remaining = iter(rows)
    while chunk := tuple(itertools.islice(remaining, _CHUNK)):
        # The context must not leak to the reader between two rows, so a chunk is computed as a whole.
        with localcontext(EXACT):
            results = [_assessed(run, row, formula, tables, kept) for row in chunk]
        yield from results


def _assessed(
    run: Callable[..., T | Reason],
    row: Sequence[Any],
    formula: Formula,
    tables: Tables,
    kept: Callable[[Assessed], T],
) -> T | Reason:
    try:
        return run(*row)
    except (FloatOperation, InvalidOperation, TypeError):
        found = evaluate(formula, dict(zip(formula.columns, row, strict=True)), tables)
        return found if isinstance(found, Reason) else kept(found)


class _Source:
    """The text of the function, and the constants that it sees."""

    def __init__(self, formula: Formula, tables: Tables) -> None:
        self.formula, self.tables, self.needs = formula, tables, needs_of(formula)
        self.seen: dict[str, Any] = {"Decimal": Decimal, "WIDE": WIDE, "divided": divided}
        self.numbers = itertools.count()
        self.columns = {name: f"c{n}" for n, name in enumerate(formula.columns)}
        self.names: dict[Leaf, str] = {Symbol(given.symbol): self.columns[given.name] for given in formula.inputs}
        self.names |= {look: f"t{n}" for n, look in enumerate(formula.lookups)}
        self.names |= {Symbol(step.symbol): f"s{n}" for n, step in enumerate(formula.steps)}

    def function(self, every: bool = False) -> Callable[..., Any]:
        lines = [f"def run({', '.join(self.columns.values())}):"]
        for leaf, bounds in self.needs.given.items():
            lines += self.given(leaf, bounds)
        for ladder in self.needs.ladders:
            unknown = " and ".join(f"{self.names[option]} is None" for option in ladder.options)
            lines.append(f" if {unknown}: return {self.reason('missing', self.needs.given[ladder.options[0]].name)}")
        lines += [f" {self.names[Symbol(step.symbol)]} = {self.amount(step.value)}" for step in self.formula.steps]
        last = self.names[Symbol(self.formula.result.symbol)]
        steps = "".join(f"{self.names[Symbol(step.symbol)]}, " for step in self.formula.steps)
        lines.append(f" return ({steps})" if every else f" return {last}")
        exec(compile("\n".join(lines), f"<formula {self.formula.name}>", "exec"), self.seen)
        run: Callable[..., Any] = self.seen["run"]
        return run

    def constant(self, value: Any) -> str:
        name = f"k{len(self.seen)}"
        self.seen[name] = value
        return name

    def reason(self, kind: Any, name: str) -> str:
        return self.constant(Reason(kind, name))

    # --- what an entry gives

    def given(self, leaf: Leaf, bounds: Variable | Table) -> list[str]:
        required = leaf in self.needs.required
        lines = self.looked_up(leaf, required) if isinstance(leaf, Lookup) else self.read(leaf, bounds.name, required)
        return lines + self.bounded(self.names[leaf], bounds)

    def read(self, leaf: Leaf, name: str, required: bool) -> list[str]:
        local = self.names[leaf]
        missing = f"return {self.reason('missing', name)}" if required else "pass"
        return [
            f" if {local}.__class__ is not Decimal:",
            f"  if {local} is None: {missing}",
            f"  elif {local}.__class__ is int: {local} = Decimal({local})",
            "  else: raise TypeError",
        ]

    def looked_up(self, look: Lookup, required: bool) -> list[str]:
        local, keys = self.names[look], [self.columns[key] for key in look.keys]
        day, at = self.columns[look.date], self.constant(lru_cache(_REMEMBERED)(self.tables[look.table].at))
        found = f"{at}(({''.join(f'str({key}), ' for key in keys)}), {day})"
        if not required:
            absent = " or ".join(f"{column} is None" for column in (*keys, day))
            return [f" {local} = None if {absent} else {found}"]
        columns = (*look.keys, look.date)
        lines = [f" if {self.columns[column]} is None: return {self.reason('missing', column)}" for column in columns]
        none = self.reason("not-in-force", look.table)
        return [*lines, f" {local} = {found}", f" if {local} is None: return {none}"]

    def bounded(self, local: str, bounds: Variable | Table) -> list[str]:
        low, high = self.constant(bounds.low), self.constant(bounds.high)
        step = self.constant(unit_of(bounds.places))
        return [
            f" if {local} is not None:",
            f"  if not {low} <= {local} <= {high}: return {self.reason('out-of-range', bounds.name)}",
            f"  if {local} % {step}: return {self.reason('too-many-decimals', bounds.name)}",
        ]

    # --- expressions

    def amount(self, node: Expression) -> str:
        match node:
            case Constant(value):
                return self.constant(value)
            case Symbol() | Lookup():
                return self.names[node]
            case Sum(items):
                return self.joined(" + ", items)
            case Product(items):
                return self.joined(" * ", items)
            case Difference(minuend, subtrahend):
                return self.joined(" - ", (minuend, subtrahend))
            case Max(items):
                return reduce(lambda left, right: self.chosen(left, ">=", right), map(self.amount, items))
            case Min(items):
                return reduce(lambda left, right: self.chosen(left, "<=", right), map(self.amount, items))
            case Round(value, places):
                return f"{self.amount(value)}.quantize({self.constant(unit_of(places))}, None, WIDE)"
            case Ratio(numerator, denominator, places):
                return f"divided({self.amount(numerator)}, {self.amount(denominator)}, {places})"
            case FirstKnown(options):
                return self.first([self.names[option] for option in options])
            case Conditional(cases, otherwise):
                told = "".join(f"{self.amount(c.value)} if {self.condition(c.condition)} else " for c in cases)
                return f"({told}{self.amount(otherwise)})"
            case _:
                assert_never(node)

    def joined(self, sign: str, items: Iterable[Expression]) -> str:
        return f"({sign.join(map(self.amount, items))})"

    def chosen(self, left: str, sign: str, right: str) -> str:
        """One of two amounts; of equals the first, as `max` and `min` have it."""
        one, other = f"l{next(self.numbers)}", f"r{next(self.numbers)}"
        return f"({one} if ({one} := {left}) {sign} ({other} := {right}) else {other})"

    def first(self, names: Sequence[str]) -> str:
        *before, last = names
        return f"({''.join(f'{name} if {name} is not None else ' for name in before)}{last})"

    def condition(self, node: Condition) -> str:
        match node:
            case Comparison(left, operator, right):
                sign = "==" if operator == "=" else operator
                return f"({self.amount(left)} {sign} {self.amount(right)})"
            case And(items):
                return f"({' and '.join(map(self.condition, items))})"
            case Or(items):
                return f"({' or '.join(map(self.condition, items))})"
            case Not(item):
                return f"(not {self.condition(item)})"
            case _:
                assert_never(node)
