"""Quantities: exact numbers with units, their written forms, and calendar periods against the calendar itself."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from travaux.model.period import Period, parse_date
from travaux.model.quantity import KILOGRAMS, Basis, DatedPrices, HSCode, Mass, Percentage, Price, value_at
from travaux.model.scalar import exact

CYCLE = 146_097
"""Days of the 400-year cycle of the calendar, which is a whole number of weeks and months."""
FIRST = datetime.date(2001, 1, 1)


# --- exact numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.5, "a binary floating-point number is not exact; give a Decimal"),
        ("1.5", "'1.5' is text; a number is written without quotes, as in 110.50"),
        (True, "a number is wanted here"),
        (None, "a number is wanted here"),
        ([1], "a number is wanted here"),
        (Decimal("NaN"), "NaN is not a finite number"),
        (Decimal("-Infinity"), "-Infinity is not a finite number"),
        (Decimal("1e25"), "1E+25 is beyond any amount that a text states"),
        (Decimal("1e-25"), "1E-25 is beyond any amount that a text states"),
    ],
)
def test_inexact_numbers_are_refused(value: object, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        exact(value)


@given(st.decimals(min_value=-(10**20), max_value=10**20, places=4))
def test_exact_numbers_keep_value_and_decimals(number: Decimal) -> None:
    assert str(exact(number)) == format(number, "f")


def test_decimals_written_are_decimals_kept() -> None:
    assert str(exact(Decimal("110.50"))) == "110.50"
    assert str(exact(Decimal("1E+3"))) == "1000"
    assert exact(7) == Decimal(7)


# --- dates and periods ---------------------------------------------------------------------------------------------


@given(st.dates())
def test_dates_round_trip(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["2027-1-31", "20270131", "2027-01-31T00:00", "", "\u0662\u0660\u0662\u0667-01-31"])
def test_other_forms_of_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date; write it as 2027-01-31"):
        parse_date(text)


def test_day_that_the_calendar_lacks() -> None:
    with pytest.raises(ValueError, match=r"^2027-02-29 is not a day of the calendar$"):
        parse_date("2027-02-29")


counts = st.integers(0, 40)
periods = st.one_of(
    st.builds(Period, years=st.integers(0, 12), months=counts, days=counts),
    st.builds(Period, weeks=st.integers(1, 500)),
).filter(lambda p: any((p.years, p.months, p.days, p.weeks)))


@given(periods)
def test_periods_round_trip(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    "text", ["", "P", "30D", "P30", "PT5H", "P1D2M", "P1W2D", "P-1D", "P1.5M", "p30d", " P30D", "P30D\n", "P\u0663D"]
)
def test_other_forms_of_periods_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period; write 30 days as P30D, six months as P6M"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["P0D", "P0Y0M0D", "P0W"])
def test_period_of_nothing(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text} lasts no time at all$"):
        Period.parse(text)


def days_after(start: datetime.date, period: Period) -> int:
    """Days from a day to the same day of the month so much later (or the last day of a shorter month)."""
    year, month = divmod(start.year * 12 + start.month - 1 + period.years * 12 + period.months, 12)
    last = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.timedelta(1)).day
    end = datetime.date(year, month + 1, min(start.day, last))
    return (end - start).days + period.days + 7 * period.weeks


@given(periods, st.integers(0, CYCLE - 1))
def test_no_period_is_shorter_or_longer_than_its_bounds(period: Period, offset: int) -> None:
    days = days_after(FIRST + datetime.timedelta(offset), period)
    assert period.shortest_days <= days <= period.longest_days


@pytest.mark.parametrize(
    "text", ["P1M", "P2M", "P3M", "P4M", "P5M", "P6M", "P11M", "P1Y", "P1Y1M", "P4Y", "P5Y", "P12Y"]
)
def test_bounds_of_periods_are_reached(text: str) -> None:
    """Every day of thirteen years, among which is a century without a leap year."""
    period = Period.parse(text)
    starts = (datetime.date(1892, 1, 1) + datetime.timedelta(n) for n in range(365 * 13))
    found = [days_after(day, period) for day in starts]
    assert (period.shortest_days, period.longest_days) == (min(found), max(found))


def test_four_hundred_years_are_always_the_same() -> None:
    period = Period(years=400, weeks=1, days=0)
    assert period.shortest_days == period.longest_days == CYCLE + 7


# --- percentages and codes -----------------------------------------------------------------------------------------


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3), st.sampled_from(["%", " %"]))
def test_percentages_round_trip(number: Decimal, sign: str) -> None:
    percentage = Percentage.parse(f"{number:f}{sign}")
    assert percentage.value == number
    assert Percentage.parse(str(percentage)) == percentage


@pytest.mark.parametrize("text", ["65", "65 per cent", "%", ".5%", "5.%", "1e3%", "+5%", "65%%", "\u0666\u0665%"])
def test_other_forms_of_percentages_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a percentage; write it as 65%"):
        Percentage.parse(text)


chapters = st.integers(1, 97).filter(lambda n: n != 77).map(lambda n: f"{n:02}")
editions = st.sampled_from(["HS2012", "HS2017", "HS2022", "HS2028"])


@given(editions, chapters, st.text("0123456789", min_size=0, max_size=8).filter(lambda t: len(t) % 2 == 0))
def test_codes_round_trip_dotted_or_not(edition: str, chapter: str, rest: str) -> None:
    party = " US" if len(rest) > 4 else ""
    code = HSCode.parse(f"{edition} {chapter}{rest}{party}")
    assert code.digits == chapter + rest
    assert code.chapter == chapter
    assert HSCode.parse(str(code)) == code
    assert HSCode.parse(f"{edition} {chapter}").contains(code)
    assert not code.contains(HSCode.parse(f"{edition} {chapter}")) or not rest


def test_code_is_contained_in_its_own_edition_only() -> None:
    assert HSCode.parse("HS2022 2846").contains(HSCode.parse("HS2022 2846.90.40 US"))
    assert not HSCode.parse("HS2017 2846").contains(HSCode.parse("HS2022 2846.90"))
    assert HSCode.parse("HS2022 2846.90.40 US").dotted == "2846.90.40"


@pytest.mark.parametrize("chapter", ["00", "77", "98", "99"])
def test_chapters_that_do_not_exist(chapter: str) -> None:
    with pytest.raises(ValueError, match=f"^HS code HS2022 {chapter}01: there is no chapter {chapter}$"):
        HSCode.parse(f"HS2022 {chapter}01")


# --- masses and prices -----------------------------------------------------------------------------------------------

bases = st.one_of(
    st.just("TREO"),
    st.just("gross product"),
    st.from_regex(r"contained [A-Z][a-z]", fullmatch=True),
    st.from_regex(r"[A-Z][a-z][0-9]?O[0-9]? equivalent", fullmatch=True),
)


@given(bases)
def test_bases_round_trip(text: str) -> None:
    assert str(Basis.parse(text)) == text


@given(st.decimals(min_value="0.0001", max_value=10**9, places=4), st.sampled_from(sorted(KILOGRAMS)), bases)
def test_prices_say_their_unit(amount: Decimal, unit: str, basis: str) -> None:
    price = Price.model_validate({"amount": amount, "currency": "USD", "per": unit, "basis": basis})
    assert price.amount == amount
    assert price.unit == f"USD/{unit} {basis}"


def test_prices_of_different_bases_have_different_units() -> None:
    of_metal, of_oxide = (
        Price.model_validate({"amount": 1, "currency": "USD", "per": "kg", "basis": basis})
        for basis in ("contained Nd", "Nd2O3 equivalent")
    )
    assert of_metal.unit != of_oxide.unit


@pytest.mark.parametrize("amount", [0, -1, Decimal("0.00001"), 1.5, "1"])
def test_prices_that_are_none(amount: object) -> None:
    with pytest.raises(ValidationError):
        Price.model_validate({"amount": amount, "currency": "USD", "per": "kg", "basis": "TREO"})


@pytest.mark.parametrize(
    ("unit", "kilograms"), [("t", "1000"), ("lb", "0.45359237"), ("mtu", "10"), ("stu", "9.0718474"), ("kg", "1")]
)
def test_masses_in_kilograms_are_exact(unit: str, kilograms: str) -> None:
    assert Mass.model_validate({"amount": 3, "unit": unit}).kilograms == 3 * Decimal(kilograms)


def test_avoirdupois_units_are_multiples_of_the_pound() -> None:
    assert KILOGRAMS["short ton"] == 2000 * KILOGRAMS["lb"]
    assert KILOGRAMS["long ton"] == 2240 * KILOGRAMS["lb"]
    assert KILOGRAMS["stu"] == 20 * KILOGRAMS["lb"]
    assert KILOGRAMS["flask"] == 76 * KILOGRAMS["lb"]


def test_dated_values() -> None:
    dated = {datetime.date(2027, 1, 1): "a", datetime.date(2028, 1, 1): "b"}
    assert value_at(dated, datetime.date(2026, 12, 31)) is None
    assert value_at(dated, datetime.date(2027, 12, 31)) == "a"
    assert value_at(dated, datetime.date(2028, 1, 1)) == "b"


def test_dates_of_prices_ascend() -> None:
    price = {"amount": 1, "currency": "USD", "per": "kg", "basis": "TREO"}
    with pytest.raises(ValidationError, match="dates must ascend: 2027-01-01 stands after 2028-01-01"):
        TypeAdapter(DatedPrices).validate_python({"2028-01-01": price, "2027-01-01": price})
