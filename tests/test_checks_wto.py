"""WTO bases and other agreements, in the built-in agreement: four of its six pairs have a free trade area."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found_in_library

ZONE = "seeds/mechanisms/trade-zone.yaml"
ADJUSTMENT = "seeds/mechanisms/border-price-adjustment.yaml"
OTHERS = """
  - {pair: [eu, jp], basis: gatt-xxiv, agreement: EU-Japan EPA}
  - {pair: [eu, mx], basis: gatt-xxiv, agreement: EU-Mexico Global Agreement}
  - {pair: [jp, mx], basis: gatt-xxiv, agreement: CPTPP}
  - {pair: [jp, us], basis: waiver-ix-3, fallback: gatt-xxi}
  - {pair: [mx, us], basis: gatt-xxiv, agreement: USMCA}
"""


def test_a_pair_that_is_forgotten(tmp_path: Path) -> None:
    assert found_in_library("WTO001", {ZONE: f"legal_basis:{OTHERS}"}, tmp_path) == [
        "error: no WTO basis is stated for the preference of the European Union with the United States"
    ]


def test_minerals_alone_make_no_free_trade_area(tmp_path: Path) -> None:
    pair = "legal_basis:\n  - {pair: [us, jp], basis: gatt-xxiv, agreement: US-Japan CMA}\n"
    assert found_in_library("WTO002", {ZONE: pair}, tmp_path) == [
        "error: the preference of the United States and Japan rests on GATT Article XXIV, but they have no full free "
        "trade agreement"
    ]


def test_either_of_two_free_trade_agreements_will_do(tmp_path: Path) -> None:
    assert found_in_library("WTO002", {ZONE: f"legal_basis:{OTHERS}"}, tmp_path) == []


def test_security_alone_with_those_who_resist_it(tmp_path: Path) -> None:
    pair = "legal_basis:\n  - {pair: [eu, us], basis: gatt-xxi}\n"
    assert found_in_library("WTO003", {ZONE: pair}, tmp_path) == [
        "warning: the preference of the European Union and the United States rests on the security exception alone, "
        "which the European Union is known to resist"
    ]


def test_the_agreement_spares_goods_of_its_parties(tmp_path: Path) -> None:
    assert found_in_library("REL001", {}, tmp_path) == []


@pytest.mark.parametrize("changed", ["member_exempt: false\n", "applies_to: all-origins\n"])
def test_a_floor_between_the_parties_meets_their_own_agreements(changed: str, tmp_path: Path) -> None:
    found = found_in_library("REL001", {ADJUSTMENT: changed}, tmp_path)
    assert [text for text in found if text.startswith("warning")] == [
        "warning: the floor reaches goods between parties whose CPTPP (Articles 2.4 and 2.10(2)(a)) bars import prices"
    ]
    assert {text.partition(":")[0] for text in found} == {"warning", "info"}


def test_a_duty_on_the_other_party_of_a_free_trade_area(tmp_path: Path) -> None:
    found = found_in_library("REL002", {ADJUSTMENT: "applies_to: all-origins\n"}, tmp_path)
    assert "error: the charge falls on goods of parties to which USMCA promises no new duties" in found
    assert len(found) == 5


def test_a_party_that_leaves_keeps_its_rights(tmp_path: Path) -> None:
    changed = {
        f"seeds/instruments/{AGREEMENT}.yaml": "parties: [eu, jp, us]\nschedules: []\nroutes: {mx: null}\n",
        ADJUSTMENT: """
duties:
  - {party: eu, authority: ccp-legislation, lag: P12M}
  - {party: jp, authority: customs-tariff-statute, lag: P6M}
  - {party: us, authority: statute, lag: P3M}
""",
    }
    found = found_in_library("REL003", changed, tmp_path)
    assert (
        "warning: the charge falls on goods of Mexico, to which the United States has promised no new duties" in found
    )
    assert {text.partition(":")[0] for text in found} == {"warning"}
