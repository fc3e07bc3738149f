"""Rapid response: what one record refuses, what its checks say, and what its chapter prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/rapid-response.yaml"
EXAMPLE, RESPONSE = "seeds/instruments/example.yaml", "seeds/mechanisms/response.yaml"
WITH = {EXAMPLE: "mechanisms: [reference, floor, adjustment, zone, response]\n"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ("data: [stocks, stocks]", "named twice under `data`: stocks"),
        ("actions: [swap, release, swap]", "named twice under `actions`: swap"),
        ("monitoring: {data: [trade, trade]}", "named twice under `data`: trade"),
        (
            "consultation: P2D",
            "the network meets within 60 hours, and consultations begin within P2D, before it has met",
        ),
        ("convene_hours: 0", "a number of at least 1 is wanted here, not the number 0"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("response", changed) == [message]


def test_two_lead_bodies_of_the_library_are_open(tmp_path: Path) -> None:
    assert found_in_library("RSP001", {}, tmp_path) == [
        "info: no lead body is named for the European Union and Mexico; the text prints a blank"
    ]


def test_who_answers_the_call(tmp_path: Path) -> None:
    files = {**WITH, RESPONSE: "leads: {alba: energy}\n"}
    assert found("RSP001", files, tmp_path) == ["error: Alba leads through 'energy' and has no such body on record"]


def test_a_release_without_a_reserve(tmp_path: Path) -> None:
    files = {**WITH, RESPONSE: "actions: [swap, release]\n"}
    assert found("RSP002", files, tmp_path) == [
        "warning: the response offers swap and release, and no party is to hold a reserve under this text"
    ]


def test_hours_do_not_wait_for_office_hours(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "a request made under this Article is received at the time at which it is sent" in text
    assert "The Crisis Network shall meet, in person or by electronic means, within [72] hours" in text
    assert "| Japan | the Ministry of Economy, Trade and Industry |" in text
    assert "| Mexico | [to be completed] |" in text
    assert "No other Party may require it to take one." in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            "network: existing-lines\ncontribution: committed\nillustrative: false\n"
            "monitoring: {by: observatory, stress_test: null}\nactions: [joint-procurement, swap]\n",
            "variants: {crisis-network: existing-lines, coordinated-response: committed,\n"
            "  monitoring-early-warning: observatory}\n",
            "shall take at least one of those measures, of its own choice",
            "[72]",
        ),
        (
            "actions: [substitution, logistics]\nleads: {us: trade}\n",
            "mechanisms: [reference-prices, border-equalised-floors, border-price-adjustment, trade-zone,\n"
            "  market-disruption-safeguard, floor-reviews, floor-alignment, rapid-response]\n",
            "priority in customs clearance and in transport.",
            "adopt a new export restriction",
        ),
        (
            "actions: [logistics, substitution]\n",
            "mechanisms: [rapid-response]\nproducts: []\nschedules: []\ncomments: []\n"
            "variants: {security-exception: self-judging}\n",
            "a measure of the Party concerned; and",
            "The suspension of a price floor",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error",))
    assert expected in text
    assert absent not in text
