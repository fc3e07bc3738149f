"""Reserves and the money behind floors: faults planted in the example treaty, and what `travaux prove` prints."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import Edit, change, put
from test_prove_leaks import FLOOR, TREATY, section
from travaux.model.period import Period
from travaux.prove._averages import sold_while_on
from travaux.prove._calendar import after
from travaux.prove._stock import fewest_months, fewest_years, months_touched

Capture = pytest.CaptureFixture[str]
RESERVE, SUPPORT = "seeds/mechanisms/reserve.yaml", "seeds/mechanisms/support.yaml"


def with_also(*names: str) -> Edit:
    return change(TREATY, "adjustment, zone]", f"adjustment, zone, {', '.join(names)}]")


WITH_RESERVE = with_also("reserve")
SHALL = change(RESERVE, "duty: may", "duty: shall")
PACE = change(RESERVE, "monthly: 4%", "monthly: 5%")
CLAMPED = "    assuming: a month that has no such day ends the period on its last day\n"


def limited(amount: str, currency: str = "USD") -> Edit:
    """Alba buys with a loan, up to an amount a year."""
    limit = f"funding: public-loan, yearly_cap: {{amount: {amount}, currency: {currency}}}}}"
    return change(RESERVE, "funding: public-budget}", limit)


def used(tonnes: str, unit: str = "t contained Ex") -> tuple[Edit, ...]:
    """A table of the use of examplium."""
    text = (
        f"id: use\nholds: consumption\nwhat: Use\nunit: {unit}\nillustrative: true\ncolumns: [{{name: party, type: "
        "party}, {name: product, type: product}, {name: stage, type: stage}]\nrows:\n"
        f"  - {{at: [any, examplium, any], value: 1}}\n  - {{at: [alba, examplium, metal], value: {tonnes}}}\n"
    )
    named = change(TREATY, "languages: [en]", "tables: [use]\nlanguages: [en]")
    return put("seeds/tables/use.yaml", text), named


# --- prices ----------------------------------------------------------------------------------------------------------

PRICES = (
    "I-26 fails: A reserve buys at the floor level or above, and sells dearer: once the floor is off, and below its "
    "ceiling.\n"
)
AT_FIRST = "    assuming: level of 2027-01-01"


def test_release_while_the_floor_holds(tmp_path: Path, capsys: Capture) -> None:
    early = change(RESERVE, "above: 135%", "above: 129%")
    assert section(tmp_path, capsys, "I-26", WITH_RESERVE, early) == (
        f"{PRICES}  seeds/mechanisms/reserve.yaml:13:10: 'reserve' releases examplium (metal, examplium-99) above "
        "16.125 USD/kg contained Ex, and the floor is off only above 16.25: at a mean price of 16.1875 goods of the "
        "reserve are sold while the floor holds\n"
        "      floor level 12.50, purchase up to 13.00, floor off above 16.25, release above 16.125, ceiling 17.50 "
        "USD/kg contained Ex\n"
        "    repair: release above 130% of the floor level or more\n"
        f"    repair: let the floor stop above 129%\n{AT_FIRST}"
    )
    assert section(tmp_path / "sound", capsys, "I-26", WITH_RESERVE).splitlines()[1:] == [
        "  'reserve', examplium (metal, examplium-99): floor level 12.50, purchase up to 13.00, floor off above 16.25, "
        "release above 16.875, ceiling 17.50 USD/kg contained Ex",
        AT_FIRST,
        "    assuming: the level rises to no more than about 12.9630: beyond it the reserve opens above the ceiling",
    ]
    assert section(tmp_path / "none", capsys, "I-26").startswith("I-26 not applicable")


def test_release_above_the_ceiling(tmp_path: Path, capsys: Capture) -> None:
    late = change(RESERVE, "above: 135%", "above: 145%")
    found = section(tmp_path, capsys, "I-26", WITH_RESERVE, late)
    assert (
        "above 18.125 USD/kg contained Ex, and the ceiling is 17.50: at a mean price of 17.8125 the floor has no "
        "purpose any more, and the reserve is shut\n"
    ) in found
    assert "    repair: raise the ceiling to 145%\n" in found


def test_means_over_different_times(tmp_path: Path, capsys: Capture) -> None:
    short = change(RESERVE, "average_over: P80D", "average_over: P30D")
    assert (
        "seeds/mechanisms/reserve.yaml:14:17: 'reserve' looks at the mean of 30 days and the floor at that of 80: "
        "after 50 days at 12.50 and then 30 days at 19.6875 USD/kg contained Ex of examplium (metal, examplium-99) the "
        "one is 19.6875 and the other 15.1953125, and the reserve sells while the floor is not yet off\n"
    ) in section(tmp_path, capsys, "I-26", WITH_RESERVE, short)
    long = change(RESERVE, "average_over: P80D", "average_over: P90D")
    assert "and the reserve sells while the floor is on again\n" in section(
        tmp_path / "long", capsys, "I-26", WITH_RESERVE, long
    )
    months = change(RESERVE, "average_over: P80D", "average_over: P3M")
    assert "not decided: means over 3 months and 80 days are compared: it depends on the months\n" in section(
        tmp_path / "months", capsys, "I-26", WITH_RESERVE, months
    )


@given(st.integers(1, 60), st.integers(1, 60), st.integers(101, 200), st.integers(101, 200), st.integers(1, 100))
def test_prices_of_a_run_do_what_they_are_to_do(own: int, other: int, above: int, stops: int, resumes: int) -> None:
    shares = [Fraction(n, 100) for n in (above, stops, resumes)]
    run = sold_while_on(own, shares[0], other, shares[1], shares[2])
    if run is None:
        assert own <= other
        return
    prices = [run.first[1]] * run.first[0] + [run.then[1]] * run.then[0]
    assert sum(prices[-own:]) > own * shares[0]
    assert sum(prices[-other:]) <= other * (shares[1] if own < other else shares[2])


def test_sale_below_the_floor_in_a_disruption(tmp_path: Path, capsys: Capture) -> None:
    cheap = change(RESERVE, "not_below: floor-level", "not_below: indicator-price")
    assert (
        "'reserve' sells examplium (metal, examplium-99) in a supply disruption at the indicator price: at one of 6.25 "
        "USD/kg contained Ex it sells 6.25 below the floor level of 12.50\n    repair: set `not_below: floor-level`\n"
    ) in section(tmp_path, capsys, "I-26", WITH_RESERVE, cheap)
    meant = change(RESERVE, "not_below: floor-level", "why_below: hospitals come first")
    assert "    assuming: that goods are sold below the floor level is meant: hospitals come first" in section(
        tmp_path / "meant", capsys, "I-26", WITH_RESERVE, meant
    )


def test_prices_of_the_rubber_agreement_of_1979(tmp_path: Path, capsys: Capture) -> None:
    """Indicative prices of 150 and 270; a duty to buy at 20 % under the reference price of 201.66, to sell at 20 % over
    it, and a permission at 15 %: 150 < 161.33 < 171.41 < 231.91 < 241.99 < 270."""
    level = change(FLOOR, "amount: 12.50", "amount: 150")
    reference = change("seeds/mechanisms/reference.yaml", "amount: 12.50", "amount: 150")
    off = change(FLOOR, "stops_above: 130%", "stops_above: 154.606%")
    ceiling = change(FLOOR, "ceiling: 140%", "ceiling: 180%")
    for duty, buy, sell, prices in (
        ("shall", "107.552%", "161.328%", "161.328, floor off above 231.909, release above 241.992"),
        ("may", "114.274%", "154.606%", "171.411, floor off above 231.909, release above 231.909"),
    ):
        edits = (
            *(level, reference, off, ceiling, limited("1000000"), change(RESERVE, "duty: may", f"duty: {duty}")),
            change(RESERVE, "up_to: 104%", f"up_to: {buy}"),
            change(RESERVE, "above: 135%", f"above: {sell}"),
        )
        found = section(tmp_path / duty, capsys, "I-26", WITH_RESERVE, *edits)
        assert f"floor level 150.00, purchase up to {prices}, ceiling 270.00 USD/kg contained Ex" in found
        assert found.startswith("I-26 holds")


# --- build-up --------------------------------------------------------------------------------------------------------

FILLED = "The largest purchases that a reserve may make fill it in its time, and fill it again after a release.\n"


def test_notice_that_takes_the_months_of_the_build_up(tmp_path: Path, capsys: Capture) -> None:
    late = change(RESERVE, "notice: P26D", "notice: P60D")
    step = change(RESERVE, "share: 40%", "share: 55%")
    more = change(RESERVE, "replenish: P20M", "replenish: P22M")
    assert section(tmp_path, capsys, "I-28", WITH_RESERVE, PACE, late, step, more) == (
        f"I-28 fails: {FILLED}"
        "  seeds/mechanisms/reserve.yaml:9:20: 'reserve' is to hold 55% of the lower end of its band 11 months after "
        "entry into force: from 2000-12-31 that is 2001-11-30, purchases begin on 2001-03-01, and in 9 calendar months "
        "5% each make 45%\n"
        "    repair: allow 13 months\n"
        f"    repair: let 6.12% be bought in a month\n{CLAMPED.rstrip()}"
    )


def test_stock_that_cannot_come_back(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-28", WITH_RESERVE) == (
        f"I-28 fails: {FILLED}"
        "  seeds/mechanisms/reserve.yaml:18:14: 'reserve' releases 18% of its stock a month: 9 months leave about "
        "16.762% of the lower end of its band. It is to be back 20 months after the cause has ended: from 2000-03-31 "
        "that is 2001-11-30, purchases begin on 2000-04-26, and in 20 calendar months 4% each make 80% where about "
        "83.238% is lacking\n"
        "    repair: allow 5 months more\n"
        f"    repair: let 5% be bought in a month\n{CLAMPED}"
        "    assuming: the stock was at the lower end of its band"
    )
    assert section(tmp_path / "sound", capsys, "I-28", WITH_RESERVE, PACE).splitlines()[1] == (
        "  'reserve': at 5% a month the lower end of its band takes 20 calendar months; 25 months leave 25 at least, "
        "and 20 months after a release 20"
    )
    assert section(tmp_path / "none", capsys, "I-28").startswith("I-28 not applicable")


NOTICES = st.builds(Period, st.just(0), st.integers(0, 3), st.integers(0, 70)).filter(lambda p: p.months or p.days)


@settings(deadline=None, max_examples=30)
@given(NOTICES, st.integers(1, 40), st.dates(datetime.date(2000, 3, 1), datetime.date(2300, 1, 1)))
def test_no_day_leaves_fewer_months(notice: Period, months: int, day: datetime.date) -> None:
    within = Period(months=months)
    fewest, worst = fewest_months(notice, within)
    assert months_touched(worst, notice, within) == fewest <= months_touched(day, notice, within)
    years, first = fewest_years(notice, within)
    assert years <= max(0, after(day, within).year - after(day, notice).year + 1)
    assert years == max(0, after(first, within).year - after(first, notice).year + 1)


def test_money_that_does_not_buy_the_stock(tmp_path: Path, capsys: Capture) -> None:
    edits = (WITH_RESERVE, PACE, limited("5000"))
    unknown = section(tmp_path, capsys, "I-28", *edits)
    assert unknown.startswith("I-28 not decided")
    assert unknown.endswith(
        "seeds/mechanisms/reserve.yaml:6:103: not decided: whether 5000.00 USD a year buy what Alba is to hold: the "
        "use "
        "of examplium (metal, examplium-99) is not on record\n"
        "    hint: name a table of the kind consumption, in the basis of the floor level"
    )
    assert (
        "  seeds/mechanisms/reserve.yaml:6:103: 40% of the lower end of its bands costs Alba about 6575.3425 USD at "
        "the floor levels. From 2000-12-31 until 2001-11-30 it has the money of 1 calendar year: 5000.00\n"
        "      examplium (metal, examplium-99): 40 days of a use of 12 t contained Ex a year are about 1315.0685 kg, "
        "at "
        "12.50 USD/kg contained Ex about 16438.3562 USD\n"
        "    repair: a limit of 6575.35 USD a year\n"
        "    repair: a lower band, or more time\n"
        "    assuming: use: use (examples); a year of 365 days\n"
        "    assuming: levels of the first day; nothing is cheaper"
    ) in section(tmp_path / "known", capsys, "I-28", *edits, *used("12"))
    other_basis = section(tmp_path / "basis", capsys, "I-28", *edits, *used("12", "t gross product"))
    assert other_basis.startswith("I-28 not decided")
    enough = section(tmp_path / "enough", capsys, "I-28", WITH_RESERVE, PACE, limited("6575.35"), *used("12"))
    assert "  6575.35 USD a year buy what Alba is to hold, about 16438.3562 at the floor levels\n" in enough


# --- money -----------------------------------------------------------------------------------------------------------

MONEY = "Whoever has to buy, or to pay for a gap, has the money for the worst case, or a level that moves by itself.\n"


def test_duty_to_buy_at_a_fixed_level_as_in_the_tin_agreement(tmp_path: Path, capsys: Capture) -> None:
    """A buffer stock that had to buy at its floor price, on borrowed money, while only a council could lower it."""
    fixed = change(FLOOR, "level_rule: reference-equal", "level_rule: fixed")
    duty = (SHALL, limited("5000000"), fixed)
    assert section(tmp_path, capsys, "I-29", WITH_RESERVE, *duty) == (
        f"I-29 fails: {MONEY}"
        "  seeds/mechanisms/reserve.yaml:6:103: Alba has to buy at up to 13.00 USD/kg contained Ex, and 5000000.00 USD "
        "a year buy 384615 kg of examplium (metal, examplium-99): the next kilogram that is offered finds no money, "
        "and "
        "nothing moves the level of 'floor' without a decision\n"
        "    repair: let the level move by itself: a floor-review with `default: indexed-level` or `sunset`\n"
        "    repair: write `duty: may`\n"
        "    repair: name a table of the kind consumption: the use of the good bounds what has to be bought\n"
        "    assuming: levels of the first day\n"
        "    assuming: everybody sells: the price outside is below the floor level"
    )
    moved = section(tmp_path / "moved", capsys, "I-29", with_also("reserve", "review"), *duty)
    assert moved.splitlines()[1] == (
        "  the duty of Alba to buy ends for a year with 5000000.00 USD, and without a decision the level follows the "
        "index"
    )
    kept = change("seeds/mechanisms/review.yaml", "default: indexed-level", "default: status-quo")
    assert section(tmp_path / "kept", capsys, "I-29", with_also("reserve", "review"), *duty, kept).startswith(
        "I-29 fails"
    )
    assert section(tmp_path / "may", capsys, "I-29", WITH_RESERVE, fixed).startswith("I-29 not applicable")


def test_duty_to_buy_no_more_than_the_band(tmp_path: Path, capsys: Capture) -> None:
    duty = (WITH_RESERVE, SHALL, limited("5000000"))
    assert section(tmp_path, capsys, "I-29", *duty, *used("12")).splitlines()[1] == (
        "  Alba can have to spend about 8206.0274 a year, and has 5000000.00 USD"
    )
    found = section(tmp_path / "more", capsys, "I-29", *duty, *used("12000"))
    assert "      the duty can cost about 8206027.3973 USD a year\n" in found
    assert "    repair: a limit of 8206027.40 USD a year\n" in found
    euros = section(tmp_path / "euros", capsys, "I-29", WITH_RESERVE, SHALL, limited("5000000", "EUR"))
    assert "not decided: the limit of Alba is in EUR, and the floor in USD\n" in euros


def buying(terms: str) -> Edit:
    """The floor is kept by a contract and not at the border."""
    return change(FLOOR, "form: {type: border-equalised, adjustment: adjustment}", f"form: {{{terms}}}")


def test_contract_that_buys_whatever_is_offered(tmp_path: Path, capsys: Capture) -> None:
    contract = "type: buyer-contract, buyer: the Fund of Alba, term: P5Y"
    assert section(tmp_path, capsys, "I-29", buying(contract)) == (
        f"I-29 fails: {MONEY}"
        "  seeds/mechanisms/floor.yaml:3:7: the Fund of Alba buys examplium (metal, examplium-99) at 12.50 USD/kg "
        "contained Ex without a limit of quantity or money: at a price of 6.25 every tonne that is offered costs it "
        "6250.00 USD more than it is worth\n"
        "    repair: give the `volume` that is bought\n"
        "    assuming: the price is chosen for the example: half of the floor level"
    )
    whole = buying(f"{contract}, volume: {{amount: 40, unit: t}}")
    assert section(tmp_path / "limited", capsys, "I-29", whole).splitlines()[1] == (
        "  the Fund of Alba buys 40 t and no more, at 500000.00 USD"
    )
    budget = buying("type: budget-top-up, payer: alba, two_way: false, yearly_cap: {amount: 90000, currency: USD}")
    assert section(tmp_path / "budget", capsys, "I-29", budget).splitlines()[1] == (
        "  what 'alba' pays for gaps to 'floor' ends for a year with 90000.00 USD"
    )


def test_offtake_without_a_quantity(tmp_path: Path, capsys: Capture) -> None:
    duty = change(SUPPORT, "duty: may", "duty: shall")
    assert (
        "  seeds/mechanisms/support.yaml:5:7: 'support' is a duty to buy examplium (metal, examplium-99) without a "
        "limit of quantity: there is no amount of money that would be enough for all that can be offered\n"
        "    repair: give the quantity of a year under `yearly` of each line\n"
    ) in section(tmp_path, capsys, "I-29", with_also("support"), duty)
    yearly = change(SUPPORT, "    strike:", "    yearly: {amount: 30, unit: t}\n    strike:")
    assert section(tmp_path / "yearly", capsys, "I-29", with_also("support"), duty, yearly).splitlines()[1] == (
        "  'support': purchases are limited by quantity; payments end with 5000000.00 USD"
    )
