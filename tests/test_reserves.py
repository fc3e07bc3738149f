"""The strategic reserve: what one record refuses, what its checks say, and what its chapter prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = "seeds/instruments/example.yaml"
RESERVE = "seeds/mechanisms/reserve.yaml"
WITH = {INSTRUMENT: "mechanisms: [reference, floor, adjustment, zone, reserve]\n"}
OWN = "seeds/mechanisms/strategic-reserves.yaml"
HOLD = "{party: alba, part: hold, body: trade, location: own-territory, funding: public-budget}"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            "lines: [{product: examplium, stage: metal, at_least: 60, at_most: 60}]",
            "from 60 to 60 days is no band; an exact quantity is not stated",
        ),
        ("holdings: [{party: alba, part: hold}]", "alba holds a reserve: give `body`, `location` and `funding`"),
        (
            f"holdings: [{HOLD}, {{party: borea, part: coordinate, body: trade}}]",
            "borea only coordinates: leave out `body`, `location`, `funding` and `yearly_cap`",
        ),
        (
            "holdings: [{party: alba, part: coordinate}]",
            "no party holds a reserve, and the rules for purchases and releases would bind nobody",
        ),
        (f"holdings: [{HOLD}, {HOLD}]", "two holdings of one party: alba"),
        (
            "acquisition: {up_to: 99%}",
            "a purchase price of 99% of the floor level is never met: the price does not fall there",
        ),
        ("acquisition: {monthly: 0%}", "`monthly` is 0%: nothing could ever be bought"),
        ("acquisition: {duty: shall}", "a duty to buy without a limit of money: give `yearly_cap` for alba"),
        (
            "acquisition: {up_to: 135%}",
            "it releases above 135% of the floor level and still buys up to 135%: at one price it would do both",
        ),
        ("release: {above: null}", "give `above` and `average_over` with the cause `price`, and only with it"),
        (
            "release: {causes: [supply-disruption], above: null}",
            "give `above` and `average_over` with the cause `price`, and only with it",
        ),
        ("release: {causes: [price, price]}", "named twice under `causes`: price"),
        ("release: {why_below: help}", "say in `why_below` why a sale has no lowest price, and only then"),
        ("build_up: [{after: 11, share: 40%}]", "the build-up ends at 40%, not at 100%"),
        (
            "build_up: [{after: 11, share: 40%}, {after: 25, share: 40%}]",
            "steps of `build_up` come later each time and hold more, unlike 25",
        ),
        (
            "build_up: [{after: 24, share: 100%}]",
            "4% a month makes 96% after 24 months, and 100% is to be held by then",
        ),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("reserve", changed) == [message]


def test_prices_of_the_reserve_against_those_of_the_floor(tmp_path: Path) -> None:
    changed = "acquisition: {up_to: 131%}\nrelease: {above: 132%}\n"
    files = {**WITH, RESERVE: changed, "seeds/mechanisms/floor.yaml": "off_trigger: {stops_above: 130.5%}\n"}
    assert found("RSV001", files, tmp_path) == [
        "error: goods are bought up to 131% of the floor level, and the floor is off above 130.5%"
    ]


def test_the_reserve_of_the_agreement_sells_only_when_the_floor_is_off(tmp_path: Path) -> None:
    changed = {"seeds/mechanisms/border-equalised-floors.yaml": "off_trigger: {stops_above: 140%}\n"}
    assert found_in_library("RSV001", changed, tmp_path) == [
        "error: goods are released above 130% of the floor level, and the floor holds up to 140%"
    ]


def test_the_union_cannot_be_bound_to_hold(tmp_path: Path) -> None:
    holdings = (
        "holdings:\n"
        "  - {party: eu, part: hold, body: reserve, location: own-territory, funding: public-budget}\n"
        "  - {party: jp, part: coordinate}\n  - {party: mx, part: coordinate}\n  - {party: us, part: coordinate}\n"
    )
    assert found_in_library("CAP005", {OWN: holdings}, tmp_path) == [
        "error: the route 'conclusion by the Council under Article 218 TFEU' of the European Union cannot carry "
        "a duty to hold stocks"
    ]


def test_mexico_has_no_body_for_a_reserve(tmp_path: Path) -> None:
    holdings = (
        "holdings:\n"
        "  - {party: mx, part: hold, body: reserve, location: own-territory, funding: public-budget}\n"
        "  - {party: eu, part: coordinate}\n  - {party: jp, part: coordinate}\n"
    )
    assert found_in_library("RSV003", {OWN: holdings}, tmp_path) == [
        "error: Mexico is to hold a reserve and has no body for 'reserve' on record"
    ]


def test_a_party_without_a_part(tmp_path: Path) -> None:
    holdings = f"holdings: [{HOLD}, {{party: borea, part: coordinate}}]\n"
    assert found("RSV004", {**WITH, RESERVE: holdings}, tmp_path) == [
        "error: no part in the reserves is given to Corda"
    ]


def test_purchases_in_markets_without_prices(tmp_path: Path) -> None:
    files = {OWN: "acquisition: {method: open-market}\n"}
    assert found_in_library("RSV005", files, tmp_path) == [
        "warning: the reserve buys on the open market, where no open price is seen: neodymium-praseodymium (compound, "
        "ndpr-oxide-99), dysprosium and terbium (compound, dysprosium-oxide-99-5), dysprosium and terbium (compound, "
        "terbium-oxide-99-99), gallium (metal, gallium-4n), germanium (metal, germanium-5n), antimony (metal, "
        "antimony-99-65) and 1 more"
    ]


def test_the_text_follows_the_record(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path / "own")
    assert "A Party that holds a strategic reserve shall endeavour to bring the quantity held to at least" in text
    assert "where the price is no higher than [105 per cent] of the floor level" in text
    assert "This Chapter does not require the European Union or Mexico to hold a strategic reserve." in text
    changed = (
        "illustrative: false\nacquisition: {duty: shall}\nbuild_up: [{after: 36, share: 100%}]\nexchange: null\n"
        "release: {causes: [supply-disruption], above: null, average_over: null}\nholdings:\n"
        "  - {party: jp, part: hold, body: reserve, location: own-territory, funding: public-loan,\n"
        "     yearly_cap: {amount: 90000000, currency: USD}}\n  - {party: eu, part: coordinate}\n"
        "  - {party: mx, part: coordinate}\n  - {party: us, part: coordinate}\n"
    )
    text = printed(AGREEMENT, {OWN: changed}, tmp_path / "changed", faults=("error", "warning"))
    assert "A Party shall buy a covered good for its strategic reserve, until" in text
    assert "USD 90,000,000" in text
    assert "The quantity held shall reach the lower end of the band within 36 months" in text
    assert "only while there is a supply disruption that affects the good" in text
    assert "may request another Party to lend" not in text
    assert "[105 per cent]" not in text


@pytest.mark.parametrize(
    "changed",
    [
        "rotation: null\nexchange: {forms: [swap]}\nreported: in-total\nrelease: {not_below: indicator-price}\n",
        "exchange: {forms: [loan]}\nacquisition: {source: any-origin, method: long-term-contract}\n"
        "release: {causes: [price], not_below: null, why_below: goods that age are sold at what they fetch}\n",
    ],
)
def test_every_branch_of_the_chapter_is_sound(changed: str, tmp_path: Path) -> None:
    assert printed(AGREEMENT, {OWN: changed}, tmp_path, faults=("error", "warning"))
