"""Formulas as terms of the solver: it says of an entry what the evaluator says, and decides properties of charges."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from formulas import sound_formula
from test_formula_evaluate import TABLES, entries
from travaux.formula.evaluate import Assessed, evaluate, inputs_of
from travaux.formula.nodes import ZERO, Constant, Difference, Expression, Max, Min, Product, Ratio, Round, Symbol
from travaux.formula.reason import Leaf, Reason, needs_of
from travaux.formula.smt import Inputs, Rounding, Smt
from travaux.formula.tables import DatedTable
from travaux.formula.unit import PURE
from travaux.formula.whole import Formula, Step, Variable
from travaux.prove._solver import Answer, ask

z3 = pytest.importorskip("z3", reason="the solver is not installed: pip install 'travaux[prove]'")

DAY = datetime.date(2027, 1, 1)


def fixed(smt: Smt, values: Mapping[Leaf, Decimal | None]) -> Inputs:
    """The inputs of one entry."""
    numbers = {leaf: smt.number(value or Decimal(0)) for leaf, value in values.items()}
    return Inputs(numbers, {leaf: z3.BoolVal(value is not None) for leaf, value in values.items()})


def solved(formula: Formula, entry: Mapping[str, Any], rounding: Rounding) -> tuple[Smt, dict[str, Any]]:
    values = inputs_of(formula, entry, TABLES)
    assert not isinstance(values, Reason)
    smt = Smt(z3, rounding)
    return smt, smt.steps(formula, fixed(smt, values))


@pytest.mark.parametrize("block", range(4))
def test_steps_of_an_entry_are_those_of_the_evaluator(block: int) -> None:
    known = 0
    for seed in range(25 * block, 25 * block + 25):
        formula = sound_formula(seed)
        for entry in entries(seed, 3):
            traced = evaluate(formula, entry, TABLES)
            if isinstance(traced, Reason):
                continue
            known += 1
            exact = {step.step.symbol: Fraction(step.value) for step in traced.steps}
            smt, steps = solved(formula, entry, "exact")
            assert ask(z3, smt.facts, steps).case == exact
            other = [term != smt.number(traced.steps[n].value) for n, term in enumerate(steps.values())]
            assert ask(z3, [*smt.facts, z3.Or(other)], {}) == Answer(False, {}), "no other values are possible"
            smt, steps = solved(formula, entry, "bounded")
            same = [term == smt.number(traced.steps[n].value) for n, term in enumerate(steps.values())]
            assert ask(z3, [*smt.facts, *same], {}).found, "bounds leave room for the exact rounding"
    assert known > 40


def point(formula: Formula, answer: Answer, inputs: Inputs) -> tuple[dict[str, Any], dict[str, DatedTable]]:
    """The entry that a case of the solver is, and the tables that it looks up."""
    entry: dict[str, Any] = {"good": "ndpr", "date_of_entry": DAY}
    tables: dict[str, DatedTable] = {}
    for leaf, bounds in needs_of(formula).given.items():
        value = answer.case[bounds.name]
        known = answer.case.get(f"{bounds.name}?", Fraction(1)) == 1
        number = Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(leaf, Symbol):
            entry[bounds.name] = number if known else None
        else:
            tables[bounds.name] = DatedTable({("ndpr",): [(DAY, number if known else None)]})
    return entry, tables


def test_case_of_the_solver_is_one_of_the_evaluator() -> None:
    found = 0
    for seed in range(60):
        formula, smt = sound_formula(seed), Smt(z3)
        inputs = smt.inputs(formula)
        steps = smt.steps(formula, inputs)
        names = {leaf: bounds.name for leaf, bounds in needs_of(formula).given.items()}
        asked = {names[leaf]: term for leaf, term in inputs.values.items()}
        asked |= {f"{names[leaf]}?": z3.If(known, z3.RealVal(1), z3.RealVal(0)) for leaf, known in inputs.known.items()}
        result = steps[formula.result.symbol]
        answer = ask(z3, [*smt.facts, result > 1], {**asked, "=": result})
        if not answer.found:
            continue
        found += 1
        entry, tables = point(formula, answer, inputs)
        traced = evaluate(formula, entry, tables)
        assert isinstance(traced, Assessed)
        assert Fraction(traced.amount) == answer.case["="] > 1
    assert found > 30


@pytest.mark.parametrize(
    ("value", "places", "result"),
    [("0.5", 0, 1), ("-0.5", 0, -1), ("2.4999", 0, 2), ("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("0", 3, 0)],
)
def test_half_a_unit_goes_away_from_zero(value: str, places: int, result: Any) -> None:
    smt = Smt(z3)
    rounded = smt.amount(Round(Constant(Decimal(value), PURE if value != "0" else None), places), Inputs({}))
    assert ask(z3, [*smt.facts, rounded != smt.number(Decimal(result))], {}).found is False


def test_ratio_whose_denominator_may_be_zero_has_no_value_there() -> None:
    smt = Smt(z3)
    zero = Ratio(Constant(Decimal(1)), Difference(Symbol("A"), Symbol("A")), 2)
    smt.amount(zero, Inputs({Symbol("A"): z3.RealVal(3)}))
    assert ask(z3, smt.facts, {}).found is False


# --- what is known of the charges (the properties of their variants) -------------------------------------------------

F, C, W, R, SHARE = (Symbol(name) for name in ("F", "C", "W", "R", "φ"))
GIVEN = tuple(
    Variable(symbol, name, PURE, Decimal(0), Decimal(high), 2)
    for symbol, name, high in (
        ("F", "level", 10**6),
        ("C", "content", 10**6),
        ("W", "entered", 10**12),
        ("R", "indicator", 10**6),
        ("φ", "phased", 1),
    )
)
GAP = Max((ZERO, Difference(Product((F, C)), W)))


def holds(charge: Expression, claim: str, **also: str) -> bool | None:
    """Whether a claim on the charge A is true of all entries; None where that is not known."""
    formula = Formula("charge", GIVEN, (Step("A", "charged", charge),))
    smt = Smt(z3, "bounded")
    inputs = smt.inputs(formula)
    seen = {leaf.symbol: term for leaf, term in inputs.values.items() if isinstance(leaf, Symbol)}
    seen |= smt.steps(formula, inputs)
    told = {**seen, "If": z3.If, "half": z3.Q(1, 200), "Q": z3.Q}
    found = ask(z3, [*smt.facts, *(eval(text, told) for text in also.values()), z3.Not(eval(claim, told))], {}).found
    return None if found is None else not found


def test_charge_on_the_declared_value_closes_the_gap_and_no_more() -> None:
    charge = Round(GAP, 2)
    assert holds(charge, "W + A >= F * C - half")
    assert holds(charge, "A <= If(F * C > W, F * C - W, 0) + half")
    assert not holds(charge, "W + A >= F * C + half")


def test_charge_by_a_reference_price_leaks_below_it() -> None:
    charge = Round(Max((ZERO, Product((Difference(F, R), C)))), 2)
    assert not holds(charge, "W + A >= F * C - half")
    assert holds(charge, "W + A >= F * C - half", dear="W >= R * C")
    assert not holds(charge, "A <= If(F * C > W, F * C - W, 0) + half"), "a good at its floor is charged all the same"


def test_limit_leaks_below_the_level_over_one_plus_it() -> None:
    charge = Min((GAP, Product((Constant(Decimal("0.65")), W))))
    assert holds(charge, "W + A >= F * C", dear="W * Q(165, 100) >= F * C")
    assert not holds(charge, "W + A >= F * C", less="W * Q(165, 100) >= F * C - 1")


def test_share_of_the_gap() -> None:
    charge = Product((SHARE, GAP))
    assert holds(charge, "A <= If(F * C > W, F * C - W, 0)")
    assert not holds(charge, "W + A >= F * C")
