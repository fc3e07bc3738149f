"""A formula as text: printed from the tree, and read back to the same tree."""

from __future__ import annotations

import pytest

from formulas import any_formula, english, mexican, told_in
from travaux.formula.fault import FormulaError
from travaux.formula.linear import equation
from travaux.formula.linear_parse import parse_equation
from travaux.formula.numbers import ENGLISH, PLAIN, Notation
from travaux.formula.parse import parse_formula
from travaux.formula.says import FormulaLanguage
from travaux.formula.text import inputs_text, steps_text
from travaux.formula.whole import Formula

LANGUAGES = (
    *(english(), english(",", "."), english(",", " ", "percent")),
    *(told_in("es"), mexican(), told_in("ja")),
)


def steps_or_none(formula: Formula, language: FormulaLanguage) -> tuple[str, ...] | None:
    """The steps, or None where one of them is too deep to be told."""
    try:
        return steps_text(formula, language)
    except FormulaError:
        return None


@pytest.mark.parametrize("block", range(10))
def test_text_is_read_back_to_the_same_tree(block: int) -> None:
    told = 0
    for seed in range(120 * block, 120 * block + 120):
        formula, language = any_formula(seed), LANGUAGES[seed % len(LANGUAGES)]
        if steps := steps_or_none(formula, language):
            assert parse_formula("sample", inputs_text(formula, language), steps, language) == formula, seed
            told += 1
    assert told > 60


@pytest.mark.parametrize("block", range(10))
def test_equations_are_read_back_to_the_same_tree(block: int) -> None:
    for seed in range(60 * block, 60 * block + 60):
        for step in any_formula(seed).steps:
            for notation in (PLAIN, ENGLISH, Notation(",", ".")):
                assert parse_equation(equation(step, notation), notation) == (step.symbol, step.value), seed
