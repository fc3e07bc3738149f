"""A second implementation of the public vectors: reads their JSON alone, in fractions, by the rules of its page.

It takes nothing from the library, so that what it finds is what anybody finds who has the files and the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any


class NoAmount(Exception):
    """The reason why a row has no amount."""


def half_away(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places
    size = Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**places)
    return -size if value < 0 else size


class Machine:
    """One row of a file: the values of its symbols, in the order of the steps."""

    def __init__(self, vector: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        self.given = row["given"]
        self.tables = {table["name"]: table for table in (*vector["tables"], *row.get("tables", ()))}
        self.limits = {each["symbol"]: each for each in vector["inputs"]}
        self.values: dict[str, Fraction | None] = {}
        self.steps = vector["steps"]

    def run(self) -> dict[str, Fraction]:
        """Every step by its symbol. Raises `NoAmount` with the code of the first reason."""
        ladders = [match for step in self.steps for match in re.findall(r"first\(([^)]*)\)", step["equation"])]
        optional = {symbol for ladder in ladders for symbol in ladder.split(", ")}
        for symbol, limits in self.limits.items():
            self.values[symbol] = self.bounded(self.given[limits["name"]], limits, symbol not in optional)
        told = " ".join(step["equation"] for step in self.steps)
        looked = dict.fromkeys(re.findall(r"([a-z_0-9]+)\[([^\]]*)\]", told))
        found = {look: self.looked_up(*look) for look in looked}
        for ladder in ladders:
            if all(self.values[symbol] is None for symbol in ladder.split(", ")):
                raise NoAmount(f"NO_{self.limits[ladder.split(', ')[0]]['name'].upper()}")
        done: dict[str, Fraction] = {}
        for step in self.steps:
            symbol, _, told = step["equation"].partition(" = ")
            done[symbol] = self.values[symbol] = Reader(told, self.values, found).whole()
        return done

    def bounded(self, told: str | None, limits: Mapping[str, Any], required: bool = True) -> Fraction | None:
        name = limits["name"].upper()
        if told is None:
            if required:
                raise NoAmount(f"NO_{name}")
            return None
        value = Fraction(told)
        if not Fraction(limits["least"]) <= value <= Fraction(limits["most"]):
            raise NoAmount(f"{name}_OUT_OF_RANGE")
        if (value * 10 ** limits["decimals"]).denominator != 1:
            raise NoAmount(f"{name}_TOO_MANY_DECIMALS")
        return value

    def looked_up(self, table: str, inside: str) -> Fraction:
        columns = inside.split(", ")
        for column in columns:
            if self.given[column] is None:
                raise NoAmount(f"NO_{column.upper()}")
        *keys, day = (self.given[column] for column in columns)
        rows = [row for row in self.tables[table]["rows"] if row["keys"] == keys and row["since"] <= day]
        if not rows:
            raise NoAmount(f"NO_{table.upper()}_IN_FORCE")
        value = self.bounded(max(rows, key=lambda row: row["since"])["value"], self.tables[table])
        assert value is not None
        return value


class Reader:
    """An equation, read and worked out in one pass."""

    def __init__(self, told: str, values: Mapping[str, Fraction | None], found: Mapping[tuple[str, str], Fraction]):
        self.values, self.found = values, found
        self.rest = told

    def whole(self) -> Fraction:
        value = self.amount()
        assert not self.rest.strip(), self.rest
        return _known(value)

    def take(self, mark: str) -> bool:
        if self.rest.lstrip(" ").startswith(mark):
            self.rest = self.rest.lstrip(" ")[len(mark) :]
            return True
        return False

    def amount(self) -> Fraction | None:
        value = self.product()
        while True:
            if self.take("+"):
                value = _known(value) + _known(self.product())
            elif self.take("−"):
                value = _known(value) - _known(self.product())
            else:
                return value

    def product(self) -> Fraction | None:
        value = self.single()
        while self.take("×"):
            value = _known(value) * _known(self.single())
        return value

    def single(self) -> Fraction | None:
        if self.take("("):
            value = self.amount()
            assert self.take(")")
            return value
        token = re.match(r" *(\d+(?:\.\d+)?)(%?)(\u00a0[^ ,()]+)?", self.rest)
        if token:
            self.rest = self.rest[token.end() :]
            return Fraction(token[1]) / (100 if token[2] else 1)
        token = re.match(r" *([a-z_0-9]+)\[([^\]]*)\]", self.rest)
        if token:
            self.rest = self.rest[token.end() :]
            return self.found[token[1], token[2]]
        token = re.match(r" *(max|min|first|round|ratio|if)\(", self.rest)
        if token:
            self.rest = self.rest[token.end() :]
            return self.called(token[1])
        token = re.match(r" *([A-Za-zα-ωΑ-Ω]\d?)", self.rest)
        assert token, self.rest
        self.rest = self.rest[token.end() :]
        return self.values[token[1]]

    def called(self, function: str) -> Fraction | None:
        arguments: list[Any] = [self.argument()]
        while self.take(","):
            arguments.append(self.argument())
        assert self.take(")"), self.rest
        match function:
            case "max" | "min":
                return (max if function == "max" else min)(map(_known, arguments))
            case "first":
                return next(value for value in arguments if value is not None)
            case "round":
                return half_away(_known(arguments[0]), int(arguments[1]))
            case "ratio":
                return half_away(_known(arguments[0]) / _known(arguments[1]), int(arguments[2]))
            case _:
                *cases, otherwise = arguments
                met = (value for condition, value in zip(cases[::2], cases[1::2], strict=True) if condition)
                return next(met, otherwise)

    def argument(self) -> Any:
        left = self.amount()
        for sign, holds in (("≥", lambda a, b: a >= b), ("≤", lambda a, b: a <= b), ("<", lambda a, b: a < b)):
            if self.take(sign):
                return holds(_known(left), _known(self.amount()))
        return left


def _known(value: Fraction | None) -> Fraction:
    assert value is not None
    return value
