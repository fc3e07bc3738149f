"""Exact figures in the user's words: fractions become decimals, and say so where they cannot be written out."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

#: Decimals beyond which a figure is rounded, and called "about".
MOST_DECIMALS = 8
_FEWEST = Decimal("0.01")


def shown(number: int | Fraction) -> str:
    """The number with two decimals or more, exact; "about" and four decimals where it has no such form."""
    with localcontext(prec=60):
        scaled = Fraction(number) * 10**MOST_DECIMALS
        if scaled.denominator == 1:
            exact = Decimal(scaled.numerator).scaleb(-MOST_DECIMALS).normalize()
            return format(exact if exact != exact.quantize(_FEWEST) else exact.quantize(_FEWEST), "f")
        rounded = (Decimal(number.numerator) / number.denominator).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        return f"about {rounded}"


def percent(share: Fraction) -> str:
    """A share of one as a percentage, as short as it can be written."""
    text = shown(share * 100)
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def plain(number: int | Fraction) -> str:
    """The number as short as it can be written."""
    text = shown(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def cents_up(number: Fraction) -> Fraction:
    """The number rounded up to two decimals: an amount, or a percentage, that is enough."""
    return Fraction(math.ceil(number * 100), 100)


def counted(number: int, what: str) -> str:
    """`1 formula`, `28 formulas`."""
    return f"{number} {what}{'' if number == 1 else 's'}"
