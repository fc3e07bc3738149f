"""The words of a language -> names of places: `Article 2.3`, or `第2.3条` where the number stands inside the word.

A word without a hole stands before what it names, with a blank between; `{}` in it is where that is put instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from travaux.tree import HouseStyle, Segment

HOLE, PART, WHOLE = "{}", "{part}", "{whole}"
_NAMED_HOLE = re.compile(r"(\{part\}|\{whole\})")


def named(word: str, number: str) -> str:
    """A word of the structure with its number."""
    return word.replace(HOLE, number) if HOLE in word else f"{word} {number}"


def around(word: str, content: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The same for pieces of a reference."""
    before, _, after = (word if HOLE in word else f"{word} {HOLE}").partition(HOLE)
    return tuple(segment for segment in (Segment(before), *content, Segment(after)) if segment.text or segment.target)


def pieces_of(pattern: str, parts: Mapping[str, tuple[Segment, ...]]) -> tuple[Segment, ...]:
    """The pieces of a pattern with named holes, in its order."""
    found = (parts.get(piece, (Segment(piece),)) for piece in _NAMED_HOLE.split(pattern) if piece)
    return tuple(segment for pieces in found for segment in pieces)


def paragraph_number(house: HouseStyle) -> str:
    """How the number of a paragraph stands before it: `1.`, or as the language has it."""
    return house.words.get("paragraph-number", f"{HOLE}.")


# --- what a language file may say ------------------------------------------------------------------------------------


def placed(words: dict[str, str]) -> dict[str, str]:
    """Words of the structure with holes only where something is put into them, and no holes that nothing fills."""
    for name, word in words.items():
        known = _HOLES.get(name) or (("part", "whole") if name.startswith("of") else ("",))
        holes = [hole for hole in _holes(word) if hole is not None]
        most = 2 if name in ("and", "to") else 1
        if any(h not in known for h in holes) or (known == ("",) and len(holes) not in (0, most)):
            raise ValueError(f"{name}: {word!r}: {_allowed(name, known, most)}")
        if name in _UNITS and holes and f"this-{name}" not in words:
            raise ValueError(f"{name}: {word!r} is a pattern, so the language needs its word for `this-{name}` too")
    return words


def _holes(word: str) -> list[str | None]:
    """The names of the holes of a pattern; a lone brace and a format are holes without use."""
    try:
        return ["?" if form or conversion else hole for _, hole, form, conversion in Formatter().parse(word)]
    except ValueError:
        return ["?"]


def _allowed(name: str, known: tuple[str, ...], most: int) -> str:
    if known != ("",):
        return f"only {' '.join(f'{{{n}}}' for n in known)} can stand in this word"
    if most == 2:
        return "either no {} or two, one for what stands before and one for what stands after"
    return "only one {} can stand in this word, for the number or the title"


_HOLES = {"page": ("page", "pages"), "hs-chapter": ("chapter",)}
_UNITS = ("part", "chapter", "section", "article", "paragraph", "subparagraph", "point", "annex")
