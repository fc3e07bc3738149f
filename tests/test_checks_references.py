"""References typed by hand are told from articles of other treaties, and relative words from plain ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from clause_text import in_duty, in_plan

OTHERS = [
    "Article XXIV of GATT 1994",
    "Articles II and XI:1 of GATT 1994",
    "Article 7.2(f) of the Customs Valuation Agreement",
    "Article 6 of the Understanding in Annex 2 to the WTO Agreement",
    "paragraph 5 of Article XXIV of GATT 1994",
    "GATT 1994 Article XXVIII",
    "Article 218(5) TFEU",
    "Chapter 28 of the Harmonized System",
    "Section 232 of the Trade Expansion Act of 1962",
    "point (a) of Article 3 of that Convention",
    "Annexes I and II to Regulation (EU) 2024/1252",
    "the parts of this Agreement, on paper",
]


@pytest.mark.parametrize("words", OTHERS)
def test_provisions_of_other_texts_may_be_typed(words: str, tmp_path: Path) -> None:
    assert in_duty("REF004", f"Each Party shall act in accordance with {words}.\n", tmp_path) == []


OWN = [
    ("Article 2.2", "error: the reference 'Article 2.2' is typed by hand"),
    ("Article 2.2.1 of this Agreement", "error: the reference 'Article 2.2.1' is typed by hand"),
    ("Articles 1.1 and 1.2", "error: the reference 'Articles 1.1 and 1.2' is typed by hand"),
    ("Annex 1-A", "error: the reference 'Annex 1-A' is typed by hand"),
    ("Chapter 2", "error: the reference 'Chapter 2' is typed by hand"),
    ("paragraphs 1 to 3", "error: the reference 'paragraphs 1 to 3' is typed by hand"),
    ("subparagraph (a)", "error: the reference 'subparagraph (a)' is typed by hand"),
    ('paragraph 2 of {{ ref("committee") }}', "error: the reference 'paragraph 2 of ...' is typed by hand"),
    ("Article 99", "warning: the reference 'Article 99' is typed by hand, and this text has no such place"),
]


@pytest.mark.parametrize(("words", "message"), OWN)
def test_provisions_of_this_text_may_not(words: str, message: str, tmp_path: Path) -> None:
    assert in_duty("REF004", f"Each Party shall act in accordance with {words}.\n", tmp_path) == [message]


def test_sections_of_a_plan_may_not_be_typed_either(tmp_path: Path) -> None:
    found = in_plan("REF004", "The Participants intend to act under Section 2.\n", tmp_path)
    assert found == ["error: the reference 'Section 2' is typed by hand"]


def test_a_price_below_a_level_is_no_relative_reference(tmp_path: Path) -> None:
    body = "Each Party shall refuse prices below the level, at or above which nothing is due, on land and hereby too.\n"
    assert in_duty("REF005", body, tmp_path) == []


def test_each_relative_reference_is_found(tmp_path: Path) -> None:
    body = "Each Party shall act as set out above, in accordance with the preceding Article and the terms hereof.\n"
    assert in_duty("REF005", body, tmp_path) == [
        "warning: 'set out above' points to a place without naming it",
        "warning: 'the preceding Article' points to a place without naming it",
        "warning: 'hereof' points to a place without naming it",
    ]


def test_a_dangling_reference_hints_at_the_nearest_key(tmp_path: Path) -> None:
    from clause_text import DUTY, HEAD
    from examples import Example, compiled

    body = '1. {#accept} Each Party shall act.\n\n2. {#more} It shall act under {{ ref("duty.acept") }}.\n'
    (found,) = (d for d in compiled(Example("Fails", {DUTY: HEAD + body}), tmp_path).diagnostics if d.code == "REF001")
    assert str(found) == (
        "clauses/example/duty.en.md:10:38: error[REF001]: the reference to 'duty.acept' leads nowhere: "
        "there is no such provision\n  in: Article 1.2.2\n  hint: did you mean 'duty.accept'?"
    )


def test_a_point_below_a_definition_has_no_citation_of_its_own(tmp_path: Path) -> None:
    body = (
        "For the purposes of this Agreement:\n\n- {#one} **one** means:\n    1. {#a} a; or\n    2. {#b} b;\n\n"
        '- {#two} **two** means {{ ref("duty.a") }}.\n'
    )
    assert in_duty("REF003", body, tmp_path) == [
        "warning: the reference leads into a list without numbers, so that only 'Article 1.2(a)' is printed"
    ]
