"""Who may sign, on which law a duty is charged, and what cannot be promised: in the built-in agreement itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, PLAN, found, found_in_library

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
DUTIES = """
duties:
  - {{party: eu, authority: ccp-legislation, lag: P12M}}
  - {{party: jp, authority: customs-tariff-statute, lag: P6M}}
  - {{party: mx, authority: tariff-decree, lag: P3M}}
  - {{party: us, authority: {authority}, lag: P3M}}
"""
TRADE_ACT = "duty_authorities: [{{id: duties-act, name: Trade Act, usable: true, longest: {}}}]\n"
ADJUSTMENT = "seeds/mechanisms/border-price-adjustment.yaml"
FLOORS = "seeds/mechanisms/border-equalised-floors.yaml"


def test_the_commission_is_no_party_to_the_agreement(tmp_path: Path) -> None:
    changed = {INSTRUMENT: "parties: [eu, eu-commission, jp, mx, us]\n"}
    assert found_in_library("CAP001", changed, tmp_path) == [
        "error: the European Commission is an institution of the European Union and cannot be a party to "
        "the Critical Minerals Agreement"
    ]


@pytest.mark.parametrize(
    ("parties", "severity", "name"),
    [("[us, eu-commission]", "error", "the European Commission"), ("[us, eu]", "warning", "the European Union")],
)
def test_a_plan_needs_the_council_before_the_union_signs(
    parties: str, severity: str, name: str, tmp_path: Path
) -> None:
    changed = {f"seeds/instruments/{PLAN}.yaml": f"parties: {parties}\n"}
    assert found_in_library("CAP002", changed, tmp_path, PLAN) == [
        f"{severity}: {name} needs an approval before it signs the United States-Mexico Action Plan, and none is on "
        "record: approval of a non-binding text before it is signed for the Union (the Council of the European Union)"
    ]


def test_approvals_of_a_treaty_are_still_to_come(tmp_path: Path) -> None:
    assert [text.partition(":")[0] for text in found_in_library("CAP002", {}, tmp_path)] == ["info", "info"]


def test_a_sole_executive_agreement_carries_no_duty(tmp_path: Path) -> None:
    changed = {INSTRUMENT: "routes: {us: sole-executive}\n"}
    assert found_in_library("CAP005", changed, tmp_path) == [
        "error: the route 'sole executive agreement' of the United States cannot carry a change of customs duties",
        "error: the route 'sole executive agreement' of the United States cannot carry a duty to hold stocks",
    ]


def test_a_zone_that_only_binds_applied_rates_asks_for_no_change_of_duty(tmp_path: Path) -> None:
    route = "routes: [{id: parliament, name: an executive agreement, carries: [no-change-of-law], approvals: []}]\n"
    changed = {
        "seeds/parties/borea.yaml": route,
        "seeds/mechanisms/adjustment.yaml": "addressees: [alba, corda]\n",
        "seeds/mechanisms/zone.yaml": "treatment: bound-at-applied\n",
    }
    assert found("CAP005", changed, tmp_path) == []


def test_emergency_powers_carry_no_duty(tmp_path: Path) -> None:
    assert found_in_library("DUT002", {ADJUSTMENT: DUTIES.format(authority="ieepa")}, tmp_path) == [
        "error: the United States cannot charge a duty on this authority: International Emergency Economic Powers Act"
    ]


def test_section_122_is_too_short_for_a_floor(tmp_path: Path) -> None:
    assert found_in_library("DUT004", {ADJUSTMENT: DUTIES.format(authority="section-122")}, tmp_path) == [
        "error: the authority of the United States (section 122 of the Trade Act of 1974) allows 150 days, and the "
        "floor lasts 10 years"
    ]


def test_section_232_reaches_processed_minerals_and_their_derivatives(tmp_path: Path) -> None:
    assert found_in_library("DUT003", {ADJUSTMENT: DUTIES.format(authority="section-232")}, tmp_path) == []


def test_section_232_does_not_reach_ore(tmp_path: Path) -> None:
    lines = """
lines:
  - product: lithium
    stage: ore
    levels: {2027-01-01: {amount: 1.00, currency: USD, per: kg, basis: gross product}}
    illustrative: true
"""
    changed = {ADJUSTMENT: DUTIES.format(authority="section-232"), FLOORS: lines}
    assert found_in_library("DUT003", changed, tmp_path) == [
        "error: the authority of the United States (section 232 of the Trade Expansion Act of 1962) does not reach "
        "lithium (ore)"
    ]


def test_a_limit_that_depends_on_the_months_is_not_decided(tmp_path: Path) -> None:
    changed = {
        "seeds/parties/borea.yaml": TRADE_ACT.format("P30D"),
        "seeds/mechanisms/floor.yaml": "sunset: P1M\nreview: P20D\n",
    }
    assert found("DUT004", changed, tmp_path) == [
        "info: not decided, as it depends on the months: the authority of Borea (Trade Act) allows 30 days, and the "
        "floor lasts 1 month"
    ]


def test_twelve_months_are_a_year(tmp_path: Path) -> None:
    changed = {
        "seeds/parties/borea.yaml": TRADE_ACT.format("P12M"),
        "seeds/mechanisms/floor.yaml": "sunset: P1Y\n",
    }
    assert found("DUT004", changed, tmp_path) == []


OFFTAKE = {
    INSTRUMENT: "mechanisms: [border-equalised-floors]\n",
    FLOORS: """
form: {type: seller-offtake, adjustment: null, counterparty: Project Vault, term: P5Y, volume: {amount: 100, unit: t}}
level_rule: fixed
reference: null
lines:
  - product: lithium
    stage: compound
    levels: {2027-01-01: {amount: 10.00, currency: USD, per: kg, basis: Li2CO3 equivalent}}
    illustrative: true
""",
}


def test_lithium_in_an_offtake_collides_with_mexican_law(tmp_path: Path) -> None:
    assert found_in_library("LIM004", OFFTAKE, tmp_path) == [
        "error: the law of Mexico reserves lithium and keeps out investment, market access, offtake and project "
        "finance, but a buyer is promised for it"
    ]


def test_project_vault_cannot_be_bound(tmp_path: Path) -> None:
    assert found_in_library("LIM005", OFFTAKE, tmp_path) == [
        "error: the floor is kept by Project Vault, a body that the United States cannot bind"
    ]


def test_silence_that_does_not_bind_is_left_alone(tmp_path: Path) -> None:
    assert found_in_library("LIM003", {}, tmp_path) == []
