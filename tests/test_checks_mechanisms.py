"""Floor, adjustment and zone as one machine; floors in time; the charge and its limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import found, found_in_library

ADJUSTMENT = "seeds/mechanisms/adjustment.yaml"
FLOOR = "seeds/mechanisms/floor.yaml"
BUYER = "form: {type: buyer-contract, adjustment: null, buyer: the State reserve, term: P5Y}\n"


def test_a_floor_kept_by_a_buyer_needs_no_adjustment(tmp_path: Path) -> None:
    changed = {FLOOR: BUYER, "seeds/instruments/example.yaml": "mechanisms: [reference, floor, zone]\n"}
    assert found("MEC001", changed, tmp_path) == []


def test_an_adjustment_that_keeps_a_floor_of_another_form(tmp_path: Path) -> None:
    assert found("MEC002", {FLOOR: BUYER}, tmp_path) == [
        "error: the border adjustment has no price to charge up to: "
        "the floor 'floor' is kept otherwise (buyer-contract)"
    ]


def test_a_floor_whose_adjustment_is_left_out(tmp_path: Path) -> None:
    changed = {"seeds/instruments/example.yaml": "mechanisms: [reference, floor, zone]\n"}
    assert found("MEC001", changed, tmp_path) == [
        "error: the floor 'floor' has no means of enforcement: "
        "it is kept by 'adjustment', which the instrument leaves out"
    ]


def test_a_party_that_keeps_the_floor_and_charges_nothing(tmp_path: Path) -> None:
    assert found("MEC001", {ADJUSTMENT: "addressees: [alba, corda]\n"}, tmp_path) == [
        "error: the floor 'floor' has no means of enforcement: 'adjustment' is not charged by Borea"
    ]


def test_relief_for_an_end_use_is_no_refund_on_export(tmp_path: Path) -> None:
    assert found("MEC006", {ADJUSTMENT: "refund: end-use-relief\n"}, tmp_path) == []


@pytest.mark.parametrize(("review", "spelled"), [("P50D", "50 days"), ("P1M", "1 month")])
def test_too_little_time_between_two_reviews(review: str, spelled: str, tmp_path: Path) -> None:
    assert found("FLR003", {FLOOR: f"review: {review}\n"}, tmp_path) == [
        f"warning: the review of 'floor' comes every {spelled}, and notice and challenge of the last take 30 days "
        "and 20 days"
    ]


def test_enough_time_between_two_reviews(tmp_path: Path) -> None:
    assert found("FLR003", {FLOOR: "review: P51D\n"}, tmp_path) == []


def test_time_between_two_reviews_that_depends_on_the_months(tmp_path: Path) -> None:
    changed = {FLOOR: "review: P2M\nnotice: P40D\n"}
    assert found("FLR003", changed, tmp_path) == [
        "info: not decided, as it depends on the months: "
        "the review of 'floor' may come before 40 days and 20 days have run"
    ]


@pytest.mark.parametrize("cap", ["65%", "40%"])
def test_the_limit_leaves_the_share_that_arithmetic_gives(cap: str, tmp_path: Path) -> None:
    share = {"65%": "60.6%", "40%": "71.4%"}[cap]
    changed = {ADJUSTMENT: f"cap: {cap}\n", "seeds/products/examplium.yaml": "market: opaque\n"}
    assert found("CHG004", changed, tmp_path) == [
        f"info: goods declared below {share} of the floor land under it, as the charge is limited to {cap}"
    ]


def test_the_agreement_without_its_zone(tmp_path: Path) -> None:
    changed = {
        "seeds/instruments/critical-minerals-agreement.yaml": (
            "mechanisms: [reference-prices, border-equalised-floors, border-price-adjustment]\n"
        )
    }
    told = found_in_library("MEC005", changed, tmp_path)
    assert told == [
        "warning: goods of the parties are free of the charge, and no rule of origin says which goods these are"
    ]
