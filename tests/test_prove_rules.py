"""Exemptions, scope, dead rules and rules of origin: faults planted in the example treaty, and what is printed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import EXAMPLE, Edit, change, copied, put, run
from test_prove_leaks import ADJUSTMENT, FLOOR, TREATY, ZONE, section
from travaux.formula.nodes import (
    ZERO,
    And,
    Case,
    Comparison,
    Condition,
    Conditional,
    Constant,
    Not,
    Operator,
    Or,
    Product,
    Symbol,
)
from travaux.formula.unit import PURE
from travaux.formula.whole import Formula, Step, Variable
from travaux.model.mechanism.preferential_zone import OriginTest, TariffShift, ValueContent
from travaux.model.quantity import HSCode, Percentage
from travaux.prove import Counterexample, Undecided
from travaux.prove._report import _outcome
from travaux.prove._solver import z3
from travaux.prove._tests_of_origin import met_alone, within
from travaux.prove._tiers import Tiers, tiers
from travaux.prove.dead_rules import _cases
from travaux.prove.formulas import Calculation
from travaux.span import Span

Capture = pytest.CaptureFixture[str]
solved = pytest.mark.skipif(z3() is None, reason="the solver is not installed: pip install 'travaux[prove]'")
PRODUCT, REFERENCE = "seeds/products/examplium.yaml", "seeds/mechanisms/reference.yaml"

# --- I-18 ------------------------------------------------------------------------------------------------------------

PHASED = change(FLOOR, "- {after: 0, share: 100%}", "- {after: 0, share: 50%}\n  - {after: 9, share: 100%}")


def test_phase_in_that_the_order_does_not_know(tmp_path: Path, capsys: Capture) -> None:
    order = change(ADJUSTMENT, "member_exempt: true", "member_exempt: true\norder: [zone-rate, cap]")
    assert section(tmp_path, capsys, "I-18", PHASED, order) == (
        "I-18 fails: Whatever exempts a good or reduces its charge comes to one amount, or follows in a stated "
        "order.\n"
        "  seeds/mechanisms/adjustment.yaml:14:8: 'floor' charges 50% of the gap at first, and the order of "
        "'adjustment' "
        "(zone-rate, cap) has no phase-in: of a gap of 6.25 USD/kg contained Ex on examplium (metal, examplium-99) "
        "it is "
        "3.125 or 6.25\n"
        "    repair: add `phase-in` to the `order`, before the cap or after it"
    )
    assert section(tmp_path / "ordered", capsys, "I-18", PHASED) == (
        "I-18 holds: Whatever exempts a good or reduces its charge comes to one amount, or follows in a stated "
        "order.\n"
        "  'adjustment': nothing is charged on goods of a Party that keeps the floor and up to 900.00 USD of an "
        "importer "
        "in a month, whichever of these applies; what reduces the charge follows in the order phase-in, zone-rate, "
        "cap"
    )


def second(*edits: tuple[str, str]) -> tuple[Edit, ...]:
    """Another adjustment on the same floor."""
    own = (EXAMPLE / ADJUSTMENT).read_text().replace("id: adjustment", "id: other\ntitle: {en: the other charge}")
    for old, new in edits:
        assert old in own
        own = own.replace(old, new)
    return (
        put("seeds/mechanisms/other.yaml", own),
        change(ADJUSTMENT, "kind: border-adjustment", "kind: border-adjustment\ntitle: {en: the charge}"),
        change(TREATY, "adjustment, zone]", "adjustment, other, zone]"),
    )


def test_good_that_is_exempt_by_one_of_two_charges(tmp_path: Path, capsys: Capture) -> None:
    samples = second(("member_exempt: true", "member_exempt: true\nexclusions: [research-samples]"))
    assert section(tmp_path, capsys, "I-18", *samples) == (
        "I-18 fails: Whatever exempts a good or reduces its charge comes to one amount, or follows in a stated "
        "order.\n"
        "  seeds/mechanisms/adjustment.yaml:4:9: examplium (metal, examplium-99) in Alba, research samples, worth "
        "1900.00 "
        "in all: free by 'other', and by 'adjustment' it pays 6.25 USD/kg contained Ex of a gap as large\n"
        "    repair: exempt the same goods in both, or charge the good by one adjustment\n"
    ) + "".join(
        f"  seeds/mechanisms/adjustment.yaml:4:9: examplium (metal, examplium-99) in {party}, research samples, "
        f"worth "
        "1900.00 in all: free by 'other', and by 'adjustment' it pays 6.25 USD/kg contained Ex of a gap as large\n"
        "    repair: exempt the same goods in both, or charge the good by one adjustment" + end
        for party, end in (("Borea", "\n"), ("Corda", ""))
    )
    assert section(tmp_path / "same", capsys, "I-18", *second()).startswith("I-18 holds")


@pytest.mark.parametrize(
    ("old", "new", "case"),
    [
        ("amount: 900.00", "amount: 400.00", "worth 900.00 in all: free by 'adjustment'"),
        ("member_exempt: true", "member_exempt: false", ""),
        ("applies_to: all-non-parties", "applies_to: listed-origins\nlisted_origins: [dorea]", "not listed, worth"),
    ],
)
def test_two_charges_that_exempt_other_goods(tmp_path: Path, capsys: Capture, old: str, new: str, case: str) -> None:
    found = section(tmp_path, capsys, "I-18", *second((old, new)))
    assert found.startswith("I-18 fails" if case else "I-18 holds")
    assert case in found


# --- I-19 ------------------------------------------------------------------------------------------------------------

LADDER = change(
    ADJUSTMENT,
    "  scope: none\n  why_none: examplium is used only in its own form",
    "  scope: listed-derivatives\n  charge: content-times-gap\n  evidence: [declared-assay, highest-scheduled]",
)
MORE_LINES = change(
    PRODUCT, "  metal:\n", "  metal:\n    - {hs: HS2022 8110.90, description: {en: wrought examplium}}\n"
)


def test_tariff_line_of_a_good_that_no_floor_names(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-19", LADDER, MORE_LINES) == (
        "I-19 fails: Every entry of a good that has a floor falls under a rule: by its line, its Party and what is "
        "known "
        "of it.\n"
        "  seeds/mechanisms/floor.yaml:21:9: examplium (metal) has a floor of 12.5 USD/kg contained Ex under HS2022 "
        "8110.10, and none under HS2022 8110.90\n"
        "      HS2022 8110.90: wrought examplium: comes in without floor or charge\n"
        "    repair: leave `hs` out, so that all lines of the stage are meant, or add these"
    )
    whole = change(FLOOR, "    hs: [HS2022 8110.10]\n", "")
    assert section(tmp_path / "whole", capsys, "I-19", LADDER, MORE_LINES, whole).splitlines()[1] == (
        "  1 good with a floor: every tariff line at the stage, in every Party that owes it, and whatever is known "
        "of the "
        "content"
    )


def test_party_that_owes_a_floor_and_no_charge(tmp_path: Path, capsys: Capture) -> None:
    two = change(ADJUSTMENT, "kind: border-adjustment", "kind: border-adjustment\naddressees: [alba, corda]")
    assert section(tmp_path, capsys, "I-19", LADDER, two).splitlines()[1:] == [
        "  seeds/mechanisms/adjustment.yaml:3:13: Borea owes 'floor', and no charge keeps it there: an entry below "
        "the level "
        "has no rule",
        "    repair: add borea to the `addressees` of 'adjustment', or take them out of the floor's",
    ]
    same = change(FLOOR, "kind: price-floor", "kind: price-floor\naddressees: [alba, corda]")
    assert section(tmp_path / "same", capsys, "I-19", LADDER, two, same).startswith("I-19 holds")


def test_content_that_nobody_declares(tmp_path: Path, capsys: Capture) -> None:
    assert section(tmp_path, capsys, "I-19").splitlines()[1:] == [
        "  seeds/mechanisms/adjustment.yaml:15:3: not decided: content is found by declared assay alone, and "
        "nothing says "
        "what goods contain of which that is not known",
        "    hint: end the ladder of `evidence` in highest-scheduled",
    ]


# --- I-20 ------------------------------------------------------------------------------------------------------------


def test_source_that_is_never_reached(tmp_path: Path, capsys: Capture) -> None:
    after = change(REFERENCE, "[survey, committee-value]", "[cost-model, survey, committee-value]")
    assert section(tmp_path, capsys, "I-20", after) == (
        "I-20 fails: Every rule among several decides on something that those before it leave to it.\n"
        "  seeds/mechanisms/reference.yaml:9:24: the fallback of 'reference' has 'survey', after 'cost-model', "
        "which always "
        "yields a figure: it is never reached\n"
        "    repair: take 'survey' out, or put it before 'cost-model'\n"
        "  seeds/mechanisms/reference.yaml:9:32: the fallback of 'reference' has 'committee-value', after "
        "'cost-model', "
        "which always yields a figure: it is never reached\n"
        "    repair: take 'committee-value' out, or put it before 'cost-model'"
    )
    assert section(tmp_path / "sound", capsys, "I-20").splitlines()[1] == (
        "  every step of a ladder, alternative of origin, tariff line and level decides on something"
    )


def test_rung_of_evidence_that_stands_twice_is_refused(tmp_path: Path, capsys: Capture) -> None:
    twice = change(ADJUSTMENT, "[declared-assay, highest", "[declared-assay, declared-assay, highest")
    refused = run(capsys, "prove", "example", "--project", copied(tmp_path, LADDER, twice))
    assert refused.code == 2
    assert "named twice under `evidence`: declared-assay" in refused.out + refused.err


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("HS2022 8110.10, HS2022 8110.10", "names HS2022 8110.10, which is named before"),
        ("HS2022 8110, HS2022 8110.10", "names HS2022 8110.10, which is part of HS2022 8110"),
        ("HS2022 8110.10, HS2022 8110.90", ""),
    ],
)
def test_tariff_line_that_adds_nothing(tmp_path: Path, capsys: Capture, lines: str, found: str) -> None:
    text = section(tmp_path, capsys, "I-20", change(FLOOR, "hs: [HS2022 8110.10]", f"hs: [{lines}]"))
    assert (f"examplium (metal, examplium-99) {found}" in text) if found else text.startswith("I-20 holds")


@pytest.mark.parametrize(
    ("force", "found"),
    [
        (
            "{since: 2027-01-01, until: 2028-01-01}",
            "the level of {} from 2029-01-01 never applies: 'floor' ends on 2028-01-01",
        ),
        (
            "{since: 2029-06-01}",
            "the level of {} from 2027-01-01 never applies: 'floor' begins on 2029-06-01, when the level from "
            "2029-01-01 "
            "applies",
        ),
        ("{since: 2028-01-01, until: 2030-01-01}", ""),
    ],
)
def test_level_that_never_applies(tmp_path: Path, capsys: Capture, force: str, found: str) -> None:
    later = "      2029-01-01: {amount: 13.00, currency: USD, per: kg, basis: contained Ex}\n    illustrative"
    edits = (
        change(FLOOR, "    illustrative", later),
        change(FLOOR, "kind: price-floor", f"kind: price-floor\nin_force: {force}"),
    )
    text = section(tmp_path, capsys, "I-20", *edits)
    good = "examplium (metal, examplium-99)"
    assert (found.format(good) in text) if found else text.startswith("I-20 holds")


def origin_tests(*tests: str) -> Edit:
    """Tests of origin in place of the one of the zone."""
    own = "".join(f"      - {{type: {test}}}\n" for test in tests)
    return change(ZONE, "      - {type: tariff-shift, change: CC}\n", own)


def test_test_of_origin_that_another_is_wider_than(tmp_path: Path, capsys: Capture) -> None:
    edit = origin_tests(
        "value-content, method: build-down, threshold: 40%", "value-content, method: build-down, threshold: 60%"
    )
    assert section(tmp_path, capsys, "I-20", edit).splitlines()[1:] == [
        "  seeds/mechanisms/zone.yaml:15:9: examplium (metal): every good that meets a value content of 60% "
        "(build-down) "
        "meets a value content of 40% (build-down) too, which is enough",
        "    repair: take the narrower test out, or make the wider one stricter",
    ]
    other = origin_tests(
        "value-content, method: build-down, threshold: 40%", "value-content, method: net-cost, threshold: 60%"
    )
    assert section(tmp_path / "other", capsys, "I-20", other).startswith("I-20 holds")


CODES = st.sampled_from(["26", "2617", "2617.10", "81", "8110", "8110.10", "8110.90", "2825.80"]).map(
    lambda text: HSCode.parse(f"HS2022 {text}")
)
ORIGIN: st.SearchStrategy[OriginTest] = st.builds(
    TariffShift,
    type=st.just("tariff-shift"),
    change=st.sampled_from(["CC", "CTH", "CTSH"]),
    except_from=st.lists(CODES, max_size=2).map(tuple),
) | st.builds(
    ValueContent,
    type=st.just("value-content"),
    method=st.sampled_from(["build-down", "build-up"]),
    threshold=st.integers(0, 100).map(lambda n: Percentage(Decimal(n))),
)


@settings(max_examples=200, deadline=None)
@given(ORIGIN, ORIGIN)
def test_what_is_said_to_be_wider_is_met_line_by_line(one: OriginTest, other: OriginTest) -> None:
    goods = (HSCode.parse("HS2022 8110.10"),)
    assert not (within(one, other, goods) and met_alone(one, other, goods))


# --- cases of formulas -----------------------------------------------------------------------------------------------

PRICE, MASS, ORIGINATING = (
    Variable("x", "price", PURE, Decimal(0), Decimal(1000), 2),
    Variable("m", "mass", PURE, Decimal(0), Decimal(1000), 0),
    Variable("o", "originating", PURE, Decimal(0), Decimal(1), 0),
)


def at(symbol: str, operator: Operator, figure: str) -> Condition:
    return Comparison(Symbol(symbol), operator, Constant(Decimal(figure)))


def table(*conditions: Condition) -> Tiers:
    rates = (Case(condition, Constant(Decimal(n + 2))) for n, condition in enumerate(conditions))
    whole = Conditional(tuple(rates), ZERO)
    (found,) = tiers(Formula("tiers", (PRICE, MASS, ORIGINATING), (Step("A", "rate", whole),)))
    return found


def told(found: Tiers) -> list[str]:
    of = Calculation("the rate", found.formula, Span("tiers.yaml", 3, 5))
    outcomes = list(_cases(of, found))
    assert all(outcome.reproduces() for outcome in outcomes if isinstance(outcome, Counterexample))
    return [line for outcome in outcomes for line in _outcome(outcome)]


def test_eighteenth_tier_can_never_apply() -> None:
    steps = [at("x", "<", str(50 * n)) for n in range(1, 18)]
    hidden = And((at("x", "<", "700"), at("o", "=", "1")))
    found = table(*steps, hidden, at("x", ">=", "850"))
    assert found.exhaustive
    assert told(found)[:2] == [
        "tiers.yaml:3:5: the rate: case 18, x < 700 ∧ o = 1, never applies: the cases before it take whatever meets it",
        "  repair: take the case out, or put it before those that are wider",
    ]
    assert not told(table(*steps, at("x", ">=", "850")))


@solved
def test_tiers_of_a_product_are_decided_by_the_solver() -> None:
    def worth(operator: Operator, figure: str) -> Condition:
        return Comparison(Product((Symbol("x"), Symbol("m"))), operator, Constant(Decimal(figure)))

    found = table(worth("<", "500"), And((worth("<", "400"), at("o", "=", "1"))), at("m", ">=", "0"))
    assert not found.exhaustive
    assert found.never(z3()) == (False, True, False)
    assert found.never(None) == (False, None, False)
    narrow = table(And((worth(">", "777777.76"), worth("<", "777777.78"))), at("m", ">=", "0"))
    assert narrow.never(z3()) == (False, False), "777,777.77 is 777,777.77 times one"


def test_without_the_solver_such_tiers_are_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("travaux.prove.dead_rules.z3", lambda: None)
    worth = Comparison(Product((Symbol("x"), Symbol("m"))), "<", Constant(Decimal(-1)))
    (outcome,) = _cases(Calculation("the rate", PRICELESS, Span()), table(worth))
    assert isinstance(outcome, Undecided)
    assert (outcome.why, outcome.hint) == (
        "the rate: case 1, x × m < −1: that is decided with a solver: it needs the extra `prove`",
        "install it: pip install 'travaux[prove]'",
    )


PRICELESS = Formula("none", (PRICE,), (Step("A", "rate", Symbol("x")),))


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> Condition:
    kind = draw(st.integers(0, 3 if depth else 0))
    if kind == 0:
        symbol, most = draw(st.sampled_from([("x", 5), ("m", 4), ("o", 1)]))
        return at(symbol, draw(st.sampled_from(get_args(Operator))), str(draw(st.integers(0, most))))
    if kind == 1:
        return Not(draw(conditions(depth - 1)))
    return (And if kind == 2 else Or)((draw(conditions(depth - 1)), draw(conditions(depth - 1))))


@settings(max_examples=60, deadline=None)
@given(st.lists(conditions(), min_size=1, max_size=4))
def test_cases_are_those_of_each_entry(drawn: list[Condition]) -> None:
    """On small ranges every entry is looked at, and the solver says the same."""
    found = table(*drawn)
    small = [
        {"price": Decimal(x) / 2, "mass": Decimal(m), "originating": Decimal(o)}
        for x in range(13)
        for m in range(6)
        for o in (0, 1)
    ]
    taken = {found.taken(entry) for entry in small}
    assert found.exhaustive
    assert found.never(None) == tuple(number not in taken for number in range(1, len(drawn) + 1))


# --- I-21 ------------------------------------------------------------------------------------------------------------


def test_limit_that_a_value_content_leaves_nothing_to_do(tmp_path: Path, capsys: Capture) -> None:
    value = origin_tests("value-content, method: build-down, threshold: 60%")
    loose = change(ZONE, "non_market_content_max: 18%", "non_market_content_max: 70%")
    assert section(tmp_path, capsys, "I-21", value, loose) == (
        "I-21 fails: Each rule of origin can be met by processing, not by every good, and the limit on non-market "
        "materials decides.\n"
        "  seeds/mechanisms/zone.yaml:16:25: a value content of 60% (build-down) leaves 40% of the value of "
        "examplium "
        "(metal) for all foreign materials, and 70% are allowed of those of non-market economies: the limit bars "
        "nothing\n"
        "      a good of 40% non-market materials meets the value content and stays within the limit\n"
        "    repair: a limit below 40%\n"
        "    repair: or a threshold below 30%"
    )
    assert section(tmp_path / "sound", capsys, "I-21", value) == (
        "I-21 holds: Each rule of origin can be met by processing, not by every good, and the limit on non-market "
        "materials decides.\n"
        "  1 rule of origin: each can be met, and missed; the limit of 18% on non-market materials decides on each\n"
        "    assuming: processes in words are undergone by some goods and not by all"
    )


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ([origin_tests("value-content, method: build-up, threshold: 0%")], "no value has to be added"),
        ([change(ZONE, "max: 18%", "max: 100%")], "'zone' allows 100% of non-market materials: the limit bars nothing"),
        ([origin_tests("tariff-shift, change: CC, except_from: [HS2022 26]")], "processing never gives origin"),
        ([origin_tests("value-content, method: build-up, threshold: 100%")], "processing never gives origin"),
        ([origin_tests("wholly-obtained")], ""),
        ([origin_tests("tariff-shift, change: CC, except_from: [HS2022 2617.90]")], ""),
    ],
)
def test_rule_of_origin(tmp_path: Path, capsys: Capture, edits: list[Edit], found: str) -> None:
    text = section(tmp_path, capsys, "I-21", *edits)
    assert text.startswith("I-21 fails" if found else "I-21 holds")
    assert found in text
