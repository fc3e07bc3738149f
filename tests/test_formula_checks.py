"""What is wrong with a formula is told before anything is computed: units, bases, digits, texts, words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from formulas import drafting_language, english
from travaux.formula.fault import FormulaError
from travaux.formula.linear import NBSP, linear
from travaux.formula.linear_parse import parse_equation, parse_linear
from travaux.formula.nodes import Constant, Max, Ratio, Round, Sum, Symbol
from travaux.formula.parse import parse_formula
from travaux.formula.text import inputs_text, steps_text
from travaux.formula.unit import PURE, SHARE, Base, Unit, currency, mass
from travaux.formula.units import unit_faults, units_of
from travaux.formula.whole import Formula, Step, Table, Variable
from travaux.formula.widths import width_faults
from travaux.formula.words import FormulaWords
from travaux.model.quantity import KILOGRAMS

D = Decimal
USD, EUR, ND, ND2O3 = currency("USD"), currency("EUR"), mass("kg", "contained Nd"), mass("kg", "Nd2O3 equivalent")


def formula(*steps: str, **inputs: Unit) -> Formula:
    """A formula of equations over inputs with these units, each from 0 to 1,000 with two decimal places."""
    given = tuple(
        Variable(symbol, f"input_{number}", unit, D(0), D(1000), 2)
        for number, (symbol, unit) in enumerate(inputs.items())
    )
    told = (parse_equation(step.replace("~", NBSP)) for step in steps)
    return Formula("f", given, tuple(Step(s, f"step_{n}", value) for n, (s, value) in enumerate(told)))


@pytest.mark.parametrize(
    ("of", "told"),
    [
        (
            formula("S = max(0, F × C − W)", F=USD.per(ND), C=ND2O3, W=USD),
            "step 1 (S, step_0): F × C is in USD*kg Nd2O3 equivalent/kg contained Nd, W is in USD: they cannot be "
            "added or compared\n  hint: kg Nd2O3 equivalent does not cancel kg contained Nd: multiply by the factor of "
            "stoichiometry, in kg contained Nd/kg Nd2O3 equivalent",
        ),
        (
            formula("S = F − R", F=USD.per(ND), R=USD.per(ND2O3)),
            "step 1 (S, step_0): F is in USD/kg contained Nd, R is in USD/kg Nd2O3 equivalent: they cannot be added or "
            "compared\n  hint: the basis differs: multiply by the factor of stoichiometry between the two",
        ),
        (
            formula("W = V + T", V=USD, T=EUR),
            "step 1 (W, step_0): V is in USD, T is in EUR: they cannot be added or compared\n"
            "  hint: the currency differs: convert at a stated rate",
        ),
        (
            formula("m = a + b", a=ND, b=mass("lb", "contained Nd")),
            "step 1 (m, step_0): a is in kg contained Nd, b is in lb contained Nd: they cannot be added or compared\n"
            "  hint: the unit of mass differs: multiply by the exact factor between the two",
        ),
        (
            formula("A = min(S, 5)", S=USD),
            "step 1 (A, step_0): S is in USD, 5 is in number: they cannot be added or compared\n"
            "  hint: one of the two is a plain number: state it in USD",
        ),
        (
            formula("A = if(S > 5~EUR, S, 0)", S=USD),
            "step 1 (A, step_0): S is in USD, 5\N{NO-BREAK SPACE}EUR is in EUR: they cannot be added or compared\n"
            "  hint: the currency differs: convert at a stated rate",
        ),
    ],
)
def test_units_that_do_not_meet(of: Formula, told: str) -> None:
    with pytest.raises(FormulaError) as caught:
        units_of(of)
    assert str(caught.value) == told


def test_every_place_is_told_at_once() -> None:
    faulty = formula("W = V + T", "Z = W − C", V=USD, T=EUR, C=ND)
    assert [fault.place for fault in unit_faults(faulty)] == ["step 1 (W, step_0)", "step 2 (Z, step_1)"]


def test_units_of_steps() -> None:
    of = formula("S = max(0, F × C − W)", "A = 50% × S", "t = ratio(S, W, 4)", F=USD.per(ND), C=ND, W=USD)
    assert units_of(of) == {"F": USD.per(ND), "C": ND, "W": USD, "S": USD, "A": USD, "t": SHARE}


def test_a_node_with_too_many_digits_is_named_with_what_to_do() -> None:
    wide = formula("B = A × A × A × A × A × A × A × A", A=PURE)
    (fault,) = width_faults(wide)
    assert str(fault) == (
        "step 1 (B, step_0): A × A × A × A × A × A × A × A takes 42 digits, and 37 are exact in every engine\n"
        "  hint: round a part of it in a step of its own, to 5 decimal places less, or narrow the range of an input"
    )


def test_a_denominator_that_may_be_zero_is_told() -> None:
    (fault,) = width_faults(formula("B = ratio(A, C − D, 2)", A=PURE, C=PURE, D=PURE))
    assert str(fault) == (
        "step 1 (B, step_0): C − D may be zero, and nothing is divided by zero\n  hint: give it a range above zero"
    )


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Sum((Symbol("A"),)), "a sum has at least 2 operands, not 1"),
        (lambda: Max(()), "a maximum has at least 2 operands, not 0"),
        (lambda: Round(Symbol("A"), 19), "19 is not a number of decimal places from 0 to 18"),
        (lambda: Ratio(Symbol("A"), Symbol("B"), -1), "-1 is not a number of decimal places from 0 to 18"),
        (lambda: Constant(D("NaN")), "Decimal('NaN') is not an exact finite number"),
        (lambda: Constant(D(1), None), "1 has no unit"),
        (lambda: Formula("f", (), ()), "a formula has at least 1 operands, not 0"),
        (lambda: formula("A = B"), "step A uses B, which no input and no earlier step gives"),
        (lambda: formula("A = B", "A = B", B=PURE), "the symbol A is given twice"),
        (lambda: formula("A = rates[good, day]"), "step A looks up rates, which is not among the tables"),
        (lambda: formula("A = B", "C = first(A, B)", B=PURE), "step C has a ladder of evidence with a step in it: a "
         "step is always known"),
        (lambda: Formula("f", (Variable("A", "a b", PURE, D(0), D(1), 2),), (Step("S", "s", Symbol("A")),)),
         "'a b' is not a name"),
        (lambda: Formula("f", (Variable("A", "a", PURE, D(2), D(1), 2),), (Step("S", "s", Symbol("A")),)),
         "a ranges from 2 to 1, which holds nothing"),
        (lambda: Formula("f", (), (Step("S", "s", Symbol("A")),), (Table("t", PURE, D(0), D("0.123"), 2),)),
         "the bound 0.123 of t has more than 2 decimal places"),
        (lambda: Base("US D/kg"), "'US D/kg' is not the name of a unit"),
    ],
)  # fmt: skip
def test_trees_that_cannot_be(make: object, told: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        make()  # type: ignore[operator]
    assert str(caught.value) == told


# --- texts that cannot be read ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A", "'A': an equation begins with a symbol and an equals sign, as in `A = F × C`"),
        ("A = max(B)", "'max(B)': a maximum has at least 2 operands, not 1"),
        ("A = B ×", "'B ×': cannot be read at ' ×'"),
        ("A = first(B, C + D)", "'first(B, C + D)': cannot be read at ')'"),
        ("A = round(B, 99)", "'round(B, 99)': 99 is not a number of decimal places from 0 to 18"),
        ("A = " + "(" * 50 + "B" + ")" * 50, None),
    ],
)
def test_equations_that_cannot_be_read(text: str, told: str | None) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_equation(text)
    assert told is None or str(caught.value) == told


@pytest.mark.parametrize("name", sorted(KILOGRAMS))
def test_every_unit_of_mass_is_read_back(name: str) -> None:
    of = Constant(D(5), currency("USD").per(mass(name, "contained W")))
    assert parse_linear(linear(of)) == of
    bare = Constant(D(5), Unit.made([Base(name)]))
    assert parse_linear(linear(bare)) == bare


def test_a_changed_text_is_refused_with_the_place_where_reading_stopped() -> None:
    of = formula("S = max(0, F × C − W)", F=USD.per(ND), C=ND, W=USD)
    declared, (step,) = inputs_text(of, english()), steps_text(of, english())
    assert step == (
        "Step 1. Determine step_0 (S): the greatest of (i) zero; and (ii) the result of (A) the product of F and C; "
        "less (B) W."
    )
    with pytest.raises(FormulaError) as caught:
        parse_formula("f", declared, [step.replace("less (B) W", "minus (B) W")], english())
    assert str(caught.value) == (
        "step 1: cannot be read back after 'the result of (A) the product of F and C', at '; minus (B) W.'"
    )
    lesser = step.replace("the greatest of", "the greater of")
    assert parse_formula("f", declared, [lesser], english()) == of


def test_a_formula_too_deep_for_one_step_says_so() -> None:
    deep = "A"
    for _ in range(5):
        deep = f"max({deep}, 0 − A × A)"
    with pytest.raises(FormulaError, match="takes lists deeper than a reader follows"):
        steps_text(formula(f"B = {deep}", A=PURE), english())


# --- words -------------------------------------------------------------------------------------------------------


def test_words_that_are_missing_or_unsound_are_all_told() -> None:
    import dataclasses

    words = drafting_language().formula
    assert words is not None
    given: dict[str, object] = {f.name: getattr(words, f.name) for f in dataclasses.fields(words)}
    assert FormulaWords.of_mapping(given) == words
    del given["sum"]
    given |= {"ratio": "{places}", "least": "{items} is least", "greatset": "x", "zero": 0}
    given |= {"comparisons": {"<": "{left} is less than {right}"}, "titles": {"a": "the gap", "b": "the gap", "C": "x"}}
    with pytest.raises(ValueError, match="'sum' is missing") as caught:
        FormulaWords.of_mapping(given)
    assert str(caught.value).split("; ") == [
        "'sum' is missing",
        "there is no 'greatset'",
        "'zero' is text",
        "'least' must begin with words of its own, not with a slot",
        "'ratio' has {places}",
        "it takes {denominator}, {numerator}, {places}",
        "'comparisons' lack '<='",
        "'comparisons' lack '='",
        "'comparisons' lack '>='",
        "'comparisons' lack '>'",
        "'C' is not a name of a formula",
        "two things are called 'the gap'",
    ]
