"""Review and indexation of floors: what one record refuses, what its checks say, and what its articles print."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, found, found_in_library
from clause_prints import printed
from faulty_mechanisms import refused

INSTRUMENT = "seeds/instruments/example.yaml"
REVIEW = "seeds/mechanisms/review.yaml"
FLOOR = "seeds/mechanisms/floor.yaml"
WITH = {INSTRUMENT: "mechanisms: [reference, floor, adjustment, zone, review]\n"}
OWN = "seeds/mechanisms/floor-reviews.yaml"
FLOORS = "seeds/mechanisms/border-equalised-floors.yaml"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            "index: {series: [{name: prices, publisher: the office, weight: 99%}]}",
            "the weights of the series add up to 99%, not to 100%",
        ),
        (
            "index: {series: [{name: a, publisher: b, weight: 50%}, {name: a, publisher: c, weight: 50%}]}",
            "a series is named twice: a",
        ),
        ("index: {passed_on: 0%}", "nothing of the index is passed on: leave `index` out"),
        ("index: {rise: 0%, fall: 0%}", "nothing of the index is passed on: leave `index` out"),
        ("index: {fall: 100%}", "a fall of 100% in one period would end the floor"),
        ("interim: {above: null, below: null}", "an interim review needs `above`, `below`, or both"),
        ("interim: {above: 100%}", "`above` is 100%: a price at the floor level would call for a review"),
        ("interim: {below: 100%}", "`below` is 100%; give more than 0% and under 100% of the floor level"),
        ("index: null", "the default indexed-level needs `index`"),
        ("default: sunset", "give `sunset_after` with the default sunset, and only with it"),
        ("data: [production-costs, production-costs]", "named twice under `data`: production-costs"),
    ],
)
def test_a_record_that_does_not_fit_itself(changed: str, message: str) -> None:
    assert refused("review", changed) == [message]


def test_review_of_what_is_no_floor(tmp_path: Path) -> None:
    assert found("RVW001", {**WITH, REVIEW: "floors: [floor, zone]\n"}, tmp_path) == [
        "error: it is to review 'zone', which is no price floor of the instrument",
    ]


def test_time_for_a_review(tmp_path: Path) -> None:
    assert found("RVW002", {**WITH, FLOOR: "review: P104D\n"}, tmp_path / "short") == [
        "error: a review of 'floor' takes 25 days and 50 days and 30 days, and the next comes after 104 days"
    ]
    assert found("RVW002", {**WITH, FLOOR: "review: P105D\n"}, tmp_path / "enough") == []
    months = {**WITH, FLOOR: "review: P3M\n", REVIEW: "decide: P36D\n"}
    assert found("RVW002", months, tmp_path / "months") == [
        "info: not decided, as it depends on the months: a review of 'floor' takes 25 days and 36 days and 30 days"
    ]


@pytest.mark.parametrize(("review", "told"), [("P179D", True), ("P180D", False)])
def test_the_wait_of_a_decision_counts_where_it_is_longer_than_the_notice(
    review: str, told: bool, tmp_path: Path
) -> None:
    message = (
        "error: a review of 'border-equalised-floors' takes 30 days and 60 days and 90 days, and the next comes after "
        "179 days"
    )
    assert found_in_library("RVW002", {FLOORS: f"review: {review}\n"}, tmp_path) == ([message] if told else [])


def test_the_index_of_the_agreement_against_its_ceiling(tmp_path: Path) -> None:
    assert found_in_library("RVW003", {OWN: "index: {rise: 5%}\n"}, tmp_path) == [
        "warning: at 5% every 12 months a level comes to 162.9% of the first in 10 steps, and its ceiling is 150%"
    ]


def test_the_index_between_two_reviews(tmp_path: Path) -> None:
    changed = {**WITH, REVIEW: "index: {per: P3M, rise: 1.5%, fall: 1%}\n"}
    assert found("RVW004", changed, tmp_path / "quarters") == [
        "error: the index can move a level by 6.1% between two reviews, and one may by 5%"
    ]
    assert found("RVW004", {**WITH, REVIEW: "index: {rise: 5%, fall: 5%}\n"}, tmp_path / "year") == []


def test_an_index_that_rises_beyond_all_bounds(tmp_path: Path) -> None:
    changed = {**WITH, REVIEW: "index: {rise: 250%, per: P1D}\n"}
    assert found("RVW003", changed, tmp_path / "ceiling") == [
        "warning: at 250% every 1 day a level comes to more than 999900% of the first in 2921 steps, and its ceiling "
        "is 140%"
    ]
    assert found("RVW004", changed, tmp_path / "step") == [
        "error: the index can move a level by more than 999900% between two reviews, and one may by 5%",
        "error: the index can move a level by 99.9% between two reviews, and one may by 5%",
    ]


def test_a_floor_without_an_index_of_its_own(tmp_path: Path) -> None:
    assert found("RVW005", {**WITH, FLOOR: "indexation: null\n"}, tmp_path) == [
        "error: the index of the review measures producer prices, and the floor names none"
    ]


def test_an_interim_review_below_only(tmp_path: Path) -> None:
    assert found("RVW006", {**WITH, REVIEW: "interim: {above: null}\n"}, tmp_path) == []


def test_the_text_follows_the_record(tmp_path: Path) -> None:
    text = printed(AGREEMENT, {}, tmp_path / "own")
    assert "Where no decision is taken, Article 2.9 (Absence of a decision) applies." in text
    assert "the floor level is the indexed level, notwithstanding Article 2.2.2" in text
    assert "The recommendation shall compare the level that follows from Article 2.2.2" in text
    changed = {
        OWN: "index: null\ninterim: null\ndefault: status-quo\nwhile_suspended: paused\ndata: [production-costs]\n",
        FLOORS: "indexation: none\nlevel_rule: fixed\n",
    }
    text = printed(AGREEMENT, changed, tmp_path / "changed", faults=("error", "warning"))
    assert "Floor levels are not indexed." in text
    assert "No floor level shall be revised between two reviews" in text
    assert "Until a decision takes effect, the floor level in force continues to apply." in text
    assert "indexed level" not in text


def test_without_the_record_the_floor_speaks_for_itself(tmp_path: Path) -> None:
    instrument = (
        "mechanisms: [reference-prices, border-equalised-floors, border-price-adjustment, trade-zone]\n"
        "products: [ndpr, dytb, gallium, germanium, antimony, tungsten]\n"
    )
    files = {"seeds/instruments/critical-minerals-agreement.yaml": instrument}
    text = printed(AGREEMENT, files, tmp_path, faults=("error", "warning"))
    assert "Until a decision takes effect, the floor level in force continues to apply." in text
    assert "may request an extraordinary review, giving reasons" in text
    assert "floor index" not in text


@pytest.mark.parametrize(
    "changed",
    [
        "default: sunset\nsunset_after: P12M\nwhile_suspended: paused\nillustrative: false\n"
        "interim: {above: null, asked_by: committee}\n",
        "interim: {below: null, asked_by: price-panel}\nindex: {measures: producer-prices, series: [{name: prices of "
        "chemicals, publisher: the statistical authorities of the Parties, weight: 100%}]}\n",
    ],
)
def test_every_branch_of_the_articles_is_sound(changed: str, tmp_path: Path) -> None:
    floors = {FLOORS: "indexation: producer-prices\nlevel_rule: schedule\n"} if "producer" in changed else {}
    assert printed(AGREEMENT, {OWN: changed, **floors}, tmp_path, faults=("error", "warning"))
