"""Coordination of floor levels: what one record refuses, what its checks say, and what its articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = "seeds/instruments/example.yaml"
COORDINATION = "seeds/mechanisms/coordination.yaml"
FLOOR = "seeds/mechanisms/floor.yaml"
WITH = {INSTRUMENT: "mechanisms: [reference, floor, adjustment, zone, coordination]\n"}
OWN = "seeds/mechanisms/floor-alignment.yaml"
LEVEL = (
    "{{party: alba, product: examplium, stage: metal, grade: examplium-99, illustrative: true, "
    "levels: {{2027-01-01: {{amount: {0}, currency: {1}, per: kg, basis: contained Ex}}}}}}"
)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ("band: []", "give `band` with the mode band, and only with it"),
        ("mode: common", "give `band` with the mode band, and only with it"),
        (
            f"mode: common\nband: []\nnational: [{LEVEL.format('12.50', 'USD')}]",
            "in the mode common no party has a level of its own: leave `national` out",
        ),
        ("band: [{after: 1, width: 1%}]", "the first step of `band` holds from entry into force: after 0 months"),
        (
            "band: [{after: 0, width: 1%}, {after: 25, width: 1%}]",
            "steps of `band` come later each time and are narrower, unlike 25",
        ),
        (
            f"national: [{LEVEL.format('12.50', 'USD')}, {LEVEL.format('12.60', 'USD')}]",
            "two levels of one party for one good: alba / examplium / metal / examplium-99",
        ),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("coordination", changed) == [message]


def test_a_band_wider_than_the_way_between_two_parties(tmp_path: Path) -> None:
    changed = "top_up: false\nband: [{after: 0, width: 1.1%}]\nslippage: 0.2%\n"
    assert found("CRD002", {**WITH, COORDINATION: changed}, tmp_path / "wide") == [
        "warning: two parties can differ by 0.33 USD/kg contained Ex on examplium (metal, examplium-99), and moving it "
        "costs 0.25"
    ]
    other = changed + (
        "least_moves: [{product: examplium, stage: metal, cost: {amount: 0.25, currency: USD, per: t, basis: gross "
        "product}}]\n"
    )
    assert found("CRD002", {**WITH, COORDINATION: other}, tmp_path / "unit") == [
        "info: not decided: no cost of moving examplium (metal, examplium-99) is given with which the band could be "
        "compared"
    ]


def test_levels_beside_the_common_one(tmp_path: Path) -> None:
    national = f"national: [{LEVEL.format('12.37', 'USD')}]\n"
    assert found("CRD003", {**WITH, COORDINATION: national}, tmp_path / "low") == [
        "error: the level of Alba for examplium (metal, examplium-99) is 12.37 from 2027-01-01, more than 1% away from "
        "the common 12.50"
    ]
    national = f"national: [{LEVEL.format('12.50', 'EUR')}]\n"
    assert found("CRD003", {**WITH, COORDINATION: national}, tmp_path / "currency") == [
        "error: the level of Alba for examplium (metal, examplium-99) is in EUR/kg contained Ex, the common one in "
        "USD/kg contained Ex"
    ]


def test_equalisation_between_the_parties_of_the_agreement(tmp_path: Path) -> None:
    assert found_in_library("CRD005", {OWN: "consequence: {type: equalisation}\n"}, tmp_path) == [
        "warning: a free trade agreement in force bars new duties between the European Union and Japan, the European "
        "Union and Mexico, Japan and Mexico and Mexico and the United States"
    ]


def test_free_trade_of_parties_that_are_not_addressed(tmp_path: Path) -> None:
    changed = "consequence: {type: equalisation}\naddressees: [alba]\n"
    assert found("CRD005", {**WITH, COORDINATION: changed}, tmp_path) == []


def test_months_that_may_be_shorter_than_the_notice(tmp_path: Path) -> None:
    changed = {**WITH, COORDINATION: "alignment: P1M\n", FLOOR: "notice: P30D\n"}
    assert found("CRD006", changed, tmp_path / "open") == []
    changed[FLOOR] = "notice: P32D\n"
    assert found("CRD006", changed, tmp_path / "short") == [
        "error: levels have to follow within 1 month, and a new level needs notice of 32 days"
    ]


def test_the_text_follows_the_record(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path / "own")
    assert "(b) [3 per cent] from the date 24 months after the date of entry into force" in text
    assert "the importing Party shall charge the border price adjustment by reference to its own floor level" in text
    assert "shall be treated, for the covered good concerned, as a Party that does not apply the price floor" in text
    changed = "mode: common\nband: []\nslippage: null\nrecognition: null\nconsequence: {type: consultation}\n"
    text = printed(AGREEMENT, {OWN: changed}, tmp_path / "changed", faults=("error", "warning"))
    assert "and shall not apply a higher or a lower one" in text
    assert "national level" not in text
    assert "which declarations it accepts as evidence" in text
    assert "may recommend how to end it" in text


def test_levels_and_exceptions_of_one_party_are_printed(tmp_path: Path) -> None:
    changed = (
        "band: [{after: 0, width: 4%}]\n"
        "national: [{party: jp, product: ndpr, stage: compound, grade: ndpr-oxide-99, illustrative: true, "
        "levels: {2027-01-01: {amount: 112.00, currency: USD, per: kg, basis: NdPr oxide equivalent}}}]\n"
        "exceptions: [{party: mx, product: gallium, until: P18M, reason: no producer, sources: [wt-19]}]\n"
    )
    text = printed(AGREEMENT, {OWN: changed}, tmp_path, faults=("error", "warning"))
    assert "differ from the common level by more than [4 per cent] of it." in text
    assert "| [112.00] | USD/kg | NdPr oxide equivalent | 1 January 2027 |" in text
    assert "| Mexico | gallium | [18 months] after the date of entry into force | no producer |" in text
    assert "in addition to those set out in paragraph 1" in text


def test_the_article_on_equalisation_is_sound(tmp_path: Path) -> None:
    changed = "consequence: {type: equalisation}\naddressees: [jp, us]\nillustrative: false\n"
    text = printed(AGREEMENT, {OWN: changed}, tmp_path, faults=("error", "warning"))
    assert "the amount by which its own floor level exceeds the floor level of that Party" in text
