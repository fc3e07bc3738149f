"""Units mixed on purpose, in formulas and in records: each is refused, with the step, the units and what to do."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from charges import charge
from examples import Example, laid_over
from projects import run
from travaux.calculation.border import formula_of
from travaux.calculation.content import Content
from travaux.formula.fault import FormulaError
from travaux.formula.linear import NBSP
from travaux.formula.linear_parse import parse_linear
from travaux.formula.nodes import Constant, Difference, Expression, Lookup, Max, Min, Product, Symbol
from travaux.formula.unit import Unit, currency, mass
from travaux.formula.units import units_of
from travaux.formula.whole import Formula, Step, Table, Variable
from travaux.model.quantity import Basis

D = Decimal
Capture = pytest.CaptureFixture[str]
NDPR = "ndpr/compound/ndpr-oxide-99"
USD = currency("USD")
ND, ND2O3 = mass("kg", "contained Nd"), mass("kg", "Nd2O3 equivalent")


def library(**options: object) -> Formula:
    """The formula of the library's adjustment, on the oxide of which the assay is of the metal."""
    content = Content(Basis.parse("contained NdPr"), D("1.176549"), ("declared-assay",))
    return formula_of(charge(NDPR, content, in_transit=False, **options))


def with_step(formula: Formula, name: str, value: Expression) -> Formula:
    """The formula with another value of one step."""
    steps = tuple(replace(step, value=value) if step.name == name else step for step in formula.steps)
    assert steps != formula.steps
    return replace(formula, steps=steps)


def with_table(formula: Formula, name: str, unit: Unit) -> Formula:
    """The formula with another unit of one table."""
    tables = tuple(replace(table, unit=unit) if table.name == name else table for table in formula.tables)
    assert tables != formula.tables
    return replace(formula, tables=tables)


def refused(formula: Formula) -> str:
    with pytest.raises(FormulaError) as caught:
        units_of(formula)
    return str(caught.value)


def test_the_formula_that_is_spoilt_here_is_sound() -> None:
    assert units_of(library())["A"] == USD
    assert units_of(library(declared="EUR", collected="JPY"))["K"] == currency("JPY")


# --- formulas ---------------------------------------------------------------------------------------------------------


def test_a_level_per_metal_and_another_per_oxide() -> None:
    price = Table("level", USD.per(ND), D(0), D(1000), 2)
    other = Table("other_level", USD.per(ND2O3), D(0), D(1000), 2)
    looked_up = (Lookup("level", ("good",), "day"), Lookup("other_level", ("good",), "day"))
    steps = (
        Step("F", "floor_level_in_force", looked_up[0]),
        Step("P", "other_level_in_force", looked_up[1]),
        Step("G", "gap", Max((Constant(D(0)), Difference(Symbol("F"), Symbol("P"))))),
    )
    assert refused(Formula("f", (), steps, (price, other))) == (
        "step 3 (G, gap): F is in USD/kg contained Nd, P is in USD/kg Nd2O3 equivalent: they cannot be added or "
        "compared\n  hint: the basis differs: multiply by the factor of stoichiometry between the two"
    )


def test_a_cap_in_euro_against_a_floor_in_dollars() -> None:
    cap = parse_linear(f"min(Z, 500{NBSP}EUR)")
    assert isinstance(cap, Min)
    assert refused(with_step(library(), "limited_amount", cap)) == (
        f"step 9 (M, limited_amount): Z is in USD, 500{NBSP}EUR is in EUR: they cannot be added or compared\n"
        "  hint: the currency differs: convert at a stated rate"
    )


def test_a_rate_of_exchange_from_another_currency_than_that_of_the_declaration() -> None:
    of = with_table(library(declared="EUR"), "rate_of_exchange", USD.per(currency("JPY")))
    assert refused(of) == (
        "step 7 (S, shortfall): F × C is in USD, W is in EUR*USD/JPY: they cannot be added or compared\n"
        "  hint: JPY does not cancel EUR: convert at a rate of exchange in EUR/JPY"
    )


def test_a_rate_of_exchange_into_another_currency_than_that_of_the_floor() -> None:
    of = with_table(library(declared="EUR"), "rate_of_exchange", currency("JPY").per(currency("EUR")))
    assert refused(of) == (
        "step 7 (S, shortfall): F × C is in USD, W is in JPY: they cannot be added or compared\n"
        "  hint: the currency differs: convert at a stated rate"
    )


def test_a_rate_that_is_a_plain_ratio() -> None:
    of = with_table(library(declared="EUR"), "rate_of_exchange", Unit())
    assert refused(of) == (
        "step 7 (S, shortfall): F × C is in USD, W is in EUR: they cannot be added or compared\n"
        "  hint: the currency differs: convert at a stated rate"
    )


def test_a_floor_level_per_tonne_on_a_content_in_kilograms() -> None:
    of = with_table(library(), "floor_level", USD.per(mass("t", "NdPr oxide equivalent")))
    assert refused(of) == (
        "step 4 (S, shortfall): F × C is in USD*kg NdPr oxide equivalent/t NdPr oxide equivalent, W is in USD: they "
        "cannot be added or compared\n  hint: kg NdPr oxide equivalent does not cancel t NdPr oxide equivalent: "
        "multiply by the exact factor between the two, in t NdPr oxide equivalent/kg NdPr oxide equivalent"
    )


def test_an_assay_of_another_substance_without_its_factor() -> None:
    of = with_step(library(), "content", Product((Symbol("Q"), Constant(D(1)))))
    assert refused(of) == (
        "step 4 (S, shortfall): F × C is in USD*kg contained NdPr/kg NdPr oxide equivalent, W is in USD: they cannot "
        "be added or compared\n  hint: kg contained NdPr does not cancel kg NdPr oxide equivalent: multiply by "
        "the factor of stoichiometry, in kg NdPr oxide equivalent/kg contained NdPr"
    )


def test_the_same_where_nothing_is_compared_with_money() -> None:
    options = {"derivative": True, "stacking": "on-top", "cap": None, "order": ("zone-rate",)}
    of = with_step(library(**options), "content", Product((Symbol("Q"), Constant(D(1)))))
    assert refused(of) == (
        "step 7 (A, border_adjustment): A comes out in USD*kg contained NdPr/kg NdPr oxide equivalent, which is "
        "neither money nor a price\n  hint: kg contained NdPr does not cancel kg NdPr oxide equivalent: multiply by "
        "the factor of stoichiometry, in kg NdPr oxide equivalent/kg contained NdPr"
    )


def test_an_assay_is_not_stated_without_its_factor() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        Content(assayed=Basis.parse("contained Nd"))
    assert str(caught.value) == "give `assayed` and the `factor` to the basis of the floor together"


def test_a_price_that_is_multiplied_by_a_mass_twice() -> None:
    given = (Variable("F", "level", USD.per(ND), D(0), D(9), 2), Variable("C", "content", ND, D(0), D(9), 2))
    of = Formula("f", given, (Step("A", "amount", Product((Symbol("F"), Symbol("C"), Symbol("C")))),))
    assert refused(of) == (
        "step 1 (A, amount): A comes out in USD*kg contained Nd, which is neither money nor a price\n"
        "  hint: kg contained Nd is left over: a factor is missing, or there is one too many"
    )


# --- records ----------------------------------------------------------------------------------------------------------

FLOOR, ADJUSTMENT, SUPPORT = (f"seeds/mechanisms/{name}.yaml" for name in ("floor", "adjustment", "support"))
INSTRUMENT, TABLE = "seeds/instruments/example.yaml", "seeds/tables/planted.yaml"
LEVELS = """\
level_rule: fixed
lines:
  - product: examplium
    stage: metal
    grade: examplium-99
    levels:
      2027-01-01: {{amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
      2028-01-01: {{amount: 13.00, currency: {currency}, per: {per}, basis: {basis}}}
    illustrative: true
"""
OUTSIDE = """\
id: planted
holds: outside-price
what: prices of goods outside
unit: {unit}
columns: [{{name: product, type: product}}, {{name: stage, type: stage}}]
illustrative: true
rows:
  - {{at: [examplium, metal], value: 9.50}}
"""
RATES = """\
id: planted
holds: exchange-rate
what: rates of exchange
unit: USD/kg
columns: [{name: from, type: currency}, {name: to, type: currency}]
illustrative: true
rows:
  - {at: [EUR, USD], value: 1.15}
"""


def told(files: dict[str, str], folder: Path, capsys: Capture, command: str = "check", *more: str) -> tuple[int, str]:
    """What a command says of the example project with files laid over it."""
    project = laid_over(Example("Fails", files), folder / "project")
    found = run(capsys, command, "example", *more, "--project", project)
    return found.code, (found.out + found.err).replace(f"{project}/", "")


@pytest.mark.parametrize(
    ("changed", "unit", "hint"),
    [
        ({"basis": "Ex2O3 equivalent"}, "USD/kg Ex2O3 equivalent", "the basis differs: multiply by the factor of "
         "stoichiometry between the two"),
        ({"currency": "EUR"}, "EUR/kg contained Ex", "the currency differs: convert at a stated rate"),
        ({"per": "t"}, "USD/t contained Ex", "the unit of mass differs: multiply by the exact factor between the two"),
    ],
)  # fmt: skip
def test_levels_of_one_good_in_two_units(
    changed: dict[str, str], unit: str, hint: str, tmp_path: Path, capsys: Capture
) -> None:
    levels = LEVELS.format(**{"currency": "USD", "per": "kg", "basis": "contained Ex"} | changed)
    code, out = told({FLOOR: levels}, tmp_path, capsys)
    found = [line for line in out.splitlines() if "UNI" in line or "hint: the" in line]
    assert (code, found) == (
        1,
        [
            f"{FLOOR}:23:17: error[UNI001]: the floor of examplium (metal, examplium-99) is in USD/kg contained Ex "
            f"from 2027-01-01 and in {unit} from 2028-01-01: step 1 (F, floor_level_in_force) takes the one for the "
            "other",
            f"  hint: {hint}, and state both in USD/kg contained Ex",
        ],
    )


def test_an_assessment_does_not_take_one_unit_for_the_other(tmp_path: Path, capsys: Capture) -> None:
    levels = LEVELS.format(currency="USD", per="kg", basis="Ex2O3 equivalent")
    entries = tmp_path / "entries.csv"
    entries.write_text("entry,good\n1,examplium/metal/examplium-99\n", encoding="utf-8")
    code, out = told({FLOOR: levels}, tmp_path, capsys, "assess", str(entries))
    assert (code, out) == (
        2,
        f"{ADJUSTMENT}:1:1: error[ASM001]: the floor level of examplium/metal/examplium-99 is in USD/kg contained Ex "
        "from 2027-01-01 and in USD/kg Ex2O3 equivalent from 2028-01-01: step 1 (F, floor_level_in_force) takes the "
        "one for the other\n  hint: state both in USD/kg contained Ex\n1 error\n",
    )


def test_a_cap_that_is_an_amount_of_money(tmp_path: Path, capsys: Capture) -> None:
    code, out = told({ADJUSTMENT: "cap: {amount: 5, currency: EUR}"}, tmp_path, capsys)
    assert (code, out) == (
        2,
        f"{ADJUSTMENT}:8:6: error[MOD003]: text such as 65% is wanted here, not {{'amount': 5, 'currency': 'EUR'}}\n"
        "1 error\n",
    )


def test_rates_of_exchange_in_a_unit_of_price(tmp_path: Path, capsys: Capture) -> None:
    code, out = told({TABLE: RATES, INSTRUMENT: "tables: [planted]"}, tmp_path, capsys)
    assert (code, out) == (
        2,
        f"{TABLE}:4:1: error[MOD003]: the `unit` of a table of exchange-rate is `ratio`, not USD/kg\n1 error\n",
    )


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        ("EUR/kg", "the currency differs"),
        ("USD/kg Ex2O3 equivalent", "the basis differs"),
        ("USD/lb", "the unit of mass is not exact in the other"),
    ],
)
def test_indicator_prices_in_another_unit(unit: str, why: str, tmp_path: Path, capsys: Capture) -> None:
    files = {TABLE: OUTSIDE.format(unit=unit), INSTRUMENT: "tables: [planted]", ADJUSTMENT: "base: index-price"}
    code, out = told(files, tmp_path, capsys)
    assert code == 0
    assert out == (
        f"{TABLE}:8:10: warning[UNI002]: the price of examplium (metal, examplium-99) in 'planted' is in {unit}, its "
        "floor in USD/kg contained Ex: step 4 (P, indicator_in_force) finds none there\n"
        f"  see: {FLOOR}:23:7: the floor level\n"
        f"  hint: {why}: state it in USD/kg contained Ex\n1 warning\n"
    )


def test_limits_of_support_in_another_currency_than_the_strike_price(tmp_path: Path, capsys: Capture) -> None:
    files = {
        INSTRUMENT: "mechanisms: [reference, floor, adjustment, zone, support]",
        SUPPORT: "payers: [{party: alba, yearly_cap: {amount: 5000000, currency: EUR}}]\n"
        "clawback: {share: 35%, yearly_cap: {amount: 700000, currency: JPY}}\n",
    }
    code, out = told(files, tmp_path, capsys)
    assert (code, out) == (
        1,
        f"{SUPPORT}:9:36: error[MON001]: the limit of Alba is in EUR and the strike price of examplium (metal, "
        "examplium-99) in USD: the step that determines the support that is due takes the lesser of two currencies\n"
        "  hint: state both in one currency\n"
        f"{SUPPORT}:11:36: error[MON001]: the limit of what is paid back is in JPY and the strike price of examplium "
        "(metal, examplium-99) in USD: the step that determines the amount to be paid back takes the lesser of two "
        "currencies\n  hint: state both in one currency\n2 errors\n",
    )
