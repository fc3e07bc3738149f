"""Charges, goods and periods: cases planted in the example treaty, and what `travaux prove` prints of them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import Edit, change, put
from test_prove_leaks import ADJUSTMENT, FLOOR, STAGES, TABLES, TREATY, lower_in_borea, section
from travaux.model.period import Period
from travaux.prove._calendar import after
from travaux.prove.periods import _end, _overtaken

Capture = pytest.CaptureFixture[str]
PRODUCT = "seeds/products/examplium.yaml"


def rates(holds: str, value: str) -> tuple[Edit, ...]:
    text = (
        f'id: {holds}\nholds: {holds}\nwhat: Rates\nunit: "%"\nillustrative: true\ncolumns: [{{name: party, type: '
        f"party}}, "
        f"{{name: product, type: product}}, {{name: stage, type: stage}}]\nrows:\n  - {{at: [any, any, any], value: "
        f"{value}}}\n"
    )
    return put(f"seeds/tables/{holds}.yaml", text), change(TREATY, "tables: [", f"tables: [{holds}, ")


def test_two_floors_on_one_good(tmp_path: Path, capsys: Capture) -> None:
    both = change("seeds/mechanisms/floor-borea.yaml", "addressees: [borea]", "addressees: [borea, corda]")
    assert section(tmp_path, capsys, "I-05", *lower_in_borea("10.00"), both) == (
        "I-05 fails: One Party charges one good for one floor alone.\n"
        "  seeds/mechanisms/floor-borea.yaml:25:7: examplium (metal, examplium-99) has two floors in Corda: 'floor' "
        "and "
        "'floor-borea'; at a value of 5.00 USD/kg contained Ex the gaps are 7.50 and 5.00: the good lands at 17.50 "
        "and not "
        "at 12.50\n"
        "    repair: lay one floor on the good in this Party, kept by one adjustment"
    )
    assert section(tmp_path / "apart", capsys, "I-05", *lower_in_borea("10.00")).startswith("I-05 holds")


def test_charge_on_top_of_other_duties(tmp_path: Path, capsys: Capture) -> None:
    on_top = change(ADJUSTMENT, "member_exempt: true", "member_exempt: true\nstacking: on-top")
    found = section(tmp_path, capsys, "I-06", *TABLES, *rates("duty-rate", "8"), on_top)
    assert (
        "examplium (metal, examplium-99) of a value of 11.25 USD/kg contained Ex pays other duties of 8% in Alba "
        "and the "
        "charge of 1.25 on top: it lands at 13.40, 0.90 over its floor\n    repair: set `stacking: "
        "net-of-other-duties`\n"
    ) in found
    unknown = section(tmp_path / "unknown", capsys, "I-06", on_top)
    assert unknown.startswith("I-06 not decided")
    assert section(tmp_path / "net", capsys, "I-06").startswith("I-06 holds")


def test_bound_rate(tmp_path: Path, capsys: Capture) -> None:
    bound, duty = rates("bound-rate", "25"), rates("duty-rate", "5")
    found = section(tmp_path, capsys, "I-31", *TABLES, *bound, *duty)
    assert (
        "of a value of about 8.6207 USD/kg contained Ex pays 45% in Alba, duty and charge, and the bound rate is 25%\n"
        "    repair: limit the charge to 20%, or name the basis for more\n"
    ) in found
    high = section(tmp_path / "high", capsys, "I-31", *TABLES, *rates("bound-rate", "45"), *duty)
    assert high.splitlines()[1] == "  examplium (metal, examplium-99) in Alba: 45% at most, bound at 45%"
    assert section(tmp_path / "none", capsys, "I-31").startswith("I-31 not decided")


MAGNETS = change(PRODUCT, "sources:", "  component:\n    - {hs: HS2022 8505.11, description: {en: magnets}}\nsources:")


def test_later_stage_that_comes_in_free(tmp_path: Path, capsys: Capture) -> None:
    made = change("seeds/tables/costs.yaml", "concentrate, metal]", "metal, component]")
    assert section(tmp_path, capsys, "I-13", *TABLES, MAGNETS, made) == (
        "I-13 fails: A mineral with a floor is charged at every later stage of processing that has a tariff line.\n"
        "  seeds/mechanisms/adjustment.yaml:15:10: examplium (component), HS2022 8505.11, comes in without floor or "
        "charge, "
        "and examplium (metal, examplium-99) has a floor\n"
        "      made outside: 10 and conversion 4.5 make 14.50 USD/kg contained Ex, free of charge; made inside of "
        "material "
        "at the floor: 17.00, 2.50 more\n"
        "    repair: list it under `downstream: lines`, or give it a floor of its own\n"
        "    assuming: figures: prices (examples)\n"
        "    assuming: figures: costs"
    )
    assert section(tmp_path / "last", capsys, "I-13").startswith("I-13 holds")


def test_tariff_line_within_a_tariff_line(tmp_path: Path, capsys: Capture) -> None:
    wide = (
        change(PRODUCT, "HS2022 2617.10", "HS2022 8110"),
        *STAGES,
        change(FLOOR, "hs: [HS2022 2617.10]", "hs: [HS2022 8110]"),
    )
    assert section(tmp_path, capsys, "I-16", *wide).splitlines()[1] == (
        "  seeds/mechanisms/floor.yaml:22:7: HS2022 8110.10 is part of HS2022 8110: examplium (metal, examplium-99) "
        "is also "
        "under the floor of examplium (concentrate)"
    )
    tested = change(PRODUCT, "{hs: HS2022 8110, ", "{hs: HS2022 8110, ex: true, test: {en: it is ore}, ")
    assert section(tmp_path / "tested", capsys, "I-16", *wide, tested).startswith("I-16 holds")


# --- periods ---------------------------------------------------------------------------------------------------------

PERIODS = st.builds(Period, st.just(0), st.integers(0, 7), st.integers(0, 100)).filter(lambda p: p.months or p.days)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2399, 12, 31)), PERIODS)
def test_end_of_a_period_lies_within_its_shortest_and_longest(day: datetime.date, period: Period) -> None:
    assert period.shortest_days <= (after(day, period) - day).days <= period.longest_days


def test_end_of_a_period_of_months() -> None:
    assert after(datetime.date(2027, 1, 31), Period.parse("P1M")) == datetime.date(2027, 2, 28)
    assert after(datetime.date(2028, 1, 31), Period.parse("P1M")) == datetime.date(2028, 2, 29)
    assert after(datetime.date(2027, 12, 15), Period.parse("P1Y2M3D")) == datetime.date(2029, 2, 18)


@settings(deadline=None, max_examples=40)
@given(PERIODS, PERIODS)
def test_review_that_is_never_overtaken(every: Period, spent: Period) -> None:
    day = _overtaken(every, (spent,))
    if day is not None:
        assert after(day, every) <= _end(day, (spent,))
    else:
        leap = (datetime.date(2028, 1, 1) + datetime.timedelta(days=n) for n in range(1461))
        assert all(after(day, every) > after(day, spent) for day in leap)


def test_review_that_overtakes_the_last_in_some_months_only(tmp_path: Path, capsys: Capture) -> None:
    """Two months are 59 to 62 days: notice of 40 days and challenge of 20 take longer only across February."""
    edits = (
        change(FLOOR, "review: P12M", "review: P2M"),
        change(FLOOR, "notice: P30D", "notice: P40D"),
    )
    assert section(tmp_path, capsys, "I-38", *edits).startswith(
        "I-38 fails: Between two reviews there is time for notice and challenge of the first, whatever the month.\n"
        "  seeds/mechanisms/floor.yaml:9:9: the review of 'floor' comes every 2 months: after one on 2000-12-30 "
        "the next is "
        "on 2001-02-28, and notice of 40 days and challenge of 20 days run to 2001-02-28\n"
    )
    assert section(tmp_path / "sound", capsys, "I-38").startswith("I-38 holds")


def test_months_without_a_rule(tmp_path: Path, capsys: Capture) -> None:
    found = section(tmp_path, capsys, "I-41")
    assert found.startswith(
        "I-41 fails: A period of months or years ends on one day, from whichever day it is counted.\n"
        "  seeds/mechanisms/reference.yaml:11:9: update of 'reference': 6 months from 2000-03-31 ends on "
        "2000-09-30, or on "
        "2000-10-01, and nothing in the text says which\n"
    )
    rule = (
        "---\n{heading: Time, purpose: How time is counted., order: 5, tier: 1}\n---\n"
        "1. {#period} In a month that has no such date, a period of months ends on the last day of that month.\n\n"
        "2. {#plain} Nothing else is said.\n"
    )
    ruled = section(tmp_path / "ruled", capsys, "I-41", put("clauses/example/interpretation-rules.en.md", rule))
    assert ruled.startswith("I-41 holds")
