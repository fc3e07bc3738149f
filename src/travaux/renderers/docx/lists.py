"""House style -> the lists of the document: which levels count together, in which format, in which style.

Levels that must not restart one another stand in lists of their own: Word could be told so with a restart
level, but LibreOffice does not read it. So parts and sections are lists of their own, and chapters too where
articles are numbered through the whole text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from travaux.naming import HOLE, named, paragraph_number
from travaux.numbering import letters, roman
from travaux.renderers.docx import styles
from travaux.tree import HouseStyle, Level


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list. `text` is Word's pattern: "Article %1.%2" has the numbers of levels 0 and 1.

    `legal` makes every number in the pattern arabic ("Article 2.3" under Chapter II). Word does so;
    LibreOffice ignores the setting and shows "Article II.3".
    """

    level: Level | None
    style: str
    format: str
    text: str
    legal: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Levels that count together; each restarts after every level before it."""

    levels: tuple[ListLevel, ...]


FORMATS: dict[Level, str] = {
    Level.PART: "upperRoman",
    Level.SECTION: "upperLetter",
    Level.ARTICLE: "decimal",
    Level.PARAGRAPH: "decimal",
    Level.POINT: "lowerLetter",
    Level.SUBPOINT: "lowerRoman",
    Level.ITEM: "upperLetter",
}
PATTERNS: dict[Level, str] = {
    Level.POINT: "({})",
    Level.SUBPOINT: "({})",
    Level.ITEM: "({})",
}
ANNEX_OF_CHAPTER = "upperLetter"  # "Annex 2-A"; an annex that belongs to no chapter is "Annex 1"
CHAPTER_FORMATS = {"arabic": "decimal", "roman": "upperRoman"}
ANNEX_FORMATS = {
    "by-chapter": "decimal",
    "arabic": "decimal",
    "roman": "upperRoman",
    "letter": "upperLetter",
}
_RUNNING = (Level.ARTICLE, Level.PARAGRAPH, Level.POINT, Level.SUBPOINT, Level.ITEM)


def lists_of(house: HouseStyle, by_chapter: bool) -> tuple[tuple[NumberedList, ...], tuple[NumberedList, ...]]:
    """The lists of the body and those of the annexes; the first of the annexes numbers their headings."""
    running = (Level.CHAPTER, *_RUNNING) if by_chapter else _RUNNING
    alone = [Level.PART, Level.SECTION] if by_chapter else [Level.PART, Level.CHAPTER, Level.SECTION]
    body = (_list(running, house, styles.BODY), *(_list((level,), house, styles.BODY) for level in alone))
    annex = (
        _annex_headings(house),
        _list(_RUNNING, house, styles.ANNEX),
        *(_list((level,), house, styles.ANNEX) for level in (Level.PART, Level.CHAPTER, Level.SECTION)),
    )
    return body, annex


def word(house: HouseStyle, name: str) -> str:
    """The language's word for a unit of the text; the plain English word where the language has none."""
    return house.words.get(name, name.capitalize())


def _annex_headings(house: HouseStyle) -> NumberedList:
    heading = ListLevel(None, "Annex Heading", ANNEX_FORMATS[house.annexes], named(word(house, "annex"), "%1"))
    return NumberedList((heading,))


def _list(levels: tuple[Level, ...], house: HouseStyle, names: Mapping[Level, str]) -> NumberedList:
    chaptered = levels[0] is Level.CHAPTER and len(levels) > 1
    return NumberedList(
        tuple(
            ListLevel(
                level,
                names[level],
                CHAPTER_FORMATS[house.chapters] if level is Level.CHAPTER else FORMATS[level],
                _pattern(level, place, house, chaptered),
                legal=chaptered and level is Level.ARTICLE and house.chapters == "roman",
            )
            for place, level in enumerate(levels, 1)
        )
    )


def _pattern(level: Level, place: int, house: HouseStyle, chaptered: bool) -> str:
    if level >= Level.PARAGRAPH:
        pattern = PATTERNS.get(level) or paragraph_number(house)
        return pattern.replace(HOLE, f"%{place}")
    number = f"%1.%{place}" if chaptered and level is Level.ARTICLE else f"%{place}"
    return named(word(house, level.name.lower()), number)


# How Word prints a number in each of its formats.
PRINTERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
}
