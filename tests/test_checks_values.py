"""Values: which typed numbers are the model's, which are only typed, and which are no values at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from clause_text import in_duty

NO_VALUES = [
    "Each Party shall act under GATT 1994, done on 15 April 1994.",
    "A code of 6 digits means a subheading of the Harmonized System as of 1 January 2022.",
    "Each Party shall act within {{ instrument.entry_into_force.delay }}.",
    "Each Party shall act once a year and on any one day.",
    "At least two Parties shall act in accordance with ISO 4217.",
]


@pytest.mark.parametrize("words", NO_VALUES)
def test_numbers_without_a_unit_are_no_values(words: str, tmp_path: Path) -> None:
    assert in_duty("VAL001", words + "\n", tmp_path) == []


TYPED = [
    (
        "45 days",
        "error: '45 days' is typed by hand, and the model has the same value (example: entry_into_force.delay)",
    ),
    ("40 per cent", "error: '40 per cent' is typed by hand, and the model has the same value (adjustment: cap)"),
    ("40%", "error: '40%' is typed by hand, and the model has the same value (adjustment: cap)"),
    ("USD 900", "error: 'USD 900' is typed by hand, and the model has the same value (adjustment: de_minimis)"),
    ("six months", "error: 'six months' is typed by hand, and the model has the same value (reference: update)"),
    ("33 days", "warning: '33 days' is typed by hand"),
    ("1,000 kg", "warning: '1,000 kg' is typed by hand"),
    ("USD 2,500.50", "warning: 'USD 2,500.50' is typed by hand"),
]


@pytest.mark.parametrize(("words", "message"), TYPED)
def test_typed_values(words: str, message: str, tmp_path: Path) -> None:
    assert in_duty("VAL001", f"Each Party shall act within or at {words}.\n", tmp_path) == [message]


SAID_TWICE = [
    "thirty (30) days",
    "forty-five (45) days",
    "two (2) Parties",
    "two ({{ instrument.entry_into_force.min_parties }}) Parties",
]


@pytest.mark.parametrize("words", SAID_TWICE)
def test_numbers_in_words_and_figures(words: str, tmp_path: Path) -> None:
    (found,) = in_duty("VAL002", f"Each Party shall act with {words}.\n", tmp_path)
    assert found.startswith("warning: the number in ")


@pytest.mark.parametrize("words", ["Article XI (1) of GATT 1994", "the Act (2024) of its parliament", "note (3)"])
def test_figures_in_brackets_after_a_name(words: str, tmp_path: Path) -> None:
    assert in_duty("VAL002", f"Each Party shall act with {words}.\n", tmp_path) == []
