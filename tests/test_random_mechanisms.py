"""Random mechanisms: told in every language and read back, exemplified, and computed a second time in fractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from charge_oracle import NotAssessable, Terms, charged
from formulas import language_tags, told_in
from office_math import of_step
from random_charges import charges, entries, method, tables
from travaux.calculation.border import formula_of
from travaux.calculation.charge import Charge, numbered
from travaux.calculation.examples import Worked, examples_of
from travaux.calculation.methods import Method
from travaux.calculation.printed import plain, rows, steps_of, tabular, whole, whole_text
from travaux.calculation.recomputed import recomputed
from travaux.formula.compiled import assessed
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.example import example_text
from travaux.formula.example_parse import Amount, parse_example
from travaux.formula.loose import parse_loose
from travaux.formula.omml_parse import parse_omml
from travaux.formula.parse import parse_formula, parse_steps
from travaux.formula.reason import Reason
from travaux.formula.text import inputs_text, steps_text
from travaux.formula.units import units_of
from travaux.formula.widths import width_faults

Drawn = tuple[Terms, Charge]
LANGUAGES = pytest.mark.parametrize("tag", language_tags())
often = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seldom = settings(often, max_examples=40)


@often
@given(charges())
def test_a_random_mechanism_has_sound_units_and_widths(drawn: Drawn) -> None:
    """A share in excess of a quota of an amount that is converted may take more digits than there are; that is told."""
    agreed, charge = drawn
    formula = formula_of(charge)
    units_of(formula)
    faults = width_faults(formula)
    assert not faults or (agreed.form == "two-tier-tariff-quota" and agreed.declared not in ("", agreed.money))
    assert all("digits, and 37 are exact in every engine" in fault.message and fault.hint for fault in faults)


@LANGUAGES
@often
@given(charges())
def test_its_text_is_read_back_to_the_same_formula(tag: str, drawn: Drawn) -> None:
    formula, language = formula_of(drawn[1]), told_in(tag)
    declared, steps = inputs_text(formula, language), steps_text(formula, language)
    assert parse_formula(formula.name, declared, steps, language) == formula
    assert "_" not in "".join((*declared, *steps)), "a name without a title in the language"
    assert not (tag == "es" and re.search(r"\b(a|de) el\b", " ".join((*declared, *steps)))), "al, del"


@LANGUAGES
@often
@given(charges())
def test_its_equations_are_read_back_to_the_same_trees(tag: str, drawn: Drawn) -> None:
    formula, language = formula_of(drawn[1]), told_in(tag)
    notation = plain(language)
    for step in formula.steps:
        assert parse_omml(of_step(step, notation), notation) == (step.symbol, step.value)
    result = whole(formula.steps)
    assert parse_loose(whole_text(formula.steps, language), notation) == (result.symbol, result.value)


@often
@given(charges(), st.data())
def test_its_amount_is_that_of_a_second_calculation_in_fractions(drawn: Drawn, data: st.DataObject) -> None:
    agreed, charge = drawn
    formula, looked_up = formula_of(charge), tables(agreed, charge)
    for _ in range(5):
        entry = data.draw(entries(agreed, charge))
        found = evaluate(formula, entry, looked_up)
        row = [entry.get(column) for column in formula.columns]
        assert list(assessed(formula, [row], looked_up)) == [found.amount if isinstance(found, Assessed) else found]
        try:
            wanted = charged(agreed, entry)
        except NotAssessable:
            assert isinstance(found, Reason), found
        else:
            assert isinstance(found, Assessed), found
            assert Fraction(found.amount) == wanted


@LANGUAGES
@often
@given(charges(), st.data())
def test_an_entry_as_an_example_gives_its_amounts_back(tag: str, drawn: Drawn, data: st.DataObject) -> None:
    agreed, charge = drawn
    formula, language = formula_of(charge), told_in(tag)
    entry = data.draw(entries(agreed, charge))
    found = evaluate(formula, entry, tables(agreed, charge))
    assume(isinstance(found, Assessed))
    assert isinstance(found, Assessed)
    amounts = parse_example(example_text(formula, entry, found, language), language)
    assert_amounts(amounts, formula.steps, found)


@LANGUAGES
@seldom
@given(charges())
def test_the_examples_of_its_annex_are_read_back_and_come_out(tag: str, drawn: Drawn) -> None:
    (agreed, told), language = method(*drawn), told_in(tag)
    # The indicator prices of examples have two decimal places, so that one of a very low floor would be zero.
    assume(min(price for substance in agreed.substances for price in substance.levels.values()) >= 1)
    steps = parse_steps(steps_of(told, language), language)
    assert steps == told.formula.steps
    worked = examples_of(told)
    assert worked
    for example in worked:
        lines = ["\t".join(cells) for cells in rows(told, example, language, str)]
        amounts = parse_example(lines, tabular(language))
        assert_amounts(amounts, steps, example.assessed)
        assert_recomputed(amounts, steps, example, told)
        assert Fraction(example.assessed.amount) == charged(as_worked(agreed, example), example.given)


def as_worked(agreed: Terms, example: Worked) -> Terms:
    """The terms with the indicator prices of an example."""
    substances = []
    for number, substance in enumerate(agreed.substances, 1):
        dated = next(iter(example.tables[numbered("indicator_price", number)].rows.values()))
        substances.append(replace(substance, indicator={day: value for day, value in dated if value is not None}))
    return replace(agreed, substances=tuple(substances))


def assert_amounts(amounts: Sequence[Amount], steps: Sequence[Any], found: Assessed) -> None:
    """The printed amounts of the steps are those that were taken, in their units."""
    told = {amount.name: (amount.value, amount.unit) for amount in amounts}
    for traced in found.steps:
        assert told[traced.step.name] == (traced.value, traced.unit)
    assert len(found.steps) == len(steps)


def assert_recomputed(amounts: Sequence[Amount], steps: Sequence[Any], example: Worked, told: Method) -> None:
    """Calculated anew from what the example prints as given, with the formula of the model and without one."""
    wanted = {traced.step.name: traced.value for traced in example.assessed.steps}
    assert recomputed(steps, amounts, told.formula) == wanted
    assert recomputed(steps, amounts) == wanted
