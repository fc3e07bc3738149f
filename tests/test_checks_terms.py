"""Terms: the places of findings, and words that look like terms and are none."""

from __future__ import annotations

from pathlib import Path

from clause_text import DUTY, HEAD, findings, in_duty
from examples import Example, compiled

OPTIONAL = "clauses/example-plan/terms.en.md"
OPTIONAL_TEXT = """---
heading: Terms
purpose: Stands only where it is asked for.
order: 5
tier: 3
optional: true
defines: {price-panel: [Price Panel], pilot-mineral: [pilot mineral, pilot minerals]}
---
The **Price Panel** names each **pilot mineral**.
"""
PLAN = "clauses/example-plan/plan-work.en.md"


def in_plan_with_optional_terms(code: str, body: str, folder: Path) -> list[str]:
    head = HEAD.replace("[committee, covered-good, party]", "[participant]")
    return findings(code, {OPTIONAL: OPTIONAL_TEXT, PLAN: head + body}, folder)


def test_an_absent_term_is_found_by_its_capitals(tmp_path: Path) -> None:
    body = "The Participants intend to ask the Price Panel about Pilot Minerals.\n"
    assert in_plan_with_optional_terms("TRM001", body, tmp_path) == [
        "error: 'Price Panel' is used as a defined term, but nothing in this text defines it",
        "error: 'Pilot Minerals' is used as a defined term, but nothing in this text defines it",
    ]


def test_words_without_capitals_and_longer_names_are_no_terms(tmp_path: Path) -> None:
    body = "The Participants intend to ask the Alban Price Panel, and the Price Panel Office, about pilot minerals.\n"
    assert in_plan_with_optional_terms("TRM001", body, tmp_path) == []


def test_a_definition_that_is_declared_and_not_printed(tmp_path: Path) -> None:
    head = HEAD.replace("uses:", "defines: {surtax: [surtax, surtaxes]}\nuses:")
    assert findings("TRM001", {DUTY: head + "No Party shall charge a surtax.\n"}, tmp_path) == [
        "error: the clause declares that it defines 'surtax', but what it prints here does not define it"
    ]


def test_a_finding_names_the_place_where_the_words_are_typed(tmp_path: Path) -> None:
    files = {DUTY: HEAD.replace("covered-good, ", "") + "Each Party shall\nadmit  covered\ngoods of the Committee.\n"}
    (found,) = (d for d in compiled(Example("Fails", files), tmp_path).diagnostics if d.code == "TRM005")
    assert str(found) == (
        "clauses/example/duty.en.md:9:8: warning[TRM005]: the clause uses the term 'covered goods' without declaring "
        "it\n  in: Article 1.2\n  hint: add 'covered-good' to `uses`"
    )


def test_competing_wordings_may_both_define_a_term(tmp_path: Path) -> None:
    head = HEAD.replace("uses:", "defines: {sample: [sample, samples]}\nuses:")
    files = {
        DUTY: head + "Each Party shall admit a **sample** of a covered good. Samples are free.\n",
        "clauses/example/duty~short.en.md": head + "Each Party shall admit a **sample**. Samples are free.\n",
        "seeds/instruments/example.yaml": "variants:\n  duty:\n    - {variant: standard, proposed: [alba]}\n"
        "    - {variant: short, proposed: [borea]}\n",
    }
    assert findings("TRM003", files, tmp_path) == []


def test_a_term_used_in_a_table_heading_is_used(tmp_path: Path) -> None:
    head = HEAD.replace("uses:", "defines: {sample: [sample, samples]}\nuses:")
    body = (
        "For the purposes of this Agreement, **sample** means a part of a covered good.\n\n"
        '{{ table("samples", caption="Duties") }}\n\n| Sample | Duty |\n|:---|:---|\n| ore | none |\n'
    )
    assert findings("TRM002", {DUTY: head + body}, tmp_path) == []


def test_a_term_that_is_named_in_passing_may_stand_beside_a_duty(tmp_path: Path) -> None:
    head = HEAD.replace("uses:", "defines: {contact-point: [contact point]}\nuses:")
    body = "Each Party shall name a **contact point** and shall notify it. The contact point shall answer.\n"
    assert findings("TRM006", {DUTY: head + body}, tmp_path) == []


def test_a_declared_term_of_another_kind_of_text_is_only_idle(tmp_path: Path) -> None:
    body = "Each Party shall admit every covered good that it has notified to the Committee.\n"
    head = HEAD.replace("uses: [", "uses: [zone-treatment, ")
    assert findings("TRM001", {DUTY: head + body}, tmp_path / "a") == []
    assert findings("TRM004", {DUTY: head + body}, tmp_path / "b") == [
        "warning: the clause declares the use of the term 'zone-treatment' and does not use it"
    ]
    assert in_duty("TRM004", body, tmp_path / "c") == []
