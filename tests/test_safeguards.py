"""The flooding safeguard: what one record refuses, what its checks say, and what its chapter prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = "seeds/instruments/example.yaml"
SAFEGUARD = "seeds/mechanisms/safeguard.yaml"
WITH = {INSTRUMENT: "mechanisms: [reference, floor, adjustment, zone, safeguard]\n"}
OWN = "seeds/mechanisms/market-disruption-safeguard.yaml"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ("volume: null\nprice: null\nlogic: null", "a safeguard needs a trigger: `volume`, `price`, or both"),
        ("logic: null", "give `logic` (either, both) where there are two triggers, and only there"),
        ("volume: {above: 0%}", "`above` is 0%: any growth of imports would meet the trigger"),
        ("volume: {no_base: least-share}", "no_base: least-share needs `least_share`"),
        (
            "price: null\nlogic: null\nmeasure: {type: quota, up_to: null, share_of_base: 75%}\nprices: null",
            "no_base: price-trigger needs the trigger `price`",
        ),
        ("price: {below: 100%}", "an undercutting of 100% is always or never met; give more than 0% and under 100%"),
        ("price: {weeks: 11}", "11 weeks cannot lie among 10"),
        ("prices: null", "give `prices` where a trigger or a duty compares prices, and only there"),
        (
            "volume: null\nlogic: null\nmeasure: {type: quota, up_to: null, share_of_base: 75%}",
            "a quota is a share of the base of the trigger `volume`, which is missing",
        ),
        ("measure: {type: additional-duty, up_to: cap}", "give `cap` with a duty up to a cap, and only with it"),
        (
            "injury: none",
            "the basis safeguards-agreement does not go with the injury none: the Agreement on Safeguards asks for "
            "serious injury or its threat, and a trigger without either rests on another basis",
        ),
        (
            "measure: {type: referral, up_to: null, open_within: P30D}",
            "a referral opens an anti-dumping or countervailing case: give both, or neither",
        ),
        (
            "provisional: {lasts: P53D}",
            "data come after P27D and notice takes P26D: a provisional measure of P53D would be over before it can be "
            "confirmed",
        ),
        ("duration: P160D", "the provisional measure of P170D is longer than the whole, P160D"),
        (
            "easing: [{after: 6, share: 70%}, {after: 9, share: 80%}]",
            "steps of `easing` come later each time and leave less, unlike 9",
        ),
        ("easing: [{after: 36, share: 70%}]", "the step after 36 months comes after the measure has ended"),
        ("cumulation: null", "give `cumulation` where `beside` names border adjustments, and only there"),
        ("small_suppliers_together: 9%", "`small_suppliers_together` needs `small_supplier`"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("safeguard", changed) == [message]


@pytest.mark.parametrize("lasts", ["P54D", "P170D"])
def test_a_provisional_measure_that_outlasts_data_and_notice(lasts: str, tmp_path: Path) -> None:
    assert found("SFG004", {**WITH, SAFEGUARD: f"provisional: {{lasts: {lasts}}}\n"}, tmp_path) == []


def test_periods_beyond_the_agreement_on_safeguards(tmp_path: Path) -> None:
    changed = "duration: P5Y\nextension: P4Y\neasing: null\nprovisional: {lasts: P201D}\nwait: P9Y\n"
    assert found("SFG004", {**WITH, SAFEGUARD: changed}, tmp_path) == [
        "warning: the measure rests on the Agreement on Safeguards and lasts 5 years, and the first period is 4 years "
        "at most",
        "warning: the measure rests on the Agreement on Safeguards and lasts longer than 1 year and is not eased in "
        "that time",
        "warning: the measure rests on the Agreement on Safeguards and lasts longer than 8 years with its extension",
        "warning: the measure rests on the Agreement on Safeguards and is provisional for 201 days, and 200 days are "
        "the most",
    ]


def test_another_basis_has_other_limits(tmp_path: Path) -> None:
    changed = "duration: P5Y\nbasis: gatt-xxi\ninjury: none\n"
    assert found("SFG004", {**WITH, SAFEGUARD: changed}, tmp_path) == []


def test_goods_of_a_safeguard_are_goods_of_the_text(tmp_path: Path) -> None:
    changed = "lines: [{product: examplium, stage: alloy}]\n"
    assert found("GDS001", {**WITH, SAFEGUARD: changed}, tmp_path) == [
        "error: flooding safeguard is stated for examplium (alloy), which has no tariff line at this stage"
    ]


def test_a_duty_of_its_own_needs_a_law_on_duties(tmp_path: Path) -> None:
    route = "routes:\n  - {id: parliament, name: an executive agreement, carries: [no-change-of-law], approvals: []}\n"
    changed = {INSTRUMENT: "mechanisms: [safeguard]\n", "seeds/parties/borea.yaml": route}
    changed[SAFEGUARD] = "prices: null\nbeside: []\ncumulation: null\nprice: null\nlogic: null\n" + (
        "volume: {no_base: not-met}\nmeasure: {type: tariff-quota, up_to: null, share_of_base: 75%, over_quota: 20%}\n"
    )
    assert found("CAP005", changed, tmp_path / "duty") == [
        "error: the route 'an executive agreement' of Borea cannot carry a change of customs duties"
    ]
    changed[SAFEGUARD] = changed[SAFEGUARD].replace("tariff-quota", "quota").replace(", over_quota: 20%", "")
    assert found("CAP005", changed, tmp_path / "quota") == []


def test_the_safeguard_of_the_agreement_without_the_limit_of_the_adjustment(tmp_path: Path) -> None:
    assert found_in_library("SFG006", {"seeds/mechanisms/border-price-adjustment.yaml": "cap: null\n"}, tmp_path) == [
        "warning: 'border-price-adjustment' charges the whole gap to the floor, and nothing is left for the measure"
    ]


def test_the_text_follows_the_record(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path / "own")
    assert "exceeds, by more than [25 per cent], the average quantity imported in the three consecutive" in text
    assert "A disruption measure is not one of the other duties referred to in Article 3.4.1" in text
    changed = {
        OWN: "illustrative: false\nlogic: both\nmeasure: {up_to: lower-of-gap-and-cap, cap: 30%}\nparties: included\n"
        "extension: null\neasing: [{after: 12, share: 75%}]\ncumulation: exclusive\ncompensation: null\n"
    }
    text = printed(AGREEMENT, changed, tmp_path / "changed")
    assert "meet the threshold of quantity and the threshold of price, and cause" in text
    assert "shall not exceed the lower of 30 per cent of the customs value of the goods and the difference" in text
    assert "whatever their source, including imports from another Party. Article 4.2" in text
    assert "A disruption measure shall not be extended." in text
    assert "A disruption measure shall not apply to goods on which a border price adjustment is due." in text
    assert "owes no compensation under this Agreement" in text
    assert "by more than [25 per cent]" not in text


@pytest.mark.parametrize(
    "changed",
    [
        "measure: {type: quota, up_to: null, share_of_base: 80%}\nprice: null\nlogic: null\nprices: null\n"
        "volume: {no_base: least-share}\nsmall_supplier: null\nsmall_suppliers_together: null\n",
        "measure: {type: tariff-quota, up_to: null, share_of_base: 80%, over_quota: 25%}\n"
        "determined_by: committee\ndata: published-statistics\nprovisional: null\n",
        "measure: {type: referral, up_to: null, open_within: P30D}\nbasis: anti-dumping-or-countervailing\n"
        "injury: material-retardation\neasing: null\nprovisional: null\ncompensation: null\nprices: reference-prices\n",
        "basis: gatt-xxi\ninjury: none\nvolume: null\nlogic: null\nparties: exempt\nprices: reference-prices\n"
        "determined_by: price-panel\naddressees: [eu, us]\n",
    ],
)
def test_every_branch_of_the_chapter_is_sound(changed: str, tmp_path: Path) -> None:
    assert printed(AGREEMENT, {OWN: changed}, tmp_path, faults=("error", "warning"))


def test_a_mechanism_that_has_no_prices(tmp_path: Path) -> None:
    assert found("SFG001", {**WITH, SAFEGUARD: "prices: zone\n"}, tmp_path) == [
        "error: import prices are compared with 'zone', which is a preferential-zone and has no prices"
    ]
