"""A line of mathematics as people and programs write it -> the tree.

Blanks do not count; `-`, `·`, `<=` and letters of mathematical alphabets are what they look like; brackets may be
square or curly; a ratio may be a fraction within its rounding. Another order of the factors, or brackets put in, is
another tree, even where the amount is the same.
"""

from __future__ import annotations

import re
import unicodedata

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.linear import NBSP
from travaux.formula.linear_parse import LineReader, constant_of
from travaux.formula.nodes import NAME, SYMBOL, Expression, Lookup, Ratio, Round, Symbol
from travaux.formula.numbers import PLAIN, Notation
from travaux.formula.one_line import squeezed
from travaux.formula.precedence import MINUS, TIMES

_SAME = {
    **dict.fromkeys("-\u2010\u2011\u2012\u2013\ufe63\uff0d", MINUS),
    **dict.fromkeys("*·⋅∙•∗✕⨯\u2062", TIMES),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("∕⁄÷", "/"),
    **dict.fromkeys("[{", "("),
    **dict.fromkeys("]}", ")"),
    NBSP: "",
}
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\u2061\ufeff"))
#: What decomposes into a letter or digit that reads the same; a raised figure does not.
_LIKE = {"", "<font>", "<sub>", "<wide>", "<compat>", "<small>"}
#: Signs that end a unit. A hyphen, an asterisk or a dot does not where it is part of a name: `rare-earth`, `USD*kg`,
#: `LiOH·H2O`.
_SIGNS = "+×(){}[],;<>=∧∨¬%" + "".join(sign for sign in (*_SAME, *_SAME.values()) if sign not in ("/", NBSP))
_MORE = r"[a-z]{2,}\b(?![(\[])"
_UNIT_WORD = rf"(?:[^\s{re.escape(_SIGNS)}]|-(?={_MORE})|\*(?={_MORE}|(?:[gt1]|[A-Z]{{3}})\b)|·(?=\d*H2O))+"
_UNIT = rf"{NBSP}{_UNIT_WORD}(?:{NBSP}{_UNIT_WORD})*"
#: A symbol with its number as Word writes it on a line: `S_1`, `S_(12)`.
_INDEX = re.compile(r"(?<!\w)([^\W\d_])_(?:(\d{1,2})\b|\((\d{1,2})\))")
_CALLED = "max|min|first|round|ratio|if"
_LOOKUP = rf"(?!(?:{_CALLED})\[)({NAME})\[({NAME}(?:,{NAME})*)\]"
#: Units and look-ups stand as they are: their dots, strokes and brackets are part of a name.
_KEPT = re.compile(rf"(?<=\d){_UNIT}|{_LOOKUP}")


def parse_loose(text: str, notation: Notation = PLAIN) -> tuple[str, Expression]:
    """The symbol and the expression of an equation. Raises FormulaError that says where reading stopped."""
    line = normalised(text)
    head = re.match(rf"({SYMBOL})=", line)
    if not head:
        raise FormulaError(Fault(repr(line), "is no equation: it does not begin with a symbol and an equals sign"))
    return head[1], _Loose(line, notation, head.end()).whole()


def normalised(text: str) -> str:
    """The line in the signs that the notation has, without blanks but those between a number and its unit."""
    line, pieces, at = squeezed(text).translate(_UNSEEN), list[str](), 0
    for kept in _KEPT.finditer(line):
        pieces += [_plain(line[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join((*pieces, _plain(line[at:])))


def _plain(text: str) -> str:
    told = "".join(_SAME.get(c, c) for c in map(_letter, text))
    return _INDEX.sub(r"\1\2\3", told.replace("<=", "≤").replace(">=", "≥"))


def _letter(character: str) -> str:
    kind = unicodedata.decomposition(character).partition(" ")[0]
    same = unicodedata.normalize("NFKC", character)
    return same if (kind if kind.startswith("<") else "") in _LIKE and len(same) == 1 else character


class _Loose(LineReader):
    """The grammar of the line without its blanks; marks are looked for without theirs."""

    def __init__(self, text: str, notation: Notation, at: int) -> None:
        super().__init__(text, notation)
        self.at = at
        self.number = re.compile(rf"({notation.pattern})({NBSP}?%|{_UNIT}|[A-Z]{{3}}(?:/{_UNIT_WORD})?)?")

    def error(self) -> FormulaError:
        rest = self.text[self.at :][:30]
        if rest.startswith("/"):
            return FormulaError(Fault(repr(self.text), f"divides without a rounding at {rest!r}"))
        return FormulaError(Fault(repr(self.text), f"cannot be read at {rest!r}"))

    def takes(self, mark: str) -> bool:
        if mark == self.notation.separator and super().takes(";"):
            return True
        return super().takes(mark.strip())

    def rounding(self) -> Round | Ratio:
        """A rounding; where a fraction stands in it, a ratio."""
        start, numerator = self.at, self.product()
        if self.takes("/"):
            return Ratio(numerator, self.single(), self.places())
        self.at = start
        return Round(self.amount(), self.places())

    def leaf(self) -> Expression:
        if found := self.number.match(self.text, self.at):
            self.at = found.end()
            return constant_of(self.notation.read(found[1]), (found[2] or "").replace(f"{NBSP}%", "%"))
        if found := re.compile(_LOOKUP).match(self.text, self.at):
            self.at = found.end()
            *keys, date = found[2].split(",")
            return Lookup(found[1], tuple(keys), date)
        if found := re.compile(rf"{SYMBOL}(?!\w)").match(self.text, self.at):
            self.at = found.end()
            return Symbol(found[0])
        raise self.error()
