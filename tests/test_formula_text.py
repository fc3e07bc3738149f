"""A formula as text: printed from the tree, and read back to the same tree."""

from __future__ import annotations

from hypothesis import given, settings

from formulas import any_formulas, english
from travaux.formula.linear import equation
from travaux.formula.linear_parse import parse_equation
from travaux.formula.nodes import Formula
from travaux.formula.numbers import ENGLISH, PLAIN, Notation
from travaux.formula.parse import parse_formula
from travaux.formula.text import inputs_text, steps_text


@settings(max_examples=400, deadline=None)
@given(any_formulas())
def test_text_is_read_back_to_the_same_tree(formula: Formula) -> None:
    for language in (english(), english(",", "."), english(",", " ", "percent")):
        declared, steps = inputs_text(formula, language), steps_text(formula, language)
        assert parse_formula("sample", declared, steps, language) == formula


@settings(max_examples=400, deadline=None)
@given(any_formulas())
def test_equations_are_read_back_to_the_same_tree(formula: Formula) -> None:
    for step in formula.steps:
        for notation in (PLAIN, ENGLISH, Notation(",", ".")):
            assert parse_equation(equation(step, notation), notation) == (step.symbol, step.value)
