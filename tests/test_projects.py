"""Support of projects: what one record refuses, what its check says, and what its articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/project-support.yaml"
WITH = {"seeds/instruments/example.yaml": "mechanisms: [reference, floor, adjustment, zone, projects]\n"}
BILLION = "up_to: {amount: 1000000000, currency: USD}"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ("criteria: [supply, supply]", "named twice under `criteria`: supply"),
        (
            "finance_windows: [{party: alba, forms: [loan]}, {party: alba, forms: [grant]}]",
            "named twice under `finance_windows`: alba",
        ),
        (
            "permits: [{project: recycling, longest: P1Y}, {project: recycling, longest: P2Y}]",
            "named twice under `permits`: recycling",
        ),
        (
            f"finance_windows: [{{party: alba, forms: [loan], {BILLION}}}, {{party: borea, forms: [loan]}}]",
            "amounts stand in one table: give `up_to` for borea too, or for nobody",
        ),
        ("cycle: P5M", "the list is reviewed every P5M, and drawn up only after P170D"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("projects", changed) == [message]


def test_bodies_that_finance(tmp_path: Path) -> None:
    files = {**WITH, "seeds/mechanisms/projects.yaml": "finance_windows: [{party: alba, body: bank, forms: [loan]}]\n"}
    assert found("PRJ001", files, tmp_path) == ["error: Alba finances through 'bank' and has no such body on record"]


def test_two_bodies_of_the_library_are_open(tmp_path: Path) -> None:
    assert found_in_library("PRJ001", {}, tmp_path) == [
        "info: no body is named that finances projects for Japan and Mexico; the text prints a blank"
    ]


def test_the_library_promises_no_money(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "This Article creates no duty to provide funds." in text
    assert "| United States | the Export-Import Bank of the United States | loan, guarantee, insurance |" in text
    assert "The entry of a project is no promise of finance, of a permit or of a purchase." in text
    assert "A project that concerns a mineral which the law of a Party reserves to the State" in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            "effect: priority\njoint_list: false\nthird_country: false\nillustrative: false\n"
            f"finance_windows: [{{party: us, body: project-finance, forms: [loan], {BILLION}}}]\n",
            "variants: {project-identification: benefits, finance-coordination: amounts}\n"
            "clauses: {include: [permitting]}\n",
            "| the Export-Import Bank of the United States | loan | USD 1,000,000,000 |",
            "the list drawn up",
        ),
        (
            "permits: []\ncriteria: [supply, offtake]\n",
            "clauses: {include: [permitting]}\n",
            "shall endeavour to shorten the time in which permits for Joint Projects are decided on",
            "Longest times",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text
