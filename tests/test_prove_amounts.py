"""Amounts of parts and of the whole, in other units of mass: cases planted in charges, and what is printed of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planted_charges import WORTH, W, example, planted, share
from projects import Edit, change, put
from test_prove_leaks import FLOOR, section
from travaux.formula.nodes import (
    ZERO,
    Case,
    Comparison,
    Conditional,
    Constant,
    Difference,
    Expression,
    Max,
    Min,
    Product,
)
from travaux.formula.unit import currency
from travaux.prove import Counterexample
from travaux.prove._charged import Setting
from travaux.prove._parts import Parts
from travaux.prove._report import _outcome
from travaux.prove._scaling import Degrees, Uneven, narrowed, slack
from travaux.prove._solver import z3
from travaux.prove.amounts import _divided

Capture = pytest.CaptureFixture[str]
GAP = Max((ZERO, Difference(WORTH, W)))


def exempt(value: str) -> Expression:
    """Nothing is charged on a consignment up to a value."""
    small = Comparison(W, "<=", Constant(Decimal(value), currency("USD")))
    return Conditional((Case(small, ZERO),), GAP)


# --- I-09 ------------------------------------------------------------------------------------------------------------


def test_exempt_value_by_consignment() -> None:
    """Ten consignments of 790 owe nothing, and one of 7,900 owes 4,100: it is worth 12,000 at the floor."""
    one = planted(example("120"), exempt("800"))
    (setting,) = one.settings()
    parts = Parts(setting, 10, Decimal(10), Decimal(790))
    assert (parts.together, parts.whole) == (0, 4100)
    assert parts.differs()
    with pytest.raises(Uneven, match="may hold of a part and not of the whole"):
        Degrees(one.formula)
    found = _divided(one)
    assert isinstance(found, Counterexample)
    assert found.reproduces()
    assert "\n".join(_outcome(found)) == (
        "seeds/mechanisms/adjustment.yaml:5:7: examplium (metal, examplium-99): 10 consignments of 300.00 USD owe 0.00 "
        "USD, and one of 3000.00 USD owes 9000.00 USD\n"
        "    each of 10 kg, of which 100% is the substance, owes 0.00 USD\n"
        "    roundings of the amounts alone would come to 0.055 USD at most\n"
        "  repair: charge the parts of one importer and month as one consignment: 9000.00 USD\n"
        "  assuming: a level of 120.00 USD/kg contained Ex\n"
        "  assuming: every part has the price and the assay of the whole"
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 10**6), st.integers(0, 10**8), st.integers(1, 1000), st.integers(2, 60))
def test_parts_of_an_even_charge_owe_what_the_whole_owes(
    phase: int, mass: int, value: int, level: int, number: int
) -> None:
    """The bound on roundings holds for every entry, whatever share is charged and however it is capped."""
    one = planted(EXAMPLE, Min((Product((share(phase), GAP)), Product((share(40), W)))))
    assert Degrees(one.formula).result == 1
    highest = {"floor_level": Decimal(level)}
    most = slack(narrowed(one.formula, highest))
    parts = Parts(Setting(one.formula, highest), number, Decimal(mass).scaleb(-3), Decimal(value).scaleb(-2))
    assert abs(parts.whole - parts.together) <= (number + 1) * most


EXAMPLE = example("120")


def test_content_in_whole_kilograms(tmp_path: Path, capsys: Capture) -> None:
    """Four hundred grams round to no content at all; at three decimal places a gram of a dear mineral counts."""
    assert section(tmp_path, capsys, "I-09", *content_decimals("0")) == (
        "I-09 fails: A consignment that is divided owes what it owes as a whole, but for the rounding of each amount.\n"
        "  seeds/mechanisms/adjustment.yaml:5:7: examplium (metal, examplium-99): 10 consignments of 4.59 USD owe 0.00 "
        "USD, and one of 45.90 USD owes 16.60 USD\n"
        "      each of 1 kg, of which 49% is the substance, owes 0.00 USD\n"
        "      roundings of the amounts alone would come to 0.055 USD at most\n"
        "    repair: round content to 4 decimal places more\n"
        "    assuming: a level of 12.50 USD/kg contained Ex\n"
        "    assuming: every part has the price and the assay of the whole"
    )
    assert section(tmp_path / "four", capsys, "I-09", *content_decimals("4")) == (
        "I-09 holds: A consignment that is divided owes what it owes as a whole, but for the rounding of each amount.\n"
        "  1 formula: parts owe what the whole owes, to within 0.005626 for each amount\n"
        "    assuming: every part has the price and the assay of the whole\n"
        "  the exempt value of 'adjustment', 900.00 USD, is that of all goods of an importer in a month, so that parts "
        "of a month change nothing\n"
        "    assuming: an importer who spreads goods over the months brings in 10800.00 USD a year free"
    )


def content_decimals(places: str) -> tuple[Edit, ...]:
    clause = (
        "---\nheading: Calculation\npurpose: How content is found.\norder: 20\ntier: 1\nparameters:\n"
        "  content_decimals: {type: count, default: " + places + ", meaning: Decimal places of the content}\n---\n"
        "Content is rounded to {{ param.content_decimals | words }} decimal places.\n"
    )
    return (put("clauses/example-adjustment/adjustment-calculation.en.md", clause),)


# --- I-10 ------------------------------------------------------------------------------------------------------------


def per_pound(level: str, price: str) -> tuple[Edit, ...]:
    """A level per pound that follows a reference price per kilogram."""
    return (
        change(FLOOR, "amount: 12.50, currency: USD, per: kg", f"amount: {level}, currency: USD, per: lb"),
        change("seeds/mechanisms/reference.yaml", "amount: 12.50", f"amount: {price}"),
    )


def test_pound_of_four_decimal_places(tmp_path: Path, capsys: Capture) -> None:
    """100 dollars a pound are 220.4623 a kilogram, and 220.4586 where a pound is taken as 0.4536 kilograms."""
    assert section(tmp_path, capsys, "I-10", *per_pound("45.36", "100")) == (
        "I-10 fails: Goods owe the same in whatever unit of mass they and the floor level are stated.\n"
        "  seeds/mechanisms/floor.yaml:23:19: examplium (metal, examplium-99): the level of 45.36 USD/lb contained Ex "
        "follows the reference price of 100 USD/kg contained Ex, which takes 1 lb as 0.4536 kg, and it is 0.45359237\n"
        "      on 1000 kg the two are about 1.6821 USD apart\n"
        "    repair: state both per lb, or both per kg\n"
        "  1 charge: the rounding of content moves no amount by more than half a cent\n"
        "    assuming: masses of entries are converted by the exact definitions"
    )


@pytest.mark.parametrize(
    ("unit", "level", "holds"),
    [
        ("t", "12500", True),
        ("mtu", "125", True),
        ("g", "0.0125", True),
        ("t", "12501", False),
        ("mtu", "125.01", False),
    ],
)
def test_level_in_another_unit_than_its_reference_price(
    tmp_path: Path, capsys: Capture, unit: str, level: str, holds: bool
) -> None:
    edit = change(FLOOR, "amount: 12.50, currency: USD, per: kg", f"amount: {level}, currency: USD, per: {unit}")
    found = section(tmp_path, capsys, "I-10", edit)
    equal = "  1 level: equal to the reference price by the exact definitions of their units"
    assert (equal in found.splitlines()) is holds
    assert holds or found.startswith("I-10 fails")


def test_content_rounded_to_a_gram_of_a_dear_mineral(tmp_path: Path, capsys: Capture) -> None:
    tonnes = change(FLOOR, "amount: 12.50, currency: USD, per: kg", "amount: 580000, currency: USD, per: t")
    assert section(tmp_path, capsys, "I-10", tonnes, change(FLOOR, "reference-equal", "fixed")) == (
        "I-10 fails: Goods owe the same in whatever unit of mass they and the floor level are stated.\n"
        "  seeds/mechanisms/adjustment.yaml:5:7: examplium (metal, examplium-99): 0.001 t of goods that are 49.95% of "
        "the substance, worth 260.74 USD, owe 29.26 USD before the amount is rounded, and 28.97 with mass and level in "
        "kg\n"
        "      content is rounded in t, at a level of 580000 USD/t contained Ex\n"
        "    repair: state the level per kg, as 580 USD\n"
        "    repair: round content to 2 decimal places more"
    )
    grams = change(FLOOR, "amount: 12.50, currency: USD, per: kg", "amount: 180000, currency: USD, per: kg")
    assert " with mass and level in g\n" in section(tmp_path / "grams", capsys, "I-10", grams)
    fine = section(tmp_path / "fine", capsys, "I-10", tonnes, *content_decimals("9"))
    assert "  1 charge: the rounding of content moves no amount by more than half a cent" in fine.splitlines()


def test_level_beyond_what_assessments_take(tmp_path: Path, capsys: Capture) -> None:
    """A mineral of three thousand dollars a kilogram, by the tonne."""
    dear = change(FLOOR, "amount: 12.50, currency: USD, per: kg", "amount: 3000000, currency: USD, per: t")
    for number, status in (("I-08", "holds"), ("I-09", "fails"), ("I-10", "fails")):
        if number != "I-08" or z3():
            assert section(tmp_path / number, capsys, number, dear).startswith(f"{number} {status}")
