"""Markets based on standards: what one record refuses, what the checks say, and what the articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = f"seeds/instruments/{AGREEMENT}.yaml"
OWN = "seeds/mechanisms/standards-market.yaml"
LABOUR = "{id: labour, subject: {en: Labour}, requires: {en: rights are respected}, activities: [extraction]}"
CLOSED = "gate: market-access\n"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (f"standards: [{LABOUR}, {LABOUR}]\nschemes: []", "named twice under `standards`: labour"),
        ("criteria: [complaints, complaints]", "named twice under `criteria`: complaints"),
        ("custody: {data: [place, place]}", "named twice under `data`: place"),
        (
            "schemes: [{id: seal, name: {en: Seal}, covers: [labour, water]}]",
            "the scheme seal covers water, which is no standard here",
        ),
        ("recognition: common", "one common standard has no schemes beside it: leave `schemes` out"),
        (
            "custody: {balance_period: null}",
            "give `balance_period` with the model mass-balance, and only with it",
        ),
        ("custody: {model: segregated}", "give `balance_period` with the model mass-balance, and only with it"),
        (
            f"{CLOSED}custody: {{model: book-and-claim, balance_period: null}}",
            "under book-and-claim nobody knows which good was made to the standards, and access to the market is "
            "decided good by good: choose another custody model, or another gate",
        ),
        (
            f"{CLOSED}start: P170D",
            "the market closes after P170D, and a scheme is decided on within P170D: nothing could be certified by "
            "then",
        ),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("standards", changed) == [message]


def test_nothing_is_recognised_yet_in_the_library(tmp_path: Path) -> None:
    assert found_in_library("STD004", {}, tmp_path) == [
        "info: no recognised scheme covers labour, environment, communities, integrity and traceability yet"
    ]


def test_a_closed_market_is_a_change_of_law_and_asks_for_counsel(tmp_path: Path) -> None:
    files = {OWN: CLOSED, INSTRUMENT: "routes: {us: sole-executive}\nvariants: {standards-based-market: mandatory}\n"}
    assert (
        "error: the route 'sole executive agreement' of the United States cannot carry a change of its law"
        in found_in_library("CAP005", files, tmp_path)
    )
    assert found_in_library("STD003", files, tmp_path) == [
        "warning: the market is closed to goods not made to the standards, and no basis for that is stated"
    ]
    assert found_in_library("STD004", files, tmp_path) == [
        "warning: no recognised scheme covers labour, environment, communities, integrity and traceability yet"
    ]


def test_a_stock_cannot_be_kept_apart_and_in_one(tmp_path: Path) -> None:
    apart = {OWN: "custody: {model: segregated, balance_period: null}\n"}
    assert found_in_library("STD005", apart, tmp_path / "a") == [
        "warning: materials are kept apart for the standards (segregated), and may be held in one stock for origin "
        "(mass-balance)"
    ]
    both = {**apart, INSTRUMENT: "parameters: {origin-criteria: {stock: segregation}}\n"}
    assert found_in_library("STD005", both, tmp_path / "b") == []


def test_the_library_closes_no_market(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path, faults=("error", "warning"))
    assert "### Article 12.4: Market based on standards" in text
    assert "does not make the importation or the sale of a covered good depend on qualifying production." in text
    assert (
        "From the date [24 months] after the date of entry into force, a person may describe a covered good as a good "
        "of qualifying production under this Agreement." in text
    )
    assert (
        "A covered good of qualifying production is subject to the border price adjustment in the same manner as any "
        "other covered good." in text
    )
    assert "| Traceability | the good can be traced to the place of extraction or collection |" in text
    assert "Annex 12-A: Data of chain-of-custody records" in text
    assert "Each Party shall prohibit the importation of a covered good that was produced at any stage" in text


@pytest.mark.parametrize(
    ("changed", "instrument", "expected", "absent"),
    [
        (
            f"{CLOSED}certification: authority\ncost_passthrough: premium\nillustrative: false\n"
            "custody: {model: identity-preserved, balance_period: null, system: common, duty: all-goods}\n"
            "due_diligence: {duty: required}\nsuppress: [{code: STD003, reason: settled by counsel}]\n",
            "variants: {standards-based-market: mandatory, chain-of-custody: mandatory, due-diligence: mandatory}\n"
            "parameters: {origin-criteria: {stock: segregation}}\n",
            "only if the good is of qualifying production.",
            "From the date [24 months]",
        ),
        (
            "gate: procurement-only\ncertification: self\ncriteria: [public-standard, complaints]\n"
            "cost_passthrough: none\nrecognition: mutual\n"
            "custody: {model: segregated, balance_period: null, system: national}\n"
            "schemes: [{id: seal, name: {en: The Seal}, covers: [labour, integrity], sources: [usmca-2-11]}]\n",
            "variants: {standards-recognition: mutual}\nparameters: {origin-criteria: {stock: segregation}}\n",
            "| [The Seal | Labour, Integrity] |",
            "market-economy cost of production. The Price Panel",
        ),
        (
            "recognition: common\ncustody: {model: book-and-claim, balance_period: null}\n",
            "variants: {standards-recognition: common}\n",
            "It shall be used for one consignment of the same quantity and content, and shall then be cancelled.",
            "keeps and publishes in accordance with this Article",
        ),
        (
            "custody: {duty: all-goods}\n",
            "variants: {chain-of-custody: mandatory, labour-rights: experts, forced-labour: discourage,\n"
            "  environment: assessment}\nclauses: {include: [local-communities]}\n",
            "The group of experts shall report within 180 days of the date of appointment of its last member.",
            "shall prohibit the importation of a covered good",
        ),
        (
            "custody: {retention: P6Y}\n",
            "variants: {local-communities: consent}\nclauses: {include: [local-communities]}\n",
            "only with their free, prior and informed consent",
            "The group of experts",
        ),
    ],
)
def test_every_wording_and_branch_is_sound(
    changed: str, instrument: str, expected: str, absent: str, tmp_path: Path
) -> None:
    text = printed(AGREEMENT, {OWN: changed, INSTRUMENT: instrument}, tmp_path, faults=("error", "warning"))
    assert expected in text
    assert absent not in text


def test_without_standards_the_chapter_still_has_labour_and_environment(tmp_path: Path) -> None:
    mechanisms = "mechanisms: [reference-prices, border-equalised-floors, border-price-adjustment, trade-zone]\n"
    text = printed(AGREEMENT, {INSTRUMENT: mechanisms}, tmp_path, faults=("error",))
    assert "Protection of the environment" in text
    assert "chain-of-custody record" not in text
