"""Parties that are missing, left over, counted twice or spoken of in pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import AGREEMENT, PLAN, found, found_in_library, said
from travaux import compile
from travaux.diagnostic import Severity

FAMILIES = (
    "CAP", "CHG", "COV", "DUT", "EIF", "FIN", "FLR", "GDS", "LIM", "LNG", "MEC", "PRC", "PTY", "REL", "RPR", "SCH",
    "TIM", "WTO",
)  # fmt: skip


def committee(words: str) -> dict[str, str]:
    front = "{heading: Joint Committee, purpose: The body., order: 60, tier: 1}"
    return {"clauses/example/committee.en.md": f"---\n{front}\n---\n{words}\n"}


@pytest.mark.parametrize(
    "words",
    [
        "A Party shall inform another Party.",
        "In a difference between two Parties, either Party may ask for a panel, and the other Party shall reply.",
        "The disputing Parties shall agree on a panel; neither Party may refuse.",
        "Both parties to a contract of sale are bound by it.",
        "The other Parties shall reply.",
    ],
)
def test_words_that_fit_more_than_two(words: str, tmp_path: Path) -> None:
    assert found("PTY002", committee(words), tmp_path) == []


@pytest.mark.parametrize("words", ["the other Party", "Either Party", "both Parties", "The two Parties"])
def test_words_that_fit_two_only(words: str, tmp_path: Path) -> None:
    assert found("PTY002", committee(f"The Committee shall ask {words} to reply."), tmp_path) == [
        f"warning: {words!r} fits a text of two parties, and this one has 3"
    ]


def test_two_parties_may_speak_of_each_other(tmp_path: Path) -> None:
    changed = committee("A Party shall inform the other Party.")
    changed["seeds/instruments/example.yaml"] = "parties: [alba, borea]\n"
    assert found("PTY002", changed, tmp_path) == []


def test_a_party_that_left_is_found_everywhere(tmp_path: Path) -> None:
    changed = {"seeds/instruments/example.yaml": "parties: [alba, borea]\n"}
    who = "names Corda, which is not a party to the Examplium Agreement"
    assert found("PTY004", changed, tmp_path) == [
        f"error: `routes` {who}",
        f"error: the duties of 'adjustment' {who}",
        f"error: a pair of 'zone' {who}",
        f"error: a pair of 'zone' {who}",
    ]


def test_an_original_is_kept_by_a_party_and_not_beside_a_depositary(tmp_path: Path) -> None:
    def original_of(party: str, more: str = "") -> dict[str, str]:
        return {"seeds/instruments/example.yaml": f"{more}signing: {{original_of: {party}}}\n"}

    stranger = original_of("corda", "parties: [alba, borea]\n")
    assert "error: `original_of` names Corda, which is not a party to the Examplium Agreement" in found(
        "PTY004", stranger, tmp_path / "stranger"
    )
    assert found("PTY006", original_of("borea"), tmp_path / "both") == [
        "warning: Borea keeps this original, and Alba is the depositary of a single one"
    ]


def test_an_agreement_that_two_parties_record_apart(tmp_path: Path) -> None:
    epa = """
agreements:
  - id: eu-jp-epa
    name: Agreement between the European Union and Japan for an Economic Partnership
    short_name: EU-Japan EPA
    partners: [eu]
    full_fta: true
    in_force: 2019-02-02
    bars_import_price_requirements: "no"
    bars_new_duties: true
    provisions: Articles 2.8 and 2.15
    grade: unconfirmed
"""
    told = found_in_library("PTY003", {"seeds/parties/jp.yaml": epa}, tmp_path)
    assert "error: EU-Japan EPA is not recorded alike: in_force and bars_import_price_requirements" in told


def test_the_built_in_texts_have_no_error_of_these_families() -> None:
    diagnostics = compile([AGREEMENT, PLAN]).diagnostics
    graver = tuple(d for d in diagnostics if d.severity is Severity.ERROR and d.code[:3] in FAMILIES)
    assert [str(d) for d in graver] == []


def test_the_warnings_of_these_families_on_the_built_in_texts() -> None:
    diagnostics = compile([AGREEMENT, PLAN]).diagnostics
    warnings = [d for d in diagnostics if d.severity is Severity.WARNING and d.code[:3] in FAMILIES]
    assert [d.code for d in warnings] == ["EIF003"]
    assert said(tuple(warnings), "EIF003") == [
        "warning: the shares in imports of covered goods that decide entry into force are only an example"
    ]
