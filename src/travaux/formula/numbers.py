"""Exact numbers to and from the notation of a language: `1,234.50`, `1.234,50`, `−5`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_UP,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
)

MINUS = "\N{MINUS SIGN}"

_TRAPS = [Clamped, DivisionByZero, FloatOperation, InvalidOperation, Overflow]
#: Rounds half away from zero, where a text says so; wide enough for every amount that passes the check of widths.
WIDE = Context(prec=200, rounding=ROUND_HALF_UP, traps=_TRAPS)
#: Refuses to round and to take a binary float: sums and products are exact or an error.
EXACT = Context(prec=200, rounding=ROUND_HALF_UP, traps=[*_TRAPS, Inexact])


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers are written: the mark before decimals and the mark between thousands (none where empty)."""

    decimal_mark: str = "."
    group_mark: str = ","

    def __post_init__(self) -> None:
        if len(self.decimal_mark) != 1 or self.decimal_mark == self.group_mark or len(self.group_mark) > 1:
            raise ValueError(f"{self.decimal_mark!r} and {self.group_mark!r} do not tell decimals from thousands")

    @property
    def pattern(self) -> str:
        """A regular expression of a number, without spaces beside it."""
        point, group = re.escape(self.decimal_mark), re.escape(self.group_mark)
        thousands = rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|" if group else ""
        return rf"{MINUS}?(?:{thousands}\d+)(?:{point}\d+)?"

    @property
    def separator(self) -> str:
        """What stands between the arguments of a function, and is told from the decimal mark."""
        return "; " if self.decimal_mark == "," else ", "

    def write(self, number: Decimal) -> str:
        """The number with all the decimals it has."""
        whole, _, decimals = f"{abs(number):f}".partition(".")
        grouped = f"{int(whole):,}".replace(",", self.group_mark)
        return (MINUS if number < 0 else "") + grouped + (self.decimal_mark + decimals if decimals else "")

    def read(self, text: str) -> Decimal:
        """The number that is written. Raises ValueError for anything else."""
        if not re.fullmatch(self.pattern, text):
            raise ValueError(f"{text!r} is not a number in this notation")
        plain = text.replace(self.group_mark, "") if self.group_mark else text
        return Decimal(plain.replace(self.decimal_mark, ".").replace(MINUS, "-"))


PLAIN = Notation(".", "")
ENGLISH = Notation(".", ",")


def trimmed(number: Decimal) -> Decimal:
    """The number without idle zeros and without an exponent: 65.00 is 65, 1E+2 is 100."""
    return Decimal(f"{number.normalize(WIDE):f}")


def rounded(number: Decimal, places: int) -> Decimal:
    """The number with so many decimal places, half a unit of the last going away from zero."""
    return number.quantize(unit_of(places), context=WIDE)


def unit_of(places: int) -> Decimal:
    """One unit of the last of so many decimal places: 0.01 for two."""
    return Decimal(1).scaleb(-places)


def divided(numerator: Decimal, denominator: Decimal, places: int) -> Decimal:
    """The exact ratio rounded once, half away from zero: never by way of a quotient that is already rounded."""
    top, bottom = numerator.as_integer_ratio(), denominator.as_integer_ratio()
    above, below = abs(top[0] * bottom[1]) * 10**places, abs(top[1] * bottom[0])
    size = Decimal((2 * above + below) // (2 * below)).scaleb(-places, WIDE)
    return -size if (numerator < 0) != (denominator < 0) and size else size
