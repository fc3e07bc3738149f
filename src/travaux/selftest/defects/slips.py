"""Slips of the pen: letters of another alphabet, what was to be filled in, days, levels, brackets and names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.model.party import PartyNames
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._paragraphs import Paragraph

#: Letters of the Cyrillic alphabet that look like those of the Latin one.
_ALIKE = str.maketrans("aceopxy", "асеорху")
_NUMBERED = re.compile(r"\d+\. ")


def _english(ground: Ground, *places: str) -> Iterator[Paragraph]:
    for paragraph in ground.paragraphs:
        if paragraph.text.language == "en" and paragraph.clause.front.place in places:
            yield paragraph


@defect("TXT004")
def letter_of_another_alphabet(ground: Ground) -> Iterator[Planting]:
    """The last word of a paragraph has a Cyrillic letter in it."""
    for paragraph in ground.paragraphs:
        lines = ground.read(paragraph.file).split("\n")
        last = lines[paragraph.last - 1].rstrip()
        word = re.search(r"(?<= )[a-z]+(?=\.$)", last)
        other = word and f"{word[0][0]}{word[0][1:].translate(_ALIKE)}"
        if word and other and other != word[0] and other[1:].isalpha() and re.search("[a-z]", other):
            yield ground.writing(paragraph.file, paragraph.last, f"{last[: word.start()]}{other}{last[word.end() :]}")


@defect("TXT005")
def number_that_is_to_be_found(ground: Ground) -> Iterator[Planting]:
    """Two crosses stand for a number of days."""
    for paragraph in _english(ground, "article", "annex"):
        yield ground.adding(paragraph, "It is reported within XX days.")


@defect("TXT005")
def remark_that_was_left(ground: Ground) -> Iterator[Planting]:
    """A remark to the drafters stands in the text."""
    for paragraph in ground.paragraphs:
        yield ground.adding(paragraph, "TBC.")


@defect("TXT005")
def fact_that_is_to_be_found(ground: Ground) -> Iterator[Planting]:
    """Two crosses stand for a place."""
    for paragraph in _english(ground, "article", "annex"):
        yield ground.adding(paragraph, "It is published in XX each year.")


@defect("TXT005")
def drafting_note_that_is_typed(ground: Ground) -> Iterator[Planting]:
    """A note to the drafters is typed in brackets."""
    for paragraph in _english(ground, "article", "annex"):
        yield ground.adding(paragraph, "It is published each year [Drafting note: or more often].")


@defect("TIM004")
def day_that_is_past(ground: Ground) -> Iterator[Planting]:
    """A day of an earlier draft, which is past."""
    for paragraph in _english(ground, "article", "annex"):
        if paragraph.text.instrument.record.status.date:
            yield ground.adding(paragraph, "It is published by 1 January 1990.")


@defect("TIM004")
def fixed_day_of_the_beginning(ground: Ground) -> Iterator[Planting]:
    """The text enters into force on a fixed day."""
    for paragraph in _english(ground, "article"):
        if paragraph.text.binding:
            yield ground.adding(paragraph, "This Agreement enters into force on 1 July 2090.")


@defect("REF006")
def level_on_which_nothing_stands(ground: Ground) -> Iterator[Planting]:
    """A sentence of a paragraph calls it a subparagraph."""
    for paragraph in _english(ground, "article"):
        line = ground.read(paragraph.file).split("\n")[paragraph.first - 1]
        if _NUMBERED.match(line):
            yield ground.adding(paragraph, f"This is without prejudice to {_this(paragraph, 'subparagraph')}.")


@defect("REF006")
def annex_in_an_article(ground: Ground) -> Iterator[Planting]:
    """A sentence that was written for an annex stands in an article."""
    for paragraph in _english(ground, "article"):
        yield ground.adding(paragraph, f"This is without prejudice to {_this(paragraph, 'annex')}.")


@defect("REF006")
def article_in_an_annex(ground: Ground) -> Iterator[Planting]:
    """A sentence that was written for an article stands in an annex."""
    for paragraph in _english(ground, "annex"):
        yield ground.adding(paragraph, f"This is without prejudice to {_this(paragraph, 'article')}.")


@defect("REF006")
def chapter_in_an_annex(ground: Ground) -> Iterator[Planting]:
    """A sentence that was written for a chapter stands in an annex."""
    for paragraph in _english(ground, "annex"):
        yield ground.adding(paragraph, f"This is without prejudice to {_this(paragraph, 'chapter')}.")


def _this(paragraph: Paragraph, level: str) -> str:
    """`this` with the word that the text has for a level."""
    words = {**paragraph.text.library.words.words, **paragraph.text.document.draft.house.words}
    return f"{words['this']} {words[level]}"


@defect("STR008")
def bracket_that_does_not_close(ground: Ground) -> Iterator[Planting]:
    """A square bracket opens at the end of a paragraph and closes nowhere."""
    for paragraph in _english(ground, "article", "annex"):
        yield ground.adding(paragraph, "[It applies to all of them.")


@defect("STR008")
def bracket_that_does_not_open(ground: Ground) -> Iterator[Planting]:
    """A square bracket closes that nobody has opened."""
    for paragraph in _english(ground, "article", "annex"):
        yield ground.adding(paragraph, "It applies to all of them].")


@defect("PTY008")
def name_of_no_party(ground: Ground) -> Iterator[Planting]:
    """The name of a party without its small words, or with two words in the wrong order."""
    for paragraph in _english(ground, "article"):
        for party in ground.subject.parties(paragraph.text.instrument):
            names = party.record.names.get("en")
            wrong = names and _misnamed(names)
            if wrong:
                yield ground.adding(paragraph, f"This is without prejudice to the law of the {wrong}.")


def _misnamed(names: PartyNames) -> str:
    """A slip in the long name of a party; "" where it has one word."""
    words = names.long.removeprefix("the ").split()
    large = [word for word in words if word[0].isupper()]
    if len(large) == len(words):
        large[:2] = reversed(large[:2])
    return " ".join(large) if len(large) > 1 else ""
