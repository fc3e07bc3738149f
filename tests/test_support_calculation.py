"""Support as a formula: the real contracts, the limits, and that the clause states the same steps."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulas import english
from projects import EXAMPLE
from travaux.calculation.support import Support, formula_of, terms_of
from travaux.discover import layers
from travaux.formula.compiled import assessed
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.example import example_text
from travaux.formula.fault import FormulaError
from travaux.formula.linear import NBSP, equation, linear
from travaux.formula.nodes import Round
from travaux.formula.parse import parse_formula
from travaux.formula.text import inputs_text, steps_text
from travaux.formula.widths import widths_of
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.quantity import Money
from travaux.records import load

D = Decimal
CLAUSES = Path(__file__).parents[1] / "clauses" / "price-support"
NOTHING_YET = {"support_before": D(0), "payback_before": D(0)}


def record(key: str) -> OfftakeCfd:
    found = load(layers(EXAMPLE), everything=True)[0].mechanisms[key].record
    assert isinstance(found, OfftakeCfd)
    return found


def support(key: str) -> Support:
    """The first line of a record with a fixed strike price, and its first payer."""
    of = record(key)
    assert of.lines[0].strike is not None
    return Support(of, of.lines[0], of.lines[0].strike, of.payers[0])


def net(of: Support, market: str, quantity: str, **before: str) -> Decimal:
    """The net amount; below zero where the producer pays. The compiled formula gives the same."""
    entry: dict[str, Any] = {**terms_of(of), **NOTHING_YET, "market_price": D(market), "quantity_sold": D(quantity)}
    entry |= {name: D(value) for name, value in before.items()}
    formula = formula_of(of)
    found = evaluate(formula, entry)
    assert isinstance(found, Assessed)
    assert list(assessed(formula, [[entry.get(c) for c in formula.columns]], {})) == [found.amount]
    return found.amount


@pytest.mark.parametrize(
    ("market", "amount"),
    [
        ("60", "50000.00"),  # the price of the end of 2024: the Department of Defense pays 50 dollars a kilogram
        ("110", "0.00"),
        ("140", "-9000.00"),  # the reported peak of spring 2026: it takes 30 per cent of 30 dollars
    ],
)
def test_a_thousand_kilograms_of_mp_materials(market: str, amount: str) -> None:
    assert str(net(support("mp-materials-floor"), market, "1000")) == amount


@pytest.mark.parametrize(
    ("market", "quantity", "before", "amount"),
    [
        ("100", "5000000", "0", "50000000.00"),
        ("130", "5000000", "0", "0.00"),  # between 110 and 150 nobody pays
        ("152", "5000000", "0", "-3000000.00"),
        ("160", "5000000", "0", "-10000000.00"),  # 15 million, of which the limit of the year leaves 10
        ("160", "5000000", "9250000.50", "-749999.50"),
    ],
)
def test_a_year_of_lynas_and_jare(market: str, quantity: str, before: str, amount: str) -> None:
    assert str(net(support("lynas-jare-supply"), market, quantity, payback_before=before)) == amount


def test_a_limit_of_the_year_that_is_used_up() -> None:
    of = support("support")  # 90 per cent of the gap, and 5 million a year
    assert str(net(of, "2.50", "100000")) == "900000.00"
    assert str(net(of, "2.50", "100000", support_before="4500000")) == "500000.00"
    assert str(net(of, "2.50", "100000", support_before="6000000")) == "0.00"


def stated(name: str) -> list[str]:
    """The formulas of a wording of the clause, in their order."""
    return re.findall(r"```formula \{#[a-z-]+\}\n\s*(.+)\n", (CLAUSES / f"{name}.en.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("wording", ["price-gap-support", "price-gap-support~cumulative"])
def test_the_clause_states_the_formula(wording: str) -> None:
    """The amount that is due is rounded in words there; the net amount is what follows from both."""
    steps = {step.name: step for step in formula_of(support("support")).steps}
    due = steps["support_due"]
    assert isinstance(due.value, Round)
    assert stated(wording) == [
        equation(steps["price_gap"]),
        equation(steps["support"]),
        equation(steps["upside"]),
        equation(steps["payback"]),
        f"D = {linear(due.value.value)}",
    ]


@pytest.mark.parametrize("key", ["mp-materials-floor", "lynas-jare-supply", "support"])
def test_told_in_words_and_read_back(key: str) -> None:
    formula, language = formula_of(support(key)), english()
    widths_of(formula)
    told = inputs_text(formula, language), steps_text(formula, language)
    assert parse_formula(formula.name, *told, language) == formula
    assert "_" not in " ".join((*told[0], *told[1]))


def test_a_worked_example() -> None:
    of = support("mp-materials-floor")
    formula = formula_of(of)
    entry = {**terms_of(of), "market_price": D("60.00"), "quantity_sold": D(1000)}
    found = evaluate(formula, entry)
    assert isinstance(found, Assessed)
    lines = [line.replace(NBSP, " ") for line in example_text(formula, entry, found, english())]
    assert lines[6] == (
        "Step 1, the price gap: G = max(0, K − R) = max(0, 110.00 − 60.00) = USD 50.00 per kg of NdPr oxide equivalent"
    )
    assert lines[-1] == "Step 7, the net amount of support and payment back: N = D − E = 50,000.00 − 0 = USD 50,000.00"


@settings(max_examples=60, deadline=None)
@given(
    market=st.decimals(0, 400, places=4),
    quantity=st.decimals(0, 10**6, places=3),
    paid=st.decimals(0, 10**7, places=2),
)
def test_never_both_and_never_above_the_limit(market: Decimal, quantity: Decimal, paid: Decimal) -> None:
    of = support("support")
    entry = {**terms_of(of), "market_price": market, "quantity_sold": quantity}
    found = evaluate(formula_of(of), {**entry, "support_before": paid, "payback_before": paid})
    assert isinstance(found, Assessed)
    values = {traced.step.name: traced.value for traced in found.steps}
    assert values["support_due"] == 0 or values["payback_due"] == 0
    assert values["support_due"] + min(paid, D(5000000)) <= D(5000000)
    assert values["payback_due"] + min(paid, D(700000)) <= D(700000)


def test_what_is_not_calculated() -> None:
    vault = record("project-vault")
    line = record("mp-materials-floor").lines[0]
    assert line.strike is not None
    with pytest.raises(FormulaError) as refused:
        formula_of(Support(vault, line, line.strike))
    assert refused.value.faults[0].message == "this record makes up no gap between a strike price and the market"
    of = support("support")
    assert of.payer is not None
    payer = of.payer.model_copy(update={"yearly_cap": Money(amount=D(1), currency="EUR")})
    with pytest.raises(FormulaError) as mixed:
        formula_of(Support(of.record, of.line, of.strike, payer))
    assert mixed.value.faults[0].message == "the limit is in EUR and the strike price in USD"
