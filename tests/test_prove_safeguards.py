"""Safeguards: faults planted in the example treaty, and what `travaux prove` prints of them."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import change
from test_prove_leaks import ADJUSTMENT, TREATY, section
from travaux.model.period import Period
from travaux.prove._both import Both
from travaux.prove._steady import counted, longest, windows

Capture = pytest.CaptureFixture[str]
SAFEGUARD = "seeds/mechanisms/safeguard.yaml"
WITH = change(TREATY, "adjustment, zone]", "adjustment, zone, safeguard]")

# --- quantity --------------------------------------------------------------------------------------------------------

SURGE = (
    "A surge is measured against a base that ends before it, has a rule for nothing, and is as long as its window.\n"
)


def test_steady_imports_that_are_a_surge_of_march(tmp_path: Path, capsys: Capture) -> None:
    months = change(SAFEGUARD, "window: P12M, base_windows: 3", "window: P1M, base_windows: 1")
    low = change(SAFEGUARD, "above: 22%", "above: 5%")
    assert section(tmp_path, capsys, "I-43", WITH, months, low) == (
        f"I-43 fails: {SURGE}"
        "  seeds/mechanisms/safeguard.yaml:4:17: imports that never change are a surge for 'safeguard': the window "
        "of 1 "
        "month from 2001-03-01 has 31 days, and the one before from 2001-02-01 on has 28: about 10.7143% more, where "
        "5% "
        "is the threshold\n"
        "    repair: set `above` to 10.72% or more\n"
        "    repair: let windows be of whole years, or count them in days"
    )
    quarters = change(SAFEGUARD, "window: P12M, base_windows: 3", "window: P3M, base_windows: 2")
    one = change(SAFEGUARD, "above: 22%", "above: 1%")
    assert "a mean of 90.50: about 1.6575% more, where 1% is the threshold\n" in section(
        tmp_path / "quarters", capsys, "I-43", WITH, quarters, one
    )
    assert section(tmp_path / "sound", capsys, "I-43", WITH).splitlines()[1] == (
        "  'safeguard': a window of 12 months is compared with the 3 before, which end where it begins; steady imports "
        "exceed them by about 0.274% at most; where they are nothing, only the threshold of price is examined"
    )
    assert section(tmp_path / "none", capsys, "I-43").startswith("I-43 not applicable")


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 12),
    st.integers(1, 4),
    st.dates(datetime.date(2000, 3, 1), datetime.date(2399, 1, 1)),
)
def test_no_day_has_a_longer_window(months: int, number: int, day: datetime.date) -> None:
    length = Period(months=months)
    found = windows(day, length, number)
    assert found.growth <= longest(length, number).growth
    assert [counted(one, two) for one, two in zip(found.begins, found.begins[1:], strict=False)] == [
        (two - one).days for one, two in zip(found.begins, found.begins[1:], strict=False)
    ]


def test_windows_of_days_are_all_of_one_length() -> None:
    assert longest(Period(days=30), 4).growth == 0
    assert longest(Period(weeks=13), 3).growth == 0


# --- charges ---------------------------------------------------------------------------------------------------------

ONCE = "Where a safeguard and a border adjustment meet on one good, the record says which of the two gives way.\n"
ALONE = change(SAFEGUARD, "beside: [adjustment]\ncumulation: credited\n", "")


def test_gap_that_is_charged_twice(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-44", WITH, ALONE) == (
        f"I-44 fails: {ONCE}"
        "  seeds/mechanisms/safeguard.yaml:13:10: 'safeguard' and 'adjustment' fall on examplium (metal, "
        "examplium-99), "
        "and nothing says which of them gives way: at a value of 6.25 USD/kg contained Ex the adjustment is 2.50 and "
        "the measure 6.25: the good lands at 15.00 where 12.50 is to be reached\n"
        "    repair: name 'adjustment' under `beside`, with `cumulation: credited` or `exclusive`\n"
        "    assuming: the value is chosen for the example"
    )
    assert section(tmp_path / "sound", capsys, "I-44", WITH).splitlines()[1] == (
        "  'safeguard' and 'adjustment': the first is reduced by the second; at a value of 6.25 USD/kg contained Ex "
        "the "
        "adjustment is 2.50, the measure 3.75, and the good lands at 12.50"
    )
    exclusive = change(SAFEGUARD, "cumulation: credited", "cumulation: exclusive")
    assert "the measure 0.00, and the good lands at 8.75" in section(
        tmp_path / "exclusive", capsys, "I-44", WITH, exclusive
    )
    assert section(tmp_path / "none", capsys, "I-44").startswith("I-44 not applicable")


def test_duty_up_to_a_share_of_the_value(tmp_path: Path, capsys: Capture) -> None:
    """Where the adjustment alone is at its limit both stay under the floor; nearer to it they do not."""
    capped = change(SAFEGUARD, "{type: additional-duty, up_to: gap}", "{type: additional-duty, up_to: cap, cap: 5%}")
    prices = change(SAFEGUARD, "prices: floor\n", "")
    trigger = change(SAFEGUARD, "price: {below: 12%, weeks: 6, of_weeks: 10}\nlogic: either\n", "")
    base = change(SAFEGUARD, "no_base: price-trigger", "no_base: not-met")
    found = section(tmp_path, capsys, "I-44", WITH, ALONE, capped, prices, trigger, base)
    assert (
        "at a value of 11.25 USD/kg contained Ex the adjustment is 1.25 and the measure 0.5625: the good lands at "
        "13.0625 where 12.50 is to be reached\n"
    ) in found


def test_price_that_lies_far_below_the_floor(tmp_path: Path, capsys: Capture) -> None:
    prices = change(SAFEGUARD, "prices: floor", "prices: reference")
    low = change("seeds/mechanisms/reference.yaml", "amount: 12.50", "amount: 8.00")
    found = section(tmp_path, capsys, "I-44", WITH, ALONE, prices, low)
    assert "together they never charge more than the gap\n    hint: name the adjustment under `beside`" in found
    other = change("seeds/mechanisms/reference.yaml", "currency: USD, per: kg", "currency: EUR, per: kg")
    apart = "; what they charge does not compare\n"
    assert apart in section(tmp_path / "unit", capsys, "I-44", WITH, ALONE, prices, other)
    form = change(ADJUSTMENT, "base: declared-transaction-value", "base: index-price")
    assert apart in section(tmp_path / "index", capsys, "I-44", WITH, ALONE, form)
    uncapped = change(ADJUSTMENT, "cap: 40%", "cap: 90%")
    assert section(tmp_path / "more", capsys, "I-44", WITH, ALONE, prices, low, uncapped).startswith("I-44 fails")


AMOUNTS = st.fractions(Fraction(1, 4), 40, max_denominator=8)
SHARES = st.none() | st.fractions(Fraction(1, 100), 3, max_denominator=100)


@given(AMOUNTS, SHARES, st.none() | AMOUNTS, SHARES, st.lists(st.fractions(0, 41), min_size=5, max_size=25))
def test_value_is_found_where_there_is_one(
    floor: Fraction, cap: Fraction | None, price: Fraction | None, share: Fraction | None, values: list[Fraction]
) -> None:
    both = Both(floor, cap, price, Fraction(1, 2) if share is None and price is None else share)
    found = both.too_much()
    over = [v for v in values if both.adjustment(v) and both.measure(v) and both.landed(v) > both.limit]
    if found is None:
        assert not over
    else:
        assert both.landed(found) > both.limit
        assert both.adjustment(found) > 0 < both.measure(found)
