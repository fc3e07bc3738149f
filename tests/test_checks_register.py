"""Register: words that bind in one place and say nothing in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from clause_text import findings, in_duty, in_plan

PLAIN_IN_A_PLAN = [
    "The Participants intend to respect labour rights.",
    "The Participants intend to negotiate an agreement, third parties permitting.",
    "The Participants intend to act in accordance with Articles XI and XX of GATT 1994.",
    "The arrangement is not legally binding and creates no rights or obligations.",
    'The Participants intend to call it a {{ plain("Party") }}.',
]


@pytest.mark.parametrize("words", PLAIN_IN_A_PLAN)
def test_words_that_do_not_bind(words: str, tmp_path: Path) -> None:
    assert in_plan("REG001", words + "\n", tmp_path) == []


BINDING_IN_A_PLAN = [
    ("Participants shall meet.", "shall"),
    ("Must they meet?", "Must"),
    ("The Participants have agreed to meet.", "agreed"),
    ("Each Party intends to meet.", "Party"),
    ("Under this Article they meet.", "Article"),
    ("They have a right and obligations.", "obligations"),
    ("It enters into force now.", "enters into force"),
    ("They meet.^[They shall meet again.]", "shall"),
]


@pytest.mark.parametrize(("words", "word"), BINDING_IN_A_PLAN)
def test_words_that_bind(words: str, word: str, tmp_path: Path) -> None:
    found = in_plan("REG001", words + "\n", tmp_path)
    assert found == [f"error: {word!r} is a word of a binding text, and this one is not to bind"]


def test_the_status_sentence_may_not_bind_in_other_words(tmp_path: Path) -> None:
    words = "This Action Plan is not legally binding and shall create no rights.\n"
    assert in_plan("REG001", words, tmp_path) == [
        "error: 'shall' is a word of a binding text, and this one is not to bind"
    ]


NO_DUTY = [
    "Where a Party intends to amend this Agreement, it shall say so.",
    "The day a Party will meet another is not known.",
    "If the Parties plan to meet, they shall say so.",
    "A period within which a Party is to act ends then.",
    "The goods that the Party has to admit are listed.",
]


@pytest.mark.parametrize("words", NO_DUTY)
def test_sentences_that_lay_no_duty(words: str, tmp_path: Path) -> None:
    assert in_duty("REG002", words + "\n", tmp_path / "a") == []
    assert in_duty("REG004", words + "\n", tmp_path / "b") == []


def test_a_recommendation_is_a_warning(tmp_path: Path) -> None:
    assert in_duty("REG002", "This is a fact. Each Party should admit covered goods.\n", tmp_path) == [
        "warning: 'Each Party should' lays no duty in a binding text"
    ]


def test_a_second_sentence_and_a_body_are_seen(tmp_path: Path) -> None:
    assert in_duty("REG002", "This is so. The other Parties will act; the Committee intends to act.\n", tmp_path) == [
        "error: 'The other Parties will' lays no duty in a binding text"
    ]
    assert in_duty("REG004", "The Committee must act.\n", tmp_path / "b") == [
        "warning: 'The Committee must' lays a duty with another verb than the rest of the treaty"
    ]


def test_a_plan_may_say_will(tmp_path: Path) -> None:
    assert in_plan("REG002", "The Participants will meet.\n", tmp_path) == []


def test_a_recital_may_speak_of_what_must_be(tmp_path: Path) -> None:
    files = {
        "clauses/example/recitals.en.md": "---\npurpose: x\norder: 20\nplace: recitals\ntier: 1\n---\n"
        "1. {#a} RECOGNISING that prices must be fair;\n\n2. {#b} NOTING that trade will grow,\n"
    }
    assert findings("REG003", files, tmp_path) == []
