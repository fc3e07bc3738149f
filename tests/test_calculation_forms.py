"""Every form and option of a border adjustment: what it charges, by figures worked out by hand, and by an oracle."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assessing import rounded
from charges import DAY, changed, charge, records, tables
from formulas import english
from travaux.calculation.border import formula_of
from travaux.calculation.charge import DAYS, Charge, goods_of
from travaux.calculation.content import Content
from travaux.formula.evaluate import evaluate
from travaux.formula.fault import FormulaError
from travaux.formula.parse import parse_formula
from travaux.formula.reason import Reason
from travaux.formula.tables import DatedTable
from travaux.formula.text import inputs_text, steps_text
from travaux.formula.widths import widths_of
from travaux.model.mechanism.border_adjustment import Quota, Tier
from travaux.model.quantity import Mass, Percentage, RateRule

D = Decimal
NDPR, DYSPROSIUM = "ndpr/compound/ndpr-oxide-99", "dytb/compound/dysprosium-oxide-99-5"
TUNGSTEN, GALLIUM = "tungsten/compound/apt-88-5", "gallium/metal/gallium-4n"
LATER = datetime.date(2029, 6, 1)
FORMS = ("variable-specific", "fixed-specific", "ad-valorem", "two-tier-tariff-quota", "guarantee-deposit")
BASES = ("declared-transaction-value", "index-price", "landed-cost", "lower-of-value-and-index")

QUOTA = Quota(
    product="ndpr",
    stage="compound",
    quantity=Mass(amount=D(100), unit="t"),
    period="calendar-year",
    allocation="order-of-acceptance",
)


def line_of(good: str) -> Any:
    return next(line for line in records()[1].lines if goods_of(line) == good)


def made(good: str = NDPR, others: tuple[str, ...] = (), credited: bool = False, **options: Any) -> Charge:
    """A charge; a form that is set for a period is so for a month."""
    quotas = (QUOTA,) if options.get("form") == "two-tier-tariff-quota" else ()
    of = charge(good, **{"update": "monthly", "quotas": quotas, **options})
    return Charge(
        of.adjustment,
        of.floor,
        of.line,
        of.content,
        of.declared,
        of.collected,
        of.derivative,
        tuple(map(line_of, others)),
        credited,
    )


def found(of: Charge, indicators: dict[str, str] | None = None, rates: Any = None, **entry: Any) -> Any:
    """The amount of an entry of one kilogram, with indicator prices by good."""
    known = tables(of, rates=rates)
    for number, line in enumerate((of.line, *of.others), 1):
        price = (indicators or {}).get(goods_of(line))
        name = "indicator_price" if number == 1 else f"indicator_price_{number}"
        known[name] = DatedTable({(goods_of(line),): [(DAY, D(price))]} if price else {})
    goods = {("good" if n == 1 else f"good_{n}"): goods_of(line) for n, line in enumerate((of.line, *of.others), 1)}
    whole = {"net_dry_mass": 1, "declared_assay": 1, "declared_duties": 0, "zone_share": 1, "paid_elsewhere": 0}
    got = evaluate(formula_of(of), {**dict.fromkeys(DAYS, LATER), **goods, **whole, **entry}, known)
    return got if isinstance(got, Reason) else str(got.amount)


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_an_amount_per_unit_of_content_is_set_for_a_period_whatever_the_price() -> None:
    # Floor 110, indicator 70.333 on the first day of the period: 39.67 per kg, on 0.5 kg of content.
    of = made(form="fixed-specific", cap=None)
    for value in (10, 200):
        assert found(of, {NDPR: "70.333"}, customs_value=D(value), declared_assay=D("0.5")) == "19.84"


def test_a_rate_of_the_customs_value_is_set_for_a_period() -> None:
    # (110 - 70) / 70 = 57.142...%, 57.1 % at one decimal place; of 60.00: 34.26, whatever the content.
    of = made(form="ad-valorem", cap=None)
    assert found(of, {NDPR: "70"}, customs_value=D(60)) == "34.26"
    assert "net_dry_mass" not in formula_of(of).columns


def test_a_rate_has_the_decimal_places_that_the_clause_states() -> None:
    of = made(form="ad-valorem", cap=None)
    exact = Charge(of.adjustment, of.floor, of.line, Content(rate_decimals=3))
    assert found(exact, {NDPR: "70"}, customs_value=D(60)) == "34.29"  # 57.143 %


def test_no_charge_in_a_period_in_which_the_indicator_is_above_the_floor() -> None:
    for form in ("fixed-specific", "ad-valorem"):
        assert found(made(form=form, cap=None), {NDPR: "150"}, customs_value=D(1)) == "0.00"


def test_a_quota_leaves_what_is_in_excess_of_it() -> None:
    of = made(form="two-tier-tariff-quota", cap=None)
    assert found(of, customs_value=D(60), excess_share=D("0.25")) == "12.50"
    assert found(of, customs_value=D(60), excess_share=D(0)) == "0.00"
    assert found(of, customs_value=D(60)) == Reason("missing", "excess_share")


def test_the_lower_of_value_and_index_is_compared() -> None:
    of = made(base="lower-of-value-and-index", cap=None)
    assert found(of, {NDPR: "70"}, customs_value=D(100)) == "40.00"  # an over-stated price gains nothing
    assert found(of, {NDPR: "70"}, customs_value=D(60)) == "50.00"


def test_products_of_several_substances_are_added_before_the_price_is_deducted() -> None:
    # 0.3 kg at 110 and 0.05 kg at 230: 33 + 11.50 - 40.
    of = made(NDPR, (DYSPROSIUM,), cap=None)
    given = {"declared_assay": D("0.3"), "declared_assay_2": D("0.05"), "customs_value": D(40)}
    assert found(of, **given) == "4.50"
    assert found(of, **{**given, "declared_assay_2": None}) == Reason("missing", "declared_assay_2")


def test_a_substance_above_its_floor_does_not_lower_the_gap_of_another() -> None:
    of = made(NDPR, (DYSPROSIUM,), cap=None, derivative=True)
    given = {"declared_assay": D("0.3"), "declared_assay_2": D("0.05"), "customs_value": D(40)}
    assert found(of, {NDPR: "60", DYSPROSIUM: "130"}, **given) == "20.00"  # 0.3 x 50 + 0.05 x 100
    assert found(of, {NDPR: "60", DYSPROSIUM: "900"}, **given) == "15.00"


def test_substances_whose_levels_are_in_other_units_of_mass_do_not_meet() -> None:
    with pytest.raises(FormulaError) as caught:
        formula_of(made(NDPR, (TUNGSTEN,)))
    assert str(caught.value) == (
        "border-price-adjustment: the floor levels of substances in one item are in USD per kg and USD per mtu\n"
        "  hint: state them in one currency and unit of mass"
    )


def test_what_was_paid_in_another_party_is_deducted_from_the_result() -> None:
    of = made(credited=True, cap=None)
    for paid, told in (("20.5", "29.50"), ("50", "0.00"), ("80", "0.00")):
        assert found(of, customs_value=D(60), paid_elsewhere=D(paid)) == told


def test_what_was_paid_elsewhere_is_converted_as_the_value_is() -> None:
    rates = {"rate_of_exchange": DatedTable({("EUR",): [(DAY, D("1.15"))]})}
    of = made(credited=True, cap=None, declared="EUR")
    given = {"declaration_currency": "EUR", "customs_value": D(50), "paid_elsewhere": D("10.01")}
    assert found(of, rates=rates, **given) == "40.99"  # 110 - 57.50 = 52.50, less 11.5115


@pytest.mark.parametrize(("daily", "told"), [("1.2074", "52.50"), ("1.2075", "49.63"), ("1.0925", "55.38")])
def test_the_rate_of_the_day_counts_from_a_stated_difference_on(daily: str, told: str) -> None:
    rule = RateRule(source="a bank", date_basis="export", daily_from=Percentage(D(5)))
    rates = {
        "rate_of_exchange": DatedTable({("EUR",): [(DAY, D("1.15"))]}),
        "daily_rate": DatedTable({("EUR",): [(DAY, D(daily))]}),
    }
    of = made(declared="EUR", cap=None, currency_rule=rule)
    assert found(of, rates=rates, declaration_currency="EUR", customs_value=D(50)) == told


def downstream(**options: Any) -> Any:
    return changed(records()[0].downstream, **options)


def test_a_derivative_may_be_charged_a_rate_of_its_value() -> None:
    # (110 - 70) / 110 = 36.36 %, 36.4 % at one decimal place.
    of = made(derivative=True, cap=None, downstream=downstream(charge="full-value-rate"))
    assert found(of, {NDPR: "70"}, customs_value=D(1000)) == "364.00"


def test_a_rate_of_the_value_asks_for_the_content_that_says_whether_goods_hold_too_little() -> None:
    formula = formula_of(made(derivative=True, cap=None, downstream=downstream(charge="full-value-rate")))
    assert "content" in {step.name for step in formula.steps}


def test_a_derivative_may_be_charged_by_tiers_of_content() -> None:
    tiers = (Tier(content_from=Percentage(D(5)), rate=Percentage(D(4))),)
    tiers = (*tiers, Tier(content_from=Percentage(D(25)), rate=Percentage(D("12.5"))))
    of = made(derivative=True, cap=None, downstream=downstream(charge="tiered", tiers=tiers))
    for assay, told in (("0.049999", "0.00"), ("0.05", "4.00"), ("0.249999", "4.00"), ("0.25", "12.50")):
        assert found(of, customs_value=D(100), declared_assay=D(assay)) == told


def test_the_level_of_a_good_on_its_way_is_looked_up_on_a_day_of_its_own() -> None:
    assert formula_of(made(in_transit=True)).lookups[0].date == "day_of_level"
    assert formula_of(made(in_transit=False)).lookups[0].date == "date_of_acceptance"
    assert formula_of(made(in_transit=True, form="ad-valorem")).lookups[0].date == "first_day_of_period"


# --- records that do not hold together --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {"form": "ad-valorem", "update": "per-entry"},
            "the form ad-valorem is set for a period: `update` is weekly, monthly or quarterly",
        ),
        (
            {"form": "fixed-specific", "update": "per-entry"},
            "the form fixed-specific is set for a period: `update` is weekly, monthly or quarterly",
        ),
        ({"form": "two-tier-tariff-quota"}, "give `quotas` with the form two-tier-tariff-quota, and only with it"),
        ({"quotas": (QUOTA,)}, "give `quotas` with the form two-tier-tariff-quota, and only with it"),
    ],
)
def test_forms_have_what_they_need(options: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        changed(records()[0], **options)


def test_tiers_rise_and_stand_where_they_are_charged() -> None:
    tier = Tier(content_from=Percentage(D(5)), rate=Percentage(D(4)))
    with pytest.raises(ValidationError, match="give `tiers` with the charge tiered, and only with it"):
        downstream(charge="tiered")
    with pytest.raises(ValidationError, match="give `tiers` with the charge tiered, and only with it"):
        downstream(tiers=(tier,))
    with pytest.raises(ValidationError, match="tiers must rise: 5% stands after 5%"):
        downstream(charge="tiered", tiers=(tier, tier))


# --- every option against an oracle -----------------------------------------------------------------------------------


def options() -> st.SearchStrategy[dict[str, Any]]:
    orders = st.permutations(("phase-in", "zone-rate", "cap"))
    return st.fixed_dictionaries(
        {
            "form": st.sampled_from(FORMS),
            "base": st.sampled_from(BASES),
            "stacking": st.sampled_from(("net-of-other-duties", "on-top")),
            "order": orders.map(tuple),
            "cap": st.sampled_from((None, "20%", "65%")).map(lambda c: c and Percentage.parse(c)),
            "in_transit": st.booleans(),
        }
    )


def places(most: int, digits: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most * 10**digits).map(lambda n: D(n).scaleb(-digits))


ENTRY = {
    "customs_value": places(400, 2),
    "transport": places(20, 2),
    "declared_duties": places(30, 2),
    "paid_elsewhere": places(60, 2),
    "net_dry_mass": places(3, 3),
    "declared_assay": places(1, 6),
    "declared_assay_2": places(1, 6),
    "zone_share": st.sampled_from((D(0), D("0.25"), D(1))),
    "excess_share": places(1, 4),
}


def owed(told: dict[str, Any], entry: dict[str, Decimal], prices: tuple[str, ...], phase: Fraction) -> Fraction:
    """The amount by the words of `mechanisms.md`, in fractions. Floors 110 and 230, one or two substances."""
    fractions = {name: Fraction(value) for name, value in entry.items()}
    value, mass = fractions["customs_value"], fractions["net_dry_mass"]
    assays = [fractions["declared_assay"], fractions["declared_assay_2"]][: len(prices)]
    contents = [rounded(rounded(mass * assay, 9), 6) for assay in assays]
    floors, indicators = [Fraction(110), Fraction(230)], [Fraction(price) for price in prices]
    gaps = [max(Fraction(0), f - p) for f, p in zip(floors, indicators, strict=False)]
    if told["form"] == "fixed-specific":
        lack = sum((rounded(g, 2) * c for g, c in zip(gaps, contents, strict=True)), Fraction(0))
    elif told["form"] == "ad-valorem":
        lack = rounded(gaps[0] / indicators[0], 3) * value
    else:
        index = sum((p * c for p, c in zip(indicators, contents, strict=True)), Fraction(0))
        entered = {
            "declared-transaction-value": value,
            "index-price": index,
            "landed-cost": value + fractions["transport"],
            "lower-of-value-and-index": min(value, index),
        }[told["base"]]
        lack = sum((f * c for f, c in zip(floors, contents, strict=False)), Fraction(0)) - entered
    total = max(Fraction(0), lack - (fractions["declared_duties"] if told["stacking"] != "on-top" else 0))
    for step in told["order"]:
        if step == "phase-in":
            total *= phase
        elif step == "zone-rate":
            total *= fractions["zone_share"]
        elif told["cap"] is not None:
            total = min(total, Fraction(told["cap"].value) / 100 * value)
    if told["form"] == "two-tier-tariff-quota":
        total *= fractions["excess_share"]
    return max(Fraction(0), rounded(total, 2) - fractions["paid_elsewhere"])


@settings(deadline=None, max_examples=300)
@given(told=options(), entry=st.fixed_dictionaries(ENTRY), several=st.booleans(), phased=st.booleans())
def test_every_option_charges_what_the_specification_says(
    told: dict[str, Any], entry: dict[str, Decimal], several: bool, phased: bool
) -> None:
    several = several and told["form"] != "ad-valorem"
    prices = ("71.37", "150.005") if several else ("71.37",)
    of = made(NDPR, (DYSPROSIUM,) if several else (), True, **told)
    day = datetime.date(2028, 4, 1) if phased else LATER
    named = dict(zip((NDPR, DYSPROSIUM), prices, strict=False))
    got = found(of, named, **{**entry, **dict.fromkeys(DAYS, day)})
    assert Fraction(got) == owed(told, entry, prices, Fraction(3, 4) if phased else Fraction(1))


@settings(deadline=None, max_examples=100)
@given(
    told=options(),
    declared=st.sampled_from(("", "EUR")),
    collected=st.sampled_from(("", "JPY")),
    several=st.booleans(),
    derivative=st.booleans(),
)
def test_every_option_has_sound_units_widths_and_words_that_are_read_back(
    told: dict[str, Any], declared: str, collected: str, several: bool, derivative: bool
) -> None:
    several = several and told["form"] != "ad-valorem"
    more = {"declared": declared, "collected": collected, "derivative": derivative}
    formula = formula_of(made(NDPR, (DYSPROSIUM,) if several else (), True, **told, **more))
    widths_of(formula)
    words = inputs_text(formula, english()), steps_text(formula, english())
    assert parse_formula(formula.name, *words, english()) == formula
    assert "_" not in " ".join((*words[0], *words[1])), "a name without a title in the language"
