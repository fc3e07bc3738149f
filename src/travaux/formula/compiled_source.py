"""A formula -> the text of a Python function over rows of entries.

It is written out from the closed tree: every name in it is a numbered local and every number a constant beside it, so
nothing of the data becomes code. Amounts are decimals, not whole numbers of their last places, which are quicker to
multiply but no quicker to come by: what is read and what is told are decimals.
"""

from __future__ import annotations

import datetime
import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, FloatOperation, InvalidOperation
from functools import reduce
from typing import Any, TypeAlias, assert_never

from travaux.formula.evaluate import bounded
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
from travaux.formula.reason import Kind, Leaf, Reason, needs_of
from travaux.formula.tables import DatedTable, Tables
from travaux.formula.units import units_of
from travaux.formula.whole import Formula, Table, Variable
from travaux.formula.widths import Widths

#: What a value that is no Decimal, a NaN, a key that is no text or a day that is no date leads to.
_UNEXPECTED = (FloatOperation, InvalidOperation, TypeError)

#: The days from which values of a table stand, and what is told before the first and from each of them on.
_Told: TypeAlias = tuple[tuple[datetime.date, ...], tuple[Decimal | Reason | None, ...]]


def _told(table: DatedTable, bounds: Variable | Table, required: bool) -> tuple[dict[Any, _Told], _Told]:
    """By keys what a table tells, each value checked once, and what it tells of other keys."""
    none = Reason("not-in-force", bounds.name) if required else None

    def checked(value: Decimal | None) -> Decimal | Reason | None:
        return none if value is None else bounded(value, bounds) or value

    told = {}
    for keys, rows in table.rows.items():
        values = (none, *(checked(value) for _, value in rows))
        told[keys if len(keys) > 1 else keys[0] if keys else ()] = (tuple(day for day, _ in rows), values)
    return told, ((), (none,))


class Source:
    """The text of the function, and the constants that it sees."""

    def __init__(self, formula: Formula, tables: Tables) -> None:
        units_of(formula)
        self.formula, self.tables, self.needs = formula, tables, needs_of(formula)
        self.seen: dict[str, Any] = {
            "Decimal": Decimal,
            "date": datetime.date,
            "divided": divided,
            "bisect": bisect_right,
        }
        self.seen["unexpected"] = _UNEXPECTED
        self.numbers = itertools.count()
        self.columns = {name: f"c{n}" for n, name in enumerate(formula.columns)}
        self.names: dict[Leaf, str] = {Symbol(given.symbol): self.columns[given.name] for given in formula.inputs}
        self.names |= {look: f"t{n}" for n, look in enumerate(formula.lookups)}
        self.names |= {Symbol(step.symbol): f"s{n}" for n, step in enumerate(formula.steps)}
        self.widths = Widths(formula)
        # Where all widths are known, nothing but a rounding is ever inexact, and none needs a context of its own.
        self.context = EXACT if self.widths.faults else WIDE

    def function(self, every: bool) -> Callable[..., None]:
        """A function of rows, of what takes a result, and of what is done with a row that is not as expected."""
        lines = [f"{', '.join(self.columns.values())}, = row"]
        for leaf, bounds in self.needs.given.items():
            lines += self.given(leaf, bounds)
        for ladder in self.needs.ladders:
            unknown = " and ".join(f"{self.names[option]} is None" for option in ladder.options)
            lines.append(f"if {unknown}: {self.reasoned('missing', self.needs.given[ladder.options[0]].name)}")
        lines += [f"{self.names[Symbol(step.symbol)]} = {self.amount(step.value)}" for step in self.formula.steps]
        last = self.names[Symbol(self.formula.result.symbol)]
        steps = "".join(f"{self.names[Symbol(step.symbol)]}, " for step in self.formula.steps)
        lines.append(f"take(({steps}))" if every else f"take({last})")
        before, after = ["def run(rows, take, slowly):", " for row in rows:", "  try:"], ["  except unexpected:"]
        text = "\n".join([*before, *(f"   {line}" for line in lines), *after, "   take(slowly(row))"])
        exec(compile(text, f"<formula {self.formula.name}>", "exec"), self.seen)
        run: Callable[..., None] = self.seen["run"]
        return run

    def constant(self, value: Any) -> str:
        name = f"k{len(self.seen)}"
        self.seen[name] = value
        return name

    def reasoned(self, kind: Kind, name: str) -> str:
        return f"take({self.constant(Reason(kind, name))}); continue"

    # --- what an entry gives

    def given(self, leaf: Leaf, bounds: Variable | Table) -> list[str]:
        required = leaf in self.needs.required
        if isinstance(leaf, Lookup):
            return self.looked_up(leaf, bounds, required)
        return self.read(self.names[leaf], bounds, required)

    def read(self, local: str, bounds: Variable | Table, required: bool) -> list[str]:
        low, high = self.constant(bounds.low), self.constant(bounds.high)
        fine = [
            f"if not {low} <= {local} <= {high}: {self.reasoned('out-of-range', bounds.name)}",
            f"if {local} % {self.constant(unit_of(bounds.places))}: {self.reasoned('too-many-decimals', bounds.name)}",
        ]
        if required:
            return [
                f"if {local}.__class__ is not Decimal:",
                f" if {local} is None: {self.reasoned('missing', bounds.name)}",
                f" if {local}.__class__ is not int: raise TypeError",
                f" {local} = Decimal({local})",
                *fine,
            ]
        return [
            f"if {local} is not None:",
            f" if {local}.__class__ is int: {local} = Decimal({local})",
            f" elif {local}.__class__ is not Decimal: raise TypeError",
            *(f" {line}" for line in fine),
        ]

    def looked_up(self, look: Lookup, bounds: Variable | Table, required: bool) -> list[str]:
        """The value in force, or the reason that takes its place."""
        local, names = self.names[look], (*look.keys, look.date)
        asked = [self.columns[column] for column in names]
        *keys, day = asked
        told, other = _told(self.tables[look.table], bounds, required)
        known = [f"if {column}.__class__ is not {kind}: raise TypeError" for column, kind in self.kinds(keys, day)]
        if keys:
            key = keys[0] if len(keys) == 1 else f"({', '.join(keys)})"
            known.append(f"days, values = {self.constant(told)}.get({key}, {self.constant(other)})")
            known.append(f"{local} = values[bisect(days, {day})]")
        else:
            days, values = told.get((), other)
            known.append(f"{local} = {self.constant(values)}[bisect({self.constant(days)}, {day})]")
        if required:
            lines = [f"if {c} is None: {self.reasoned('missing', name)}" for c, name in zip(asked, names, strict=True)]
            return [*lines, *known, f"if {local}.__class__ is not Decimal: take({local}); continue"]
        absent = " or ".join(f"{column} is None" for column in asked)
        wrong = f"if {local} is not None and {local}.__class__ is not Decimal: take({local}); continue"
        return [f"if {absent}: {local} = None", "else:", *(f" {line}" for line in known), wrong]

    def kinds(self, keys: Sequence[str], day: str) -> list[tuple[str, str]]:
        return [*((key, "str") for key in keys), (day, "date")]

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
                return self.rounded(value, places)
            case Ratio(numerator, denominator, places):
                return f"divided({self.amount(numerator)}, {self.amount(denominator)}, {places})"
            case FirstKnown(options):
                return self.first([self.names[option] for option in options])
            case Conditional(cases, otherwise):
                told = "".join(f"{self.amount(c.value)} if {self.condition(c.condition)} else " for c in cases)
                return f"({told}{self.amount(otherwise)})"
            case _:
                assert_never(node)

    def rounded(self, value: Expression, places: int) -> str:
        """The rounded amount, which has so many places also where nothing is rounded."""
        wide = "" if self.context is WIDE else f", None, {self.constant(WIDE)}"
        return f"{self.amount(value)}.quantize({self.constant(unit_of(places))}{wide})"

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
