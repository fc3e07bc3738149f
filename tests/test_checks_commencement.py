"""Entry into force against a search of every coalition, and the final clauses around it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_findings import AGREEMENT, found, found_in_library
from travaux.checks.commencement import _met, _vetoes
from travaux.model.instrument import EntryIntoForce, Threshold
from travaux.model.period import Period
from travaux.model.quantity import Percentage

EXAMPLE = "seeds/instruments/example.yaml"
PARTIES = ("a", "b", "c", "d", "e")


def condition(count: int, share: int, shares: list[int]) -> EntryIntoForce:
    threshold = Threshold(
        share=Percentage(Decimal(share)),
        measure="imports",
        dataset="a dataset",
        year=2025,
        shares={key: Percentage(Decimal(n)) for key, n in zip(PARTIES, shares, strict=True)},
        illustrative=False,
    )
    days = Period(days=30)
    return EntryIntoForce(min_parties=count, threshold=threshold, delay=days, later=days)


def coalitions() -> Iterator[tuple[str, ...]]:
    sizes = range(len(PARTIES) + 1)
    return itertools.chain.from_iterable(itertools.combinations(PARTIES, n) for n in sizes)


@given(st.integers(1, 5), st.integers(0, 100), st.lists(st.integers(0, 20), min_size=5, max_size=5))
def test_a_veto_is_what_a_search_of_every_coalition_finds(count: int, share: int, shares: list[int]) -> None:
    wanted = condition(count, share, shares)
    winning = [coalition for coalition in coalitions() if _met(wanted, coalition)]
    if not winning:
        return
    by_number = count == len(PARTIES)  # then every party is indispensable, and the text says so
    indispensable = [key for key in PARTIES if all(key in coalition for coalition in winning)]
    assert _vetoes(wanted, PARTIES) == ([] if by_number else indispensable)


def test_two_vetoes_are_named_together(tmp_path: Path) -> None:
    changed = {EXAMPLE: "entry_into_force: {threshold: {shares: {alba: 40%, borea: 10%, corda: 50%}, share: 85%}}\n"}
    assert found("EIF002", changed, tmp_path) == [
        "warning: without Alba and Corda no other parties together reach 85%: a veto"
    ]


def test_a_veto_that_is_named_is_none(tmp_path: Path) -> None:
    shares = "threshold: {shares: {alba: 40%, borea: 10%, corda: 50%}, share: 85%}"
    changed = {EXAMPLE: f"entry_into_force: {{{shares}, required: [alba, corda]}}\n"}
    assert found("EIF002", changed, tmp_path) == []


def test_sixty_parties_take_no_time() -> None:
    keys = tuple(f"p{n}" for n in range(60))
    wanted = condition(31, 51, [0] * 5)
    assert wanted.threshold is not None
    shares = {key: Percentage(Decimal("1.5")) for key in keys}
    threshold = wanted.threshold.model_copy(update={"shares": shares})
    assert _vetoes(wanted.model_copy(update={"threshold": threshold}), keys) == []


def test_a_missing_share_decides_nothing(tmp_path: Path) -> None:
    changed = {EXAMPLE: "entry_into_force: {threshold: {share: 90%, shares: {borea: null}}}\n"}
    assert found("EIF001", changed, tmp_path / _new(tmp_path, "a")) == []
    assert found("EIF002", changed, tmp_path / _new(tmp_path, "b")) == []


def _new(folder: Path, name: str) -> str:
    (folder / name).mkdir()
    return name


def test_the_agreement_can_be_blocked_by_no_single_party(tmp_path: Path) -> None:
    assert found_in_library("EIF002", {}, tmp_path) == []


def test_the_agreement_with_the_share_of_the_trans_pacific_partnership(tmp_path: Path) -> None:
    changed = {f"seeds/instruments/{AGREEMENT}.yaml": "entry_into_force: {threshold: {share: 85%}}\n"}
    assert found_in_library("EIF002", changed, tmp_path) == [
        "warning: without the European Union, Japan and the United States no other parties together reach 85%: a veto"
    ]


@pytest.mark.parametrize(
    ("signing", "message"),
    [
        ("{opens: 2027-01-01}", []),
        ("{date: 2026-06-01}", []),
        (
            "{opens: 2026-01-01}",
            ["the first day for signature, 2026-01-01, comes before the date of the draft, 2026-06-01"],
        ),
        (
            "{opens: 2027-01-01, date: 2028-01-01, closes: 2027-12-31}",
            ["the last day for signature, 2027-12-31, comes before the date of signature, 2028-01-01"],
        ),
    ],
)
def test_days_of_signing(signing: str, message: list[str], tmp_path: Path) -> None:
    assert found("FIN003", {EXAMPLE: f"signing: {signing}\n"}, tmp_path) == [f"error: {m}" for m in message]


def test_two_authentic_languages_need_none_that_prevails(tmp_path: Path) -> None:
    changed = {EXAMPLE: "authentic: [en, es]\n", "seeds/parties/borea.yaml": "languages: [es]\n"}
    for code in ("LNG001", "LNG002", "LNG003"):
        assert [f for f in found(code, changed, tmp_path / _new(tmp_path, code)) if "Plan" not in f] == []


def test_a_plan_in_other_languages_than_a_participant_s(tmp_path: Path) -> None:
    changed = {"seeds/instruments/example-plan.yaml": "authentic: [ja]\n"}
    assert found("LNG003", changed, tmp_path) == [
        "warning: Alba authenticates its treaties in English; the Action Plan is not authentic in it",
        "warning: Borea authenticates its treaties in English; the Action Plan is not authentic in it",
    ]
