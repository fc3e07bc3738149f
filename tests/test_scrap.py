"""Scrap and recycling: what one record refuses, what the checks say, and what the articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/scrap-recycling.yaml"
EXPORTS = "seeds/mechanisms/export-discipline.yaml"
WITH = {"seeds/instruments/example.yaml": "mechanisms: [reference, floor, adjustment, zone, exports, scrap]\n"}
SCRAP = "{product: examplium, stage: waste-and-scrap}"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            "lines: [{product: examplium, stage: metal}]",
            "examplium is named at the stage metal; scrap is `waste-and-scrap`",
        ),
        (f"lines: [{SCRAP}, {SCRAP}]", "one good twice under `lines`: examplium / waste-and-scrap"),
        (
            "targets: [{measure: content, share: 20%, by: 2030}, {measure: content, share: 30%, by: 2035}]",
            "two targets for one thing: content of all",
        ),
        ("every: null", "give `every` with reporting: true, and only with it"),
        ("reporting: false", "give `every` with reporting: true, and only with it"),
        (
            "intra_zone_free: false",
            "a declaration goes with free movement: write `intra_zone_free: true`, or `onward: free`",
        ),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("scrap", changed) == [message]


@pytest.mark.parametrize(
    ("exports", "scrap", "message"),
    [
        (
            "exceptions: [scrap]\nscrap: may-be-restricted\nmutual_exemption: false\n",
            "black_mass: true\n",
            "error: scrap for another party is free here, and 'exports' lets a party restrict it",
        ),
        (
            "notice: P50D\n",
            "intra_zone_free: false\nonward: free\n",
            "error: a party may restrict scrap for another party here, and 'exports' bars that",
        ),
    ],
)
def test_two_records_on_one_scrap(exports: str, scrap: str, message: str, tmp_path: Path) -> None:
    files = {**WITH, "seeds/mechanisms/exports.yaml": exports, "seeds/mechanisms/scrap.yaml": scrap}
    assert found("SCR001", files, tmp_path) == [message]


def test_magnet_scrap_is_out_of_reach(tmp_path: Path) -> None:
    assert found_in_library("SCR002", {}, tmp_path / "a") == [
        "info: scrap of ndpr and dytb has no tariff line on record, so the text does not reach it"
    ]
    fewer = {OWN: "lines: [{product: tungsten, stage: waste-and-scrap}]\n"}
    assert found_in_library("SCR002", fewer, tmp_path / "b") == [
        "info: scrap of gallium, germanium and antimony has a tariff line and is not listed",
        "info: scrap of ndpr and dytb has no tariff line on record, so the text does not reach it",
    ]


def test_ways_out_and_in(tmp_path: Path) -> None:
    files = {
        OWN: "onward: free\norigin_place: processing\n",
        INSTRUMENT: "variants: {recycled-scrap-origin: processing}\n",
    }
    assert found_in_library("SCR003", files, tmp_path / "a") == [
        "warning: scrap kept from non-parties moves freely between the parties, wherever it goes on to"
    ]
    assert found_in_library("SCR004", files, tmp_path / "b") == [
        "warning: metal of a non-party declared as scrap comes out as originating, and is spared the charge"
    ]


def test_the_library_lets_scrap_move_inside(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "| gallium | ex 8112.92 | gallium waste and scrap |" in text
    assert (
        "free of export duties and export restrictions, in accordance with Article 8.1 (Export duties) and Article 8.2 "
        "(Export restrictions)." in text
    )
    assert (
        "A critical mineral in recycled material that was obtained from used goods collected in the territory of a "
        "Party is not a material produced in a listed economy" in text
    )
    assert "Article 5.8: Recycled material" in text
    assert "Article 12.9: Circular economy" in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            "lines: [{product: tungsten, stage: waste-and-scrap}]\nblack_mass: false\nretain: false\n"
            "general_consent: null\nreporting: false\nevery: null\nillustrative: false\n",
            "clauses: {include: [circularity]}\n",
            "the separate collection of used goods that contain critical minerals",
            "| antimony | 8110.20 |",
        ),
        (
            "targets: [{measure: content, share: 25%, by: 2030},\n"
            "  {measure: collected, product: gallium, share: 60%, by: 2032}]\n",
            "variants: {circularity: targets}\nclauses: {include: [circularity]}\n",
            "| [60 per cent] of used goods collected | gallium | 2032 |",
            "Article 15.2 applies",
        ),
        (
            "origin_place: processing\nsuppress: [{code: SCR004, reason: customs can tell}]\n",
            "variants: {recycled-scrap-origin: processing, non-market-policies: undefined}\n",
            "does not apply to material obtained from waste and scrap that arose in a process of production",
            "non-market policies and practices",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text


def test_scrap_that_a_party_may_hold_back(tmp_path: Path) -> None:
    files = {
        OWN: "intra_zone_free: false\nonward: free\n",
        EXPORTS: "scrap: may-be-restricted\nmutual_exemption: false\n",
    }
    text = printed(AGREEMENT, files, tmp_path, faults=("error", "warning"))
    assert "This Article does not limit the right of a Party to restrict the exportation of waste and scrap" in text
    assert "It shall offer waste and scrap that it withholds from export for sale in its territory" in text


def test_scrap_without_rules_for_exports_or_origin(tmp_path: Path) -> None:
    mechanisms = "mechanisms: [reference-prices, border-equalised-floors, border-price-adjustment, scrap-recycling]\n"
    text = printed(AGREEMENT, {INSTRUMENT: mechanisms}, tmp_path, faults=("error",))
    assert (
        "No Party shall adopt or maintain a duty, a prohibition or a quota on the exportation of waste and scrap"
        in text
    )
    assert "recycled material" not in text


def test_the_record_of_battery_scrap_builds(tmp_path: Path) -> None:
    instrument = (
        "mechanisms: [trade-zone, battery-scrap]\nproducts: [lithium, cobalt]\nschedules: null\n"
        "variants: {recycled-scrap-origin: processing, circularity: targets}\nclauses: {include: [circularity]}\n"
    )
    assert found_in_library("WRD001", {INSTRUMENT: instrument}, tmp_path / "a") == []
    text = printed(AGREEMENT, {INSTRUMENT: instrument}, tmp_path / "b")
    assert "| lithium | ex 8549.13 | sorted spent cells and batteries of lithium chemistry |" in text
    assert "| 25 per cent of use met by recovered material | All | 2030 |" in text
