"""Cases of a formula, taken in their order: whether each is ever the first that is met.

A case is alive where an entry takes it, by the evaluator. Where every condition compares one input with fixed figures,
a value on each side of every figure stands for all others, so that what none of these entries takes is never taken;
other cases are a question for the solver.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice, product
from random import Random
from typing import Any

from travaux.formula.compiled import assessed
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.linear import linear_condition
from travaux.formula.nodes import (
    ZERO,
    Case,
    Comparison,
    Conditional,
    Constant,
    Expression,
    FirstKnown,
    Lookup,
    Symbol,
    parts,
)
from travaux.formula.rebuild import rebuilt
from travaux.formula.smt import Inputs, Rounding, Smt
from travaux.formula.whole import Formula, Step, Variable
from travaux.prove._solver import Answer, ask

#: Entries that are tried, and of which a proof by trial is made at most.
_SAMPLES, MOST_TRIED = 400, 10_000
_WORKED_AGAIN = 2_000
#: What is not met with bounds is never met; of what is found with bounds the decimal places may be in the way.
ROUNDINGS: tuple[Rounding, Rounding] = ("bounded", "exact")


@dataclass(frozen=True)
class Tiers:
    """The cases of one conditional: a formula of which the result is the number of the case, or 0 for none."""

    formula: Formula
    node: Conditional

    def says(self, number: int) -> str:
        """The condition of a case."""
        return linear_condition(self.node.cases[number - 1].condition)

    def taken(self, entry: Mapping[str, Decimal]) -> int | None:
        """Which case an entry takes; None for one that has no amount."""
        found = evaluate(self.formula, entry)
        return int(found.amount) if isinstance(found, Assessed) else None

    @cached_property
    def plain(self) -> bool:
        """Whether every condition compares an input with a figure."""
        inputs = {Symbol(given.symbol) for given in self.formula.inputs}
        conditions = (part for case in self.node.cases for part in parts(case.condition))
        sides = ((part.left, part.right) for part in conditions if isinstance(part, Comparison))
        return all(
            (one in inputs and isinstance(other, Constant)) or (other in inputs and isinstance(one, Constant))
            for one, other in sides
        )

    def _points(self, given: Variable) -> tuple[Decimal, ...]:
        """The ends of the range of an input, and a value at and beside every figure of the conditions."""
        unit = Decimal(1).scaleb(-given.places)
        figures = {
            part.value for case in self.node.cases for part in parts(case.condition) if isinstance(part, Constant)
        }
        beside = (figure.quantize(unit) + step * unit for figure in sorted(figures) for step in (-1, 0, 1))
        return tuple(dict.fromkeys((given.low, *(p for p in beside if given.low < p < given.high), given.high)))

    @cached_property
    def _asked(self) -> tuple[Variable, ...]:
        symbols = {p.symbol for case in self.node.cases for p in parts(case.condition) if isinstance(p, Symbol)}
        return tuple(given for given in self.formula.inputs if given.symbol in symbols or not self.plain)

    @cached_property
    def exhaustive(self) -> bool:
        """Whether trials stand for every entry."""
        number = 1
        for given in self._asked:
            number *= len(self._points(given))
        return self.plain and number <= MOST_TRIED

    def trials(self) -> Iterator[dict[str, Decimal]]:
        """Entries to try: all that stand for others, or a sample."""
        points = {given.name: self._points(given) for given in self._asked}
        rest = {given.name: given.low for given in self.formula.inputs}
        if self.exhaustive:
            yield from (rest | dict(zip(points, chosen, strict=True)) for chosen in product(*points.values()))
            return
        random = Random(0)
        for _ in range(_SAMPLES):
            yield {given.name: _drawn(random, given, points.get(given.name, ())) for given in self.formula.inputs}

    @cached_property
    def alive(self) -> frozenset[int]:
        """The cases that a trial takes."""
        columns = self.formula.columns
        found = assessed(self.formula, ([entry[name] for name in columns] for entry in self.trials()))
        return frozenset(int(amount) for amount in found if isinstance(amount, Decimal))

    def untaken(self, number: int) -> bool:
        """Whether no trial takes a case, step by step."""
        return all(self.taken(entry) != number for entry in islice(self.trials(), _WORKED_AGAIN))

    def never(self, solver: Any | None) -> tuple[bool | None, ...]:
        """Of each case whether no entry takes it; None where that is not known."""
        numbers = range(1, len(self.node.cases) + 1)
        if self.exhaustive or solver is None:
            return tuple(False if n in self.alive else self.exhaustive or None for n in numbers)
        bounded, exact = (_Encoded(self, solver, rounding) for rounding in ROUNDINGS)
        return tuple(False if n in self.alive else self._asked_of(n, bounded, exact) for n in numbers)

    def _asked_of(self, number: int, bounded: _Encoded, exact: _Encoded) -> bool | None:
        answer = bounded.first_met(number)
        if answer.found is False:
            return True
        return False if self._takes(answer, number) or self._takes(exact.first_met(number), number) else None

    def _takes(self, answer: Answer, number: int) -> bool:
        """Whether the entry of an answer, with the decimal places of the inputs, takes a case by the evaluator."""
        if not answer.found or len(answer.case) < len(self.formula.inputs):
            return False
        entry = {
            given.name: Decimal(round(answer.case[given.name] * 10**given.places)).scaleb(-given.places)
            for given in self.formula.inputs
        }
        return self.taken(entry) == number


class _Encoded:
    """The conditions of the cases as terms."""

    def __init__(self, table: Tiers, solver: Any, rounding: Rounding) -> None:
        self.solver, self.smt = solver, Smt(solver, rounding)
        inputs = self.smt.inputs(table.formula)
        values = dict(inputs.values)
        for step in table.formula.steps[:-1]:
            values[Symbol(step.symbol)] = self.smt.amount(step.value, Inputs(values, inputs.known))
        seen = Inputs(values, inputs.known)
        self.conditions = [self.smt.condition(case.condition, seen) for case in table.node.cases]
        self.wanted = {given.name: values[Symbol(given.symbol)] for given in table.formula.inputs}

    def first_met(self, number: int) -> Answer:
        """Whether the solver has an entry of which a case is the first that is met."""
        before = (self.solver.Not(each) for each in self.conditions[: number - 1])
        return ask(self.solver, [*self.smt.facts, *before, self.conditions[number - 1]], self.wanted)


def _drawn(random: Random, given: Variable, points: tuple[Decimal, ...]) -> Decimal:
    """A value of an input: one of some points, or any, often a small one."""
    if points and random.random() < 0.5:
        return random.choice(points)
    unit = Decimal(1).scaleb(-given.places)
    most = int((given.high - given.low) / unit)
    return given.low + unit * random.randint(0, min(most, 10 ** random.randint(1, 18)))


def tiers(formula: Formula) -> Iterator[Tiers]:
    """Every conditional of a formula, with what comes before it."""
    flat = _flat(formula)
    for n, step in enumerate(flat.steps):
        for node in (part for part in parts(step.value) if isinstance(part, Conditional)):
            numbered = (Case(case.condition, Constant(Decimal(k))) for k, case in enumerate(node.cases, 1))
            last = Step(step.symbol, step.name, Conditional(tuple(numbered), ZERO))
            yield Tiers(replace(flat, steps=(*flat.steps[:n], last)), node)


def _flat(formula: Formula) -> Formula:
    """The formula with an input in place of every look-up."""
    used = {given.symbol for given in formula.inputs} | {step.symbol for step in formula.steps}
    free = (f"{letter}{n}" for letter in string.ascii_letters for n in range(100))
    symbols = dict(zip(formula.lookups, islice((s for s in free if s not in used), len(formula.lookups)), strict=True))
    tables = {table.name: table for table in formula.tables}

    def anew(node: Expression) -> Expression:
        if isinstance(node, Lookup):
            return Symbol(symbols[node])
        if isinstance(node, FirstKnown):
            return FirstKnown(tuple(anew(option) for option in node.options))  # type: ignore[misc]
        return rebuilt(node, anew)

    looked = [
        Variable(symbol, f"table_{n}", t.unit, t.low, t.high, t.places)
        for n, (look, symbol) in enumerate(symbols.items())
        for t in [tables[look.table]]
    ]
    steps = (replace(step, value=anew(step.value)) for step in formula.steps)
    return Formula(formula.name, (*formula.inputs, *looked), tuple(steps))
