"""Transition and relief: what one record refuses, what the checks say, and what the articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from examples import Example, compiled
from faulty_mechanisms import refused
from projects import change
from test_prove_leaks import TREATY, section

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/transition-relief.yaml"
WITH = {"seeds/instruments/example.yaml": "mechanisms: [reference, floor, adjustment, zone, relief]\n"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ("contracts: {relief: partial, until: P1Y}", "give `share` with relief: partial, and only with it"),
        ("contracts: {relief: full, share: 50%, until: P1Y}", "give `share` with relief: partial, and only with it"),
        (
            "contracts: {relief: full}",
            "give `until` unless relief is none: relief without an end is a second price for ever",
        ),
        ("contracts: {before: 2027-01-01}", "`before` goes with relief: full or partial"),
        ("contracts: {relief: partial, share: 100%, until: P1Y}", "a part of 100% is none or all of the charge"),
        (
            "end_uses: []\nhardship: null",
            "nobody is relieved: give `contracts`, `end_uses` or `hardship`, or leave the record out",
        ),
        (
            "end_uses: [{use: medical, most: 1%}, {use: medical, most: 2%}]",
            "named twice under `end_uses`: medical",
        ),
        ("limit: 0%\nend_uses: []", "a limit of 0% relieves nothing, or leaves nothing of the floor"),
        ("limit: 2%", "medical alone may take 3%, more than the limit of 2% for all relief"),
        ("hardship: {decision: P5M}", "relief of P5M is decided on within P5M: it can be over by then"),
        ("hardship: {grounds: [loss, loss]}", "named twice under `grounds`: loss"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("relief", changed) == [message]


@pytest.mark.parametrize("limit", ["0.5%", "1%", "99.5%"])
def test_relief_may_be_for_very_little_and_for_nearly_all(limit: str, tmp_path: Path) -> None:
    changed = {**WITH, "seeds/mechanisms/relief.yaml": f"limit: {limit}\nend_uses: []\n"}
    assert [str(d) for d in compiled(Example("Passes", changed), tmp_path).diagnostics] == []


@pytest.mark.parametrize(
    ("file", "changed", "message"),
    [
        (
            "relief",
            "floor: zone\n",
            "error: relief is given from the charge that keeps 'zone', which is no floor of the text",
        ),
        (
            "floor",
            "form: {type: seller-offtake, adjustment: null, counterparty: a trader, term: P5Y,\n"
            "  volume: {amount: 5, unit: t}}\n",
            "error: relief is given from the charge that keeps 'floor', and no charge keeps it",
        ),
    ],
)
def test_relief_from_nothing(file: str, changed: str, message: str, tmp_path: Path) -> None:
    assert found("RLF001", {**WITH, f"seeds/mechanisms/{file}.yaml": changed}, tmp_path) == [message]


def test_uses_that_are_spared_twice(tmp_path: Path) -> None:
    adjustment = "seeds/mechanisms/border-price-adjustment.yaml"
    assert found_in_library("RLF002", {adjustment: "exclusions: [defence, medical]\n"}, tmp_path / "a") == [
        "error: medical and defence is relieved up to a limit here, and free of 'border-price-adjustment' altogether"
    ]
    assert found_in_library("RLF002", {adjustment: "refund: end-use-relief\n"}, tmp_path / "b") == [
        "error: medical and defence is relieved up to a limit here, and 'border-price-adjustment' relieves any end use"
    ]


def test_relief_that_outlasts_the_phase_in(tmp_path: Path) -> None:
    assert found_in_library("RLF003", {OWN: "contracts: {until: P36M}\n"}, tmp_path) == [
        "warning: relief for earlier contracts lasts 36 months, and the whole charge falls due after 24 months"
    ]


def test_relief_that_outlives_the_floor_is_disproved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_relief = change(TREATY, "adjustment, zone]", "adjustment, zone, relief]")
    late = change("seeds/mechanisms/relief.yaml", "{relief: none}", "{relief: full, until: P9Y}")
    told = section(tmp_path, capsys, "I-42", with_relief, late)
    assert told.startswith("I-42 fails: What a mechanism lets happen for a time lasts no longer than the mechanism")
    assert "relief for earlier contracts" in told


def test_the_library_gives_half_and_keeps_a_limit(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert (
        "the importing Party shall grant relief of [50 per cent] of the border price adjustment on goods delivered "
        "under a qualifying contract no later than [24 months] after the date of entry into force." in text
    )
    assert "may apply for relief within [60 days] of the date on which a floor level first applies" in text
    assert "| Medicines and medical devices | [2 per cent] |" in text
    assert "Relief does not change the amount determined in accordance with Article 3.2" in text
    assert "what part of the average cost of producing electric motors with permanent magnets" in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            "contracts: {relief: full, share: null, before: 2026-12-01}\nend_uses: []\nhardship: null\n"
            "cost_ceiling: null\nillustrative: false\n",
            "variants: {}\n",
            "was concluded before 1 December 2026;",
            "An enterprise in the territory of the importing Party that processes",
        ),
        (
            "contracts: {relief: none, share: null, until: null}\nend_uses: [{use: small-series, most: 1%}]\n",
            "variants: {floor-exemptions: no-contracts}\n",
            "A contract concluded before the date of entry into force is not by itself a ground for relief.",
            "qualifying contract",
        ),
        (
            "process: national\n",
            "variants: {floor-exemptions: national}\n",
            "no producer in the Parties supplies the good in sufficient quantity or quality.",
            "qualifying contract",
        ),
        (
            "process: national\ncontracts: {relief: none, share: null, until: null}\nhardship: null\n"
            "end_uses: [{use: small-series, most: 1%}]\nillustrative: false\n",
            "variants: {floor-exemptions: national}\n",
            "for no more than 1 per cent of imports of the good in a calendar year: prototypes and small series;",
            "under a contract concluded before the date on which",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text
