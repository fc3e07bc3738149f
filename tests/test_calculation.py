"""The border adjustment as a formula: the worked tables of the domain, and what each option does."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from charges import DAY, changed, charge, records, tables
from formulas import english
from travaux.calculation.border import formula_of
from travaux.calculation.charge import DAYS, Charge, goods_of
from travaux.calculation.content import Content
from travaux.calculation.tables import months_after
from travaux.formula.compiled import assessed
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.linear import equation
from travaux.formula.numbers import rounded
from travaux.formula.parse import parse_formula
from travaux.formula.reason import Reason
from travaux.formula.tables import DatedTable
from travaux.formula.text import inputs_text, steps_text
from travaux.formula.widths import widths_of
from travaux.model.mechanism.price_floor import Phase
from travaux.model.quantity import Basis, Percentage, Price

D = Decimal
VECTORS = sorted((Path(__file__).parent / "vectors").glob("*.json"))
NDPR, GALLIUM = "ndpr/compound/ndpr-oxide-99", "gallium/metal/gallium-4n"
LATER = datetime.date(2029, 6, 1)


def vector_charge(vector: dict[str, Any]) -> Charge:
    """The charge of a file of vectors; the whole difference is charged from the first day."""
    floor = changed(records()[1], phase_in=(Phase(after=0, share=Percentage(D(100))),))
    content = vector["content"]
    found = Content(Basis.parse(content["assayed"]), D(content["factor"])) if content else Content()
    options = {name: tuple(v) if isinstance(v, list) else v for name, v in vector["options"].items()}
    return charge(vector["good"], found, floor, **options)


def entry(vector: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    return {
        "good": vector["good"],
        **dict.fromkeys(("date_of_acceptance", "day_of_level"), datetime.date.fromisoformat(vector["day"])),
        **{name: D(value) for name, value in given.items()},
    }


def vector_tables(vector: dict[str, Any], of: Charge, row: dict[str, Any]) -> dict[str, DatedTable]:
    if "indicator_price" not in row:
        return tables(of)
    return tables(of, indicator={DAY: of.price.model_copy(update={"amount": D(row["indicator_price"])})})


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vectors(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    of = vector_charge(vector)
    formula = formula_of(of)
    assert [equation(step) for step in formula.steps] == vector["formula"]
    for row in vector["rows"]:
        given, looked_up = entry(vector, row["entry"]), vector_tables(vector, of, row)
        found = evaluate(formula, given, looked_up)
        assert isinstance(found, Assessed)
        assert {t.step.name: str(t.value) for t in found.steps} == row["steps"]
        assert str(found.amount) == row["amount"]
        assert list(assessed(formula, [[given.get(c) for c in formula.columns]], looked_up)) == [found.amount]
        told_table(row, given, found.amount)


def told_table(row: dict[str, Any], given: dict[str, Any], amount: Decimal) -> None:
    """The columns of the worked table that follow from the amount."""
    table, value = row["table"], given["customs_value"]
    share, duties = amount * 100 / value, given.get("declared_duties", D(0))
    told: dict[str, Decimal] = {"levy": amount, "ad_valorem_equiv_pct": rounded(share, 1)}
    told["total_duty_pct"] = rounded(share, 1) + D(table.get("mfn_pct", 0))
    told["landed"] = value + D(table.get("other_duties", duties)) + amount
    for name in set(table) & set(told):
        assert told[name] == D(table[name]), name


def amount(of: Charge, day: datetime.date = LATER, rates: Any = None, **given: Any) -> Any:
    """What is charged on an entry of one kilogram of pure goods."""
    whole = {"net_dry_mass": 1, "declared_assay": 1, "declared_duties": 0, "zone_share": 1}
    values = {"good": goods_of(of.line), **dict.fromkeys(DAYS, day), **whole, **given}
    found = evaluate(formula_of(of), values, tables(of, rates=rates))
    return found if isinstance(found, Reason) else found.amount


HALF = datetime.date(2027, 6, 1)


@pytest.mark.parametrize(
    ("order", "told"), [(("phase-in", "zone-rate", "cap"), "27.50"), (("cap", "phase-in", "zone-rate"), "17.88")]
)
def test_the_order_of_steps_is_law(order: tuple[str, ...], told: str) -> None:
    # Floor 110, value 55, half phased in, cap of 65 %: 27.50 one way, 17.875 the other.
    assert str(amount(charge(NDPR, order=order), HALF, customs_value=D(55))) == told


def test_phase_in_rises_by_date() -> None:
    of = charge(NDPR, cap=None)
    days = [datetime.date(2027, 2, 28), DAY, datetime.date(2028, 3, 1), datetime.date(2029, 3, 1)]
    found = [amount(of, day, customs_value=D(60)) for day in days]
    assert found == [Reason("not-in-force", "phase_share"), D("25.00"), D("37.50"), D("50.00")]


def test_the_floor_of_the_relevant_date_counts() -> None:
    adjustment, floor = records()
    line = next(line for line in floor.lines if goods_of(line) == GALLIUM)
    price = next(iter(line.levels.values()))
    risen = price.model_copy(update={"amount": D(600)})
    line = line.model_copy(update={"levels": {datetime.date(2027, 1, 1): price, datetime.date(2029, 6, 1): risen}})
    floor = floor.model_copy(update={"lines": (line,)})
    of = Charge(changed(adjustment, cap=None, relevant_date="export"), floor, line, Content())
    for day, told in ((datetime.date(2029, 5, 31), "180.00"), (datetime.date(2029, 6, 1), "200.00")):
        assert str(amount(of, day, customs_value=D(400))) == told


def test_originating_goods_pay_the_zone_share() -> None:
    of = charge(NDPR, cap=None)
    assert [str(amount(of, customs_value=D(60), zone_share=D(rho))) for rho in ("1", "0.25", "0")] == [
        "50.00",
        "12.50",
        "0.00",
    ]


def test_the_limit_is_a_share_of_the_customs_value() -> None:
    assert str(amount(charge(NDPR), customs_value=D(60))) == "39.00"  # 65 % of 60, where the shortfall is 50
    assert str(amount(charge(NDPR), customs_value=D(100))) == "10.00"


def test_currencies_are_converted_at_the_rate_of_the_day_and_the_result_is_rounded() -> None:
    rates = {
        "rate_of_exchange": DatedTable({("EUR",): [(DAY, D("1.08333333"))]}),
        "rate_of_collection": DatedTable({("JPY",): [(DAY, D("150.12345678"))]}),
    }
    of = charge(NDPR, declared="EUR", collected="JPY", cap=None)
    more = {"declaration_currency": "EUR", "collection_currency": "JPY"}
    # W = 54.1666665, S = 110 − 54.1666665 − 1.08333333 = 54.75000017, A = 54.75, K = 54.75 × 150.12345678.
    assert str(amount(of, rates=rates, customs_value=D(50), declared_duties=D(1), **more)) == "8219"
    found = amount(of, rates=rates, customs_value=D(50), declaration_currency="MXN", collection_currency="JPY")
    assert found == Reason("not-in-force", "rate_of_exchange")


def test_the_ladder_of_evidence_takes_the_first_rung_that_is_known() -> None:
    evidence = ("declared-assay", "scheduled-default", "highest-scheduled")
    of = charge(GALLIUM, Content(evidence=evidence), cap=None)
    rungs = {"declared_assay": None, "default_assay": D("0.5"), "highest_assay": D(1)}
    assert str(amount(of, customs_value=D(100), **rungs)) == "190.00"
    assert str(amount(of, customs_value=D(100), **(rungs | {"default_assay": None}))) == "480.00"
    none = dict.fromkeys(rungs)
    assert amount(of, customs_value=D(100), **none) == Reason("missing", "declared_assay")


def test_the_base_may_be_the_index_or_the_landed_cost() -> None:
    of = charge(GALLIUM, base="landed-cost", cap=None)
    assert str(amount(of, customs_value=D(400), transport=D("20.5"))) == "159.50"
    of = charge(GALLIUM, base="index-price", cap=None)
    indicator = {DAY: of.price.model_copy(update={"amount": D(500)})}
    given = {"net_dry_mass": 2, "declared_assay": 1, "declared_duties": 0, "zone_share": 1, "customs_value": D(1)}
    more = {"good": GALLIUM, **dict.fromkeys(DAYS, LATER)}
    found = evaluate(formula_of(of), given | more, tables(of, indicator=indicator))
    assert isinstance(found, Assessed)
    assert str(found.amount) == "160.00"


def test_assay_and_factor_are_given_together() -> None:
    with pytest.raises(ValueError, match="give `assayed` and the `factor` to the basis of the floor together"):
        Content(factor=D(1))


def test_the_last_day_of_a_shorter_month() -> None:
    assert months_after(datetime.date(2027, 8, 31), 6) == datetime.date(2028, 2, 29)
    assert months_after(datetime.date(2027, 12, 1), 1) == datetime.date(2028, 1, 1)


def every_charge() -> list[Charge]:
    found = []
    for base in ("declared-transaction-value", "index-price", "landed-cost"):
        for stacking in ("net-of-other-duties", "on-top"):
            for declared, collected in (("", ""), ("EUR", ""), ("JPY", "MXN")):
                content = Content(Basis.parse("contained NdPr"), D("1.176549"), ("scheduled-default", "declared-assay"))
                more = {"declared": declared, "collected": collected, "base": base, "stacking": stacking}
                found += [charge(NDPR, content, **more), charge(NDPR, content, derivative=True, cap=None, **more)]
    return found


@pytest.mark.parametrize("of", every_charge())
def test_every_option_has_sound_units_and_widths_and_a_text_that_is_read_back(of: Charge) -> None:
    formula, language = formula_of(of), english()
    widths_of(formula)
    assert parse_formula(formula.name, inputs_text(formula, language), steps_text(formula, language), language) == (
        formula
    )
    told = " ".join((*inputs_text(formula, language), *steps_text(formula, language)))
    assert "_" not in told, "a name without a title in the language"


@pytest.mark.parametrize("line", records()[1].lines, ids=goods_of)
def test_every_floor_of_the_library_has_a_formula(line: Any) -> None:
    found = formula_of(charge(goods_of(line)))
    assert found.tables[0].unit is not None
    price = next(iter(line.levels.values()))
    assert isinstance(price, Price)
    assert str(found.tables[0].unit) == price.unit
