"""Numbers, units and decimal places in the words of a language, and the patterns that read them back.

The spaces within the name of a substance or a unit do not break, which is good typography and also tells where the
name ends: `USD 5 per kg of NdPr oxide equivalent` has a no-break space inside `NdPr oxide`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from travaux.formula.linear import NBSP
from travaux.formula.nodes import Constant
from travaux.formula.numbers import ENGLISH, Notation, trimmed
from travaux.formula.unit import SHARE, Base, Unit
from travaux.formula.words import FormulaWords

_WORD = r"[^ ,;:（）]+?"


@dataclass(frozen=True, slots=True)
class FormulaLanguage:
    """What a formula is told in: its own words, and how the language writes numbers, money, shares and bases."""

    words: FormulaWords
    percent: str
    """Pattern with {number}."""
    money: str
    """Pattern with {currency} and {number}."""
    bases: Mapping[str, str]
    """Patterns with {substance}: contained, equivalent, treo, gross."""
    date: str
    """Pattern with {day}, {month}, {year}."""
    months: Sequence[str]
    notation: Notation = ENGLISH
    currencies: Mapping[str, str] = field(default_factory=dict)
    """Names of currencies by code; without one the code is printed."""

    def day(self, day: datetime.date) -> str:
        """A date: `1 June 2027`."""
        return self.date.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def places(self, places: int) -> str:
        """Decimal places: `no decimal place`, `1 decimal place`, `2 decimal places`."""
        words = self.words
        pattern = (words.places_none, words.places_one)[places] if places < 2 else words.places_other
        return pattern.format(n=places)

    def constant(self, node: Constant) -> str:
        """A number of the text with its unit; the word for zero."""
        return self.words.zero if node.unit is None else self.amount(node.value, node.unit)

    def amount(self, value: Decimal, unit: Unit) -> str:
        """An amount with its unit: `USD 110.00 per kg of contained Ga`, `65 per cent`, `1.5 kg of TREO`."""
        if unit.share:
            return self.percent.format(number=self.notation.write(trimmed(value.scaleb(2))))
        number, rest = self.notation.write(value), list(unit.above)
        if rest and rest[0].is_currency:
            told = self.money.format(currency=self.base(rest.pop(0)), number=number)
        else:
            told = f"{number}{NBSP}{self.base(rest.pop(0))}" if rest else number
        return told + self._more(rest, unit)

    def unit(self, unit: Unit) -> str:
        """A unit alone: `USD per kg of contained Ga`."""
        first, *rest = unit.above or (Base("1"),)
        return self.base(first) + self._more(rest, unit)

    def _more(self, above: list[Base], unit: Unit) -> str:
        up = "".join(self.words.times + self.base(base) for base in above)
        return up + "".join(self.words.per + self.base(base) for base in unit.below)

    def base(self, base: Base) -> str:
        """One unit with its basis: `kg of contained Ga`."""
        name = self.currencies.get(base.name, base.name) if base.is_currency else base.name.replace(" ", NBSP)
        return name + self.words.of.format(basis=self.basis(base.of)) if base.of else name

    def basis(self, basis: str) -> str:
        """A basis in the words of the language; another name stands as it is."""
        for kind, (form, pattern) in _forms(self.bases).items():
            if found := re.fullmatch(form, basis):
                return pattern.format(substance="".join(found.groups()).replace(" ", NBSP)) if kind else pattern
        return basis.replace(" ", NBSP)


def _forms(bases: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The forms of a basis in the model, each with its pattern in the language."""
    return {
        "treo": ("TREO", bases["treo"]),
        "gross": ("gross product", bases["gross"]),
        "contained": ("contained (.+)", bases["contained"]),
        "equivalent": ("(.+) equivalent", bases["equivalent"]),
    }


_MODEL = {
    "treo": "TREO",
    "gross": "gross product",
    "contained": "contained {substance}",
    "equivalent": "{substance} equivalent",
}


class Quantities:
    """Reads what `FormulaLanguage` writes, at a place of a text: returns what is read and where it ends, or None."""

    def __init__(self, language: FormulaLanguage) -> None:
        self.language, words, number = language, language.words, language.notation.pattern
        self.number = re.compile(number)
        self.share = re.compile(_escaped(language.percent, number=f"({number})"))
        self.codes = {name: code for code, name in language.currencies.items()}
        currency = "|".join([*map(re.escape, sorted(self.codes, key=len, reverse=True)), "[A-Z]{3}(?![A-Za-z])"])
        money = _escaped(language.money, currency=f"(?P<currency>{currency})", number=f"(?P<number>{number})")
        self.money = re.compile(money)
        ends = r"(?=[ ,;:.)]|$)" if words.of.endswith("{basis}") else ""
        self.bases = [
            (kind, re.compile(_escaped(words.of.format(basis=pattern), substance=f"({_WORD})") + ends))
            for kind, (_, pattern) in _forms(language.bases).items()
        ]
        self.other = re.compile(_escaped(words.of, basis=f"({_WORD})") + ends)
        self.name = re.compile(rf"1|{currency}|(?:(?!{re.escape(words.per)})(?![,;:])[!-~{NBSP}])+")

    def constant(self, text: str, at: int) -> tuple[Constant, int] | None:
        """A number with its unit at a place."""
        if text.startswith(self.language.words.zero, at):
            return Constant(Decimal(0)), at + len(self.language.words.zero)
        found = self.amount(text, at)
        return None if found is None else (Constant(found[0], found[1]), found[2])

    def amount(self, text: str, at: int) -> tuple[Decimal, Unit, int] | None:
        """An amount and its unit at a place."""
        read = self.language.notation.read
        if found := self.share.match(text, at):
            return read(found[1]).scaleb(-2), SHARE, found.end()
        above: list[Base] = []
        if found := self.money.match(text, at):
            above, value, end = [self.currency(found["currency"])], read(found["number"]), found.end()
        elif found := self.number.match(text, at):
            value, end = read(found[0]), found.end()
            if text.startswith(NBSP, end) and (base := self.base(text, end + 1)):
                above, end = [base[0]], base[1]
        else:
            return None
        unit, end = self._more(text, end, above)
        return value, unit, end

    def unit(self, text: str, at: int) -> tuple[Unit, int] | None:
        """A unit at a place."""
        first = self.base(text, at)
        if first is None:
            return None
        return self._more(text, first[1], [] if first[0] == Base("1") else [first[0]])

    def _more(self, text: str, at: int, above: list[Base]) -> tuple[Unit, int]:
        words, below = self.language.words, list[Base]()
        for mark, side in ((words.times, above), (words.per, below)):
            while text.startswith(mark, at) and (found := self.base(text, at + len(mark))):
                side.append(found[0])
                at = found[1]
        return Unit(tuple(above), tuple(below)), at

    def base(self, text: str, at: int) -> tuple[Base, int] | None:
        """A unit with its basis at a place."""
        found = self.name.match(text, at)
        if not found:
            return None
        if found[0] in self.codes:
            return self.currency(found[0]), found.end()
        name, end = found[0].replace(NBSP, " "), found.end()
        if of := self.basis(text, end):
            return Base(name, of[0]), of[1]
        return Base(name.rstrip(").")), end - (len(name) - len(name.rstrip(").")))

    def currency(self, told: str) -> Base:
        """A currency by its name or its code."""
        return Base(self.codes.get(told, told))

    def basis(self, text: str, at: int) -> tuple[str, int] | None:
        """What a unit is of at a place, as the model writes it; None where nothing is said."""
        for kind, pattern in self.bases:
            if found := pattern.match(text, at):
                return _MODEL[kind].format(substance="".join(found.groups()).replace(NBSP, " ")), found.end()
        other = self.other.match(text, at)
        return None if other is None else (other[1].replace(NBSP, " "), other.end())


def _escaped(pattern: str, **slots: str) -> str:
    """A pattern as a regular expression, its slots replaced."""
    told = re.escape(pattern)
    for name, slot in slots.items():
        told = told.replace(re.escape(f"{{{name}}}"), slot)
    return told
