"""Exact numbers, and values that are written as one YAML scalar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema


def exact(value: object) -> Decimal:
    """An exact decimal from a YAML number or a Python int or Decimal.

    Raises ValueError for binary floats, booleans, quoted numbers, exponents and non-finite values.
    """
    if isinstance(value, bool) or value is None:
        raise ValueError("a number is wanted here")
    if isinstance(value, float):
        raise ValueError("a binary floating-point number is not exact; give a Decimal")
    if isinstance(value, str):
        raise ValueError(f"{value!r} is text; a number is written without quotes, as in 110.50")
    if not isinstance(value, int | Decimal):
        raise ValueError("a number is wanted here")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    if abs(number.adjusted()) > 24:
        raise ValueError(f"{number} is beyond any amount that a text states")
    return Decimal(format(number, "f"))


def _positive(number: Decimal) -> Decimal:
    if number <= 0:
        raise ValueError(f"{number} is not above zero")
    return number


def _not_negative(number: Decimal) -> Decimal:
    if number < 0:
        raise ValueError(f"{number} is below zero")
    return number


_NUMBER = WithJsonSchema({"type": "number"})
Exact: TypeAlias = Annotated[Decimal, BeforeValidator(exact), _NUMBER]
PositiveExact: TypeAlias = Annotated[Exact, AfterValidator(_positive)]
NonNegativeExact: TypeAlias = Annotated[Exact, AfterValidator(_not_negative)]


@dataclass(frozen=True)
class Scalar:
    """Marks a type that is written as one YAML scalar: how to read it, its pattern and an example."""

    parse: Callable[[str], object]
    pattern: str
    example: str

    def __get_pydantic_core_schema__(self, source: type, _: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: object) -> object:
            if isinstance(value, source):
                return value
            if isinstance(value, str):
                return self.parse(value.strip())
            raise ValueError(f"text such as {self.example} is wanted here, not {value}")

        return core_schema.no_info_plain_validator_function(validate, serialization=core_schema.to_string_ser_schema())

    def __get_pydantic_json_schema__(self, *_: object) -> dict[str, object]:
        return {"type": "string", "pattern": self.pattern, "examples": [self.example]}
