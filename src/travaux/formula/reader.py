"""Reads one printed text from the left: words, patterns with slots, numbers, places and units of a language."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from string import Formatter
from typing import Any, TypeVar

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.nodes import NAME
from travaux.formula.says import FormulaLanguage, Quantities
from travaux.formula.unit import PURE, SHARE, Unit

T = TypeVar("T")
#: What a slot of a pattern is read by; None where the text does not go on so.
Slot = Callable[[], Any]


class Reader:
    """A text, the place where reading stands, and the furthest place that was reached."""

    def __init__(self, text: str, language: FormulaLanguage, place: str) -> None:
        self.text, self.language, self.words, self.place = text, language, language.words, place
        self.at, self.furthest = 0, 0
        self.quantities = Quantities(language)
        self.names = {title: name for name, title in language.words.titles.items()}
        longest = sorted(self.names, key=lambda title: (-len(title), title))
        self.title_pattern = re.compile("|".join([*map(re.escape, longest), NAME]))

    def error(self) -> FormulaError:
        before, rest = self.text[: self.furthest][-40:], self.text[self.furthest :][:40]
        return FormulaError(Fault(self.place, f"cannot be read back after {before!r}, at {rest!r}"))

    # --- patterns

    def whole(self, pattern: str, **slots: Slot) -> dict[str, Any] | None:
        """The slots of a pattern that is the whole text."""
        self.at = 0
        found = self.pattern(pattern, **slots)
        return found if found is not None and self.at == len(self.text) else None

    def pattern(self, pattern: str, **slots: Slot) -> dict[str, Any] | None:
        """The slots of a pattern at this place; the place stays where it does not fit."""
        start, found = self.at, dict[str, Any]()
        for literal, slot, _, _ in Formatter().parse(pattern):
            value = None
            if not self.literal(literal) or (slot and (value := slots[slot]()) is None):
                self.at = start
                return None
            if slot:
                found[slot] = value
        return found

    def literal(self, words: str) -> bool:
        if not self.text.startswith(words, self.at):
            return False
        self.at += len(words)
        self.furthest = max(self.furthest, self.at)
        return True

    def match(self, pattern: str | re.Pattern[str]) -> str | None:
        found = re.compile(pattern).match(self.text, self.at)
        if not found:
            return None
        self.at = found.end()
        self.furthest = max(self.furthest, self.at)
        return found[0]

    def taken(self, found: tuple[T, int] | None) -> T | None:
        if found is None:
            return None
        self.at = found[1]
        self.furthest = max(self.furthest, self.at)
        return found[0]

    # --- words and numbers

    def title(self) -> str | None:
        found = self.match(self.title_pattern)
        return None if found is None else self.names.get(found, found)

    def number(self) -> Decimal | None:
        found = self.match(self.language.notation.pattern)
        return None if found is None else self.language.notation.read(found)

    def places(self) -> int | None:
        if self.literal(self.words.places_none):
            return 0
        one, other = self.words.places_one, self.words.places_other
        found = self.pattern(one, n=lambda: self.match("1(?![0-9])"))
        found = found or self.pattern(other, n=lambda: self.match(r"\d{1,2}"))
        return None if found is None else int(found["n"])

    def in_unit(self) -> Unit | None:
        if self.literal(self.words.in_share):
            return SHARE
        if self.literal(self.words.in_number):
            return PURE
        found = self.pattern(self.words.in_unit, unit=lambda: self.taken(self.quantities.unit(self.text, self.at)))
        return None if found is None else found["unit"]
