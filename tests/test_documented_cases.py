"""Faults that signed or published texts are known to have had, turned into records and clauses of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_findings import found, found_in_library

CORE = "critical-minerals-agreement-core"
TEXT = f"seeds/instruments/{CORE}.yaml"
DUTY = "clauses/example/duty.en.md"


def clause(body: str) -> str:
    head = "---\nheading: Admission of goods\npurpose: Test.\norder: 50\ntier: 1\nuses: [covered-good, party]\n---\n"
    return head + body


def test_share_of_output_that_made_one_party_indispensable(tmp_path: Path) -> None:
    """TPP Article 30.5: 85 per cent of output, of which the United States had some 60; the text died when it left."""
    shares = "shares: {eu: 12%, jp: 17%, mx: 8%, us: 60%}"
    start = f"entry_into_force: {{min_parties: 3, threshold: {{share: 85%, {shares}}}}}"
    assert found_in_library("EIF002", {TEXT: start}, tmp_path, CORE) == [
        "warning: without Japan and the United States no other parties together reach 85%: a veto"
    ]


def test_paragraph_that_became_a_subparagraph(tmp_path: Path) -> None:
    """TPP chapter 18, a footnote: "paragraph" in November 2015, "subparagraph" in the signed text."""
    note = "Each Party shall admit covered goods.^[Nothing in this LEVEL prevents a Party from asking for a fee.]"
    lists = "1. {#a} " + note + "\n\n2. {#b} Each Party shall publish its fees for covered goods."
    assert found("REF006", {DUTY: clause(lists.replace("LEVEL", "paragraph"))}, tmp_path / "first") == []
    assert found("REF006", {DUTY: clause(lists.replace("LEVEL", "subparagraph"))}, tmp_path / "signed") == [
        "error: 'this subparagraph' stands in no subparagraph"
    ]


def test_tariff_line_of_another_good(tmp_path: Path) -> None:
    """EU-Chile 2003, procès-verbal of rectification: goods listed under codes in which they are not found."""
    floor = "seeds/mechanisms/floor.yaml"
    line = "{product: examplium, stage: metal, grade: examplium-99, hs: [HS2022 2517.30], illustrative: false, "
    levels = "levels: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}}"
    (message,) = found("GDS003", {floor: f"lines: [{line}{levels}]"}, tmp_path)
    assert message.startswith("error: ")
    assert "2517.30" in message


def test_text_that_the_commission_signed(tmp_path: Path) -> None:
    """C-660/13: the Commission may not sign for the Union, not even what binds nobody, without the Council."""
    treaty = {TEXT: "parties: [eu-commission, jp, mx, us]"}
    assert found_in_library("CAP001", treaty, tmp_path / "treaty", CORE) == [
        "error: the European Commission is an institution of the European Union and cannot be a party to the Core "
        "Critical Minerals Agreement"
    ]
    plan = {"seeds/instruments/eu-us-mou.yaml": "parties: [eu-commission, us]\napprovals: {eu: null}\nrests_on: "
            "{nb-approvals.approval-eu: null}\nsigning: {original_of: us}"}  # fmt: skip
    (message,) = found_in_library("CAP002", plan, tmp_path / "plan", "eu-us-mou")
    assert message.startswith("error: the European Commission needs an approval before it signs")


@pytest.mark.parametrize(
    ("edit", "code"), [("member_exempt: false", "REL002"), ("applies_to: all-origins\nmember_exempt: false", "REL001")]
)
def test_floor_between_parties_of_a_free_trade_agreement(edit: str, code: str, tmp_path: Path) -> None:
    """USMCA Articles 2.4 and 2.11: no new duties, and perhaps no import prices, between its parties."""
    charge = {"seeds/mechanisms/border-price-adjustment.yaml": edit}
    told = found_in_library(code, charge, tmp_path, CORE)
    assert any("USMCA" in message for message in told), told


@pytest.mark.parametrize(
    ("share", "shares", "blocking"),
    [
        ("85%", "{eu: 20%, jp: 20%, mx: 5%, us: 55%}", "the European Union, Japan and the United States"),
        ("76%", "{eu: 25%, jp: 24%, mx: 1%, us: 50%}", "the European Union and the United States"),
        ("51%", "{eu: 20%, jp: 15%, mx: 5%, us: 60%}", "the United States"),
    ],
)
def test_other_shares_that_make_parties_indispensable(share: str, shares: str, blocking: str, tmp_path: Path) -> None:
    start = f"entry_into_force: {{min_parties: 2, threshold: {{share: {share}, shares: {shares}}}}}"
    assert found_in_library("EIF002", {TEXT: start}, tmp_path, CORE) == [
        f"warning: without {blocking} no other parties together reach {share}: a veto"
    ]


@pytest.mark.parametrize(
    ("words", "found_word"),
    [
        ("This subparagraph does not apply to samples.", "This subparagraph"),
        ("A Party may ask for a fee under this subparagraph.", "this subparagraph"),
        ("This Section does not apply to samples.", "This Section"),
        ("This Annex does not apply to samples.", "This Annex"),
    ],
)
def test_word_for_another_level(words: str, found_word: str, tmp_path: Path) -> None:
    lists = f"1. {{#a}} Each Party shall admit covered goods. {words}\n\n2. {{#b}} Each Party shall publish its fees."
    (message,) = found("REF006", {DUTY: clause(lists)}, tmp_path)
    assert message.startswith(f"error: {found_word!r} stands in no ")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("d,alba,HS2022 2517.30,Floor", "warning: the row 'd' is of HS2022 2517.30, on which nothing is charged"),
        (
            "d,alba,HS2022 8110.10,Content",
            "warning: the row 'd' says 'Content', and HS2022 8110.10 is charged as 'Floor'",
        ),
    ],
)
def test_codes_and_categories_of_a_tariff_annex(row: str, message: str, tmp_path: Path) -> None:
    """EU-Chile 2003: categories and codes of rows were those of other goods."""
    columns = (
        "[{name: line, heading: {en: No}, type: text}, {name: party, heading: {en: Party}, type: party}, "
        "{name: hs, heading: {en: HS}, type: hs}, "
        "{name: charge, heading: {en: Charge}, type: choice, choices: [Floor, Content]}]"
    )
    sound = "".join(f"{key},{key},HS2022 8110.10,Floor\n" for key in ("alba", "borea", "corda"))
    files = {
        "seeds/instruments/rates.csv": f"line,party,hs,charge\n{sound}{row}\n",
        "seeds/instruments/example.yaml": (
            f"schedules:\n  - {{id: rates, file: rates.csv, key: line, columns: {columns}}}\n"
        ),
        "clauses/example/rates.en.md": "---\n{heading: Rates, purpose: Rates., order: 95, place: annex, tier: 1}\n---\n"
        '{{ schedule("rates") }}\n',
    }
    assert found("SCH008", files, tmp_path) == [message]


def test_commission_that_acts_or_signs_in_place_of_the_union(tmp_path: Path) -> None:
    signature = {"seeds/parties/eu.yaml": "signature: {en: For the European Commission}"}
    assert found_in_library("PTY010", signature, tmp_path / "signature", CORE) == [
        "error: the signature reads 'For the European Commission', and the party is 'European Union'"
    ]


def test_two_annexes_that_differ_days_before_signature(tmp_path: Path) -> None:
    """One annex was changed and the other had gone to the printer."""
    columns = (
        "columns: [{name: party, heading: {en: Party}, type: party}, {name: hs, heading: {en: Line}, type: hs}, "
        "{name: rate, heading: {en: Rate}, type: percentage}, {name: from, heading: {en: From}, type: date}]"
    )
    schedules = "\n".join(f"  - {{id: {key}, file: {key}.csv, key: hs, {columns}}}" for key in ("one", "two"))
    files = {
        "seeds/instruments/one.csv": "party,hs,rate,from\nalba,HS2022 8110.10,3%,2027-01-01\n",
        "seeds/instruments/two.csv": "party,hs,rate,from\nalba,HS2022 8110.10,3.5%,2027-07-01\n",
        "seeds/instruments/example.yaml": f"schedules:\n{schedules}\n",
        "clauses/example/rates.en.md": "---\n{heading: Rates, purpose: Rates., order: 95, place: annex, tier: 1}\n---\n"
        '{{ schedule("one") }}\n\n{{ schedule("two") }}\n',
    }
    assert found("SCH006", files, tmp_path) == [
        "error: from of HS2022 8110.10 for 'alba' is 2027-07-01 here and 2027-01-01 in 'one'",
        "error: rate of HS2022 8110.10 for 'alba' is 3.5% here and 3% in 'one'",
    ]
