"""Time limits, order of beginning, decisions, duty-free goods, editions, formulas: faults and what is printed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import Edit, change, put
from test_prove_leaks import ADJUSTMENT, FLOOR, TREATY, ZONE, section
from travaux.formula.nodes import Difference, Symbol
from travaux.formula.unit import currency, mass
from travaux.formula.units import unit_faults
from travaux.formula.whole import Formula, Step, Variable
from travaux.model.period import Period
from travaux.model.timing import TimeLimit, at_least, at_most
from travaux.prove import Counterexample
from travaux.prove._conflict import conflict, shortest_way
from travaux.prove.formulas import Calculation, _found
from travaux.prove.order import begun, circle
from travaux.span import Span

Capture = pytest.CaptureFixture[str]
SAFEGUARD = "seeds/mechanisms/safeguard.yaml"
WITH_SAFEGUARD = change(TREATY, "adjustment, zone]", "adjustment, zone, safeguard]")
WITH_RESERVE = change(TREATY, "adjustment, zone]", "adjustment, zone, reserve]")
CLAMPED = "    assuming: a month that has no such day ends the period on its last day"

# --- time limits -----------------------------------------------------------------------------------------------------


def test_stock_that_is_to_be_back_before_a_purchase_can_begin(tmp_path: Path, capsys: Capture) -> None:
    late = change("seeds/mechanisms/reserve.yaml", "replenish: P20M", "replenish: P25D")
    assert section(tmp_path, capsys, "I-39", WITH_RESERVE, late) == (
        "I-39 fails: Least and most times between the same events can be kept together, whatever the month.\n"
        "  seeds/mechanisms/reserve.yaml:18:14: 'reserve' asks for 26 days at least within 25 days at most: counted "
        "from "
        "2000-03-01, the one ends on 2000-03-27 and the other on 2000-03-26\n"
        "      from where the cause of a release ends until the stock is back in its band: at most 25 days "
        "(release.replenish)\n"
        "      from where the cause of a release ends until purchases begin again: at least 26 days "
        "(acquisition.notice)\n"
        "    repair: lengthen `release.replenish`, or shorten `acquisition.notice`\n" + CLAMPED
    )
    assert section(tmp_path / "sound", capsys, "I-39", WITH_RESERVE).startswith("I-39 holds")


def test_limits_that_clash_in_some_months_only(tmp_path: Path, capsys: Capture) -> None:
    """A month has 28 days once in a while: 29 days of notice do not fit into one that begins in February."""
    edits = (
        change("seeds/mechanisms/reserve.yaml", "replenish: P20M", "replenish: P1M"),
        change("seeds/mechanisms/reserve.yaml", "notice: P26D", "notice: P29D"),
    )
    found = section(tmp_path, capsys, "I-39", WITH_RESERVE, *edits)
    assert (
        "'reserve' asks for 29 days at least within 1 month at most: counted from 2001-01-29, the one ends on "
        "2001-02-27 and the other on 2001-02-28\n"
    ) not in found
    assert "counted from 2001-01-31, the one ends on 2001-03-01 and the other on 2001-02-28\n" in found


PERIODS = st.builds(Period, st.just(0), st.integers(0, 3), st.integers(0, 60)).filter(lambda p: p.months or p.days)


@settings(deadline=None, max_examples=40)
@given(st.lists(PERIODS, min_size=1, max_size=3), PERIODS)
def test_conflict_is_found_on_the_day_on_which_it_arises(least: list[Period], most: Period) -> None:
    limits = [at_least(str(n), str(n + 1), period, path=(f"least-{n}",)) for n, period in enumerate(least)]
    limits += [at_most("0", str(len(least)), most, path=("most",)), at_least("0", "elsewhere", most)]
    found = conflict(limits)
    years = (datetime.date(2026, 1, 1) + datetime.timedelta(days=n) for n in range(1461))
    if found is None:
        assert not any(shortest_way(limits[:-1], day) for day in years)
    else:
        assert found.day is not None
        assert shortest_way(found.limits, found.day)
        assert set(found.limits) == set(limits[:-1])


def test_two_ways_that_bound_each_other_from_both_sides_are_not_decided() -> None:
    """Two most times in one cycle: on which days they meet depends on both, and nothing is claimed."""
    month = Period(months=1)
    limits: list[TimeLimit] = [at_most("a", "b", month), at_most("b", "c", month), at_least("a", "c", Period(days=60))]
    found = conflict(limits)
    assert found is not None
    assert found.day is None
    assert conflict([*limits[:2], at_least("a", "c", Period(days=56))]) is None


def test_measure_that_outlives_its_floor(tmp_path: Path, capsys: Capture) -> None:
    short = change(FLOOR, "sunset: P8Y", "sunset: P29M")
    assert section(tmp_path, capsys, "I-42", WITH_SAFEGUARD, short) == (
        "I-42 fails: What a mechanism lets happen for a time lasts no longer than the mechanism that carries it.\n"
        "  seeds/mechanisms/safeguard.yaml:14:11: a measure of 'safeguard' can last 20 months and 10 months, and "
        "'floor' ends "
        "after 29 months: counted from 2000-03-01, the one runs to 2002-09-01 and the other to 2002-08-01\n"
        "    repair: shorten `duration`, or let 'floor' last longer\n" + CLAMPED
    )
    assert section(tmp_path / "sound", capsys, "I-42", WITH_SAFEGUARD).splitlines()[1] == (
        "  a measure of 'safeguard': 20 months and 10 months within 8 years"
    )
    assert section(tmp_path / "none", capsys, "I-42").startswith("I-42 not applicable")


# --- order of beginning ----------------------------------------------------------------------------------------------


def test_mechanisms_that_wait_for_each_other(tmp_path: Path, capsys: Capture) -> None:
    back = change(FLOOR, "kind: price-floor", "kind: price-floor\ndepends_on: [zone]")
    assert section(tmp_path, capsys, "I-34", back) == (
        "I-34 fails: No instrument and no mechanism waits, by way of others, for itself to begin.\n"
        "  seeds/mechanisms/floor.yaml:3:14: 'floor' waits for 'zone' waits for 'floor': none of them ever begins\n"
        "      'floor' waits for 'zone': seeds/mechanisms/floor.yaml:3:14\n"
        "      'zone' waits for 'floor': seeds/mechanisms/zone.yaml:4:14\n"
        "    repair: take one of these out, such as 'zone' from what 'floor' waits for"
    )
    assert section(tmp_path / "sound", capsys, "I-34").startswith("I-34 holds")


@given(st.dictionaries(st.integers(0, 7).map(str), st.sets(st.integers(0, 7).map(str), max_size=3)))
def test_what_is_in_a_circle_never_begins(edges: dict[str, set[str]]) -> None:
    waits = {key: dict.fromkeys(sorted(others), Span()) for key, others in edges.items()}
    way = circle(waits)
    every = {*edges, *(key for others in edges.values() for key in others)}
    assert bool(way) == (begun(waits) != every)
    assert not begun(waits) & set(way)


# --- decisions -------------------------------------------------------------------------------------------------------

MAJORITY = (
    "---\n{heading: Decisions, purpose: How decisions are taken., order: 6, tier: 1}\n---\n"
    "{% set rule = instrument.decisions %}At least {{ rule.quorum }} of the Parties are represented; "
    "{{ rule.majority }} agree.\n"
)
ALL = "---\n{heading: Decisions, purpose: How decisions are taken., order: 6, tier: 1}\n---\nEvery Party agrees.\n"
BY_MAJORITY = "variants: {decision-making: majority}"


def deciding(quorum: str, majority: str, of: str) -> tuple[Edit, ...]:
    rule = f"{{quorum: {quorum}, majority: {majority}, of: {of}, illustrative: true}}"
    return (
        put("clauses/example/decision-making.en.md", ALL),
        put("clauses/example/decision-making~majority.en.md", MAJORITY),
        change(
            TREATY, "languages: [en]", f"decisions: {rule}\nvariants: {{decision-making: majority}}\nlanguages: [en]"
        ),
    )


def test_majority_that_no_quorum_reaches(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-36", *deciding("60%", "80%", "parties")) == (
        "I-36 fails: With the quorum that the text asks for a decision can be taken.\n"
        "  seeds/instruments/example.yaml:8:36: 2 of 3 Parties make the quorum of 60%, and 3 have to agree, 80% of "
        "all: what "
        "Alba and Borea decide together is no decision\n"
        "    repair: ask for a quorum of 100%\n"
        "    repair: ask for about 66.6667% of the Parties at most, or for a share of those present\n"
        "    assuming: quorum and majority are an example"
    )
    present = section(tmp_path / "present", capsys, "I-36", *deciding("60%", "80%", "present"))
    assert present.splitlines()[1] == (
        "  2 of 3 make the quorum and 2 decide; 1 of them can stop it, and 2 by staying away; "
        "1 against 2 decide nothing"
    )


def test_every_party_agrees(tmp_path: Path, capsys: Capture) -> None:
    stands = put("clauses/example/decision-making.en.md", ALL)
    assert (
        section(tmp_path, capsys, "I-36", stands)
        .splitlines()[1]
        .endswith("every Party agrees: 3 of 3; each of them can stop a decision")
    )
    assert section(tmp_path / "none", capsys, "I-36").startswith("I-36 not applicable")
    rule = "decisions: {quorum: 60%, majority: 50%, of: present, illustrative: true}"
    unused = change(TREATY, "languages: [en]", f"{rule}\nlanguages: [en]")
    assert "the record has a majority of 50%, and the clause on decisions asks every Party to agree\n" in section(
        tmp_path / "unused", capsys, "I-36", stands, unused
    )
    no_rule = change(TREATY, "languages: [en]", f"{BY_MAJORITY}\nlanguages: [en]")
    fixed = put("clauses/example/decision-making~majority.en.md", ALL)
    open_rule = section(tmp_path / "open", capsys, "I-36", stands, fixed, no_rule)
    assert open_rule.startswith("I-36 not decided")
    assert "no quorum is on record" in open_rule


# --- duty-free goods, editions ---------------------------------------------------------------------------------------


def test_duty_free_good_that_is_charged(tmp_path: Path, capsys: Capture) -> None:
    charged = change(ADJUSTMENT, "member_exempt: true", "member_exempt: false")
    assert section(tmp_path, capsys, "I-07", charged) == (
        "I-07 fails: A good that the zone lets in free of duty pays no border price adjustment and no top-up in any "
        "Party.\n"
        "  seeds/mechanisms/adjustment.yaml:13:16: examplium (metal, examplium-99) that originates in Borea is free of "
        "duty in "
        "Alba, and at a value of 6.25 USD/kg contained Ex it pays a border price adjustment of 6.25\n"
        "    repair: set `member_exempt: true`, or take the good out of the zone\n"
        "    assuming: the value is chosen for the example: half of the floor"
    )
    assert section(tmp_path / "sound", capsys, "I-07").startswith("I-07 holds")
    no_zone = change(TREATY, "adjustment, zone]", "adjustment]")
    assert section(tmp_path / "none", capsys, "I-07", charged, no_zone).startswith("I-07 not applicable")


def test_top_up_against_an_unconditional_zone(tmp_path: Path, capsys: Capture) -> None:
    edits = (
        change(TREATY, "adjustment, zone]", "adjustment, zone, coordination]"),
        change(ZONE, "cumulation: full", "cumulation: full\nconditional_on_floor: false"),
    )
    text = (Path(__file__).parent / "example_project/seeds/mechanisms/coordination.yaml").read_text()
    (old,) = [line for line in text.splitlines() if line.startswith("consequence:")]
    equal = change("seeds/mechanisms/coordination.yaml", old, "consequence: {type: equalisation}")
    assert (
        "'coordination' makes goods of a diverging Party pay the difference of the levels, and 'zone' frees them "
        "without condition\n"
    ) in section(tmp_path, capsys, "I-07", *edits, equal)


def test_codes_and_the_next_edition(tmp_path: Path, capsys: Capture) -> None:
    assert (
        section(tmp_path, capsys, "I-17")
        .splitlines()[1]
        .endswith(
            "2 codes are of HS2022; HS2028 applies from 2028-01-01 on, and nothing says how they are carried over"
        )
    )
    rule = (
        "---\n{heading: Nomenclature, purpose: Which edition holds., order: 4, tier: 1}\n---\n"
        "1. {#transposition} The Committee transposes the Annexes.\n\n2. {#other} Nothing else is said.\n"
    )
    ruled = section(tmp_path / "ruled", capsys, "I-17", put("clauses/example/hs-nomenclature.en.md", rule))
    assert ruled.startswith("I-17 holds")
    mixed = change("seeds/products/examplium.yaml", "HS2022 2617.10", "HS2017 2617.10")
    found = section(tmp_path / "mixed", capsys, "I-17", mixed)
    assert "codes of HS2017 and HS2022 stand side by side, such as HS2017 2617.10 and HS2022 8110" in found


# --- formulas --------------------------------------------------------------------------------------------------------


def test_units_that_are_mixed_on_purpose() -> None:
    per = [currency("USD").per(mass("kg", of)) for of in ("contained Nd", "Nd2O3 equivalent")]
    inputs = tuple(Variable(s, f"price_{s.lower()}", unit, *_range()) for s, unit in zip("FP", per, strict=True))
    formula = Formula("gap", inputs, (Step("S", "shortfall", Difference(Symbol("F"), Symbol("P"))),))
    found = _found(unit_faults(formula), Calculation("gap of 'mixed'", formula, Span()))
    assert found == Counterexample(
        "gap of 'mixed': step 1 (S, shortfall): F is in USD/kg contained Nd, P is in USD/kg Nd2O3 equivalent: they "
        "cannot be added or compared",
        Span(),
        found.reproduces,
        ("step 1: S = F − P",),
        ("the basis differs: multiply by the factor of stoichiometry between the two",),
    )
    assert found.reproduces()


def _range() -> tuple[object, ...]:
    from decimal import Decimal

    return Decimal(0), Decimal(1000), 2


def test_levels_of_one_good_in_two_units(tmp_path: Path, capsys: Capture) -> None:
    mixed = change(
        FLOOR,
        "basis: contained Ex}",
        "basis: contained Ex}\n      2028-01-01: {amount: 13.00, currency: USD, per: kg, basis: Ex2O3 equivalent}",
    )
    found = section(tmp_path, capsys, "I-45", mixed)
    assert found == (
        "I-45 fails: The levels of one good are all in one currency, unit and basis, and one rule of exchange converts "
        "them.\n"
        "  seeds/mechanisms/floor.yaml:24:19: examplium (metal, examplium-99) has a level of 12.50 USD/kg contained Ex "
        "from "
        "2027-01-01, and of 13.00 USD/kg Ex2O3 equivalent from 2028-01-01: the step between them is in no unit\n"
        "      step 1 of the charge looks both up as one floor level, F\n"
        "    repair: state the level from 2028-01-01 in USD/kg contained Ex"
    )
    rule = "currency_rule: {source: the central bank of Alba"
    two = change(ADJUSTMENT, rule, rule.replace("Alba", "Borea"))
    assert (
        "'floor' converts at the rate of the central bank of Alba (acceptance-of-declaration), and 'adjustment' at "
        "that of the central bank of Borea (acceptance-of-declaration)\n"
    ) in section(tmp_path / "two", capsys, "I-45", two)


@pytest.mark.parametrize("number", ["I-45", "I-46", "I-47"])
def test_formulas_of_the_example_are_sound(tmp_path: Path, capsys: Capture, number: str) -> None:
    assert section(tmp_path, capsys, number).startswith(f"{number} holds")
