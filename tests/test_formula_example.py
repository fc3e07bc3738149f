"""A worked example: printed line by line, read back to its amounts, its arithmetic done again."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from charges import charge, tables
from formulas import english, sound_formula
from test_formula_evaluate import TABLES, entries
from travaux.calculation.border import formula_of
from travaux.calculation.content import Content
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.example import example_text
from travaux.formula.example_parse import parse_example
from travaux.formula.fault import FormulaError
from travaux.formula.tables import DatedTable
from travaux.model.quantity import Basis

DAY = datetime.date(2027, 6, 1)
ENTRY: dict[str, Any] = {
    "net_dry_mass": Decimal("12.500"),
    "default_assay": Decimal("0.849943"),
    "customs_value": Decimal("605.30"),
    "declared_duties": Decimal("22.40"),
    "zone_share": 1,
    "good": "ndpr/compound/ndpr-oxide-99",
    "date_of_acceptance": DAY,
    "declaration_currency": "EUR",
}
TOLD = """\
the net dry mass of the goods (m): 12.500 kg of gross product
the default content published for the tariff line (b): 0.849943 kg of contained NdPr per kg of gross product
the customs value of the goods (V): EUR 605.30
the amount of other duties as charged (d): EUR 22.40
the share charged for goods of that origin (ρ): 100 per cent
the covered good: neodymium-praseodymium oxide
the date of acceptance of the customs declaration: 1 June 2027
the currency of the declaration: EUR
the floor level for neodymium-praseodymium oxide on 1 June 2027: USD 110.00 per kg of NdPr oxide equivalent
the rate of exchange for EUR on 1 June 2027: USD 1.08333333 per EUR
the phase-in share on 1 June 2027: 50 per cent
Step 1, the floor level that applies: F = USD 110.00 per kg of NdPr oxide equivalent
Step 2, the mass of the substance: Q = m × first(a, b) = 12.500 × 0.849943 = 10.624287500 kg of contained NdPr, \
rounded to 9 decimal places: 10.624287500 kg of contained NdPr
Step 3, the content of the goods: C = Q × 1.176549 = \
10.624287500 × 1.176549 = 12.499994833837500 kg of NdPr oxide equivalent, rounded to 6 decimal places: \
12.499995 kg of NdPr oxide equivalent
Step 4, the rate of exchange that applies: e = USD 1.08333333 per EUR
Step 5, the customs value in the currency of the floor level: W = e × V = 1.08333333 × 605.30 = USD 655.7416646490
Step 6, the amount of other duties: D = e × d = 1.08333333 × 22.40 = USD 24.2666665920
Step 7, the shortfall: S = max(0, F × C − W − D) = max(0, 110.00 × 12.499995 − 655.7416646490 − 24.2666665920) = \
USD 694.9911187590
Step 8, the phase-in share that applies: φ = 50 per cent
Step 9, the amount after the phase-in share: H = φ × S = 50% × 694.9911187590 = USD 347.495559379500
Step 10, the amount after the zone share: Z = ρ × H = 100% × 347.495559379500 = USD 347.495559379500
Step 11, the limit: L = 65% × W = 65% × 655.7416646490 = USD 426.232082021850
Step 12, the amount after the limit: M = min(Z, L) = min(347.495559379500, 426.232082021850) = USD 347.495559379500
Step 13, the border price adjustment: A = M = 347.495559379500 = USD 347.495559379500, rounded to 2 decimal places: \
USD 347.50
"""


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def sample() -> tuple[str, ...]:
    content = Content(Basis.parse("contained NdPr"), Decimal("1.176549"), ("declared-assay", "scheduled-default"))
    of = charge("ndpr/compound/ndpr-oxide-99", content, declared="EUR", in_transit=False)
    formula = formula_of(of)
    rates = {"rate_of_exchange": DatedTable({("EUR",): [(DAY, Decimal("1.08333333"))]})}
    found = evaluate(formula, ENTRY, tables(of, rates=rates))
    assert isinstance(found, Assessed)
    return example_text(
        formula, ENTRY, found, english(), lambda k: k if "/" not in k else "neodymium-praseodymium oxide"
    )


def test_every_input_and_step_is_told_with_its_unit_and_rounding() -> None:
    assert plain("\n".join(sample())) + "\n" == TOLD


def test_the_text_gives_the_amounts_back() -> None:
    found = {amount.name: (amount.value, str(amount.unit)) for amount in parse_example(sample(), english())}
    assert found["customs_value"] == (Decimal("605.30"), "EUR")
    assert found["content"] == (Decimal("12.499995"), "kg NdPr oxide equivalent")
    assert found["phase_in_force"] == (Decimal("0.5"), "share")
    assert found["border_adjustment"] == (Decimal("347.50"), "USD")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("× 605.30 = USD 655.7416646490", "× 605.40 = USD 655.7416646490", "line 16: the numbers give 655.8499979820, "
         "the text says 655.7416646490"),
        (": USD 347.50", ": USD 347.49", "line 24: the numbers give 347.50, the text says 347.49"),
        ("the limit: L", "the limit, L", "line 22: cannot be read back after 'Step 11, the limit', at "
         "', L = 65% × W = 65% × 655.7416646490 = U'"),
    ],
)  # fmt: skip
def test_a_line_whose_numbers_do_not_agree_is_told(old: str, new: str, told: str) -> None:
    assert any(old in line for line in sample())
    with pytest.raises(FormulaError) as caught:
        parse_example([line.replace(old, new) for line in sample()], english())
    assert str(caught.value) == told


def test_examples_of_random_formulas_give_their_amounts_back() -> None:
    told = 0
    for seed in range(150):
        formula, language = sound_formula(seed), english(*((",", ".") if seed % 2 else (None, None)))
        for entry in entries(seed + 3, 3):
            found = evaluate(formula, entry, TABLES)
            if isinstance(found, Assessed):
                amounts = parse_example(example_text(formula, entry, found, language), language)
                steps = [each.value for each in amounts[-len(formula.steps) :]]
                assert steps == [traced.value for traced in found.steps], (seed, entry)
                told += 1
    assert told > 200
