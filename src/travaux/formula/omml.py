"""Boxes -> Office Math, the native equations of Word; elements stand in the order that its schema wants.

Brackets that need not grow are characters; those round a fraction or cases are delimiters, which grow.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import assert_never

from travaux.formula.layout import Box, Cases, Fence, Figure, Fraction, Function, Letter, Row, Sign, Words, is_tall
from travaux.formula.one_line import cases, fraction, squeezed

_UPRIGHT = "<m:rPr><m:nor/></m:rPr>"
#: LibreOffice 7.4 cannot read a matrix that has an empty cell.
_NOTHING = f'<m:r>{_UPRIGHT}<m:t xml:space="preserve">\N{NO-BREAK SPACE}</m:t></m:r>'


def omml(box: Box) -> str:
    """The content of `m:oMath`."""
    match box:
        case Letter(name, ""):
            return _run(name)
        case Letter(name, index):
            return f"<m:sSub><m:e>{_run(name)}</m:e><m:sub>{_run(index)}</m:sub></m:sSub>"
        case Figure(text) | Sign(text):
            return _run(text)
        case Words(text):
            return _run(text, _UPRIGHT)
        case Row(items):
            return "".join(map(omml, items))
        case Fence():
            return _fence(box)
        case Function(name, arguments):
            return f"<m:func><m:fName>{_run(name, _UPRIGHT)}</m:fName><m:e>{_fence(arguments)}</m:e></m:func>"
        case Fraction(above, below):
            return f"<m:f><m:num>{omml(above)}</m:num><m:den>{omml(below)}</m:den></m:f>"
        case Cases(rows):
            return _delimited("{", "", "", [_matrix(rows)])
        case _:
            assert_never(box)


def omml_words(box: Box) -> str:
    """The equation on one line, as `omml_parse` reads it back from what `omml` writes."""
    match box:
        case Letter(name, index):
            return name + index
        case Figure(text) | Sign(text) | Words(text):
            return squeezed(text)
        case Row(items):
            return "".join(map(omml_words, items))
        case Fence(items, separator):
            return f"({separator.join(map(omml_words, items))})"
        case Function(name, arguments):
            return name + omml_words(arguments)
        case Fraction(above, below):
            return fraction(omml_words(above), omml_words(below))
        case Cases(rows):
            return cases((omml_words(value), omml_words(met) if met else "") for value, met in rows)
        case _:
            assert_never(box)


def _run(text: str, properties: str = "") -> str:
    return f'<m:r>{properties}<m:t xml:space="preserve">{escape(text)}</m:t></m:r>'


def _fence(fence: Fence) -> str:
    told = [omml(item) for item in fence.items]
    if is_tall(fence):
        return _delimited("(", fence.separator, ")", told)
    return _run("(") + _run(fence.separator).join(told) + _run(")")


def _delimited(opening: str, separator: str, closing: str, items: Iterable[str]) -> str:
    characters = (
        f'<m:begChr m:val="{opening}"/><m:sepChr m:val="{separator}"/><m:endChr m:val="{closing}"/><m:grow m:val="1"/>'
    )
    return f"<m:d><m:dPr>{characters}</m:dPr>{''.join(f'<m:e>{item}</m:e>' for item in items)}</m:d>"


def _matrix(rows: Iterable[tuple[Box, Box | None]]) -> str:
    """Amounts in the first column, their conditions in the second."""
    column = '<m:mc><m:mcPr><m:count m:val="2"/><m:mcJc m:val="left"/></m:mcPr></m:mc>'
    told = "".join(
        f"<m:mr><m:e>{omml(value)}</m:e><m:e>{omml(condition) if condition else _NOTHING}</m:e></m:mr>"
        for value, condition in rows
    )
    return f"<m:m><m:mPr><m:mcs>{column}</m:mcs></m:mPr>{told}</m:m>"
