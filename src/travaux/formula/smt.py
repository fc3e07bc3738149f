"""A formula -> terms and facts of the solver Z3, from which properties of every entry are decided.

Amounts are rationals, conditions stand as they are. A rounding is a number of its own with what is known of it: in
`exact` mode it is the whole number of units next to the amount; in `bounded` mode it lies within half a unit of it, and
the solver has no whole numbers to try. What holds of every bounded rounding holds of the exact one; what is found with
bounds may not exist, and is evaluated exactly before it is believed.
The module `z3` is handed in, because it may not be installed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import mul
from typing import Any, Literal, TypeAlias, assert_never

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
    Operator,
    Or,
    Product,
    Ratio,
    Round,
    Sum,
    Symbol,
)
from travaux.formula.reason import Leaf, needs_of
from travaux.formula.whole import Formula, Table, Variable

#: A term of the solver, which has no types of its own here.
Term: TypeAlias = Any
Rounding: TypeAlias = Literal["exact", "bounded"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an entry gives, as terms: the value of each input and look-up, and of rungs whether they are known."""

    values: Mapping[Leaf, Term]
    known: Mapping[Leaf, Term] = field(default_factory=dict)


class Smt:
    """Makes terms, and gathers what is known of them in `facts`; one object for all evaluations of one question."""

    def __init__(self, z3: Any, rounding: Rounding = "exact") -> None:
        self.z3, self.rounding = z3, rounding
        self.facts: list[Term] = []
        self._named: Counter[str] = Counter()
        self._made: dict[tuple[int, int, int], tuple[Term, ...]] = {}

    def _name(self, word: str) -> str:
        """A name of its own, the same in every run."""
        self._named[word] += 1
        return f"{word}_{self._named[word]}"

    def number(self, value: Decimal) -> Term:
        """A number, exact."""
        return self.z3.Q(*value.as_integer_ratio())

    # --- what an entry gives -------------------------------------------------------------------------------------

    def inputs(self, formula: Formula) -> Inputs:
        """Inputs of any entry that a formula takes: each within its range, and with its decimal places in `exact`."""
        needs = needs_of(formula)
        values = {leaf: self.given(bounds) for leaf, bounds in needs.given.items()}
        rungs = {option for ladder in needs.ladders for option in ladder.options} - needs.required
        known = {
            leaf: self.z3.Bool(self._name(f"{needs.given[leaf].name}_known")) for leaf in needs.given if leaf in rungs
        }
        for ladder in needs.ladders:
            if rungs.issuperset(ladder.options):
                self.facts.append(self.z3.Or([known[option] for option in ladder.options]))
        return Inputs(values, known)

    def given(self, bounds: Variable | Table) -> Term:
        """A value within its range."""
        if self.rounding == "exact":
            value = self.z3.ToReal(self.z3.Int(self._name(bounds.name))) / 10**bounds.places
        else:
            value = self.z3.Real(self._name(bounds.name))
        self.facts += [value >= self.number(bounds.low), value <= self.number(bounds.high)]
        return value

    # --- a formula -------------------------------------------------------------------------------------------------

    def steps(self, formula: Formula, inputs: Inputs) -> dict[str, Term]:
        """The value of every step, by its symbol."""
        values: dict[Leaf, Term] = dict(inputs.values)
        for step in formula.steps:
            values[Symbol(step.symbol)] = self.amount(step.value, Inputs(values, inputs.known))
        return {step.symbol: values[Symbol(step.symbol)] for step in formula.steps}

    def amount(self, node: Expression, seen: Inputs) -> Term:
        """The term of an amount."""

        def of(part: Expression) -> Term:
            return self.amount(part, seen)

        match node:
            case Constant(value):
                return self.number(value)
            case Symbol() | Lookup():
                return seen.values[node]
            case Sum(terms):
                return self.z3.Sum(*map(of, terms))
            case Difference(minuend, subtrahend):
                return of(minuend) - of(subtrahend)
            case Product(factors):
                return reduce(mul, map(of, factors))
            case Max(options):
                return reduce(lambda one, other: self.z3.If(one >= other, one, other), map(of, options))
            case Min(options):
                return reduce(lambda one, other: self.z3.If(one <= other, one, other), map(of, options))
            case Round(value, places):
                return self._quotient(of(value), self.z3.RealVal(1), places)
            case Ratio(numerator, denominator, places):
                return self._quotient(of(numerator), of(denominator), places)
            case Conditional(cases, otherwise):
                told = of(otherwise)
                for case in reversed(cases):
                    told = self.z3.If(self.condition(case.condition, seen), of(case.value), told)
                return told
            case FirstKnown(options):
                *first, last = options
                told = of(last)
                for option in reversed(first):
                    told = self.z3.If(seen.known.get(option, True), of(option), told)
                return told
            case _:
                assert_never(node)

    def condition(self, node: Condition, seen: Inputs) -> Term:
        """The term of a condition."""
        match node:
            case Comparison(left, operator, right):
                return _compared(self.amount(left, seen), operator, self.amount(right, seen))
            case And(conditions):
                return self.z3.And([self.condition(part, seen) for part in conditions])
            case Or(conditions):
                return self.z3.Or([self.condition(part, seen) for part in conditions])
            case Not(condition):
                return self.z3.Not(self.condition(condition, seen))
            case _:
                assert_never(node)

    # --- roundings -------------------------------------------------------------------------------------------------

    def _quotient(self, numerator: Term, denominator: Term, places: int) -> Term:
        """A ratio rounded to decimal places, half a unit going away from zero; the denominator is not zero.

        With n and d scaled to units of the last place and k the result, that is |2(k d - n)| <= |d|, and where the two
        sides are equal the one away from zero. One ratio has one result, however often it is asked for.
        """
        key = (numerator.get_id(), denominator.get_id(), places)
        if key not in self._made:  # what is kept keeps its number in the solver
            self._made[key] = (self._fresh(numerator, denominator, places), numerator, denominator)
        return self._made[key][0]

    def _fresh(self, numerator: Term, denominator: Term, places: int) -> Term:
        exact, scaled = self.rounding == "exact", numerator * 10**places
        name = self._name("units")
        units = self.z3.ToReal(self.z3.Int(name)) if exact else self.z3.Real(name)
        twice = 2 * (units * denominator - scaled)
        size = self.z3.simplify(self.z3.If(denominator >= 0, denominator, -denominator))
        self.facts += [denominator != 0, twice <= size, twice >= -size]
        if exact:
            upward = self.z3.Or(scaled == 0, (scaled > 0) == (denominator > 0))
            self.facts.append(self.z3.If(upward, twice != -denominator, twice != denominator))
        return units / 10**places


def _compared(left: Term, operator: Operator, right: Term) -> Term:
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right
        case ">=":
            return left >= right
        case ">":
            return left > right
        case _:
            assert_never(operator)
