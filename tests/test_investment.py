"""Investment: what one record refuses, what it asks of a party's law, and what its articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/investment.yaml"
NOTHING_TOLD = "adverse_offtake: none\noutput_share: null\nnotice: null\n"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            "isds: true",
            "claims of investors against a party need a chapter that no family has, and make the agreement a mixed one "
            "for the Union: write `isds: false`",
        ),
        ("notice: null", "adverse_offtake: notify needs `output_share` and `notice`"),
        (
            "adverse_offtake: none",
            "`output_share` and `notice` go with adverse_offtake: notify, and only with it",
        ),
        ("output_share: 0%", "a share of the output of 0% is always or never reached"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("investing", changed) == [message]


def test_a_duty_to_screen_is_a_change_of_law(tmp_path: Path) -> None:
    files = {OWN: "screening: obligation\n", INSTRUMENT: "routes: {us: sole-executive}\n"}
    assert (
        "error: the route 'sole executive agreement' of the United States cannot carry a change of its law"
        in found_in_library("CAP005", files, tmp_path)
    )


def test_the_library_only_cooperates(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "Nothing in this Article requires a Party to admit, refuse or restrict an investment." in text
    assert "Nothing in this Agreement gives an investor a right to bring a claim" in text
    assert (
        "The security of a Member State of the European Union remains the responsibility of that Member State." in text
    )
    assert "[25 per cent] or more of its output" in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            f"screening: obligation\n{NOTHING_TOLD}information_sharing: false\nresource_sovereignty: false\n",
            "variants: {investment-screening: obligation}\n",
            "The laws of the Member States of the European Union satisfy this duty for the European Union.",
            "or more of its output",
        ),
        (
            "screening: obligation\nillustrative: false\n",
            "variants: {investment-screening: obligation}\nclauses: {include: [ownership-control]}\n",
            "hold 25 per cent or more of the capital or the votes",
            "[25 per cent] or more",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text
