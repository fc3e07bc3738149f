"""A worked example back to its amounts, with its arithmetic done again from the printed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.fault import Fault, FormulaError
from travaux.formula.linear_parse import read_equation, read_linear
from travaux.formula.nodes import SYMBOL, Expression, Round
from travaux.formula.reader import Reader, Slot
from travaux.formula.says import FormulaLanguage
from travaux.formula.unit import Unit
from travaux.formula.whole import Formula, Step


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: the name of what it is of, its value and unit, and its symbol where the line has one."""

    name: str
    value: Decimal
    unit: Unit
    symbol: str = ""


def parse_example(lines: Iterable[str], language: FormulaLanguage) -> tuple[Amount, ...]:
    """The amounts of the lines of `example_text`, in their order; a line of a key or a date has none.

    Raises FormulaError for a line that cannot be read, and for one whose numbers do not give the result it prints.
    """
    found = [_Line(text, language, f"line {number}").read() for number, text in enumerate(lines, 1)]
    return tuple(amount for amount in found if amount is not None)


class _Line(Reader):
    def read(self) -> Amount | None:
        words = self.words
        patterns = (words.example_rounded, words.example_step, words.example_taken, words.example_found_by)
        for pattern in (*patterns, words.example_found, words.example_given):
            if (found := self.whole(pattern, **self.slots(pattern))) is not None:
                self.checked(found)
                value, unit = found["value"]
                return Amount(found["title"], value, unit, found.get("symbol", ""))
        if self.whole(words.example_key, title=self.title, value=lambda: self.match(".+")) is None:
            raise self.error()
        return None

    def slots(self, pattern: str) -> dict[str, Slot]:
        return {
            "n": lambda: self.match(r"\d+"),
            "title": self.title,
            "symbol": lambda: self.match(SYMBOL),
            "value": self.quantity,
            "exact": self.quantity,
            "places": self.places,
            "equation": lambda: self.taken(read_equation(self.text, self.at, self.language.notation)),
            "inserted": lambda: self.taken(read_linear(self.text, self.at, self.language.notation)),
            "keys": lambda: self.match(_until(pattern, "keys")),
            "date": lambda: self.match(_until(pattern, "date")),
        }

    def quantity(self) -> tuple[Decimal, Unit] | None:
        found = self.quantities.amount(self.text, self.at)
        return None if found is None else self.taken(((found[0], found[1]), found[2]))

    def checked(self, found: dict[str, Any]) -> None:
        """Raises FormulaError where the numbers that are put in do not give the printed result."""
        if "inserted" not in found:
            return
        told = found.get("exact", found["value"])[0]
        result = _computed(found["inserted"])
        if result != told:
            raise self.wrong(result, told)
        if "places" in found and (result := _computed(Round(found["inserted"], found["places"]))) != found["value"][0]:
            raise self.wrong(result, found["value"][0])

    def wrong(self, result: Decimal, told: Decimal) -> FormulaError:
        write = self.language.notation.write
        return FormulaError(Fault(self.place, f"the numbers give {write(result)}, the text says {write(told)}"))


def _computed(expression: Expression) -> Decimal:
    found = evaluate(Formula("line", (), (Step("A", "result", expression),)), {})
    assert isinstance(found, Assessed)
    return found.amount


def _until(pattern: str, slot: str) -> str:
    """Words up to what follows a slot in the pattern."""
    following = pattern.partition(f"{{{slot}}}")[2].partition("{")[0]
    return rf".+?(?={re.escape(following)})"
