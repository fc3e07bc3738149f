"""Values as words and figures of English, and of languages with other marks."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from one_clause import prepared
from travaux.draft.printing import Printer, Unprintable, machine
from travaux.model.instrument import Numbers
from travaux.model.period import Period
from travaux.model.quantity import Basis, HSCode, Mass, Money, Percentage, Price

ENGLISH = prepared()[1].words
PRINTER = Printer("en", ENGLISH, Numbers())
PRICE = Price.model_validate({"amount": Decimal("1110.50"), "currency": "USD", "per": "kg", "basis": "NdPr equivalent"})


@pytest.mark.parametrize(
    ("value", "printed", "exact"),
    [
        (7, "7", "7"),
        (1234567, "1,234,567", "1234567"),
        (Decimal("1110.50"), "1,110.50", "1110.50"),
        (Decimal("-0.5"), "-0.5", "-0.5"),
        (Percentage(Decimal("65")), "65 per cent", "65%"),
        (Percentage(Decimal("3.70")), "3.70 per cent", "3.70%"),
        (Period(days=1), "1 day", "P1D"),
        (Period(days=30), "30 days", "P30D"),
        (Period(weeks=2), "2 weeks", "P2W"),
        (Period(years=1, months=6), "1 year and 6 months", "P1Y6M"),
        (Period(years=1, months=1, days=2), "1 year, 1 month and 2 days", "P1Y1M2D"),
        (datetime.date(2027, 1, 1), "1 January 2027", "2027-01-01"),
        (HSCode.parse("HS2022 2846.90"), "2846.90", "HS2022 2846.90"),
        (HSCode.parse("HS2022 2846.90.40 US"), "2846.90.40", "HS2022 2846.90.40 US"),
        (Basis("contained", "Ga"), "contained Ga", "contained Ga"),
        (Basis("treo"), "total rare-earth oxides", "TREO"),
        (PRICE, "USD 1,110.50 per kg of NdPr equivalent", "1110.50 USD/kg NdPr equivalent"),
        (Money(amount=Decimal("900.00"), currency="USD"), "USD 900.00", "900.00 USD"),
        (Mass(amount=Decimal(5), unit="t"), "5 t", "5 t"),
        ({"en": "Words", "es": "Palabras"}, "Words", "en: Words; es: Palabras"),
        ("as it stands", "as it stands", "as it stands"),
    ],
)
def test_printed_and_exact(value: Any, printed: str, exact: str) -> None:
    assert PRINTER(value) == printed
    assert machine(value) == exact


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "there is nothing to print: the field is not set"),
        (True, "a yes/no value is tested with `if`, not printed"),
        (("a",), "a tuple has no printed form; print one of its fields"),
        ({}, "a dict has no printed form; print one of its fields"),
        ({"es": "Palabras"}, "there is no text in 'en', only in es"),
        (1.5, "a float has no printed form; print one of its fields"),
        (print, "a builtin_function_or_method has no printed form; print one of its fields"),
        (prepared()[0].mechanisms["floor"].record, "the record 'floor' has no name to print"),
    ],
)
def test_unprintable(value: Any, reason: str) -> None:
    with pytest.raises(Unprintable) as error:
        PRINTER(value)
    assert str(error.value) == reason


def test_records_are_called_by_their_names() -> None:
    assert PRINTER(prepared()[0].parties["alba"].record) == "Alba"
    assert PRINTER(prepared()[0].products["examplium"].record) == "examplium"


def test_words_of_counts() -> None:
    assert [PRINTER.words(n) for n in (0, 3, 20, 21, 1000)] == ["zero", "three", "twenty", "21", "1,000"]


def test_number_formats_of_the_instrument_go_before_those_of_the_language() -> None:
    numbers = Numbers(decimal_mark=",", group_mark=" ", percent="percent")
    printer = Printer("en", ENGLISH, numbers)
    assert printer(Decimal("1110.50")) == "1 110,50"
    assert printer(Percentage(Decimal("3.7"))) == "3,7 percent"
    assert Printer("en", ENGLISH, Numbers(group_mark="", percent="{x} {0} }"))(Percentage(Decimal(5))) == "5 {x} {0} }"


@given(st.lists(st.text(min_size=1, max_size=5), max_size=5))
def test_lists_keep_every_item(items: list[str]) -> None:
    joined = PRINTER.joined(items, " and ")
    assert all(item in joined for item in items)
    assert joined.count(" and ") >= (len(items) > 1)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15))
def test_numbers_can_be_read_back(number: Decimal) -> None:
    assert Decimal(PRINTER(number).replace(",", "")) == number


@given(st.text(max_size=20))
def test_braces_in_words_are_words(word: str) -> None:
    assert PRINTER(Basis("contained", word)) == f"contained {word}"
