"""Governance: what one record refuses, what the checks say, and what the articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/governance.yaml"
OFFICE = "secretariat: {form: host-party, host: jp, scale: {eu: 30%, jp: 30%, mx: 10%, us: 30%}}\n"
WITH = {"seeds/instruments/example.yaml": "mechanisms: [reference, floor, adjustment, zone, governing]\n"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            "secretariat: {form: host-party, host: alba}",
            "give `host` and `scale` with form: host-party, and only with it",
        ),
        ("secretariat: {scale: {alba: 100%}}", "give `host` and `scale` with form: host-party, and only with it"),
        (
            "secretariat: {form: host-party, host: alba, scale: {alba: 60%, borea: 30%}}",
            "the shares of the budget add up to 90%, not to 100%",
        ),
        ("partners: {chapters: []}", "give `chapters` with entry: chapter-opt-in, and only with it"),
        ("partners: {decision: null}", "give `decision` unless entry is consent-only"),
        ("partners: {floors_after: P1Y}", "give `floors_after` with entry: fast-track, and only with it"),
        ("partners: {chapters: [a, a]}", "named twice under `chapters`: a"),
        ("authorities: [trade, trade]", "named twice under `authorities`: trade"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("governing", changed) == [message]


def test_who_pays(tmp_path: Path) -> None:
    scale = "secretariat: {form: host-party, host: alba, scale: {alba: 60%, borea: 40%}}\n"
    files = {**WITH, "seeds/mechanisms/governing.yaml": scale}
    assert found("GOV001", files, tmp_path / "a") == ["error: the budget has no share for Corda"]
    two = {**files, "seeds/instruments/example.yaml": "mechanisms: [floor, governing]\nparties: [alba, corda]\n"}
    assert found("GOV001", two, tmp_path / "b") == [
        "error: the budget has a share for Borea, which is no party",
        "error: the budget has no share for Corda",
    ]


def test_a_budget_wants_money(tmp_path: Path) -> None:
    files = {OWN: OFFICE, INSTRUMENT: "routes: {us: sole-executive}\n"}
    assert any("of the United States cannot carry" in said for said in found_in_library("CAP005", files, tmp_path))


def test_partners_and_what_they_may_take(tmp_path: Path) -> None:
    files = {OWN: "partners: {chapters: [price-floors, origin, investment], decision: P60D}\n"}
    assert found_in_library("GOV003", files, tmp_path / "a") == [
        "warning: partners may take part in price-floors and origin without keeping the price floors"
    ]
    assert found_in_library("GOV004", files, tmp_path / "b") == [
        "warning: a request is decided on within 60 days, and the European Union needs 90 days"
    ]


def test_authorities_that_are_not_known(tmp_path: Path) -> None:
    assert found_in_library("GOV005", {OWN: "authorities: [reserve]\n"}, tmp_path) == [
        "info: no authority is on record for 'reserve' of Mexico; the annex prints a blank"
    ]


def test_the_library_opens_four_chapters(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "(d) Chapter 12 (Labour, Environment and Responsible Sourcing)." in text
    assert "Its goods do not receive zone treatment." in text
    assert "the border price adjustment is due on them as on goods of a non-Party." in text
    assert "A person cannot invoke it directly before the courts of a Party" in text
    assert "| Customs | Mexico | the National Customs Agency of Mexico |" in text
    assert "Article 14.8: Reports on implementation" in text
    assert "provide the secretariat of the Committee" in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            f"{OFFICE}illustrative: false\nreports: {{public: false}}\ndialogue: {{form: groups}}\n"
            "partners: {entry: consent-only, chapters: [], decision: null}\nprivate_right: no-claim\n",
            "variants: {secretariat-and-budget: permanent, stakeholder-dialogue: groups,\n"
            "  partner-participation: consent-only, no-private-right: no-claim}\n"
            "clauses: {include: [secretariat-and-budget]}\n",
            "| Mexico | 10 per cent |",
            "A person cannot invoke it directly",
        ),
        (
            "partners: {entry: fast-track, chapters: [], decision: P120D, floors_after: P36M}\n"
            "authorities: [trade, reserve, project-finance, rapid-response, foreign-affairs, commerce]\n",
            "variants: {partner-participation: fast-track}\nclauses: {include: [secretariat-and-budget]}\n",
            "The terms may provide that the price floors apply to it no later than [36 months] after the date",
            "associated partner",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text
