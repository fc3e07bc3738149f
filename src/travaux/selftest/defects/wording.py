"""Figures that are typed, and words that fit two parties only."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks._phrases import any_of
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground


def _saying(ground: Ground, sentence: str) -> Iterator[Planting]:
    for paragraph in ground.paragraphs:
        if paragraph.operative and paragraph.text.language == "en":
            yield ground.adding(paragraph, sentence)


@defect("VAL001")
def figure_that_is_typed(ground: Ground) -> Iterator[Planting]:
    """A number with a unit that no record has."""
    yield from _saying(ground, "It is reported within 777 days.")


@defect("VAL002", follows="VAL001")
def number_in_words_and_figures(ground: Ground) -> Iterator[Planting]:
    """A number twice, so that one can be changed alone."""
    yield from _saying(ground, "It is reported seven (7) times.")


@defect("PTY002")
def words_for_two(ground: Ground) -> Iterator[Planting]:
    """Words that count two parties in a text of more, in a paragraph that does not name two of them."""
    for paragraph in ground.paragraphs:
        parties = paragraph.text.instrument.record.parties
        words = " ".join(ground.read(paragraph.file).split("\n")[paragraph.first - 1 : paragraph.last])
        pair = any_of(paragraph.text.library.words.pair_phrases).search(words)
        if paragraph.operative and paragraph.text.language == "en" and len(parties) > 2 and not pair:
            noun = "Parties" if paragraph.text.binding else "Participants"
            yield ground.adding(paragraph, f"It applies to both {noun}.")
