"""Boxes -> MathML, as browsers and readers for the blind take it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import assert_never

from travaux.formula.layout import Box, Cases, Fence, Figure, Fraction, Function, Letter, Row, Sign, Words

_APPLIED = "<mo>&#x2061;</mo>"


def display(box: Box, alternative: str) -> str:
    """A displayed equation, with the text that is read where it cannot be shown."""
    return f'<math display="block" alttext="{escape(alternative)}">{mathml(box)}</math>'


def mathml(box: Box) -> str:
    """One box."""
    match box:
        case Letter(name, ""):
            return _element("mi", name)
        case Letter(name, index):
            return f"<msub>{_element('mi', name)}{_element('mn', index)}</msub>"
        case Figure(text):
            return _element("mn", text)
        case Sign(text):
            return _element("mo", text)
        case Words(text):
            return _element("mtext", text)
        case Row(items):
            return f"<mrow>{''.join(map(mathml, items))}</mrow>"
        case Fence(items, separator):
            told = f'<mo separator="true">{separator}</mo>'.join(map(mathml, items))
            return f'<mrow><mo fence="true">(</mo>{told}<mo fence="true">)</mo></mrow>'
        case Function(name, arguments):
            return f"<mrow>{_element('mi', name)}{_APPLIED}{mathml(arguments)}</mrow>"
        case Fraction(above, below):
            return f"<mfrac>{mathml(above)}{mathml(below)}</mfrac>"
        case Cases(rows):
            return f'<mrow><mo fence="true">{{</mo><mtable columnalign="left">{_rows(rows)}</mtable></mrow>'
        case _:
            assert_never(box)


def _rows(rows: Iterable[tuple[Box, Box | None]]) -> str:
    return "".join(
        f"<mtr><mtd>{mathml(value)}</mtd><mtd>{mathml(condition) if condition else ''}</mtd></mtr>"
        for value, condition in rows
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
