"""Offtake and contracts for difference: what one record refuses, what its checks say, and what its articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/producer-support.yaml"
EX = "currency: USD, per: kg, basis: contained Ex"
LINE = f"{{product: examplium, stage: metal, strike: {{amount: 12.50, {EX}}}}}"
BARE = "lines: [{product: examplium, stage: metal}]"


def upside(amount: str, unit: str = EX) -> str:
    return f"lines: [{LINE.removesuffix('}')}, upside_above: {{amount: {amount}, {unit}}}}}]"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ("forms: [two-way-cfd, two-way-cfd]", "named twice under `forms`: two-way-cfd"),
        (BARE, "strike: fixed needs a `strike` in each line"),
        ("lines: []", "strike: fixed needs a `strike` in each line"),
        ("strike: reference-price", "strike: reference-price leaves no room for a `strike` in a line"),
        (f"strike: floor-level\n{BARE}", "strike: floor-level needs `floor`: the key of a price floor"),
        (f"strike: market\n{BARE}", "strike: market assures no price, and a gap to it cannot be paid"),
        (
            "reference: null",
            "a gap is measured against `reference`, or against `market` in words: give one of the two",
        ),
        (
            "market: the spot price",
            "a gap is measured against `reference`, or against `market` in words: give one of the two",
        ),
        ("clawback: null", "a two-way contract has a `clawback`, and nothing else has one"),
        ("forms: [one-way-floor]", "a two-way contract has a `clawback`, and nothing else has one"),
        ("forms: [one-way-floor]\nclawback: null", "`upside_above` without a `clawback` shares nothing"),
        ("clawback: {share: 0%}", "a clawback of 0% pays nothing back: leave out the two-way form"),
        (
            upside("12.40"),
            "the upside is shared from 12.40, under the strike of 12.50: one price would be made up and paid back",
        ),
        (
            upside("15.00", "currency: USD, per: lb, basis: contained Ex"),
            "the strike is per USD/kg contained Ex, the upside per USD/lb contained Ex",
        ),
        (
            f"lines: [{{product: examplium, stage: metal, upside_above: {{amount: 15.00, {EX}}}}}]",
            "`upside_above` needs the fixed `strike` that it is compared with",
        ),
        (
            "duty: shall\npayers: [{party: alba, name: the Treasury}]",
            "a duty to pay without a limit of money: give `yearly_cap` or `total_cap` for the Treasury",
        ),
        (
            "duty: shall\npayers: []",
            "a duty to pay without a limit of money: give `yearly_cap` or `total_cap` for each payer",
        ),
        ("public_share: 0%", "give a `public_share` above 0% with a form that pays a gap, and only with one"),
        (
            "content_condition: domestic-input",
            "support that depends on inputs made at home is barred (GATT 1994 Article III:4, SCM Article 3.1(b), "
            "see wt-13): write `zone-content`, or `none`",
        ),
        ("content_condition: none", "give `least_content` with content_condition: zone-content, and only with it"),
        (
            "facts: {price: {sources: [fact], grade: official}}",
            "`facts` names what is no field: price",
        ),
        (
            "facts: {forms: {sources: [fact], grade: official}}",
            "`facts` gives no source for: clawback, content_condition, counterparty, least_content, lines, "
            "notification, payers, public_share, reference, strike, tenor",
        ),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("support", changed) == [message]


def test_a_duty_to_pay_wants_a_budget(tmp_path: Path) -> None:
    changed = "duty: shall\npayers: [{party: us, yearly_cap: {amount: 90000000, currency: USD}}]\naddressees: [us]\n"
    files = {OWN: changed, INSTRUMENT: "routes: {us: section-232-based}\n"}
    assert (
        "error: the route 'agreement carried out under section 232 of the Trade Expansion Act of 1962' of the United "
        "States cannot carry a promise of public money"
    ) in found_in_library("CAP005", files, tmp_path)


def test_lithium_of_mexico_cannot_be_promised(tmp_path: Path) -> None:
    changed = (
        "duty: shall\nstrike: reference-price\nlines: [{product: lithium, stage: compound}]\n"
        "payers: [{party: us, yearly_cap: {amount: 90000000, currency: USD}}]\n"
    )
    assert found_in_library("LIM004", {OWN: changed}, tmp_path) == [
        "error: the law of Mexico reserves lithium and keeps out investment, market access, offtake and project "
        "finance, but a buyer is promised for it"
    ]


def test_a_strike_price_above_the_floor(tmp_path: Path) -> None:
    price = "currency: USD, per: kg, basis: NdPr oxide equivalent"
    changed = (
        "strike: fixed\nlines: [{product: ndpr, stage: compound, grade: ndpr-oxide-99,\n"
        f"  strike: {{amount: 115.00, {price}}}}}]\n"
    )
    assert found_in_library("OFF002", {OWN: changed}, tmp_path) == [
        "warning: neodymium-praseodymium (compound, ndpr-oxide-99) is assured of 115.00, above its floor of 110.00"
    ]


def test_money_that_does_not_last(tmp_path: Path) -> None:
    price = "currency: USD, per: kg, basis: NdPr oxide equivalent"
    changed = (
        "strike: fixed\nlines: [{product: ndpr, stage: compound, grade: ndpr-oxide-99,\n"
        f"  strike: {{amount: 110.00, {price}}}, yearly: {{amount: 5000, unit: t}}}}]\n"
        "payers: [{party: us, yearly_cap: {amount: 200000000, currency: USD}}]\n"
    )
    assert found_in_library("CFD001", {OWN: changed}, tmp_path) == [
        "warning: at 60.00 per kg, support of neodymium-praseodymium (compound, ndpr-oxide-99) costs 250,000,000 a "
        "year; the limit of the United States is 200,000,000"
    ]


def test_the_library_permits_support_in_place_of_the_charge(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "No Party is required to grant it." in text
    assert "A Party shall not pay price-gap support for a good that is sold while the Party charges the border" in text
    assert "c is a share of no less than [30 per cent]" in text
    assert "Each contract shall state the most that can be paid under it in a calendar year and in total." in text
    assert "It may require that at least [50 per cent] of the value of the good originates in the Parties." in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            "beside_floor: cumulative\ncounterparty: private\nforms: [one-way-floor]\nclawback: null\nduty: shall\n"
            "strike: reference-price\nindexation: producer-prices\ncontent_condition: none\nleast_content: null\n"
            "illustrative: false\nnotification: null\ntenor: null\n"
            "payers: [{party: us, yearly_cap: {amount: 90000000, currency: USD}}]\n",
            "variants: {price-gap-support: cumulative, offtake-framework: private-only}\n",
            "| United States | USD 90,000,000 |",
            "H is the upside",
        ),
        (
            "strike: fixed\nreference: null\nmarket: the prices of two reporters\nlines:\n"
            "  - {product: ndpr, stage: compound, grade: ndpr-oxide-99,\n"
            "     strike: {amount: 110.00, currency: USD, per: kg, basis: NdPr oxide equivalent},\n"
            "     upside_above: {amount: 150.00, currency: USD, per: kg, basis: NdPr oxide equivalent}}\n"
            "clawback: {share: 30%, yearly_cap: {amount: 10000000, currency: USD}}\n",
            "variants: {}\n",
            "| [USD 110.00 per kg of NdPr oxide equivalent] | [USD 150.00 per kg of NdPr oxide equivalent] |",
            "R is the average of the indicator prices",
        ),
        (
            "forms: [physical-offtake]\nstrike: market\nreference: null\nfloor: null\nclawback: null\n"
            "public_share: null\n",
            "clauses: {exclude: [price-gap-support, subsidy-transparency]}\n",
            "choose the producer by a procedure that is open to producers of every Party",
            "price-gap support means",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text
