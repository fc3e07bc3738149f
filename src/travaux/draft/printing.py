"""Values become words and figures in a drafting language: "65 per cent", "30 days", "USD 110.00 per kg of ..."."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from travaux.library import Language
from travaux.model.base import Record
from travaux.model.instrument import Numbers
from travaux.model.mechanism.base import Mechanism
from travaux.model.party import Party
from travaux.model.period import Period
from travaux.model.product import Product
from travaux.model.quantity import Basis, HSCode, Mass, Money, Percentage, Price


def counted(word: str, number: str) -> str:
    """A number and the word for what is counted, which follows it or has a hole for it."""
    return word.replace("{}", number) if "{}" in word else f"{number} {word}"


class Unprintable(ValueError):
    """A value that has no printed form, with the reason in words."""


class Printer:
    """Prints values in one language, with the number formats of one instrument."""

    def __init__(self, tag: str, language: Language, numbers: Numbers) -> None:
        self.tag = tag
        self.language = language
        self.decimal_mark = numbers.decimal_mark or language.decimal_mark
        self.group_mark = language.group_mark if numbers.group_mark is None else numbers.group_mark
        word = (numbers.percent or "").replace("{", "{{").replace("}", "}}")
        self.percent = f"{{number}} {word}" if word else language.percent

    def number(self, value: Decimal | int) -> str:
        """A number with the decimals it was written with, grouped in threes."""
        return f"{value:,}".translate({ord(","): self.group_mark, ord("."): self.decimal_mark})

    def period(self, period: Period) -> str:
        """`30 days`, `1 year and 6 months`."""
        counts = (("year", period.years), ("month", period.months), ("week", period.weeks), ("day", period.days))
        parts = [counted(self.language.units[unit][n != 1], self.number(n)) for unit, n in counts if n]
        own = self.language.period_and
        return self.joined(parts, self.language.list_and) if own is None else own.join(parts)

    def currency(self, code: str) -> str:
        """`USD`, or the name of the currency where the language has one."""
        return self.language.currencies.get(code, code)

    def date(self, day: datetime.date) -> str:
        """`1 January 2027`."""
        return self.language.date.format(day=day.day, month=self.language.months[day.month - 1], year=day.year)

    def basis(self, basis: Basis) -> str:
        """`NdPr oxide equivalent`, `contained Ga`."""
        return self.language.bases[basis.kind].format(substance=basis.substance)

    def price(self, price: Price) -> str:
        """`USD 110.00 per kg of NdPr oxide equivalent`."""
        return self.language.price.format(
            currency=self.currency(price.currency),
            number=self.number(price.amount),
            unit=price.per,
            basis=self.basis(price.basis),
        )

    def words(self, number: int) -> str:
        """`three`; a number beyond the language's list is printed in figures."""
        return self.language.numbers[number] if 0 <= number < len(self.language.numbers) else self.number(number)

    def joined(self, items: Sequence[str], last: str) -> str:
        """`A, B and C`."""
        if len(items) < 2:
            return "".join(items)
        return self.language.list_separator.join(items[:-1]) + last + items[-1]

    def texts(self, texts: dict[str, str]) -> str:
        """The text in this language. Raises `Unprintable` where there is none."""
        if self.tag not in texts:
            raise Unprintable(f"there is no text in {self.tag!r}, only in {', '.join(sorted(texts))}")
        return str(texts[self.tag])

    def record(self, record: Record) -> str:
        """The name by which running text calls a record. Raises `Unprintable` for one without a name."""
        match record:
            case Party():
                if self.tag not in record.names:
                    raise Unprintable(f"party {record.id!r} has no name in {self.tag!r}")
                return record.names[self.tag].short
            case Product():
                return self.texts(record.names)
            case Mechanism() if record.title:
                return self.texts(record.title)
        raise Unprintable(f"the record {record.id!r} has no name to print")

    def __call__(self, value: Any) -> str:
        """The printed form of any value. Raises `Unprintable` for one that has none."""
        match value:
            case None:
                raise Unprintable("there is nothing to print: the field is not set")
            case bool():
                raise Unprintable("a yes/no value is tested with `if`, not printed")
            case str():
                return value
            case int() | Decimal():
                return self.number(value)
            case Percentage():
                return self.percent.format(number=self.number(value.value))
            case Period():
                return self.period(value)
            case datetime.date():
                return self.date(value)
            case HSCode():
                return value.dotted
            case Basis():
                return self.basis(value)
            case Price():
                return self.price(value)
            case Money():
                return self.language.money.format(
                    currency=self.currency(value.currency), number=self.number(value.amount)
                )
            case Mass():
                return f"{self.number(value.amount)} {value.unit}"
            case dict() if value and all(isinstance(text, str) for text in value.values()):
                return self.texts(value)
            case Record():
                return self.record(value)
        raise Unprintable(f"a {type(value).__name__} has no printed form; print one of its fields")


def machine(value: Any) -> str:
    """The value as exact text for machines."""
    match value:
        case Money():
            return f"{value.amount} {value.currency}"
        case Price():
            return f"{value.amount} {value.unit}"
        case Mass():
            return f"{value.amount} {value.unit}"
        case Record():
            return value.id
        case dict():
            return "; ".join(f"{key}: {text}" for key, text in value.items())
    return str(value)
